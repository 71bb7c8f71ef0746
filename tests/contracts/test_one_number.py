"""One number: page, API, explanation, and the report as page, workbook and PDF say the same figure."""

import random
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import product
from statistics import median

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import translation

from communities.heirs import Territories
from communities.models import Population
from communities.territories import Territory
from core.numbers import number, percent
from core.periods import Month, Period
from dashboards.community import FIGURES
from dashboards.questions import Question
from incidents.models import Incident
from indicators.base import Flow, Rate
from indicators.catalogue import BY_CODE, CATALOGUE, HEADLINES
from indicators.days import MedianDays
from indicators.groups import due_days
from reports import files
from tests.contracts.reading import Page, cells_of, figures, spaced, text_of_pdf
from tests.factories.accounts import UserFactory, account
from tests.factories.communities import (
    CommunityFactory,
    PopulationFactory,
    SettlementFactory,
    SuccessionFactory,
)
from tests.factories.incidents import KYIV, CategoryFactory, IncidentFactory, ResponseFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory
from tests.factories.reports import built, order
from tests.full import FULL

NOW = datetime(2026, 7, 10, 12, tzinfo=KYIV)
LANGUAGES = ("uk", "en")
WAS, NOW_IS = Territories.AS_IT_WAS, Territories.AS_IT_IS_NOW
QUESTIONS = {  # what is asked: territory, month, service, whose communities
    "the nation in June": ("nation", Month(2026, 6), "", WAS),
    "the oblast in May": ("oblast", Month(2026, 5), "", WAS),
    "rescue in the raion in June": ("raion", Month(2026, 6), "rescue", WAS),
    "police in the community in June": ("community", Month(2026, 6), "police", WAS),
    "the raion of today in June": ("raion", Month(2026, 6), "", NOW_IS),
    "the community of today in May": ("community", Month(2026, 5), "", NOW_IS),
}
GROUPS = ("fire", "crime")


@pytest.fixture(scope="module")
def country(django_db_setup, django_db_blocker):
    """Random events of two months in four communities; the seed is fixed, so a failure comes back."""
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(NOW, tick=False):
        yield happen(random.Random(20260610))  # noqa: S311
        transaction.set_rollback(True)


def happen(chance):
    home = CommunityFactory.create()
    others = [
        CommunityFactory.create(oblast=home.oblast, raion=home.raion),
        CommunityFactory.create(oblast=home.oblast),
        CommunityFactory.create(),
    ]
    places = [home, *others]
    for each in places[:3]:  # of one nobody knows the residents
        PopulationFactory.create(community=each, people=chance.randint(3000, 40000))
    officers = [OfficerFactory.create(kind=k) for k in ("community_police", "community_rescue") * 4]
    for each, place in zip(officers, places * 2, strict=True):
        AssignmentFactory.create(officer=each, community=place)
    kinds = [CategoryFactory.create(), CategoryFactory.create(code="crime.theft", group="crime")]
    kinds.append(
        CategoryFactory.create(code="domestic.violence", group="domestic_violence", sensitive=True)
    )
    author = UserFactory.create()
    merged, split, village = become(home)
    for _each in range(160):
        place = chance.choice([home, home, *others, merged, split])
        status = chance.choice(["submitted", "submitted", "verified", "returned", "draft", "void"])
        incident = IncidentFactory.create(
            community=place,
            settlement=village if place == split and chance.random() < 0.5 else None,
            category=chance.choice(kinds),
            service=chance.choice(["police", "rescue"]),
            occurred_at=datetime(2026, 5, 1, tzinfo=KYIV)
            + timedelta(hours=chance.randrange(61 * 24)),
            status=status,
            war_related=chance.random() < 0.4,
            rescued=chance.randint(0, 3),
            children_rescued=0,
            injured=chance.randint(1, 2),
            children_injured=1,
            killed=chance.randint(1, 2),
            children_killed=chance.randint(0, 1),
            logged_by=author,
        )
        for officer in chance.sample(officers, chance.randint(0, 2)):
            ResponseFactory.create(incident=incident, officer=officer)
    units = {"nation": None, "oblast": home.oblast, "raion": home.raion, "community": home}
    reader = account("ministry_analyst", nation=True)
    return units, reader, {}  # what the API says to each question: the country stays as it is


def become(home):
    """A community of another raion was merged into this one, and one of its raion split."""
    merged = CommunityFactory.create(oblast=home.oblast, dissolved_on=date(2026, 6, 16))
    split = CommunityFactory.create(
        oblast=home.oblast, raion=home.raion, dissolved_on=date(2026, 6, 20)
    )
    PopulationFactory.create(community=merged, people=7000)
    for kind, ended in (("merge", merged), ("split", split)):
        SuccessionFactory.create(
            kind=kind, predecessor=ended, successor=home, effective_on=ended.dissolved_on
        )
    return merged, split, SettlementFactory.create(community=home)


@pytest.fixture(params=QUESTIONS)
def asked(request, country, db):
    """One question: the query of a page, that of the API, and the browser of the reader."""
    place, month, service, territories = QUESTIONS[request.param]
    units, reader, known = country
    browser = Client()
    browser.force_login(reader)
    with time_machine.travel(NOW, tick=False):
        said = known.setdefault(request.param, {})
        spoken = LANGUAGES if FULL else LANGUAGES[list(QUESTIONS).index(request.param) % 2 :][:1]
        yield Asked(units[place], month, service, territories, reader, browser, said, spoken)


class Asked:
    def __init__(self, unit, month, service, territories, reader, browser, said, spoken):
        self.unit, self.month, self.service = unit, month, service
        self.reader, self.browser = reader, browser
        self.said = said
        self.spoken = spoken  # languages: a number is written alike in the answers to all questions
        self.period = Period.of_months(month)
        code = unit.code if unit else ""
        self.territories = territories
        some = {"territory": code, "service": service, "territories": territories}
        self.page = {k: v for k, v in {"month": str(month), **some}.items() if v}
        days = {"from": self.period.start, "to": self.period.end}
        self.api = {k: v for k, v in {**days, **some}.items() if v}

    def get(self, path, query, language="en"):
        self.browser.cookies["django_language"] = language
        answer = self.browser.get(path, query)
        assert answer.status_code == 200, path
        return answer

    def value(self, measure, **more):
        """Return the figure as the API says it, None where it is unknown; the API is asked once."""
        key = (measure.code, *more.items())
        if key not in self.said:
            answer = self.get(f"/api/v1/measures/{measure.code}/", self.api | more).json()
            self.said[key] = answer["results"][0]["value"]
        return self.said[key]


def shown(measure, value):
    """Return a figure of the API as a person reads it, in the language that is active."""
    if value is None:
        return "немає даних" if translation.get_language() == "uk" else "no data"
    exact = int(value) if value.lstrip("-").isdigit() else Decimal(value)
    text = (
        percent(exact, measure.decimals) if measure.unit == "%" else number(exact, measure.decimals)
    )
    return text.replace("\u00a0", " ")


def test_the_page_of_a_measure_says_what_the_api_says(asked):
    for measure, language in product(CATALOGUE, asked.spoken):
        html = asked.get(f"/measures/{measure.code}/", asked.page, language).content.decode()
        big = re.search(r'<p class="big">(.*?)</p>', html)[1].replace("\u00a0", " ")
        with translation.override(language):
            assert big == shown(measure, asked.value(measure)), measure.code


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_and_the_page_of_a_community_say_what_the_api_says(asked, language):
    paths = {"/": HEADLINES}
    if asked.unit and asked.unit._meta.model_name == "community":
        paths[f"/communities/{asked.unit.code}/"] = FIGURES
    for path, measures in paths.items():
        found = figures(asked.get(path, asked.page, language).content.decode())
        with translation.override(language):
            expected = {
                spaced(str(each.label)): shown(each, asked.value(each)) for each in measures
            }
        assert {label: value for label, value in found.items() if label in expected} == expected, (
            path
        )


def test_the_records_behind_a_figure_add_up_to_it(asked):
    for measure in CATALOGUE:
        said = asked.get(
            f"/api/v1/measures/{measure.code}/explain/", asked.api | {"limit": 1000}
        ).json()
        assert said["next"] is None
        assert said["value"] == asked.value(measure), measure.code
        keys = [each["id"] for each in said["results"]]
        part = measure.part if isinstance(measure, Rate) else measure
        ask = ask_of(asked, measure)
        assert added_up(part, keys, ask) == (part.total(ask) or 0), measure.code


def ask_of(asked, measure):
    place = Territory(asked.unit)
    question = Question(asked.reader, place, asked.period, asked.service, asked.territories)
    return question.put_to(measure)


CARRIED = {  # what a record behind a figure is worth, where that is not one
    "communities.vacant_days": "vacant_days",
    "officers.load.residents": "residents",
    "participations": "came",
    "handouts": "quantity",
    "meetings.days_between.days": "days",
    "initiatives.uah_planned": "uah",
    "initiatives.uah": "uah",
    "initiatives.uah_spent": "uah",
}


def added_up(measure, keys, ask):
    """Add up the records named, from their own rows: people for people, else one each."""
    if isinstance(measure, MedianDays):
        records = measure.records(ask).filter(pk__in=keys)
        return median(records.values_list("days", flat=True)) if keys else 0
    if measure.code in CARRIED:
        records = measure.records(ask).filter(pk__in=keys)
        return sum(records.values_list(CARRIED[measure.code], flat=True))
    if measure.code == "meetings.due":
        groups = measure.records(ask).filter(pk__in=keys)
        return sum(len(list(due_days(each, ask.period))) for each in groups)
    if measure.code.startswith("people."):
        return sum(Incident.objects.filter(pk__in=keys).values_list(measure.column, flat=True))
    if measure.code == "communities.population":
        return sum(Population.objects.filter(pk__in=keys).values_list("people", flat=True))
    return len(set(keys))


def test_a_group_counts_what_the_list_of_its_records_holds(asked):
    days = {
        "since": asked.period.start,
        "until": asked.period.last_day,
        "counted": "true",
        "count": "exact",
    }
    place = {k: v for k, v in asked.api.items() if k in {"territory", "territories", "service"}}
    for group in GROUPS:
        listed = asked.get("/api/v1/incidents/", {**days, **place, "group": group}).json()["count"]
        assert asked.value(BY_CODE["incidents.recorded"], group=group) == str(listed)


def test_figures_that_add_up_do(asked):
    over = {"territory": "community", "time": "month", "service": "service", "category": "category"}
    for measure in (each for each in CATALOGUE if isinstance(each, Flow)):
        for way in measure.adds_up:
            rows = asked.get(
                f"/api/v1/measures/{measure.code}/", asked.api | {"by": over[way]}
            ).json()
            assert sum(int(each["value"]) for each in rows["results"]) == int(asked.value(measure))


def test_the_report_says_what_the_api_says(asked, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }
    for language in asked.spoken:
        edition = built(order_of(asked, language), at=NOW)
        other = "en" if language == "uk" else "uk"
        html = asked.get(edition.get_absolute_url(), {}, other).content.decode()
        said = {
            "page": spaced(" ".join(Page(html).text)),
            "pdf": text_of_pdf(files.keep(edition, "pdf")),
        }
        cells = cells_of(files.keep(edition, "xlsx"))
        with translation.override(language):
            for measure in CATALOGUE:
                compare(measure, asked.value(measure), said, cells)


def order_of(asked, language):
    """Order the report of a question in a language."""
    return order(
        asked.unit,
        month=asked.month,
        service=asked.service or "both",
        language=language,
        territories=asked.territories,
    )


def compare(measure, value, said, cells):
    """Find a figure in the texts and the cells of a report."""
    words = shown(measure, value).removesuffix("%")  # a report has a column for the unit
    line = spaced(f"{measure.label} {words}")
    for kind, text in said.items():
        assert line in text, (kind, line)
    assert cells[spaced(str(measure.label))] == (None if value is None else float(value)), (
        measure.code
    )
