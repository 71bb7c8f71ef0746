"""Sensitive steps: a proof that is not older than ten minutes, and what was sent is sent on."""

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.views import View

from accounts.models import EventKind
from accounts.proving import NeedsProof, needs_proof
from core import clock
from tests.accounts.ways_in import (
    PASSWORD,
    SECURITY,
    add_app,
    add_passkey,
    kinds,
    question,
    totp,
)
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
CLOSE = "/account/close/"


@pytest.fixture
def person(db):
    return UserFactory.create(username="olena")


@pytest.fixture
def late(client, person, settings):
    """A browser whose person signed in, and proved, eleven minutes ago."""
    with time_machine.travel(clock.now(), tick=False) as moment:
        client.force_login(person)
        client.app, client.passkey = add_app(client), add_passkey(client)[0]
        moment.shift(settings.LIMITS["proof"] + 1)
        yield client


@pytest.mark.limit("proof")
def test_a_proof_lasts_ten_minutes(client, person, settings):
    with time_machine.travel(clock.now(), tick=False) as moment:
        client.force_login(person)
        moment.shift(settings.LIMITS["proof"])
        assert client.get(CLOSE).status_code == 200

        moment.shift(1)
        answer = client.get(CLOSE)

    assert answer.status_code == 403
    assert "Підтвердьте, що це ви" in answer.content.decode()


def test_a_password_proves_and_one_comes_back(late, person):
    answer = late.post(CLOSE, {"proof-password": PASSWORD})

    assert answer["Location"] == CLOSE
    assert late.get(CLOSE).status_code == 200
    assert kinds(person)[-1] == EventKind.PROVED_AGAIN


def test_a_code_or_a_passkey_proves_as_well(late, person, settings):
    code = totp(late.app, clock.now().timestamp())
    assert late.post(CLOSE, {"proof-password": "", "proof-code": code}).status_code == 302

    with time_machine.travel(clock.now(), tick=False) as moment:
        moment.shift(settings.LIMITS["proof"] + 1)
        assert late.get(CLOSE).status_code == 403
        signed = late.passkey.signed(question(late))
        answer = late.post(CLOSE, {"proof-password": "", "proof-passkey": signed})
    assert answer.status_code == 302


def test_a_form_that_was_sent_is_sent_on_as_it_was(late, person):
    key = Authenticator.objects.get(user=person, type="totp").pk
    answer = late.post(SECURITY, {"factor": key, "remove": "1"})
    assert answer.status_code == 403
    assert Authenticator.objects.filter(pk=key).exists()
    carried = dict(answer.context["carried"])

    answer = late.post(SECURITY, carried | {"proof-password": PASSWORD})

    assert answer["Location"] == SECURITY
    assert not Authenticator.objects.filter(pk=key).exists()


@pytest.mark.parametrize("said", [{}, {"proof-code": "000000"}, {"proof-passkey": "{}"}])
def test_a_wrong_proof_opens_nothing_and_is_on_record(late, person, said):
    answer = late.post(CLOSE, {"proof-password": "wrong", "sure": "on", **said})

    assert answer.status_code == 403
    person.refresh_from_db()
    assert person.is_active
    assert kinds(person)[-1] in {EventKind.SIGN_IN_REFUSED, EventKind.FACTOR_REFUSED}


def test_guessing_a_proof_is_slowed(late, settings):
    free = settings.LIMITS["guesses_free"]

    statuses = [
        late.post(CLOSE, {"proof-password": "wrong"}).status_code for _try in range(free + 1)
    ]

    assert statuses == [403] * free + [429]


class Careful(NeedsProof, View):
    def post(self, request):
        return HttpResponse(request.POST["what"])


@pytest.mark.parametrize(
    "view", [Careful.as_view(), needs_proof(lambda r: HttpResponse(r.POST["what"]))]
)
def test_any_view_takes_it_with_one_word(rf, late, person, view):
    def send(**said):
        request = rf.post("/somewhere/", {"what": "done", **said})
        request.session, request.user = late.session, person
        return view(request)

    asked = send()
    assert asked.status_code == 403
    assert b'name="what" value="done"' in asked.content
    assert send(**{"proof-password": PASSWORD}).content == b"done"


def test_accounts_of_the_demo_prove_by_password(client, settings):
    person = UserFactory.create(email="x@demo.invalid")
    with time_machine.travel(clock.now(), tick=False) as moment:
        client.force_login(person)
        moment.shift(settings.LIMITS["proof"] + 1)
        page = client.get(CLOSE)
        assert not page.context["has_factor"]
        assert client.post(CLOSE, {"proof-password": PASSWORD}).status_code == 302
