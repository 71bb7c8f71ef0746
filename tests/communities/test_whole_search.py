"""The search over the whole official register: every spelling met in the wild, and what it costs."""

import pytest

from communities.models import CommunityAlias, Settlement
from communities.reach import LEVELS, in_reach
from communities.region import NATION
from communities.search import best_of, spelled_like
from dashboards.search import places

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_register")]


def test_the_index_answers():
    rows = Settlement.objects.filter(spelled_like("Високопілля", Settlement))

    plan = rows.explain()

    assert "settlement_by_spelling" in plan
    assert "Seq Scan on communities_settlement" not in plan


def test_every_spelling_found_in_the_wild_finds_its_place_first(shared, ministry):
    wrong = {}
    for line in shared("place_aliases.csv"):
        seen = [each.code for each in places(ministry, line["alias"])]
        if line["code"] and seen[:1] != [line["code"]]:
            wrong[line["alias"]] = seen

    assert wrong == {}
    assert CommunityAlias.objects.filter(language="en_ru", name="Kharkov").exists()


def test_every_community_is_found_by_its_english_name(shared, ministry):
    """By that of OpenStreetMap, which is older than some renamings of the codifier."""
    lines = [line for line in shared("hromadas_osm.csv") if line["name_en_osm"]][::15]
    lost = [
        line["name_en_osm"]
        for line in lines
        if line["code"] not in {e.code for e in places(ministry, line["name_en_osm"])}
    ]

    assert len(lost) <= len(lines) // 20, lost


@pytest.mark.parametrize("model", LEVELS)
def test_every_level_of_the_register_is_found_by_its_own_names(model):
    rows = list(
        in_reach(model, NATION).order_by("code")[:: 1 + in_reach(model, NATION).count() // 20]
    )

    for each in rows:
        named = best_of({model: in_reach(model, NATION)}, each.name_uk, 1000)
        assert each.code in {one.code for one in named}
        assert in_reach(model, NATION).filter(spelled_like(each.code, model)).get() == each
