"""The last who may give access in the whole country cannot be removed: the database refuses.

Here its refusal becomes words, before a commit would turn it into a failure.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from core.exceptions import RuleBroken

STAYS = "an_administrator_stays"  # the constraint triggers (communities/migrations)


@contextmanager
def an_administrator_stays() -> Iterator[None]:
    """Do the block in a transaction and ask at its end what the commit would ask."""
    try:
        with transaction.atomic():
            yield
            with connection.cursor() as cursor:
                cursor.execute(f"SET CONSTRAINTS {STAYS} IMMEDIATE")
                cursor.execute(f"SET CONSTRAINTS {STAYS} DEFERRED")
    except DatabaseError as error:
        told = getattr(error.__cause__, "diag", None)
        if getattr(told, "constraint_name", None) != STAYS:
            raise
        words = _(
            "This would leave nobody who may give access in the whole country. Give somebody else"
            " the right first, without an end."
        )
        raise RuleBroken(words, code="last_administrator") from error
