"""Parts of the country as a value: what a reader may reach and what a figure is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

if TYPE_CHECKING:
    from communities.models import Community, Oblast, Raion

LEVELS = ("oblast", "raion", "community")
SETTLED = "settlement"  # the path to the community of a row's settlement, where rows have one
Pairs = frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Region:
    """A union of whole oblasts, raions and communities, or the nation.

    The same value narrows rows (`q`), says whether a unit lies inside (`covers`) and names
    what a measure is asked for, so a scope and a territory are never two different things.

    What successions add is kept apart (communities/heirs.py): `inherited` communities ended and
    go on in one that lies inside; of `without` those that lie inside went elsewhere. A pair of
    `parts` is an ended community and another one inside: the records of the first whose
    settlement lies in the second. `without_parts` are such pairs that went elsewhere.
    """

    nation: bool = False
    oblasts: frozenset[int] = frozenset()
    raions: frozenset[int] = frozenset()
    communities: frozenset[int] = frozenset()
    inherited: frozenset[int] = frozenset()
    without: frozenset[int] = frozenset()
    parts: Pairs = frozenset()
    without_parts: Pairs = frozenset()

    @classmethod
    def of(cls, unit: Oblast | Raion | Community | None) -> Region:
        """Return the region of one unit; None is the nation."""
        if unit is None:
            return cls(nation=True)
        keys = frozenset({unit.pk})
        match unit._meta.model_name:
            case "oblast":
                return cls(oblasts=keys)
            case "raion":
                return cls(raions=keys)
        return cls(communities=keys)

    def __or__(self, other: Region) -> Region:
        if self.nation or other.nation:
            return NATION
        if not (self and other):
            return self or other
        return Region(
            oblasts=self.oblasts | other.oblasts,
            raions=self.raions | other.raions,
            communities=self.communities | other.communities,
            inherited=self.inherited | other.inherited,
            parts=self.parts | other.parts,
        )

    def __bool__(self) -> bool:
        units = self.oblasts or self.raions or self.communities
        return bool(self.nation or units or self.inherited or self.parts)

    @property
    def whole_oblasts(self) -> bool:
        """Say whether the region is made of whole oblasts only."""
        finer = self.raions or self.named_communities or self.without
        return self.nation or not (finer or self.parts or self.without_parts)

    @property
    def named_communities(self) -> frozenset[int]:
        """Return the communities that are named one by one, for whatever reason."""
        return self.communities | self.inherited

    def q(self, paths: Mapping[str, str]) -> Q:
        """Return the condition on rows whose oblast, raion and community stand at `paths`."""
        if self.nation:
            return Q()
        condition = self._units(paths)
        if self.without:
            condition &= ~Q(**{f"{paths['community']}__in": sorted(self.without)})
        if self.inherited:
            condition |= Q(**{f"{paths['community']}__in": sorted(self.inherited)})
        if SETTLED in paths and self.without_parts:
            condition &= ~_settled(self.without_parts, paths)
        if SETTLED in paths and self.parts:
            condition |= _settled(self.parts, paths)
        return condition

    def _units(self, paths: Mapping[str, str]) -> Q:
        parts = zip(LEVELS, (self.oblasts, self.raions, self.communities), strict=True)
        condition = Q()
        for level, keys in parts:
            if keys:
                condition |= Q(**{f"{paths[level]}__in": sorted(keys)})
        return condition or Q(pk__in=[])

    def holds(self, paths: Mapping[str, str]) -> Q:
        """Return the condition on rows about one unit (all empty: the nation) wholly inside."""
        if self.nation:
            return Q()
        inner = {
            paths["oblast"]: self.oblasts,
            paths["raion"]: self.raions,
            f"{paths['raion']}__oblast": self.oblasts,
            paths["community"]: self.named_communities,
            f"{paths['community']}__raion": self.raions,
            f"{paths['community']}__oblast": self.oblasts,
        }
        condition = Q(pk__in=[])
        for path, keys in inner.items():
            if keys:
                condition |= Q(**{f"{path}__in": sorted(keys)})
        return condition

    def covers(self, unit: Any) -> bool:
        """Say whether a unit lies wholly inside; None stands for the nation."""
        if self.nation or unit is None:
            return self.nation
        level = unit._meta.model_name
        if level == "oblast":
            return unit.pk in self.oblasts
        if level == "raion":
            return unit.pk in self.raions or unit.oblast_id in self.oblasts
        return (
            unit.pk in self.named_communities
            or unit.raion_id in self.raions
            or unit.oblast_id in self.oblasts
        )


def _settled(pairs: Pairs, paths: Mapping[str, str]) -> Q:
    """Return the condition on rows of a community whose settlement lies in another one."""
    condition = Q()
    for community in sorted({first for first, _second in pairs}):
        homes = sorted(second for first, second in pairs if first == community)
        condition |= Q(**{paths["community"]: community, f"{paths[SETTLED]}__in": homes})
    return condition


NATION = Region(nation=True)
NOWHERE = Region()
