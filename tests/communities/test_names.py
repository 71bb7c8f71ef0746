"""Names in the reader's language, titles, and the order of lists."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from communities.models import Community, Raion
from communities.models.territory import CommunityKind
from tests.factories.communities import (
    CommunityAliasFactory,
    CommunityFactory,
    OblastFactory,
    RaionFactory,
    SettlementFactory,
)

pytestmark = pytest.mark.django_db


def test_the_name_is_in_the_language_of_the_reader():
    community = CommunityFactory.build(name_uk="Білозерська", name_en="Bilozerska")

    with translation.override("uk"):
        assert community.name == "Білозерська"
    with translation.override("en"):
        assert community.name == "Bilozerska"


def test_without_an_english_name_the_ukrainian_one_is_said():
    community = CommunityFactory.build(name_uk="Білозерська", name_en="")

    with translation.override("en"):
        assert community.name == "Білозерська"


def test_a_title_says_what_the_unit_is_where_the_name_does_not():
    kyiv = CommunityFactory.create(name_en="Kyiv", raion=None)

    with translation.override("en"):
        assert CommunityFactory.create(name_en="Bilozerska").title == "Bilozerska community"
        assert kyiv.title == "Kyiv"
        assert OblastFactory.create(name_en="Kherson Oblast").title == "Kherson Oblast"
        assert SettlementFactory.build(name_en="Stanislav").title == "Stanislav"


def test_lists_are_sorted_by_the_ukrainian_alphabet():
    for name in ["Їржавецький", "Ізюмський", "Йорданський", "Ґрунський", "Дубенський", "Гайський"]:
        RaionFactory.create(name_uk=name)

    names = Raion.objects.order_by("sort_key").values_list("name_uk", flat=True)

    assert list(names) == [
        "Гайський", "Ґрунський", "Дубенський", "Ізюмський", "Їржавецький", "Йорданський",
    ]  # fmt: skip


def test_the_address_of_a_community_carries_its_code():
    community = CommunityFactory.create()

    assert community.get_absolute_url() == f"/communities/{community.code}/"
    assert community.pcode == community.code[:9]


def test_a_community_has_a_code_of_the_codifier():
    with pytest.raises(IntegrityError, match="community_code_fits_its_kind"):
        CommunityFactory.create(code="UA123")


def test_a_community_that_ended_before_the_codifier_has_a_code_of_ours(db):
    CommunityFactory.create(
        code="OTG-35-1", kind=CommunityKind.AMALGAMATED, dissolved_on="2020-11-26", raion=None
    )

    assert Community.objects.get().pcode == ""
    with pytest.raises(IntegrityError, match="community_code_fits_its_kind"):
        CommunityFactory.create(code="OTG-35-2", kind=CommunityKind.AMALGAMATED)


def test_another_name_of_a_community_is_said_once():
    alias = CommunityAliasFactory.create()

    with pytest.raises(IntegrityError, match="community_alias_said_once"):
        CommunityAliasFactory.create(community=alias.community, name=alias.name)


def test_the_official_name_of_another_community_is_no_other_name_by_hand():
    other = CommunityFactory.create(name_uk="Кам’янська")
    gone = CommunityFactory.create(name_uk="Стара", dissolved_on="2021-01-01")
    alias = CommunityAliasFactory.build(community=CommunityFactory.create(), name="Камʼянська")

    with pytest.raises(ValidationError, match=other.name_uk):
        alias.full_clean()
    CommunityAliasFactory.build(community=alias.community, name=gone.name_uk).full_clean()
    CommunityAliasFactory.build(community=other, name="Камʼянська").full_clean()


def test_another_name_is_of_exactly_one_unit_and_said_once():
    place, name = SettlementFactory.create(), "Колишня назва"
    CommunityAliasFactory.create(community=None, settlement=place, name=name)

    with pytest.raises(IntegrityError, match="alias_said_once"), transaction.atomic():
        CommunityAliasFactory.create(community=None, settlement=place, name=name)
    with pytest.raises(IntegrityError, match="alias_names_one_unit"):
        CommunityAliasFactory.create(community=None, settlement=place, raion=place.raion)
