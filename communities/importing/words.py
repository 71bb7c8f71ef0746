"""Lines of an import in the words of people: what the unit is, which field, and its values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models

from communities.models import ControlStatus
from core.models import ImportLine, What
from core.moments import day
from core.plans import Kind

LOOKS = {  # tag and icon of what happens
    What.CREATED: ("good", "plus"),
    What.RENAMED: ("submitted", "edit"),
    What.RECATEGORISED: ("submitted", "sync"),
    What.CHANGED: ("submitted", "right"),
    What.CLOSED: ("draft", "x"),
    What.REOPENED: ("good", "return"),
    What.REMOVED: ("draft", "x"),
    What.REJECTED: ("bad", "alert"),
    What.ALIKE: ("warn", "info"),
}


def described(lines: Iterable[ImportLine], kind: Kind) -> list[ImportLine]:
    """Add to each line `words`: what its unit and field are called, and its values as shown."""
    found = list(lines)
    for line in found:
        tag, icon = LOOKS[What(line.what)]
        field = _field(line, kind)
        line.words = {  # type: ignore[attr-defined]
            "tag": tag,
            "icon": icon,
            "unit": _unit(line, kind),
            "field": "" if field is None or line.field == "name_uk" else str(field.verbose_name),
            "was": _value(line.was, field),
            "becomes": _value(line.becomes, field),
        }
    return found


def _unit(line: ImportLine, kind: Kind) -> str:
    model = kind.units.get(line.unit)
    return str(model._meta.verbose_name) if model else ""


def _field(line: ImportLine, kind: Kind) -> Any:
    """Return the field of the model a line is about; statuses are lines of their own table."""
    model: type[models.Model] | None = kind.units.get(line.unit)
    if line.field == "status":
        model = ControlStatus
    return model._meta.get_field(line.field) if model and line.field else None


def _value(text: str, field: Any) -> str:
    if not text or field is None:
        return text
    if isinstance(field, models.DateField):
        return day(date.fromisoformat(text))
    return str(dict(field.choices or ()).get(text, text))
