"""Contradictions of a list are found in a file as they are in the table."""

from datetime import date

import pytest

from communities import contradictions
from communities.models import ControlStatus
from communities.models.facts import UNITS, ControlKind
from tests.factories.communities import CommunityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def row(community, start, end=None, status=ControlKind.OCCUPIED):
    return {
        **{f"{unit}_id": None for unit in UNITS},
        "community_id": community.pk,
        "status": status,
        "starts_on": start and date.fromisoformat(start),
        "ends_on": end and date.fromisoformat(end),
        "listed_as": "Громада",
    }


@pytest.fixture
def rows():
    """Two lines that claim the same days, two that follow each other, one of another unit."""
    one, other = CommunityFactory.create_batch(2)
    return [
        row(one, "2022-02-27"),
        row(one, "2022-09-10", "2022-12-01", ControlKind.ACTIVE),
        row(other, "2022-02-27", "2022-03-31"),
        row(other, "2022-04-01", None, ControlKind.POSSIBLE),
    ]


def test_rows_of_a_file_contradict_as_stored_ones_do(rows):
    found = contradictions.contradictions_of(rows)

    assert found == [(rows[0], rows[1])]
    for each in rows:
        ControlStatus.objects.create(**each, act="Наказ № 376", edition=date(2025, 4, 30))
    stored = ControlStatus.objects.filter(contested=True).order_by("pk")
    assert list(stored.values_list("starts_on", flat=True)) == [
        each["starts_on"] for each in found[0]
    ]


def test_a_contradiction_is_said_in_words(rows):
    said = contradictions.in_words(contradictions.contradictions_of(rows))

    (words,) = said
    assert words.startswith("Громада: Temporarily occupied (27 Feb 2022 – —), and Active")
    assert words.endswith("(10 Sep 2022 – 1 Dec 2022)")


def test_nothing_contradicts_where_nothing_is(rows):
    assert contradictions.contradictions_of([]) == []
    assert contradictions.contradictions_of(rows[2:]) == []
