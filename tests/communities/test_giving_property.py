"""Nobody ever ends up giving a right, on a community and for a service, that he could not give."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.roles import GIVES, ROLES
from communities import services
from communities.models import AccessGrant
from communities.refusals import Actor
from core import clock
from core.exceptions import RuleBroken
from tests.factories.accounts import AccessGrantFactory, UserFactory
from tests.factories.communities import CommunityFactory

pytestmark = pytest.mark.django_db
PEOPLE, PLACES, SERVICES = range(4), range(7), ("police", "rescue", "both")
ADD = "communities.add_accessgrant"
holds = st.tuples(
    st.sampled_from(PEOPLE),
    st.sampled_from(sorted(ROLES)),
    st.sampled_from(PLACES),
    st.sampled_from(SERVICES),
)


class Ground:
    """Two oblasts, three communities, everything below the nation; what a place holds by hand."""

    def __init__(self):
        one = CommunityFactory.create()
        two = CommunityFactory.create(oblast=one.oblast, raion=one.raion)
        far = CommunityFactory.create()
        self.units = [None, one.oblast, far.oblast, one.raion, one, two, far]
        near = {one.pk, two.pk}
        self.inside = [
            {*near, far.pk},
            near,
            {far.pk},
            near,
            {one.pk},
            {two.pk},
            {far.pk},
        ]


def cells(ground, place, service):
    """Return the whole places inside a place, with the services: the nation is more than its parts."""
    parts = {("nation", place == 0)} if place == 0 else set()
    whole = {
        ("unit", other)
        for other in PLACES
        if place == 0
        or (
            other != 0
            and ground.inside[other] <= ground.inside[place]
            and rank(other) >= rank(place)
        )
    }
    services_ = {"police", "rescue"} if service == "both" else {service}
    return {(cell, each) for cell in parts | whole for each in services_}


def rank(place):
    """Return how small a kind of place is: a raion is inside its oblast, never the other way."""
    return (0, 1, 1, 2, 3, 3, 3)[place]


def held(ground, grants):
    """Return what grants hold, right by right and cell by cell."""
    return {
        (right, *cell)
        for _person, role, place, service in grants
        for right in ROLES[role]
        for cell in cells(ground, place, service)
    }


def givable(ground, grants):
    """Return what their holder could give: what he holds where he may give, and what his roles give."""
    own = held(ground, grants)
    where = {cell[1:] for cell in own if cell[0] == ADD}
    gives = {
        (right, *cell)
        for _person, role, place, service in grants
        for other in GIVES.get(role, ())
        for right in ROLES[other]
        for cell in cells(ground, place, service)
    }
    return {each for each in own | gives if each[1:] in where}


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(
    at_first=st.lists(holds, max_size=5),
    asked=st.lists(st.tuples(st.sampled_from(PEOPLE), holds), max_size=8),
)
def test_nobody_gives_what_he_could_not_give(db, at_first, asked):
    with transaction.atomic():
        ground = Ground()
        people = [UserFactory.create() for _n in PEOPLE]
        given_so_far = list(at_first)
        for person, role, place, service in at_first:
            AccessGrantFactory.create(user=people[person], **granted(ground, role, place, service))
        for giver, (person, role, place, service) in asked:
            before = [each for each in given_so_far if each[0] == giver]
            order = services.GrantOrder(
                user=people[person],
                starts_on=clock.today(),
                ends_on=None,
                reason="x",
                unit=ground.units[place],
                role=Group.objects.get(name=role),
                service=service,
            )
            by = type(people[0]).objects.get(pk=people[giver].pk)
            wanted = held(ground, [(person, role, place, service)])
            try:
                services.grant_access(order=order, actor=Actor(by), at=clock.now())
            except RuleBroken as refused:
                if refused.code in {"out_of_reach", "more_than_held"}:
                    assert not may(ground, before, role, place, service), (before, order)
                continue
            assert wanted <= givable(ground, before), (before, order)
            given_so_far.append((person, role, place, service))
        assert AccessGrant.objects.count() == len(given_so_far)
        transaction.set_rollback(True)


def may(ground, grants, role, place, service):
    """Say whether it should have been allowed: the rule as the decision writes it down."""
    wanted = cells(ground, place, service)
    own = held(ground, grants)
    if not {(ADD, *cell) for cell in wanted} <= own:
        return False
    if {(right, *cell) for right in ROLES[role] for cell in wanted} <= own:
        return True
    appoints = {
        cell
        for _person, held_role, where, of in grants
        if role in GIVES.get(held_role, ())
        for cell in cells(ground, where, of)
    }
    return wanted <= appoints


def granted(ground, role, place, service):
    unit = ground.units[place]
    where = {unit._meta.model_name: unit} if unit else {"nation": True}
    return {
        "role": Group.objects.get(name=role),
        "service": service,
        "starts_on": date(2020, 1, 1),
        **where,
    }
