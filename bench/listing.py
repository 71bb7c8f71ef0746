"""`list`: a page of the API against stock pagination and json_agg; `page_depth`: against itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from bench.databases import Pair
from bench.measuring import Line, medians
from bench.servers import PORTAL, STOCK, Client, serving, signed_in
from core.api import paging
from core.keyset import Keyset, Mark
from core.periods import Period
from incidents.api import IncidentViewSet
from incidents.models import Incident
from incidents.telling import telling

SIZE = 100
DEEP = 10_000  # pages
LARGE = 10_000_000  # incidents from which on page numbers have to be left behind: they are counted
LIST = "/api/v1/incidents/"
READER = "ministry"
OBLAST = "UA12000000000090473"  # Dnipropetrovsk, the oblast with the most residents
DISTRICT_READER, DISTRICT = "kherson", "UA65000000000030969"

JSON_AGG = Path(__file__).with_name("records.sql").read_text("utf-8")


def one_page(pair: Pair) -> Iterator[Line]:
    """A hundred incidents of an oblast and a year, to the ministry and to the oblast's own."""
    with serving(pair.large, PORTAL) as portal, serving(pair.large, STOCK) as stock:
        for reader, oblast in ((READER, OBLAST), (DISTRICT_READER, DISTRICT)):
            yield from _one_page(pair, reader, oblast, portal, stock)


def _one_page(pair: Pair, reader: str, oblast: str, portal: int, stock: int) -> Iterator[Line]:
    year = _year_before(date.fromisoformat(pair.large.made.until))
    since, until = year.starts_at.isoformat(), year.ends_at.isoformat()
    ours, theirs = signed_in(portal, reader), signed_in(stock, reader)
    days = {"since": str(year.start), "until": str(year.last_day)}
    path = f"{LIST}?{urlencode({'territory': oblast, 'limit': SIZE, **days})}"
    moments = {"occurred_at__gte": since, "occurred_at__lt": until}
    query = urlencode({"oblast__code": oblast, **moments})
    plain = pair.large.connect()
    asked = {"oblast": oblast, "since": since, "until": until}
    measured, by_number, by_cursor, json_agg = medians(
        lambda: ours.get(path),
        lambda: theirs.get(f"/api/v1/stock/by-number/?{query}"),
        lambda: theirs.get(f"/api/v1/stock/by-cursor/?{query}"),
        lambda: plain.execute(JSON_AGG, asked).fetchone(),
    )
    ahead = 20 if reader == READER and pair.large.made.incidents >= LARGE else None
    yield Line("list", f"{reader}: stock page number", measured, by_number, ahead, faster=True)
    yield Line("list", f"{reader}: stock cursor", measured, by_cursor, 3, faster=True)
    yield Line("list", f"{reader}: json_agg through psycopg", measured, json_agg, 2.5)


def _year_before(last: date) -> Period:
    return Period(last - timedelta(days=365), last)


def depth(pair: Pair) -> Iterator[Line]:
    """The first page of the nation against the one ten thousand pages on, in every ordering.

    The oldest records are all of the police, without a section; ten thousand pages on there are
    fires. What PostgreSQL takes longer to tell the records of the one page, read by their keys,
    than those of the other is not the depth's: the first page is held to have cost that, too.
    """
    with serving(pair.large, PORTAL) as port:
        client = signed_in(port, READER)
        for name in IncidentViewSet.orderings:
            query = {"limit": str(SIZE), "ordering": name}
            first = f"{LIST}?{urlencode(query)}"
            deep = f"{first}&cursor={_cursor(query)}"
            near, far, near_rows, far_rows = medians(
                partial(client.get, first),
                partial(client.get, deep),
                _telling(pair, _keys(client, first)),
                _telling(pair, _keys(client, deep)),
            )
            alike = near + far_rows - near_rows
            yield Line("page_depth", f"page {DEEP:,}, {name}", far, alike, 1.1)


def _cursor(query: dict[str, str]) -> str:
    """Return the cursor of the page so many pages on, as its predecessor would give it."""
    columns = IncidentViewSet.orderings[query["ordering"]]
    keyset = Keyset(columns)
    row = Incident.objects.order_by(*columns).values(*keyset.names)[DEEP * SIZE]
    filters = paging.good_for(LIST, query, query["ordering"])
    return paging.seal(filters, Mark(keyset.key(row)))


def _keys(client: Client, path: str) -> list[str]:
    """Return the keys of the records on a page."""
    return [each["id"] for each in json.loads(client.get(path))["results"]]


def _telling(pair: Pair, keys: list[str]) -> Callable[[], object]:
    """Return what has PostgreSQL tell records as the API does, by their keys."""
    plain = pair.large.connect()
    told = telling(Incident.objects.filter(pk__in=keys)).query.sql_with_params()
    return lambda: plain.execute(*told).fetchall()
