"""Files of facts about the territory: the official list of statuses, population figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.db import models, transaction
from django.utils.translation import gettext_noop as _

from communities.fact_lines import (
    KSE_COLUMNS,
    POPULATION_COLUMNS,
    POPULATION_KEY,
    STATUS_COLUMNS,
    STATUS_KEY,
    UNIT_MODELS,
    Numbered,
    PopulationReader,
    StatusReader,
    checked,
    from_kse,
    lines_of,
)
from communities.models import ControlStatus, Population
from communities.models.facts import UNITS
from core import plans
from core.imports import refuse_edition
from core.models import What
from core.plans import FileRejected, Plan, Source
from core.reasons import Reason
from core.reference import Changes, Difference, compare, write

ACT = "Наказ Міністерства розвитку громад та територій України від 28.02.2025 № 376"


def edition_of(source: Source) -> date:
    """Return the day of an edition of the act: as it was said, or as the file's name says."""
    day = source.edition or source.day_in_the_name
    if day is None:
        raise FileRejected({1: Reason(_("the day of the edition is not known: say it"))})
    return day


def plan_territory_status(source: Source) -> Plan:
    """Say how the list of statuses becomes equal to one edition of the act.

    Lines the edition has no more are removed: it tells the whole past itself. Raises
    FileRejected when a line is wrong or a newer edition is stored.
    """
    edition = edition_of(source)
    of_act = {"act": source.act or ACT, "edition": edition}
    newest = ControlStatus.objects.aggregate(newest=models.Max("edition"))["newest"]
    refuse_edition(edition, newest=newest, today=source.today, refuse=FileRejected)
    reader = StatusReader()
    rows = checked(
        lines_of(source.path, STATUS_COLUMNS),
        reader.row,
        key=lambda row: tuple(map(row.get, STATUS_KEY)),
    )
    difference = compare(ControlStatus, list(rows.values()), key=STATUS_KEY)

    def make() -> None:
        ControlStatus.objects.filter(pk__in=difference.absent.values()).delete()
        write(replace(difference, missing=[{**row, **of_act} for row in difference.missing]))
        ControlStatus.objects.exclude(**of_act).update(**of_act)

    lines = [*_status_lines(difference, rows, reader), *_removed(difference)]
    return Plan(lines, difference.unchanged, make, warnings=_contradictions(make))


def plan_population(source: Source) -> Plan:
    """Say what the figures of a file add; a figure of the same community and day is replaced.

    Takes lines `code,on,people,source`, or the communities of the KSE Loc Data Hub. Raises
    FileRejected when a line is wrong.
    """
    lines = list(lines_of(source.path, POPULATION_COLUMNS, or_else=KSE_COLUMNS))
    if lines and "on" not in lines[0][1]:
        lines = [(number, from_kse(line)) for number, line in lines if line["population_2022"]]
    reader = PopulationReader(source.today)
    rows = checked(lines, reader.row, key=lambda row: tuple(map(row.get, POPULATION_KEY)))
    difference = compare(Population, list(rows.values()), key=POPULATION_KEY)
    said = list(_population_lines(difference, rows, reader))
    return Plan(said, difference.unchanged, lambda: write(difference))


@transaction.atomic
def import_territory_status(*, path: Path, act: str, edition: date) -> Changes:
    """Make the list of statuses equal to one edition of the act, or raise FileRejected."""
    plan = plan_territory_status(Source(path, path.name, date.max, edition, act))
    plan.write()
    return plan.changes


@transaction.atomic
def import_population(*, path: Path, today: date) -> Changes:
    """Add the figures of a file, or raise FileRejected and change nothing."""
    plan = plan_population(Source(path, path.name, today))
    plan.write()
    return plan.changes


def _status_lines(
    difference: Difference, rows: Numbered, reader: StatusReader
) -> Iterator[plans.Line]:
    numbers = {id(row): number for number, row in rows.items()}
    changed = [each.row for each in difference.different]
    for what, found in ((What.CREATED, difference.missing), (What.CHANGED, changed)):
        for row in found:
            unit = next(name for name in UNITS if row[f"{name}_id"])
            yield plans.Line(
                what,
                numbers[id(row)],
                unit,
                reader.codes[UNIT_MODELS[unit]][row[f"{unit}_id"]],
                row["listed_as"],
                "status",
                becomes=row["status"],
                note=_days(row["starts_on"], row["ends_on"]),
            )


def _removed(difference: Difference) -> Iterator[plans.Line]:
    gone = ControlStatus.objects.filter(pk__in=difference.absent.values()).order_by("pk")
    for line in gone.select_related(*UNITS) if difference.absent else ():
        unit = next(name for name in UNITS if getattr(line, f"{name}_id"))
        yield plans.Line(
            What.REMOVED,
            None,
            unit,
            line.unit.code,
            line.listed_as,
            "status",
            was=line.status,
            note=_days(line.starts_on, line.ends_on),
        )


def _contradictions(make: Callable[[], None]) -> list[str]:
    """Return what contradicts itself in the list once it is stored, and store nothing of it.

    Which lines do is said once, by the trigger of ControlStatus: so it is asked, and undone.
    """
    text = _("contradicts another line: %(name)s, %(status)s, %(days)s")
    with transaction.atomic():
        make()
        contested = ControlStatus.objects.filter(contested=True).order_by(*UNITS, "starts_on")
        found: list[str] = [
            Reason(
                text,
                name=row.listed_as[:80],
                status=row.status,
                days=f"{row.starts_on or '…'} – {row.ends_on or '…'}",
            )
            for row in contested
        ]
        transaction.set_rollback(True)
    return found


def _days(start: date | None, end: date | None) -> str:
    return Reason(_("from %(start)s until %(end)s"), start=start or "…", end=end or "…")


def _population_lines(
    difference: Difference, rows: Numbered, reader: PopulationReader
) -> Iterator[plans.Line]:
    numbers = {id(row): number for number, row in rows.items()}
    changes = [(What.CREATED, row, {"people": ""}) for row in difference.missing]
    changes += [(What.CHANGED, each.row, each.before) for each in difference.different]
    for what, row, before in changes:
        field = "people" if "people" in before else "source"
        code, name = reader.named[row["community_id"]]
        on = Reason(_("on %(day)s, %(source)s"), day=row["on"], source=row["source"])
        was, becomes = str(before[field]), str(row[field])
        yield plans.Line(
            what, numbers[id(row)], "population", code, name, field, was, becomes, note=on
        )
