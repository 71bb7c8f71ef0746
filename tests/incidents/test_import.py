"""Events brought as a workbook, through the pages: template, preview, decision, and once more."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from communities.models import AccessGrant
from core import clock, imports
from core.models import Job, PreviewState, What
from core.tasks import apply_import
from incidents.checking import differences
from incidents.models import Incident, Transition
from tests.factories.accounts import account
from tests.factories.communities import CommunityFactory, SettlementFactory
from tests.factories.incidents import IncidentFactory
from tests.incidents.workbooks import (
    LIST,
    TEMPLATE,
    bring,
    decide,
    filled,
    opened,
    page_of,
    read,
    saved,
)

pytestmark = pytest.mark.django_db
HAPPENED = datetime.fromisoformat("2026-06-15T09:40")
FIRE = {"category": "Residential fire", "occurred_at": HAPPENED, "channel": "112"}
THEFT = {
    "category": "Крадіжка",
    "occurred_at": "16.06.2026 22:05",
    "channel": "Особисто",
    "narrative": "Зник велосипед",
}


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    own = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = settings.STORAGES | {"default": own}


@pytest.fixture
def browser(client, police, categories):
    client.force_login(police)
    return client


@pytest.fixture
def template(browser):
    return browser.get(TEMPLATE).content


def problems(preview, language="en"):
    """Return what is wrong by row and column."""
    wrong = preview.lines.filter(what=What.REJECTED).order_by("row")
    return {line.row: line.problems[language] for line in wrong}


# --- the way through


def test_a_workbook_is_read_shown_and_recorded_once(browser, police, community, template):
    preview = bring(browser, filled(template, FIRE, THEFT))

    assert preview.state == PreviewState.READY, problems(preview)
    assert preview.counts == {"created": 2, "unchanged": 0}
    assert not Incident.objects.exists()
    page = browser.get(page_of(preview)).content.decode()
    assert "2 events would be recorded" in page
    assert "Record 2 events" in page

    decide(browser, preview)

    assert preview.state == PreviewState.APPLIED
    fire, theft = Incident.objects.order_by("occurred_at")
    assert timezone.localtime(fire.occurred_at).replace(tzinfo=None) == HAPPENED
    assert (fire.community, fire.service, fire.channel) == (community, "police", "112")
    assert (fire.status, fire.logged_by, fire.number is None) == ("submitted", police, False)
    assert fire.reported_at == fire.occurred_at
    assert theft.text.narrative == "Зник велосипед"
    shown = browser.get(reverse("incidents:list")).content.decode()
    assert fire.number in shown
    assert fire.number in browser.get(page_of(preview)).content.decode()


def test_what_is_recorded_has_its_step_its_history_and_its_tallies(browser, police, template):
    preview = bring(browser, filled(template, FIRE | {"people.rescued": 3}))
    decide(browser, preview)

    step = Transition.objects.get()
    assert (step.to_status, step.by) == ("submitted", police)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT context.metadata FROM incidents_incidentevent event"
            " JOIN pghistory_context context ON context.id = event.pgh_context_id"
        )
        assert f"import {preview.pk}" in str(cursor.fetchone())
    assert list(differences()) == []


def test_pressing_twice_records_once(browser, template):
    preview = bring(browser, filled(template, FIRE))

    for _press in range(2):
        assert browser.post(page_of(preview)).status_code == 302
    [job] = Job.objects.filter(kind=imports.APPLY)
    for _worker in range(2):
        apply_import(job=str(job.pk))
    assert decide(browser, preview).status_code == 302

    assert Incident.objects.count() == 1


@pytest.mark.parametrize("keep_ids", [True, False], ids=["with IDs", "IDs cleared"])
def test_the_same_file_again_records_nothing_and_one_row_more_records_one(
    browser, template, keep_ids
):
    ids = {} if keep_ids else {"id": ""}
    once = filled(template, FIRE | ids, THEFT | ids)
    first, second = bring(browser, once), bring(browser, once)
    decide(browser, first)

    decide(browser, second)  # was read before the first was recorded
    again = bring(browser, filled(once, FIRE | ids | {"category": "Theft"}, first=6))

    assert second.state == PreviewState.STALE
    assert again.counts["unchanged"] == 2
    decide(browser, again, sure="on")
    assert Incident.objects.count() == 3


def test_the_other_rows_are_recorded_and_the_rejected_ones_come_back_to_be_corrected(
    browser, template
):
    content = filled(template, FIRE, THEFT | {"channel": "голуб", "people.killed": "два"})
    preview = bring(browser, content)
    decide(browser, preview)
    assert Incident.objects.get().category.code == "fire.residential"

    back = browser.get(reverse("incidents:import-rejected", args=[preview.pk]))
    book = opened(back.content)
    [row] = read(book.worksheets[0])

    assert row["occurred_at"] == datetime.fromisoformat("2026-06-16T22:05")
    assert row["channel"] == "голуб"
    assert "How we learned: “голуб” is not in the list." in row["errors"]
    assert "Killed: Write the number in figures" in row["errors"]

    corrected = filled(back.content, {"channel": "102", "people.killed": 0}, first=3)
    decide(browser, bring(browser, corrected))
    assert Incident.objects.get(category__code="crime.theft").text.narrative == "Зник велосипед"


def test_the_whole_file_with_one_row_corrected_records_that_row(browser, template):
    content = filled(template, FIRE, THEFT | {"channel": ""})
    decide(browser, bring(browser, content))

    again = bring(browser, filled(content, FIRE, THEFT))

    assert again.counts == {"created": 1, "unchanged": 1}


def test_every_error_stands_at_its_column_in_the_language_of_the_reader(browser, template):
    row = {"occurred_at": "учора", "channel": "112", "settlement": "Ніде", "people.injured": -1}
    preview = bring(browser, filled(template, row))

    found = problems(preview)[4]

    assert found.keys() == {"category", "occurred_at", "settlement", "people.injured"}
    assert "for example 22.11.2026 14:05" in found["occurred_at"]
    page = browser.get(page_of(preview)).content.decode()
    assert "<strong>When it happened:</strong> Write the day and the time" in page
    browser.cookies["django_language"] = "uk"
    assert "<strong>Коли сталося:</strong>" in browser.get(page_of(preview)).content.decode()


# --- what may be recorded already


def test_what_may_be_recorded_already_is_named_and_wants_to_be_looked_at(
    browser, community, template, categories
):
    known = IncidentFactory.create(
        community=community,
        category=categories["fire.residential"],
        occurred_at=timezone.make_aware(HAPPENED + timedelta(minutes=30)),
        reported_at=timezone.make_aware(HAPPENED + timedelta(minutes=40)),
        service="police",
    )
    preview = bring(browser, filled(template, FIRE))

    assert preview.counts == {"alike": 1, "unchanged": 0}
    page = browser.get(page_of(preview)).content.decode()
    assert known.get_absolute_url() in page
    refused = decide(browser, preview)
    assert (refused.status_code, Incident.objects.count()) == (400, 1)
    assert "Confirm that these are other events." in refused.content.decode()
    decide(browser, preview, sure="on")
    assert Incident.objects.count() == 2


def test_an_id_that_stands_twice_or_for_another_record_is_refused(browser, template):
    sheet = opened(template).worksheets[0]
    own = sheet.cell(4, 1).value
    decide(browser, bring(browser, filled(template, FIRE)))

    reused = bring(browser, filled(template, FIRE | {"narrative": "Інше"}, THEFT | {"id": own}))

    assert "stands already and says something else" in problems(reused)[4]["id"]
    assert "stands in row 4 already" in problems(reused)[5]["id"]


def test_two_rows_without_id_that_say_the_same_are_one_event(browser, template):
    same = FIRE | {"id": ""}

    preview = bring(browser, filled(template, same, same))

    assert problems(preview)[5]["id"] == "Row 4 says the same: one event is one row."


# --- rights


def test_a_preview_of_somebody_else_is_not_there(browser, community, template):
    preview = bring(browser, filled(template, FIRE, THEFT | {"channel": "?"}))
    stranger = Client()
    stranger.force_login(account("officer", community=community, service="police"))
    administrator = Client()
    administrator.force_login(account("ministry_administrator", nation=True))

    for address in (page_of(preview), reverse("incidents:import-rejected", args=[preview.pk])):
        assert stranger.get(address).status_code == 404
        assert administrator.get(address).status_code == 404
    assert stranger.post(page_of(preview)).status_code == 404
    assert administrator.get(reverse("imports:detail", args=[preview.pk])).status_code == 404
    assert preview.file_name not in administrator.get(reverse("imports:list")).content.decode()
    assert preview.file_name not in stranger.get(LIST).content.decode()


def test_who_logs_nothing_brings_nothing(client, ministry, categories):
    client.force_login(ministry)

    assert client.get(LIST).status_code == 403
    assert client.get(TEMPLATE).status_code == 403
    assert LIST not in client.get(reverse("incidents:list")).content.decode()


def test_a_community_out_of_reach_is_refused(browser, elsewhere, template):
    preview = bring(browser, filled(template, FIRE | {"community": f"X ({elsewhere.code})"}))

    assert problems(preview)[4].keys() == {"community"}


def test_a_right_that_ends_before_the_button_is_pressed_records_nothing(browser, police, template):
    preview = bring(browser, filled(template, FIRE))
    browser.post(page_of(preview))
    AccessGrant.objects.filter(user=police).update(ends_on=clock.today() - timedelta(days=1))

    preview.refresh_from_db()
    apply_import(job=str(preview.job_id))

    preview.refresh_from_db()
    assert (preview.state, Incident.objects.count()) == (PreviewState.READY, 0)
    assert browser.post(page_of(preview)).status_code == 403


def test_a_sensitive_event_is_left_to_the_form_and_its_words_are_not_kept(browser, template):
    words = "Таємниця родини"
    row = FIRE | {"category": "violence.domestic", "narrative": words}

    preview = bring(browser, filled(template, row))

    assert "in the form" in problems(preview)[4]["category"]
    line = preview.lines.get()
    assert words not in str((line.cells, line.problems))
    offered = [c.value for col in opened(template).worksheets[1].columns for c in col]
    assert "Домашнє насильство" not in offered
    assert "Domestic violence" not in offered


# --- keeping


@pytest.mark.limit("sheet_days")
def test_after_its_days_a_workbook_and_its_rows_are_forgotten(browser, template):
    preview = bring(browser, filled(template, FIRE, THEFT | {"channel": "?"}))
    days = timedelta(days=settings.LIMITS["sheet_days"])
    assert imports.forget_files(at=preview.at + days) == 0
    assert preview.lines.exclude(cells=None).exists()

    imports.forget_files(at=preview.at + days + timedelta(seconds=1))

    preview.refresh_from_db()
    assert preview.kept_as == ""
    assert not preview.lines.exclude(cells=None).exists()
    assert "has expired" in browser.get(page_of(preview)).content.decode()
    assert browser.get(reverse("incidents:import-rejected", args=[preview.pk])).status_code == 404
    decide(browser, preview)
    assert not Incident.objects.exists()


# --- the template


def test_the_template_has_the_lists_of_the_reader_and_an_example_that_is_not_read(
    browser, community, template
):
    SettlementFactory.create(community=community, name_uk="Кизомис", name_en="Kyzomys")
    book = opened(browser.get(TEMPLATE).content)
    page, lists = book.worksheets
    offered = {
        column[0].value: [c.value for c in column[1:] if c.value] for column in lists.columns
    }

    assert "Residential fire" in offered["What happened"]
    with translation.override("en"):
        assert offered["Community"] == [f"{community.title} ({community.code})"]
    assert len(offered["Settlement"]) == 1
    assert page.cell(3, 1).value == "EXAMPLE"
    rules = {str(each.sqref): each for each in page.data_validations.dataValidation}
    assert any(each.type == "list" for each in rules.values())
    assert bring(browser, template).state == PreviewState.REJECTED  # nothing but the example


def test_the_example_of_the_template_is_a_row_that_can_be_recorded(browser, template):
    book = opened(template)
    book.worksheets[0].cell(3, 1).value = None

    preview = bring(browser, saved(book))

    assert preview.counts["created"] == 1, problems(preview)


def test_names_of_settlements_count_within_their_community(browser, community, template):
    here = SettlementFactory.create(community=community, name_uk="Кизомис")
    SettlementFactory.create(community=CommunityFactory.create(), name_uk="Кизомис")

    decide(browser, bring(browser, filled(template, FIRE | {"settlement": "кизомис"})))

    assert Incident.objects.get().settlement == here


def test_who_went_is_written_side_by_side(browser, police, template):
    own = f"{police.officer} ({police.officer.pk})"
    went = {
        "responses.officer": own,
        "responses.arrived_at": datetime.fromisoformat("2026-06-15T09:50"),
    }
    uneven = {"responses.officer": f"{own}; {own}", "responses.role": "Lead"}

    preview = bring(browser, filled(template, FIRE | went, THEFT | uneven))

    assert (
        "as many values as in the column “Responses: Officer”"
        in problems(preview)[5]["responses.role"]
    )
    decide(browser, preview)
    response = Incident.objects.get().responses.get()
    assert response.officer == police.officer
    assert timezone.localtime(response.arrived_at).minute == 50


def test_the_list_leads_to_the_import(browser):
    assert LIST in browser.get(reverse("incidents:list")).content.decode()
