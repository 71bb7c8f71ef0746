"""Which community of today stands for one that ended: the map between "as it was" and "as it is now".

Records are never moved. "As it was" reads them where they were recorded; "as it is now" asks
this map, while reading, under which community of today they count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.apps import apps
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from communities.region import Region


class Territories(TextChoices):
    """How a figure of the past names its places."""

    AS_IT_WAS = "as_it_was", _("As they were")
    AS_IT_IS_NOW = "as_it_is_now", _("As they are now")


class Place(NamedTuple):
    """A community and the units it lies in: keys and codes."""

    community: int
    community_code: str
    raion: int | None
    raion_code: str | None
    oblast: int
    oblast_code: str

    def lies_in(self, region: Region) -> bool:
        """Say whether the community lies in a region of plain units."""
        return (
            region.nation
            or self.community in region.communities
            or self.raion in region.raions
            or self.oblast in region.oblasts
        )

    def called(self, level: str) -> str | None:
        """Return the code of the community, its raion or its oblast."""
        code: str | None = getattr(self, f"{level}_code")
        return code


class Step(NamedTuple):
    """One succession: from when on which unit goes on in which."""

    predecessor: Place
    successor: Place
    effective_on: date
    is_split: bool


@dataclass(frozen=True)
class Heirs:
    """Every succession at once; there are few, and whoever maps one place maps many."""

    steps: tuple[Step, ...] = ()

    @classmethod
    def read(cls) -> Heirs:
        """Read the successions, by one query."""
        return cls(tuple(apps.get_model("communities", "Succession").objects.steps()))

    def __bool__(self) -> bool:
        return bool(self.steps)

    @cached_property
    def places(self) -> Mapping[int, Place]:
        """Return where every unit named by a succession lies."""
        ends = ((each.predecessor, each.successor) for each in self.steps)
        return {place.community: place for both in ends for place in both}

    @cached_property
    def _next(self) -> Mapping[int, Step]:
        return {e.predecessor.community: e for e in self.steps if not e.is_split}

    @cached_property
    def _split(self) -> Mapping[int, list[Step]]:
        found: dict[int, list[Step]] = {}
        for each in self.steps:
            if each.is_split:
                found.setdefault(each.predecessor.community, []).append(each)
        return found

    def today(self, community: int) -> int:
        """Return the community whose line a community's records stand in today.

        Whatever was merged or renamed stands with its last successor. What was split stands for
        itself, "before the split".
        """
        return self._way(community)[-1]

    def on(self, community: int, day: date) -> int:
        """Return the community that stood for it at the end of a day."""
        return self._way(community, day)[-1]

    def _way(self, community: int, day: date = date.max) -> list[int]:
        way = [community]
        while (step := self._next.get(way[-1])) and step.effective_on <= day:
            way.append(step.successor.community)
        return way

    def homes(self, community: int) -> frozenset[int]:
        """Return where a settlement may lie so that its records left a community that was split.

        A record of the community, or of one merged into it before, then counts under what
        stands today for the community of its settlement.
        """
        return self._homes.get(community, frozenset())

    @cached_property
    def _homes(self) -> Mapping[int, frozenset[int]]:
        found = {key: self._after_splits(key) for key in self.places}
        return {key: homes for key, homes in found.items() if homes}

    def _after_splits(self, community: int) -> frozenset[int]:
        """Return every unit that came of the splits on a community's way, however late.

        A split counts from the day on which the community was part of what was split.
        """
        way, since = self._way(community), date.min
        found: set[int] = set()
        for each in way:
            parts = [step for step in self._split.get(each, ()) if step.effective_on >= since]
            for step in parts:
                found |= self._downstream(step)
            since = self._next[each].effective_on if each in self._next else since
        return frozenset(found - set(way))

    def _downstream(self, step: Step) -> set[int]:
        """Return the successor of a step and all that came of it from that day on.

        What the successor gave away before it took over is not of the predecessor's ground.
        """
        found: dict[int, date] = {}
        waiting = [(step.successor.community, step.effective_on)]
        while waiting:
            key, since = waiting.pop()
            if key in found and found[key] <= since:
                continue
            found[key] = since
            ahead = [*self._split.get(key, ()), *([self._next[key]] if key in self._next else [])]
            waiting += [
                (each.successor.community, each.effective_on)
                for each in ahead
                if each.effective_on >= since
            ]
        return set(found)

    def moved(self) -> Iterator[tuple[Place, Place]]:
        """Yield each community whose records stand in another line today, with that one."""
        for key in self._next:
            yield self.places[key], self.places[self.today(key)]

    def settled(self) -> Iterator[tuple[Place, int, Place, Place]]:
        """Yield, for records that left a split community, its place, the home of the settlement,
        the line they would stand in without the settlement, and the one they do stand in.
        """
        for key in self._homes:
            for home in sorted(self.homes(key)):
                yield self.places[key], home, self.places[self.today(key)], self._at(home)

    def _at(self, community: int) -> Place:
        return self.places[self.today(community)]

    def as_it_is_now(self, region: Region) -> Region:
        """Return where the records stand that count inside a region today."""
        if region.nation or not self:
            return region
        inherited, without, parts, without_parts = set(), set(), set(), set()
        for was, now in self.moved():
            if was.lies_in(region) and not now.lies_in(region):
                without.add(was.community)
            elif now.lies_in(region) and not was.lies_in(region):
                inherited.add(was.community)
        for was, home, line, now in self.settled():
            if line.lies_in(region) and not now.lies_in(region):
                without_parts.add((was.community, home))
            elif now.lies_in(region) and not line.lies_in(region):
                parts.add((was.community, home))
        return replace(
            region,
            inherited=frozenset(inherited),
            without=frozenset(without),
            parts=frozenset(parts),
            without_parts=frozenset(without_parts),
        )

    def widened(self, region: Region) -> Region:
        """Return a scope with what its communities took over: nothing that it held is lost."""
        now = self.as_it_is_now(region)
        return replace(now, without=frozenset(), without_parts=frozenset())

    def went_elsewhere(self, communities: Iterable[int]) -> list[Place]:
        """Return the lines of today that stand for communities which no longer have one."""
        found = (self.places[self.today(key)] for key in communities if key in self._next)
        return sorted(set(found), key=lambda place: place.community_code)
