"""Rights are kept by their version: what was taken away is gone, whoever took it and however."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction

from accounts.models import User
from communities.models import AccessGrant, Community, scope_of
from core import clock
from tests.factories.accounts import AccessGrantFactory, UserFactory
from tests.factories.communities import CommunityFactory, SuccessionFactory

pytestmark = pytest.mark.django_db
VIEW = "communities.view_community"


@pytest.fixture
def user(community):
    user = UserFactory.create()
    AccessGrantFactory.create(user=user, community=community)
    return user


def sees(user, community):
    """Ask as a request does: of the account as it stands in the database now."""
    return scope_of(User.objects.get(pk=user.pk), VIEW).either.covers(community)


def test_what_is_held_is_read_once(user, community, django_assert_num_queries):
    assert sees(user, community)

    with django_assert_num_queries(1):  # the account itself
        assert sees(user, community)


def test_nothing_held_is_read_once_too(community, django_assert_num_queries):
    stranger = UserFactory.create()
    assert not sees(stranger, community)

    with django_assert_num_queries(1):
        assert not sees(stranger, community)


def by_deleting(user):
    user.grants.get().delete()


def by_ending(user):
    grant = user.grants.get()
    grant.ends_on = clock.today()
    grant.save()


def by_moving(user):
    user.grants.update(user=UserFactory.create())


def by_sql(user):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM communities_accessgrant WHERE user_id = %s", [user.pk])


def by_emptying_the_table(_user):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE communities_accessgrant CASCADE")


def by_changing_the_role(user):
    user.grants.get().role.permissions.get(codename="view_community").delete()


def by_another_role(user):
    user.grants.update(role=Group.objects.create(name="nothing"))


def by_closing_the_account(user):
    User.objects.filter(pk=user.pk).update(is_active=False)


@pytest.mark.parametrize(
    "take_away",
    [
        by_deleting,
        by_ending,
        by_moving,
        by_sql,
        by_emptying_the_table,
        by_changing_the_role,
        by_another_role,
        by_closing_the_account,
    ],
)
def test_a_right_ends_with_the_next_request(user, community, take_away):
    assert sees(user, community)

    take_away(user)

    assert not sees(user, community)


def test_a_right_ends_on_its_day(user, community, time_machine):
    user.grants.update(ends_on=clock.today() + timedelta(days=1))
    assert sees(user, community)

    time_machine.move_to(clock.now() + timedelta(days=1))

    assert not sees(user, community)


def test_an_account_saved_as_it_was_read_earlier_brings_no_right_back(user, community):
    earlier = User.objects.get(pk=user.pk)
    assert sees(user, community)
    user.grants.get().delete()

    earlier.save()

    assert not sees(user, community)


def test_what_was_not_committed_is_not_kept(user, community):
    with transaction.atomic():
        user.grants.get().delete()
        assert not sees(user, community)
        transaction.set_rollback(True)

    assert sees(user, community)


def test_what_a_community_takes_over_is_held_at_once(user, community):
    ended = CommunityFactory.create(dissolved_on=date(2026, 6, 1))
    assert not sees(user, ended)

    SuccessionFactory.create(predecessor=ended, successor=community)

    assert sees(user, ended)


def test_where_a_community_lies_now_decides_at_once(community, elsewhere):
    holder = UserFactory.create()
    AccessGrantFactory.create(user=holder, oblast=community.oblast)
    ended = CommunityFactory.create(dissolved_on=date(2026, 6, 1))
    SuccessionFactory.create(predecessor=ended, successor=elsewhere)
    assert not sees(holder, ended)

    Community.objects.filter(pk=elsewhere.pk).update(oblast=community.oblast)

    assert sees(holder, ended)


def test_a_new_grant_counts_at_once(user, elsewhere):
    assert not sees(user, elsewhere)

    AccessGrantFactory.create(user=user, community=elsewhere)

    assert sees(user, elsewhere)
    assert AccessGrant.objects.filter(user=user).count() == 2
