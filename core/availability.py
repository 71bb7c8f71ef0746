"""Which failures say that database or broker are away just now, and nothing is wrong with us."""

from django.db import Error as DatabaseFailure
from django.db import InterfaceError, OperationalError
from kombu.exceptions import OperationalError as BrokerAway
from redis import ConnectionError as ValkeyAway
from redis import TimeoutError as ValkeySilent

AWAY_CLASSES = (
    "08",  # connection exception
    "28",  # not let in
    "53",  # insufficient resources: no connections left, disk full, no memory
    "57",  # operator intervention: shutting down, starting up, query cancelled
    "58",  # system error outside PostgreSQL: input and output
)
AWAY_STATES = {
    "25006",  # read-only: a standby, or the old half of a failover
    "40001",  # could not serialise
    "40P01",  # deadlock
    "55P03",  # lock not available
}


def is_away(error: BaseException | None) -> bool:
    """Tell whether the same request may succeed later without a change of ours."""
    if isinstance(error, DatabaseFailure):
        return _database_is_away(error)
    return isinstance(error, BrokerAway | ValkeyAway | ValkeySilent)


def _database_is_away(error: DatabaseFailure) -> bool:
    """Judge by SQLSTATE; a connection that broke or never came to be has none."""
    state = getattr(error.__cause__, "sqlstate", None)
    if state is None:
        return isinstance(error, OperationalError | InterfaceError)
    return state.startswith(AWAY_CLASSES) or state in AWAY_STATES
