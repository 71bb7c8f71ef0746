"""Sensitive records exist for the community's own officer and for whoever may read them there."""

from itertools import chain

import pytest
from django.db.models import Q

from communities.models import AccessGrant, Reading
from core import clock
from incidents.models import Incident, Response
from incidents.models import incident as module
from safety_portal.demo.holders import issue_token
from tests.factories.accounts import account
from tests.factories.incidents import (
    CategoryFactory,
    IncidentFactory,
    IncidentTextFactory,
    ResponseFactory,
)
from tests.factories.officers import OfficerFactory

pytestmark = pytest.mark.django_db
WORDS, PLACE = "Крик за стіною", "вул. Тиха, 4"
READERS = {  # who -> the grant, and whether the record exists for it
    "own officer": (("officer", "police", "community"), True),
    "officer of the other service": (("officer", "rescue", "community"), False),
    "officer elsewhere": (("officer", "police", "elsewhere"), False),
    "officer of an oblast": (("officer", "police", "oblast"), False),
    "council": (("council", "both", "community"), False),
    "raion coordinator": (("raion_coordinator", "both", "raion"), False),
    "oblast coordinator": (("oblast_coordinator", "police", "oblast"), True),
    "oblast coordinator of rescue": (("oblast_coordinator", "rescue", "oblast"), False),
    "analyst": (("ministry_analyst", "both", "nation"), False),
    "administrator": (("ministry_administrator", "both", "nation"), False),
    "auditor": (("auditor", "both", "nation"), False),
    "program": (("api_writer", "police", "community"), False),
}
EVERY = pytest.mark.parametrize("who", READERS)
SEEN = [who for who, (_grant, seen) in READERS.items() if seen]
UNSEEN = [who for who in READERS if who not in SEEN]


@pytest.fixture
def secret(community, categories):
    """A record of domestic violence, with an officer who went there."""
    incident = IncidentFactory.create(
        community=community,
        category=categories["violence.domestic"],
        occurred_at=clock.now(),
        number="65-2026-777777",
        text=None,
    )
    IncidentTextFactory.create(incident=incident, narrative=WORDS, address=PLACE)
    went = OfficerFactory.create()
    ResponseFactory.create(incident=incident, officer=went)
    return incident


@pytest.fixture
def reader(community, elsewhere):
    """Return a function that makes an account by its words in READERS."""
    places = {
        "community": {"community": community},
        "elsewhere": {"community": elsewhere},
        "raion": {"raion": community.raion},
        "oblast": {"oblast": community.oblast},
        "nation": {"nation": True},
    }

    def made(who):
        (role, service, where), _seen = READERS[who]
        return account(role, service=service, **places[where])

    return made


def shown(client, secret):
    """Return the surfaces that tell of a record to whoever has signed in."""
    officer = secret.responses.get().officer
    day = f"from={clock.today()}&to={clock.today()}"
    lists = [
        "/incidents/",
        "/incidents/?counted=false",
        "/incidents/?status=submitted",
        "/incidents/?group=domestic_violence",
        f"/incidents/?number={secret.number}",
        f"/search/?q={secret.number}",
        f"/officers/{officer.pk}/",
        f"/communities/{secret.community.code}/",
        "/api/v1/incidents/",
        "/api/v1/incidents/?ordering=updated_at",
        "/api/v1/incidents/?group=domestic_violence",
        f"/api/v1/incidents/?number={secret.number}",
        f"/api/v1/measures/incidents.recorded/explain/?{day}",
        "/administration/history/",
        "/administration/history/?table=words",
        "/administration/history/?table=responses",
        "/administration/history.csv",
    ]
    own = [f"/incidents/{secret.pk}/", f"/api/v1/incidents/{secret.pk}/"]
    own += [f"{own[0]}edit/", f"{own[0]}history/"]
    found = set()
    for url in chain(lists, own):
        answer = client.get(url, follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        told = body.decode().replace(f"q={secret.number}", "").replace(f'"{secret.number}"', "")
        if (url in own and answer.status_code == 200) or (
            url not in own and (str(secret.pk) in told or f"{secret.number}</a>" in told)
        ):
            found.add(url)
    return found


@pytest.mark.parametrize("who", UNSEEN)
def test_for_everybody_else_it_is_nowhere(client, secret, reader, who):
    client.force_login(reader(who))

    assert shown(client, secret) == set()
    counted = client.get("/api/v1/incidents/?count=exact").json()
    assert counted["count"] == 0
    assert client.post(f"/incidents/{secret.pk}/read/", {"purpose": "review"}).status_code == 404
    assert not Reading.objects.exists()
    assert not Response.objects.visible_to(reader(who)).exists()


@pytest.mark.parametrize("who", SEEN)
def test_it_is_there_for_whoever_may_know_of_it(client, secret, reader, who):
    client.force_login(reader(who))

    found = shown(client, secret)

    assert {"/incidents/", "/api/v1/incidents/", f"/incidents/{secret.pk}/"} <= found
    assert f"/search/?q={secret.number}" in found
    assert not [url for url in found if "measures" in url]


def test_without_the_wall_these_tests_would_find_it(client, secret, reader, monkeypatch):
    monkeypatch.setattr(module, "wall", lambda *_args, **_kwargs: Q())
    client.force_login(reader("council"))

    assert {"/incidents/", "/api/v1/incidents/", f"/incidents/{secret.pk}/"} <= shown(
        client, secret
    )


def test_no_figure_counts_it_for_anybody(client, secret, reader):
    day = f"from={clock.today()}&to={clock.today()}"
    for who in READERS:
        client.force_login(reader(who))
        answer = client.get(f"/api/v1/measures/incidents.recorded/?{day}&by=community")
        rows = answer.json().get("results", [])
        assert not any(row["value"] for row in rows), who


def test_two_grants_do_not_add_up_to_a_third(client, secret, community, elsewhere, reader):
    """Own officer elsewhere, analyst of the nation: neither opens the record here."""
    user = reader("officer elsewhere")
    analyst = reader("analyst").grants.get()
    AccessGrant.objects.filter(pk=analyst.pk).update(user=user)
    client.force_login(user)

    assert shown(client, secret) == set()


def test_the_filter_offers_sensitive_categories_to_those_who_may_know_of_records(
    client, secret, reader
):
    asked = "/incidents/?category=violence.domestic"
    for who, status in (("own officer", 200), ("council", 400), ("analyst", 400)):
        client.force_login(reader(who))
        assert client.get(asked).status_code == status, who
        offered = "violence.domestic" in client.get("/incidents/").content.decode()
        assert offered == (status == 200)
        assert client.get(f"/api/v1{asked}").status_code == status


# --- the protected fields


@pytest.fixture
def officer_page(client, reader):
    client.force_login(reader("own officer"))
    return client


def test_no_page_shows_the_words_unasked(officer_page, secret):
    for url in ("/incidents/", f"/incidents/{secret.pk}/", f"/incidents/{secret.pk}/edit/"):
        page = officer_page.get(url).content.decode()
        assert WORDS not in page
        assert PLACE not in page
    assert not Reading.objects.exists()


def test_the_title_of_the_page_does_not_say_what_happened(officer_page, secret):
    page = officer_page.get(f"/incidents/{secret.pk}/").content.decode()

    assert secret.category.name_en not in page.partition("</title>")[0]
    assert secret.category.name_en not in page.partition("<h1>")[2].partition("</h1>")[0]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "purpose"),
        ({"purpose": "curiosity"}, "purpose"),
        ({"purpose": "other"}, "words"),
        ({"purpose": "review", "words": "х" * 301}, "words"),
    ],
)
@pytest.mark.limit("purpose")
def test_without_a_purpose_nothing_is_shown(officer_page, secret, said, field):
    answer = officer_page.post(f"/incidents/{secret.pk}/read/", said)

    assert answer.status_code == 400
    assert list(answer.context["asking"].errors) == [field]
    assert WORDS not in answer.content.decode()
    assert not Reading.objects.exists()


def test_a_purpose_shows_the_words_once_and_is_written_down(officer_page, secret):
    said = {"purpose": "other", "words": "х" * 300}
    answer = officer_page.post(f"/incidents/{secret.pk}/read/", said)

    assert WORDS in answer.content.decode()
    assert PLACE in answer.content.decode()
    reading = Reading.objects.get()
    assert (reading.record, reading.number) == (str(secret.pk), secret.number)
    assert (reading.purpose, reading.community) == ("other", secret.community)
    assert (reading.request, reading.address) == (answer["X-Request-ID"], "127.0.0.1")
    again = officer_page.get(f"/incidents/{secret.pk}/read/", follow=True).content.decode()
    assert WORDS not in again
    assert "1 time" in again


@pytest.mark.limit("readings_hour")
def test_many_readings_in_an_hour_are_marked(officer_page, secret, settings):
    settings.LIMITS = settings.LIMITS | {"readings_hour": 2}
    others = [
        IncidentFactory.create(community=secret.community, category=secret.category)
        for _n in range(2)
    ]
    for each in (secret, *others, secret):
        officer_page.post(f"/incidents/{each.pk}/read/", {"purpose": "review"})

    marks = list(Reading.objects.order_by("pk").values_list("in_bulk", flat=True))
    assert marks == [False, False, True, True]


def test_nobody_changes_the_reading_log(officer_page, secret):
    officer_page.post(f"/incidents/{secret.pk}/read/", {"purpose": "review"})

    with pytest.raises(Exception, match="Cannot update or delete"):
        Reading.objects.update(purpose="request")


PROTECTED = {"settlement", "latitude", "longitude", "accuracy_m", "address", "narrative"}


def test_a_program_is_shown_them_only_for_a_purpose(api, secret, reader):
    client, url = api(reader("oblast coordinator")), f"/api/v1/incidents/{secret.pk}/"

    plain, asked = client.get(url), client.get(url, headers={"Reading-Purpose": "review"})

    assert not PROTECTED & set(plain.json())
    assert asked.json()["narrative"] == WORDS
    assert [plain["ETag"], asked["ETag"]] == ['"1.outline"', '"1.whole"']
    assert Reading.objects.get().purpose == "review"
    assert not PROTECTED & set(client.get("/api/v1/incidents/").json()["results"][0])
    assert client.get(url, headers={"Reading-Purpose": "fun"}).status_code == 400


def test_a_known_version_is_no_reading(api, secret, reader):
    client, url = api(reader("own officer")), f"/api/v1/incidents/{secret.pk}/"
    headers = {"Reading-Purpose": "review", "If-None-Match": '"1.whole"'}

    assert client.get(url, headers=headers).status_code == 304
    assert not Reading.objects.exists()


@pytest.mark.parametrize(
    ("who", "scopes", "is_shown"),
    [
        ("oblast coordinator", ["incidents:read", "incidents:sensitive"], True),
        ("oblast coordinator", ["incidents:read"], False),
        ("own officer", ["incidents:read", "incidents:sensitive"], False),
    ],
)
def test_a_token_needs_the_scope_and_the_right_to_read(
    client, secret, reader, who, scopes, is_shown
):
    token = issue_token(reader(who), scopes, clock.now())
    headers = {"Authorization": f"Bearer {token}", "Reading-Purpose": "review"}

    answer = client.get(f"/api/v1/incidents/{secret.pk}/", headers=headers)

    assert answer.status_code == 200
    assert ("narrative" in answer.json()) == is_shown
    assert Reading.objects.exists() == is_shown


def whole(body):
    return {**body, "category": "violence.domestic", "people": {}, "register_number": "ЄО 7"}


def test_what_is_not_shown_is_not_changed(api, police, secret, body):
    client, url = api(police), f"/api/v1/incidents/{secret.pk}/"
    said = {key: value for key, value in whole(body).items() if key != "narrative"}

    refused = client.put(url, said | {"narrative": "Інше"}, headers={"If-Match": '"1.outline"'})
    stored = client.put(url, said, headers={"If-Match": '"1.outline"'})

    assert [e["code"] for e in refused.json()["errors"]] == ["not_writable"]
    assert (stored.status_code, stored["ETag"]) == (200, '"2.outline"')
    assert Incident.objects.get(pk=secret.pk).text.narrative == WORDS


def test_what_is_shown_can_be_changed(api, police, secret, body):
    url = f"/api/v1/incidents/{secret.pk}/"
    headers = {"If-Match": '"1.whole"', "Reading-Purpose": "proceedings"}

    answer = api(police).put(url, whole(body) | {"narrative": "Інше"}, headers=headers)

    assert (answer.status_code, answer.json()["narrative"]) == (200, "Інше")
    assert Reading.objects.get().purpose == "proceedings"


# --- recording


def test_the_own_officer_records_one_by_the_form(client, police, filled_in):
    client.force_login(police)

    answer = client.post("/incidents/log/", filled_in(category="violence.domestic"))

    assert answer.status_code == 302
    assert Incident.objects.get().category.code == "violence.domestic"


def test_the_form_offers_none_to_whoever_is_not_the_own_officer(client, filled_in, community):
    client.force_login(account("officer", oblast=community.oblast, service="police"))

    page = client.get("/incidents/log/").content.decode()
    answer = client.post("/incidents/log/", filled_in(category="violence.domestic"))

    assert "violence.domestic" not in page
    assert list(answer.context["form"].errors) == ["category"]


def test_no_point_and_no_settlement_is_stored(client, api, police, filled_in, body):
    client.force_login(police)
    said = filled_in(category="violence.domestic", latitude="46.6", longitude="32.6")

    answer = client.post("/incidents/log/", said)
    told = api(police).put(
        f"/api/v1/incidents/{said['id']}/",
        whole(body) | {"latitude": 46.6, "longitude": 32.6},
    )

    assert set(answer.context["form"].errors) == {"latitude", "longitude"}
    assert {e["pointer"] for e in told.json()["errors"]} == {"/latitude", "/longitude"}
    assert not Incident.objects.exists()


def test_a_program_without_the_scope_records_none(client, reader, body, secret):
    user = account("api_writer", community=secret.community, service="police")
    token = issue_token(user, ["incidents:read", "incidents:write"], clock.now())

    answer = client.put(
        "/api/v1/incidents/01900000-0000-7000-8000-000000000000/",
        whole(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )

    assert [e["pointer"] for e in answer.json()["errors"]] == ["/category"]


def test_a_sensitive_record_stays_one(api, police, secret, body):
    answer = api(police).put(
        f"/api/v1/incidents/{secret.pk}/",
        {key: value for key, value in body.items() if key != "narrative"},
        headers={"If-Match": '"1.outline"'},
    )

    assert (answer.status_code, Incident.objects.get().category) == (409, secret.category)


def test_words_left_empty_on_the_form_stay(officer_page, secret, filled_in, categories):
    officer = secret.responses.get().officer
    said = filled_in(
        id=secret.pk, version=1, category="violence.sexual", narrative="", address="нове місце"
    )

    answer = officer_page.post(f"/incidents/{secret.pk}/edit/", said | {"responders": [officer.pk]})

    text = Incident.objects.get().text
    assert answer.status_code == 302
    assert (text.narrative, text.address) == (WORDS, "нове місце")


def test_a_new_sensitive_category_is_walled_with_the_next_request(client, reader, community):
    client.force_login(reader("council"))
    assert client.get("/incidents/").status_code == 200
    new = CategoryFactory.create(code="new.one", sensitive=True)
    incident = IncidentFactory.create(community=community, category=new)

    assert incident.number not in client.get("/incidents/").content.decode()
