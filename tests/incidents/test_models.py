"""What the database itself refuses about incidents, and the list of categories."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from communities.models import Service
from incidents.models import Category, CategoryVersion, Incident
from incidents.taxonomy import FILE, load_categories, reinstate
from tests.factories.incidents import IncidentFactory

FIRST = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        pytest.param({"service": "navy"}, "known_service", id="service"),
        pytest.param({"status": "lost"}, "known_status", id="status"),
        pytest.param({"number": None}, "number_once_accepted", id="number"),
        pytest.param({"latitude": 46}, "both_coordinates", id="half a point"),
        pytest.param({"children_injured": 1}, "children_among_injured", id="children"),
    ],
)
def test_the_database_refuses(community, wrong, constraint):
    incident = IncidentFactory.create(community=community)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(**wrong)


def test_the_database_keeps_the_order_of_the_clocks(community):
    incident = IncidentFactory.create(community=community)
    earlier = incident.occurred_at - timedelta(minutes=1)

    with pytest.raises(IntegrityError, match="reported_after"), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(reported_at=earlier)


def test_the_categories_are_loaded_once(db):
    first = load_categories(on=FIRST)

    again = load_categories(on=FIRST)

    assert first.created == Category.objects.count() == len(FILE.read_text().splitlines()) - 1
    assert (again.created, again.changed) == (0, 0)
    assert set(Category.objects.filter(sensitive=True).values_list("group", flat=True)) == {
        "domestic_violence"
    }


def test_a_category_that_left_the_list_is_retired_until_people_bring_it_back(db, tmp_path):
    load_categories(on=FIRST)
    lines = FILE.read_text(encoding="utf-8").splitlines(keepends=True)
    shorter = tmp_path / "categories.csv"
    shorter.write_text("".join(line for line in lines if not line.startswith("other,")), "utf-8")

    load_categories(on=date(2027, 1, 1), path=shorter)
    retired = Category.objects.get(code="other")
    load_categories(on=date(2027, 2, 1))
    still = Category.objects.get(code="other")
    reinstate(still)

    assert retired.retired_on == date(2027, 1, 1)
    assert Category.objects.get(code="other").retired_on is None
    assert CategoryVersion.objects.count() == 3


def test_every_category_has_both_names_and_a_service(categories):
    for each in categories.values():
        assert each.name_uk
        assert each.name_en
        assert each.services


def test_a_category_says_of_itself_what_the_list_says_of_it(categories):
    Category.objects.filter(code="fire.residential").update(retired_on=FIRST)
    kept = categories["fire.residential"].pk

    for service in Service.values:
        listed = set(Category.objects.choosable(service, kept=kept))
        said = {each for each in Category.objects.all() if each.is_choosable(service, kept=kept)}
        assert said == listed
        assert kept in {each.pk for each in said}
