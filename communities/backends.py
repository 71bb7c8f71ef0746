"""What an account may do: the permissions of the roles it was granted, in force today."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from communities.models.rights import held_by


class GrantBackend(ModelBackend):
    """Reads permissions from access grants; where they hold is `visible_to`."""

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
