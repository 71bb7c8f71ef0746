"""Pages of reports: who sees which, asking for one, its files."""

import io
import json

import pypdf
import pytest
from django.urls import reverse
from django.utils import translation

from core.models import Job, JobState
from reports.models import Edition
from tests.factories.accounts import account
from tests.factories.reports import built, order, run

pytestmark = pytest.mark.django_db
LIST = "/reports/"


def asking(unit, **changes):
    """Return a filled-in form for a month that is over, whatever day the tests run on."""
    said = {"month": "2024-05", "service": "both", "language": "uk"}
    return said | {"territory": unit.code if unit else "UA"} | changes


@pytest.fixture
def browser(client):
    """Return a function that gives the browser of an account."""

    def browser_of(user):
        client.force_login(user)
        return client

    return browser_of


@pytest.fixture
def edition(june):
    return built(order(june.oblast, language="en"))


def test_the_page_says_what_the_edition_says_in_its_own_language(browser, coordinator, edition):
    page = browser(coordinator).get(edition.get_absolute_url()).content.decode()

    assert '<article class="edition" lang="en">' in page
    assert "5 incidents were recorded, 1 of them related to the war." in page
    assert "Incidents recorded" in page


def test_page_pdf_and_json_say_one_number(browser, coordinator, edition):
    reader = browser(coordinator)

    page = reader.get(edition.get_absolute_url()).content.decode()
    pdf = b"".join(reader.get(f"{edition.get_absolute_url()}pdf/").streaming_content)
    said = json.loads(b"".join(reader.get(f"{edition.get_absolute_url()}json/").streaming_content))

    text = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert said["figures"][0]["value"] == 5
    assert "5 incidents were recorded" in page
    assert "5 incidents were recorded" in " ".join(text.split())


def test_an_edition_of_another_oblast_does_not_exist(browser, edition, elsewhere):
    stranger = browser(account("oblast_coordinator", oblast=elsewhere.oblast))
    address = edition.get_absolute_url()

    answers = [
        stranger.get(each).status_code for each in (address, f"{address}pdf/", f"{address}json/")
    ]

    assert answers == [404, 404, 404]
    assert stranger.get(LIST).context["page"].rows == []


def test_who_sees_the_police_only_sees_reports_of_the_police_only(browser, june, edition):
    of_police = built(order(june.oblast, service="police"))
    of_rescue = built(order(june.oblast, service="rescue"))
    reader = browser(account("oblast_coordinator", service="police", oblast=june.oblast))

    assert reader.get(LIST).context["page"].rows == [of_police]
    assert reader.get(of_rescue.get_absolute_url()).status_code == 404
    assert reader.get(edition.get_absolute_url()).status_code == 404


def test_an_officer_of_one_community_sees_no_report_of_the_oblast(browser, police, june, edition):
    of_community = built(order(june, service="police"))

    assert browser(police).get(LIST).context["page"].rows == [of_community]


def test_the_ministry_sees_reports_of_every_level(browser, ministry, june, edition):
    others = [built(order()), built(order(june.raion)), built(order(june, service="rescue"))]

    rows = browser(ministry).get(LIST).context["page"].rows

    assert {each.pk for each in rows} == {each.pk for each in (edition, *others)}


def test_the_list_keeps_to_the_territory_asked_for(browser, ministry, june, edition):
    of_raion = built(order(june.raion))

    rows = browser(ministry).get(LIST, {"territory": june.raion.code}).context["page"].rows

    assert rows == [of_raion]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_any_length(
    browser, coordinator, june, count, django_assert_max_num_queries
):
    for _ in range(count):
        built(order(june.raion))
    reader = browser(coordinator)
    reader.get(LIST)

    with django_assert_max_num_queries(12):
        response = reader.get(LIST)

    assert len(response.context["page"].rows) == count


def test_asking_for_a_report_promises_it_and_leads_to_its_progress(browser, coordinator, june):
    response = browser(coordinator).post(LIST, asking(june.oblast))

    job = Job.objects.get()
    assert response["Location"] == reverse("reports:job", args=[job.pk])
    assert (job.state, job.by, job.arguments["territory"]) == (
        JobState.WAITING,
        coordinator,
        june.oblast.code,
    )


def test_the_progress_leads_to_the_report_once_it_is_built(browser, coordinator, june):
    reader = browser(coordinator)
    address = reader.post(LIST, asking(june.oblast))["Location"]
    waiting = reader.get(address)

    run(Job.objects.get())

    assert waiting.status_code == 200
    edition = Edition.objects.get()
    assert reader.get(address)["Location"] == edition.get_absolute_url()
    polled = reader.get(address, headers={"HX-Request": "true"})
    assert polled["HX-Redirect"] == edition.get_absolute_url()


def test_the_progress_of_somebody_elses_report_does_not_exist(browser, coordinator, ministry, june):
    address = browser(coordinator).post(LIST, asking(june.oblast))["Location"]

    assert browser(ministry).get(address).status_code == 404


def test_a_report_that_failed_says_why_and_can_be_asked_for_again(browser, coordinator, june):
    reader = browser(coordinator)
    address = reader.post(LIST, asking(june.oblast))["Location"]
    Job.objects.update(state=JobState.FAILED, error="Бракує місця")

    page = reader.get(address).content.decode()

    assert "Бракує місця" in page
    assert f"territory={june.oblast.code}&amp;month=2024-05" in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        pytest.param({"month": "2024-13"}, "month", id="no such month"),
        pytest.param({"month": "May"}, "month", id="a month in words"),
        pytest.param({"month": ""}, "month", id="no month"),
        pytest.param({"month": "9999-11"}, "month", id="not begun"),
        pytest.param({"month": "9999-12"}, "month", id="the last of the calendar"),
        pytest.param({"month": "1980-01"}, "month", id="too early"),
        pytest.param({"territory": "UA"}, "territory", id="the nation"),
        pytest.param({"territory": "nowhere"}, "territory", id="no territory"),
        pytest.param({"territory": "\x00"}, "territory", id="a null character"),
        pytest.param({"territory": ""}, "territory", id="none"),
        pytest.param({"service": "army"}, "service", id="no such service"),
        pytest.param({"language": "de"}, "language", id="no such language"),
    ],
)
def test_a_wrong_order_is_refused_at_its_field_and_nothing_is_promised(
    browser, coordinator, june, wrong, field
):
    response = browser(coordinator).post(LIST, asking(june.oblast, **wrong))

    assert response.status_code in {400, 409}
    assert list(response.context["form"].errors) == [field]
    assert not Job.objects.exists()


def test_a_territory_out_of_scope_is_refused_like_one_that_does_not_exist(
    browser, coordinator, june, elsewhere
):
    reader = browser(coordinator)

    foreign = reader.post(LIST, asking(elsewhere)).context["form"].errors
    absent = reader.post(LIST, asking(june, territory="UA00000000000009999")).context["form"].errors

    assert foreign == absent


def test_who_may_only_look_gets_no_form(browser, june):
    reader = browser(account("auditor", oblast=june.oblast))

    assert reader.get(LIST).context["form"] is None
    assert reader.post(LIST, asking(june.oblast)).status_code == 403


@pytest.mark.parametrize("name", ["docx", "exe", "PDF"])
def test_a_file_of_another_kind_does_not_exist(browser, coordinator, edition, name):
    assert browser(coordinator).get(f"{edition.get_absolute_url()}{name}/").status_code == 404


def test_a_file_is_saved_and_never_opened_in_the_portal(browser, coordinator, edition):
    response = browser(coordinator).get(f"{edition.get_absolute_url()}xlsx/")

    code = edition.oblast.code
    assert response["Content-Disposition"] == (
        f'attachment; filename="monthly-{code}-2026-06-both-en-1.xlsx"'
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox"


def test_an_older_edition_names_the_newer_one(browser, coordinator, june, edition):
    newer = built(order(june.oblast, language="en"))

    page = browser(coordinator).get(edition.get_absolute_url())

    assert page.context["newest"] == newer
    assert f'href="{newer.get_absolute_url()}"' in page.content.decode()


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_page_of_reports_opens_in_both_languages(
    browser, coordinator, june, edition, language
):
    coordinator.language = language
    coordinator.save()
    reader = browser(coordinator)
    with translation.override(language):
        job = reader.post(LIST, asking(june.oblast))["Location"]

    answers = [reader.get(each).status_code for each in (LIST, edition.get_absolute_url(), job)]

    assert answers == [200, 200, 200]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?territory=%00", 400),
        ("?territory=UA00", 400),
        ("?month=x&service=y&language=z", 200),
        ("?after=x", 200),
        ("?before=x", 200),
    ],
)
def test_no_address_of_the_list_breaks_it(browser, coordinator, june, query, status):
    assert browser(coordinator).get(f"{LIST}{query}").status_code == status


@pytest.mark.parametrize("code", ["%00", "UA00", "nonsense"])
def test_an_unknown_territory_is_said_to_be_unknown(browser, coordinator, june, edition, code):
    answer = browser(coordinator).get(f"{LIST}?territory={code}")

    assert answer.status_code == 400
    assert str(answer.context["search"].errors["territory"][0]) in answer.content.decode()
    assert edition.get_absolute_url() not in answer.content.decode()


def test_nobody_gets_in_without_signing_in(client, edition):
    for address in (LIST, edition.get_absolute_url(), f"{edition.get_absolute_url()}pdf/"):
        assert client.get(address)["Location"].startswith("/sign-in/")


def offered(form):
    choices = form.fields["territory"].widget.choices
    groups = (each[1] if isinstance(each[1], list) else [each] for each in choices)
    return [code for group in groups for code, _name in group]


def test_a_coordinator_chooses_the_oblast_or_what_is_in_it(browser, coordinator, june):
    page = browser(coordinator).get(LIST).context

    wanted = [june.oblast.code, june.raion.code, june.code]
    assert offered(page["form"]) == wanted
    assert offered(page["search"]) == ["", *wanted]


def test_the_ministry_chooses_an_oblast_first(browser, ministry, june, elsewhere):
    reader = browser(ministry)

    oblasts = {"UA", june.oblast.code, elsewhere.oblast.code}
    inside = {june.raion.code, june.code}
    assert set(offered(reader.get(LIST).context["form"])) == oblasts
    assert set(offered(reader.get(f"{LIST}?territory={june.code}").context["form"])) == (
        oblasts | inside
    )
