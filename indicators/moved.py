"""What a figure "as it is now" counts elsewhere than where it was recorded: a few communities."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Count, DateField, F, Q, Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from communities.heirs import Place, Territories
from communities.region import LEVELS, Region
from incidents.models import Incident, Response
from incidents.models.people import PEOPLE
from indicators.asks import Ask, Key
from indicators.events import meeting

Counts = dict[str, int]
Move = tuple[Place, Place]
PATHS = {"category": "category__code", "group": "category__group", "service": "service"}


def moved(
    ask: Ask, by: tuple[str, ...], sums: Callable[[Ask, tuple[str, ...]], Any]
) -> Iterator[tuple[Key, Counts]]:
    """Yield what to add to sums read as it was: taken from one key, given to another.

    First whole communities go to the line they stand in today, by their tallies; then, of those
    that were split, the records whose settlement lies in a part go there, by their rows.
    """
    rest = tuple(name for name in by if name not in LEVELS)
    yield from _whole(ask, by, rest, sums)
    yield from _settled(ask, by, rest)


def _whole(
    ask: Ask, by: tuple[str, ...], rest: tuple[str, ...], sums: Callable[..., Any]
) -> Iterator[tuple[Key, Counts]]:
    moves = {was.community_code: (was, now) for was, now in ask.heirs.moved()}
    moves = {code: move for code, move in moves.items() if _matters(ask, by, move)}
    if not moves:
        return
    there = Region(communities=frozenset(was.community for was, _now in moves.values()))
    recorded = ask.other(region=there, territories=Territories.AS_IT_WAS)
    for (code, *others), counts in sums(recorded, ("community", *rest)).items():
        yield from _transfer(ask, by, moves[code], dict(zip(rest, others, strict=True)), counts)


def _settled(ask: Ask, by: tuple[str, ...], rest: tuple[str, ...]) -> Iterator[tuple[Key, Counts]]:
    moves = {(was.community, home): (line, now) for was, home, line, now in ask.heirs.settled()}
    moves = {pair: move for pair, move in moves.items() if _matters(ask, by, move)}
    if not moves:
        return
    there = Region(parts=frozenset(moves))
    recorded = ask.other(region=there, territories=Territories.AS_IT_WAS)
    for pair, others, counts in _rows(recorded, rest):
        yield from _transfer(ask, by, moves[pair], dict(zip(rest, others, strict=True)), counts)


def _matters(ask: Ask, by: tuple[str, ...], move: Move) -> bool:
    """Say whether a move takes anything out of the region, into it, or to another key of it."""
    was, now = move
    inside = now.lies_in(ask.region)
    if was.lies_in(ask.region) != inside:
        return True
    return inside and any(was.called(level) != now.called(level) for level in by if level in LEVELS)


def _transfer(
    ask: Ask, by: tuple[str, ...], move: Move, others: dict[str, Any], counts: Counts
) -> Iterator[tuple[Key, Counts]]:
    for place, sign in zip(move, (-1, 1), strict=True):
        if place.lies_in(ask.region):
            key = tuple(place.called(name) if name in LEVELS else others[name] for name in by)
            yield key, {name: sign * count for name, count in counts.items()}


def _rows(ask: Ask, rest: tuple[str, ...]) -> Iterator[tuple[tuple[int, int], Key, Counts]]:
    """Count the records and responses of split communities by the home of their settlement."""
    of_incidents = Incident.objects.filter(meeting(ask), service__in=ask.services, counted=True)
    counts = {
        "incidents": Count("pk"),
        "war_related": Count("pk", filter=Q(war_related=True)),
        **{name: Coalesce(Sum(name), 0) for name in PEOPLE},
    }
    yield from _grouped(of_incidents, "", rest, counts)
    of_responses = Response.objects.filter(
        meeting(ask, "incident__"), incident__service__in=ask.services, incident__counted=True
    )
    yield from _grouped(of_responses, "incident__", rest, {"responses": Count("pk")})


def _grouped(
    rows: Any, where: str, rest: Iterable[str], counts: dict[str, Any]
) -> Iterator[tuple[tuple[int, int], Key, Counts]]:
    kyiv = timezone.get_default_timezone()
    paths: dict[str, Any] = {name: F(f"{where}{path}") for name, path in PATHS.items()}
    paths["month"] = TruncMonth(f"{where}occurred_at", tzinfo=kyiv, output_field=DateField())
    keys = {
        "by_community": F(f"{where}community"),
        "by_home": F(f"{where}settlement__community"),
        **{f"by_{name}": paths[name] for name in rest},
    }
    sums = {f"sum_{name}": count for name, count in counts.items()}
    for row in rows.order_by().values(**keys).annotate(**sums):
        key = tuple(row[f"by_{name}"] for name in rest)
        said = {name: row[f"sum_{name}"] for name in counts}
        yield (row["by_community"], row["by_home"]), key, said
