"""Initiatives with all their steps, and handouts, brought as sheets: seen first, stored once."""

import pytest
from django.urls import reverse

from tests.communities.sheets import bring, page_of, problems, store, xlsx
from tests.factories.accounts import account
from tests.factories.communities import CommunityFactory, OrganisationFactory
from tests.factories.initiatives import InitiativeFactory
from working_groups.models import Handout, Initiative

pytestmark = pytest.mark.django_db
HEADS = ("title", "communities", "group", "category", "theme", "stages", "nothing_handed_over")
PAST = "Proposed 10.10.2023; Approved 05.12.2023; In progress 12.02.2024"
WHY = "Completed 19.04.2024"


@pytest.fixture
def browser(client, community):
    client.force_login(account("oblast_coordinator", oblast=community.oblast))
    client.post(reverse("set-language"), {"language": "en"})
    return client


def row(community, stages, why=""):
    place = f"{community.name_uk} ({community.code})"
    return ("Хаб", place, "", "Community hub", "Public safety and order", stages, why)


def test_past_initiatives_come_with_all_their_steps_once(browser, community):
    preview = bring(browser, "initiatives", xlsx(HEADS, row(community, PAST)))
    assert preview.counts == {"created": 1, "unchanged": 0}
    assert not Initiative.objects.exists()
    store(browser, preview)

    stored = Initiative.objects.get()
    steps = list(stored.stages.order_by("pk").values_list("stage", "on"))
    assert [stage for stage, _on in steps] == ["proposed", "approved", "in_progress"]
    assert [on.isoformat() for _stage, on in steps][::2] == ["2023-10-10", "2024-02-12"]
    again = bring(browser, "initiatives", xlsx(HEADS, row(community, PAST)))
    assert again.counts == {"unchanged": 1}


def test_a_later_sheet_takes_an_initiative_further(browser, community):
    store(browser, bring(browser, "initiatives", xlsx(HEADS, row(community, PAST))))

    further = xlsx(HEADS, row(community, f"{PAST}; {WHY}", "A meeting place"))
    preview = bring(browser, "initiatives", further)

    assert preview.counts["changed"] == 1
    assert "Completed 2024-04-19" in browser.get(page_of(preview)).content.decode()
    store(browser, preview)
    assert Initiative.objects.get().stage == "completed"


@pytest.mark.parametrize(
    ("stages", "words"),
    [
        ("Proposed", "Write the stage and the day"),
        ("Proposed soon", "Write the day"),
        ("Flying 10.10.2023", "is not in the list"),
        ("Funded 10.10.2023", "Idea, Proposed"),
        ("Proposed 10.10.2023; Approved 09.10.2023", "not earlier"),
        ("Proposed 10.10.2023; Cancelled 11.10.2023", "why it is cancelled"),
        (f"{PAST}; {WHY}", "Nothing was handed over yet"),
    ],
)
def test_wrong_steps_are_said_beside_the_row(browser, community, stages, words):
    preview = bring(browser, "initiatives", xlsx(HEADS, row(community, stages)))

    assert words in str(problems(preview))
    assert not Initiative.objects.exists()


def test_handouts_come_as_a_sheet(browser, community):
    initiative = InitiativeFactory.create(communities=[community], title="Знаки")
    OrganisationFactory.create(code="town", name_uk="Рада")
    heads = (
        *("initiative", "community", "recipient", "item", "quantity", "unit"),
        *("quantity_unknown", "handed_on"),
    )
    place = f"{community.name_uk} ({community.code})"
    known = ("Знаки", place, "town", "Road sign", "86", "pieces", "", "06.12.2024")
    unknown = ("Знаки", place, "town", "Traffic limiter", "", "pieces", "No act", "06.12.2024")
    wrong = ("Знаки", place, "town", "Fuel", "", "litres", "", "06.12.2024")

    preview = bring(browser, "handouts", xlsx(heads, known, unknown, wrong))

    assert preview.counts == {"created": 2, "rejected": 1, "unchanged": 0}
    store(browser, preview)
    assert {each.quantity for each in Handout.objects.all()} == {86, None}
    assert set(Handout.objects.values_list("initiative", flat=True)) == {initiative.pk}


HANDED = ("recipient", "item", "quantity", "unit", "handed_on")
CAMERAS = ("town", "Camera", "12", "pieces", "19.04.2024")
CABLE = ("town", "Other", "300", "metres", "18.04.2024")


def with_handout(community, handed, *more):
    return (*row(community, f"{PAST}; {WHY}"), *handed, *more)


@pytest.fixture
def town(db):
    return OrganisationFactory.create(code="town", name_uk="Рада")


def handed_over():
    return sorted(Handout.objects.values_list("item", "quantity", "unit"))


def test_a_completed_initiative_comes_with_what_it_handed_over_in_one_pass(
    browser, community, town
):
    rows = [with_handout(community, each) for each in (CAMERAS, CABLE)]

    preview = bring(browser, "initiatives", xlsx((*HEADS, *HANDED), *rows))
    assert preview.counts == {"created": 1, "changed": 1, "unchanged": 0}, problems(preview)
    assert not Handout.objects.exists()
    store(browser, preview)

    stored = Initiative.objects.get()
    assert (stored.stage, stored.version) == ("completed", 1)
    assert handed_over() == [("camera", 12, "piece"), ("other", 300, "metre")]
    assert {each.community for each in Handout.objects.all()} == {community}
    again = bring(browser, "initiatives", xlsx((*HEADS, *HANDED), *rows))
    assert again.counts == {"unchanged": 2}


def test_a_row_corrects_what_was_handed_over_and_takes_the_initiative_further(
    browser, community, town
):
    begun = (*row(community, PAST), *CAMERAS)
    store(browser, bring(browser, "initiatives", xlsx((*HEADS, *HANDED), begun)))

    more = ("town", "Camera", "14", "pieces", "19.04.2024")
    preview = bring(browser, "initiatives", xlsx((*HEADS, *HANDED), with_handout(community, more)))

    (line,) = preview.lines.all()
    assert line.changes["quantity"] == [12, 14]
    store(browser, preview)
    assert Initiative.objects.get().stage == "completed"
    assert handed_over() == [("camera", 14, "piece")]


@pytest.mark.parametrize(
    ("handed", "column", "words"),
    [
        (("", "Camera", "12", "pieces", "19.04.2024"), "recipient", "required"),
        (("town", "", "12", "pieces", "19.04.2024"), "item", "required"),
        (("town", "Camera", "", "pieces", "19.04.2024"), "quantity", "how much"),
        (("town", "Camera", "0", "pieces", "19.04.2024"), "quantity", "more than nothing"),
        (("town", "Camera", "12", "pieces", ""), "handed_on", "required"),
        (("nobody", "Camera", "12", "pieces", "19.04.2024"), "recipient", "not in the list"),
    ],
)
def test_what_is_wrong_of_a_handout_is_said_at_its_column(
    browser, community, town, handed, column, words
):
    preview = bring(
        browser, "initiatives", xlsx((*HEADS, *HANDED), with_handout(community, handed))
    )

    ((found),) = problems(preview).values()
    assert words in found[column]
    assert not Initiative.objects.exists()


def test_of_several_communities_a_row_says_which_was_handed_something(browser, community, town):
    near = CommunityFactory.create(oblast=community.oblast)
    first, *rest = with_handout(community, CAMERAS)
    both = f"{community.name_uk} ({community.code}); {near.name_uk} ({near.code})"
    rows = [(first, both, *rest[1:], where) for where in ("", near.code)]

    preview = bring(browser, "initiatives", xlsx((*HEADS, *HANDED, "community"), *rows))

    ((wrong),) = problems(preview).values()
    assert "which of the communities" in wrong["community"]
    store(browser, preview)
    assert Handout.objects.get().community == near


def test_who_may_not_change_a_handout_changes_none_by_a_sheet(
    browser, community, town, monkeypatch
):
    begun = (*row(community, PAST), *CAMERAS)
    store(browser, bring(browser, "initiatives", xlsx((*HEADS, *HANDED), begun)))
    monkeypatch.setattr("working_groups.handouts.CHANGE", "working_groups.change_nothing")

    more = (*row(community, PAST), "town", "Camera", "14", "pieces", "19.04.2024")
    preview = bring(browser, "initiatives", xlsx((*HEADS, *HANDED), more))

    assert "may not change" in str(problems(preview))
    assert handed_over() == [("camera", 12, "piece")]
