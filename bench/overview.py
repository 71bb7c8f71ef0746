"""`overview`: the national page against its growth and against bare SQL; `overview_district`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from bench.databases import Database, Pair
from bench.measuring import Line, medians
from bench.servers import Client, empty_cache, serving, signed_in
from core.periods import Month, Period

PAGE = "/"
MINISTRY, DISTRICT = "ministry", "kherson"
FIGURES = Path(__file__).with_name("figures.sql").read_text("utf-8").split(";")


def growth_and_cost(pair: Pair) -> Iterator[Line]:
    """The national page with an empty cache at both sizes, and the SQL of its figures alone."""
    with ExitStack() as servers:
        large, small = (
            _reader(each, servers.enter_context(serving(each)), MINISTRY)
            for each in (pair.large, pair.small)
        )
        measured, at_small, bare = medians(large, small, _bare(pair.large))
    name = f"at {pair.large.made.incidents:,} incidents"
    yield Line("overview", f"{name} against {pair.small.made.incidents:,}", measured, at_small, 1.2)
    yield Line("overview", f"{name} against bare SQL", measured, bare, 3, extra_ms=30)


def district(pair: Pair) -> Iterator[Line]:
    """The page of one oblast's user against the ministry's."""
    with serving(pair.large) as port:
        own, national = (_reader(pair.large, port, each) for each in (DISTRICT, MINISTRY))
        measured, against = medians(own, national)
    yield Line("overview_district", f"{DISTRICT} against {MINISTRY}", measured, against, 1.2)


def _reader(database: Database, port: int, username: str) -> Callable[[], object]:
    """Return a look at the page by somebody signed in, nothing of it cached."""
    client: Client = signed_in(port, username)

    def look() -> bytes:
        empty_cache(database)
        return client.get(PAGE)

    return look


def _bare(database: Database) -> Callable[[], object]:
    """Return the reading of the same figures by psycopg, each in the plainest SQL for it."""
    connection = database.connect()
    month = Month.of(date.fromisoformat(database.made.until)).shift(-1)
    period = Period.of_months(month)
    asked: dict[str, Any] = {
        "month": month.first_day,
        "before": month.shift(-1).first_day,
        "year_ago": month.shift(-12).first_day,
        "first": month.shift(-11).first_day,
        "last_day": period.last_day,
        "starts_at": period.starts_at,
        "ends_at": period.ends_at,
    }

    def read() -> list[Any]:
        return [connection.execute(each, asked).fetchall() for each in FIGURES]  # type: ignore[arg-type]

    return read
