"""Every page in both languages: nothing for axe, nothing in the console, nothing too wide."""

import re
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.management import call_command

from accounts.models import User
from communities.models import Community
from communities.readings import note_reading
from core import clock
from core.demo import look_again
from core.jobs import fail, promise
from core.reasons import Reason, kept
from incidents.models import Category, Incident
from incidents.services import Record, log_incident
from reports.models import Edition
from tests import filled_database
from tests.browser import accessible
from tests.browser.journeys import open_as
from tests.browser.reach import BILOZERKA, KHERSON, NARRATIVE, visits, walled
from tests.factories.imports import ImportLineFactory, ImportPreviewFactory
from tests.filled_database import TODAY, Filling
from tests.full import FULL

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.whole]
WIDTHS = (360, 820, 1280) if FULL else (1280,)
THEMES = ("light", "dark") if FULL else ("light",)


@pytest.fixture
def filled(transactional_db):
    """The demo with something on every page, made for one language and copied for the other."""
    with filled_database.copy_of(Filling("pages", fill, upon=TODAY)):
        look_again()
        yield


def fill():
    """Bring a report, an event that has everything, and a report that failed."""
    look_again()
    call_command("build_report", "monthly", "2025-10", territory=KHERSON, verbosity=0)
    police = User.objects.get(username="bilozerka.police")
    log_incident(pk=uuid4(), record=barn(police.officer), by=police, at=clock.now())
    note_reading(by=police, record=walled(), group="incident", purpose="review", at=clock.now())
    done = Edition.objects.get().job
    coordinator = User.objects.get(username="kherson")
    arguments = done.arguments | {"person": coordinator.pk}
    job = promise(kind=done.kind, arguments=arguments, by=coordinator, at=clock.now())
    fail(job=job, error="Не вдалося", at=clock.now(), final=True)
    bring_files()
    bring_workbooks(police)
    bring_sheets(coordinator)


def bring_files():
    """Leave an import that waits for a decision, with everything a line may say, and a refused one."""
    doubt = Reason(
        "it would close %(closed)s units, of one kind more than %(most)s %%", closed=9, most=1
    )
    waiting = ImportPreviewFactory.create(
        state="ready", counts={"renamed": 1, "closed": 1, "unchanged": 9}, doubt=doubt.kept
    )
    note = Reason(
        "the former name, kept, is the official name of another community, %(code)s", code="UA"
    )
    ImportLineFactory.create(preview=waiting, unit="community", note=note.kept)
    closing = {"field": "closed_on", "was": "", "becomes": "2026-07-07"}
    ImportLineFactory.create(preview=waiting, what="closed", row=None, **closing)
    refused = ImportPreviewFactory.create(state="rejected", counts={"rejected": 1})
    ImportLineFactory.create(
        preview=refused, what="rejected", note=kept("wrong"), field="", was="", becomes=""
    )


def bring_workbooks(officer):
    """Leave a workbook of events that waits, with everything a row may say, and one refused whole."""
    whose = {"kind": "incidents", "by": officer, "file_name": "події.xlsx", "kept_as": "x"}
    doubt = Reason("events that may be recorded already: %(count)s", count=1)
    counts = {"created": 1, "alike": 1, "rejected": 1, "unchanged": 2}
    ready = ImportPreviewFactory.create(state="ready", counts=counts, doubt=doubt.kept, **whose)
    number = Incident.objects.get(text__narrative=NARRATIVE).number
    note = Reason("Perhaps the same event: %(numbers)s", numbers=number)
    said = {"occurred_at": "15.06.2026 09:40", "category": "77"}
    wrong = {code: {"channel": "1", "": "2"} for code in ("uk", "en")}
    plain = {
        "preview": ready,
        "unit": "incident",
        "code": "",
        "field": "",
        "was": "",
        "becomes": "",
        "name": "",
    }
    ImportLineFactory.create(what="created", row=4, cells=said, **plain)
    ImportLineFactory.create(what="alike", row=5, cells=said, note=note.kept, **plain)
    ImportLineFactory.create(what="rejected", row=6, cells=said, problems=wrong, **plain)
    refused = ImportPreviewFactory.create(state="rejected", counts={"rejected": 1}, **whose)
    reason = Reason("this is not a whole XLSX workbook")
    ImportLineFactory.create(
        **plain | {"preview": refused}, what="rejected", row=1, note=reason.kept
    )


def bring_sheets(coordinator):
    """Leave a sheet of officers that waits, with everything a row may say, and one refused whole."""
    whose = {
        "kind": "table:officers",
        "by": coordinator,
        "file_name": "офіцери.csv",
        "kept_as": "x",
    }
    counts = {"created": 1, "changed": 1, "rejected": 1, "unchanged": 2}
    ready = ImportPreviewFactory.create(state="ready", counts=counts, **whose)
    plain = dict.fromkeys(("unit", "code", "field", "was", "becomes"), "") | {"preview": ready}
    changes = {"rank": ["сержант", "майстер-сержант"], "kind": ["precinct", "community_police"]}
    wrong = {code: {"badge_number": "1", "": "2"} for code in ("uk", "en")}
    ImportLineFactory.create(what="created", row=2, name="Вигадана Олена", **plain)
    ImportLineFactory.create(what="changed", row=3, name="Вигаданий Іван", changes=changes, **plain)
    said = {"last_name": "Вигаданий", "rank": "77"}
    ImportLineFactory.create(what="rejected", row=4, name="", cells=said, problems=wrong, **plain)
    refused = ImportPreviewFactory.create(state="rejected", counts={"rejected": 1}, **whose)
    reason = Reason("this is neither an XLSX workbook nor a CSV file")
    ImportLineFactory.create(
        **plain | {"preview": refused}, name="", what="rejected", row=1, note=reason.kept
    )


def barn(officer):
    """Return what an officer says of a fire with a point, people and a responder."""
    now = clock.now()
    fields = {
        "community": Community.objects.get(code=BILOZERKA),
        "category": Category.objects.get(code="fire.residential"),
        "occurred_at": now,
        "reported_at": now,
        "channel": "101",
        "rescued": 2,
        "latitude": Decimal("46.63"),
        "longitude": Decimal("32.44"),
    }
    text = {"address": "вул. Свободи", "narrative": NARRATIVE}
    return Record(fields=fields, text=text, responses=[{"officer": officer}])


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_page_is_fit_for_everybody(chromium, live_server, filled, language):
    """Of a page that may look in several ways `--full` looks at all of them."""
    found, seen = [], {each: set() for each in THEMES}
    for account, paths in visits(states=FULL).items():
        for theme in THEMES:
            page = open_as(chromium, live_server, account, language, color_scheme=theme)
            accessible.prepare(page)
            said = []
            page.on("console", lambda message, said=said: said.append(message.text))
            page.on("pageerror", lambda error, said=said: said.append(str(error)))
            for path in paths:
                wrong = look(page, path, said, seen[theme])
                found += [f"{account} {theme} {path}: {each}" for each in wrong]
            page.context.close()

    assert not found, "\n".join(found)


def look(page, path, said, seen):
    """Open a page at every width and return what is wrong with it."""
    wrong = []
    for width in WIDTHS:
        said.clear()
        page.set_viewport_size({"width": width, "height": 900})
        answer = page.goto(path)
        wrong += [f"answered {answer.status}"] if answer.status >= 500 else []
        wide = page.evaluate("document.documentElement.scrollWidth")
        wrong += [f"{wide} px wide at {width}"] if wide > width else []
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        for each in accessible.violations(page, seen):
            nodes = [node["html"][:120] for node in each["nodes"][:2]]
            wrong.append(f"{each['id']} at {width}: {nodes}")
        wrong += [
            text
            for text in said
            if not re.search(r"status of (400|404)|does not conform to the required format", text)
        ]
    return wrong
