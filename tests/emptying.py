"""What a test committed is taken away after it: rows, from the tables that have some.

Django truncates every table and makes permissions and roles anew, which takes a second; few tests
write to more than a dozen tables, and hardly one changes what the migrations put in.
"""

from django.core.management import call_command
from django.db import connection, transaction

TABLES = """
    SELECT quote_ident(relname) FROM pg_class
    WHERE relkind IN ('r', 'p') AND NOT relispartition
      AND relnamespace = current_schema()::regnamespace AND relname <> 'django_migrations'
    ORDER BY relname
"""
HAS_ROWS = "SELECT '{0}' WHERE EXISTS (SELECT FROM {0})"
DIGEST = "SELECT '{0}', md5(string_agg(row::text, '' ORDER BY row::text)) FROM {0} AS row"
WITHOUT_TRIGGERS = "SET LOCAL session_replication_role = replica"  # they would write of it
MAY_DO_WITHOUT = "SELECT has_parameter_privilege('session_replication_role', 'SET')"


class Emptying:
    """Empties the test database; made while it is as the migrations left it."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(TABLES)
            self.tables = [name for (name,) in cursor.fetchall()]
            cursor.execute(MAY_DO_WITHOUT)  # on a server of one's own perhaps not
            self.deletes = cursor.fetchone()[0]
            self.kept = _filled(self.tables, cursor)
            self.as_migrated = self._digest(cursor)

    def empty(self) -> None:
        """Delete the rows of a test; do as Django does without that right, or for rows of the migrations."""
        with connection.cursor() as cursor:
            if self.deletes and self._digest(cursor) == self.as_migrated:
                self._delete(cursor)
            else:
                call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
                self.as_migrated = self._digest(cursor)

    @transaction.atomic
    def _delete(self, cursor) -> None:
        # a thread of the test that still writes is waited for
        cursor.execute(f"LOCK TABLE {', '.join(self.tables)} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(WITHOUT_TRIGGERS)
        for name in _filled([each for each in self.tables if each not in self.kept], cursor):
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - names of the catalogue

    def _digest(self, cursor) -> list[tuple[str, str]]:
        cursor.execute(" UNION ALL ".join(DIGEST.format(name) for name in self.kept))
        return sorted(cursor.fetchall())


def _filled(tables: list[str], cursor) -> list[str]:
    cursor.execute(" UNION ALL ".join(HAS_ROWS.format(name) for name in tables))
    return [name for (name,) in cursor.fetchall()]
