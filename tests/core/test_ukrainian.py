"""Latin spelling, and the order of the alphabet that every list of names stands in."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.ukrainian import ALPHABET, APOSTROPHES, sort_key, transliterate


@pytest.mark.parametrize(
    ("ukrainian", "latin"),
    [
        ("Алушта", "Alushta"),
        ("Борщагівка", "Borshchahivka"),
        ("Гадяч", "Hadiach"),
        ("Ґалаґан", "Galagan"),
        ("Єнакієве", "Yenakiieve"),
        ("Згорани", "Zghorany"),
        ("Розгон", "Rozghon"),
        ("Їжакевич", "Yizhakevych"),
        ("Кадиївка", "Kadyivka"),
        ("Йосипівка", "Yosypivka"),
        ("Стрий", "Stryi"),
        ("Юрій", "Yurii"),
        ("Яготин", "Yahotyn"),
        ("Русь", "Rus"),
        ("Івано-Франківськ", "Ivano-Frankivsk"),
        ("Нова Одеса", "Nova Odesa"),
        ("ЩУЧА ЯМА", "SHCHUCHA YAMA"),
        ("Станція 5 (Old)", "Stantsiia 5 (Old)"),
    ],
)
def test_transliteration_follows_resolution_55(ukrainian, latin):
    assert transliterate(ukrainian) == latin


@pytest.mark.parametrize("apostrophe", list(APOSTROPHES))
def test_every_apostrophe_is_left_out_of_the_latin_spelling(apostrophe):
    assert transliterate(f"Знам{apostrophe}янка") == "Znamianka"


def test_quotation_marks_around_a_word_stay():
    assert transliterate("'Єдність'") == "'Yednist'"


def in_database_order(names: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM unnest(%s::text[]) WITH ORDINALITY AS given(name, place)"
            ' ORDER BY uk_sort_key(name) COLLATE "C", place',
            [names],
        )
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.django_db
def test_letters_stand_in_the_order_of_the_alphabet():
    names = ["Яр", "Їжак", "Ялта", "Ґанок", "Йод", "Єва", "Іва", "Гай", "Дим", "Евен", "Жар", "Ива"]

    assert in_database_order(names) == [
        "Гай", "Ґанок", "Дим", "Евен", "Єва", "Жар", "Ива", "Іва", "Їжак", "Йод", "Ялта", "Яр",
    ]  # fmt: skip


@pytest.mark.django_db
def test_capitals_apostrophes_and_stress_make_no_difference():
    names = ["Марʼянівка", "мар'янівка", "Мар’янівка", "МАРЯНІВКА", "Мар'я́нівка"]

    assert in_database_order([*names, "Марʼ"])[0] == "Марʼ"
    assert len({sort_key(name) for name in names}) == 1


@pytest.mark.django_db
def test_a_space_or_hyphen_comes_before_figures_and_figures_before_letters():
    names = ["Нова", "Новаа", "Нова-Одеса", "Нова Яма", "Нова1", "Новаz"]

    assert in_database_order(names) == ["Нова", "Нова-Одеса", "Нова Яма", "Нова1", "Новаz", "Новаа"]


def by_the_alphabet(word: str) -> list[int]:
    """Return the places of a word's letters, worked out in the plainest way."""
    letters = [letter for letter in word.lower() if letter in ALPHABET]
    return [ALPHABET.index(letter) for letter in letters]


words = st.text(ALPHABET + ALPHABET.upper() + "'’ʼ", max_size=12)


@pytest.mark.django_db
@settings(
    max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.lists(words, max_size=30))
def test_the_database_sorts_any_words_as_the_alphabet_does(names):
    assert in_database_order(names) == sorted(names, key=by_the_alphabet)


@pytest.mark.django_db
@settings(
    max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30))
def test_the_key_is_the_same_in_python_and_in_the_database(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT uk_sort_key(%s)", [name])
        (key,) = cursor.fetchone()

    assert key == sort_key(name)


@pytest.mark.django_db
def test_the_database_knows_cyrillic_letters_when_it_compares_spellings():
    with connection.cursor() as cursor:
        cursor.execute("SELECT similarity('яблуко', 'яблука')")
        (likeness,) = cursor.fetchone()

    assert likeness > 0
