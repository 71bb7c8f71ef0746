"""Ukrainian words: Latin spelling, the order of the alphabet, and what sounds the same."""

import re
import unicodedata

ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
APOSTROPHES = "'’ʼ`´‘ʹ"
_ONE_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "’"))  # as the register writes it

# Cabinet of Ministers, resolution 55 of 27.01.2010, whose transliteration is the official one.
_SPELLINGS = "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch - iu ia"
_SPELLED = dict(zip(ALPHABET, _SPELLINGS.replace("-", "").split(" "), strict=True))
_SPELLED_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}


def with_one_apostrophe(text: str) -> str:
    """Return a text with the apostrophe of the register, whichever its keyboard has."""
    return text.translate(_ONE_APOSTROPHE)


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


# The search key. The same mapping as the SQL function `uk_search_key` (migration of core):
# Cyrillic and Latin, Ukrainian and Russian-derived spellings of one name become one key.
_SOUNDS = dict(
    zip(
        "абвгґдеєёзиіїйыклмнопрстуфхэyjgw",
        "abvhhdeeeziiiiiklmnoprstufheiihv",
        strict=True,
    )
)
_LONG_SOUNDS = {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia"}
_SILENT = f"ьъ{APOSTROPHES}\u0301"
_HEARD = {
    **{ord(letter): sound for letter, sound in (_SOUNDS | _LONG_SOUNDS).items()},
    **{ord(letter.upper()): sound for letter, sound in (_SOUNDS | _LONG_SOUNDS).items()},
    **{code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1) if chr(code) not in "YJGW"},
    **dict.fromkeys(map(ord, _SILENT + _SILENT.upper()), None),
}
_FOLDS = tuple(  # one after the other: each letter group, and what it is heard as
    (re.compile(group), heard)
    for group, heard in (
        ("[^a-z0-9]+", " "),
        ("kh", "h"),
        ("ie", "e"),
        (r"([a-z])\1+", r"\1"),
        ("oe( |$)", r"e\1"),
        ("skaia( |$)", r"ska\1"),
    )
)


def search_key(text: str) -> str:
    """Return what a name sounds like, in Latin letters: the form in which spellings meet.

    Високопілля, Vysokopillia, Visokopillya and Высокополье are near or equal in it; capitals,
    apostrophes, soft signs and doubled letters make no difference, a hyphen is a space.
    """
    heard = unicodedata.normalize("NFC", text).translate(_HEARD)
    for group, plain in _FOLDS:
        heard = group.sub(plain, heard)
    return heard.strip()


# The keys of the two keyboards, by their place: what was typed with the wrong one switched on.
_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_UKRAINIAN_KEYS = "йцукенгшщзхїфівапролджєячсмитьбю"
_TO_UKRAINIAN = str.maketrans(_LATIN_KEYS, _UKRAINIAN_KEYS)
_TO_LATIN = str.maketrans(_UKRAINIAN_KEYS, _LATIN_KEYS)


def typed_on_the_other_keyboard(text: str) -> str:
    """Return what the same keys write with the other of the two layouts switched on."""
    lower = text.lower()
    is_ukrainian = any(letter in ALPHABET for letter in lower)
    return lower.translate(_TO_LATIN if is_ukrainian else _TO_UKRAINIAN)
