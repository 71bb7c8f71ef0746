"""The programmes and cohorts that come with the portal, brought into the database."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from communities.models import Cohort, Community, Organisation, Programme
from communities.register_rows import Rows, curated
from core.reference import Changes, bring_up_to_date

WHOSE = ("owner", "host", "implementer")


@transaction.atomic
def load_programmes() -> Changes:
    """Bring the programmes and their cohorts up to our lists; the organisations are there already."""
    lines = curated("programmes.csv")
    known = dict(Organisation.objects.exclude(code="").values_list("code", "pk"))
    changes = bring_up_to_date(Programme, [_programme(line, known) for line in lines])
    stored = {each.code: each for each in Programme.objects.all()}
    for line in lines:
        programme = stored[line["code"]]
        programme.partners.set([known[code] for code in line["partners"].split()])
        based_on = stored.get(line["based_on"])
        Programme.objects.filter(pk=programme.pk).update(based_on=based_on)
    return changes + _load_cohorts(stored)


def _programme(line: dict[str, str], known: dict[str, int]) -> dict[str, Any]:
    same = {name: line[name] for name in ("code", "name_uk", "name_en")}
    days = {name: _day(line[name]) for name in ("started_on", "ended_on")}
    whose = {f"{name}_id": known.get(line[name]) for name in WHOSE}
    return {**same, **days, **whose, "aliases": line["aliases"].replace("|", "\n")}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _load_cohorts(programmes: dict[str, Programme]) -> Changes:
    lines = curated("cohorts.csv")
    rows: Rows = [
        {
            "code": line["code"],
            "name_uk": line["name_uk"],
            "name_en": line["name_en"],
            "programme_id": programmes[line["programme"]].pk,
        }
        for line in lines
    ]
    changes = bring_up_to_date(Cohort, rows)
    for line in lines:
        members = Community.objects.filter(code__in=line["communities"].split())
        Cohort.objects.get(code=line["code"]).communities.set(members)
    return changes
