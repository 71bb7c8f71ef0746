"""Every page in both languages: no word of the other one, nothing inline, no number broken."""

import re

import pytest
from django.db import transaction
from django.test import Client

from communities.models import Community
from incidents.models import Incident
from safety_portal.policy import policy
from tests.contracts.reading import SAID, Page
from tests.contracts.walking import period, visits

LANGUAGES = ("uk", "en")
SUPERUSER, OFFICER = "canary.superuser", "canary.officer"
MORE = {  # pages no route of its own leads to: refusals, and forms with their errors
    "not found": (OFFICER, "/nowhere/"),
    "forbidden": ("canary.group_coordinator", "/incidents/"),
    "a wrong filter": (OFFICER, "/incidents/?since=2026-99-99&territory=x"),
    "a wrong question": (OFFICER, "/?month=x"),
    "no territory": ("canary.officer.ended", "/"),
    "found": (SUPERUSER, "/search/?q=CANARY-home.police-officer"),
    "nothing found": (SUPERUSER, "/search/?q=00-0000-0"),
    "a share": (SUPERUSER, "/measures/incidents.war_related_share/?{period}"),
    "a rate": (SUPERUSER, "/measures/incidents.per_10000/?{period}"),
    "the queue": ("canary.oblast_coordinator", "/incidents/?status=submitted"),
    "my own form": (OFFICER, "/incidents/log/"),
}
DATA = re.compile(  # names of the canaries, codes, checksums, paths
    r"CANARY[-\w.]*|Канарка( [a-z_.]+)*|canary[.\w]*|UA-\w{3}\b|UA-?\d+|\b[a-z_]+\.[a-z_0-9]+\b"
    r"|(\b[0-9a-f]{4}\b ?){4,}|\S*[/_{}=]\S*"
)
LATIN = re.compile(r"[A-Za-z][A-Za-z’'-]+")
CYRILLIC = re.compile(r"[А-ЯҐЄІЇа-яґєії][А-ЯҐЄІЇа-яґєії’'-]+")
NAMES = {  # words that are the same in both languages
    *(
        "English",
        "Українська",
        "portal",  # the role of the database, where psql changed something
        "API",
        "REST",
        "OAuth",
        "RFC",
        "OpenAPI",
        "KATOTTH",
        "PDF",
        "XLSX",
        "DOCX",
        "CSV",
        "JSON",
        "Excel",
        "GeoJSON",
        "NDJSON",
        "TopoJSON",
        "OpenStreetMap",
        "CSRF",
        "UTC",
        "ICITAP",
        "UUID",
        "ISO",
        "P-",  # the P-code of the United Nations
        "SHA-",
        "JPEG",
        "PNG",
        "WebP",
        "DREAM",  # the state system of projects
        "OCDS",
    ),
    *(
        "GET",
        "PUT",
        "POST",
        "DELETE",
        "PATCH",
        "changes",
        "webhooks",
        "jobs",
        "categories",
        "classifiers",
        "strikes",
        "officers",
        "stages",
        "courses",
        "enrolments",
        "activities",
        "equipment",
        "equipment-issues",
        "handovers",
        "public-reports",
        "assignments",
        "amendments",
        "communities",
        "boundaries",
        "control-statuses",
        "oblasts",
        "raions",
        "settlements",
        "city-districts",
        "starosta-districts",
        "beats",
        "programmes",
        "memoranda",
        "stations",
        "safety-assets",
        "fire-brigades",
        "accessions",
        "visits",
        "people",
        "positions",
        "working-groups",
        "memberships",
        "meetings",
        "agenda-items",
        "problems",
        "decisions",
        "action-points",
        "attendances",
        "initiatives",
        "handouts",
        "fundings",
        "grants",
        "priorities",
        "knowledge-products",
        "organisations",
        "proposals",
        "trainings",
        "training-attendances",
        "successions",
        "incidents",
        "measures",
        "me",
        "schema",
        "client",
        "credentials",
    ),
}
GEOMETRY = {
    "d",
    "points",
    "transform",
    "viewbox",
    "clip-path",
}  # drawn by a library, commas part pairs
LOCALISED = re.compile(r"(?<![\d,.])\d+,\d+(?![\d,])|\d\u00a0\d")


def addresses(world):
    """Yield (name, account, address) of every page."""
    for route in policy().routes.values():
        if route.group == "pages" and "GET" in route.methods and route.name != "accounts:sign-in":
            visit = next(
                v
                for v in visits(route, world.canaries)
                if not v.canary or "own" not in v.canary.scope or v.canary.scope.endswith(SUPERUSER)
            )
            yield route.name, SUPERUSER, visit.url
    yield "accounts:sign-in", None, "/sign-in/"
    for name, (account, address) in MORE.items():
        yield name, account, address.format(period=period())


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def pages(planted, django_db_blocker, language):
    """Every page as HTML by its name, of records whose numbers have fractions."""
    with django_db_blocker.unblock(), transaction.atomic():
        Incident.objects.update(latitude="46.635412", longitude="32.616913", war_related=True)
        Incident.objects.filter(service="rescue").update(war_related=False)
        Community.objects.update(latitude=46.635412, longitude=32.616913)
        found = {
            name: opened(planted, account, address, language)
            for name, account, address in addresses(planted)
        }
        transaction.set_rollback(True)
        return {name: text for name, text in found.items() if text}


def opened(world, account, address, language):
    browser = Client()
    if account:
        browser.force_login(world.people[account])
    browser.cookies["django_language"] = language
    answer = browser.get(address, follow=True)
    is_page = answer.headers["Content-Type"].startswith("text/html") and not answer.streaming
    return answer.content.decode() if is_page else ""


@pytest.fixture(scope="module")
def read(pages):
    return {name: Page(text) for name, text in pages.items()}


def test_every_page_speaks_one_language(read, language):
    strange = LATIN if language == "uk" else CYRILLIC
    wrong = [
        f"{name}: {word!r} in {words[:100]!r}"
        for name, page in read.items()
        for spoken, words in page.said
        if spoken == language
        for word in strange.findall(DATA.sub(" ", words))
        if word not in NAMES
    ]

    assert not wrong, "\n".join(wrong)


def test_every_page_says_its_language_and_its_name(read, language):
    for name, page in read.items():
        assert page.elements[0][0] == "html", name
        assert page.elements[0][1]["lang"] == language, name
        titles = [tag for tag, _attributes in page.elements if tag == "title"]
        assert titles, name


def test_no_page_holds_anything_inline(read):
    wrong = []
    for name, page in read.items():
        for tag, attributes in page.elements:
            inline = [a for a in attributes if a == "style" or a.startswith("on") or a == "hx-on"]
            inline += [
                v for v in attributes.values() if v.lower().strip().startswith("javascript:")
            ]
            if tag == "style" or (tag == "script" and "src" not in attributes) or inline:
                wrong.append(f"{name}: <{tag}> {inline}")

    assert not wrong, "\n".join(wrong)


def test_no_number_in_an_attribute_is_written_for_people(read):
    wrong = [
        f"{name}: <{tag} {attribute}={value[:80]!r}>"
        for name, page in read.items()
        for tag, attributes in page.elements
        for attribute, value in attributes.items()
        if attribute not in {*SAID, *GEOMETRY, "content"} and LOCALISED.search(value)
    ]

    assert not wrong, "\n".join(sorted(set(wrong)))


def test_the_pages_hold_numbers_with_fractions(read, pages, language):
    """Without them the test above would prove nothing."""
    assert "46.635412" in pages["incidents:edit"]
    assert 'value="46.635412"' in pages["incidents:edit"]
    fraction = r"\d,\d" if language == "uk" else r"\d\.\d"
    assert re.search(fraction, " ".join(words for _spoken, words in read["a share"].said))


PROBLEMS = {
    401: (None, "get", "/api/v1/me/"),
    403: ("canary.group_coordinator", "get", "/api/v1/incidents/"),
    404: (OFFICER, "get", "/api/v1/communities/UA0/"),
    405: (OFFICER, "delete", "/api/v1/communities/"),
    400: (OFFICER, "get", "/api/v1/incidents/?colour=red&ordering=x&limit=0"),
    428: (OFFICER, "put", "{incident}"),
    415: (OFFICER, "put", "{incident}"),
}


@pytest.mark.parametrize("status", PROBLEMS)
def test_every_refusal_of_the_api_speaks_the_caller_s_language(world, status, language):
    account, method, address = PROBLEMS[status]
    incident = next(
        e.api for e in world.canaries if (e.scope, e.kind) == ("home.police", "incident")
    )
    browser = Client()
    if account:
        browser.force_login(world.people[account])
    kind = "text/plain" if status == 415 else "application/json"
    answer = browser.generic(
        method.upper(),
        address.format(incident=incident),
        "{}" if method == "put" else "",
        kind,
        headers={"Accept-Language": language},
    )

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    said = answer.json()
    texts = [said["title"], said["detail"], *(each["detail"] for each in said.get("errors", []))]
    mine, other = (CYRILLIC, LATIN) if language == "uk" else (LATIN, CYRILLIC)
    for text in texts:
        assert mine.search(text), text
        if status not in {400, 415, 428}:  # these name parameters, media types and headers
            assert not other.search(text), text
