"""Finding incidents by words: what each is found by is written beside it, and asked for here.

A vector holds the sounds of the words people wrote (core/lemmas.py), and three kinds of marks:
`#` before what a number holds, `@` before the place and the service. The words of sensitive
records are in no vector; those records are found by their numbers alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Q

from communities.models import Scope, Service
from communities.region import NATION, Region
from core.lemmas import asked_in, keys, words_in
from incidents.models.words import TABLE_WAITS, IncidentWords

NUMBER, PLACE = "#", "@"
BATCH = 1000  # records whose words are written at a time
NOTHING: Q = Q(pk__in=[])
Row = tuple[Any, ...]
COLUMNS = ("number", "register_number", "service", "oblast_id", "raion_id", "community_id")
SAID = ("text__address", "text__narrative", "settlement__name_uk", "settlement__name_en")
WRITE = """
    UPDATE incidents_incidentwords w
    SET vector = array_to_tsvector(string_to_array(new.lexemes, E'\\x1f'))
    FROM unnest(%s::uuid[], %s::int[], %s::text[]) AS new (id, revision, lexemes)
    WHERE w.incident_id = new.id AND w.revision = new.revision
"""


class Asked(SearchQuery):
    """A question to a vector, in PostgreSQL's own writing: nothing in it is parsed or stemmed."""

    template = "%(expressions)s::tsquery"


# --- written


def write_words(most: int) -> int:
    """Write the vectors of at most so many records that wait for theirs; return how many."""
    rows = waiting(most)
    write(rows)
    return len(rows)


def waiting(most: int) -> list[Row]:
    """Return records that wait: key, revision, and what is told of them."""
    columns = [f"incident__{name}" for name in (*COLUMNS, "category__sensitive", *SAID)]
    rows = IncidentWords.objects.filter(vector=None).values_list("pk", "revision", *columns)
    return list(rows[:most])


def write(rows: list[Row]) -> None:
    """Write their vectors; a record that changed since has another revision, and goes on waiting."""
    vectors = [(pk, revision, _joined(*told)) for pk, revision, *told in rows]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [[each[at] for each in vectors] for at in range(3)])


def let_wait() -> int:
    """Let every record wait that was never written: those older than the search, or loaded bare."""
    with connection.cursor() as cursor:
        cursor.execute(TABLE_WAITS)
        return cursor.rowcount


def _joined(*told: Any) -> str:
    """Return the lexemes of a record; PostgreSQL takes neither repeats nor empty ones amiss."""
    number, in_register, service, *place = told[: len(COLUMNS)]
    sensitive, *said = told[len(COLUMNS) :]
    keyed = {*keys(number.lower() if number else ""), *words_in(in_register)}
    lexemes = _numbers(keyed)
    lexemes |= {f"{PLACE}{service}", *_marks(zip("orc", place, strict=True))}
    if not sensitive:
        lexemes |= words_in(" ".join(filter(None, said)))
    return "\x1f".join(sorted(lexemes))


def _marks(units: Iterable[tuple[str, int | None]]) -> Iterator[str]:
    """Yield the marks of units by the letter of their level: oblast, raion, community."""
    return (f"{PLACE}{letter}{key}" for letter, key in units if key is not None)


# --- asked


def holding(text: str, *, shut: list[int], scope: Scope, region: Region = NATION) -> Q:
    """Return the condition on incidents that hold every word of a text.

    Of the categories that are `shut`, the sensitive ones, only numbers count. What a reader may
    see is decided elsewhere; `scope` and `region` stand in the question only so that the index
    need not read the words of the whole country.
    """
    words = asked_in(text)
    if not words:
        return NOTHING
    place = _place_asked(scope, region)
    anywhere = _all([_any({*each, *_numbers(each)}) for each in words] + place)
    found = Q(words__vector=Asked(anywhere))
    if shut:
        found &= ~Q(category__in=shut) | Q(
            words__vector=Asked(_all(_any(_numbers(each)) for each in words))
        )
    return found


def _numbers(keys: Iterable[str]) -> set[str]:
    return {f"{NUMBER}{key}" for key in keys}


def _place_asked(scope: Scope, region: Region) -> list[str]:
    """Return what a place asks of a vector: at least where the reader's rows are, and the service."""
    within = _region_asked(region)
    if scope.police == scope.rescue:
        return within + _region_asked(scope.police)
    each = [
        _all([_any({f"{PLACE}{service}"}), *_region_asked(scope.of(service))])
        for service in Service.values
        if scope.of(service)
    ]
    return [*within, f"({' | '.join(each)})"] if each else within


def _region_asked(region: Region) -> list[str]:
    if region.nation:
        return []
    communities = {*region.named_communities, *(first for first, _second in region.parts)}
    levels = zip("orc", (region.oblasts, region.raions, communities), strict=True)
    marks = {mark for letter, keys in levels for mark in _marks((letter, key) for key in keys)}
    return [_any(marks)] if marks else []


def _any(lexemes: Iterable[str]) -> str:
    quoted = " | ".join(f"'{each}'" for each in sorted(lexemes))
    return f"({quoted})"


def _all(parts: Iterable[str]) -> str:
    return f"({' & '.join(parts)})"
