"""`restricted`: the same question asked by an account with a territory and by one without walls."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlencode

from bench.databases import Pair
from bench.measuring import Line, medians
from bench.servers import PORTAL, serving, signed_in

FREE = "admin"  # a superuser: no walls, and every queue of the page
KHERSON, BILOZERKA = "UA65000000000030969", "UA65100010000048953"
READERS = (("kherson", KHERSON), ("bilozerka.council", BILOZERKA))
FIGURE = "/api/v1/measures/incidents.recorded/"
SURFACES = {  # what is asked for in the territory of the reader
    "the list of the API": "/api/v1/incidents/",
    "the list of the page": "/incidents/",
    "a figure": FIGURE,
    "communities": "/api/v1/communities/",
}


def against_unrestricted(pair: Pair) -> Iterator[Line]:
    """What the walls cost: the very same rows, read by both."""
    with serving(pair.large, PORTAL) as port:
        free = signed_in(port, FREE)
        for reader, territory in READERS:
            own = signed_in(port, reader)
            for what, address in SURFACES.items():
                days = _last_month(pair) if address == FIGURE else {}
                path = f"{address}?{urlencode({'territory': territory, **days})}"
                measured, against = medians(
                    lambda: own.get(path),  # noqa: B023
                    lambda: free.get(path),  # noqa: B023
                )
                yield Line("restricted", f"{reader}: {what}", measured, against, 1.2)


def _last_month(pair: Pair) -> dict[str, str]:
    last = date.fromisoformat(pair.large.made.until)
    return {"from": str(last - timedelta(days=30)), "to": str(last)}
