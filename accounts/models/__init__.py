"""Accounts of people and machines, and what happened to them."""

from accounts.models.clients import ApiClient, ClientSecret
from accounts.models.events import AccessEvent, EventKind
from accounts.models.sessions import BrowserSession
from accounts.models.users import IdleClass, Language, User

__all__ = [
    "AccessEvent",
    "ApiClient",
    "BrowserSession",
    "ClientSecret",
    "EventKind",
    "IdleClass",
    "Language",
    "User",
]
