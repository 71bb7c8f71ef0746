"""Counts of residents by hand: a day to come is refused at the field."""

from datetime import timedelta

import pytest
from django.contrib import admin

from communities.fact_forms import PopulationForm
from communities.models import Population
from core import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def filled(community, on):
    return {"community": community.pk, "on": str(on), "people": 100, "source": "Census"}


def test_the_admin_asks_by_the_form():
    assert admin.site._registry[Population].form is PopulationForm


def test_a_day_to_come_is_refused_and_today_is_not(community):
    today = clock.today()

    assert PopulationForm(filled(community, today)).is_valid()
    late = PopulationForm(filled(community, today + timedelta(days=1)))
    assert list(late.errors) == ["on"]
    assert "still to come" in str(late.errors["on"])


def test_a_day_long_ago_and_a_negative_number_are_refused(community):
    assert list(PopulationForm(filled(community, "1899-01-01")).errors) == ["on"]
    form = PopulationForm(filled(community, "2022-01-01") | {"people": -1})
    assert not form.is_valid()
