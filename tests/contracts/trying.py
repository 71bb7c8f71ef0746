"""Who walks, and which visits may tell something about an account: each kind of question, asked once.

With `--full` every account asks all of it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from safety_portal.demo.canary import Canary
from safety_portal.demo.holders import CLOSED, IN_FORCE, OWN, SUPERUSER, Holder, holders
from safety_portal.demo.walls import walls
from safety_portal.policy import EVERYBODY, Route, policy
from tests.contracts.expecting import REFUSED, STRANGER, expected
from tests.contracts.walking import NOBODY, Visit, World, visits
from tests.full import FULL


def walkers() -> tuple[Holder, ...]:
    """Return nobody and the accounts that walk: of those to which all answers are alike, one."""
    alike: dict[Hashable, Holder] = {}
    for each in holders():
        closed = each.state == CLOSED  # whatever the role, it comes in nowhere
        key = CLOSED if closed else (each.role, each.where, each.service, each.state)
        alike.setdefault(each.name if FULL else key, each)
    return NOBODY, *alike.values()


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
    if visit.canary is None or access.people or holder.state == CLOSED:
        return False
    resource = visit.resource or access.resource
    return is_hidden_twice(holder, visit.canary.scope, resource, access.action)


def is_hidden_twice(holder: Holder, scope: str, resource: str, action: str = "view") -> bool:
    """Say whether more than one wall stands between an account and a record; with `--full`, never."""
    return not FULL and len(walls(holder, scope, resource, action)) > 1
