"""Generated calls of every operation, by several callers: every answer is one of the schema.

About 2,200 calls in the usual run: one generated call of every operation by every caller, and every
twentieth of the edges of its schema, of which `--full` tries each. `PORTAL_API_CASES=20000 ./portal test
tests/contracts/test_schemathesis.py` generates as many; how they were answered stands in
`var/api-cases.jsonl`, a line for each operation and caller.
"""

import json
import os
from collections import Counter
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import islice

import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from oauth2_provider.models import AccessToken, Application
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.drivers import CoverageGenerator
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.generation.overrides import Override
from schemathesis.specs.openapi.checks import positive_data_acceptance

from accounts.models import ApiClient
from core import clock
from incidents.taxonomy import load_categories, load_classifiers
from safety_portal.wsgi import application as portal
from tests import filled_database
from tests.factories.accounts import account
from tests.factories.communities import CommunityFactory
from tests.factories.incidents import IncidentFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory
from tests.full import FULL

CASES = int(os.environ.get("PORTAL_API_CASES", "1000"))
EDGES_APART = 1 if FULL else 20
CALLERS = {  # who calls: role, service, scopes of the token
    "officer": ("officer", "police", None),
    "coordinator": ("oblast_coordinator", "both", None),
    "reading program": ("api_client", "both", ["incidents:read", "territories:read"]),
    "writing program": ("api_writer", "police", None),
    "nobody": None,
}
OWN, FOREIGN = "UA65100150000088815", "UA05020010000053508"
MINE, HIDDEN = "0192f5a0-6c1e-7c3a-9a51-0f5b8f6f2a10", "0192f5a0-6c1e-7c3a-9a51-0f5b8f6f2a11"
MOMENTS = st.datetimes().map(lambda moment: f"{moment.isoformat()}+02:00")
KNOWN = {  # what generated text would never hit: rows that exist, within reach and out of it
    "katotth": st.sampled_from([OWN, OWN, FOREIGN, "UA00000000000000000"]),
    "category": st.sampled_from(["fire.residential", "crime.theft", "violence.domestic", "none"]),
    "uuid": st.sampled_from([MINE, HIDDEN]) | st.uuids().map(str),
    "entity-tag": st.sampled_from(['"1.plain"', 'W/"2.plain"', "*", "rubbish"]),
    "date-time": st.sampled_from(["2026-06-15T09:40:00+03:00", "2026-06-15T10:00:00Z"]) | MOMENTS,
    "date": st.sampled_from(["2026-06-01", "2026-07-01", "2026-08-01"]) | st.dates().map(str),
}
for name, values in KNOWN.items():
    schemathesis.openapi.format(name, values)
# What a valid value means is known to the portal alone: a code that exists, a cursor it gave.
UNSOUND = [positive_data_acceptance]
# A stale If-Match is told before the body is looked at.
# A key that came with another body before is told first, too.
REJECTED = [
    *("400", "401", "403", "404", "405", "406", "409", "411", "412", "413", "415", "422", "428"),
]
SEEN: dict[str, Counter[int]] = {}
unhurried = hypothesis_settings(
    deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@schemathesis.serializer("application/x-ndjson")
def lines(_context, value):
    """Send text as it is: each line of it is answered by itself."""
    return str(value).encode("utf-8", "replace")


@pytest.fixture(scope="module")
def operations():
    """The operations of the schema; to read them takes long, so no collection of tests does it."""
    generation = {"with-security-parameters": False, "database": "none", "deterministic": True}
    checks = {"negative_data_rejection": {"expected-statuses": REJECTED}}
    config = SchemathesisConfig.from_dict({"seed": 1, "generation": generation, "checks": checks})
    with translation.override("en"):
        raw = SchemaGenerator().get_schema(request=None, public=True)
    schema = schemathesis.openapi.from_dict(raw, config=config)
    schema.app = portal
    return [each.ok() for each in schema.get_all_operations()]


@pytest.fixture(autouse=True)
def _one_connection(db):
    """Keep the transaction of the test open between calls, as the test client of Django does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def _often(settings):
    """Let a caller make all the calls of a run within a minute."""
    settings.LIMITS = settings.LIMITS | {"calls": 10**9}


@pytest.fixture(scope="module", autouse=True)
def _callers(django_db_setup, django_db_blocker):
    """Let the calls be made in a database that holds their rows and callers."""
    with (
        django_db_blocker.unblock(),
        filled_database.copy_of(filled_database.Filling("calls", fill)),
    ):
        yield


def fill():
    """Make a community with an incident, one elsewhere whose every text is a canary, and the callers."""
    load_categories(on=date(2026, 1, 1))
    load_classifiers()
    own = CommunityFactory.create(code=OWN)
    hidden = CommunityFactory.create(code=FOREIGN, name_uk="CANARY", name_en="CANARY")
    IncidentFactory.create(id=MINE, community=own)
    foreign = IncidentFactory.create(id=HIDDEN, community=hidden, number="CANARY")
    foreign.text.narrative = foreign.text.address = "CANARY"
    foreign.text.save()
    for name, what in CALLERS.items():
        if what is not None:
            open_to(name, own, *what)


def open_to(name, own, role, service, scopes):
    """Give a caller an access token of client credentials that acts as an account of a role."""
    where = {"community": own} if role == "officer" else {"oblast": own.oblast}
    user = account(role, service=service, **where)
    if role == "officer":
        AssignmentFactory.create(officer=OfficerFactory.create(user=user), community=own)
    scopes = list(settings.OAUTH2_PROVIDER["SCOPES"]) if scopes is None else scopes
    client = Application.objects.create(
        client_type="confidential", authorization_grant_type="client-credentials"
    )
    ApiClient.objects.create(application=client, account=user, scopes=scopes)
    AccessToken.objects.create(
        application=client,
        token=token_of(name),
        scope=" ".join(scopes),
        expires=clock.now() + timedelta(days=1),
    )


def token_of(caller):
    return f"token-of-{caller.replace(' ', '-')}"


@pytest.fixture(scope="module", autouse=True)
def _counted():
    """Write down how the calls made by hand were answered."""
    yield
    if "PORTAL_API_CASES" in os.environ:
        with (settings.VAR_DIR / "api-cases.jsonl").open("a", encoding="utf-8") as file:
            file.writelines(f"{json.dumps([name, answers])}\n" for name, answers in SEEN.items())


def test_the_edges_of_every_operation(operations, subtests):
    for operation in operations:
        with subtests.test(operation.label), forgotten():
            for case in islice(edges_of(operation), 0, None, EDGES_APART):
                check(case, "officer")


@pytest.mark.parametrize("caller", CALLERS)
def test_generated_calls(operations, caller, subtests):
    most = max(1, CASES // (len(CALLERS) * len(operations)))
    for operation in operations:
        with subtests.test(operation.label), forgotten():
            generate(operation, most, caller)


@contextmanager
def forgotten():
    """Take back what the calls of an operation have written."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def edges_of(operation):
    """Return calls at the edges of the parameters and of the body."""
    generation = operation.schema.config.generation_for(operation=operation, phase="coverage")
    return CoverageGenerator(
        operation=operation,
        generation_modes=generation.modes,
        generation_config=generation,
        auth_storage=None,
        override=Override(),
        feedback=FeedbackSources(),
    )


def generate(operation, most, caller):
    """Make calls that the schema allows, and others that it does not."""

    @hypothesis_settings(unhurried, max_examples=most)
    @given(case=st.one_of(*(operation.as_strategy(generation_mode=e) for e in GenerationMode)))
    def call(case):
        check(case, caller)

    call()


def check(case, caller):
    """Make a call and hold its answer against the schema, and against the caller's territory."""
    meaningful = case.operation.query or case.operation.body
    headers = {"Authorization": f"Bearer {token_of(caller)}"} if CALLERS[caller] else {}
    answer = case.call_and_validate(headers=headers, excluded_checks=UNSOUND if meaningful else [])
    SEEN.setdefault(f"{caller}: {case.operation.label}", Counter())[answer.status_code] += 1
    assert b"CANARY" not in answer.content
