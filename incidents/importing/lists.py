"""What may be written where the portal has a list: as codes, as names, and as people choose them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from communities.models import Community, Service, Settlement, scope_of
from core import clock
from core.reasons import Reason
from core.sheets.cells import NOT_LISTED, in_both, plain
from incidents import ground
from incidents.importing.columns import Column
from incidents.models import Category, ClassifierCode, Strike
from incidents.responders import responders_for
from incidents.services import ADD, services_of
from officers.models import Officer

IN_BRACKETS = re.compile(r"\(([\w.-]+)\)$")
CODE = re.compile(r"UA\d{17}|OTG-[\w-]+|[a-z_0-9]+\.[a-z_0-9]+")
SEVERAL = gettext_noop("Several are called “%(text)s”: write the code, too.")
BY_NUMBER = (Officer, Strike)  # which are named by their number


@dataclass(frozen=True)
class Lists:
    """The lists for one account: what it may log of, and where."""

    user: Any

    # --- reading

    def code(self, column: Column, text: str, community: str) -> Any:
        """Return the code a text means; ValueError with the reason where it means none.

        `community` is the code of the community of the event, for names that are told apart by it.
        """
        bracketed = IN_BRACKETS.search(text)
        said = bracketed[1] if bracketed else text
        if column.model is ClassifierCode:
            return _only(said, self._codes(column).get(plain(said), set()))
        if column.model in BY_NUMBER:
            if said.isascii() and said.isdecimal() and len(said) < 10:
                return int(said)
            raise ValueError(Reason(NOT_LISTED, text=text[:60]))
        if bracketed or CODE.fullmatch(said):
            return said
        return _only(text, self._called(column.model, text, community))

    def _codes(self, column: Column) -> dict[str, set[str]]:
        """Return the codes of the official list of a column, by name and by themselves."""
        rows = column.field.queryset.all()
        return _by_name(rows) | {plain(each.code): {each.code} for each in rows}

    def _called(self, model: Any, text: str, community: str) -> set[str]:
        read: dict[Any, Callable[[], dict[str, set[str]]]] = {
            Category: lambda: self._categories,
            Community: lambda: self._communities,
            Settlement: lambda: self._settlements(community),
        }
        return read[model]().get(plain(text), set()) if model in read else set()

    @cached_property
    def _categories(self) -> dict[str, set[str]]:
        return _by_name(Category.objects.filter(retired_on=None))

    @cached_property
    def _communities(self) -> dict[str, set[str]]:
        return _by_name(self.communities)

    @cached_property
    def _places(self) -> dict[str, dict[str, set[str]]]:
        return {}

    def _settlements(self, community: str) -> dict[str, set[str]]:
        """Return the settlements of a community by name, read once."""
        if community not in self._places:
            home = Community.objects.filter(code=community).first()
            rows = self.settlements_of([home]) if home else []
            self._places[community] = _by_name(rows)
        return self._places[community]

    @cached_property
    def own(self) -> str:
        """Return the code of the only community the account logs for, empty where it has more."""
        codes = [each.code for each in self.communities]
        return codes[0] if len(codes) == 1 else ""

    # --- offering

    @cached_property
    def communities(self) -> list[Community]:
        rows = Community.objects.filter(projected=False, dissolved_on=None)
        return list(rows.visible_to(self.user, to=ADD).order_by("sort_key", "pk"))

    @cached_property
    def services(self) -> list[str]:
        """Return the services the account logs for somewhere."""
        if getattr(self.user, "officer", None) and self.communities:
            return services_of(by=self.user, community=self.communities[0])
        scope = scope_of(self.user, ADD)
        return [each for each in Service.values if scope.of(each)]

    @cached_property
    def categories(self) -> list[Category]:
        """Return what may be logged by a file: nothing sensitive is."""
        usable = Category.objects.open_for_use(sensitive=False)
        rows = usable.filter(services__overlap=self.services)
        return list(rows.order_by("group", "sort_key"))

    def settlements_of(self, communities: Iterable[Community]) -> list[Settlement]:
        homes = {pk for each in communities for pk in ground.homes_of(each)}
        rows = Settlement.objects.filter(closed_on=None, community__in=homes)
        return list(rows.order_by("sort_key", "pk"))

    @property
    def offers_all(self) -> bool:
        """Say whether the reach is small enough to list its settlements and officers."""
        return len(self.communities) <= settings.LIMITS["template_communities"]

    @cached_property
    def settlements(self) -> list[Settlement]:
        return self.settlements_of(self.communities) if self.offers_all else []

    @cached_property
    def officers(self) -> list[Officer]:
        """Return who may be named, as the form offers them."""
        if not self.offers_all:
            return []
        today = clock.today()
        pairs = [(each, service) for each in self.communities for service in self.services]
        found = {o.pk: o for pair in pairs for o in responders_for(*pair, today)}
        return list(found.values())

    def offered(self, column: Column) -> list[str]:
        """Return the texts to choose from in a column, empty where anything may be written."""
        if column.choices:
            return [str(label) for label in column.choices.values()]
        if bool in column.types:
            return [_("Yes"), _("No")]
        if column.model is ClassifierCode:
            return [f"{each.name} ({each.code})" for each in column.field.queryset.order_by("pk")]
        return OFFERED[column.model](self) if column.model in OFFERED else []


OFFERED: dict[Any, Callable[[Lists], list[str]]] = {
    Category: lambda lists: [each.name for each in lists.categories],
    Community: lambda lists: [f"{each.title} ({each.code})" for each in lists.communities],
    Settlement: lambda lists: [f"{each.title} ({each.code})" for each in lists.settlements],
    Officer: lambda lists: [f"{each} ({each.pk})" for each in lists.officers],
}


def _by_name(rows: Iterable[models.Model]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        said = {row.name_uk, row.name_en}  # type: ignore[attr-defined]
        if hasattr(row, "title"):
            said |= in_both(partial(getattr, row, "title"))
        for name in filter(None, said):
            found.setdefault(plain(name), set()).add(row.code)  # type: ignore[attr-defined]
    return found


def _only(text: str, codes: set[str]) -> str:
    if len(codes) == 1:
        return next(iter(codes))
    raise ValueError(Reason(SEVERAL if codes else NOT_LISTED, text=text[:60]))
