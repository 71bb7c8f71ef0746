"""Officers, training, posts and equipment from a sheet: seen first, stored once, wrong rows back."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from communities.tables.listing import tables
from core.models import PreviewState
from officers.models import (
    Assignment,
    Enrolment,
    EquipmentIssue,
    EquipmentItem,
    Officer,
    TrainingCourse,
)
from tests.communities.sheets import LIST, bring, csv, page_of, problems, returned, store, xlsx
from tests.factories.accounts import account
from tests.factories.communities import CommunityFactory, OrganisationFactory
from tests.factories.officers import (
    AssignmentFactory,
    CourseFactory,
    OfficerFactory,
)

pytestmark = pytest.mark.django_db
PEOPLE = ("Surname", "Given name", "Kind", "Badge number", "Home unit", "Rank")
OLENA = ("Рятівна", "Олена", "Community rescue officer", "Р-17", "dsns-05", "майстер-сержант")


@pytest.fixture
def unit(community):
    return OrganisationFactory.create(
        code="dsns-05", name_uk="ГУ ДСНС", oblast=community.oblast, service="rescue"
    )


@pytest.fixture
def browser(client, coordinator, unit):
    client.force_login(coordinator)
    client.post(reverse("set-language"), {"language": "en"})
    return client


@pytest.fixture
def olena(unit):
    return OfficerFactory.create(
        kind="community_rescue", unit=unit, badge_number="Р-17", personal__last_name="Рятівна"
    )


def test_officers_are_seen_first_then_stored_once(browser):
    preview = bring(browser, "officers", xlsx(PEOPLE, OLENA))
    assert preview.counts == {"created": 1, "unchanged": 0}
    assert not Officer.objects.exists()
    assert "Рятівна" in browser.get(page_of(preview)).content.decode()

    store(browser, preview)

    officer = Officer.objects.get()
    assert (officer.personal.last_name, officer.rank) == ("Рятівна", "майстер-сержант")
    assert officer.stages.get().stage == "candidate"
    again = bring(browser, "officers", xlsx(PEOPLE, OLENA))
    assert again.counts == {"unchanged": 1}
    assert Officer.objects.count() == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251"])
@pytest.mark.parametrize("apart", [";", ",", "\t"])
def test_text_says_the_same_as_a_workbook(browser, encoding, apart):
    content = csv(PEOPLE, OLENA, apart=apart, encoding=encoding)

    assert bring(browser, "officers", content, "people.csv").counts["created"] == 1


def test_a_change_is_told_with_what_was_and_takes_nothing_away(browser, olena):
    type(olena).objects.filter(pk=olena.pk).update(rank="сержант")
    heads = ("Badge number", "Rank", "Phone", "Surname", "Given name", "Kind", "Home unit")
    row = ("Р-17", "майстер-сержант", None, "Рятівна", None, None, None)

    preview = bring(browser, "officers", xlsx(heads, row))

    assert preview.counts == {"changed": 1, "unchanged": 0}
    assert preview.lines.get().changes == {"rank": ["сержант", "майстер-сержант"]}
    store(browser, preview)
    olena.refresh_from_db()
    assert (olena.rank, olena.personal.first_name != "") == ("майстер-сержант", True)


def test_wrong_rows_come_back_with_what_is_wrong_and_go_in_once_they_are_right(browser):
    wrong = ("Безчинна", "Ірина", "Fireman", "Р-18", "dsns-05", "")
    preview = bring(browser, "officers", xlsx(PEOPLE, OLENA, wrong))
    assert preview.counts == {"created": 1, "rejected": 1, "unchanged": 0}
    assert "not in the list" in problems(preview)[3]["kind"]
    assert "немає" in problems(preview, "uk")[3]["kind"]

    shown = browser.get(page_of(preview)).context["lines"]
    assert shown[1].said[:3] == ["Fireman", "Р-18", "dsns-05"], "in the order of the columns"
    store(browser, preview)
    heads, row = returned(browser, preview)
    assert "Kind: “Fireman” is not in the list." in row[heads.index("What is wrong")]
    row[heads.index("Kind *")] = "Community rescue officer"

    assert bring(browser, "officers", xlsx(heads, row)).counts["created"] == 1


def test_two_officers_with_one_badge_are_one_row_too_many(browser):
    other = ("Інша", *OLENA[1:])

    preview = bring(browser, "officers", xlsx(PEOPLE, OLENA, other))

    assert preview.counts == {"created": 1, "changed": 1, "unchanged": 0}, "the second corrects it"


def test_a_badge_of_an_officer_out_of_reach_is_refused(browser):
    OfficerFactory.create(kind="community_rescue", badge_number="Р-17")

    preview = bring(browser, "officers", xlsx(PEOPLE, OLENA))

    assert preview.counts["rejected"] == 1
    assert not Officer.objects.filter(personal__last_name="Рятівна").exists()


def test_a_course_then_its_certificates(browser, olena):
    CourseFactory.create(name_uk="Інший курс", service="rescue")
    wanted = {each.name: each for each in tables()["table:courses"].columns}
    heads = [str(wanted[name].label) for name in COURSE]
    row = ("rescue", "Офіцер-рятувальник", "dsns-05", "Харків", "01.03.2026", "31.03.2026", 120)
    store(browser, bring(browser, "courses", xlsx(heads, row)))
    course = TrainingCourse.objects.get(name_uk="Офіцер-рятувальник")
    assert (course.hours, course.ends_on) == (120, date(2026, 3, 31))

    heads = ("officer", "course", "certificate_number", "certified_on", "valid_until")
    row = ("Р-17", "Офіцер-рятувальник", "С-001", "01.04.2026", "31.03.2029")
    preview = store(browser, bring(browser, "certificates", xlsx(heads, row)))

    assert preview.counts == {"created": 1, "unchanged": 0}
    assert Enrolment.objects.get().certificate_number == "С-001"
    assert bring(browser, "certificates", xlsx(heads, row)).counts == {"unchanged": 1}


COURSE = ("service", "name_uk", "provider", "place", "starts_on", "ends_on", "hours")


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (("Р-17", "Курс", "С-1", "15.03.2026"), "certified_on", "no certificate is given before"),
        (("Р-99", "Курс", "С-1", "01.04.2026"), "officer", "not in the list"),
        (("Р-17", "Курс", "С-1", "незабаром"), "certified_on", "Write the day"),
        (("Р-17", "Курс", "С-1", None), "certified_on", "Say when"),
    ],
)
def test_a_certificate_that_cannot_be_is_told_at_its_column(browser, olena, row, column, words):
    CourseFactory.create(name_uk="Курс", service="rescue", ends_on=date(2026, 3, 31))
    heads = ("officer", "course", "certificate_number", "certified_on")

    preview = bring(browser, "certificates", xlsx(heads, row))

    assert words in problems(preview)[2][column]
    assert not Enrolment.objects.exists()


def test_posts_and_what_stands_in_their_way(browser, olena, community):
    heads = ("officer", "community", "kind", "starts_on")
    here = f"{community.name_uk} ({community.code})"
    rows = (
        ("Р-17", here, "Primary", "01.02.2026"),
        ("Р-17", here, "Primary", "01.05.2026"),
        ("Р-17", CommunityFactory.create().code, "Primary", "01.02.2026"),
    )

    preview = bring(browser, "assignments", xlsx(heads, *rows))

    assert preview.counts == {"created": 1, "rejected": 2, "unchanged": 0}
    assert "primary" in str(problems(preview)[3])
    assert "community" in problems(preview)[4]
    store(browser, preview)
    assert Assignment.objects.get().starts_on == date(2026, 2, 1)


def test_equipment_and_who_holds_it(browser, olena, unit):
    heads = ("kind", "owner", "inventory_number", "model")
    store(browser, bring(browser, "equipment", xlsx(heads, ("Car", "ГУ ДСНС", "104", "Duster"))))
    assert EquipmentItem.objects.get().model == "Duster"

    heads = ("item", "officer", "starts_on", "presented_by")
    row = ("104", "Р-17", "05.02.2026", "В. Бойченко, голова; М. Вершинін, начальник")
    store(browser, bring(browser, "equipment-issues", xlsx(heads, row)))

    issue = EquipmentIssue.objects.get()
    assert (issue.officer, len(issue.presented_by)) == (olena, 2)
    other = OfficerFactory.create(kind="community_rescue", unit=unit, badge_number="Р-20")
    taken = ("104", other.badge_number, "06.02.2026", None)
    wrong = problems(bring(browser, "equipment-issues", xlsx(heads, taken)))[2]
    assert "Take it back first" in wrong["item"]


def test_all_sound_rows_are_stored_or_none(browser, unit):
    content = xlsx(PEOPLE, OLENA)
    preview = bring(browser, "officers", content)
    OfficerFactory.create(kind="community_rescue", unit=unit, badge_number="Р-17")

    store(browser, preview)

    assert preview.state == PreviewState.STALE
    assert not Officer.objects.filter(personal__last_name="Рятівна").exists()


def test_what_one_brought_nobody_else_sees(browser, client, community):
    preview = bring(browser, "officers", xlsx(PEOPLE, OLENA))
    client.force_login(account("oblast_coordinator", oblast=community.oblast))

    assert client.get(page_of(preview)).status_code == 404
    assert not client.get(LIST).context["rows"]


def test_who_appoints_nobody_brings_nothing(client, police):
    client.force_login(police)

    assert client.get(LIST).context["tables"] == []
    assert client.post(LIST, {"kind": "table:officers"}).status_code == 403


@pytest.mark.parametrize("code", [each.code for each in tables().values()])
def test_every_table_has_a_template_that_it_takes_back(browser, code):
    content = browser.get(reverse("tables:template", args=[code])).content
    heads = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(content)).active[2]]
    table = tables()[f"table:{code}"]

    assert len(heads) == len(table.columns) >= 3
    assert all(not name[0].islower() and "_" not in name for name in heads), heads


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\0\1\2", "neither an XLSX workbook nor a CSV file"),
        (csv(("Погода", "Температура"), ("сонце", 12)), "take a fresh one"),
        (csv(PEOPLE), "there is nothing"),
        (csv((*PEOPLE, "Погода"), OLENA), "no column has the heading: Погода"),
        (csv(PEOPLE[:3], OLENA[:3]), "the column is missing"),
    ],
)
def test_what_is_no_such_sheet_is_refused_with_the_reason(browser, content, words):
    preview = bring(browser, "officers", content, "people.csv")

    assert preview.state == PreviewState.REJECTED
    with translation.override("en"):
        assert words in preview.lines.get().reason


def test_an_officer_named_by_number_in_brackets(browser, olena, community):
    AssignmentFactory.create()
    heads = ("officer", "community", "kind", "starts_on")
    row = (f"{olena} ({olena.pk})", community.code, "primary", date(2026, 2, 1))

    assert bring(browser, "assignments", xlsx(heads, row)).counts["created"] == 1


def test_a_hundred_rows_do_not_ask_more_of_each(browser, unit, django_assert_max_num_queries):
    rows = [
        ("Рятівна", "Олена", "Community rescue officer", f"Р-{n}", "dsns-05", "")
        for n in range(100)
    ]

    with django_assert_max_num_queries(100 * 60):
        preview = bring(browser, "officers", xlsx(PEOPLE, *rows))

    assert preview.counts["created"] == 100


def test_languages_stand_in_one_cell(browser):
    store(
        browser, bring(browser, "officers", xlsx((*PEOPLE, "languages"), (*OLENA, "Ukrainian; en")))
    )

    assert Officer.objects.get().languages == ["uk", "en"]


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ", "`"])
def test_any_apostrophe_of_a_keyboard_is_read(browser, unit, apostrophe):
    type(unit).objects.filter(pk=unit.pk).update(name_uk="Кам’янське управління")
    heads = tuple(f"Ім{apostrophe}я" if each == "Given name" else each for each in PEOPLE)
    row = tuple(
        f"Кам{apostrophe}янське управління" if each == "dsns-05" else each for each in OLENA
    )

    assert bring(browser, "officers", xlsx(heads, row)).counts["created"] == 1
