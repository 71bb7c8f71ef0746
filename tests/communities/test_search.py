"""Finding places by any spelling: the keys in which spellings meet, and what comes first."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from communities.models import CityDistrict, Community, CommunityAlias, Oblast, Raion, Settlement
from communities.reach import LEVELS
from communities.search import Words, find_communities
from core.ukrainian import search_key, typed_on_the_other_keyboard
from dashboards.search import places
from tests.factories.communities import (
    CommunityAliasFactory,
    CommunityFactory,
    OblastFactory,
    SettlementFactory,
)

pytestmark = pytest.mark.django_db
LETTERS = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёъыэАЄЇЩЮЯьъabcghjkqxyzQY'’ʼ- 0123456789\u0301№"


def of_database(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT uk_search_key(%s)", [text])
        return cursor.fetchone()[0]


@given(st.text(LETTERS, max_size=40))
def test_the_key_is_the_same_in_the_program_and_in_the_database(text):
    assert search_key(text) == of_database(text)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Високопілля", "Vysokopillia", "Visokopillia", "visokopillya", "ВИСОКОПІЛЛЯ"),
        ("Чорнобаївка", "Chornobaivka", "Chornobaiivka", "Chornobayivka"),
        ("Кочубеївка", "Kochubeivka", "Kochubeiivka", "Kochubeyivka"),
        ("Покровське", "Pokrovske", "Pokrovskoye", "Покровское"),
        ("Старий Крим", "Staryi Krym", "Stary Krym", "старый крым"),
        ("Кам’янка-Дніпровська", "Kamianka Dniprovska", "кам'янка дніпровська"),
    ],
    ids=lambda each: each[0],
)
def test_spellings_of_one_name_meet(spellings):
    assert len({search_key(each) for each in spellings}) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kherson region", Words("herson", kind="oblast")),
        ("Mariupol United Territorial Community", Words("mariupol", kind="community")),
        ("с. Нове Село", Words("nove selo", kind="settlement")),
        ("Нове Село", Words("nove selo")),
        ("громада", Words("hromada")),
        ("ua6510001", Words("", code="UA6510001")),
        ("№ !", Words("")),
    ],
)
def test_words_about_the_kind_of_unit_are_understood(text, words):
    assert Words.read(text) == words


def test_the_other_keyboard():
    assert typed_on_the_other_keyboard("Dbcjrjgskkz") == "високопілля"
    assert typed_on_the_other_keyboard("лрукіщт") == "kherson"


def found(text):
    return find_communities(Community.objects.shown(), text, 10)


def test_a_community_is_found_by_its_centre_its_settlements_and_its_old_names():
    wanted = CommunityFactory.create(name_uk="Високопільська", name_en="Vysokopilska")
    wanted.centre = SettlementFactory.create(community=wanted, name_uk="Високопілля")
    wanted.save()
    SettlementFactory.create(community=wanted, name_uk="Заградівка")
    CommunityAliasFactory.create(community=wanted, name="Кронау")
    CommunityFactory.create(name_uk="Берегівська")

    for words in ("Visokopillia", "vysokopilska громада", "Zagradivka", "Кронау", wanted.code):
        assert found(words) == [wanted], words
    assert found("Ізмаїл") == []


def test_homonyms_are_all_found_and_say_where_they_lie(ministry):
    both = CommunityFactory.create_batch(2, name_uk="Чорнобаївська", name_en="Chornobaivska")

    seen = places(ministry, "Чорнобаївська")

    assert {each.code for each in seen} == {each.code for each in both}
    assert len({each.place for each in seen}) == 2
    assert all(each.oblast.title in each.place for each in seen)


def test_what_is_called_exactly_so_comes_before_what_is_nearly_so():
    near = CommunityFactory.create(name_uk="Білозірська")
    exact = CommunityFactory.create(name_uk="Білозерська")

    assert found("Bilozerska") == [exact, near]


def test_the_kind_that_was_named_comes_first(ministry):
    oblast = OblastFactory.create(name_uk="Херсонська")
    community = CommunityFactory.create(name_uk="Херсонська", oblast=oblast)

    assert places(ministry, "Херсонська")[0] == community
    assert places(ministry, "Херсонська область")[0] == oblast


def test_the_other_keyboard_is_tried_where_nothing_is_found(ministry):
    wanted = CommunityFactory.create(name_uk="Високопільська")

    assert places(ministry, "Dbcjrjgskmcmrf") == [wanted]


def test_an_alias_that_is_another_communitys_name_is_refused_at_its_field(in_english):
    taken = CommunityFactory.create(name_uk="Білозерська")
    alias = CommunityAliasFactory.build(community=CommunityFactory.create(), name="Bilozerska")

    with pytest.raises(ValidationError) as refused:
        alias.full_clean()

    assert list(refused.value.message_dict) == ["name"]
    assert taken.place in refused.value.message_dict["name"][0]


def test_an_alias_names_exactly_one_unit():
    alias = CommunityAlias(name="Станіслав")
    with pytest.raises(ValidationError, match=r"одну одиницю|exactly one unit"):
        alias.validate_constraints()

    for unit in (OblastFactory.create(), SettlementFactory.create()):
        alias = CommunityAlias(**{unit._meta.model_name: unit}, name="Стара назва")
        alias.full_clean()
        alias.save()
        assert alias.unit == unit
    assert {Oblast, Raion, Community, Settlement, CityDistrict} == set(LEVELS)
