"""The rule of chains of money: it goes in no circle, and nobody passes on more than came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Link:
    """Money that went from one organisation to another; None: to the initiative itself."""

    giver: int
    receiver: int | None
    kind: str
    uah: Decimal


@dataclass(frozen=True)
class Overspent:
    """An organisation that passes on more money of a kind than came to it."""

    organisation: int
    kind: str
    came: Decimal
    goes: Decimal


def in_a_circle(links: Iterable[Link]) -> int | None:
    """Return an organisation whose money comes back to it, whatever its kind; None: there is none."""
    onward: dict[int, set[int]] = defaultdict(set)
    for each in links:
        if each.receiver is not None:
            onward[each.giver].add(each.receiver)
    return next((each for each in sorted(onward) if each in _reached(onward, each)), None)


def _reached(onward: Mapping[int, set[int]], start: int) -> set[int]:
    """Return whom money of an organisation reaches, directly or through others."""
    found: set[int] = set()
    ahead = list(onward.get(start, ()))
    while ahead:
        here = ahead.pop()
        if here not in found:
            found.add(here)
            ahead.extend(onward.get(here, ()))
    return found


def overspent(links: Iterable[Link]) -> Overspent | None:
    """Return who passes on more of a kind than came of it; whoever nothing came to is a source."""
    came: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    goes: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for each in links:
        goes[each.giver, each.kind] += each.uah
        if each.receiver is not None:
            came[each.receiver, each.kind] += each.uah
    for (organisation, kind), sum_of in sorted(came.items()):
        passed = goes.get((organisation, kind), NOTHING)
        if passed > sum_of:
            return Overspent(organisation, kind, sum_of, passed)
    return None


def in_order(links: Iterable[Link]) -> list[int]:
    """Return the givers of chains without a circle, each after everybody whose money came to it."""
    before: dict[int, set[int]] = {}
    for each in links:
        before.setdefault(each.giver, set())
        if each.receiver is not None:
            before.setdefault(each.receiver, set()).add(each.giver)
    found: dict[int, None] = {}
    while len(found) < len(before):
        free = [
            each for each, givers in before.items() if each not in found and givers <= set(found)
        ]
        found.update(dict.fromkeys(free))
    return list(found)
