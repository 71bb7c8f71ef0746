"""`./portal bench [NAME ...]`: make the data once, run, print a table, write it down."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

from bench import databases
from bench.measuring import Line
from bench.results import show, write_down

Bench = Callable[[Any], Iterable[Line]]


def benches() -> dict[str, Bench]:
    """Return every bench by name; imported late, for they need Django."""
    from bench import (
        create,
        listing,
        many,
        merging,
        overview,
        register,
        restricted,
        searching,
    )

    return {
        "overview": overview.growth_and_cost,
        "overview_district": overview.district,
        "list": listing.one_page,
        "page_depth": listing.depth,
        "create": create.one_record,
        "export": many.export,
        "bulk": many.bulk,
        "restricted": restricted.against_unrestricted,
        "search": searching.by_any_spelling,
        "register": register.one_load,
        "merge": merging.while_writers_work,
    }


NAMES = (
    *("overview", "overview_district", "list", "page_depth", "create"),
    *("export", "bulk", "restricted", "search", "register", "merge"),
)
ALONE = {"register"}  # benches that read no incidents


def main() -> int:
    parser = argparse.ArgumentParser("./portal bench", description=__doc__, allow_abbrev=False)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)} (all)")
    parser.add_argument("--incidents", type=int, default=10_000_000, help="in the large database")
    parser.add_argument("--fresh", action="store_true", help="make the data anew")
    asked = parser.parse_args()
    if unknown := sorted(set(asked.names) - set(NAMES)):
        parser.error(f"no bench is called {', '.join(unknown)}")
    names = asked.names or NAMES
    pair = None
    if set(names) - ALONE:
        pair = databases.Pair.ready(large=asked.incidents, fresh=asked.fresh)
        os.environ |= pair.large.environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_portal.settings")
    import django  # it reads the environment that was just made

    django.setup()
    known = benches()
    lines = [line for name in names for line in known[name](pair)]
    show(lines, pair)
    write_down(lines, pair, command=["./portal", "bench", *sys.argv[1:]])
    return 0 if all(line.met for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
