"""Every measure says in both languages what it counts, of when, and may be looked into."""

import pytest
from django.utils import translation

from communities.territories import Territory
from core.periods import Month, Period
from dashboards.measures import CLOCKS, OVER
from dashboards.questions import Question
from dashboards.records import LISTINGS
from indicators.api import JOINS
from indicators.base import Rate
from indicators.catalogue import CATALOGUE
from tests.contracts.walking import period


@pytest.mark.parametrize("measure", CATALOGUE, ids=lambda each: each.code)
def test_every_measure_explains_itself_in_both_languages(measure):
    for text in (measure.label, measure.definition, measure.kind_label):
        said = {}
        for language in ("uk", "en"):
            with translation.override(language):
                said[language] = str(text)
        assert all(said.values())
        assert said["uk"] != said["en"], "translate it in locale/uk/LC_MESSAGES/django.po"
    assert str(measure.definition).endswith(".")
    assert str(measure.unit), "every measure has a unit"


@pytest.mark.parametrize("measure", CATALOGUE, ids=lambda each: each.code)
def test_every_measure_says_of_when_it_is_and_over_what_it_adds_up(measure):
    assert measure.clock in CLOCKS
    assert measure.kind in {"flow", "stock", "distinct", "rate", "distribution"}
    assert set(measure.adds_up) <= set(OVER)
    anew = {"rate", "distinct", "distribution"}
    assert measure.kind not in anew or "territory" not in measure.adds_up
    assert set(measure.dimensions) >= {"oblast", "raion", "community"}
    assert isinstance(measure, Rate) == (measure.kind == "rate")


@pytest.mark.parametrize("measure", CATALOGUE, ids=lambda each: each.code)
def test_every_measure_can_be_looked_into(api, ministry, community, measure):
    answer = api(ministry).get(f"/api/v1/measures/{measure.code}/explain/?{period()}")
    page = api(ministry).get(f"/measures/{measure.code}/?{period()}")

    assert answer.status_code == page.status_code == 200
    assert answer.json()["definition"]


@pytest.mark.django_db
@pytest.mark.parametrize("measure", CATALOGUE, ids=lambda each: each.code)
def test_the_records_of_every_measure_can_be_listed(ministry, measure):
    question = Question(ministry, Territory(), Period.of_months(Month(2026, 6)))
    rows = measure.records(question.put_to(measure))

    assert rows.model in LISTINGS, (
        "Say how its records are listed: LISTINGS of dashboards/records.py."
    )
    assert rows.model._meta.model_name in JOINS, "Name its joins: JOINS of indicators/api.py."
