"""What `up` loads, asked of a real database."""

from urllib.parse import urlencode

import pytest
from django.db import connection

from tests.factories.accounts import account

NOTE = """
import os
from runner import contents, places
places.make_folders()
URL = os.environ["DATABASE_URL"]
def met(demo):
    return contents.Contents.of(contents.ask(os.environ), URL, demo=demo)
"""


@pytest.fixture
def tell(checkout):
    """Return a function that runs code of the copied runner on the test database."""
    checkout.borrow_packages()
    about = connection.settings_dict
    signed = ":".join(filter(None, (about["USER"], about["PASSWORD"])))
    where = {"host": about["OPTIONS"].get("host") or about["HOST"], "port": about["PORT"]}
    known = urlencode({name: value for name, value in where.items() if value})
    asked = {"DATABASE_URL": f"postgres://{signed}@/{about['NAME']}?{known}"}
    return lambda code: checkout.tell(NOTE + code, **asked).splitlines()


def test_a_database_without_accounts_gets_register_and_demo(tell, transactional_db):
    assert tell("print(met(demo=True).commands(incidents=7))") == [
        "[('load_reference_data',), ('load_demo', '--incidents', '7')]"
    ]


def test_a_database_without_accounts_stays_without_demo_when_asked(tell, transactional_db):
    code = "note = met(demo=False); print(note.commands(incidents=7), note.demo)"

    assert tell(code) == ["[('load_reference_data',)] False"]


def test_where_somebody_has_an_account_the_demo_stays_out(tell, transactional_db, community):
    account("officer", community=community)

    assert tell("print(met(demo=True).demo)") == ["False"]


def test_an_interrupted_load_begins_anew_and_a_finished_one_does_not(tell, transactional_db):
    code = """
met(demo=True)
print(len(met(demo=True).to_load))
met(demo=True).finished(URL, "code")
print(len(met(demo=True).to_load), met(demo=True).demo)
"""

    assert tell(code) == ["2", "0 True"]


def test_an_unloaded_demo_can_still_be_declined_and_a_loaded_one_cannot(tell, transactional_db):
    code = """
met(demo=True)
print(met(demo=False).demo)
contents.Contents("another", [], demo=True).note(URL)
print(met(demo=True).identity == "another")
met(demo=True).finished(URL, "code")
print(met(demo=False).demo)
"""

    assert tell(code) == ["False", "False", "True"]


@pytest.mark.parametrize("damage", ["", "null", "[]", "{}", '{"identity": "1/2"', "\0\0"])
def test_a_damaged_note_is_one_that_was_never_written(tell, transactional_db, community, damage):
    account("officer", community=community)
    code = f"""
met(demo=True)
for file in contents.NOTES.iterdir():
    file.write_text({damage!r})
print(contents.Contents.noted(URL), met(demo=True).to_load)
"""

    assert tell(code) == ["None ['reference']"]


def test_what_was_prepared_is_known_until_the_tables_or_the_code_change(tell, transactional_db):
    code = """
from runner import fingerprints
def prepared():
    return f"{fingerprints.of_code()} {contents.ask(os.environ)['migrations']}"
app = places.ROOT / "app"
app.mkdir()
(app / "__init__.py").write_text("first = 1")
before = prepared()
print(before == prepared())
(app / "__init__.py").write_text("second = 2")
print(before == prepared())
"""

    assert tell(code) == ["True", "False"]

    before = tell("print(contents.ask(os.environ)['migrations'])")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())"
        )
    try:
        assert tell("print(contents.ask(os.environ)['migrations'])") != before
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'a'")
