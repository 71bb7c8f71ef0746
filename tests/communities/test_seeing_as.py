"""Seeing as another account shows the pages, and never does anything."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import AccessEvent, EventKind, User
from communities.models import AccessGrant, Reading
from core import clock
from safety_portal.limits import LIMITS
from tests.factories.accounts import AccessGrantFactory, UserFactory, account
from tests.factories.incidents import IncidentFactory

pytestmark = pytest.mark.django_db
STOP = reverse("administration:stop-seeing")
BANNER = "seeing"


@pytest.fixture
def admin(db):
    return account("ministry_administrator", nation=True)


@pytest.fixture
def seeing(client, admin, police):
    client.force_login(admin)
    assert begin(client, police).status_code == 302
    return client


def begin(client, user, reason="скарга 7"):
    return client.post(reverse("administration:see-as", args=[user.pk]), {"reason": reason})


def is_seeing(client):
    return f'class="{BANNER}"' in client.get("/account/").content.decode()


def test_the_pages_are_those_of_the_other_and_say_so(seeing, police):
    page = seeing.get("/account/").content.decode()

    assert police.username in page
    assert is_seeing(seeing)
    assert seeing.get("/administration/").status_code == 403
    assert seeing.get("/api/v1/me/").json()["username"] == police.username


def test_every_start_is_on_record_with_its_reason(seeing, admin, police):
    event = AccessEvent.objects.get(kind=EventKind.SEEN_AS)

    assert (event.by, event.account, event.detail["reason"]) == (admin, police, "скарга 7")


def test_no_start_without_a_reason(client, admin, police):
    client.force_login(admin)

    assert begin(client, police, "").status_code == 400
    assert not is_seeing(client)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/account/"),
        ("post", "/sign-out/"),
        ("post", "/language/"),
        ("post", "/incidents/log/"),
        ("post", "/reports/"),
        ("put", "/api/v1/incidents/a0000000-0000-4000-8000-000000000000/"),
        ("delete", "/api/v1/me/"),
    ],
)
def test_nothing_is_done(seeing, police, method, path):
    answer = getattr(seeing, method)(
        path, **({"content_type": "application/json"} if "api" in path else {})
    )

    assert answer.status_code == 403
    assert is_seeing(seeing)
    police.refresh_from_db()
    assert police.language == "uk"
    assert AccessEvent.objects.filter(kind=EventKind.GRANT_REFUSED, account=police).exists()


def test_it_is_not_nested(seeing, coordinator):
    assert begin(seeing, coordinator).status_code == 403


def test_it_stops_at_once(seeing, admin):
    assert seeing.post(STOP).status_code == 302

    assert not is_seeing(seeing)
    assert seeing.get("/api/v1/me/").json()["username"] == admin.username


@pytest.mark.limit("seeing")
def test_it_ends_by_itself(client, admin, police, time_machine):
    time_machine.move_to("2026-07-10T08:00:00Z", tick=False)
    client.force_login(admin)
    begin(client, police)
    began = clock.now()

    time_machine.move_to(began + timedelta(seconds=LIMITS["seeing"] - 1), tick=False)
    assert is_seeing(client)
    time_machine.move_to(began + timedelta(seconds=LIMITS["seeing"]), tick=False)
    assert not is_seeing(client)
    assert client.get("/api/v1/me/").json()["username"] == admin.username


def loses_the_right(admin, police):
    AccessGrant.objects.filter(user=admin).update(ends_on=clock.today())


def is_closed(admin, police):
    User.objects.filter(pk=admin.pk).update(is_active=False)


def closes_the_other(admin, police):
    User.objects.filter(pk=police.pk).update(is_active=False)


def becomes_more(admin, police):
    User.objects.filter(pk=police.pk).update(is_superuser=True)


@pytest.mark.parametrize("change", [loses_the_right, is_closed, closes_the_other, becomes_more])
def test_it_ends_with_the_right_to_it(seeing, admin, police, change):
    account("ministry_administrator", nation=True)  # somebody has to stay

    change(admin, police)

    assert seeing.get("/officers/").status_code in {200, 302, 403}
    assert not is_seeing(seeing)


def test_never_as_a_superuser_nor_as_who_holds_more(client, police, community, elsewhere):
    admin = account("ministry_administrator", oblast=community.oblast)
    wider = account("officer", community=community)
    AccessGrantFactory.create(user=wider, community=elsewhere)
    client.force_login(admin)

    above = UserFactory.create(is_superuser=True)
    AccessGrantFactory.create(user=above, community=community)
    for user in (above, wider, admin):
        assert begin(client, user).status_code == 400
        assert not is_seeing(client)
    assert begin(client, police).status_code == 302
    refused = AccessEvent.objects.filter(kind=EventKind.GRANT_REFUSED)
    assert {each.detail["why"] for each in refused} == {"not_to_be_seen_as"}


def test_a_coordinator_sees_as_nobody(client, coordinator, police):
    client.force_login(coordinator)

    assert begin(client, police).status_code == 403


@pytest.mark.parametrize("name", ["accounts:add-app", "accounts:codes", "accounts:add-passkey"])
def test_steps_that_want_a_proof_show_nothing(seeing, name):
    """Factors of the other are not even offered to whoever looks on."""
    assert seeing.get(reverse(name)).status_code == 403


def test_what_is_sensitive_is_not_read_as_another(client, police, community, categories):
    """The other may be shown it for a purpose; whoever looks on may not."""
    secret = IncidentFactory.create(community=community, category=categories["violence.domestic"])
    address = reverse("api:incident-detail", args=[secret.pk])
    purpose = {"Reading-Purpose": "response"}
    client.force_login(police)
    assert "narrative" in client.get(address, headers=purpose).json()
    assert Reading.objects.count() == 1

    client.force_login(account("ministry_administrator", nation=True))
    begin(client, police)

    assert "narrative" not in client.get(address, headers=purpose).json()
    assert Reading.objects.count() == 1
