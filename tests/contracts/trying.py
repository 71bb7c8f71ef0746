"""Who walks, and which visits may tell something about an account: each kind of question, asked once.

With `--full` every account asks all of it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import cache

from safety_portal.demo.canary import Canary
from safety_portal.demo.holders import (
    BOTH,
    CLOSED,
    IN_FORCE,
    OWN,
    PLACES,
    REACH,
    SUPERUSER,
    Holder,
    holders,
)
from safety_portal.demo.walls import walls
from safety_portal.policy import EVERYBODY, Route, policy
from tests.contracts.expecting import OPEN, REFUSED, STRANGER, expected
from tests.contracts.walking import NOBODY, Visit, World, visits
from tests.full import FULL


def walkers() -> tuple[Holder, ...]:
    """Return nobody and the accounts that walk: of those to which all answers are alike, one.

    A closed account comes in nowhere and a grant that does not hold opens nothing, whatever the
    role: of each, that of the role walks that would open most.
    """
    alike: dict[Hashable, Holder] = {}
    for each in sorted(holders(), key=_breadth, reverse=True):
        held = (each.role, each.where, each.service)
        alike.setdefault(
            each.name if FULL else held if each.state == IN_FORCE else each.state, each
        )
    return NOBODY, *alike.values()


def _breadth(holder: Holder) -> int:
    """Return how many things a role may do."""
    return len(policy().permissions(holder.role)) if holder.role != SUPERUSER else 0


def worth_trying(world: World, holder: Holder, method: str) -> Iterator[Visit]:
    """Yield the visits worth trying as an account.

    What a route answers to everybody, to whoever is signed in, or to whoever is not, hangs on
    no record. Behind two walls a record is not asked for: if one of them fell, what lies behind
    that one alone would be seen. A role that may do nothing of the kind tries each kind of record
    once; a grant that does not hold, at home. Of the places within reach the farthest is tried, once
    where the service is no wall; of those beyond it, the nearest. Acted on is one record of each
    kind. The usual grant of a role does all of this; the narrow one besides reads lists and figures,
    and what is beyond its reach. Of what is somebody's own, one's own and one other.
    """
    for route in policy().routes.values():
        asked = set()
        for visit in _possible(world, route, holder, method):
            outcome = expected(visit, method, holder)
            question = _question(visit, holder, method, outcome)
            if question not in asked and not _is_spared(visit, holder, method, outcome):
                asked.add(question)
                yield visit


def worth_looking_for(world: World, holder: Holder) -> list[Canary]:
    """Return the canaries that an account could find where it should not, or has to find."""
    return [
        each
        for each in world.canaries
        if _is_near(each, holder) and not is_hidden_twice(holder, each.scope, each.resource)
    ]


def _possible(world: World, route: Route, holder: Holder, method: str) -> Iterator[Visit]:
    access = route.methods.get(method)
    if access is None or route.group == "machinery" or route.name == "accounts:sign-out":
        return
    if access.people == EVERYBODY and holder is not NOBODY:
        return
    for visit in visits(route, world.canaries):
        if visit.canary and not _is_near(visit.canary, holder):
            continue
        if not _is_hidden_twice(visit, holder, method):
            yield visit


def _question(visit: Visit, holder: Holder, method: str, outcome: str) -> Hashable:
    """Return what two visits have in common that ask the same."""
    if visit.route.methods[method].people or outcome == STRANGER:
        return ""
    if visit.canary is None:
        return visit.url
    if outcome == REFUSED:
        return visit.canary.kind
    if FULL or outcome != OPEN:
        return visit.url
    if method != "GET":
        return visit.canary.kind
    of_any_service = holder.service == BOTH
    return (visit.canary.kind, _place_of(visit.canary)) if of_any_service else visit.url


def _is_spared(visit: Visit, holder: Holder, method: str, outcome: str) -> bool:
    """Say whether the usual grant of the role asks this, or other places tell it."""
    if FULL or visit.route.methods[method].people or holder.state != IN_FORCE:
        return False
    opens_a_record = outcome == OPEN and visit.canary is not None
    by_the_usual = method != "GET" or outcome == REFUSED or opens_a_record
    if by_the_usual and holder != _usual_grants()[holder.role]:
        return True
    within = REACH[holder.where]
    told = within[:-1] if outcome == OPEN else PLACES[len(within) + 1 :]
    return visit.canary is not None and _place_of(visit.canary) in told


def _place_of(canary: Canary) -> str:
    return canary.scope.partition(".")[0]


@cache
def _usual_grants() -> dict[str, Holder]:
    """Return for each role the first account with a grant in force: where it is usually held."""
    return {each.role: each for each in reversed(walkers()) if each.state == IN_FORCE}


def _is_near(canary: Canary, holder: Holder) -> bool:
    if canary.scope.startswith(f"{OWN}."):
        return canary.scope in {f"{OWN}.{holder.name}", f"{OWN}.canary.superuser"}
    return holder.state == IN_FORCE or canary.scope.startswith("home")


def _is_hidden_twice(visit: Visit, holder: Holder, method: str) -> bool:
    access = visit.route.methods[method]
    if visit.canary is None or access.people or holder.state == CLOSED:
        return False
    resource = visit.resource or access.resource
    return is_hidden_twice(holder, visit.canary.scope, resource, access.action)


def is_hidden_twice(holder: Holder, scope: str, resource: str, action: str = "view") -> bool:
    """Say whether more than one wall stands between an account and a record; with `--full`, never."""
    return not FULL and len(walls(holder, scope, resource, action)) > 1
