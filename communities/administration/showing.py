"""Grants and events as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import AccessEvent
from communities.administration.words import detail_words, place_word, role_word
from communities.giving import CHANGE_GRANT, may_give
from communities.models import AccessGrant
from core.looks import service_word
from core.moments import day


@dataclass(frozen=True)
class Grant:
    """A grant in words, and whether its reader may end it."""

    grant: AccessGrant
    reader: Any = None
    on: date | None = None

    @property
    def role(self) -> str:
        return role_word(self.grant.role.name)

    @property
    def place(self) -> str:
        return place_word(self.grant.territory)

    @property
    def service(self) -> str:
        return service_word(self.grant.service)

    @property
    def period(self) -> str:
        since = _("since %(day)s") % {"day": day(self.grant.starts_on)}
        if not self.grant.ends_on:
            return since
        if self.grant.ends_on == self.grant.starts_on:
            return _("taken back before it began")
        return f"{since}, " + _("ends on %(day)s") % {"day": day(self.grant.ends_on)}

    def is_over(self, on: date) -> bool:
        ends_on = self.grant.ends_on
        return bool(ends_on and (ends_on <= on or ends_on == self.grant.starts_on))

    @property
    def may_end(self) -> bool:
        if self.reader is None or self.on is None or self.is_over(self.on):
            return False
        return may_give(self.reader, self.grant, to=CHANGE_GRANT)


@dataclass(frozen=True)
class Event:
    """An event of access in words."""

    event: AccessEvent

    @property
    def what(self) -> str:
        return self.event.get_kind_display()

    @property
    def details(self) -> list[tuple[str, str]]:
        return detail_words(self.event.detail)

    @property
    def is_refusal(self) -> bool:
        return self.event.kind.endswith(("refused", "slowed"))
