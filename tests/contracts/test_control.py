"""The walk over the walls proves something: with one of them removed it finds what is foreign.

With all of them standing the same accounts find nothing: `test_scope` walks every route with them.
"""

import pytest

from communities.importing import readers
from communities.models import access, rights
from communities.models.access import ScopedQuerySet, ServiceScopedQuerySet
from communities.region import NATION
from core.models import JobQuerySet
from incidents.models import incident
from safety_portal.demo.holders import holders
from tests.contracts.expecting import leaks
from tests.contracts.telling import Told, told_by
from tests.contracts.trying import worth_trying

BY_NAME = {each.name: each for each in holders()}
NARROW, ENDED = BY_NAME["canary.officer.narrow"], BY_NAME["canary.officer.ended"]
ANALYST = BY_NAME["canary.ministry_analyst"]
ADMINISTRATOR = BY_NAME["canary.ministry_administrator.narrow"]


def without_territory(patch):
    patch.setattr(ScopedQuerySet, "inside", lambda rows, _region: rows.all())


def without_service(patch):
    patch.setattr(ServiceScopedQuerySet, "visible_to", ScopedQuerySet.visible_to)


def without_period(patch):
    patch.setattr(rights, "in_force", lambda _day, at="": ~access.Q(**{f"{at}pk": 0}))


def without_the_wall(patch):
    patch.setattr(incident, "wall", lambda *_said, **_more: access.Q())


def without_owner(patch):
    patch.setattr(JobQuerySet, "visible_to", lambda rows, _user: rows.all())


def without_nation(patch):
    patch.setattr(readers, "scope_of", lambda _user, _right: access.Scope(NATION, NATION))


@pytest.mark.parametrize(
    ("remove", "holder"),
    [
        (without_territory, NARROW),
        (without_service, NARROW),
        (without_period, ENDED),
        (without_the_wall, ANALYST),
        (without_owner, NARROW),
        (without_nation, ADMINISTRATOR),
    ],
)
def test_a_wall_that_is_removed_is_missed(world, holder, remove, monkeypatch):
    rights._kept.clear()
    remove(monkeypatch)

    assert next(found_by(world, holder), None), "nothing foreign was found"
    monkeypatch.undo()
    rights._kept.clear()


def found_by(world, holder):
    """Yield what an account finds that is not its own."""
    client = world.client(holder)
    for visit in worth_trying(world, holder, "GET"):
        yield from leaks(world, visit, holder, told_by(client.get(visit.url)))


def test_whatever_names_a_canary_is_found_in_an_answer(world):
    """By its text, its page, or a key that nothing else has: a key of another form would be missed."""
    for each in world.canaries:
        said = [each.text, f'<a href="{each.page}">', *([each.id] if len(each.id) > 8 else [])]
        for answer in said:
            assert Told(f"… {answer} …").tells_of(each), answer
        assert not Told("… nothing …").tells_of(each)
