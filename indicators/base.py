"""The kinds of measures: one number is defined once, and everybody asks the same object."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Case, CharField, Count, Expression, F, When
from django.db.models import Value as Literal
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communities.region import LEVELS
from core.periods import Month, Period
from indicators import tallies
from indicators.asks import Ask, Key, Value


@dataclass(frozen=True, kw_only=True)
class Measure(ABC):
    """One number with its definition.

    `code` is permanent: it stands in addresses, reports and the API. `definition` is the
    sentence shown wherever the number is shown. `permission` says whose scope the number
    obeys. `dimensions` are what it can be split by; `adds_up` says over what it may be summed.
    """

    code: str
    label: str | Promise
    definition: str | Promise
    permission: str
    unit: str | Promise = ""
    dimensions: tuple[str, ...] = ("oblast", "raion", "community")
    adds_up: tuple[str, ...] = ()
    better: str = ""  # "more" or "less" where that is sure, so that a change may have a colour
    kind: ClassVar[str] = ""
    kind_label: ClassVar[Any] = ""
    clock: ClassVar[str] = ""
    decimals: int = 0

    def total(self, ask: Ask) -> Value:
        """Return the one number that answers the question; None is unknown."""
        return self.split(ask).get((), self.nothing)

    def totals(self, asks: Sequence[Ask]) -> list[Value]:
        """Return the answers to several questions, with as few reads as the kind can do."""
        return [self.total(ask) for ask in asks]

    def exact(self, ask: Ask) -> Value:
        """Return the number before it is rounded: what changes are worked out from."""
        return self.total(ask)

    def series(self, ask: Ask, months: Sequence[Month]) -> list[Value]:
        """Return the number, before rounding, for each of these months in a row."""
        return self.totals([ask.other(period=Period.of_months(month)) for month in months])

    @abstractmethod
    def split(self, ask: Ask, *by: str) -> dict[Key, Value]:
        """Return a number for each combination of the dimensions that has one."""

    @property
    def nothing(self) -> Value:
        """Return what a missing combination means."""
        return 0

    def records(self, ask: Ask) -> Any:
        """Return the very rows counted, unscoped and unordered, each once."""
        return None

    def left_out(self, ask: Ask) -> list[tuple[str | Promise, Any]]:
        """Return rows that meet every filter and fall out for one reason only, by reason."""
        return []


@dataclass(frozen=True, kw_only=True)
class Happening(Measure):
    """What happens in the period and can be split by months: a row of them is one read."""

    kind: ClassVar[str] = "flow"
    kind_label: ClassVar[Any] = _("flow: what happened in the period")

    def series(self, ask: Ask, months: Sequence[Month]) -> list[Value]:
        whole = ask.other(period=Period.of_months(months[0], months[-1]))
        found = self.split(whole, "month")
        return [found.get((month.first_day,), self.nothing) for month in months]


@dataclass(frozen=True, kw_only=True)
class Flow(Happening):
    """Things that happen: a column of the tallies, dated by when they occurred."""

    column: str
    rows: Callable[[Ask], Any]
    reasons: Callable[[Ask], list[tuple[str | Promise, Any]]] = lambda _ask: []
    dimensions: tuple[str, ...] = tallies.DIMENSIONS
    adds_up: tuple[str, ...] = ("territory", "time", "service", "category")
    clock: ClassVar[str] = "occurred"

    def split(self, ask: Ask, *by: str) -> dict[Key, Value]:
        found = tallies.sums(ask, by)
        values = {key: row[self.column] for key, row in found.items()}
        return {key: value for key, value in values.items() if value or not by}

    def records(self, ask: Ask) -> Any:
        return self.rows(ask)

    def left_out(self, ask: Ask) -> list[tuple[str | Promise, Any]]:
        return self.reasons(ask)


def placed(ask: Ask, name: str, path: Any, home: str) -> Any:
    """Return what rows are split by; as it is now, what moved counts where it goes on.

    `home` is the path to the community of a row, empty where it counts where it stands.
    """
    if not ask.is_of_today or name not in LEVELS or not home:
        return path
    goes_on: dict[str | None, list[int]] = {}
    for was, now in ask.heirs.moved():
        goes_on.setdefault(now.called(name), []).append(was.community)
    moves = (
        When(**{f"{home}__in": sorted(keys)}, then=Literal(code)) for code, keys in goes_on.items()
    )
    return Case(*moves, default=path, output_field=CharField())


@dataclass(frozen=True, kw_only=True)
class Stock(Measure):
    """Things that exist on the last day of the period."""

    rows: Callable[[Ask], Any]
    paths: dict[str, str]
    home: str = ""  # the path to the community a row counts in, where it may have ended since
    adds_up: tuple[str, ...] = ("territory",)
    kind: ClassVar[str] = "stock"
    kind_label: ClassVar[Any] = _("stock: what there is on the last day")
    clock: ClassVar[str] = "day"

    def split(self, ask: Ask, *by: str) -> dict[Key, Value]:
        return ask.once((self.code, by), lambda: self._read(ask, by))

    def _read(self, ask: Ask, by: tuple[str, ...]) -> dict[Key, Value]:
        rows = self.rows(ask).order_by()
        finer = None if by or "territory" not in self.adds_up else ask.finer(self.code, by)
        if finer:
            return {(): sum(finer[1].values())}
        if not by:
            return {(): rows.values("pk").distinct().count()}
        found = rows.values_list(*(placed(ask, e, F(self.paths[e]), self.home) for e in by))
        return {key[:-1]: key[-1] for key in found.annotate(n=Count("pk", distinct=True))}

    def records(self, ask: Ask) -> Any:
        rows = self.rows(ask)
        return rows.model._default_manager.filter(pk__in=rows.order_by().values("pk"))


@dataclass(frozen=True, kw_only=True)
class Counted(Happening):
    """Rows that are dated in the period, counted; `paths` say what they can be split by."""

    rows: Callable[[Ask], Any]
    paths: dict[str, Any]
    home: str = ""  # the path to the community a row counts in, where it may have ended since
    reasons: Callable[[Ask], list[tuple[str | Promise, Any]]] = lambda _ask: []
    dimensions: tuple[str, ...] = ("month", "oblast", "raion", "community")
    adds_up: tuple[str, ...] = ("territory", "time")
    clock: ClassVar[str] = "due"

    @property
    def counting(self) -> Expression:
        """Return what is made of the rows of each combination: one number."""
        return Count("pk")

    def split(self, ask: Ask, *by: str) -> dict[Key, Value]:
        return ask.once((self.code, by), lambda: self._read(ask, by))

    def _read(self, ask: Ask, by: tuple[str, ...]) -> dict[Key, Value]:
        rows = self.rows(ask).order_by()
        if not by:
            return {(): rows.aggregate(n=self.counting)["n"]}
        found = rows.values_list(*(placed(ask, e, self.paths[e], self.home) for e in by))
        return {key[:-1]: key[-1] for key in found.annotate(n=self.counting)}

    def records(self, ask: Ask) -> Any:
        return self.rows(ask)

    def left_out(self, ask: Ask) -> list[tuple[str | Promise, Any]]:
        return self.reasons(ask)


@dataclass(frozen=True, kw_only=True)
class Distinct(Stock):
    """Different people or places among rows; counted again at every level, never added up."""

    adds_up: tuple[str, ...] = ()
    kind: ClassVar[str] = "distinct"
    kind_label: ClassVar[Any] = _("distinct: different ones, counted again at every level")


@dataclass(frozen=True, kw_only=True)
class Rate(Measure):
    """One measure against another; unknown where the whole is unknown or empty."""

    part: Measure
    whole: Measure
    per: int = 100
    kind: ClassVar[str] = "rate"
    kind_label: ClassVar[Any] = _("rate: one number against another")
    clock: ClassVar[str] = "occurred"
    decimals: int = 1

    @property
    def nothing(self) -> Value:
        return None

    def split(self, ask: Ask, *by: str) -> dict[Key, Value]:
        part, whole = self.part.split(ask, *by), self.whole.split(ask, *by)
        return {key: self.of(part.get(key, 0), below) for key, below in whole.items()}

    def series(self, ask: Ask, months: Sequence[Month]) -> list[Value]:
        parts, wholes = self.part.series(ask, months), self.whole.series(ask, months)
        return [self._quotient(part, whole) for part, whole in zip(parts, wholes, strict=True)]

    def exact(self, ask: Ask) -> Value:
        return self._quotient(self.part.total(ask), self.whole.total(ask))

    def of(self, part: Value, whole: Value) -> Value:
        """Return the quotient rounded to the decimals shown; None when it is unknown."""
        exact = self._quotient(part, whole)
        return None if exact is None else round(exact, self.decimals)

    def _quotient(self, part: Value, whole: Value) -> Value:
        if part is None or not whole:
            return None
        return Decimal(part) * self.per / Decimal(whole)

    def records(self, ask: Ask) -> Any:
        return self.part.records(ask)

    def left_out(self, ask: Ask) -> list[tuple[str | Promise, Any]]:
        return self.part.left_out(ask)


@dataclass(frozen=True, kw_only=True)
class RateOnDay(Rate):
    """A rate of what there is on the last day of the period."""

    clock: ClassVar[str] = "day"


@dataclass(frozen=True, kw_only=True)
class RateOfDue(Rate):
    """A rate of what is due in the period."""

    clock: ClassVar[str] = "due"


@dataclass(frozen=True, kw_only=True)
class RateOfHeld(Rate):
    """A rate of what is held in the period."""

    clock: ClassVar[str] = "held"


@dataclass(frozen=True, kw_only=True)
class RateOfService(RateOnDay):
    """A rate that one service has; unknown where only the other one is asked for."""

    service: str

    def split(self, ask: Ask, *by: str) -> dict[Key, Value]:
        return super().split(ask, *by) if self.service in ask.services else {}

    def exact(self, ask: Ask) -> Value:
        return super().exact(ask) if self.service in ask.services else None

    def series(self, ask: Ask, months: Sequence[Month]) -> list[Value]:
        if self.service not in ask.services:
            return [None] * len(months)
        return super().series(ask, months)
