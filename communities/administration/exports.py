"""The columns of the file of events of access."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import AccessEvent
from communities.administration.words import detail_words
from core.exports import Column


def _name(account: Any) -> str:
    return account.username if account else ""


def _detail(event: AccessEvent) -> str:
    return "; ".join(f"{name}: {value}" for name, value in detail_words(event.detail))


EVENTS = (
    Column(_("When"), lambda event: event.at.isoformat()),
    Column(_("What"), AccessEvent.get_kind_display),
    Column(_("Account"), lambda event: _name(event.account)),
    Column(_("By"), lambda event: _name(event.by)),
    Column(_("Address"), lambda event: event.address or ""),
    Column(_("Detail"), _detail),
    Column(_("Request"), lambda event: event.request),
)
