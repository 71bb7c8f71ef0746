"""Initiatives: proposed, taken from step to step, seen from each of their communities."""

import pytest

from integrations.models import Change
from tests.factories.accounts import account
from tests.factories.communities import CommunityFactory
from tests.factories.initiatives import HandoutFactory, InitiativeFactory
from working_groups.models import Initiative

pytestmark = pytest.mark.django_db
LIST, API = "/working-groups/initiatives/", "/api/v1/initiatives/"


def text(answer):
    return answer.content.decode()


def named(*communities):
    return "\n".join(f"{each.title}, {each.code}" for each in communities)


def said(*communities, **more):
    return {
        "title": "Камери на в’їздах",
        "communities": named(*communities),
        "category": "video_surveillance",
        "theme": "public_safety",
        "stage": "proposed",
        "on": "2024-02-01",
    } | more


def step(page, initiative, stage, on, **more):
    version = Initiative.objects.get(pk=initiative.pk).version
    path = f"{LIST}{initiative.pk}/stage/"
    return page.post(path, {"stage": stage, "on": on, "version": version} | more)


def stages(initiative):
    return list(initiative.stages.order_by("pk").values_list("stage", "on__isoformat"))


@pytest.fixture
def initiative(group):
    return InitiativeFactory.create(group=group, stage="proposed")


def test_an_initiative_is_proposed_and_goes_its_way(page, group, community):
    made = page.post(f"{LIST}groups/{group.pk}/new/", said(community))
    assert made.status_code == 302, text(made)
    initiative = Initiative.objects.get()

    for stage, on in (("approved", "2024-03-01"), ("in_progress", "2024-03-02")):
        assert step(page, initiative, stage, on).status_code == 302
    refused = step(page, initiative, "completed", "2024-04-02")
    assert refused.status_code == 409
    assert "Ще нічого не передано" in text(refused)
    HandoutFactory.create(initiative=initiative)
    assert step(page, initiative, "completed", "2024-04-02").status_code == 302

    initiative.refresh_from_db()
    assert (initiative.group, initiative.stage) == (group, "completed")
    assert [each.community for each in initiative.places.all()] == [community]
    shown = text(page.get(initiative.get_absolute_url()))
    for words in ("Запропоновано", "Погоджено", "Виконується", "Завершено", "01.03.2024"):
        assert words in shown, words
    assert "Наступний крок" not in shown


@pytest.mark.parametrize(
    ("stage", "on", "words"),
    [
        ("funded", "2024-03-01", "funded"),
        ("approved", "2024-01-14", "15.01.2024"),
        ("approved", "2199-01-01", "Виберіть день"),
        ("cancelled", "2024-03-01", "чому її скасовано"),
        ("approved", "завтра", "Вкажіть день"),
    ],
)
def test_a_wrong_step_is_refused_with_what_is_possible(page, initiative, stage, on, words):
    refused = step(page, initiative, stage, on)

    assert refused.status_code in {400, 409}
    assert words in text(refused)
    initiative.refresh_from_db()
    assert (initiative.stage, initiative.version) == ("proposed", 1)


def test_the_api_says_which_steps_are_possible(api, group_coordinator, initiative):
    program = api(group_coordinator)
    seen = program.get(f"{API}{initiative.pk}/").json()
    taken = [*seen["stages"], {"stage": "completed", "on": "2024-03-01"}]
    tag = {"If-Match": '"1.plain"'}

    refused = program.patch(f"{API}{initiative.pk}/", {"stages": taken}, headers=tag)
    taken[-1]["stage"] = "approved"
    stored = program.patch(f"{API}{initiative.pk}/", {"stages": taken}, headers=tag)

    assert refused.status_code == 409
    assert "Погоджено, Скасовано" in refused.json()["detail"]
    assert stored.status_code == 200, stored.content
    assert stored.json()["stage"] == "approved"
    assert [each["on"] for each in stored.json()["stages"]] == ["2024-01-15", "2024-03-01"]


def test_steps_that_were_taken_stay(api, group_coordinator, initiative):
    program = api(group_coordinator)
    body = {"stages": [{"stage": "proposed", "on": "2024-01-16"}]}

    refused = program.patch(f"{API}{initiative.pk}/", body, headers={"If-Match": '"1.plain"'})

    assert refused.status_code == 409
    assert "лишаються" in refused.json()["detail"]


def test_a_past_initiative_comes_with_all_its_days(api, group_coordinator, group, community):
    days = {"proposed": "2023-10-01", "approved": "2023-11-02", "in_progress": "2023-12-03"}
    steps = [{"stage": stage, "on": on} for stage, on in days.items()]
    steps.append({"stage": "completed", "on": "2024-04-30"})
    body = {
        "communities": [community.code],
        "group": group.pk,
        "title": "Навчання рятувальників",
        "theme": "fire_safety",
        "category": "training",
        "stages": steps,
    }
    program = api(group_coordinator)

    empty = program.post(API, body)
    made = program.post(API, body | {"nothing_handed_over": "Це навчання"})

    assert empty.status_code == 409
    assert made.status_code == 201, made.content
    assert made.json()["stage"] == "completed"
    on = {
        day: program.get(f"{API}?stage=in_progress&on={day}")
        for day in ("2024-04-29", "2024-05-01")
    }
    assert [len(each.json()["results"]) for each in on.values()] == [1, 0]


def test_one_of_two_communities_sees_it_and_only_both_change_it(
    client, api, community, elsewhere, group_coordinator
):
    shared = InitiativeFactory.create(communities=[community, elsewhere])
    program = api(group_coordinator)
    client.force_login(group_coordinator)

    assert shared.title in text(client.get(LIST))
    assert client.get(shared.get_absolute_url()).status_code == 200
    assert client.get(f"{shared.get_absolute_url()}edit/").status_code == 404
    assert client.get(f"{shared.get_absolute_url()}stage/").status_code == 404
    tag = {"If-Match": '"1.plain"'}
    refused = program.patch(f"{API}{shared.pk}/", {"title": "Інша"}, headers=tag)
    assert refused.status_code == 403
    nation = account("ministry_administrator", nation=True)
    stored = api(nation).patch(f"{API}{shared.pk}/", {"title": "Інша"}, headers=tag)
    assert stored.status_code == 200, stored.content


def test_initiatives_elsewhere_are_not_there(page, elsewhere, initiative):
    other = InitiativeFactory.create(communities=[elsewhere])

    for path in ("", "edit/", "stage/"):
        assert page.get(f"{other.get_absolute_url()}{path}").status_code == 404, path
    listed = text(page.get(LIST))
    assert initiative.get_absolute_url() in listed
    assert other.get_absolute_url() not in listed


def test_a_community_out_of_reach_is_refused(page, api, group_coordinator, group, elsewhere):
    path = f"{LIST}groups/{group.pk}/new/"

    refused = page.post(path, said(group.community, elsewhere))

    assert refused.status_code == 409
    assert "не записуєте ініціативи" in text(refused)
    assert not Initiative.objects.exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"communities": ""}, "Це поле обов’язкове"),
        ({"communities": "Ніде такої нема"}, "Території з такою назвою немає"),
        ({"starts_on": "2024-05-01", "ends_on": "2024-04-01"}, "не закінчуються раніше"),
        ({"category": "rockets"}, "rockets"),
        ({"title": ""}, "Це поле обов’язкове"),
    ],
)
def test_what_is_wrong_of_an_initiative_is_said(page, group, community, more, words):
    refused = page.post(f"{LIST}groups/{group.pk}/new/", said(community, **more))

    assert refused.status_code == 400
    assert words in text(refused)
    assert not Initiative.objects.exists()


@pytest.mark.limit("initiative_communities")
def test_an_initiative_has_as_many_communities_as_are_accepted(api, settings):
    most = settings.LIMITS["initiative_communities"]
    body = {"title": "Спільна", "theme": "other", "category": "other"}
    codes = [each.code for each in CommunityFactory.create_batch(most + 1)]
    nation = api(account("ministry_administrator", nation=True))

    refused = nation.post(API, body | {"communities": codes})
    near = nation.post(API, body | {"communities": codes[:most]})

    assert refused.status_code == 400
    assert refused.json()["errors"][0]["code"] == "max_length"
    assert near.status_code == 201, near.content


def test_the_group_keeps_its_community_among_those_of_the_initiative(
    api, group_coordinator, initiative, elsewhere
):
    nation = account("ministry_administrator", nation=True)
    body, tag = {"communities": [elsewhere.code]}, {"If-Match": '"1.plain"'}

    refused = api(nation).patch(f"{API}{initiative.pk}/", body, headers=tag)

    assert refused.status_code == 409
    assert "Громада групи" in refused.json()["detail"]


def test_filters_of_the_address_narrow_the_list(page, initiative, community):
    fire = InitiativeFactory.create(communities=[community], category="hydrants")

    for query, seen, gone in (
        ("?category=hydrants", fire, initiative),
        ("?stage=proposed", initiative, fire),
        (f"?group={initiative.group_id}", initiative, fire),
    ):
        shown = text(page.get(f"{LIST}{query}"))
        assert seen.get_absolute_url() in shown, query
        assert gone.get_absolute_url() not in shown, query
    assert page.get(f"{LIST}?stage=flying").status_code == 400


def test_the_feed_tells_every_community_and_the_one_that_is_left(api, community, elsewhere):
    shared = InitiativeFactory.create(communities=[community, elsewhere])
    program = api(account("ministry_administrator", nation=True))
    tag = {"If-Match": '"1.plain"'}

    left = program.patch(f"{API}{shared.pk}/", {"communities": [community.code]}, headers=tag)

    assert left.status_code == 200, left.content
    assert left.json()["communities"] == [community.code]
    rows = Change.objects.filter(kind="initiatives", record=str(shared.pk))
    told = set(rows.values_list("operation", "community"))
    assert {("created", community.pk), ("created", elsewhere.pk)} <= told
    assert {("updated", community.pk), ("removed", elsewhere.pk)} <= told
