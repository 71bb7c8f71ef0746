"""Countries by their codes of ISO 3166, named in the language of the reader."""

from functools import cache

from babel import Locale

from core.numbers import is_ukrainian
from core.ukrainian import sort_key

NO_COUNTRIES = {"EZ", "QO", "UN", "XA", "XB", "ZZ"}  # of two letters in the list of names, too


def names_of_countries() -> dict[str, str]:
    """Return what countries, and the European Union, are called, by two letters, in alphabetical order."""
    return _named("uk" if is_ukrainian() else "en")


@cache
def _named(language: str) -> dict[str, str]:
    names = Locale.parse(language).territories
    found = {
        code: name
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES
    }
    return dict(sorted(found.items(), key=lambda each: sort_key(each[1])))


def country(code: str) -> str:
    """Return what a country is called; a code that is none stays as it is."""
    return names_of_countries().get(code, code)
