"""Requests as views behind the sign-in get them."""

from django.http import HttpRequest

from accounts.models import User


class SignedIn(HttpRequest):
    """A request of somebody who is signed in; for the types only, no view makes one."""

    user: User
