"""The table people read, and the file that keeps it."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from bench.databases import ROOT, Database, Pair
from bench.measuring import Line, say

RESULTS = ROOT / "bench" / "results"
HEADS = ("bench", "what", "measured ms", "against ms", "ratio", "bar", "verdict")


def show(lines: Sequence[Line], pair: Pair | None) -> None:
    """Print the table in Markdown, under what it was measured on."""
    say(f"\n{_machine()}")
    for each in _databases(pair):
        say(_loading(each))
    say(f"\n| {' | '.join(HEADS)} |\n|{' --- |' * len(HEADS)}")
    for line in lines:
        say(f"| {' | '.join(_cells(line))} |")


def write_down(lines: Sequence[Line], pair: Pair | None, *, command: Sequence[str]) -> None:
    """Keep the figures in a file of their own."""
    now = datetime.now(UTC)
    found: dict[str, Any] = {
        "at": now.isoformat(timespec="seconds"),
        "command": list(command),
        "machine": _machine(),
        "databases": [asdict(each.made) for each in _databases(pair)],
        "lines": [asdict(each) | {"ratio": each.ratio, "met": each.met} for each in lines],
    }
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{now:%Y%m%d-%H%M%S}.json"
    file.write_text(json.dumps(found, indent=2, ensure_ascii=False), "utf-8")
    say(f"\n{file.relative_to(ROOT)}")


def _databases(pair: Pair | None) -> list[Database]:
    return [pair.large, pair.small] if pair else []


def _cells(line: Line) -> tuple[str, ...]:
    against = "" if line.against_ms is None else f"{line.against_ms:.1f}"
    ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
    verdict = "" if line.bar is None else "met" if line.met else "**missed**"
    measured = f"{line.measured_ms:.1f}"
    return (line.bench, line.what, measured, against, ratio, line.bar_in_words, verdict)


def _machine() -> str:
    busy = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; load average {busy}"


def _loading(database: Database) -> str:
    made = database.made
    rate = f"{made.rows / made.seconds:,.0f} rows/s" if made.seconds else "not timed"
    return (
        f"{database.name}: {made.rows:,} rows loaded in {made.seconds:,.0f} s, "
        f"{rate} (load average {made.busy})"
    )
