"""Webhooks: made over the API, told of changes by signed messages, tried again, switched off."""

import json
import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from accounts.models import AccessEvent
from communities.models import AccessGrant
from core import clock
from incidents.models import Incident
from integrations import counting, sending, tasks
from integrations.models import Delivery, DeliveryState, Trouble, Webhook, WebhookState
from safety_portal.limits import LIMITS
from tests.factories.accounts import AccessGrantFactory, account
from tests.factories.incidents import CategoryFactory, IncidentFactory
from tests.integrations.readers import Reader, settle
from tests.integrations.servers import Receiver

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.alone]
HOOKS = "/api/v1/webhooks/"


@pytest.fixture
def receiver(tmp_path, settings):
    found = Receiver(tmp_path)
    settings.EGRESS_STAYS_HERE, settings.EGRESS_AUTHORITY = True, str(found.certificate)
    yield found
    found.close()


@pytest.fixture
def user(community):
    return account("api_client", community=community)


@pytest.fixture
def program(user):
    """The client of a program, which speaks to the portal with its token."""
    return Reader(user).client


@pytest.fixture
def hook(program, receiver):
    """What the portal answered to a new webhook for incidents."""
    answer = make(program, url=receiver.url, kinds=["incidents"])
    assert answer.status_code == 201, answer.content
    return answer.json()


def make(program, **said):
    return program.post(HOOKS, said, content_type="application/json")


def tell(key, at=None):
    """Do what beat and a worker do, now or at another moment."""
    settle()
    sending.promise_deliveries(key, at=at or clock.now())
    return sending.send_due(key, clock=lambda: at or clock.now())


def log_of(program, key):
    return program.get(f"{HOOKS}{key}/deliveries/").json()["results"]


def test_a_message_is_signed_as_the_standard_says_and_tells_no_content(
    program, hook, receiver, community
):
    incident = IncidentFactory.create(community=community)
    assert tell(hook["id"]) == 1

    [(path, headers, body)] = receiver.received
    assert path == "/changes?of=all"
    said = Verifier(hook["secret"]).verify(body, headers)
    assert said["type"] == "incidents.created"
    assert said["data"] == {
        "kind": "incidents",
        "id": str(incident.pk),
        "operation": "created",
        "version": 1,
        "url": f"/api/v1/incidents/{incident.pk}/",
    }
    [delivery] = log_of(program, hook["id"])
    assert (delivery["state"], delivery["answer"], delivery["tries"]) == ("delivered", 200, 1)
    assert delivery["message"] == headers["webhook-id"]
    with pytest.raises(WebhookVerificationError):
        Verifier(hook["secret"]).verify(body.replace(b"created", b"removed"), headers)


def test_the_secret_is_told_once_and_lies_sealed(program, hook):
    assert hook["secret"].startswith("whsec_")
    assert "secret" not in program.get(f"{HOOKS}{hook['id']}/").json()
    assert hook["secret"] not in Webhook.objects.get(pk=hook["id"]).sealed_secret


def test_a_key_makes_one_webhook(program, receiver):
    key = {"Idempotency-Key": str(uuid.uuid4())}
    said = {"url": receiver.url}
    answers = [
        program.post(HOOKS, said, content_type="application/json", headers=key) for _ in range(2)
    ]

    assert answers[0].content == answers[1].content
    assert answers[1]["Idempotent-Replayed"] == "true"
    assert len(program.get(HOOKS).json()["results"]) == 1


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"url": "http://example.org/"},
        {"url": "https://10.0.0.1/"},
        {"url": "https://a:b@example.org/"},
        {"url": "https://example.org/", "kinds": ["weather"]},
        {"url": "https://example.org/", "secret": "x"},
        {"url": 5},
    ],
)
def test_what_is_no_webhook_is_refused(program, said):
    assert make(program, **said).status_code == 400
    assert program.get(HOOKS).json()["results"] == []


@pytest.mark.limit("webhook_address")
@pytest.mark.parametrize("query", ["?colour=red", "?tz=AAA"])
def test_a_parameter_nobody_knows_makes_no_webhook(program, receiver, query):
    said = {"url": receiver.url, "kinds": ["incidents"]}

    answer = program.post(f"{HOOKS}{query}", said, content_type="application/json")

    assert answer.status_code == 400
    assert program.get(HOOKS).json()["results"] == []


def test_an_address_that_is_too_long_is_refused(program):
    whole = "https://example.org/".ljust(LIMITS["webhook_address"], "x")

    assert make(program, url=whole + "x").status_code == 400
    assert make(program, url=whole).status_code == 201


@pytest.mark.limit("webhooks")
def test_a_client_has_so_many_webhooks_at_most(program):
    found = [make(program, url="https://example.org/") for _ in range(LIMITS["webhooks"] + 1)]

    assert [each.status_code for each in found] == [201] * LIMITS["webhooks"] + [409]


def test_webhooks_are_their_clients_own(program, hook, community, api, ministry):
    other = Reader(account("api_client", nation=True)).client
    own = f"{HOOKS}{hook['id']}/"
    for address in (own, f"{own}deliveries/"):
        assert other.get(address).status_code == 404
    assert other.delete(own).status_code == 404
    assert other.get(HOOKS).json()["results"] == []
    person = api(ministry)
    assert person.post(HOOKS, {"url": "https://example.org/"}).status_code == 403
    assert person.get(own).status_code == 404


def test_a_kind_beyond_the_client_is_refused(user):
    reader = Reader(user, "territories:read", "webhooks:write").client

    assert make(reader, url="https://example.org/", kinds=["incidents"]).status_code == 403


def test_a_webhook_that_is_taken_away_is_told_nothing_more(program, hook, receiver, community):
    IncidentFactory.create(community=community)
    assert program.delete(f"{HOOKS}{hook['id']}/").status_code == 204
    assert tell(hook["id"]) == 0
    assert not receiver.received
    what = AccessEvent.objects.order_by("-pk").values_list("detail__what", flat=True)[:2]
    assert list(what) == ["webhook_removed", "webhook_made"]


def test_only_what_the_client_may_see_is_told(hook, receiver, community, elsewhere):
    walled = CategoryFactory.create(code="violence.x", group="domestic_violence", sensitive=True)
    IncidentFactory.create(community=elsewhere)
    IncidentFactory.create(community=community, category=walled)
    community.name_en = "Renamed"
    community.save()

    assert tell(hook["id"]) == 0
    assert not receiver.received


def test_the_scope_is_asked_again_when_a_message_is_sent(program, hook, user, receiver, community):
    IncidentFactory.create(community=community)
    settle()
    assert sending.promise_deliveries(hook["id"], at=clock.now()) == 1
    AccessGrant.objects.filter(user=user).delete()
    sending.send_due(hook["id"], clock=clock.now)

    assert not receiver.received
    assert [each["state"] for each in log_of(program, hook["id"])] == ["dropped"]
    AccessGrantFactory.create(user=user, community=community)


def test_what_became_sensitive_since_is_told_as_gone(hook, receiver, community):
    incident = IncidentFactory.create(community=community)
    settle()
    sending.promise_deliveries(hook["id"], at=clock.now())
    walled = CategoryFactory.create(code="violence.y", group="domestic_violence", sensitive=True)
    Incident.objects.filter(pk=incident.pk).update(category=walled)
    sending.send_due(hook["id"], clock=clock.now)

    [(_path, _headers, body)] = receiver.received
    assert json.loads(body)["type"] == "incidents.removed"


@pytest.mark.parametrize("end", ["revoked", "closed"])
def test_a_client_that_ended_is_told_nothing(hook, user, receiver, community, end):
    IncidentFactory.create(community=community)
    if end == "revoked":
        user.api_client.revoked_at = clock.now()
        user.api_client.save()
    else:
        user.is_active = False
        user.save()

    assert tell(hook["id"]) == 0
    assert not receiver.received


@pytest.mark.limit("webhook_tries")
def test_what_fails_is_tried_ten_times_over_three_days_and_then_no_more(
    program, hook, receiver, community
):
    receiver.answers = [500]
    IncidentFactory.create(community=community)
    at = began = clock.now()
    for number in range(1, LIMITS["webhook_tries"] + 1):
        assert tell(hook["id"], at) == 0
        assert len(receiver.received) == number
        assert tell(hook["id"], at) == 0  # not before its time
        [delivery] = Delivery.objects.filter(webhook=hook["id"])
        last, at = at, delivery.next_at

    assert timedelta(days=2.5) < last - began < timedelta(days=3.5)
    assert {headers["webhook-id"] for _path, headers, _body in receiver.received} == {
        delivery.message
    }
    assert (delivery.state, delivery.answer, at) == (DeliveryState.FAILED, 500, None)
    assert program.get(f"{HOOKS}{hook['id']}/").json()["state"] == WebhookState.FAILED
    assert len(sending.DELAYS) == LIMITS["webhook_tries"] - 1


def test_a_server_that_says_gone_is_asked_no_more(program, hook, receiver, community):
    receiver.answers = [410]
    IncidentFactory.create_batch(3, community=community)
    tell(hook["id"])

    assert len(receiver.received) == 1
    assert program.get(f"{HOOKS}{hook['id']}/").json()["state"] == WebhookState.GONE
    assert {e["state"] for e in log_of(program, hook["id"])} == {"failed", "dropped"}


def test_after_a_failure_the_same_message_comes_again(hook, receiver, community):
    receiver.answers = [503, 204]
    IncidentFactory.create(community=community)
    tell(hook["id"])
    tell(hook["id"], clock.now() + timedelta(minutes=1))

    first, second = receiver.received
    assert first[1]["webhook-id"] == second[1]["webhook-id"]
    assert Verifier(hook["secret"]).verify(first[2], first[1])
    assert Delivery.objects.get(webhook=hook["id"]).state == DeliveryState.DELIVERED


def test_a_message_is_sent_once_more_by_hand(program, hook, receiver, community):
    IncidentFactory.create(community=community)
    tell(hook["id"])
    [sent] = log_of(program, hook["id"])
    address = f"{HOOKS}{hook['id']}/deliveries/"
    said = {"delivery": sent["id"]}
    again = program.post(address, said, content_type="application/json")

    assert again.status_code == 201
    assert again.json()["message"] == sent["message"]
    assert tell(hook["id"]) == 1
    assert len(receiver.received) == 2
    nothing = program.post(address, {"delivery": 10**9}, content_type="application/json")
    assert nothing.status_code == 400


def test_two_workers_send_a_message_once(hook, receiver, community):
    IncidentFactory.create(community=community)
    settle()
    sending.promise_deliveries(hook["id"], at=clock.now())
    other = []
    receiver_answers = receiver.answer

    def meanwhile(handler):
        other.append(sending.send_due(hook["id"], clock=clock.now))
        connection.close()
        receiver_answers(handler)

    receiver.answer = meanwhile
    assert sending.send_due(hook["id"], clock=clock.now) == 1
    assert (other, len(receiver.received)) == ([0], 1)


def test_a_worker_that_died_is_replaced_once_its_lease_is_over(hook, receiver, community):
    IncidentFactory.create(community=community)
    settle()
    sending.promise_deliveries(hook["id"], at=clock.now())
    later = clock.now() + timedelta(seconds=LIMITS["job_lease"] + 1)
    Webhook.objects.filter(pk=hook["id"]).update(leased_until=later - timedelta(seconds=1))

    assert hook["id"] not in sending.due(clock.now())
    assert hook["id"] in sending.due(later)
    assert sending.send_due(hook["id"], clock=lambda: later) == 1


@pytest.mark.limit("webhook_waiting")
def test_no_more_waits_than_is_said(hook, receiver, community, settings):
    settings.LIMITS = LIMITS | {"webhook_waiting": 2}
    IncidentFactory.create_batch(3, community=community)
    settle()
    for _ in range(2):
        sending.promise_deliveries(hook["id"], at=clock.now())
    assert Delivery.objects.filter(webhook=hook["id"]).count() == 2
    sending.send_due(hook["id"], clock=clock.now)
    assert tell(hook["id"]) == 1
    assert len({body for _path, _headers, body in receiver.received}) == 3


@pytest.mark.limit("delivery_days")
def test_old_deliveries_are_forgotten(hook, community):
    IncidentFactory.create(community=community)
    settle()
    at = clock.now()
    sending.promise_deliveries(hook["id"], at=at)
    days = timedelta(days=LIMITS["delivery_days"])
    sending.forget_deliveries(at=at + days)
    assert Delivery.objects.filter(webhook=hook["id"]).exists()
    sending.forget_deliveries(at=at + days + timedelta(seconds=1))
    assert not Delivery.objects.filter(webhook=hook["id"]).exists()


def test_a_new_count_is_followed_from_its_head(hook, receiver, community):
    IncidentFactory.create(community=community)
    settle()
    counting.begin_anew()
    assert tell(hook["id"]) == 0
    IncidentFactory.create(community=community)
    assert tell(hook["id"]) == 1


def test_a_secret_that_no_key_opens_sends_nothing(program, hook, receiver, community):
    Webhook.objects.filter(pk=hook["id"]).update(sealed_secret="x")
    IncidentFactory.create(community=community)
    tell(hook["id"])

    assert not receiver.received
    assert [each["trouble"] for each in log_of(program, hook["id"])] == [Trouble.NO_KEY]


def test_beat_finds_what_there_is_to_tell(hook, receiver, community, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    tasks.send_deliveries.app.conf.task_always_eager = True
    try:
        IncidentFactory.create(community=community)
        settle()
        tasks.tell_webhooks()
    finally:
        tasks.send_deliveries.app.conf.task_always_eager = False

    assert len(receiver.received) == 1


@pytest.fixture
def administrator(client):
    user = account("ministry_administrator", nation=True)
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def test_the_page_shows_addresses_and_deliveries_and_takes_steps(
    administrator, hook, user, receiver, community
):
    incident = IncidentFactory.create(community=community)
    tell(hook["id"])
    page = f"/administration/api-clients/{user.api_client.pk}/webhooks/"
    shown = administrator.get(page).content.decode()
    assert receiver.url.replace("&", "&amp;") in shown
    assert "Delivered" in shown
    assert str(incident.pk) not in shown
    assert "whsec_" not in shown
    assert page in administrator.get(page.removesuffix("webhooks/")).content.decode()

    sent = Delivery.objects.get(webhook=hook["id"])
    assert administrator.post(f"{page}replay/", {"row": sent.pk}).status_code == 302
    assert tell(hook["id"]) == 1
    assert administrator.post(f"{page}off/", {"row": hook["id"]}).status_code == 302
    assert "Switched off by hand" in administrator.get(page).content.decode()
    assert administrator.post(f"{page}off/", {"row": hook["id"]}).status_code == 400
    assert administrator.post(f"{page}off/", {}).status_code == 400
    assert administrator.post(f"{page}replay/", {"row": sent.pk}).status_code == 400
    assert administrator.post(f"{page}off/", {"row": 10**9}).status_code == 404


def test_whoever_may_only_look_takes_no_step(client, hook, user):
    looks = account("auditor", nation=True)
    client.force_login(looks)
    page = f"/administration/api-clients/{user.api_client.pk}/webhooks/"

    assert client.post(f"{page}off/", {"row": hook["id"]}).status_code == 403


def test_secrets_are_sealed_anew_after_the_key_was_changed(hook, settings):
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key for the tests of today"
    settings.SECRET_KEY_FALLBACKS = [old]
    call_command("reseal_webhooks", stdout=StringIO())
    settings.SECRET_KEY_FALLBACKS = []

    assert Webhook.objects.get(pk=hook["id"]).secret == hook["secret"]
