"""What the planner of the database knows of the tables."""

from django.db import connection


def analyze() -> None:
    """Let the planner learn the tables as they are now, as autovacuum does later.

    By name: the catalogs that all databases of a server share are left out, so that nobody waits
    for a long transaction of another database.
    """
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, sorted(tables)))}")
