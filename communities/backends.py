"""What an account may do: the permissions of the roles it was granted, in force today."""

from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend

from communities.models.rights import held_by
from core.one_row import OneRow


@cache
def _account() -> OneRow:
    return OneRow("accounts_user account WHERE account.id = %s", account=get_user_model())


class GrantBackend(ModelBackend):
    """Reads permissions from access grants; where they hold is `visible_to`."""

    def get_user(self, user_id: Any) -> Any:
        """Return the account of a session as it stands now: what every request asks first."""
        (user,) = _account().read(user_id) or [None]
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
