"""The words of a text as a search knows them: by their dictionary forms, spelled by their sound.

«громадяни» and «громадянин» meet in one form, «Высокополье» and «Visokopillya» in one sound
(core/ukrainian.py). A form that may be of two words, such as «трави», counts as both.
"""

from __future__ import annotations

import logging
import re
from functools import cache, lru_cache
from typing import Any

from core.ukrainian import APOSTROPHES, search_key

KNOWN = 50_000  # words whose forms a process remembers: few make up most texts
LONGEST = 60  # characters of a word that count
WORD = re.compile(rf"\w(?:[\w{APOSTROPHES}/.-]*\w)?")
_PARTS = re.compile(r"[/.-]")
_APOSTROPHES = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))


def words_in(text: str) -> set[str]:
    """Return everything a text is found by."""
    return {key for word in _words(text) for each in (word, *_parts(word)) for key in keys(each)}


def asked_in(text: str) -> list[frozenset[str]]:
    """Return what each word of a question may stand as in a text; words that are too short are none.

    A number with dashes is one word, a name with dashes is each of its parts.
    """
    asked = [
        each for word in _words(text) for each in ([word] if _is_number(word) else _parts(word))
    ]
    return [found for each in asked if (found := keys(each))]


@lru_cache(maxsize=KNOWN)
def keys(word: str) -> frozenset[str]:
    """Return the sounds of a word and of its dictionary forms; none for a single letter."""
    spelled = {word, *_dictionary_forms(word)}
    return frozenset(key for each in spelled if _counts(key := search_key(each)))


def _words(text: str) -> list[str]:
    plain = text.lower().translate(_APOSTROPHES)
    return [found.group()[:LONGEST] for found in WORD.finditer(plain)]


def _parts(word: str) -> list[str]:
    return _PARTS.split(word)


def _is_number(word: str) -> bool:
    return any(map(str.isdecimal, word))


def _counts(key: str) -> bool:
    return len(key) > 1 or key.isdecimal()


def _dictionary_forms(word: str) -> set[str]:
    if not word or word.isascii() or not word[-1].isalpha():
        return set()
    return {each.normal_form for each in _dictionary().parse(word)}


@cache
def _dictionary() -> Any:
    """Open the dictionary, some 30 MB and half a second, once a process has words to look up."""
    from pymorphy3 import MorphAnalyzer

    logging.getLogger("pymorphy3").setLevel(logging.WARNING)
    return MorphAnalyzer(lang="uk")
