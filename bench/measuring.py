"""Two sides in turn, medians of many rounds: what a ratio on a noisy machine needs."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

ROUNDS = 21
WARM_UPS = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a median against another, and the bar between them.

    `extra_ms` is what the bar grants beside the ratio; without `against_ms` the bar is
    in milliseconds; None is no bar at all.
    """

    bench: str
    what: str
    measured_ms: float
    against_ms: float | None
    bar: float | None
    extra_ms: float = 0
    faster: bool = False  # the bar says how much faster it is at least

    @property
    def ratio(self) -> float | None:
        if self.against_ms is None:
            return None
        if self.faster:
            return self.against_ms / self.measured_ms
        return self.measured_ms / self.against_ms

    @property
    def met(self) -> bool:
        if self.bar is None:
            return True
        if self.against_ms is None:
            return self.measured_ms <= self.bar
        if self.faster:
            return self.against_ms >= self.bar * self.measured_ms
        return self.measured_ms <= self.bar * self.against_ms + self.extra_ms

    @property
    def bar_in_words(self) -> str:
        if self.bar is None:
            return ""
        if self.against_ms is None:
            return f"≤ {self.bar:g} ms"
        if self.faster:
            return f"≥ {self.bar:g} x faster"
        return f"≤ {self.bar:g} x" + (f" + {self.extra_ms:g} ms" if self.extra_ms else "")


def medians(*sides: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Return the median milliseconds of each side, run in turn, round after round."""
    for _warming in range(WARM_UPS):
        for side in sides:
            side()
    taken: list[list[float]] = [[] for _side in sides]
    for _round in range(rounds):
        for side, times in zip(sides, taken, strict=True):
            began = time.perf_counter()
            side()
            times.append((time.perf_counter() - began) * 1000)
    return [statistics.median(times) for times in taken]


def percentile(times: Sequence[float], share: int) -> float:
    """Return the time that so many of a hundred do not exceed."""
    return statistics.quantiles(times, n=100)[share - 1]


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
