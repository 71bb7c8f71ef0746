"""The rules of logging, editing and moving a record, and what the tallies make of them."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from core import clock
from core.exceptions import RuleBroken
from incidents import services
from incidents.models import DayTally, Incident, IncidentStatus
from tests.factories.accounts import account
from tests.factories.incidents import IncidentFactory, ResponseFactory
from tests.factories.officers import OfficerFactory


@pytest.fixture
def record(community, categories):
    """Return a function that says what an officer would say."""
    happened = clock.now() - timedelta(hours=2)

    def said(responses=None, **fields):
        plain = {
            "community": community,
            "category": categories["fire.residential"],
            "occurred_at": happened,
            "reported_at": happened,
            "channel": "102",
        }
        words = {"address": "вул. Свободи", "narrative": "Горів сарай"}
        return services.Record(fields=plain | fields, text=words, responses=responses)

    return said


def log(record, by, **options):
    return services.log_incident(
        pk=options.pop("pk", None) or uuid.uuid4(), record=record, by=by, at=clock.now(), **options
    )


def counted():
    sums = DayTally.objects.aggregate(incidents=Sum("incidents"), responses=Sum("responses"))
    return sums["incidents"] or 0, sums["responses"] or 0


def test_numbers_of_an_oblast_and_a_year_run_on(record, police, community):
    """A sequence is not taken back with what drew from it: where it begins is not ours to say."""
    numbers = [log(record(), police).number for _each in range(3)]

    prefix = f"{community.oblast.number}-{clock.today().year}"
    first = int(numbers[0].removeprefix(f"{prefix}-"))
    assert numbers == [f"{prefix}-{n:06}" for n in range(first, first + 3)]


def test_the_service_is_that_of_the_officer(record, police):
    assert log(record(), police).service == "police"


def test_an_account_of_both_services_cannot_say_for_which_it_logs(record, community):
    by = account("officer", community=community, service="both")

    with pytest.raises(RuleBroken) as refusal:
        log(record(), by)

    assert (refusal.value.code, refusal.value.field) == ("no_service", "community")


def test_an_id_is_used_once_and_nothing_of_the_second_try_is_kept(record, police):
    pk = uuid.uuid4()
    log(record(), police, pk=pk)

    with pytest.raises(services.IdTaken), transaction.atomic():
        log(record(rescued=9), police, pk=pk)

    assert Incident.objects.get().rescued == 0
    assert counted() == (1, 0)


def test_a_draft_is_counted_only_once_it_is_submitted(record, police):
    incident = log(record([{"officer": OfficerFactory.create()}]), police, draft=True)
    assert counted() == (0, 0)

    services.move_incident(
        incident=incident, to=IncidentStatus.SUBMITTED, by=police, at=clock.now()
    )

    assert counted() == (1, 1)
    incident.refresh_from_db()
    assert incident.number is not None


def test_an_annulled_record_leaves_the_figures(record, police, coordinator):
    incident = log(record([{"officer": OfficerFactory.create()}]), police)

    services.move_incident(
        incident=incident, to="void", by=coordinator, at=clock.now(), reason="Помилковий виклик"
    )

    assert counted() == (0, 0)


ALLOWED = {(was, to) for was, steps in services.STEPS.items() for to in steps}
EVERY_STEP = [(was, to) for was in IncidentStatus.values for to in IncidentStatus.values]


@pytest.mark.parametrize(("was", "to"), [pair for pair in EVERY_STEP if pair not in ALLOWED])
def test_there_is_no_other_step(community, coordinator, was, to):
    incident = IncidentFactory.create(community=community, status=was)

    with pytest.raises(RuleBroken):
        services.move_incident(
            incident=incident, to=to, by=coordinator, at=clock.now(), reason="бо так"
        )

    assert not incident.transitions.exists()


@pytest.mark.parametrize("to", ["returned", "void"])
def test_a_step_back_without_a_reason_is_refused(community, coordinator, to):
    incident = IncidentFactory.create(community=community)

    with pytest.raises(RuleBroken) as refusal:
        services.move_incident(
            incident=incident, to=to, by=coordinator, at=clock.now(), reason="  "
        )

    assert refusal.value.field == "reason"


def test_an_edit_of_a_stale_version_changes_nothing(record, police):
    incident = log(record(), police)

    with pytest.raises(RuleBroken) as refusal:
        services.edit_incident(
            incident=incident, record=record(rescued=1), by=police, at=clock.now(), version=7
        )

    assert refusal.value.code == "stale"
    assert Incident.objects.get().rescued == 0


def test_an_edit_moves_the_figures_with_it(record, police, categories):
    incident = log(record(), police)
    theft = categories["crime.theft"]

    services.edit_incident(
        incident=incident, record=record(category=theft), by=police, at=clock.now()
    )

    sums = DayTally.objects.values("category__code").annotate(n=Sum("incidents"))
    assert {row["category__code"]: row["n"] for row in sums if row["n"]} == {"crime.theft": 1}


def test_an_accepted_incident_stays_in_its_community(record, police, elsewhere):
    incident = log(record(), police)

    with pytest.raises(RuleBroken) as refusal:
        services.edit_incident(
            incident=incident, record=record(community=elsewhere), by=police, at=clock.now()
        )

    assert refusal.value.field == "community"


def test_a_response_that_stays_is_not_written_again(record, police):
    incident = log(record([{"officer": police.officer}]), police)
    before = incident.responses.get().pk

    services.edit_incident(
        incident=incident,
        record=record([{"officer": police.officer}, {"officer": OfficerFactory.create()}]),
        by=police,
        at=clock.now(),
    )

    assert incident.responses.filter(pk=before).exists()
    assert counted() == (1, 2)


def test_an_officer_is_named_once(community):
    first = ResponseFactory.create(incident__community=community)

    with pytest.raises(IntegrityError), transaction.atomic():
        ResponseFactory.create(incident=first.incident, officer=first.officer)
