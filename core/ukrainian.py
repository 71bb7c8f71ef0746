"""Ukrainian words: Latin spelling for English readers, and the order of the alphabet."""

import re
import unicodedata

ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
APOSTROPHES = "'’ʼ`´‘ʹ"

# Cabinet of Ministers, resolution 55 of 27.01.2010, whose transliteration is the official one.
_SPELLINGS = "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch - iu ia"
_SPELLED = dict(zip(ALPHABET, _SPELLINGS.replace("-", "").split(" "), strict=True))
_SPELLED_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}


def _both_cases(spelled: dict[str, str]) -> dict[str, str]:
    capitals = {letter.upper(): latin.capitalize() for letter, latin in spelled.items()}
    return {**spelled, **capitals}


_LATIN = str.maketrans(_both_cases(_SPELLED))
_LATIN_FIRST = _both_cases(_SPELLED_FIRST)
_LETTER = f"[{ALPHABET}{ALPHABET.upper()}]"
_APOSTROPHE = re.compile(rf"(?<={_LETTER})[{APOSTROPHES}](?={_LETTER})")
_ALL_CAPITALS = re.compile(rf"(?<!{_LETTER})[{ALPHABET.upper()}]{{2,}}(?!{_LETTER})")
_FIRST_LETTER = re.compile(rf"(?<!{_LETTER})[{''.join(_LATIN_FIRST)}]")
_G_AFTER_Z = re.compile("(?<=[зЗ])г")


def transliterate(text: str) -> str:
    """Return a Ukrainian text in Latin letters; what is not Ukrainian stays as it is.

    Follows resolution 55 of 2010: the letters є, ї, й, ю, я have another form at the start
    of a word, зг is zgh, the soft sign and the apostrophe are left out.
    """
    text = _APOSTROPHE.sub("", unicodedata.normalize("NFC", text))
    text = _ALL_CAPITALS.sub(lambda word: _spell(word.group().lower()).upper(), text)
    return _spell(text)


def _spell(text: str) -> str:
    text = _FIRST_LETTER.sub(lambda letter: _LATIN_FIRST[letter.group()], text)
    return _G_AFTER_Z.sub("gh", text).translate(_LATIN)


# The sort key. The same mapping as the SQL function `uk_sort_key` (migration 0001 of core):
# letters become ascending private-use characters, so that code points say the order and
# every server gives the same answer. ё, ъ, ы, э stand where Russian puts them.
_SORTED = "абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюя"
_FIRST = 0xE000
_HYPHENS = "-‐‑–—"
_KEYS = {
    **{ord(letter): _FIRST + place for place, letter in enumerate(_SORTED)},
    **{ord(letter): _FIRST + place for place, letter in enumerate(_SORTED.upper())},
    **{code: code + 32 for code in range(ord("A"), ord("Z") + 1)},
    **dict.fromkeys(map(ord, _HYPHENS), " "),
    **dict.fromkeys(map(ord, APOSTROPHES + "\u0301"), None),
}


def sort_key(text: str) -> str:
    """Return the key by which a name is sorted: ґ after г, є after е, і after и, ї after і.

    Capitals, apostrophes and stress marks make no difference, a hyphen counts as a space;
    spaces come first, then figures, Latin letters and the Ukrainian alphabet.
    """
    return unicodedata.normalize("NFC", text).translate(_KEYS)
