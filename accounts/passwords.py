"""Passwords that everybody would guess: runs of the keyboard, and the words of this portal."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

ROWS = (
    "1234567890",
    "qwertyuiopasdfghjklzxcvbnm",
    "йцукенгшщзхїфівапролджєячсмитьбю",
    "abcdefghijklmnopqrstuvwxyz",
    "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
)
OURS = (  # also as they are typed with a keyboard of the other language
    *("громад", "безпеч", "поліц", "поліц", "рятувал", "рятівн", "дснс", "міністер", "україн"),
    *(
        "hromad",
        "gromad",
        "bezpech",
        "polits",
        "police",
        "rescue",
        "communit",
        "safety",
        "ministry",
    ),
    *("ukrain", "ukrayin", "ryatuval", "dsns", "mvs", "uhjvfl", ",tpgtx", "gjksw"),
    *("парол", "password", "parol", "portal", "портал", "qwerty", "йцукен"),
)
SHORTEST_NAME = 4


class NoRuns:
    """Refuses what repeats itself or walks along the keyboard or the alphabet."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = password.casefold()
        if _repeats(plain) or any(_walks(plain, row) for row in ROWS):
            text = _("The password repeats itself or follows the keyboard. Choose several words.")
            raise ValidationError(text, code="password_run")

    def get_help_text(self) -> str:
        return _("No repetition and no row of the keyboard.")


class NoWordsOfOurs:
    """Refuses words that anybody would try here: of the portal, of the account itself."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = password.casefold()
        for word in (*OURS, *_of_account(user)):
            if word in plain:
                text = _("The password holds “%(word)s”, which anybody would try here.")
                raise ValidationError(text % {"word": word}, code="password_context")

    def get_help_text(self) -> str:
        return _("No word of the portal and its services, no part of your name or e-mail.")


def _of_account(user: Any) -> list[str]:
    """Return the parts of name and e-mail that are long enough to be words."""
    told = (getattr(user, name, "") or "" for name in ("username", "email", "full_name"))
    parts = (part for text in told for part in re.split(r"[\W_]+", text.casefold()))
    return [part for part in parts if len(part) >= SHORTEST_NAME]


def _repeats(text: str) -> bool:
    """Say whether a text is a part of itself, over and over."""
    return any(
        text == (text[:size] * len(text))[: len(text)] for size in range(1, len(text) // 2 + 1)
    )


def _walks(text: str, row: str) -> bool:
    """Say whether a text follows a row, forwards or backwards, all the way."""
    twice = row * (len(text) // len(row) + 2)
    return text in twice or text[::-1] in twice
