"""What residents and organisations wrote to the Kherson groups (S2-19, S2-20); all of it invented."""

from __future__ import annotations

from accounts.models import User
from core import clock
from safety_portal.demo.accounts import SIX
from safety_portal.demo.lists import seeded
from safety_portal.demo.names import Names
from working_groups.models import Proposal, ProposalKind, ProposalState, WorkingGroup
from working_groups.proposals import decide, take_in

JOIN, IDEA = ProposalKind.JOIN, ProposalKind.IDEA
NEW, ACCEPTED, DECLINED = ProposalState.NEW, ProposalState.ACCEPTED, ProposalState.DECLINED
WRITTEN = (  # kind, what, for which organisation, what became of it, why
    (JOIN, "Хочу долучитися до групи: маю досвід волонтерства.", "", NEW, ""),
    (IDEA, "Ліхтарі на сонячних батареях біля укриття ліцею.", "", NEW, ""),
    (IDEA, "Заняття з мінної безпеки для дітей.", "Благодійний фонд «Світанок»", ACCEPTED, ""),
    (JOIN, "Представляю об’єднання ветеранів громади.", "ГО «Побратими»", ACCEPTED, ""),
    (IDEA, "Дорожні знаки біля школи.", "", DECLINED, "Знаки вже встановлено"),
)


def write_to_groups(*, by: User) -> int:
    """Store a few proposals of each kind and state, to the first groups of the six."""
    groups = {e.community.code: e for e in WorkingGroup.objects.select_related("community")}
    names, chance = Names(), seeded("proposals")
    for place, (kind, text, organisation, state, reason) in enumerate(WRITTEN):
        name = names.invent(chance)
        who = {"last_name": name.last, "first_name": name.first, "organisation_name": organisation}
        proposal = take_in(
            said={"group": groups[SIX[place % 2]], "kind": kind, "text": text},
            names=who | {"email": f"mail{place}@example.org"},
            by=by,
            at=clock.now(),
        )
        if state != NEW:
            said = {"state": state, "reason": reason}
            decide(proposal=proposal, said=said, at=clock.now(), version=proposal.version)
    return Proposal.objects.count()
