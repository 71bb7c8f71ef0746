"""Who coordinates a group, and the group."""

import pytest

from tests.factories.accounts import account
from tests.factories.people import PersonFactory, WorkingGroupFactory


@pytest.fixture
def group_coordinator(community):
    return account("group_coordinator", community=community)


@pytest.fixture
def page(client, group_coordinator):
    """A browser of the coordinator."""
    client.force_login(group_coordinator)
    return client


@pytest.fixture
def person(community):
    return PersonFactory.create(community=community)


@pytest.fixture
def group(community):
    return WorkingGroupFactory.create(community=community)
