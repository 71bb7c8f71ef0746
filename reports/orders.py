"""What is asked for when a report is asked for: of where, of when, for which service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from communities.heirs import Territories
from communities.models import GrantedService, Scope
from communities.region import NATION
from communities.territories import Territory, find_territory
from core.periods import Month, Period
from indicators.asks import Ask

EVERYTHING = Scope(police=NATION, rescue=NATION)


def month_called(text: str) -> Month:
    """Read a month written 2026-10; ValueError for anything without a whole period."""
    month = Month.parse(text)
    Period.of_months(month)  # the last month of the calendar has no day after it
    return month


@dataclass(frozen=True, kw_only=True)
class Order:
    """One report to be built; two equal orders ask for the same thing."""

    kind: str
    territory: Territory
    period: Period
    service: str
    language: str
    territories: str = Territories.AS_IT_WAS

    @property
    def services(self) -> tuple[str, ...]:
        """Return the services to count."""
        return tuple(sorted(GrantedService(self.service).services))

    @property
    def month(self) -> Month:
        """Return the last month of the period, a monthly report's only one."""
        return Month.of(self.period.last_day)

    @property
    def ask(self) -> Ask:
        """Return the question every measure of the report is asked."""
        return Ask(
            period=self.period,
            region=self.territory.region,
            services=self.services,
            territories=self.territories,
        )

    @property
    def standing(self) -> Period | None:
        """Return the period whose communities are compared; None for those of today."""
        return None if self.ask.is_of_today else self.period

    @property
    def key(self) -> dict[str, Any]:
        """Return the columns that editions of one and the same report share."""
        units = dict.fromkeys(("oblast", "raion", "community"))
        if self.territory.unit:
            units[self.territory.level] = self.territory.unit
        return {
            "kind": self.kind,
            **units,
            "service": self.service,
            "territories": self.territories,
            "starts_on": self.period.start,
            "ends_on": self.period.end,
            "language": self.language,
        }

    def written(self) -> dict[str, str]:
        """Return the order as a job keeps it; what every report is by default is not said."""
        naming = {"territories": self.territories} if self.ask.is_of_today else {}
        return {
            "kind": self.kind,
            "territory": self.territory.code,
            "from": self.period.start.isoformat(),
            "to": self.period.end.isoformat(),
            "service": self.service,
            "language": self.language,
            **naming,
        }

    @classmethod
    def read(cls, written: dict[str, Any]) -> Order:
        """Read an order as a job keeps it, whoever may see its territory."""
        code = written["territory"]
        return cls(
            kind=written["kind"],
            territory=find_territory(code, EVERYTHING) if code else Territory(),
            period=Period(date.fromisoformat(written["from"]), date.fromisoformat(written["to"])),
            service=written["service"],
            language=written["language"],
            territories=written.get("territories", Territories.AS_IT_WAS),
        )
