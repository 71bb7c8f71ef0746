"""Access is given and ended by rules; every refusal names its field and goes on record."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction

from accounts.models import AccessEvent, EventKind, User
from communities import services
from communities.models import AccessGrant
from communities.refusals import Actor
from core import clock
from core.exceptions import RuleBroken
from tests.factories.accounts import AccessGrantFactory, UserFactory, account
from tests.factories.communities import CommunityFactory

pytestmark = pytest.mark.django_db


def role(name):
    return Group.objects.get(name=name)


@pytest.fixture
def person():
    return UserFactory.create()


@pytest.fixture
def order(person, community):
    """What the coordinator of the oblast may give."""
    return services.GrantOrder(
        user=person,
        role=role("officer"),
        unit=community,
        service="police",
        starts_on=clock.today(),
        ends_on=None,
        reason="наказ 12",
    )


def give(order, by):
    return services.grant_access(order=order, actor=Actor(by), at=clock.now())


def end(grant, by, *, on=None, reason="звільнення"):
    on = on or clock.today()
    return services.end_grant(grant=grant, actor=Actor(by), on=on, reason=reason, at=clock.now())


def test_a_grant_says_who_gave_it_and_why(order, coordinator, person, community):
    grant = give(order, coordinator)

    assert (grant.user, grant.community, grant.granted_by) == (person, community, coordinator)
    assert grant.reason == "наказ 12"
    event = AccessEvent.objects.get(kind=EventKind.GRANT_MADE)
    assert (event.account, event.by) == (person, coordinator)
    assert event.detail["role"] == "officer"


YESTERDAY, TODAY = timedelta(days=-1), timedelta()
WRONG = {
    "ends before it starts": ({"ends_on": TODAY}, "ends_before_it_starts", "ends_on"),
    "a period in the past": ({"starts_on": YESTERDAY, "ends_on": TODAY}, "past", "starts_on"),
    "begins in the past": ({"starts_on": YESTERDAY}, "past", "starts_on"),
    "no reason": ({"reason": "  "}, "no_reason", "reason"),
    "the whole country": ({"unit": None}, "out_of_reach", "territory"),
    "a higher role": ({"role": "ministry_administrator"}, "more_than_held", "role"),
    "an auditor": ({"role": "auditor"}, "more_than_held", "role"),
}


@pytest.mark.parametrize(("change", "code", "field"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_given_is_refused_and_noted(order, coordinator, change, code, field):
    change = {
        name: clock.today() + value if isinstance(value, timedelta) else value
        for name, value in change.items()
    }
    if "role" in change:
        change["role"] = role(change["role"])

    with pytest.raises(RuleBroken) as refused:
        give(replace(order, **change), coordinator)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert not AccessGrant.objects.filter(user=order.user).exists()
    event = AccessEvent.objects.get(kind=EventKind.GRANT_REFUSED)
    assert (event.account, event.by, event.detail["why"]) == (order.user, coordinator, code)


def test_no_grant_elsewhere(order, coordinator, elsewhere):
    with pytest.raises(RuleBroken) as refused:
        give(replace(order, unit=elsewhere), coordinator)

    assert refused.value.code == "out_of_reach"


def test_no_grant_for_the_other_service(order, community):
    of_police = account("oblast_coordinator", oblast=community.oblast, service="police")

    assert give(order, of_police)
    for service in ("rescue", "both"):
        with pytest.raises(RuleBroken) as refused:
            give(replace(order, service=service), of_police)
        assert refused.value.code == "out_of_reach"


@pytest.mark.parametrize(
    ("state", "code"),
    [({"dissolved_on": date(2026, 1, 1)}, "dissolved"), ({"projected": True}, "projected")],
    ids=["ended", "planned"],
)
def test_no_grant_for_a_unit_that_is_not_there(order, coordinator, community, state, code):
    unit = CommunityFactory.create(oblast=community.oblast, **state)

    with pytest.raises(RuleBroken) as refused:
        give(replace(order, unit=unit), coordinator)

    assert (refused.value.code, refused.value.field) == (code, "territory")


def test_no_grant_to_oneself_and_none_to_a_closed_account(order, coordinator):
    closed = UserFactory.create(is_active=False)

    for user, code in ((coordinator, "own_account"), (closed, "closed")):
        with pytest.raises(RuleBroken) as refused:
            give(replace(order, user=user), coordinator)
        assert refused.value.code == code


def test_the_same_is_not_given_twice_at_a_time(order, coordinator):
    tomorrow = clock.today() + timedelta(days=1)
    give(replace(order, ends_on=tomorrow), coordinator)

    with pytest.raises(RuleBroken) as refused:
        give(order, coordinator)
    assert refused.value.code == "twice"

    assert give(replace(order, starts_on=tomorrow), coordinator)
    assert give(replace(order, service="rescue"), coordinator)


def test_an_officer_gives_nothing(order, police):
    with pytest.raises(RuleBroken) as refused:
        give(order, police)

    assert refused.value.code == "out_of_reach"


def test_an_end_says_who_and_why_and_counts_at_once(order, coordinator):
    grant = give(order, coordinator)  # today, and ended today: it never counts again

    ended = end(grant, coordinator)

    assert (ended.ends_on, ended.ended_by) == (clock.today(), coordinator)
    assert ended.end_reason == "звільнення"
    assert not AccessGrant.objects.in_force(clock.today()).filter(user=order.user).exists()
    assert AccessEvent.objects.get(kind=EventKind.GRANT_ENDED).by == coordinator


def test_a_grant_that_has_not_begun_is_taken_back(order, coordinator):
    later = clock.today() + timedelta(days=5)
    grant = give(replace(order, starts_on=later), coordinator)

    assert end(grant, coordinator).ends_on == later
    assert not AccessGrant.objects.not_over(clock.today()).filter(user=order.user).exists()


def test_an_end_comes_neither_late_nor_twice(order, coordinator):
    tomorrow = clock.today() + timedelta(days=1)
    grant = give(replace(order, ends_on=tomorrow), coordinator)

    for on, code in ((tomorrow + timedelta(days=1), "longer"), (date(2020, 1, 1), "past")):
        with pytest.raises(RuleBroken) as refused:
            end(grant, coordinator, on=on)
        assert (refused.value.code, refused.value.field) == (code, "ends_on")
    end(grant, coordinator)
    with pytest.raises(RuleBroken) as refused:
        end(grant, coordinator)
    assert refused.value.code == "over"


def test_nobody_ends_what_he_could_not_give(coordinator, community):
    above = account("ministry_administrator", oblast=community.oblast)

    with pytest.raises(RuleBroken) as refused:
        end(above.grants.get(), coordinator)

    assert refused.value.code == "more_than_held"


def test_every_change_of_a_grant_is_kept(order, coordinator):
    grant = give(order, coordinator)
    end(grant, coordinator)

    labels = grant.events.order_by("pgh_id").values_list("pgh_label", flat=True)
    assert list(labels) == ["insert", "update"]


def test_history_of_accounts_is_not_flooded_by_rights(person, community):
    before = person.events.count()

    AccessGrantFactory.create(user=person, community=community)
    person.set_password("another long password")
    person.save()
    assert person.events.count() == before

    User.objects.filter(pk=person.pk).update(full_name="Інше Ім'я")
    assert person.events.count() == before + 1


# --- the last administrator


@pytest.fixture
def last():
    return account("ministry_administrator", nation=True)


@pytest.fixture
def second():
    return account("ministry_administrator", nation=True)


def ends_to_day(last, by):
    end(last.grants.get(), by)


def ends_one_day(last, by):
    end(last.grants.get(), by, on=clock.today() + timedelta(days=30))


def closes(last, by):
    services.close_account(account=last, actor=Actor(by), reason="звільнення")


@pytest.mark.parametrize("remove", [ends_to_day, ends_one_day, closes])
def test_the_last_administrator_cannot_be_removed(last, second, remove):
    AccessGrant.objects.filter(user=second).update(ends_on=clock.today() + timedelta(days=60))

    with pytest.raises(RuleBroken) as refused:
        remove(last, second)

    assert refused.value.code == "last_administrator"
    last.refresh_from_db()
    assert last.is_active
    assert last.grants.get().ends_on is None
    assert AccessEvent.objects.get(kind=EventKind.GRANT_REFUSED).account == last


@pytest.mark.parametrize("remove", [ends_to_day, ends_one_day, closes])
def test_one_of_two_administrators_can_be_removed(last, second, remove):
    remove(last, second)

    assert not AccessEvent.objects.filter(kind=EventKind.GRANT_REFUSED).exists()


SQL = {
    "delete": "DELETE FROM communities_accessgrant WHERE user_id = %s",
    "end": "UPDATE communities_accessgrant SET ends_on = '2026-01-01' WHERE user_id = %s",
    "less": "UPDATE communities_accessgrant SET service = 'police' WHERE user_id = %s",
    "close": "UPDATE accounts_user SET is_active = false WHERE id = %s",
}


@transaction.atomic
def run(statement, key):
    """Do what a commit would do at its end too."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [key])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("statement", SQL.values(), ids=SQL)
def test_not_by_sql_either(last, statement):
    with pytest.raises(IntegrityError, match="Nobody would be left"):
        run(statement, last.pk)


def test_nor_the_last_superuser(client):
    above = UserFactory.create(is_superuser=True, is_staff=True)
    client.force_login(above)
    said = {"username": above.username, "language": "uk", "idle_class": "office"}
    said |= {"date_joined_0": "2026-01-01"}

    answer = client.post(
        f"/admin/accounts/user/{above.pk}/change/", said | {"date_joined_1": "10:00"}
    )

    above.refresh_from_db()
    assert answer.status_code == 302
    assert above.is_superuser
    assert AccessEvent.objects.get(kind=EventKind.GRANT_REFUSED).by == above


def test_a_right_of_the_role_itself_stays(last):
    right = role("ministry_administrator").permissions.get(codename="add_accessgrant")

    statement = "DELETE FROM auth_group_permissions WHERE permission_id = %s"

    with pytest.raises(IntegrityError, match="Nobody would be left"):
        run(statement, right.pk)
