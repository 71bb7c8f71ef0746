"""Measures of initiatives and of what they handed over, against what a hand counts."""

import pytest

from tests.factories.accounts import account
from tests.factories.communities import CommunityFactory
from tests.factories.initiatives import HandoutFactory, InitiativeFactory, InitiativeStageFactory

pytestmark = pytest.mark.django_db
SPRING = "from=2024-03-01&to=2024-05-01"


@pytest.fixture
def figure(api):
    nation = api(account("ministry_analyst", nation=True))

    def read(code, by="", asked=SPRING):
        rows = nation.get(f"/api/v1/measures/{code}/?{asked}{f'&by={by}' * bool(by)}").json()
        return {tuple(each["by"].values()): each["value"] for each in rows["results"]}

    return read


@pytest.fixture
def shared(community):
    """An initiative of two communities, completed in April 2024."""
    near = CommunityFactory.create(oblast=community.oblast)
    made = InitiativeFactory.create(communities=[community, near], stage="proposed")
    InitiativeStageFactory.create(initiative=made, stage="completed", on="2024-04-30")
    return made


def test_one_of_two_communities_counts_in_each_and_is_one_above(figure, shared, community):
    by_community = figure("initiatives", "community")

    assert figure("initiatives") == {(): "1"}
    assert len(by_community) == 2
    assert set(by_community.values()) == {"1"}
    assert figure("initiatives", "oblast") == {(community.oblast.code,): "1"}
    assert figure("initiatives.completed", "oblast") == {(community.oblast.code,): "1"}


def test_a_stage_is_the_one_at_the_end_of_the_last_day(figure, shared):
    assert figure("initiatives", "stage") == {("completed",): "1"}
    before = "from=2024-03-01&to=2024-04-30"
    assert figure("initiatives", "stage", before) == {("proposed",): "1"}
    assert figure("initiatives", "stage", "from=2024-01-01&to=2024-01-15") == {}
    assert figure("initiatives.completed", "", before) == {(): "0"}
    assert figure("initiatives.completed", "month") == {("2024-04-01",): "1"}


def test_quantities_add_up_within_a_unit_and_unknown_is_never_zero(figure, shared, community):
    of = {"initiative": shared, "community": community}
    HandoutFactory.create(**of, item="fuel", unit="litre", quantity=500)
    HandoutFactory.create(**of, item="camera", quantity=12)
    HandoutFactory.create(**of, item="camera", quantity=3)
    HandoutFactory.create(**of, item="tablet", quantity=None, quantity_unknown="Не зазначено")

    assert figure("handouts", "item") == {
        ("camera",): "15",
        ("fuel",): "500",
        ("tablet",): None,
    }
    assert figure("handouts", "unit") == {("litre",): "500", ("piece",): "15"}
    assert figure("handouts") == {(): None}
    assert figure("handouts.unknown") == {(): "1"}
    assert figure("handouts.unknown", "item") == {("tablet",): "1"}


def test_the_explanation_says_what_is_left_out(api, shared, community):
    of = {"initiative": shared, "community": community}
    known = HandoutFactory.create(**of)
    HandoutFactory.create(**of, quantity=None, quantity_unknown="Не зазначено")
    nation = api(account("ministry_analyst", nation=True))

    said = nation.get(f"/api/v1/measures/handouts/explain/?{SPRING}").json()
    page = nation.get("/measures/handouts/?month=2024-04")

    assert [each["id"] for each in said["results"]] == [str(known.pk)]
    assert [each["records"] for each in said["left_out"]] == [1]
    assert page.status_code == 200


def test_a_later_step_of_one_day_is_the_stage_of_that_day(figure, community):
    made = InitiativeFactory.create(communities=[community], stage="proposed")
    for stage in ("approved", "in_progress"):
        InitiativeStageFactory.create(initiative=made, stage=stage, on="2024-03-05")

    assert figure("initiatives", "stage") == {("in_progress",): "1"}
