"""Any level of the register named by one code, as far as the reader may see the whole of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from communities.heirs import Heirs, Territories
from communities.models import Community, Oblast, Raion, Scope, scope_of
from communities.models.rights import kept_row
from communities.models.territory import CAPITAL
from communities.region import NATION, Region
from core import moments
from core.exceptions import RuleBroken
from core.periods import Period

# a code and its name, or the name of a group and its choices
Choice = tuple[str, Any]
CODE = re.compile(r"[A-Z0-9-]{1,19}")


class NoSuchTerritory(Exception):
    """The code names nothing, or something outside the reader's scope."""


@dataclass(frozen=True)
class Territory:
    """The nation (unit None) or one oblast, raion or community."""

    unit: Any = None

    @property
    def code(self) -> str:
        return self.unit.code if self.unit else ""

    @property
    def level(self) -> str:
        return self.unit._meta.model_name if self.unit else "nation"

    @property
    def region(self) -> Region:
        return Region.of(self.unit) if self.unit else NATION

    @property
    def name(self) -> str:
        """Return the full name with the kind of unit, in the reader's language."""
        return self.unit.title if self.unit else _("Ukraine")

    @property
    def parents(self) -> list[Territory]:
        """Return the way down from the nation, without the unit itself."""
        if self.unit is None:
            return []
        above = [None]
        if self.level != "oblast":
            above.append(self.unit.oblast)
        if self.level == "community" and self.unit.raion_id:
            above.append(self.unit.raion)
        return [Territory(each) for each in above]

    @property
    def oblast(self) -> Any:
        """Return the oblast the unit is or lies in; None for the nation."""
        return self.unit if self.level == "oblast" else getattr(self.unit, "oblast", None)

    @property
    def children_level(self) -> str:
        """Return the level a ranking inside this territory compares; empty for a community."""
        below = {"nation": "oblast", "oblast": "raion", "raion": "community"}
        if self.level == "oblast" and self.unit.is_city:
            return "community"
        return below.get(self.level, "")

    def children(self, standing: Period | None = None) -> Any:
        """Return the units one step below, in Ukrainian order.

        Communities are those of today, or those that stood on some day of a period.
        """
        if self.children_level == "oblast":
            return Oblast.objects.order_by("sort_key")
        if self.children_level == "raion":
            return Raion.objects.shown().filter(oblast=self.unit).order_by("sort_key")
        if self.children_level == "community":
            rows = Community.objects.inside(self.region).order_by("sort_key", "pk")
            return rows.standing_in(standing) if standing else rows.shown()
        return Community.objects.none()

    def compared(self, codes: Iterable[str | None], standing: Period | None = None) -> list[Any]:
        """Return the units one step below, and those that have figures all the same.

        A community that was split, or in which somebody recorded after its last day, is no unit
        of the list; its figures would be part of the total and of no line.
        """
        units = list(self.children(standing))
        rest = {code for code in codes if code} - {unit.code for unit in units}
        if self.children_level == "community" and rest:
            units += Community.objects.filter(code__in=rest).order_by("sort_key", "pk")
        return units


def refuse_what_is_no_more(territory: Territory, territories: str) -> None:
    """Raise RuleBroken where the communities of today are asked for by one that is not among them."""
    if territories != Territories.AS_IT_IS_NOW or not getattr(territory.unit, "dissolved_on", None):
        return
    for heir in Heirs.read().went_elsewhere([territory.unit.pk]):
        words = _(
            "This community ended on %(day)s. As territories are now, its records count in"
            " %(name)s (%(code)s)."
        )
        unit = Community.objects.get(pk=heir.community)
        say = {
            "day": moments.day(territory.unit.dissolved_on),
            "name": unit.name,
            "code": unit.code,
        }
        raise RuleBroken(words % say, code="is_no_more", field="territories")


def unit_of(code: str) -> Any:
    """Return the oblast, raion or community a code names, whoever asks; None where none does."""
    for model in _levels(code):
        if unit := model.objects.filter(code=code).first():
            return unit
    return None


def find_territory(code: str, scope: Scope) -> Territory:
    """Return what a code names, seen whole in at least one service; else NoSuchTerritory."""
    if not CODE.fullmatch(code):
        raise NoSuchTerritory(code)
    for model in _levels(code):
        related = [name for name in ("oblast", "raion") if hasattr(model, f"{name}_id")]
        for unit in model.objects.filter(code=code).select_related(*related):  # one or none
            if scope.services_in(unit):
                return Territory(unit)
    raise NoSuchTerritory(code)


def _levels(code: str) -> tuple[Any, ...]:
    """Return the levels a code may be of, the one its zeros tell first.

    The capital is a community and an oblast by one code; the community is what it names.
    """
    oblast, raion, community = code[2:4], code[4:6], code[6:9]
    if community != "000" or oblast == CAPITAL:
        return Community, Raion, Oblast
    return (Oblast, Raion, Community) if raion == "00" else (Raion, Community, Oblast)


def territories_of(scope: Scope) -> list[Territory]:
    """Return the territories a reader holds whole, the widest first; closed ones too: old records stay."""
    region = scope.either
    if region.nation:
        return [Territory()]
    found = [
        *Oblast.objects.filter(pk__in=region.oblasts).order_by("sort_key"),
        *Raion.objects.filter(pk__in=region.raions).select_related("oblast").order_by("sort_key"),
        *Community.objects.filter(pk__in=region.communities)
        .select_related("oblast", "raion")
        .order_by("sort_key"),
    ]
    return [Territory(unit) for unit in found]


def territory_choices(own: list[Territory], chosen: Territory | None = None) -> list[Choice]:
    """Return what a reader may choose: the `own` territories, what is in a single one, `chosen`.

    A reader of the nation chooses among the oblasts and, once one is chosen, inside it.
    """
    offered: list[Choice] = [(each.code, each.name) for each in own]
    if len(own) == 1 and own[0].level == "nation":
        oblasts = Oblast.objects.order_by("sort_key")
        offered += [(each.code, each.title) for each in oblasts]
        offered += _inside(Q(oblast=chosen.oblast)) if chosen and chosen.oblast else []
    elif len(own) == 1 and own[0].level in {"oblast", "raion"}:
        offered += _inside(Q(**{own[0].level: own[0].unit}))
    if chosen and chosen.code not in _codes(offered):
        offered.append((chosen.code, chosen.name))
    return offered


def _inside(condition: Q) -> list[Choice]:
    """Return a group of choices for each raion: the raion itself and its communities."""
    found = Community.objects.shown().filter(condition)
    found = found.select_related("raion").order_by("raion__sort_key", "sort_key")
    groups: list[Choice] = []
    for raion, communities in groupby(found, key=lambda each: each.raion):
        rows = [(each.code, each.title) for each in communities]
        if raion is None:
            groups += rows
        else:
            groups.append((raion.title, [(raion.code, raion.title), *rows]))
    return groups


def _codes(offered: list[Choice]) -> set[str]:
    """Return the codes of choices, those in groups too."""
    groups = [[each] if isinstance(each[1], str) else each[1] for each in offered]
    return {code for group in groups for code, _name in group}


def territory_for(user: Any, permission: str, code: str = "") -> Territory:
    """Return the territory of an address, by default the reader's own; else NoSuchTerritory."""
    scope = scope_of(user, permission)
    if code:
        return kept_row(user, (permission, code), partial(find_territory, code, scope))
    own = territories_of(scope)
    if not own:
        raise NoSuchTerritory(code)
    return own[0]
