"""API clients: made by an administrator, secrets that overlap, tokens that end at once."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from oauth2_provider.models import AccessToken

from accounts.models import AccessEvent, ApiClient, ClientSecret, EventKind, User
from accounts.oauth import SCOPE_RIGHTS
from communities.administration.words import SCOPES
from core import clock
from safety_portal.limits import LIMITS
from tests.factories.accounts import account

pytestmark = pytest.mark.django_db
NEW = reverse("administration:new-client")
ME = "/api/v1/me/"


@pytest.fixture
def admin(client):
    user = account("ministry_administrator", nation=True)
    client.force_login(user)
    return user


@pytest.fixture
def said(community):
    return {
        "name": "dashboard.kherson",
        "description": "Панель області",
        "role": "api_client",
        "territory": community.oblast.code,
        "service": "both",
        "scopes": ["incidents:read", "territories:read"],
        "starts_on": str(clock.today()),
        "ends_on": "",
        "reason": "угода 4",
    }


def secret_in(answer):
    assert answer.status_code == 200, answer.context["form"].errors
    assert answer["Cache-Control"] == "no-store"
    return re.search(r"ubs_[\w-]{40,}", answer.content.decode())[0]


@pytest.fixture
def secret(client, admin, said):
    return secret_in(client.post(NEW, said))


@pytest.fixture
def machine(secret):
    return ApiClient.objects.get()


def ask(secret, name="dashboard.kherson"):
    asked = {"grant_type": "client_credentials", "client_id": name, "client_secret": secret}
    return Client().post("/oauth/token/", asked)


def token(secret):
    return ask(secret).json()["access_token"]


def use(token):
    return Client().get(ME, headers={"Authorization": f"Bearer {token}"}).status_code


def step(name, machine):
    return reverse(f"administration:{name}", args=[machine.pk])


def rotate(client, machine, days=1, after=None):
    newest = machine.secrets.order_by("-pk").first()
    return client.post(step("secret", machine), {"after": after or newest.pk, "days": days})


def test_a_client_comes_with_an_account_a_grant_and_a_secret(secret, machine, community):
    assert use(token(secret)) == 200
    assert machine.account.is_service
    assert machine.account.grants.get().oblast == community.oblast
    stored = ClientSecret.objects.get()
    assert secret.startswith(stored.shown)
    assert secret not in stored.digest
    assert not AccessToken.objects.exclude(token="").exists()


def test_the_token_says_no_more_than_the_scopes_of_the_client(secret):
    assert ask(secret).json()["scope"].split() == ["incidents:read", "territories:read"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "Велика Назва"}, "name"),
        ({"scopes": ["incidents:write"]}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"scopes": []}, "scopes"),
        ({"role": "officer"}, "role"),
        ({"territory": "Ніде"}, "territory"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
    ],
    ids=str,
)
def test_a_wrong_client_is_refused_and_nothing_is_left(client, admin, said, change, field):
    answer = client.post(NEW, said | change)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert not ApiClient.objects.exists()
    assert not User.objects.filter(is_service=True).exists()


def test_a_name_is_given_once(client, secret, said):
    answer = client.post(NEW, said)

    assert list(answer.context["form"].errors) == ["name"]
    assert ApiClient.objects.count() == 1


def test_who_administers_an_oblast_makes_clients_there_only(client, said, elsewhere, community):
    client.force_login(account("ministry_administrator", oblast=community.oblast))

    refused = client.post(NEW, said | {"territory": elsewhere.oblast.code})

    assert list(refused.context["form"].errors) == ["territory"]
    assert secret_in(client.post(NEW, said))


def test_two_secrets_open_for_a_while(client, secret, machine, time_machine):
    second = secret_in(rotate(client, machine, days=2))

    assert ask(secret).status_code == ask(second).status_code == 200
    time_machine.move_to(clock.now() + timedelta(days=2, seconds=1))
    assert ask(secret).status_code == 401
    assert ask(second).status_code == 200


def test_a_third_secret_ends_the_first(client, secret, machine):
    second = secret_in(rotate(client, machine, days=7))
    third = secret_in(rotate(client, machine, days=7))

    assert [ask(each).status_code for each in (secret, second, third)] == [401, 200, 200]


@pytest.mark.limit("secret_overlap")
def test_an_old_secret_goes_on_for_some_days_at_most(client, secret, machine):
    most = LIMITS["secret_overlap"]

    assert list(rotate(client, machine, days=most + 1).context["steps"]["secret"].errors) == [
        "days"
    ]
    assert secret_in(rotate(client, machine, days=most))


def test_a_page_that_is_sent_twice_makes_one_secret(client, secret, machine):
    first = machine.secrets.get().pk
    second = secret_in(rotate(client, machine))

    answer = rotate(client, machine, after=first)

    assert answer.status_code == 400
    assert ask(second).status_code == 200
    assert machine.secrets.count() == 2


def test_revoking_ends_secrets_and_tokens_at_once_and_a_new_secret_begins_anew(
    client, secret, machine
):
    alive = token(secret)

    assert client.post(step("revoke", machine), {"reason": "витік"}).status_code == 302

    assert use(alive) == 401
    assert ask(secret).status_code in {400, 401}
    assert AccessEvent.objects.filter(kind=EventKind.TOKEN_REFUSED).count() == 1
    again = secret_in(rotate(client, machine))
    assert use(alive) == 401
    assert ask(secret).status_code == 401
    assert use(token(again)) == 200


def test_a_token_of_a_closed_account_is_refused_and_noted_once_a_minute(secret, machine):
    alive = token(secret)
    User.objects.filter(pk=machine.account_id).update(is_active=False)

    assert [use(alive) for _n in range(3)] == [401] * 3

    event = AccessEvent.objects.get(kind=EventKind.TOKEN_REFUSED)
    assert event.account == machine.account
    assert event.address == "127.0.0.1"
    assert ask(secret).status_code == 400


def test_a_token_is_narrowed_when_a_grant_ends(secret, machine, community):
    headers = {"Authorization": f"Bearer {token(secret)}"}
    assert (
        Client().get(f"/api/v1/communities/{community.code}/", headers=headers).status_code == 200
    )

    machine.account.grants.update(ends_on=clock.today(), ended_at=clock.now())

    answer = Client().get(f"/api/v1/communities/{community.code}/", headers=headers)
    assert answer.status_code in {403, 404}


def test_other_scopes_are_held_to_the_role(client, machine):
    path = step("scopes", machine)

    assert client.post(path, {"scopes": ["incidents:write"]}).status_code == 400
    assert client.post(path, {"scopes": ["reports:read"]}).status_code == 302
    machine.refresh_from_db()
    assert machine.scopes == ["reports:read"]


def test_the_list_tells_of_use_and_of_tokens(client, secret, machine):
    use(token(secret))

    row = client.get(reverse("administration:clients")).context["page"].rows[0]

    assert (row.tokens, row.last_used_at is not None) == (1, True)
    assert machine.secrets.get().last_used_at


def test_every_scope_names_a_right_and_has_words():
    written = set(django_settings.OAUTH2_PROVIDER["SCOPES"])

    assert set(SCOPE_RIGHTS) == set(SCOPES) == written
