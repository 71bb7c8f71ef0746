"""Reports to residents: opened when a half-year is over, drafted, delivered, and then as they are."""

from datetime import date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, transaction
from django.urls import reverse

from core.half_years import HalfYear
from core.periods import Period
from indicators.asks import Ask
from indicators.public_reports import DELIVERED, DUE, IN_TIME
from officers import public_reports
from officers.models import PublicReport
from reports.residents.tasks import open_public_reports
from tests.factories.accounts import account
from tests.factories.incidents import KYIV, IncidentFactory, ResponseFactory
from tests.factories.officers import ActivityFactory, AssignmentFactory, PublicReportFactory
from tests.reports.papers import words_of

pytestmark = pytest.mark.django_db
URL = "/api/v1/public-reports/"
FIRST = HalfYear(2026, 1)
JULY = Ask(period=Period(date(2026, 7, 1), date(2026, 8, 1)))
TEXT = "Проведено дванадцять занять у школах громади."


@pytest.fixture(autouse=True)
def july():
    with time_machine.travel(datetime(2026, 7, 14, 12, tzinfo=KYIV), tick=False):
        yield


@pytest.fixture
def post(police):
    return police.officer.assignments.get()


@pytest.fixture
def report(post):
    return PublicReportFactory.create(assignment=post)


@pytest.fixture
def page(client, police):
    client.force_login(police)
    return client


def deliver(page, report, day="2026-07-10", at="Сесія селищної ради", version=1):
    said = {"delivered_on": day, "delivered_at": at, "version": version}
    return page.post(f"{report.get_absolute_url()}deliver/", said)


def codes_of(answer):
    """Return what is wrong by its codes, wherever the answer says them."""
    told = answer.json()
    return {each["code"] for each in told.get("errors", [])} or {told["type"].split("problem-")[1]}


def writing(post, half="2026-1"):
    return f"{reverse('public_reports:new', args=[post.pk])}?half={half}"


def test_a_report_is_opened_once_for_who_held_the_post_on_the_last_day(post):
    AssignmentFactory.create(kind="substitute")
    AssignmentFactory.create(period=(date(2026, 7, 1), None))
    AssignmentFactory.create(period=(date(2026, 1, 1), date(2026, 6, 30)))

    for _twice in range(2):
        open_public_reports()

    report = PublicReport.objects.get()
    assert (report.assignment, report.half, report.due_on) == (post, "2026-1", date(2026, 7, 31))
    assert report.recorded_by is None


def test_the_draft_tells_what_the_officer_did_and_nothing_of_anybody_else(page, police, post):
    began = {"community": post.community, "occurred_at": datetime(2026, 3, 3, 12, tzinfo=KYIV)}
    IncidentFactory.create(logged_by=police, **began)
    ResponseFactory.create(incident=IncidentFactory.create(**began), officer=post.officer)
    for day in (date(2026, 2, 2), date(2026, 5, 5), date(2025, 12, 31)):
        ActivityFactory.create(
            community=post.community, officers=[post.officer], held_on=day, attended=20
        )

    text = page.get(writing(post)).context["form"].initial["text"]

    assert "Записано 1 подію." in text
    assert "Виїзди: на 1 подію." in text
    assert "Урок безпеки: 2, людей: 40." in text


def test_from_the_draft_to_the_residents(page, post):
    url = f"{reverse('dashboards:half-year', args=[post.pk])}?half=2026-1"
    assert writing(post).encode() in page.get(url).content

    answer = page.post(writing(post), {"text": TEXT})
    report = PublicReport.objects.get()
    assert answer.url == report.get_absolute_url()
    assert deliver(page, report).status_code == 302

    report.refresh_from_db()
    assert (report.delivered_at, report.version) == ("Сесія селищної ради", 2)
    assert report.figures["until"] == "2026-06-30"
    shown = page.get(report.get_absolute_url())
    assert shown.context["may_change"] is False
    assert TEXT in shown.content.decode()
    assert page.get(writing(post)).url == report.get_absolute_url()


def test_what_was_delivered_stays_whatever_comes_later(page, post, report):
    deliver(page, report)
    before = page.get(report.get_absolute_url()).context["figures"]

    ActivityFactory.create(
        community=post.community, officers=[post.officer], held_on=date(2026, 6, 1)
    )

    assert page.get(report.get_absolute_url()).context["figures"] == before
    with pytest.raises(ProgrammingError), transaction.atomic():
        PublicReport.objects.filter(pk=report.pk).update(text="Інше")
    edited = page.post(f"{report.get_absolute_url()}edit/", {"text": "Інше", "version": 2})
    assert edited.status_code == 409
    assert "10.07.2026" in edited.content.decode()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"day": "2025-12-31"}, "delivered_on"),
        ({"day": "2026-07-20"}, None),
        ({"day": ""}, "delivered_on"),
        ({"at": ""}, "delivered_at"),
    ],
)
def test_a_delivery_that_cannot_be_is_refused_at_its_field(page, report, said, field):
    answer = deliver(page, report, **said)

    assert answer.status_code in {400, 409}
    assert field is None or field in answer.context["form"].errors
    assert PublicReport.objects.get().delivered_on is None


def test_a_report_without_words_is_not_delivered(page, post):
    public_reports.open_reports(FIRST, at=datetime(2026, 7, 1, tzinfo=KYIV))

    answer = deliver(page, PublicReport.objects.get())

    assert answer.status_code == 409
    assert PublicReport.objects.get().figures is None


def test_nobody_delivers_twice_or_what_somebody_changed_meanwhile(page, report):
    assert deliver(page, report, version=7).status_code == 409
    assert deliver(page, report).status_code == 302

    again = deliver(page, report, version=2)

    assert again.status_code == 409
    assert "10.07.2026" in again.content.decode()


@pytest.mark.parametrize("half", ["2019-1", "2027-1", "2026-3"])
def test_there_is_no_report_on_a_half_year_nobody_served_in(page, post, half):
    AssignmentFactory.create(officer=post.officer, period=(date(2023, 1, 1), date(2023, 2, 1)))

    assert page.get(writing(post, half)).status_code == 404


def test_the_list_tells_how_far_each_is(page, post, report):
    late = PublicReportFactory.create(assignment=post, half="2025-2")
    done = PublicReportFactory.create(
        assignment=post, half="2025-1", delivered=True, delivered_on=date(2025, 7, 31)
    )
    after = PublicReportFactory.create(
        assignment=post, half="2024-2", delivered=True, delivered_on=date(2025, 2, 1)
    )
    states = {"open": report, "overdue": late, "delivered": done, "late": after}

    for state, expected in states.items():
        rows = page.get(reverse("public_reports:list"), {"state": state}).context["page"].rows
        assert rows == [expected]
        assert [each.state for each in rows] == [state]


def test_an_officer_of_elsewhere_sees_nothing(client, report):
    client.force_login(account("officer", community=AssignmentFactory.create().community))

    assert client.get(report.get_absolute_url()).status_code == 404
    assert list(client.get(reverse("public_reports:list")).context["page"].rows) == []


def test_a_council_reads_and_does_not_write(client, report):
    client.force_login(account("council", community=report.assignment.community))

    assert client.get(report.get_absolute_url()).context["may_change"] is False
    assert client.get(f"{report.get_absolute_url()}edit/").status_code == 403


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_on_paper_it_says_who_when_to_whom_and_what(page, report, kind):
    deliver(page, report)

    content = page.get(f"{report.get_absolute_url()}report.{kind}").content

    said = words_of(kind, content)
    officer = report.assignment.officer
    for each in (officer.personal.last_name, "10.07.2026", "Сесія селищної ради", report.text):
        assert each in said
    assert "Перше півріччя 2026" in said
    assert content == page.get(f"{report.get_absolute_url()}report.{kind}").content


def test_the_measure_counts_by_the_day_they_are_due(post, report):
    PublicReportFactory.create(half="2026-1", delivered=True)
    PublicReportFactory.create(half="2026-1", delivered=True, delivered_on=date(2026, 8, 1))
    PublicReportFactory.create(half="2025-2", delivered=True)

    asked = JULY.other(memo={})

    assert [each.total(asked) for each in (DUE, IN_TIME)] == [3, 1]
    assert DELIVERED.total(asked) == Decimal("33.3")
    left = {str(reason): rows.count() for reason, rows in DELIVERED.left_out(asked)}
    assert list(left.values()) == [1, 1]


def test_the_api_writes_and_delivers(api, police, post):
    caller = api(police)
    written = caller.post(URL, {"assignment": post.pk, "half": "2026-1", "text": TEXT})
    assert written.status_code == 201, written.json()
    address = f"{URL}{written.json()['id']}/"
    assert written.json()["state"] == "open"

    said = {"delivered_on": "2026-07-10", "delivered_at": "Сесія ради"}
    done = caller.patch(address, said, headers={"If-Match": written["ETag"]})

    assert done.status_code == 200, done.json()
    assert done.json()["state"] == "delivered"
    assert done.json()["figures"]["total"]["held"] == 0
    again = caller.patch(address, said, headers={"If-Match": done["ETag"]})
    assert (again.status_code, codes_of(again)) == (409, {"delivered"})


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"half": "2026-3"}, "half"),
        ({"half": "2019-1"}, "not_served"),
        ({"half": "2027-1"}, "to_come"),
        ({"delivered_on": "2026-07-10", "delivered_at": "Рада"}, "delivered_at_once"),
    ],
)
def test_the_api_says_what_is_wrong_at_the_field(api, police, post, said, code):
    wanted = {"assignment": post.pk, "half": "2026-1", "text": TEXT} | said

    answer = api(police).post(URL, wanted)

    assert answer.status_code in {400, 409}
    assert codes_of(answer) == {code}
    assert not PublicReport.objects.exists()


def test_the_same_report_is_written_once(api, police, report):
    answer = api(police).post(
        URL, {"assignment": report.assignment_id, "half": "2026-1", "text": TEXT}
    )

    assert (answer.status_code, codes_of(answer)) == (400, {"unique"})


@pytest.mark.limit("public_report_text")
def test_a_longer_text_is_refused(page, report, settings):
    most = settings.LIMITS["public_report_text"]
    url = f"{report.get_absolute_url()}edit/"

    assert page.post(url, {"text": "а" * (most + 1), "version": 1}).status_code == 400
    assert page.post(url, {"text": "а" * most, "version": 1}).status_code == 302


@pytest.mark.limit("public_report_days")
@pytest.mark.parametrize(
    ("day", "state"), [(date(2026, 7, 31), "open"), (date(2026, 8, 1), "overdue")]
)
def test_after_its_last_day_it_is_overdue(report, day, state):
    assert report.state_on(day) == state


def test_the_command_opens_them_without_a_worker(post, capsys):
    for said in ("1 opened", "0 opened"):
        call_command("open_public_reports", "--half", "2026-1")
        assert said in capsys.readouterr().out
    with pytest.raises(CommandError, match="2026-1 or 2026-2"):
        call_command("open_public_reports", "--half", "2026-3")


def test_filters_of_the_list_are_kept_under_a_name(page, report):
    said = {"page": "public_reports:list", "name": "Прострочені", "query": "state=overdue"}

    assert page.post(reverse("saved-views:save"), said).status_code == 302

    shown = page.get(reverse("public_reports:list")).content.decode()
    assert "Прострочені" in shown
    assert "?state=overdue" in shown
