"""The list of categories: our curated file, applied to the table."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from core.reference import Changes, bring_up_to_date
from incidents.models import Category

FILE = Path(__file__).with_name("data") / "categories.csv"


@transaction.atomic
def load_categories(*, on: date, path: Path = FILE) -> Changes:
    """Bring the categories up to the file; what is no longer in it is retired on that day.

    Old records keep a retired category, so nothing is ever deleted. The same file again
    changes nothing.
    """
    rows = _rows(path)
    done = bring_up_to_date(Category, rows)
    gone = Category.objects.filter(retired_on=None).exclude(code__in=[row["code"] for row in rows])
    return done + Changes(changed=gone.update(retired_on=on))


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(newline="", encoding="utf-8") as lines:
        return [_row(line) for line in csv.DictReader(lines)]


def _row(line: dict[str, str]) -> dict[str, Any]:
    return {
        **line,
        "services": line["services"].split(),
        "sensitive": bool(line["sensitive"]),
        "tile": int(line["tile"]) if line["tile"] else None,
        "retired_on": None,
    }
