"""Who asks, where only accounts are let in."""

from django.http import HttpRequest

from accounts.models import User


def reader_of(request: HttpRequest) -> User:
    """Return the account that is signed in."""
    assert isinstance(request.user, User)  # noqa: S101 - its pages are open to nobody else
    return request.user
