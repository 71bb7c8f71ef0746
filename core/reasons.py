"""Reasons that are kept and said later, each time in the language of whoever reads them."""

from __future__ import annotations

from typing import Any, Self

from django.utils.translation import gettext


class Reason(str):
    """A sentence in the language of this moment that remembers how to be said in another.

    Make it from a source string marked with `gettext_noop` and the values it names. What is kept
    of it (`kept`) is JSON; `Reason.told` says it again. A plain text stays as it is.
    """

    __slots__ = ("source", "values")
    source: str
    values: dict[str, str | int]

    def __new__(cls, source: str, /, **values: Any) -> Self:
        plain = {name: v if isinstance(v, int) else str(v) for name, v in values.items()}
        text = gettext(source) if source else ""
        made = super().__new__(cls, text % plain if plain else text)
        made.source, made.values = source, plain
        return made

    @property
    def kept(self) -> dict[str, Any]:
        return {"says": self.source, "of": self.values}

    @classmethod
    def told(cls, kept: dict[str, Any] | None) -> str:
        """Say a kept reason in the language of this moment; nothing where nothing was kept."""
        return cls(kept["says"], **kept["of"]) if kept else ""


def kept(words: str) -> dict[str, Any]:
    """Return what is kept of any sentence: a plain one can only be repeated."""
    return words.kept if isinstance(words, Reason) else {"says": str(words), "of": {}}
