"""A question to a measure: where, when, which service and what kind of event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from communities.heirs import Heirs, Territories
from communities.models import Service
from communities.region import NATION, Region
from core.periods import Period

Value = Any  # int, Decimal or None: unknown is None, never zero
Key = tuple[Any, ...]  # one entry for each dimension asked for, in their order


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What a figure is asked for; questions made from one another share what was read.

    `services` are those the reader may see and asked for. `group` and `category` are codes,
    empty for all. Stocks answer for the last day of the period. `territories` says whether the
    past is told by its own communities or by those of today; `only` narrows the records to some
    communities by their keys, as they were recorded.
    """

    period: Period
    region: Region = NATION
    services: tuple[str, ...] = tuple(Service.values)
    group: str = ""
    category: str = ""
    territories: str = Territories.AS_IT_WAS
    only: frozenset[int] | None = None
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def day(self) -> date:
        return self.period.last_day

    @property
    def is_of_today(self) -> bool:
        """Say whether the past is told by the communities of today."""
        return self.territories == Territories.AS_IT_IS_NOW

    def kept(self, rows: Any, community: str) -> Any:
        """Keep the rows of the communities asked for one by one, where some are; they stand there."""
        return rows if self.only is None else rows.filter(**{f"{community}__in": sorted(self.only)})

    @property
    def heirs(self) -> Heirs:
        """Return what became of which community, read once for all questions."""
        heirs: Heirs = self.shared("heirs", Heirs.read)
        return heirs

    @property
    def reach(self) -> Region:
        """Return where the records stand that count in the region."""
        if not self.is_of_today:
            return self.region
        return self.once("reach", lambda: self.heirs.as_it_is_now(self.region))  # type: ignore[no-any-return]

    @property
    def before(self) -> Ask:
        """Return the same question of the period before."""
        return self.other(period=self.period.before())

    @property
    def year_ago(self) -> Ask:
        """Return the same question of the same days last year."""
        return self.other(period=self.period.a_year_before())

    def other(self, **changes: Any) -> Ask:
        """Return a changed question that remembers with this one."""
        return replace(self, **changes)

    def once(self, key: Any, read: Callable[[], Any]) -> Any:
        """Return what `read` gave the first time this question was asked for this key."""
        return self.shared((self, key), read)

    def shared(self, key: Any, read: Callable[[], Any]) -> Any:
        """Return what `read` gave the first time; the key says all that the answer rests on."""
        if key not in self.memo:
            self.memo[key] = read()
        return self.memo[key]

    def finer(self, name: str, by: tuple[str, ...]) -> tuple[tuple[str, ...], Any] | None:
        """Return what this question has read under `name` for more dimensions, and for which."""
        for place in self.memo:
            if place[0] == self and place[1][0] == name and set(by) < set(place[1][1]):
                return place[1][1], self.memo[place]
        return None
