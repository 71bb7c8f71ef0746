"""The checks of a save without a save, and the records that may be of the same event."""

from datetime import datetime, timedelta

import pytest

from incidents.models import Category, Incident
from tests.factories.communities import CommunityFactory
from tests.factories.incidents import IncidentFactory

pytestmark = pytest.mark.django_db
VALIDATE = "/api/v1/incidents/validate/"
AT = datetime.fromisoformat("2026-06-15T09:40:00+03:00")
HERE = {"latitude": 46.635, "longitude": 32.616}
NEAR = {"latitude": 46.638, "longitude": 32.616}  # some 330 m north of it
FAR = {"latitude": 46.645, "longitude": 32.616}  # some 1,100 m


@pytest.fixture
def found(api, police, body):
    """Return what may be the same as the event of a body."""

    def ask(**changed):
        answer = api(police).post(VALIDATE, body | changed)
        assert answer.status_code == 200, answer.content
        return answer.json()["duplicates"]

    return ask


@pytest.fixture
def stored(community, categories):
    def store(minutes=0, category="fire.residential", **changed):
        changed = {"community": community, "service": "police"} | changed
        return IncidentFactory.create(
            category=categories[category], occurred_at=AT + timedelta(minutes=minutes), **changed
        )

    return store


def test_what_is_right_is_said_so_and_not_saved(found):
    assert found() == []
    assert not Incident.objects.exists()


def test_what_is_wrong_is_told_as_by_a_save(api, police, body):
    wrong = body | {"channel": "no such", "stranger": 1, "occurred_at": "2026-06-16T09:40:00+03:00"}

    checked = api(police).post(VALIDATE, wrong)
    saved = api(police).put("/api/v1/incidents/0192f5a0-6c1e-7c3a-9a51-0f5b8f6f2a10/", wrong)

    assert checked.status_code == saved.status_code == 400
    assert checked.json()["errors"] == saved.json()["errors"]
    assert len(checked.json()["errors"]) == 3


def test_an_event_of_the_same_kind_near_by_is_named(found, stored):
    same = stored(minutes=7, **NEAR)

    [likely] = found(**HERE)

    assert likely["id"] == str(same.pk)
    assert (likely["number"], likely["minutes"]) == (same.number, 7)
    assert 320 <= likely["metres"] <= 340


@pytest.mark.parametrize(
    "other",
    [
        {"minutes": 121},
        {"minutes": -121},
        {"category": "crime.theft"},
        {"status": "void"},
        FAR,
    ],
    ids=str,
)
def test_what_is_far_in_time_kind_or_place_is_not(found, stored, other):
    stored(**({**NEAR} | other))

    assert found(**HERE) == []


def test_without_a_point_the_community_decides(found, stored, community):
    neighbour = CommunityFactory.create(oblast=community.oblast)
    here = stored()
    stored(community=neighbour)

    assert [each["id"] for each in found()] == [str(here.pk)]
    assert found()[0]["metres"] is None


def test_the_nearest_comes_first(found, stored):
    unknown, near, nearest = stored(), stored(**NEAR), stored(**HERE)

    assert [each["number"] for each in found(**HERE)] == [
        each.number for each in (nearest, near, unknown)
    ]


def test_of_the_other_service_the_record_is_named_but_not_opened(found, stored):
    stored(service="rescue", **HERE)

    [likely] = found(**HERE)

    assert (likely["id"], likely["service"]) == (None, "rescue")


def test_nothing_sensitive_and_nothing_foreign_is_named(found, stored, elsewhere):
    stored(community=elsewhere, **HERE)
    stored(category="fire.other", **HERE)
    Category.objects.filter(code="fire.other").update(sensitive=True)

    assert found(**HERE) == []


@pytest.mark.limit("duplicates_shown")
@pytest.mark.limit("duplicates_compared")
@pytest.mark.parametrize("name", ["duplicates_shown", "duplicates_compared"])
def test_only_some_are_compared_and_shown(found, stored, settings, name):
    for _each in range(3):
        stored()
    settings.LIMITS = settings.LIMITS | {name: 2}

    assert len(found()) == 2
