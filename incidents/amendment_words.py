"""Amendments as the page of a record tells them: who, why, and which fields were replaced."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any

from django.utils.translation import gettext as _

from incidents.models import WORDS, Amendment, Incident, IncidentText, Section, protected_fields

Told = dict[str, Any]


def amendments_of(incident: Incident, *, shown: bool) -> list[Told]:
    """Return the corrections of a record, the newest first; protected words only where `shown`."""
    hidden = () if shown else protected_fields(incident)
    found = incident.amendments.select_related("by").order_by("-at", "-pk")
    return [_told(each, hidden) for each in found]


def _told(amendment: Amendment, hidden: Container[str]) -> Told:
    replaced = amendment.replaced
    return {
        "at": amendment.at,
        "by": amendment.by,
        "reason": amendment.reason,
        "fields": ", ".join(_label(name) for name in replaced),
        "words": list(_words(replaced, hidden)),
    }


def _words(replaced: Told, hidden: Container[str]) -> Iterator[Told]:
    """Yield the texts that were replaced: the history of changes does not keep them."""
    for name in WORDS:
        if name in replaced and name not in hidden:
            yield {"label": _label(name), **replaced[name]}


def _label(name: str) -> str:
    if name in Section.values:
        return str(Section(name).label).lower()
    if name in ("people", "responses"):
        return (_("People") if name == "people" else _("Who went")).lower()
    model: Any = IncidentText if name in WORDS else Incident
    return str(model._meta.get_field(name).verbose_name)
