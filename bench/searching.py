"""`search`: places by every kind of spelling in the full register, through the page's own address."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from bench.databases import Pair
from bench.measuring import Line, medians
from bench.servers import serving, signed_in

READER = "ministry"
BAR = 50  # milliseconds
ADDRESS = "/search/suggestions/"
WORDS = {
    "an official name": "Високопільська",
    "a spelling from the wild": "Visokopillia",
    "a name that many places have": "Іванівка",
    "part of very many names": "івка",
    "two letters": "ка",
    "a code": "UA65100170000014054",
    "nothing, on either keyboard": "qqqqqqqq",
}


def by_any_spelling(pair: Pair) -> Iterator[Line]:
    """Each kind of words as the reader of the nation, with sign-in, scope and answer."""
    with serving(pair.large) as port:
        client = signed_in(port, READER)
        addresses = [f"{ADDRESS}?{urlencode({'q': words})}" for words in WORDS.values()]
        times = medians(*(lambda a=each: client.get(a) for each in addresses))  # type: ignore[misc]
    for kind, measured in zip(WORDS, times, strict=True):
        yield Line("search", kind, measured, None, BAR)
