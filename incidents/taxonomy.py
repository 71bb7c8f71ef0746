"""The list of categories and the code lists beside it: our curated files, applied to the tables."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from core import clock
from core.reference import Changes, bring_up_to_date
from incidents.models import Category, CategoryVersion, ClassifierCode

DATA = Path(__file__).with_name("data")
FILE, CLASSIFIERS = DATA / "categories.csv", DATA / "classifiers.csv"
TOLD = ("code", "group", "name_uk", "name_en", "services", "sensitive", "sections")


@transaction.atomic
def load_categories(*, on: date, path: Path = FILE) -> Changes:
    """Bring the categories up to the file; what is no longer in it is retired on that day.

    Old records keep a retired category, so nothing is ever deleted, and only people bring one
    back (`reinstate`). The same file again changes nothing; what changes makes a new edition.
    """
    rows = _rows(path)
    done = bring_up_to_date(Category, rows)
    gone = Category.objects.filter(retired_on=None).exclude(code__in=[row["code"] for row in rows])
    done += Changes(changed=gone.update(retired_on=on))
    publish_categories()
    return done


def load_classifiers(path: Path = CLASSIFIERS) -> Changes:
    """Bring the code lists up to the file; what a list no longer holds stays as it is."""
    rows = [_code(line) for line in _lines(path)]
    return bring_up_to_date(ClassifierCode, rows, key=("classifier", "code"))


@transaction.atomic
def retire(category: Category, *, on: date) -> None:
    """Take a category out of use from a day on; events of days before may still be of it."""
    if category.retired_on is None:
        category.retired_on = on
        category.save(update_fields=["retired_on"])
        publish_categories()


@transaction.atomic
def reinstate(category: Category) -> None:
    """Bring a retired category back into use."""
    category.retired_on = None
    category.save(update_fields=["retired_on"])
    publish_categories()


def publish_categories() -> CategoryVersion:
    """Make an edition of the list as it is now, unless the newest one says the same."""
    newest = CategoryVersion.objects.order_by("number").last()
    values = list(_values())
    if newest is not None and newest.values == values:
        return newest
    number = newest.number + 1 if newest else 1
    return CategoryVersion.objects.create(number=number, published_at=clock.now(), values=values)


def _values() -> Iterator[dict[str, Any]]:
    for each in Category.objects.order_by("code"):
        told = {name: getattr(each, name) for name in TOLD}
        yield told | {"retired_on": each.retired_on.isoformat() if each.retired_on else None}


def _rows(path: Path) -> list[dict[str, Any]]:
    return [_row(line) for line in _lines(path)]


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _row(line: dict[str, str]) -> dict[str, Any]:
    return {
        **line,
        "services": line["services"].split(),
        "sensitive": bool(line["sensitive"]),
        "tile": int(line["tile"]) if line["tile"] else None,
        "sections": line["sections"].split(),
    }


def _code(line: dict[str, str]) -> dict[str, Any]:
    checked = line["checked_on"]
    return {**line, "checked_on": date.fromisoformat(checked) if checked else None}
