"""OpenID Connect against a provider of the test on loopback; without one it does not exist."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.test import Client

from accounts.models import AccessEvent, EventKind, User
from core import clock
from tests.accounts.ways_in import SECURITY, SIGN_IN, add_app, kinds, totp
from tests.factories.accounts import UserFactory
from tests.integrations.servers import SOON

pytestmark = pytest.mark.django_db
BEGIN, BACK = "/sign-in/oidc/", "/sign-in/oidc/back/"


class Provider(ThreadingHTTPServer):
    """Says of whoever comes what the test tells it to say."""

    claims = {"sub": "7", "email": "olena@mvs.example", "email_verified": True}
    client = "portal"

    @property
    def issuer(self):
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    def log_message(self, *_words):
        pass

    def do_GET(self):
        issuer = self.server.issuer
        if self.path == "/.well-known/openid-configuration":
            self.say(
                {
                    "issuer": issuer,
                    "authorization_endpoint": f"{issuer}/authorize",
                    "token_endpoint": f"{issuer}/token",
                    "userinfo_endpoint": f"{issuer}/userinfo",
                    "jwks_uri": f"{issuer}/keys",
                }
            )
        elif self.path == "/userinfo":
            self.say(self.server.claims)

    def do_POST(self):
        body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        assert body["code_verifier"], "PKCE"
        said = self.server.claims | {
            "iss": self.server.issuer,
            "aud": self.server.client,
            "exp": clock.now().timestamp() + 60,
            "iat": clock.now().timestamp() - 1,
        }
        token = jwt.encode(said, "x" * 32, "HS256")
        self.say({"access_token": "a", "token_type": "Bearer", "id_token": token})

    def say(self, what):
        body = json.dumps(what).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def provider(settings):
    server = Provider(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, args=[SOON], daemon=True).start()
    settings.OIDC = {
        "issuer": server.issuer,
        "client_id": "portal",
        "client_secret": "secret",
        "name": "Єдиний вхід МВС",
    }
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def person(db):
    return UserFactory.create(username="olena", email="olena@mvs.example")


def come_back(client, **more):
    """Go to the provider and come back with a code."""
    away = client.get(BEGIN, {"next": "/account/"})
    asked = {name: value[0] for name, value in parse_qs(urlsplit(away["Location"]).query).items()}
    assert asked["redirect_uri"] == f"http://testserver{BACK}"
    assert asked["code_challenge_method"] == "S256"
    return client.get(BACK, {"code": "c", "state": asked["state"], **more})


def test_without_a_provider_there_is_no_such_address(client):
    assert client.get(BEGIN).status_code == 404
    assert client.get(BACK).status_code == 404
    assert BEGIN not in client.get(SIGN_IN).content.decode()


def test_the_button_bears_the_name_of_the_provider(client, provider):
    page = client.get(SIGN_IN).content.decode()

    assert "Єдиний вхід МВС" in page
    assert BEGIN in page


def test_a_verified_e_mail_opens_the_account_that_exists(client, provider, person):
    answer = come_back(client)

    assert answer["Location"] == "/account/"
    assert client.get("/account/")["Location"] == SECURITY  # which wants a second factor still
    assert person.browser_sessions.get().ways == "oidc"
    assert User.objects.count() == 1


def test_the_second_factor_is_asked_for_here_too(client, provider, person):
    own = Client()
    own.force_login(person)
    secret = add_app(own)

    assert come_back(client)["Location"] == SIGN_IN
    assert client.post(SIGN_IN, {"code": totp(secret, ahead=1)})["Location"] == "/account/"
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"email_verified": False}, id="not verified"),
        pytest.param({"email": "stranger@mvs.example"}, id="no account"),
        pytest.param({"email": ""}, id="no e-mail"),
    ],
)
def test_nobody_is_let_in_or_made_by_anything_less(client, provider, person, claims):
    provider.claims = provider.claims | claims

    assert come_back(client)["Location"] == SIGN_IN
    assert client.get("/account/").status_code == 302
    assert "не впізнає вас" in client.get(SIGN_IN).content.decode()
    assert User.objects.count() == 1
    assert AccessEvent.objects.get().kind == EventKind.SIGN_IN_REFUSED


@pytest.mark.parametrize("state", ["is_active", "is_service"])
def test_a_closed_account_and_a_machine_stay_outside(client, provider, person, state):
    setattr(person, state, state == "is_service")
    person.save()

    assert come_back(client)["Location"] == SIGN_IN
    assert client.get("/account/").status_code == 302
    assert kinds(person) == [EventKind.SIGN_IN_REFUSED]


def test_two_accounts_of_one_e_mail_are_nobody_s(client, provider, person):
    UserFactory.create(email="OLENA@mvs.example")

    assert come_back(client)["Location"] == SIGN_IN


def test_an_answer_nobody_asked_for_is_refused(client, provider, person):
    answers = [
        client.get(BACK, {"code": "c", "state": "made up"}),
        client.get(BACK, {"error": "access_denied", "state": "made up"}),
        client.get(BACK),
    ]

    assert {each["Location"] for each in answers} == {SIGN_IN}
    assert client.get("/account/").status_code == 302


def test_a_token_for_another_client_is_refused(client, provider, person):
    provider.client = "another portal"

    assert come_back(client)["Location"] == SIGN_IN
    assert client.get("/account/").status_code == 302


def test_a_provider_that_is_away_is_said(client, provider, settings):
    settings.OIDC = settings.OIDC | {"issuer": "http://127.0.0.1:1"}

    assert client.get(BEGIN)["Location"] == SIGN_IN
