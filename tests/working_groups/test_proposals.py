"""Proposals: written by everybody, read by those who decide, brought to a meeting."""

from datetime import UTC, datetime

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache

from tests.factories.accounts import account
from tests.factories.communities import CommunityFactory
from tests.factories.people import MeetingFactory, ProposalFactory, WorkingGroupFactory
from working_groups.models import AgendaItem, Proposal, ProposalContact

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_sent_yet():
    cache.clear()


@pytest.fixture
def group(community):
    return WorkingGroupFactory.create(community=community, accepts_members=True)


@pytest.fixture
def said(group):
    return {
        "group": group.pk,
        "kind": "idea",
        "text": "Ліхтарі біля укриття",
        "last_name": "Польова",
        "first_name": "Зореслава",
        "phone": "+380501234567",
    }


@pytest.fixture
def meeting(group):
    planned = {"status": "planned", "number": None, "held_on": None}
    return MeetingFactory.create(
        group=group, planned_for=datetime(2026, 12, 20, 8, tzinfo=UTC), **planned
    )


def text(answer):
    return answer.content.decode()


def test_everybody_may_write_to_a_group_and_is_thanked(client, said, group):
    assert "/take-part/" in text(client.get("/sign-in/"))
    assert group.community.title in text(client.get("/take-part/"))

    sent = client.post("/take-part/", said)

    assert (sent.status_code, sent["Location"]) == (302, "/take-part/thanks/")
    assert "Дякуємо" in text(client.get("/take-part/thanks/"))
    kept = Proposal.objects.get()
    assert (kept.state, kept.recorded_by) == ("new", None)
    assert kept.contact.last_name == "Польова"


def test_nothing_is_shown_before_it_is_decided_but_to_who_decides(client, group, said, community):
    client.post("/take-part/", said)
    own = Proposal.objects.get()
    assert "Ліхтарі" not in text(client.get("/take-part/"))
    assert client.get(own.get_absolute_url()).status_code == 302

    for role in ("council", "officer"):
        more = {"service": "police"} if role == "officer" else {}
        client.force_login(account(role, community=community, **more))
        assert client.get(own.get_absolute_url()).status_code == 403
        assert client.get(f"/api/v1/proposals/{own.pk}/").status_code == 403
    client.force_login(account("group_coordinator", community=CommunityFactory.create()))
    assert client.get(own.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"group": ""}, "Виберіть групу"),
        ({"kind": ""}, "обов"),
        ({"text": ""}, "обов"),
        ({"last_name": ""}, "обов"),
        ({"phone": ""}, "Залиште телефон або e-mail"),
        ({"email": "кудись"}, "коректн"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(client, said, more, words):
    refused = client.post("/take-part/", said | more)

    assert refused.status_code == 400
    assert words in text(refused)
    assert "Ліхтарі" in text(refused) or "text" in more
    assert not Proposal.objects.exists()


def test_only_groups_that_accept_members_are_offered(client, said, community):
    closed = WorkingGroupFactory.create(community=CommunityFactory.create(oblast=community.oblast))
    ended = {"ended_on": "2024-01-01", "end_reason": "Окупація", "accepts_members": True}
    over = WorkingGroupFactory.create(community=CommunityFactory.create(), **ended)

    for each in (closed, over):
        assert client.post("/take-part/", said | {"group": each.pk}).status_code == 400
    assert closed.community.title not in text(client.get("/take-part/"))
    assert not Proposal.objects.exists()


def test_a_program_that_fills_every_field_is_thanked_and_forgotten(client, said):
    assert client.post("/take-part/", said | {"website": "https://spam"}).status_code == 302
    assert not Proposal.objects.exists()


@pytest.mark.limit("proposals_of_address")
@pytest.mark.limit("proposals_window")
def test_an_address_sends_a_few_in_an_hour(client, said):
    for _each in range(django_settings.LIMITS["proposals_of_address"]):
        assert client.post("/take-part/", said).status_code == 302

    slowed = client.post("/take-part/", said)

    assert slowed.status_code == 429
    assert "Ліхтарі" in text(slowed)
    elsewhere = client.post("/take-part/", said, REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 302


@pytest.mark.limit("proposals_waiting")
def test_a_group_takes_no_more_than_it_can_read(client, said, group):
    most = django_settings.LIMITS["proposals_waiting"]
    waiting = [
        Proposal(group=group, kind="idea", text="Ідея", created_at=t, updated_at=t)
        for t in [datetime(2026, 6, 2, tzinfo=UTC)] * (most - 1)
    ]
    Proposal.objects.bulk_create(waiting)

    assert client.post("/take-part/", said).status_code == 302
    refused = client.post("/take-part/", said)
    assert refused.status_code == 409
    assert "Забагато пропозицій" in text(refused)


@pytest.mark.limit("proposal_text")
def test_a_text_up_to_the_limit_is_taken(client, said):
    most = django_settings.LIMITS["proposal_text"]

    assert client.post("/take-part/", said | {"text": "і" * (most + 1)}).status_code == 400
    assert client.post("/take-part/", said | {"text": "і" * most}).status_code == 302


def test_the_page_of_groups_says_how_many_wait(page, group):
    first, second = ProposalFactory.create_batch(2, group=group)

    assert "2 пропозиції мешканців чекають" in text(page.get("/working-groups/"))
    listed = text(page.get(f"/working-groups/proposals/?state=new&group={group.pk}"))
    assert first.get_absolute_url() in listed
    said = {"state": "declined", "reason": "Уже є", "version": 1}
    page.post(f"{second.get_absolute_url()}decide/", said)
    assert "1 пропозиція мешканців чекає" in text(page.get("/working-groups/"))


def test_a_proposal_is_declined_with_a_reason(page, group):
    own = ProposalFactory.create(group=group)
    decide = f"{own.get_absolute_url()}decide/"

    bare = page.post(decide, {"state": "declined", "version": 1})
    assert bare.status_code == 400
    assert "Поясніть, чому пропозицію відхилено" in text(bare)
    said = {"state": "declined", "reason": "Уже встановлено", "version": 1}
    assert page.post(decide, said).status_code == 302
    assert "Уже встановлено" in text(page.get(own.get_absolute_url()))
    assert page.post(decide, said).status_code == 409


def test_an_accepted_idea_comes_on_the_agenda_of_a_planned_meeting(page, group, meeting):
    own = ProposalFactory.create(group=group)
    held = MeetingFactory.create(group=group)
    bring = f"{own.get_absolute_url()}agenda/"
    said = {"meeting": meeting.pk, "title": "Ліхтарі", "version": 1}

    assert page.post(bring, said).status_code == 409
    page.post(f"{own.get_absolute_url()}decide/", {"state": "accepted", "version": 1})
    said["version"] = 2
    assert bring in text(page.get(own.get_absolute_url()))
    assert page.post(bring, said | {"meeting": held.pk}).status_code == 400
    assert page.post(bring, said).status_code == 302
    own.refresh_from_db()
    assert own.agenda_item == AgendaItem.objects.get(meeting=meeting)
    assert meeting.get_absolute_url() in text(page.get(own.get_absolute_url()))
    again = page.post(bring, said | {"version": 3})
    assert again.status_code == 409
    back = {"state": "declined", "reason": "Ні", "version": 3}
    assert page.post(f"{own.get_absolute_url()}decide/", back).status_code == 409


def test_an_accepted_wish_leads_to_the_form_of_a_new_member(page, group):
    own = ProposalFactory.create(group=group, kind="join")
    form = f"/working-groups/{group.pk}/members/new/"
    assert form not in text(page.get(own.get_absolute_url()))

    page.post(f"{own.get_absolute_url()}decide/", {"state": "accepted", "version": 1})

    assert form in text(page.get(own.get_absolute_url()))


def test_the_api_takes_in_and_decides(page, said, group):
    made = page.post("/api/v1/proposals/", said, content_type="application/json")
    assert made.status_code == 201, text(made)
    record, tag = made.json(), made["ETag"]
    assert record["phone"] == "+380501234567"
    address = f"/api/v1/proposals/{record['id']}/"

    def change(body, match):
        kwargs = {"content_type": "application/json", "headers": {"If-Match": match}}
        return page.patch(address, body, **kwargs)

    assert change({"last_name": "Інша"}, tag).status_code == 400
    assert change({"text": "Інше"}, tag).status_code == 400
    assert change({"state": "declined"}, tag).status_code == 400
    declined = change({"state": "declined", "reason": "Уже є"}, tag)
    assert declined.status_code == 200, text(declined)
    accepted = change({"state": "accepted"}, declined["ETag"])
    assert (accepted.status_code, accepted.json()["reason"]) == (200, "")
    assert change({"state": "new"}, accepted["ETag"]).status_code == 409
    assert page.get(f"/api/v1/proposals/?group={group.pk}&state=new").json()["results"] == []


def test_the_api_refuses_what_the_form_refuses(page, said, group):
    def post(**more):
        return page.post("/api/v1/proposals/", said | more, content_type="application/json")

    assert post(phone="").status_code == 409
    assert post(state="accepted").status_code == 400
    group.accepts_members = False
    group.save()
    assert post().status_code == 409
    assert not ProposalContact.objects.exists()
