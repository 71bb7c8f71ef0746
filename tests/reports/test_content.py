"""The frozen content says what the measures said."""

import hashlib
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.periods import Month
from indicators.catalogue import CATALOGUE
from reports import content
from tests.factories.communities import CommunityFactory
from tests.factories.incidents import IncidentFactory
from tests.factories.reports import built, order

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(june):
    return built(order(june.oblast)).content


def figure(said, code):
    return next(each for each in said["figures"] if each["code"] == code)


def test_an_edition_says_what_every_measure_says(said, june):
    asked = order(june.oblast).ask
    for measure in CATALOGUE:
        frozen = figure(said, measure.code)
        for key, ask in (("value", asked), ("before", asked.before), ("year_ago", asked.year_ago)):
            assert content.number(frozen[key]) == measure.total(ask), (measure.code, key)


def test_the_headline_figures_are_those_of_the_month(said):
    values = {each["code"]: each["value"] for each in said["figures"]}

    assert values["incidents.recorded"] == 5
    assert Decimal(values["incidents.per_10000"]) == Decimal("2.5")
    assert values["incidents.war_related"] == 1
    assert values["responses.made"] == 1
    assert values["people.rescued"] == 6
    assert figure(said, "incidents.recorded")["change"] == "400.0"


def test_twelve_months_by_service_add_up(said):
    months = said["months"]

    assert [row["month"] for row in months["rows"]] == [
        str(Month(2026, 6).shift(n)) for n in range(-11, 1)
    ]
    assert months["rows"][-1] == {"month": "2026-06", "police": 3, "rescue": 2, "total": 5}
    assert months["rows"][-2] == {"month": "2026-05", "police": 1, "rescue": 0, "total": 1}
    assert months["total"] == {"police": 4, "rescue": 2, "total": 6}


def test_categories_stand_with_the_commonest_first_and_add_up_to_the_figure(said):
    rows = [(row["code"], row["police"], row["rescue"]) for row in said["categories"]["rows"]]

    assert rows == [("fire.residential", 1, 2), ("crime.theft", 2, 0)]
    assert said["categories"]["total"]["total"] == 5


def test_a_territory_without_events_has_zero_and_an_unknown_rate_has_none(june):
    quiet = CommunityFactory.create(oblast=june.oblast, raion=june.raion)

    compared = built(order(june.raion)).content["territories"]

    values = {row["code"]: row["values"] for row in compared["rows"]}
    assert values[june.code]["incidents.recorded"] == 5
    assert values[quiet.code]["incidents.recorded"] == 0
    assert values[quiet.code]["incidents.per_10000"] is None
    assert compared["total"]["incidents.recorded"] == 5
    assert Decimal(compared["total"]["incidents.per_10000"]) == Decimal("2.5")


def test_a_report_of_one_service_counts_that_service_only(june):
    said = built(order(june.oblast, service="police")).content

    assert figure(said, "incidents.recorded")["value"] == 3
    assert said["months"]["rows"][-1] == {"month": "2026-06", "police": 3, "total": 3}
    assert "rescue" not in said["categories"]["rows"][0]


def test_records_left_out_are_counted_by_their_reason(said):
    assert [line["count"] for line in said["left_out"]] == [1]


def test_a_month_that_is_not_over_is_compared_with_nothing(june):
    said = built(order(june.oblast), at=datetime(2026, 6, 20, 9, 0, tzinfo=UTC)).content

    assert said["running"] is True
    assert {each["change"] for each in said["figures"]} == {None}
    assert figure(said, "incidents.recorded")["before"] == 1


def test_the_words_are_frozen_in_the_language_that_was_asked_for(june):
    said = built(order(june.oblast, language="en")).content

    assert said["place"]["name"] == june.oblast.name_en
    assert figure(said, "incidents.recorded")["label"] == "Incidents recorded"
    assert said["lead"][0] == "5 incidents were recorded, 1 of them related to the war."
    assert said["lead"][1] == "That is 400.0% more than in the month before."


def test_the_hash_is_that_of_the_canonical_bytes(june):
    edition = built(order(june.oblast))
    edition.refresh_from_db()

    data = content.canonical(edition.content)

    assert edition.content_hash == hashlib.sha256(data).hexdigest()
    assert edition.content["number"] == 1


def test_the_nation_is_compared_by_oblast(june, elsewhere):
    IncidentFactory.create(community=elsewhere)

    compared = built(order()).content["territories"]

    values = {row["code"]: row["values"]["incidents.recorded"] for row in compared["rows"]}
    assert (compared["level"], values[june.oblast.code], values[elsewhere.oblast.code]) == (
        "oblast",
        5,
        2,
    )


def test_a_community_has_nothing_below_to_compare(june):
    assert built(order(june)).content["territories"] is None
