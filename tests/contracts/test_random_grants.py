"""Random grants over random rows: every surface says what the policy opens, and nothing else."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.roles import ROLES
from communities.models import AccessGrant, Community
from core import clock
from incidents.models import Category
from safety_portal.demo.canaries import CATEGORIES, MARK
from safety_portal.demo.holders import (
    BOTH,
    NATION,
    OWN,
    PLACES,
    SENSITIVE,
    SERVICES,
    is_sensitive,
)
from safety_portal.demo.holders import OBLASTS as WHOLE
from safety_portal.policy import policy
from tests.contracts.expecting import OBLASTS, RAIONS, RESOURCE_OF
from tests.contracts.telling import body_of
from tests.contracts.walking import period
from tests.factories.accounts import UserFactory
from tests.factories.incidents import IncidentFactory
from tests.full import FULL

LISTS = {  # surface -> what it lists whole, if anything
    "/": None,
    "/incidents/": "incidents",
    "/communities/": "communities",
    "/officers/": "officers",
    "/officers/activities/": "activities",
    "/officers/equipment/": "equipment",
    "/officers/public-reports/": "public_reports",
    "/officers/handovers/": "handovers",
    "/working-groups/": "working_groups",
    "/api/v1/working-groups/": "working_groups",
    "/api/v1/memberships/": "memberships",
    "/working-groups/meetings/": "meetings",
    "/api/v1/meetings/": "meetings",
    "/api/v1/agenda-items/": "agenda_items",
    "/working-groups/initiatives/": "initiatives",
    "/api/v1/initiatives/": "initiatives",
    "/api/v1/handouts/": "handouts",
    "/working-groups/problems/": "problems",
    "/working-groups/actions/": "action_points",
    "/api/v1/problems/": "problems",
    "/api/v1/decisions/": "decisions",
    "/api/v1/action-points/": "action_points",
    "/working-groups/funding/": "fundings",
    "/working-groups/funding/export.csv": "fundings",
    "/api/v1/fundings/": "fundings",
    "/working-groups/grants/": "money_grants",
    "/api/v1/grants/": "money_grants",
    "/api/v1/priorities/": "priorities",
    "/working-groups/proposals/": "proposals",
    "/api/v1/proposals/": "proposals",
    "/working-groups/trainings/": "trainings",
    "/api/v1/trainings/": "trainings",
    "/people/": "people",
    "/api/v1/people/": "people",
    "/api/v1/positions/": "positions",
    "/organisations/": None,
    "/api/v1/organisations/": None,
    "/reports/": "reports",
    "/communities/export.csv": "communities",
    "/communities/export.geojson": "communities",
    "/communities/map.csv": "communities",
    "/communities/map.geojson": "communities",
    "/search/?q=CANARY": None,
    "/search/suggestions/?q=CANARY": None,
    "/api/v1/communities/": "communities",
    "/api/v1/starosta-districts/": "starosta_districts",
    "/api/v1/beats/": "beats",
    "/api/v1/safety-assets/": "safety_assets",
    "/api/v1/fire-brigades/": "fire_brigades",
    "/api/v1/activities/": "activities",
    "/api/v1/equipment/": "equipment",
    "/api/v1/equipment-issues/": "equipment_issues",
    "/api/v1/public-reports/": "public_reports",
    "/api/v1/handovers/": "handovers",
    "/api/v1/incidents/": "incidents",
}
TURNS = 1 if FULL else 2
WALLED = "sensitive_incidents"
BY_CODE = {"communities"}  # files name a community by its code where they do not say its aliases


@dataclass(frozen=True)
class Right:
    """One grant: a role at a level of a place, for a service, from one day until another."""

    role: str
    level: str
    place: str
    service: str
    starts: int  # days from today
    ends: int | None

    @property
    def places(self):
        near = {"community": {}, "raion": RAIONS, "oblast": OBLASTS}
        return PLACES if self.level == NATION else near[self.level].get(self.place, (self.place,))

    def opens(self, place, service, resource, action="view"):
        """Say what the policy answers: territory, service, period and role in one grant."""
        in_force = self.starts <= 0 and (self.ends is None or self.ends > 0)
        of_service = not service or self.service in {service, BOTH}
        may = policy().may(self.role, action, resource)
        return in_force and place in self.places and of_service and may

    def opens_the_wall(self, place, service):
        """Say whether sensitive records exist: of the own community, or for who may read them."""
        keeps = self.level == "community" and self.opens(place, service, WALLED, "keep_sensitive")
        return keeps or self.opens(place, service, WALLED, "read_sensitive")


def sees(rights, scope, resource):
    """Say whether grants open a scope; what is of both services may be opened by two of them."""
    place, _, rest = scope.partition(".")
    if place in {OWN, NATION}:
        return False
    if place in WHOLE:  # what is of a whole oblast is seen from any place in it
        return any(each.opens(near, "", resource) for near in WHOLE[place] for each in rights)
    if is_sensitive(scope):  # the record, and never its words
        service = rest.removesuffix(f".{SENSITIVE}")
        seen = any(each.opens(place, service, "incidents") for each in rights)
        walled = any(each.opens_the_wall(place, service) for each in rights)
        return resource == WALLED and seen and walled
    needed = SERVICES if rest == BOTH else (rest,)
    return all(any(each.opens(place, service, resource) for each in rights) for service in needed)


days = st.integers(-3, 3)
a_right = st.builds(
    Right,
    role=st.sampled_from([each for each in ROLES if "administrator" not in each]),
    level=st.sampled_from(["community", "community", "raion", "oblast", NATION]),
    place=st.sampled_from(PLACES),
    service=st.sampled_from([*SERVICES, BOTH]),
    starts=days,
    ends=st.none() | days,
).filter(lambda each: each.ends is None or each.ends > each.starts)
some_rights = st.lists(a_right, max_size=4)
some_rows = st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(SERVICES)), max_size=5)


@pytest.mark.django_db
@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
@given(rights=some_rights, rows=some_rows, turn=st.integers(0, TURNS - 1))
def test_every_surface_says_what_the_grants_open_and_nothing_else(world, rights, rows, turn):
    """Each grant asks every other surface."""
    with transaction.atomic():
        ground = places_of(world)
        client = account_with(rights, ground)
        recorded = record(rows, ground)
        wrong = [
            each
            for surface in list(LISTS)[turn::TURNS]
            for each in told_wrong(world, client, surface, rights)
        ] + counted_wrong(world, client, rights, ground, recorded)
        transaction.set_rollback(True)

    assert not wrong, "\n".join([*map(str, rights), *wrong])


def places_of(world):
    codes = {e.scope: e.id for e in world.canaries if e.kind == "alias"}
    found = Community.objects.in_bulk(codes.values(), field_name="code")
    return {place: found[code] for place, code in codes.items()}


def account_with(rights, ground):
    user, today = UserFactory.create(), clock.today()
    for each in rights:
        unit = ground[each.place]
        units = {"community": unit, "raion": unit.raion, "oblast": unit.oblast, NATION: True}
        AccessGrant.objects.create(
            user=user,
            role=Group.objects.get(name=each.role),
            service=each.service,
            starts_on=today + timedelta(days=each.starts),
            ends_on=None if each.ends is None else today + timedelta(days=each.ends),
            **{each.level: units[each.level]},
        )
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def record(rows, ground):
    """Record an event for each pair and return how many each scope holds, its canary included."""
    for place, service in rows:
        IncidentFactory.create(
            community=ground[place],
            service=service,
            category=Category.objects.get(code=CATEGORIES[service]),
            occurred_at=clock.now() - timedelta(hours=2),
        )
    planted = [(place, service) for place in PLACES for service in SERVICES]
    return Counter([*rows, *planted])


def told_wrong(world, client, surface, rights):
    """Yield what a surface tells and should not, and what it should tell and does not."""
    answer = client.get(surface)
    body = body_of(answer)
    for text in MARK.finditer(body):
        resource = RESOURCE_OF[text[2]]
        if not sees(rights, text[1], resource):
            yield f"{surface} tells {text.group()}"
    listed = LISTS[surface]
    kinds = {listed, WALLED} if listed == "incidents" else {listed}
    due = [e for e in world.canaries if e.resource in kinds and sees(rights, e.scope, e.resource)]
    for each in due:
        told = each.id if listed in BY_CODE or surface.startswith("/api/") else each.page
        if told not in body and each.text not in body:
            yield f"{surface} lacks {each.text}"


def counted_wrong(world, client, rights, ground, recorded):
    """Return where a count or a figure differs from the number of rows the grants open."""
    due = {key: n for key, n in recorded.items() if sees(rights, ".".join(key), "incidents")}
    walled = [e for e in world.canaries if e.resource == WALLED and sees(rights, e.scope, WALLED)]
    wrong, total = [], sum(due.values()) + len(walled)
    answer = client.get("/api/v1/incidents/?count=exact")
    if answer.status_code == 200 and answer.json()["count"] != total:
        wrong.append(f"count=exact says {answer.json()['count']}, {total} are in reach")
    for place, unit in ground.items():
        wrong += figured_wrong(client, rights, place, unit, due)
    if total and answer.status_code != 200:
        wrong.append(f"the list answers {answer.status_code} though {total} are in reach")
    return wrong


def figured_wrong(client, rights, place, unit, due):
    """Return where the figure of a community differs from the rows of it that are in reach."""
    asked = f"{period()}&by=service&territory={unit.code}"
    figure = client.get(f"/api/v1/measures/incidents.recorded/?{asked}")
    if figure.status_code != 200:
        told = any((place, each) in due for each in SERVICES)
        return [f"the figure of {place} answers {figure.status_code}"] if told else []
    said = {each["by"]["service"]: int(each["value"] or 0) for each in figure.json()["results"]}
    return [
        f"the figure of {place}.{each} says {said.get(each)}, not {due.get((place, each))}"
        for each in SERVICES
        if said.get(each, 0) != due.get((place, each), 0)
    ]
