"""What groups put first: on the page of the group, across the groups, over the API."""

import pytest
from django.conf import settings

from tests.communities.sheets import bring, problems, store, xlsx
from tests.factories.accounts import account
from tests.factories.communities import CommunityFactory
from tests.factories.people import PriorityFactory, WorkingGroupFactory
from working_groups.models import Priority

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def said(**more):
    first = {"year": 2026, "rank": 1, "theme": "veterans", "text": "Простір для ветеранів"}
    return first | {"needs": ["donor", "expert"]} | more


def test_a_priority_is_written_down_on_the_page_of_its_group(page, group):
    new = f"/working-groups/priorities/groups/{group.pk}/new/"
    assert new in text(page.get(group.get_absolute_url()))

    stored = page.post(new, said())

    assert stored.status_code == 302, text(stored)
    shown = text(page.get(group.get_absolute_url()))
    assert "1. Простір для ветеранів" in shown
    assert "Донор, Експерт" in shown


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"year": 2016}, "2017"),
        ({"year": 2022}, "Цього року група не працює"),
        ({"rank": 0}, "1"),
        ({"theme": "weather"}, "вибір"),
        ({"text": ""}, "обов"),
        ({"needs": ["money"]}, "вибір"),
    ],
)
def test_what_is_wrong_of_a_priority_is_said_at_its_field(page, group, more, words):
    refused = page.post(f"/working-groups/priorities/groups/{group.pk}/new/", said(**more))

    assert refused.status_code == 400
    assert words in text(refused)
    assert not Priority.objects.exists()


def test_a_rank_is_given_once_a_year(page, group):
    first = PriorityFactory.create(group=group, rank=1)
    second = PriorityFactory.create(group=group, rank=2)

    refused = page.post(f"/working-groups/priorities/groups/{group.pk}/new/", said(rank=2))
    assert refused.status_code == 409, text(refused)[4000:]
    assert "цей номер уже має інший пріоритет" in text(refused)
    other_year = said(rank=2, year=2027)
    assert page.post(f"/working-groups/priorities/groups/{group.pk}/new/", other_year)
    moved = said(rank=1, version=second.version)
    assert page.post(f"/working-groups/priorities/{second.pk}/edit/", moved).status_code == 409
    away = said(rank=9, version=first.version)
    assert page.post(f"/working-groups/priorities/{first.pk}/edit/", away).status_code == 302
    assert page.post(f"/working-groups/priorities/{second.pk}/edit/", moved).status_code == 302
    stale = page.post(f"/working-groups/priorities/{second.pk}/edit/", moved)
    assert stale.status_code == 409


def test_the_form_of_a_new_one_offers_the_next_rank(page, group, settings):
    PriorityFactory.create(group=group, year=2026, rank=4)

    with_rank = text(page.get(f"/working-groups/priorities/groups/{group.pk}/new/"))

    assert 'value="5"' in with_rank


def test_the_priorities_of_a_year_say_how_many_groups_name_each_theme(client, community):
    other = CommunityFactory.create(oblast=community.oblast, raion=community.raion)
    for home in (community, other):
        group = WorkingGroupFactory.create(community=home)
        PriorityFactory.create(group=group, theme="fire_safety")
        PriorityFactory.create(group=group, theme="fire_safety", text="Пожежні щити")
    PriorityFactory.create(group=group, theme="veterans", needs=["partner"])
    PriorityFactory.create(group=group, year=2025, theme="power", text="Торішнє", rank=1)
    client.force_login(account("oblast_coordinator", oblast=community.oblast))

    shown = client.get("/working-groups/priorities/?year=2026")

    assert shown.context["themes"] == [("Пожежна безпека", 2), ("Підтримка ветеранів", 1)]
    assert "Торішнє" not in text(shown)
    narrowed = client.get("/working-groups/priorities/?year=2026&theme=veterans")
    assert [each.theme for each in narrowed.context["page"].rows] == ["veterans"]
    looking = client.get("/working-groups/priorities/?year=2026&needs=partner")
    assert [each.theme for each in looking.context["page"].rows] == ["veterans"]
    every = client.get("/working-groups/priorities/?year=")
    assert len(every.context["page"].rows) == 6
    assert client.get("/working-groups/priorities/?year=abc").status_code == 400


def test_who_has_no_business_with_a_group_ranks_nothing_of_it(client, group):
    client.force_login(account("council", community=group.community))
    own = PriorityFactory.create(group=group)

    assert str(own) in text(client.get(group.get_absolute_url()))
    assert client.get(f"/working-groups/priorities/{own.pk}/edit/").status_code == 403
    client.force_login(account("group_coordinator", community=CommunityFactory.create()))
    assert client.get(f"/working-groups/priorities/{own.pk}/edit/").status_code == 404
    assert client.get(f"/working-groups/priorities/groups/{group.pk}/new/").status_code == 404


@pytest.mark.limit("priority_text")
def test_a_text_up_to_the_limit_is_taken(page, group):
    new = f"/working-groups/priorities/groups/{group.pk}/new/"
    most = settings.LIMITS["priority_text"]

    assert page.post(new, said(text="і" * (most + 1))).status_code == 400
    assert page.post(new, said(text="і" * most)).status_code == 302


def test_the_api_reads_writes_and_ranks(page, group):
    made = page.post("/api/v1/priorities/", said(group=group.pk), content_type="application/json")
    assert made.status_code == 201, text(made)
    record = made.json()
    assert record["needs"] == ["donor", "expert"]
    again = page.post("/api/v1/priorities/", said(group=group.pk), content_type="application/json")
    assert again.status_code in {400, 409}
    changed = page.patch(
        f"/api/v1/priorities/{record['id']}/",
        {"rank": 3, "needs": []},
        content_type="application/json",
        headers={"If-Match": made["ETag"]},
    )
    assert changed.status_code == 200, text(changed)
    found = page.get("/api/v1/priorities/?year=2026&theme=veterans").json()["results"]
    assert [each["rank"] for each in found] == [3]
    assert page.get("/api/v1/priorities/?needs=donor").json()["results"] == []


HEADS = ("Робоча група: громада", "Рік", "Номер", "Тема", "text", "needs")


def test_priorities_come_as_a_sheet_and_twice_change_nothing(page, group):
    place = group.community.name_uk
    rows = [
        (place, "2026", "1", "Пожежна безпека", "Гідранти", "Донор; Експерт"),
        (place, "2026", "2", "Пожежна безпека", "Пожежні щити", ""),
        (place, "2026", "0", "Пожежна безпека", "Камери", ""),
        (place, "2022", "1", "Пожежна безпека", "Камери", ""),
        (place, "2026", "3", "Погода", "Дощ", "Гроші"),
    ]

    preview = bring(page, "priorities", xlsx(HEADS, *rows))

    assert preview.counts == {"created": 2, "rejected": 3, "unchanged": 0}, problems(preview)
    wrong = problems(preview)
    assert [sorted(each) for each in wrong.values()] == [["rank"], ["year"], ["needs", "theme"]]
    store(page, preview)
    first, second = Priority.objects.order_by("rank")
    assert (first.text, first.needs, second.text) == (
        "Гідранти",
        ["donor", "expert"],
        "Пожежні щити",
    )
    assert bring(page, "priorities", xlsx(HEADS, *rows[:2])).counts == {"unchanged": 2}


def test_a_later_sheet_says_anew_what_has_a_rank(page, group):
    PriorityFactory.create(group=group, rank=1, text="Було")
    row = (group.community.name_uk, "2026", "1", "Пожежна безпека", "Стало", "")

    preview = bring(page, "priorities", xlsx(HEADS, row))

    assert preview.counts["changed"] == 1, problems(preview)
    store(page, preview)
    assert Priority.objects.get().text == "Стало"


def test_a_group_out_of_reach_gets_no_priorities_by_a_sheet(page, elsewhere):
    other = WorkingGroupFactory.create(community=elsewhere)
    row = (other.community.name_uk, "2026", "1", "Пожежна безпека", "Гідранти", "")

    preview = bring(page, "priorities", xlsx(HEADS, row))

    assert preview.counts == {"rejected": 1, "unchanged": 0}
