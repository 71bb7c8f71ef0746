"""`list`: a page of the API against stock pagination and json_agg; `page_depth`: against itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlencode

from bench.databases import Pair
from bench.measuring import Line, medians
from bench.servers import PORTAL, STOCK, serving, signed_in
from core.api import paging
from core.keyset import Keyset, Mark
from core.periods import Period
from incidents.api import IncidentViewSet
from incidents.models import Incident

SIZE = 100
DEEP = 10_000  # pages
LIST = "/api/v1/incidents/"
READER = "ministry"
OBLAST = "UA12000000000090473"  # Dnipropetrovsk, the oblast with the most residents
DISTRICT_READER, DISTRICT = "kherson", "UA65000000000030969"

JSON_AGG = """
    WITH page AS (
        SELECT i.* FROM incidents_incident i JOIN communities_oblast o ON o.id = i.oblast_id
        WHERE o.code = %(oblast)s AND occurred_at >= %(since)s AND occurred_at < %(until)s
        ORDER BY occurred_at DESC, i.id DESC LIMIT 100
    )
    SELECT json_agg(json_build_object(
        'id', i.id, 'number', number, 'community', c.code, 'settlement', s.code,
        'category', k.code, 'occurred_at', occurred_at, 'reported_at', reported_at,
        'received_at', received_at, 'channel', channel, 'service', service,
        'war_related', war_related, 'latitude', i.latitude, 'longitude', i.longitude,
        'accuracy_m', accuracy_m, 'address', t.address, 'narrative', t.narrative,
        'people', json_build_object(
            'rescued', rescued, 'injured', injured, 'killed', killed,
            'children_rescued', children_rescued, 'children_injured', children_injured,
            'children_killed', children_killed
        ),
        'register_number', register_number,
        'responses', coalesce((
            SELECT json_agg(json_build_object(
                'officer', officer_id, 'role', role, 'dispatched_at', dispatched_at,
                'arrived_at', arrived_at, 'finished_at', finished_at
            ) ORDER BY r.id) FROM incidents_response r WHERE r.incident_id = i.id
        ), '[]'),
        'status', status, 'version', version, 'logged_by', logged_by_id,
        'created_at', created_at, 'updated_at', updated_at
    ) ORDER BY occurred_at DESC, i.id DESC)::text
    FROM page i
    JOIN communities_community c ON c.id = i.community_id
    JOIN incidents_category k ON k.id = i.category_id
    JOIN incidents_incidenttext t ON t.incident_id = i.id
    LEFT JOIN communities_settlement s ON s.id = i.settlement_id
"""


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
    yield Line("list", f"{reader}: stock page number", measured, by_number, 20, faster=True)
    yield Line("list", f"{reader}: stock cursor", measured, by_cursor, 3, faster=True)
    yield Line("list", f"{reader}: json_agg through psycopg", measured, json_agg, 2.5)


def _year_before(last: date) -> Period:
    return Period(last - timedelta(days=365), last)


def depth(pair: Pair) -> Iterator[Line]:
    """The first page of the nation against the one ten thousand pages on, in every ordering."""
    with serving(pair.large, PORTAL) as port:
        client = signed_in(port, READER)
        for name in IncidentViewSet.orderings:
            first = f"{LIST}?{urlencode({'ordering': name, 'limit': SIZE})}"
            deep = _deep(name)
            near, far = medians(lambda: client.get(first), lambda: client.get(deep))  # noqa: B023
            yield Line("page_depth", f"page {DEEP:,}, {name}", far, near, 1.1)


def _deep(ordering: str) -> str:
    """Return the address of a page so many pages on, as its predecessor would give it."""
    columns = IncidentViewSet.orderings[ordering]
    keyset = Keyset(columns)
    row = Incident.objects.order_by(*columns).values(*keyset.names)[DEEP * SIZE]
    query = {"ordering": ordering, "limit": str(SIZE)}
    cursor = paging.seal(paging.good_for(LIST, query, ordering), Mark(keyset.key(row)))
    return f"{LIST}?{urlencode({**query, 'cursor': cursor})}"
