"""Reads the curated lists of the demo, and seeds everything that looks accidental."""

import csv
import random
from pathlib import Path

DATA = Path(__file__).with_name("data")


def curated(name: str) -> list[dict[str, str]]:
    """Return the lines of one of our lists in safety_portal/demo/data."""
    with (DATA / f"{name}.csv").open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def seeded(name: str) -> random.Random:
    """Return a generator that gives the same run of numbers for the same name, everywhere."""
    return random.Random(f"demo:{name}")  # noqa: S311 - it invents data, it guards nothing


def shares_of(total: int, weights: list[float]) -> list[int]:
    """Split a whole number in proportion to weights; the parts add up to it exactly."""
    whole, reached, given, parts = sum(weights), 0.0, 0, []
    for weight in weights:
        reached += weight
        until = round(total * reached / whole)
        parts.append(until - given)
        given = until
    return parts
