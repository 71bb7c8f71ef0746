"""Canaries: in the demo only, once, and every account reaches exactly what the printed list says."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.test import Client

from accounts.models import User
from accounts.roles import ROLES
from incidents.models import Incident
from incidents.taxonomy import load_categories
from officers.models import Officer
from reports.models import Edition
from safety_portal.demo.accounts import BILOZERKA
from safety_portal.demo.holders import holders
from safety_portal.demo.mark import DOMAIN, FIRST
from tests.contracts.expecting import RESOURCE_OF
from tests.contracts.trying import is_hidden_twice, walkers
from tests.factories.accounts import UserFactory
from tests.factories.canaries import ground
from tests.full import FULL

pytestmark = pytest.mark.django_db


def load_canaries():
    out = StringIO()
    call_command("load_canaries", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """A small country marked as the demo, with its canaries as the command printed them."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_categories(on=date(2026, 1, 1))
        UserFactory.create(username=FIRST, email=f"{FIRST}@{DOMAIN}")
        ground(code=BILOZERKA)
        yield load_canaries()
        transaction.set_rollback(True)


def test_a_second_load_adds_nothing(loaded):
    models = (User, Officer, Incident, Edition)
    before = [each.objects.count() for each in models]

    again = load_canaries()

    assert [each.objects.count() for each in models] == before
    assert again["records"] == loaded["records"]


def test_every_role_has_an_account(loaded):
    assert {each["role"] for each in loaded["accounts"]} == {*ROLES, "superuser"}


def test_every_token_opens_exactly_the_records_named_for_it(loaded):
    client = Client()
    every = [each for each in loaded["records"] if each["api"]]
    for account in walking(loaded["accounts"]):
        bearer = {"Authorization": f"Bearer {account['token']}"}
        records = worth_trying(account, every)
        got = {
            record["api"]
            for record in records
            if client.get(record["api"], headers=bearer).status_code == 200
        }
        assert got == {r["api"] for r in records if account["username"] in r["seen_by"]}, account


def walking(accounts):
    """Return the accounts worth trying: of those to which all answers are alike, one."""
    names = {each.name for each in walkers()}
    return [each for each in accounts if each["username"] in names]


def worth_trying(account, records):
    """Return a record of each kind that an account sees, and one that a single wall hides from it."""
    holder = next(each for each in holders() if each.name == account["username"])
    chosen = {}
    for each in records:
        seen = holder.name in each["seen_by"]
        if FULL:
            chosen[each["api"]] = each
        elif seen or not is_hidden_twice(holder, each["scope"], RESOURCE_OF[each["kind"]]):
            chosen.setdefault((each["kind"], seen), each)
    return chosen.values()


def test_every_password_signs_in_but_that_of_a_closed_account(loaded):
    for account in loaded["accounts"]:
        assert sign_in(Client(), account) == (account["state"] != "closed"), account


def test_every_password_opens_exactly_the_pages_named_for_it(loaded):
    records = [each for each in loaded["records"] if each["kind"] in {"officer", "incident"}]
    for account in walking(loaded["accounts"]):
        client = Client()
        sign_in(client, account)
        got = {e["page"] for e in records if e["text"] in client.get(e["page"]).content.decode()}
        assert got == {r["page"] for r in records if account["username"] in r["seen_by"]}, account


def sign_in(client, account):
    """Sign in with the password of the list; say whether that was taken."""
    return client.login(username=account["username"], password=account["password"])


def test_canaries_live_beside_the_demo_only():
    User.objects.filter(username=FIRST).update(email="somebody@example.org")

    with pytest.raises(CommandError, match="load_demo"):
        load_canaries()


def test_production_has_no_canaries(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="production"):
        load_canaries()
