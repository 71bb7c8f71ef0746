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


@pytest.fixture
def kherson():
    asks = browser("kherson")
    return lambda address: asks.get(f"/api/v1/{address}").json()


def write(group, **said):
    """Write to a group by the public form, as somebody who has no account."""
    names = {"last_name": "Ясна", "first_name": "Ліля", "email": "l.yasna@example.org"}
    return Client().post("/take-part/", {"group": group, "text": "Прошу"} | names | said)


def test_s2_19_residents_may_ask_to_join_a_group(union):
    groups = union("working-groups/")["results"]
    assert all(each["accepts_members"] for each in groups)
    group = groups[0]["id"]

    assert write(group, kind="join").status_code == 302

    waiting = union(f"proposals/?group={group}&kind=join&state=new")["results"]
    assert [each["last_name"] for each in waiting].count("Ясна") == 1


def test_s2_20_ngos_may_bring_ideas_to_meetings(union):
    coordinator = browser("union")
    group = union("working-groups/")["results"][0]["id"]
    assert write(group, kind="idea", organisation_name="Фонд «Світло»").status_code == 302
    idea = union(f"proposals/?group={group}&kind=idea&state=new")["results"][0]
    page = f"/working-groups/proposals/{idea['id']}/"

    coordinator.post(f"{page}decide/", {"state": "accepted", "version": idea["version"]})
    planned = union(f"meetings/?group={group}&status=planned")["results"][0]
    agenda = {"meeting": planned["id"], "title": "Ліхтарі", "version": idea["version"] + 1}
    assert coordinator.post(f"{page}agenda/", agenda).status_code == 302

    items = union(f"agenda-items/?meeting={planned['id']}")["results"]
    assert union(f"proposals/{idea['id']}/")["agenda_item"] in {each["id"] for each in items}


def test_s4_25_trainings_covered_five_topics(kherson):
    held = kherson("trainings/?programme=kherson-recovery&limit=100")["results"]
    trained = [each for each in held if each["kind"] != "conference"]
    figure = kherson("measures/trainings.attended/?from=2023-08-01&to=2025-11-01")["results"]
    came = [
        row
        for each in held
        for row in kherson(f"training-attendances/?training={each['id']}&limit=100")["results"]
    ]

    assert len({each["topic"] for each in trained}) >= 5
    assert [int(row["value"]) for row in figure] == [len(came)]


def test_s4_26_two_dozen_people_attended_conferences(kherson):
    held = kherson("trainings/?kind=conference&limit=100")["results"]
    came = {
        row["person"]
        for each in held
        for row in kherson(f"training-attendances/?training={each['id']}&limit=100")["results"]
        if row["state"] in {"present", "online"}
    }

    assert len(came) >= 24


def test_s4_27_three_knowledge_products(union):
    found = union("knowledge-products/?programme=kherson-recovery")["results"]

    assert sorted(each["kind"] for each in found) == ["guide", "recommendations", "study"]
    assert {each["author"] for each in found} == {"union"}
    assert all("2023-10-01" <= each["published_on"] <= "2025-10-31" for each in found)


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
