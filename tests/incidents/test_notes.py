"""Notes in the timeline: written by whoever records or reviews, told to whoever sees the record."""

import pytest

from accounts.models import User
from communities.models import Reading
from core.api.once import HEADER, REPLAYED
from incidents.models import Category, Incident, Note
from tests.factories.accounts import account
from tests.factories.incidents import IncidentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident(community, categories):
    return IncidentFactory.create(
        community=community, category=categories["fire.residential"], service="police"
    )


@pytest.fixture
def url(incident):
    return f"/api/v1/incidents/{incident.pk}/notes/"


def test_a_note_is_written_and_told(api, police, coordinator, url):
    first = api(police).post(url, {"text": "Чекаємо на саперів"})
    api(coordinator).post(url, {"text": "Передано чергу"})

    assert first.status_code == 201
    assert (first.json()["author"], first.json()["text"]) == (police.pk, "Чекаємо на саперів")
    told = api(police).get(url).json()["results"]
    assert [each["text"] for each in told] == ["Чекаємо на саперів", "Передано чергу"]


def test_the_page_writes_and_shows_it(client, police, incident):
    client.force_login(police)
    address = incident.get_absolute_url()

    answer = client.post(f"{address}note/", {"text": "Чекаємо на саперів"}, follow=True)

    assert answer.redirect_chain[-1][0] == address
    assert "Чекаємо на саперів" in answer.content.decode()


@pytest.mark.limit("note")
@pytest.mark.parametrize("text", ["", " ", "x" * 2001])
def test_a_note_says_something_and_not_too_much(client, api, police, incident, url, text):
    client.force_login(police)

    page = client.post(f"{incident.get_absolute_url()}note/", {"text": text})

    assert page.status_code == 400
    assert page.context["writing"].errors["text"]
    assert api(police).post(url, {"text": text}).status_code == 400
    assert not Note.objects.exists()


def test_whoever_only_looks_writes_none(client, api, community, incident, url):
    council = account("council", community=community)
    client.force_login(council)

    assert api(council).post(url, {"text": "Ні"}).status_code == 403
    assert client.post(f"{incident.get_absolute_url()}note/", {"text": "Ні"}).status_code == 403
    assert client.get(incident.get_absolute_url()).context["writing"] is None
    assert api(council).get(url).status_code == 200


def test_out_of_reach_there_are_none(client, api, elsewhere, incident, url):
    stranger = account("officer", community=elsewhere, service="police")
    client.force_login(stranger)

    assert api(stranger).get(url).status_code == 404
    assert api(stranger).post(url, {"text": "Ні"}).status_code == 404
    assert client.post(f"{incident.get_absolute_url()}note/", {"text": "Ні"}).status_code == 404


def test_an_annulled_record_takes_no_more(client, api, police, incident, url):
    Incident.objects.filter(pk=incident.pk).update(status="void")
    client.force_login(police)

    assert api(police).post(url, {"text": "Ще"}).status_code == 403
    assert client.get(incident.get_absolute_url()).context["writing"] is None


def test_the_same_note_sent_again_is_written_once(api, police, url):
    first, again = (
        api(police).post(url, {"text": "Раз"}, headers={HEADER: "n1"}) for _each in range(2)
    )

    assert again.content == first.content
    assert again[REPLAYED] == "true"
    assert Note.objects.count() == 1


def test_words_about_a_sensitive_record_are_shown_for_a_purpose(
    client, api, coordinator, police, incident, url
):
    api(police).post(url, {"text": "Потрібен психолог"})
    Category.objects.filter(code="fire.residential").update(sensitive=True)
    coordinator = User.objects.get(pk=coordinator.pk)
    client.force_login(coordinator)

    page = client.get(incident.get_absolute_url()).content.decode()
    told = api(coordinator).get(url).json()["results"]
    shown = api(coordinator).get(url, headers={"Reading-Purpose": "review"})

    assert "Потрібен психолог" not in page
    assert "text" not in told[0]
    assert shown.json()["results"][0]["text"] == "Потрібен психолог"
    assert Reading.objects.count() == 1


@pytest.mark.limit("notes_shown")
def test_the_page_shows_the_newest(client, police, incident, settings):
    settings.LIMITS = settings.LIMITS | {"notes_shown": 2}
    client.force_login(police)
    for number in range(3):
        client.post(f"{incident.get_absolute_url()}note/", {"text": f"запис {number}"})

    page = client.get(incident.get_absolute_url()).content.decode()

    assert [f"запис {number}" in page for number in range(3)] == [False, True, True]
