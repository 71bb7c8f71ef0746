"""The database that test databases are copied from: the migrations are run once for all of them.

It stays until a migration, or what one imports, is another one; `--create-db` makes it anew.
"""

import hashlib
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "template_of_tests_"
LOCK = "SELECT pg_advisory_lock(hashtextextended('template of tests', 0))"


def copied_from(*, anew: bool) -> str:
    """Return the name of the whole template, made first where there is none yet."""
    name = PREFIX + _digest()
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(LOCK)  # one worker makes it, the others wait; freed with the connection
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        known = {row[0] for row in cursor.fetchall()}
        if name not in known or anew:
            for old in known:
                cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
            _make(name, cursor)
    return name


def _make(name: str, cursor) -> None:
    """Migrate an empty database; only a whole one gets the name."""
    unfinished, test = f"{PREFIX}unfinished", connection.settings_dict["TEST"]
    was = connection.settings_dict["NAME"], test["NAME"]
    test["NAME"] = unfinished
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = was[0]
        test["NAME"] = was[1]
    cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')


def _digest() -> str:
    """Return what tells the migrations of this checkout, and what they use, from any other."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    modules = {each.__module__ for each in loader.disk_migrations.values()}
    used = {_module_of(value) for each in modules for value in vars(sys.modules[each]).values()}
    files = {getattr(sys.modules.get(each), "__file__", None) for each in modules | used}
    summed = hashlib.sha256()
    for file in sorted(Path(each) for each in files if each and Path(each).is_relative_to(ROOT)):
        summed.update(file.read_bytes())
    return summed.hexdigest()[:16]


def _module_of(value) -> str:
    name = getattr(value, "__module__", None) or getattr(value, "__name__", "")
    return name if isinstance(name, str) else ""
