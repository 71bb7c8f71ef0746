"""A client that a public generator makes of the OpenAPI document works against the portal."""

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from oauth2_provider.models import Application

from accounts.client_secrets import keep_secret
from accounts.models import ApiClient
from core import clock
from incidents.models import Incident
from tests.factories.accounts import account
from tests.factories.officers import AssignmentFactory, OfficerFactory
from tests.full import FULL

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES, SECRET = ROOT / "docs" / "examples", "secret of a program"
MOST = 10_000 if FULL else 1200  # more than a page, and than a chunk


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    """The folder that holds the client."""
    folder = tmp_path_factory.mktemp("generated")
    made = subprocess.run(
        [
            *(Path(sys.executable).with_name("openapi-python-client"), "generate"),
            *("--path", ROOT / "docs" / "openapi.yaml", "--config", EXAMPLES / "client.yaml"),
            *("--meta", "none", "--output-path", folder / "portal_client", "--fail-on-warning"),
        ],
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return folder


@pytest.fixture
def program(transactional_db, community, categories):
    """A program that may write, with a secret; its account is an officer's."""
    user = account("api_writer", community=community, service="police")
    AssignmentFactory.create(officer=OfficerFactory.create(user=user), community=community)
    application = Application.objects.create(
        client_id="program",
        client_type="confidential",
        authorization_grant_type="client-credentials",
    )
    scopes = ["incidents:read", "incidents:write"]
    client = ApiClient.objects.create(application=application, account=user, scopes=scopes)
    keep_secret(client, SECRET, at=clock.now())


def test_the_program_on_the_page_is_the_one_that_is_tried():
    program = (EXAMPLES / "send_and_read.py").read_text(encoding="utf-8")

    assert f"```python\n{program}```\n" in (ROOT / "docs" / "integrators.md").read_text("utf-8")
    assert len(program.splitlines()) <= 20


def test_many_records_are_sent_once_and_read_page_by_page(
    generated, live_server, program, body, tmp_path
):
    records = tmp_path / "records.ndjson"
    records.write_text(
        "".join(json.dumps({"id": str(uuid.uuid4()), **body}) + "\n" for _each in range(MOST)),
        encoding="utf-8",
    )

    first, second = (said_by(generated, live_server, records) for _run in range(2))

    assert [results(each) for each in (first, second)] == [{"created"}, {"unchanged"}]
    numbers = set(Incident.objects.values_list("number", flat=True))
    assert len(numbers) == MOST
    assert first[MOST:] == second[MOST:]
    assert len(second[MOST:]) == MOST
    assert set(second[MOST:]) == numbers


def results(lines):
    return {json.loads(line)["result"] for line in lines[:MOST]}


def said_by(generated, live_server, records):
    """Run the program once; return the lines it prints."""
    surroundings = os.environ | {
        "PYTHONPATH": str(generated),
        "PORTAL_URL": live_server.url,
        "CLIENT_ID": "program",
        "CLIENT_SECRET": SECRET,
    }
    done = subprocess.run(
        [sys.executable, EXAMPLES / "send_and_read.py", records],
        env=surroundings,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
