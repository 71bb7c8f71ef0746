"""Django's PostgreSQL; it hears whether a kept connection still stands instead of asking."""

from select import select
from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Say whether the server has let a kept connection go.

        A server that stops, is killed or ends a connection closes the socket, so that it can be
        read; between two requests nothing else comes. Asking would cost every request a
        statement. A server that is gone without a word is the work of `core.deadline`.
        """
        line: Any = self.connection
        return bool(line) and not line.closed and not select([line], [], [], 0)[0]
