"""What production refuses, each in one sentence; what repairs is let through."""

import random
import re
import secrets
import string
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.db import connection

from safety_portal import production
from tests.factories.accounts import UserFactory
from tests.operations.test_environment import ROOT, production_environment

STRONG = "".join(random.Random(1).choices(string.ascii_letters + string.digits, k=60))  # noqa: S311
GOOD = {
    "DEBUG": False,
    "DEMO": False,
    "SECURE": True,
    "ALLOWED_HOSTS": ["portal.example"],
    "CLOCK_SHIFT": 0,
    "SECRET_KEY": STRONG,
}


@pytest.fixture
def good(settings):
    for name, value in GOOD.items():
        setattr(settings, name, value)
    return settings


def test_nothing_is_wrong_with_a_good_environment(good):
    assert list(production.of_settings()) == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DEBUG", True, "DEBUG is on"),
        ("DEMO", True, "PORTAL_DEMO is on"),
        ("SECURE", False, "PORTAL_HTTPS is off"),
        ("ALLOWED_HOSTS", ["*"], "ALLOWED_HOSTS"),
        ("ALLOWED_HOSTS", ["*.example"], "ALLOWED_HOSTS"),
        ("ALLOWED_HOSTS", [], "ALLOWED_HOSTS"),
        ("CLOCK_SHIFT", 60, "PORTAL_CLOCK_SHIFT"),
        ("OIDC", {"issuer": "http://id.example"}, "OIDC_ISSUER is not https"),
        ("SECRET_KEY", STRONG[:27], "SECRET_KEY is weak"),
        ("SECRET_KEY", "ab" * 40, "SECRET_KEY is weak"),
        ("SECRET_KEY", "django-insecure-" + STRONG, "SECRET_KEY is weak"),
        ("SECRET_KEY", "change-me-" + STRONG, "SECRET_KEY is weak"),
    ],
)
def test_an_unsafe_setting_is_one_sentence(good, name, value, said):
    setattr(good, name, value)

    [sentence] = production.of_settings()

    assert said in sentence


@pytest.mark.parametrize(
    ("power", "said"),
    [
        ("SUPERUSER", "is a superuser"),
        ("BYPASSRLS", "bypasses row level security"),
        ("CREATEDB", "may create databases"),
        ("CREATEROLE", "may create roles"),
        ("REPLICATION", "may replicate the whole server"),
    ],
)
@pytest.mark.parametrize("direct", [True, False], ids=["itself", "by another role"])
def test_a_mighty_role_is_refused(db, power, said, direct):
    execute(f"CREATE ROLE mighty {power}")
    execute("CREATE ROLE serving")
    execute("GRANT mighty TO serving" if not direct else f"ALTER ROLE serving {power}")
    call_command("grant_app_role", "serving", verbosity=0)

    sentences = sentences_of("serving")

    assert [each for each in sentences if f"serving {said}" in each]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("ALTER TABLE incidents_daytally OWNER TO serving", "owns the tables"),
        ("ALTER DATABASE {database} OWNER TO serving", "owns the database"),
    ],
)
def test_an_owner_is_refused(db, statement, said):
    execute("CREATE ROLE serving")
    execute(statement.format(database=connection.settings_dict["NAME"]))
    call_command("grant_app_role", "serving", verbosity=0)

    assert [each for each in sentences_of("serving") if said in each]


def test_the_granted_role_may_serve_until_demo_accounts_appear(db):
    execute("CREATE ROLE serving")
    call_command("grant_app_role", "serving", verbosity=0)
    person = UserFactory.create()
    assert sentences_of("serving") == []

    person.email = "somebody@demo.invalid"
    person.save()

    [sentence] = sentences_of("serving")
    assert "demo accounts" in sentence


def test_a_missing_migration_keeps_it_from_serving(db):
    assert list(production.of_tables()) == []

    execute("DELETE FROM django_migrations WHERE app = 'incidents'")

    [sentence] = production.of_tables()
    assert re.match(r"\d+ migrations are not applied, first incidents\.0001_initial", sentence)


PROGRAMS = {
    "web": ("-c", "import safety_portal.wsgi"),
    "worker": ("-m", "celery", "-A", "safety_portal", "worker", "--pool", "solo"),
    "beat": ("-m", "celery", "-A", "safety_portal", "beat"),
    "command": ("manage.py", "fold_tallies"),
    "repair": ("manage.py", "showmigrations", "core"),
}


def begin(name, env):
    return subprocess.Popen(
        [sys.executable, *PROGRAMS[name]],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(program):
    try:
        out, err = program.communicate(timeout=120)
    finally:
        program.kill()  # one that serves after all
    return program.returncode, out, err


def test_every_program_of_an_owner_ends_with_the_sentence_and_code_1(tmp_path, transactional_db):
    env = production_environment(tmp_path, DATABASE_URL=address_of_the_tests())
    programs = {name: begin(name, env) for name in PROGRAMS}

    endings = {name: ended(program) for name, program in programs.items()}

    code, out, _err = endings.pop("repair")
    assert (code, "[X] 0001" in out) == (0, True)
    for name, (code, _out, err) in endings.items():
        assert code == 1, (name, err)
        assert "The portal does not start in production: The database role" in err, name
        assert "Traceback" not in err, err


def test_the_granted_role_serves(tmp_path, transactional_db):
    password = secrets.token_hex(16)
    role = f"serving_{connection.settings_dict['NAME']}"
    execute(f"CREATE ROLE {role} LOGIN PASSWORD '{password}'")
    try:
        call_command("grant_app_role", role, verbosity=0)
        env = production_environment(tmp_path, DATABASE_URL=address_of_the_tests(role, password))
        programs = {name: begin(name, env) for name in ("web", "command")}

        assert [ended(program)[0] for program in programs.values()] == [0, 0]
    finally:
        execute(f"DROP OWNED BY {role}")
        execute(f"DROP ROLE {role}")


def address_of_the_tests(role="", password=""):
    """Return where the database of this test is, for one role."""
    known = connection.settings_dict
    now = connection.get_connection_params()
    host = now.get("host") or known["OPTIONS"]["host"]  # a folder of sockets, or a machine
    user = f"{role or known['USER']}:{password or known['PASSWORD']}"
    port = known["PORT"] or 5432
    return f"postgres://{user}@/{known['NAME']}?host={quote(host, safe='')}&port={port}"


def execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def sentences_of(role):
    execute(f"SET ROLE {role}")
    try:
        return list(production.of_database())
    finally:
        execute("RESET ROLE")
