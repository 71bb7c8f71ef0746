"""What an account may do: the permissions of the roles it was granted, in force today."""

from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.db import connection

from communities.models.rights import held_by


class GrantBackend(ModelBackend):
    """Reads permissions from access grants; where they hold is `visible_to`."""

    def get_user(self, user_id: Any) -> Any:
        """Return the account of a session as it stands now: what every request asks first."""
        user = _account(user_id)
        return user if user and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if obj is not None or not user_obj.is_active:
            return False
        return user_obj.is_superuser or perm in self.get_all_permissions(user_obj)

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if obj is not None or user_obj.is_anonymous:
            return set()
        return {right for each in held_by(user_obj) for right in each.rights}

    def user_can_authenticate(self, user: Any) -> bool:
        """Let people sign in, and machines only with client credentials."""
        return super().user_can_authenticate(user) and not user.is_service


def _account(key: Any) -> Any:
    """Read an account by a statement that is written once, not compiled for every request."""
    accounts = get_user_model()
    names, statement = _statement(accounts)
    with connection.cursor() as cursor:
        cursor.execute(statement, [key])
        row = cursor.fetchone()
    return accounts.from_db(connection.alias, names, row) if row else None


@cache
def _statement(model: Any) -> tuple[list[str], str]:
    fields = model._meta.concrete_fields
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    table, key = quoted(model._meta.db_table), quoted(model._meta.pk.column)
    statement = f"SELECT {columns} FROM {table} WHERE {key} = %s"  # noqa: S608 - our own names
    return [field.attname for field in fields], statement
