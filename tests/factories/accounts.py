"""Accounts and what they were granted."""

from datetime import date

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from accounts.models import User
from communities.models import AccessGrant


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    full_name = factory.Sequence(lambda n: f"Олена Гриценко {n}")
    password = factory.django.Password("correct horse battery")


class AccessGrantFactory(DjangoModelFactory):
    """A role in a territory: give one of nation, oblast, raion, community."""

    class Meta:
        model = AccessGrant

    user = factory.SubFactory(UserFactory)
    role = factory.LazyFunction(lambda: Group.objects.get(name="officer"))
    starts_on = date(2020, 1, 1)
    reason = "for the tests"


def account(role: str, *, service: str = "both", **where) -> User:
    """Return a new account with one grant, for example account("officer", community=…)."""
    user = UserFactory.create()
    AccessGrantFactory.create(
        user=user, role=Group.objects.get(name=role), service=service, **where
    )
    return user


def take_rights_on(record: str, user: User) -> None:
    """Take the rights on a kind of record from the role of an account, until the test ends."""
    role = user.grants.get().role
    role.permissions.remove(*role.permissions.filter(content_type__model=record))
