"""Parts of the country as a value: what a reader may reach and what a figure is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

if TYPE_CHECKING:
    from communities.models import Community, Oblast, Raion

LEVELS = ("oblast", "raion", "community")


@dataclass(frozen=True)
class Region:
    """A union of whole oblasts, raions and communities, or the nation.

    The same value narrows rows (`q`), says whether a unit lies inside (`covers`) and names
    what a measure is asked for, so a scope and a territory are never two different things.
    """

    nation: bool = False
    oblasts: frozenset[int] = frozenset()
    raions: frozenset[int] = frozenset()
    communities: frozenset[int] = frozenset()

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
            return Region(nation=True)
        return Region(
            oblasts=self.oblasts | other.oblasts,
            raions=self.raions | other.raions,
            communities=self.communities | other.communities,
        )

    def __and__(self, other: Region) -> Region:
        """Return a region inside both; of nested units it keeps the smaller ones it can name."""
        if self.nation or other.nation:
            return other if self.nation else self
        return Region(
            oblasts=self.oblasts & other.oblasts,
            raions=self.raions & other.raions,
            communities=self.communities & other.communities,
        )

    def __bool__(self) -> bool:
        return bool(self.nation or self.oblasts or self.raions or self.communities)

    @property
    def whole_oblasts(self) -> bool:
        """Say whether the region is made of whole oblasts only."""
        return self.nation or not (self.raions or self.communities)

    def q(self, paths: Mapping[str, str]) -> Q:
        """Return the condition on rows whose oblast, raion and community stand at `paths`."""
        if self.nation:
            return Q()
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
            paths["community"]: self.communities,
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
            unit.pk in self.communities
            or unit.raion_id in self.raions
            or unit.oblast_id in self.oblasts
        )


NATION = Region(nation=True)
NOWHERE = Region()
