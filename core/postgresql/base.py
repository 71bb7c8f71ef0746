"""Django's PostgreSQL; it hears whether a kept connection still stands, and keeps some plans."""

from select import select
from typing import Any

from django.db.backends.postgresql import base, operations

KEPT_FROM = 5  # the time that a statement of `prepared_cursor` is asked from which its plan is kept
# Unset, each trigger asks for it and catches an error, and to take back what an error broke off,
# PostgreSQL walks through every constraint that the transaction has put off.
NO_TRIGGER_IGNORED = "-c pgtrigger.ignore={}"


class DatabaseOperations(operations.DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        """Return what was asked; of a kept plan only its name was sent, so its words without values."""
        return super().last_executed_query(cursor, sql, params) or sql


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def get_connection_params(self) -> dict[str, Any]:
        """Say when to keep a plan, and that triggers work; a pooler (no lasting connection) takes neither."""
        params = super().get_connection_params()
        if self.settings_dict["CONN_MAX_AGE"] == 0:
            return params | {"prepare_threshold": None}
        options = f"{params.get('options', '')} {NO_TRIGGER_IGNORED}".strip()
        return params | {"prepare_threshold": KEPT_FROM, "options": options}

    def is_usable(self) -> bool:
        """Say whether the server has let a kept connection go.

        A server that stops, is killed or ends a connection closes the socket, so that it can be
        read; between two requests nothing else comes. Asking would cost every request a
        statement. A server that is gone without a word is the work of `core.deadline`.
        """
        line: Any = self.connection
        return bool(line) and not line.closed and not select([line], [], [], 0)[0]

    def prepared_cursor(self) -> Any:
        """Return a cursor whose statements the server plans once for a connection, not each time.

        For a long statement that is asked again and again, one row at a time: to plan it takes
        longer than to answer. Its parameters are sent beside it, each of a type that PostgreSQL
        can tell.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            cursor: Any = base.ServerBindingCursor
            return super()._prepare_cursor(cursor(self.connection))  # type: ignore[misc]
