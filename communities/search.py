"""Finding a place by any spelling of its name, by its old names and its codes.

One definition for the search of the bar, the browser of the register and `?q=` of the API.
Spellings meet in the `search_key` (core/ukrainian.py), which every name of the register has
in a column with a trigram index.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from communities.models import (
    CityDistrict,
    Community,
    CommunityAlias,
    Oblast,
    Raion,
    Settlement,
)
from core.ukrainian import search_key, typed_on_the_other_keyboard

ALIKE = 0.4  # trigram similarity from which a misspelling is still a spelling
BEGINS, HOLDS = 0.7, 0.5  # what a name that begins with the words, or holds them, is worth
CENTRE, PLACE, PART = 0.99, 0.95, 0.9  # a name of the centre, of a place itself, of a place in it
SHORT = 3  # letters; fewer are looked for at the beginnings of names only
CODE = re.compile(r"UA[0-9]{2,17}|OTG-[0-9]{2}-[0-9]+")
PCODES: dict[Any, int] = {Oblast: 4, Raion: 6, Community: 9, Settlement: 12}  # signs of a P-code
KINDS: dict[str, tuple[str, ...]] = {  # words that name a kind of unit, wherever they stand
    "oblast": ("область", "обл", "oblast", "region"),
    "raion": ("район", "raion", "district"),
    "community": (
        *("громада", "територіальна", "об’єднана", "ТГ", "ОТГ", "hromada", "community"),
        *("territorial", "united", "amalgamated", "UTC", "rural", "urban"),
    ),
}
FIRST_WORDS = ("село", "селище", "місто", "смт", "с", "м", "village", "city", "town")
Rank = tuple[float, int, str, int]  # likeness negated, level, place in the alphabet, key
_KIND_OF = {search_key(word): kind for kind, words in KINDS.items() for word in words}
_OF_SETTLEMENT = {search_key(word) for word in FIRST_WORDS}


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked for: the key of a name, or a code; and the kind of unit that was named."""

    key: str
    code: str = ""
    kind: str = ""

    @classmethod
    def read(cls, text: str) -> Words:
        """Read what somebody wrote: “Kherson region”, “с. Білозерка”, “UA6510001”."""
        code = text.strip().upper()
        if CODE.fullmatch(code):
            return cls("", code=code)
        words = search_key(text).split()
        if len(words) > 1 and words[0] in _OF_SETTLEMENT:
            return cls(" ".join(words[1:]), kind="settlement")
        kept = [word for word in words if word not in _KIND_OF]
        kinds = [_KIND_OF[word] for word in words if word in _KIND_OF]
        return cls(" ".join(kept or words), kind=kinds[0] if kept and kinds else "")


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a unit, as SQL: rows `named` with their names, the key of the unit, its worth."""

    model: Any
    unit: str = "named.id"
    worth: str = "1.0"
    joins: str = ""

    def sql(self, level: int) -> str:
        """Return what reads the units of a level from the names found: unit, alike, level."""
        return f"""
            SELECT {self.unit} AS unit, {self.worth} * named.alike AS alike, {level} AS level
            FROM {_names(self.model)} AS named {self.joins} WHERE {self.unit} IS NOT NULL
        """  # noqa: S608 - names of our own tables and figures of ours


IN_COMMUNITY = "JOIN communities_community AS community ON community.id = named.community_id"
OF_SETTLEMENT = "JOIN communities_settlement AS place ON place.id = named.settlement_id"
OF_PLACE = f"CASE WHEN community.centre_id = named.id THEN {CENTRE} ELSE {PART} END"
WAYS: dict[Any, tuple[Way, ...]] = {
    Oblast: (Way(Oblast), Way(CommunityAlias, "named.oblast_id")),
    Raion: (Way(Raion), Way(CommunityAlias, "named.raion_id")),
    Community: (
        Way(Community),
        Way(CommunityAlias, "named.community_id"),
        Way(Settlement, "named.community_id", OF_PLACE, IN_COMMUNITY),
        Way(CommunityAlias, "place.community_id", str(PART), OF_SETTLEMENT),
    ),
    Settlement: (Way(Settlement, worth=str(PLACE)), Way(CommunityAlias, "named.settlement_id")),
    CityDistrict: (
        Way(CityDistrict, worth=str(PART)),
        Way(CommunityAlias, "named.district_id", str(PART)),
    ),
}


def spelled_like(text: str, model: Any = Community) -> Q:
    """Return the condition that a unit is called nearly so, or has this code."""
    words = Words.read(text)
    if words.code:
        return _coded(words.code, model)
    if not words.key:
        return Q(pk__in=[])
    statement, parameters = _united((model,), words.key)
    return Q(pk__in=RawSQL(f"SELECT unit FROM ({statement}) AS found", parameters))  # noqa: S608, S611 - the statement is ours


def likeness(text: str, models: Iterable[Any] = (Community,)) -> dict[Any, dict[int, float]]:
    """Return how much units are called so, from 0 to 1 by key, for each kind; one query for all.

    A unit of the kind that was named in the words gets one more, so that it comes first.
    """
    words = Words.read(text)
    found: dict[Any, dict[int, float]] = {model: {} for model in models}
    if not words.key:
        return found
    kinds = list(found)
    statement, parameters = _united(kinds, words.key, told=True)
    with connection.cursor() as cursor:
        cursor.execute(f"SET pg_trgm.similarity_threshold = {ALIKE}; {statement}", parameters)
        cursor.nextset()
        for unit, alike, level in cursor:
            of_kind = found[kinds[level]]
            named = 1.0 if words.kind == kinds[level]._meta.model_name else 0.0
            of_kind[unit] = max(of_kind.get(unit, 0.0), float(alike) + named)
    return found


def _united(models: Sequence[Any], key: str, *, told: bool = False) -> tuple[str, list[Any]]:
    """Return one statement for every way to units of these levels: unit, alike, level.

    Written out, for the portal asks it at every letter somebody types; each table is read once,
    however many ways begin there. `told` says that the operator knows how strict to be.
    """
    ways = [(level, way) for level, model in enumerate(models) for way in WAYS[model]]
    found: list[str] = []
    parameters: list[Any] = []
    for table in dict.fromkeys(way.model for _level, way in ways):
        statement, own = _called_like(table, key, told=told)
        found.append(f"{_names(table)} AS MATERIALIZED ({statement})")
        parameters += own
    united = " UNION ALL ".join(way.sql(level) for level, way in ways)
    return f"WITH {', '.join(found)} {united}", parameters


def _names(model: Any) -> str:
    return f"names_of_{model._meta.model_name}"


def _called_like(model: Any, key: str, *, told: bool) -> tuple[str, list[Any]]:
    """Return the statement for the rows of a table called nearly so, with how nearly (`alike`).

    The operator asks the index, and the similarity after it where the operator was told nothing.
    Two letters are like too much to be misspelled.
    """
    holds = _pattern(model, key)
    like, keys = "named.search_key %% %s", [key]
    if not told:
        like, keys = f"{like} AND similarity(named.search_key, %s) >= {ALIKE}", [key, key]
    if len(key) < SHORT:
        like, keys = "false", []
    statement = f"""
        SELECT named.*, greatest(
            similarity(named.search_key, %s),
            CASE WHEN named.search_key LIKE %s THEN {BEGINS}
                 WHEN named.search_key LIKE %s THEN {HOLDS} ELSE 0 END) AS alike
        FROM {model._meta.db_table} AS named
        WHERE ({like}) OR named.search_key LIKE %s
    """  # noqa: S608 - names of our own tables and figures of ours
    return statement, [key, f"{key}%", f"%{key}%", *keys, holds]


def _pattern(model: Any, key: str) -> str:
    """Return the names that hold the key: of thirty thousand settlements, those that begin so.

    A key of letters, figures and spaces has no sign that LIKE would take for its own.
    """
    fewer = len(key) < SHORT
    if model is Settlement:
        return key if fewer else f"{key}%"
    return f"{key}%" if fewer else f"%{key}%"


def find_communities(communities: Any, text: str, most: int) -> list[Any]:
    """Return the communities of a queryset that are called nearly so, the likeliest first."""
    return best_of({Community: communities}, text, most)


def best_of(rows: Mapping[Any, Any], text: str, most: int) -> list[Any]:
    """Return the units among the rows of some levels that are called so, the likeliest first.

    Of equals the level named first comes first, then the alphabet. Which they are is settled
    before one is read whole: hundreds of villages may have a name.
    """
    code = Words.read(text).code
    alike = {} if code else likeness(text, rows)
    ranked: list[Rank] = []
    for place, (model, among) in enumerate(rows.items()):
        worth = alike.get(model, {})
        beaten = len(ranked) == most and -ranked[-1][0] > max(worth.values(), default=0.0)
        if code or (worth and not beaten):
            asked = _coded(code, model) if code else Q(pk__in=worth)
            found = among.filter(asked).order_by().values_list("pk", "sort_key")
            ranked += [(-worth.get(key, 1.0), place, sort, key) for key, sort in found]
            ranked = sorted(ranked)[:most]
    return _read_whole(list(rows.values()), ranked)


def _read_whole(rows: Sequence[Any], chosen: Sequence[Rank]) -> list[Any]:
    units: dict[tuple[int, int], Any] = {}
    for place, among in enumerate(rows):
        keys = [key for _worth, at, _sort, key in chosen if at == place]
        if keys:
            units |= {(place, each.pk): each for each in among.filter(pk__in=keys)}
    return [units[place, key] for _worth, place, _sort, key in chosen if (place, key) in units]


def spellings(text: str) -> Iterator[str]:
    """Yield what was written, and what it is on the other keyboard: for when nothing is found."""
    yield text
    other = typed_on_the_other_keyboard(text)
    if other != text.lower():
        yield other


def _coded(code: str, model: Any) -> Q:
    """Return the condition on a code: the whole of KATOTTH, or the P-code of the UN."""
    if len(code) == PCODES.get(model):
        return Q(code__startswith=code)
    if model is Community:  # the code of a place in it finds it too
        places = Settlement.objects.filter(code=code).values("community")
        return Q(code=code) | Q(pk__in=places)
    return Q(code=code)
