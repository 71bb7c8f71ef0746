"""Who walks, and which visits may tell something about an account: each kind of question, asked once.

With `--full` every account asks all of it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import replace

from safety_portal.demo.canary import Canary
from safety_portal.demo.holders import (
    BOTH,
    CLOSED,
    IN_FORCE,
    NATION,
    OWN,
    SUPERUSER,
    Holder,
    holders,
    is_sensitive,
)
from safety_portal.demo.walls import is_behind_the_wall
from safety_portal.policy import EVERYBODY, Route, policy
from tests.contracts.expecting import REFUSED, STRANGER, expected
from tests.contracts.walking import NOBODY, Visit, World, visits
from tests.full import FULL


def walkers() -> tuple[Holder, ...]:
    """Return nobody and the accounts that walk: each role as it is usually held, or not in force.

    The usual grants reach a community, a raion, an oblast and the nation, for one service and for
    both. Every role in one community for one service walks with `--full`, and all closed accounts:
    they come in nowhere, whatever their role, and one shows it.
    """
    if FULL:
        return NOBODY, *holders()
    closed = next(each for each in holders() if each.state == CLOSED)
    known = [each for each in holders() if each.state != CLOSED and not each.is_narrow]
    return NOBODY, *known, closed


def worth_trying(world: World, holder: Holder, method: str) -> Iterator[Visit]:
    """Yield the visits worth trying as an account.

    What a route answers to everybody, to whoever is signed in, or to whoever is not, hangs on
    no record. Behind two walls a record is not asked for: if one of them fell, what lies behind
    that one alone would be seen. A role that may do nothing of the kind tries each kind of record
    once; a superuser, who may do all, once in each place; a grant that does not hold, at home. Of
    what is somebody's own, one's own and one other.
    """
    for route in policy().routes.values():
        asked = set()
        for visit in _possible(world, route, holder, method):
            question = _question(visit, holder, method)
            if question not in asked:
                asked.add(question)
                yield visit


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


def _question(visit: Visit, holder: Holder, method: str) -> Hashable:
    """Return what two visits have in common that ask the same."""
    outcome = expected(visit, method, holder)
    if visit.route.methods[method].people or outcome == STRANGER:
        return ""
    above_all = holder.role == SUPERUSER and not FULL
    if visit.canary and (outcome == REFUSED or above_all):
        return visit.canary.kind, above_all and visit.canary.scope.partition(".")[0]
    return visit.url


def _is_near(canary: Canary, holder: Holder) -> bool:
    if canary.scope.startswith(f"{OWN}."):
        return canary.scope in {f"{OWN}.{holder.name}", f"{OWN}.canary.superuser"}
    return holder.state == IN_FORCE or canary.scope.startswith("home")


def _is_hidden_twice(visit: Visit, holder: Holder, method: str) -> bool:
    access = visit.route.methods[method]
    if visit.canary is None or access.people:
        return False
    resource = visit.resource or access.resource
    return is_hidden_twice(holder, visit.canary.scope, resource, access.action)


def is_hidden_twice(holder: Holder, scope: str, resource: str, action: str = "view") -> bool:
    """Say whether more than one wall stands between an account and a record; with `--full`, never."""
    return not FULL and len(_walls(holder, scope, resource, action)) > 1


def _walls(holder: Holder, scope: str, resource: str, action: str) -> set[str]:
    if holder.role == SUPERUSER:
        return set()  # the same without a role: a superuser, and nobody
    whole, held = action != "view", replace(holder, state=IN_FORCE)
    is_own = policy().resources[resource].held_by == OWN
    somebodys = scope.startswith(f"{OWN}.")
    stands = {
        "day": holder.state != IN_FORCE,
        "owner": somebodys and not held.reaches(scope),
        "place": not somebodys and not replace(held, service=BOTH).reaches(scope, whole=whole),
        "service": not somebodys and not replace(held, where=NATION).reaches(scope, whole=whole),
        "role": not is_own and not policy().may(holder.role, action, resource),
        "sensitive": is_sensitive(scope) and not is_behind_the_wall(holder),
    }
    return {name for name, is_there in stands.items() if is_there}
