"""Working groups on pages: established, joined, left, ended."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.core.test_attachments import PDF
from tests.factories.accounts import account
from tests.factories.communities import ProgrammeFactory
from tests.factories.people import MembershipFactory, PersonFactory, WorkingGroupFactory
from working_groups.models import Membership, Person, WorkingGroup

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def order(**more):
    said = {
        "programme": ProgrammeFactory.create().pk,
        "established_on": "2023-08-01",
        "order_number": "84-р",
        "interval_months": 2,
    }
    return said | more


def member(whom, **more):
    return {
        "person": f"{whom.contact.in_full} ({whom.pk})",
        "sector": "ngo",
        "role": "secretary",
        "starts_on": "2023-08-01",
    } | more


def test_a_group_is_established_from_the_page_of_its_community(page, community):
    new = f"/working-groups/communities/{community.code}/new/"
    assert new in text(page.get(community.get_absolute_url()))

    stored = page.post(new, order())

    assert stored.status_code == 302, text(stored)
    shown = text(page.get(stored["Location"]))
    assert "84-р" in shown
    assert stored["Location"] in text(page.get(community.get_absolute_url()))
    assert stored["Location"] in text(page.get("/working-groups/?works=true"))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"interval_months": 0}, "1"),
        ({"established_on": ""}, "обов"),
        ({"programme": ""}, "Виберіть програму"),
    ],
)
def test_what_is_wrong_of_a_group_is_said_at_its_field(page, community, more, words):
    refused = page.post(f"/working-groups/communities/{community.code}/new/", order(**more))

    assert refused.status_code == 400
    assert words in text(refused)
    assert not WorkingGroup.objects.exists()


def test_a_community_has_one_group_of_a_programme_at_a_time(page, group, community):
    again = order(programme=group.programme.pk, established_on="2024-01-01")
    refused = page.post(f"/working-groups/communities/{community.code}/new/", again)

    assert refused.status_code in {400, 409}
    assert "вже має групу" in text(refused)
    assert WorkingGroup.objects.count() == 1


def test_a_group_ends_with_a_reason_and_a_successor_names_it(page, group, community):
    said = order(programme=group.programme.pk, version=group.version, ended_on="2025-01-01")

    assert page.post(f"/working-groups/{group.pk}/edit/", said).status_code == 400
    ended = page.post(f"/working-groups/{group.pk}/edit/", said | {"end_reason": "Окупація"})
    assert ended.status_code == 302, text(ended)
    after = order(programme=group.programme.pk, established_on="2025-01-01", predecessor=group.pk)
    stored = page.post(f"/working-groups/communities/{community.code}/new/", after)

    assert f"/working-groups/{group.pk}/" in text(page.get(stored["Location"]))
    assert "Окупація" in text(page.get(f"/working-groups/{group.pk}/"))


def test_a_member_joins_by_name_and_leaves(page, group, person):
    stored = page.post(f"/working-groups/{group.pk}/members/new/", member(person))

    assert stored.status_code == 302, text(stored)
    shown = text(page.get(f"/working-groups/{group.pk}/"))
    assert str(person.contact) in shown
    assert "Секретар" in shown
    kept = Membership.objects.get()
    left = {"version": kept.version, "ends_on": "2024-01-01"}
    page.post(f"/working-groups/members/{kept.pk}/edit/", member(person, **left))
    assert "Колишні члени" in text(page.get(f"/working-groups/{group.pk}/"))


def test_somebody_nobody_wrote_down_is_offered_a_way(page, group, person):
    refused = page.post(
        f"/working-groups/{group.pk}/members/new/", member(person, person="Невідомий")
    )

    assert refused.status_code == 400
    assert "Спочатку запишіть її" in text(refused)


def test_of_several_with_a_name_the_number_says_which(page, group, community):
    two = PersonFactory.create_batch(2, community=community)
    for each in two:
        each.contact.last_name = "Однаковий"
        each.contact.save()
    url = f"/working-groups/{group.pk}/members/new/"

    refused = page.post(url, member(two[0], person="Однаковий"))
    assert f"({two[1].pk})" in text(refused)

    page.post(url, member(two[1], person=f"Однаковий ({two[1].pk})"))
    assert Membership.objects.get().person == two[1]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"starts_on": "2020-01-01"}, "Цього дня група не працює"),
        ({"ends_on": "2022-01-01"}, "Членство не може закінчитися раніше"),
    ],
)
def test_a_membership_lies_within_its_group(page, group, person, more, words):
    refused = page.post(f"/working-groups/{group.pk}/members/new/", member(person, **more))

    assert refused.status_code in {400, 409}
    assert words in text(refused)
    assert not Membership.objects.exists()


def test_nobody_is_a_member_twice_at_a_time(page, group, person):
    MembershipFactory.create(group=group, person=person)

    refused = page.post(f"/working-groups/{group.pk}/members/new/", member(person))

    assert refused.status_code in {400, 409}
    assert "вже є членом групи" in text(refused)


def test_whoever_sees_a_group_sees_its_members_wherever_they_belong(page, group, elsewhere):
    guest = PersonFactory.create(community=elsewhere)
    assert page.get(guest.get_absolute_url()).status_code == 404

    MembershipFactory.create(group=group, person=guest)

    assert page.get(guest.get_absolute_url()).status_code == 200
    assert guest.contact.last_name in text(page.get("/people/"))
    assert Person.objects.visible_to(account("council", community=elsewhere)).count() == 1


def test_groups_elsewhere_are_not_there(page, elsewhere):
    other = WorkingGroupFactory.create(community=elsewhere)
    foreign = MembershipFactory.create(group=other)

    assert page.get(other.get_absolute_url()).status_code == 404
    assert page.get(f"/working-groups/members/{foreign.pk}/edit/").status_code == 404
    assert page.get(f"/working-groups/communities/{elsewhere.code}/new/").status_code == 404
    assert other.get_absolute_url() not in text(page.get("/working-groups/"))


def test_who_only_reads_is_offered_no_form(client, community, group):
    client.force_login(account("council", community=community))

    assert "/edit/" not in text(client.get(group.get_absolute_url()))
    assert client.get(f"/working-groups/{group.pk}/members/new/").status_code == 403


def test_the_order_is_kept_as_a_file(page, group):
    file = SimpleUploadedFile("o.pdf", PDF)
    page.post(f"/working-groups/{group.pk}/order/edit/", {"file": file, "version": group.version})

    assert f"/working-groups/{group.pk}/order/" in text(page.get(group.get_absolute_url()))
    assert page.get(f"/working-groups/{group.pk}/order/").content == PDF
