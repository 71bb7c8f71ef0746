"""Who may call what: Django's permissions for people and machines, scopes for machines besides."""

from typing import Any

from rest_framework.permissions import BasePermission

READING = {"GET", "HEAD", "OPTIONS"}


class Everybody(BasePermission):
    """Open to readers without an account: the schema and its page."""


class MayRead(BasePermission):
    """Ask for the view's permission and, of machines, for its scope.

    A view says `reads`, `writes` (permissions as app.codename; empty: any account) and
    `scopes` (a pair: scope for reading, scope for writing).
    """

    def has_permission(self, request: Any, view: Any) -> bool:
        if not request.user.is_authenticated:
            return False
        if request.method not in view.allowed_methods:
            return True  # what does not exist is nobody's: the view answers 405
        reading = request.method in READING
        permission = view.reads if reading else view.writes
        return self._scope_allows(request, view, reading) and (
            not permission or request.user.has_perm(permission)
        )

    def _scope_allows(self, request: Any, view: Any, reading: bool) -> bool:
        token = request.auth
        if token is None:
            return True
        scope = view.scopes[0 if reading else 1]
        return not scope or token.is_valid([scope])
