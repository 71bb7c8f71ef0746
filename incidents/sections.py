"""The sections of a record: which of them its categories open, and the rows that stand in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from incidents.models import (
    Category,
    Details,
    DomesticViolenceDetails,
    EmergencyDetails,
    ExplosivesDetails,
    FireDetails,
    Incident,
    Section,
)

TABLES: dict[str, Any] = {
    each.section: each
    for each in (EmergencyDetails, FireDetails, ExplosivesDetails, DomesticViolenceDetails)
}
REPEATED = {Section.EXPLOSIVES}  # of which a record may have several rows
Rows = Sequence[Mapping[str, Any]]
Sections = Mapping[str, Rows]


def columns(section: str) -> list[Any]:
    """Return the fields of a section that people fill, in their order."""
    fields = TABLES[section]._meta.concrete_fields
    return [each for each in fields if not (each.primary_key or each.name == "incident")]


def opened_by(category: Category | None, further: Iterable[Category] = ()) -> set[str]:
    """Return the sections that a category and further ones open."""
    named = [*([category] if category else []), *further]
    return {section for each in named for section in each.sections}


def made(incident: Incident, sections: Sections) -> Iterator[Details]:
    """Yield the rows of what is said of each section."""
    for section, rows in sections.items():
        for row in rows:
            yield TABLES[section](incident=incident, **row)


def add(rows: Iterable[Details]) -> None:
    """Store rows of sections that may have several, in the order they were said."""
    for row in rows:
        row.save(force_insert=True)


def change(incident: Incident, sections: Sections) -> None:
    """Replace the sections that are named, and remove those its categories no longer open.

    Rows that say the same stay: history then tells what changed.
    """
    further = Category.objects.filter(code__in=incident.further_categories)
    opened = opened_by(incident.category, further)
    for section, table in TABLES.items():
        rows = sections.get(section) if section in opened else []
        if rows is not None:
            _replace(incident, table, rows)


def _replace(incident: Incident, table: Any, rows: Rows) -> None:
    stored = list(table.objects.filter(incident=incident).order_by("pk"))
    wanted = [table(incident=incident, **row) for row in rows]
    for kept, row in zip(stored, wanted, strict=False):
        if said(kept) != said(row):
            row.pk = kept.pk
            row.save(force_update=True)
    for extra in stored[len(wanted) :]:
        extra.delete()
    for row in wanted[len(stored) :]:
        row.save(force_insert=True)


def said(row: Details) -> dict[str, Any]:
    """Return what a row says, by field."""
    return {each.name: getattr(row, each.name) for each in columns(row.section)}
