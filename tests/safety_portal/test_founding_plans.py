"""What the founding texts say of the plans of working groups, asked of the running portal."""

from collections import Counter

import pytest
from django.test import Client

from accounts.models import User
from safety_portal.demo.accounts import SIX

pytestmark = pytest.mark.usefixtures("demo")


def browser(name):
    signed_in = Client()
    signed_in.force_login(User.objects.get(username=name))
    return signed_in


@pytest.fixture
def union():
    asks = browser("union")
    return lambda address: asks.get(f"/api/v1/{address}").json()


def test_s4_29_each_group_sets_seven_priority_themes_for_2026(union):
    homes = {each["id"]: each["community"] for each in union("working-groups/")["results"]}
    found = union("priorities/?year=2026&limit=100")["results"]
    themes = {(homes[each["group"]], each["theme"]) for each in found}

    assert Counter(home for home, _theme in themes) == dict.fromkeys(SIX, 7)
    shown = browser("union").get("/working-groups/priorities/?year=2026")
    assert {groups for _theme, groups in shown.context["themes"]} == {6}
    assert len(shown.context["themes"]) == 7


def test_s4_30_communities_need_donors_partners_and_experts(union):
    homes = {each["id"]: each["community"] for each in union("working-groups/")["results"]}
    for need in ("donor", "partner", "expert"):
        open_needs = union(f"priorities/?year=2026&needs={need}&limit=100")["results"]
        assert {homes[each["group"]] for each in open_needs} == set(SIX)
