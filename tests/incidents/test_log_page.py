"""Logging in the browser: what is stored, how often, and what every refusal says."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from core import clock
from incidents.models import Incident
from tests.factories.accounts import AccessGrantFactory, account
from tests.factories.communities import CommunityFactory, SettlementFactory
from tests.factories.officers import AssignmentFactory
from tests.incidents.conftest import MOMENT

LOG = reverse("incidents:log")
HUGE = str(10**30)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def page(client, police):
    client.force_login(police)
    return client


def test_an_officer_finds_the_form_filled_in_with_the_own_community_and_the_own_name(
    page, police, community, categories
):
    form = page.get(LOG).context["form"]

    assert form["community"].value() == community.pk
    assert form["responders"].value() == [police.officer.pk]
    assert form.initial["occurred_at"] <= clock.now()


def test_a_logged_incident_is_accepted_with_a_number(page, police, filled_in):
    said = filled_in(responders=[police.officer.pk], rescued="2", children_rescued="1")

    answer = page.post(LOG, said)

    incident = Incident.objects.get(pk=said["id"])
    assert answer.url == incident.get_absolute_url()
    assert incident.number.startswith(f"{incident.oblast.number}-{clock.today().year}-")
    assert (incident.service, incident.status) == ("police", "submitted")
    assert (incident.rescued, incident.children_rescued, incident.killed) == (2, 1, 0)
    assert [each.officer for each in incident.responses.all()] == [police.officer]
    assert incident.text.narrative == "Горів сарай біля будинку"


def test_what_is_continued_later_is_a_draft_without_a_number(page, filled_in):
    page.post(LOG, filled_in(later="1"))

    incident = Incident.objects.get()
    assert (incident.status, incident.number) == ("draft", None)


def test_a_second_click_leads_to_the_same_record(page, filled_in):
    said = filled_in()

    answers = [page.post(LOG, said) for _click in range(2)]

    assert answers[0].url == answers[1].url
    assert Incident.objects.count() == 1


def test_another_story_under_the_same_id_is_not_added_silently(page, filled_in):
    said = filled_in()
    page.post(LOG, said)

    answer = page.post(LOG, said | {"narrative": "Зовсім інше"}, follow=True)

    assert "not added to it" in answer.content.decode()
    assert Incident.objects.get().text.narrative == "Горів сарай біля будинку"


def test_the_id_of_a_record_out_of_scope_tells_nothing(page, filled_in, elsewhere):
    stranger = account("officer", community=elsewhere, service="police")
    said = filled_in()
    page.force_login(stranger)
    page.post(LOG, said | {"community": elsewhere.pk})
    page.force_login(account("officer", community_id=said["community"], service="police"))

    answer = page.post(LOG, said)

    assert answer.status_code == 404
    assert Incident.objects.get().community == elsewhere


tomorrow = timezone.localtime(clock.now()) + timedelta(days=3)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        pytest.param("category", None, "Choose what happened.", id="nothing happened"),
        pytest.param("category", "no.such", "cannot be chosen", id="unknown category"),
        pytest.param("occurred_at", "", "Say when.", id="no time"),
        pytest.param("occurred_at", "учора", "for example 22.11.2026 14:05", id="time in words"),
        pytest.param("occurred_at", "0001-01-01T00:00", "between 1990 and", id="long ago"),
        pytest.param("occurred_at", tomorrow.strftime(MOMENT), "between 1990 and", id="future"),
        pytest.param("reported_at", "9999-12-31T23:59", "between 1990 and", id="far future"),
        pytest.param("reported_at", "1991-01-01T00:00", "cannot be later", id="order of clocks"),
        pytest.param("channel", "pigeon", "pigeon", id="unknown channel"),
        pytest.param("settlement", HUGE, "", id="settlement that does not exist"),
        pytest.param("latitude", "46,1,2", "for example 46.6354", id="point in words"),
        pytest.param("latitude", "NaN", "between 44 and 53", id="not a number"),
        pytest.param("latitude", "91", "between 44 and 53", id="point out of the country"),
        pytest.param("latitude", "46.5", "both latitude and longitude", id="half a point"),
        pytest.param("injured", "двоє", "in figures", id="people in words"),
        pytest.param("injured", "-1", "in figures", id="less than nobody"),
        pytest.param("injured", HUGE, "10000", id="more than everybody"),
        pytest.param("children_killed", "1", "more children than people", id="more children"),
        pytest.param("responders", HUGE, "cannot be named", id="officer that does not exist"),
        pytest.param("responders", "abc", "cannot be named", id="officer in words"),
        pytest.param("address", "а" * 301, "300", id="long place"),
        pytest.param("narrative", "а" * 10_001, "10000", id="long words"),
        pytest.param("narrative", "а\x00б", "Null", id="null character"),
        pytest.param("register_number", "1" * 41, "40", id="long register number"),
        pytest.param("id", "not-a-uuid", "Open the form again", id="id of nobody"),
        pytest.param("community", HUGE, "", id="community that does not exist"),
    ],
)
def test_what_cannot_be_stored_is_refused_at_its_field(page, filled_in, field, value, words):
    said = filled_in(**{field: value})

    answer = page.post(LOG, said)

    assert answer.status_code == 400
    errors = answer.context["form"].errors
    refused = {"reported_at": "occurred_at"} if words == "cannot be later" else {}
    refused |= {"latitude": "longitude"} if words.startswith("both") else {}
    assert list(errors) == [refused.get(field, field)]
    assert words in str(errors)
    assert not Incident.objects.exists()


def test_a_refusal_clears_nothing(page, filled_in):
    said = filled_in(injured="двоє", narrative="Слова, які шкода втратити")

    html = page.post(LOG, said).content.decode()

    assert "Слова, які шкода втратити" in html
    assert 'value="двоє"' in html
    assert said["id"] in html


def test_a_settlement_of_another_community_cannot_be_chosen(page, filled_in, elsewhere):
    foreign = SettlementFactory.create(community=elsewhere)

    answer = page.post(LOG, filled_in(settlement=foreign.pk))

    assert list(answer.context["form"].errors) == ["settlement"]


def test_a_community_out_of_scope_cannot_be_chosen(page, filled_in, elsewhere):
    answer = page.post(LOG, filled_in(community=elsewhere.pk))

    assert answer.status_code == 400
    assert "community" in answer.context["form"].errors
    assert not Incident.objects.exists()


def test_an_officer_of_another_oblast_cannot_be_named(page, filled_in, elsewhere):
    stranger = AssignmentFactory.create(community=elsewhere).officer

    answer = page.post(LOG, filled_in(responders=[stranger.pk]))

    assert list(answer.context["form"].errors) == ["responders"]


def test_an_account_with_several_communities_chooses_one(page, police, community, filled_in):
    second = CommunityFactory.create(oblast=community.oblast, raion=community.raion)
    AccessGrantFactory.create(user=police, community=second, service="police")

    answer = page.get(LOG, {"community": second.code})

    assert answer.context["form"]["community"].value() == second.pk
    assert {each.pk for each in answer.context["communities"]} == {community.pk, second.pk}


def test_a_community_of_the_address_that_is_not_mine_is_not_found(page, elsewhere, categories):
    assert page.get(LOG, {"community": elsewhere.code}).status_code == 404
    assert page.get(LOG, {"community": "\x00"}).status_code == 404


@pytest.mark.parametrize("role", ["council", "oblast_coordinator"])
def test_who_may_not_log_has_no_form(client, community, role):
    where = (
        {"oblast": community.oblast} if role == "oblast_coordinator" else {"community": community}
    )
    client.force_login(account(role, **where))

    assert client.get(LOG).status_code == 403
    assert client.post(LOG, {"id": str(uuid.uuid4())}).status_code == 403


def test_the_form_speaks_both_languages(client, police, categories):
    client.force_login(police)

    for language in ("uk", "en"):
        client.cookies["django_language"] = language
        with translation.override(language):
            assert categories["crime.theft"].name in client.get(LOG).content.decode()
