"""Accounts of people and machines, and what happened to them."""

from accounts.models.clients import ApiClient
from accounts.models.events import AccessEvent, EventKind
from accounts.models.users import Language, User

__all__ = ["AccessEvent", "ApiClient", "EventKind", "Language", "User"]
