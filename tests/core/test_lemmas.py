"""The words of a text: forms of one word meet, spellings of one sound too."""

import subprocess
import sys

import pytest

from core.lemmas import asked_in, words_in


def finds(question, text):
    known = words_in(text)
    asked = asked_in(question)
    return bool(asked) and all(any_of & known for any_of in asked)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("громадяни", "Звернувся громадянин Н."),
        ("пожежі", "Пожежа в сараї"),
        ("хати", "Згоріла хата"),
        ("шахед", "Збито три шахеди"),
        ("трава", "Гасіння сухої трави"),
        ("граната", "Знайшли гранату"),
        ("ДИТИНА", "Врятовано двох дітей"),
        ("п’яний", "Водій був п'яним"),
        ("Visokopillya", "біля школи, Високопілля"),
        ("pozhezha", "Гасили пожежу"),
        ("Франківськ", "траса на Івано-Франківськ"),
        ("65-2026-000123", "дивись 65-2026-000123."),
        ("сарай школа", "Горіли сараї біля школи"),
    ],
)
def test_forms_and_spellings_of_a_word_meet(question, text):
    assert finds(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("пожежник", "Пожежа в сараї"),
        ("сарай школа", "Горіли сараї біля лісу"),
        ("а", "а б в"),
        ("…", "Пожежа"),
    ],
)
def test_other_words_do_not(question, text):
    assert not finds(question, text)


def test_the_dictionary_is_opened_only_for_words():
    """A process that starts, and reads codes and Latin letters, loads no dictionary."""
    code = "import sys, core.lemmas as l; l.words_in('code 65-2026'); print('pymorphy3' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
