"""Closing one's own account: every way in ends, what was recorded stays."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import EventKind
from incidents.models import Incident
from tests.accounts.ways_in import add_app, enter, kinds
from tests.factories.accounts import UserFactory
from tests.factories.incidents import IncidentFactory

pytestmark = pytest.mark.django_db
CLOSE = "/account/close/"


def test_a_closed_account_opens_nothing_and_keeps_what_it_recorded(client, police, community):
    incident = IncidentFactory.create(community=community, logged_by=police)
    other = Client()
    for each in (client, other):
        each.force_login(police)
    add_app(client)

    assert client.post(CLOSE, {"sure": "on"})["Location"] == "/sign-in/"

    assert client.get("/account/").status_code == 302
    assert other.get("/account/").status_code == 302
    assert not Authenticator.objects.exists()
    assert Incident.objects.get(pk=incident.pk).logged_by == police
    assert EventKind.ACCOUNT_CLOSED in kinds(police)
    closed, nobody = enter(Client(), police.username), enter(Client(), "nobody")
    assert closed.context["form"].errors == nobody.context["form"].errors


def test_nothing_is_closed_by_mistake(client, police):
    client.force_login(police)

    assert client.post(CLOSE, {}).status_code == 400
    police.refresh_from_db()
    assert police.is_active


def test_the_last_administrator_stays(client, db):
    chief = UserFactory.create(is_superuser=True)
    client.force_login(chief)
    assert client.post(CLOSE, {"sure": "on"}).status_code == 400
    chief.refresh_from_db()
    assert chief.is_active

    UserFactory.create(is_superuser=True)
    assert client.post(CLOSE, {"sure": "on"}).status_code == 302


def test_accounts_of_the_demo_are_for_everybody(client, db):
    person = UserFactory.create(email="x@demo.invalid")
    client.force_login(person)

    assert client.post(CLOSE, {"sure": "on"}).status_code == 400
    person.refresh_from_db()
    assert person.is_active
