"""What a test committed is gone after it, and what the migrations put in is there."""

import pytest
from django.contrib.auth.models import Group

from communities.models import Community
from tests.emptying import Emptying
from tests.factories.communities import CommunityFactory

pytestmark = pytest.mark.django_db(transaction=True)


def rights():
    return Group.objects.get(name="officer").permissions.count()


def test_rows_go_and_roles_stay():
    emptying, role, known = Emptying(), Group.objects.get(name="officer"), rights()
    CommunityFactory.create()
    emptying.empty()
    assert not Community.objects.exists()
    assert (Group.objects.get(name="officer"), rights()) == (role, known)


def test_a_server_that_forbids_to_pass_triggers_is_emptied_too():
    emptying = Emptying()
    emptying.deletes = False
    CommunityFactory.create()
    emptying.empty()
    assert not Community.objects.exists()


def test_a_role_that_a_test_changed_is_made_anew():
    emptying, known = Emptying(), rights()
    Group.objects.get(name="officer").permissions.clear()
    emptying.empty()
    assert rights() == known > 0
