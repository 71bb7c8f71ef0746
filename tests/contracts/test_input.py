"""Strict input: on every route what can be read two ways is refused, and the refusal says why."""

import re
import uuid

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from incidents.models import Incident
from safety_portal.policy import policy
from tests.contracts.walking import routes_of_the_code
from tests.factories.incidents import IncidentFactory
from tests.full import FULL

pytestmark = pytest.mark.django_db
INCIDENTS = "/api/v1/incidents/"
FORM = "application/x-www-form-urlencoded"
FILLED = {"uuid": uuid.uuid4(), "int": 1, "str": "UA65100150000088815", "slug": "pdf"}


def filled(path):
    return "/" + re.sub(r"<(\w+):\w+>", lambda found: str(FILLED[found[1]]), path)


ADDRESSES = [
    filled(path)
    for name, path in sorted(routes_of_the_code().items())
    if name != "healthz"  # answers before anything is looked at: it says that the process lives
]
UNREAD = "/api/v1/proposals/"  # by an officer, who is told that before what was asked is looked at
METHODS = {filled(each.address): set(each.methods) for each in policy().routes.values()}
RESOURCES = [address for address in ADDRESSES if address.startswith("/api/v1/")]


def some(turn):
    """Return every fifth address, others for each turn; with `--full`, all of them.

    For what the gate refuses before anybody asks whose the address is.
    """
    return ADDRESSES if FULL else ADDRESSES[turn % 5 :: 5]


@pytest.fixture
def browser(client, police):
    """A signed-in officer whose every POST is as a browser's."""
    client.force_login(police)
    return client


def kind_for(address):
    """Return the type of body a route takes."""
    if address not in RESOURCES:
        return FORM
    view = getattr(resolve(address).func, "cls", None)
    return next(iter(getattr(view, "bodies", {"application/json": ""})))


def problem(answer, status, code=None):
    """Check a problem document and return it."""
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert code is None or body["type"].endswith(f"#problem-{code}")
    return body


def refused(address, answer, status, words=""):
    """Check that a program gets a problem document, and a reader a page with a reason."""
    assert answer.status_code == status, address
    if address.startswith(("/oauth/", "/api/")):
        problem(answer, status)
    else:
        assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert words in answer.content.decode(), address


# --- every route: one test a rule, for a signed-in reader on each of them costs little


@pytest.mark.parametrize(
    ("query", "status", "words", "where"),
    [
        pytest.param("colour=red", 400, "colour", ADDRESSES, id="unknown"),
        pytest.param("hue=a&hue=b", 400, "hue", ADDRESSES, id="twice"),
        pytest.param("q=%", 400, "", some(0), id="half a percent"),
        pytest.param("q=%zz", 400, "", some(1), id="no percent"),
        pytest.param("q=%ff", 400, "", some(2), id="not UTF-8"),
        pytest.param("%c3=1", 400, "", some(3), id="half a letter"),
        pytest.param(f"q={'a' * 9000}", 414, "", some(4), id="too long"),
    ],
)
def test_a_query_that_cannot_be_meant_is_refused(browser, query, status, words, where):
    for address in where:
        answer = browser.get(f"{address}?{query}")
        if answer.status_code == 403 and address.startswith(UNREAD):
            continue
        if answer.status_code != 405 or words == "":
            refused(address, answer, status, words)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_body_where_none_is_read_is_refused(browser, method):
    for address in ADDRESSES:
        answer = browser.generic(method, address, b"{}", content_type=FORM)
        knows = address not in RESOURCES or browser.generic(method, address).status_code != 405
        assert answer.status_code == (400 if knows else 405), address


@pytest.mark.parametrize(
    ("kind", "encoding", "length", "status", "where"),
    [
        pytest.param("", "", 40_000_000, 413, ADDRESSES, id="forty megabytes"),
        pytest.param("", "", "-1", 400, some(0), id="a length below nothing"),
        pytest.param("", "", "1e3", 400, some(1), id="a length like a float"),
        pytest.param("", "", "٣", 400, some(2), id="a length in other figures"),
        pytest.param("text/plain", "", 2, 415, ADDRESSES, id="text"),
        pytest.param("*/*", "", 2, 415, some(3), id="any type"),
        pytest.param(" ", "", 2, 415, some(4), id="no type"),
        pytest.param("application/json; charset=utf-16", "", 2, 415, some(0), id="JSON in UTF-16"),
        pytest.param(f"{FORM}; charset=cp1251", "", 2, 415, some(1), id="a form in cp1251"),
        pytest.param("", "gzip", 2, 415, some(2), id="compressed"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(browser, kind, encoding, length, status, where):
    headers = {"Content-Encoding": encoding} if encoding else {}
    for address in where:
        answer = browser.generic(
            "POST",
            address,
            b"{}",
            content_type=kind or kind_for(address),
            headers=headers,
            CONTENT_LENGTH=str(length),
        )
        refused(address, answer, status)


def test_a_body_whose_length_nobody_says_is_refused(browser):
    for address in ADDRESSES:
        answer = browser.post(address, headers={"Transfer-Encoding": "chunked"}, CONTENT_LENGTH="")
        refused(address, answer, 411)


@pytest.mark.parametrize(
    ("method", "where"),
    [("PROPFIND", some(0)), ("TRACE", some(1)), ("PATCH", ADDRESSES), ("DELETE", ADDRESSES)],
    ids=["PROPFIND", "TRACE", "PATCH", "DELETE"],
)
def test_a_method_nobody_documents_is_405_and_names_those_that_are(browser, method, where):
    for address in where:
        if method in METHODS.get(address, ()):
            continue
        answer = browser.generic(method, address)
        if answer.status_code in {302, 404}:  # the row, or the page to be sent to, comes first
            continue
        refused(address, answer, 405)
        known = {"GET", "HEAD", "OPTIONS", "POST", *METHODS.get(address, ())}
        assert set(answer["Allow"].split(", ")) <= known


@pytest.mark.parametrize(
    ("headers", "where"),
    [
        pytest.param({"X-HTTP-Method-Override": "DELETE"}, some(0), id="method"),
        pytest.param(
            {
                "Accept-Language": "xx;q=a, *;q=9, ,;;",
                "Range": "bytes=5-2,rubbish",
                "If-Match": "rubbish",
                "If-None-Match": '"',
                "If-Modified-Since": "yesterday",
                "Cookie": "session=\x01\x02; =; ;;",
                "Forwarded": "for=_x",
                "Authorization": "Basic !!!",
            },
            ADDRESSES,
            id="rubbish",
        ),
        pytest.param({"Accept-Language": "a" * 5000}, some(1), id="long"),
    ],
)
def test_odd_headers_change_nothing(client, plainly, headers, where):
    for address in where:
        assert client.get(address, headers=headers).status_code == plainly[address], address


@pytest.fixture(scope="module")
def plainly(django_db_setup, django_db_blocker):
    """How every address answers nobody who says nothing of himself."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {address: Client().get(address).status_code for address in ADDRESSES}


def test_a_foreign_host_is_refused(browser):
    for address in some(2):
        refused(address, browser.get(address, headers={"Host": "evil.example"}), 400)


# --- formats and languages of the API


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        ("text/html", RESOURCES),
        ("image/png", some(0)),
        ("rubbish", some(1)),
        ("a/xml;q=1", some(2)),
    ],
    ids=["HTML", "an image", "rubbish", "XML"],
)
def test_a_format_that_is_not_offered_is_406(api, police, wanted, where):
    program = api(police)
    for address in (each for each in where if each in RESOURCES):
        problem(program.get(address, headers={"Accept": wanted}), 406)


@pytest.mark.parametrize(
    ("wished", "language"),
    [
        pytest.param("en", "en", id="one"),
        pytest.param("de, en;q=0.5", "en", id="the second choice"),
        pytest.param("uk;q=0.1, en-GB;q=0.9", "en", id="by weight"),
        pytest.param("ukulele, enormous", "uk", id="no languages"),
        pytest.param("", "uk", id="nothing"),
    ],
)
def test_a_refusal_is_in_the_language_asked_for(api, police, wished, language):
    answer = api(police).get(f"{INCIDENTS}?colour=red", headers={"Accept-Language": wished})

    words = {"en": "Unknown parameter", "uk": "Невідомий параметр"}
    assert answer["Content-Language"] == language
    assert words[language] in problem(answer, 400)["errors"][0]["detail"]


def test_a_refusal_before_anybody_is_known_is_in_the_language_asked_for(client):
    answer = client.get(INCIDENTS, headers={"Host": "evil.example", "Accept-Language": "en"})

    assert problem(answer, 400)["detail"] == "The request cannot be read."


def test_options_tell_the_methods(api, police):
    answer = api(police).options(f"{INCIDENTS}{uuid.uuid4()}/")

    assert answer.status_code == 200
    assert set(answer["Allow"].split(", ")) == {"GET", "PUT", "PATCH", "HEAD", "OPTIONS"}


def test_head_answers_as_get_without_a_body(api, police, community):
    address = f"{INCIDENTS}{IncidentFactory.create(community=community).pk}/"
    got, head = api(police).get(address), api(police).head(address)

    assert head.status_code == 200
    assert head.content == b""
    assert head["ETag"] == got["ETag"]


# --- query parameters of the API


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (f"{INCIDENTS}?war_related=maybe", "war_related"),
        (f"{INCIDENTS}?counted=1", "counted"),
        (f"{INCIDENTS}?since=22.11.2026", "since"),
        (f"{INCIDENTS}?since=2026-1-5", "since"),
        (f"{INCIDENTS}?until=1989-12-31", "until"),
        (f"{INCIDENTS}?territory=../etc", "territory"),
        (f"{INCIDENTS}?limit=0", "limit"),
        (f"{INCIDENTS}?limit=%D9%A3", "limit"),
        (f"{INCIDENTS}?limit=", "limit"),
        (f"{INCIDENTS}?ordering=narrative", "ordering"),
        (f"{INCIDENTS}?cursor=rubbish", "cursor"),
        (f"{INCIDENTS}?count=all", "count"),
        (f"{INCIDENTS}?category=%00", "category"),
        ("/api/v1/communities/?type=moon", "type"),
        ("/api/v1/communities/?territory=%D0%90", "territory"),
        ("/api/v1/measures/people.killed/?from=20260601&to=2026-07-01", "from"),
        ("/api/v1/measures/people.killed/?from=2026-06-01&to=2026-06-01", "to"),
        ("/api/v1/measures/people.killed/?from=2026-06-01&to=2026-07-01&by=moon", "by"),
    ],
)
def test_a_malformed_parameter_is_named(api, police, categories, address, name):
    errors = problem(api(police).get(address), 400)["errors"]

    assert [each["pointer"] for each in errors] == [f"/{name}"]


# --- forms of pages


def test_a_form_of_too_many_fields_is_refused(browser):
    body = "&".join(f"f{at}=1" for at in range(600))

    assert browser.post("/incidents/log/", body, content_type=FORM).status_code == 400


def test_a_field_given_twice_is_named(browser, filled_form):
    body = filled_form + "&channel=101&channel=102"
    answer = browser.post("/incidents/log/", body, content_type=FORM)

    refused("/incidents/log/", answer, 400, "channel")
    assert not Incident.objects.exists()


@pytest.fixture
def filled_form(community):
    return f"community={community.pk}&id={uuid.uuid4()}"


def test_several_officers_may_be_ticked(browser, filled_form):
    body = filled_form + "&responders=1&responders=2"

    answer = browser.post("/incidents/log/", body, content_type=FORM)

    assert "Given more than once" not in answer.content.decode()
    assert answer.context["form"].errors


def test_a_form_that_is_not_utf8_is_refused(browser):
    body = b"narrative=%ff"

    assert browser.post("/incidents/log/", body, content_type=FORM).status_code == 400


def test_a_file_where_none_is_wanted_is_refused(browser):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="a.exe"\r\n\r\nMZ\r\n--x--\r\n'
    )

    answer = browser.post("/incidents/log/", body, content_type="multipart/form-data; boundary=x")

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b"grant_type=client_credentials&client_id=%00&client_secret=x",
        b"grant_type=client_credentials&grant_type=password",
        b"=&=&=",
        b"grant_type=" + b"a" * 50_000,
    ],
)
def test_a_hostile_request_for_a_token_is_refused(client, body):
    assert client.post("/oauth/token/", body, content_type=FORM).status_code in {400, 401}
