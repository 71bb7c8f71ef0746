"""Invented names of Ukrainian men and women; whoever bears one does so by accident."""

import random
from dataclasses import dataclass

from safety_portal.demo.lists import curated

WOMEN = 0.27  # share among officers


@dataclass(frozen=True, slots=True)
class Name:
    last: str
    first: str
    patronymic: str

    @property
    def full(self) -> str:
        return f"{self.first} {self.last}"


class Names:
    """Gives names whose three parts agree in gender."""

    def __init__(self) -> None:
        given = curated("given_names")
        self._surnames = curated("surnames")
        self._fathers = [each for each in given if each["gender"] == "m"]
        self._mothers = [each for each in given if each["gender"] == "f"]

    def invent(self, chance: random.Random) -> Name:
        """Return the next name."""
        woman = chance.random() < WOMEN
        first = chance.choice(self._mothers if woman else self._fathers)
        last = chance.choice(self._surnames)["female" if woman else "male"]
        patronymic = chance.choice(self._fathers)["daughter" if woman else "son"]
        return Name(last, first["name"], patronymic)
