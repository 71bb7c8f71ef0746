"""An event is stored with its words and its first step by one statement, or not at all."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core import clock
from incidents import services
from incidents.models import Incident, IncidentText, Transition
from incidents.services import IdTaken, Record, log_incident

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(police, community, categories):
    def one(pk, narrative="Горів сарай", **fields):
        at = clock.now()
        known = {"community": community, "category": categories["fire.residential"]}
        known |= {"occurred_at": at, "reported_at": at, "channel": "101"}
        record = Record(fields=known | fields, text={"narrative": narrative})
        return log_incident(pk=pk, record=record, by=police, at=at, body_hash=b"x")

    return one


def test_every_column_comes_back_as_it_was_given(log):
    pk = uuid.uuid4()

    given = log(pk, rescued=2, latitude=46.5, longitude=32.5, accuracy_m=7, register_number="№ 1")

    stored = Incident.objects.get(pk=pk)
    for field in Incident._meta.concrete_fields:
        assert getattr(stored, field.attname) == getattr(given, field.attname), field.name
    assert stored.text.narrative == "Горів сарай"
    assert len(stored.text.digest) == 64
    assert [step.to_status for step in stored.transitions.all()] == ["submitted"]


def test_a_taken_id_stores_nothing_and_is_no_error_of_the_database(log):
    """An error would write the statement, with the words of people, into the database's log."""
    pk = uuid.uuid4()
    log(pk)

    with (
        CaptureQueriesContext(connection) as queries,
        pytest.raises(IdTaken),
        transaction.atomic(),
    ):
        log(pk, narrative="Інше")

    assert (IncidentText.objects.get().narrative, Transition.objects.count()) == ("Горів сарай", 1)
    assert any("ON CONFLICT" in each["sql"] for each in queries)
    assert Incident.objects.count() == 1


def test_a_number_given_twice_is_a_defect_and_no_taken_id(log, monkeypatch):
    log(uuid.uuid4())
    number = Incident.objects.get().number
    monkeypatch.setattr(services, "next_number", lambda **_where: number)

    with pytest.raises(IntegrityError, match="incidents_incident_number"):
        log(uuid.uuid4())
