"""An event belongs to the community that stood on the day it occurred."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from incidents.models import Incident
from tests.factories.accounts import account
from tests.factories.communities import CommunityFactory, SettlementFactory, SuccessionFactory

pytestmark = pytest.mark.django_db

INCIDENTS = "/api/v1/incidents/"
BEFORE, AFTER = "2026-05-31T22:00:00+03:00", "2026-06-01T00:10:00+03:00"


@pytest.fixture
def merged(community):
    """The community ended on 1 June 2026; its successor was formed by the same act."""
    community.dissolved_on = date(2026, 6, 1)
    community.save()
    heir = CommunityFactory.create(established_on=date(2026, 6, 1))
    return SuccessionFactory.create(predecessor=community, successor=heir)


@pytest.fixture
def put(api, merged, body):
    client = api(account("officer", community=merged.successor, service="police"))

    def send(community, moment, **more):
        words = {"occurred_at": moment, "reported_at": "2026-06-20T09:00:00+03:00", **more}
        return client.put(
            f"{INCIDENTS}{uuid.uuid4()}/", body | words | {"community": community.code}
        )

    return send


def test_a_late_record_of_before_is_made_where_it_occurred(put, merged):
    answer = put(merged.predecessor, BEFORE)

    assert answer.status_code == 201
    assert Incident.objects.get().community == merged.predecessor


def test_a_later_event_is_refused_and_the_successor_named(put, merged):
    answer = put(merged.predecessor, AFTER)

    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["pointer"] == "/community"
    assert merged.successor.code in error["detail"]
    assert put(merged.successor, AFTER).status_code == 201


def test_an_event_of_before_is_refused_in_what_was_formed_later(put, merged):
    (error,) = put(merged.successor, BEFORE).json()["errors"]

    assert error["pointer"] == "/community"
    assert merged.predecessor.code in error["detail"]


def test_settlements_are_known_whichever_side_the_codifier_has_them_on(put, merged):
    old = SettlementFactory.create(community=merged.predecessor)
    new = SettlementFactory.create(community=merged.successor)

    assert put(merged.successor, AFTER, settlement=old.code).status_code == 201
    assert put(merged.predecessor, BEFORE, settlement=new.code).status_code == 201
    far = SettlementFactory.create()
    (error,) = put(merged.successor, AFTER, settlement=far.code).json()["errors"]
    assert error["pointer"] == "/settlement"


def test_the_form_says_the_same(client, merged, filled_in):
    client.force_login(account("officer", community=merged.successor, service="police"))
    address = reverse("incidents:log")
    assert client.get(address).context["community"] == merged.successor
    assert client.get(f"{address}?community={merged.predecessor.code}").status_code == 200

    late = client.post(address, filled_in(occurred_at="2026-06-02T10:00"))
    assert late.status_code == 400
    assert merged.successor.code in late.context["form"].errors["community"][0]
    done = client.post(address, filled_in(occurred_at="2026-05-30T10:00"))
    assert done.status_code == 302
    assert Incident.objects.get().community == merged.predecessor
