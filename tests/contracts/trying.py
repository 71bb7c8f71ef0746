"""Which visits may tell something about an account: each kind of question, asked once."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from safety_portal.demo.canary import Canary
from safety_portal.demo.holders import IN_FORCE, OWN, Holder
from safety_portal.policy import EVERYBODY, Route, policy
from tests.contracts.expecting import REFUSED, STRANGER, expected
from tests.contracts.walking import NOBODY, Visit, World, visits


def worth_trying(world: World, holder: Holder, method: str) -> Iterator[Visit]:
    """Yield the visits worth trying as an account.

    What a route answers to everybody, to whoever is signed in, or to whoever is not, hangs on
    no record. A role that may do nothing of the kind tries each kind of record in each place,
    without their services; a grant that does not hold, at home. Of what is somebody's own, one's
    own and one other.
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
        if visit.canary is None or _is_near(visit.canary, holder):
            yield visit


def _question(visit: Visit, holder: Holder, method: str) -> Hashable:
    """Return what two visits have in common that ask the same."""
    outcome = expected(visit, method, holder)
    if visit.route.methods[method].people or outcome == STRANGER:
        return ""
    if visit.canary and outcome == REFUSED:
        return visit.canary.kind, visit.canary.scope.partition(".")[0]
    return visit.url


def _is_near(canary: Canary, holder: Holder) -> bool:
    if canary.scope.startswith(f"{OWN}."):
        return canary.scope in {f"{OWN}.{holder.name}", f"{OWN}.canary.superuser"}
    return holder.state == IN_FORCE or canary.scope.startswith("home")
