"""Accounts of people and machines, and what happened to them."""

from accounts.models.clients import ApiClient, ClientSecret
from accounts.models.events import AccessEvent, EventKind
from accounts.models.users import Language, User

__all__ = ["AccessEvent", "ApiClient", "ClientSecret", "EventKind", "Language", "User"]
