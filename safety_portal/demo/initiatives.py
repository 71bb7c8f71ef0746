"""The initiatives of the demo set are proposed, carried out, and hand over what they handed over."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from communities.models import Community, Organisation
from core import clock
from safety_portal.demo.initiative_list import PLANS, UNKNOWN, Given, Plan
from safety_portal.demo.offices import council_of
from working_groups.handouts import hand_over
from working_groups.initiatives import propose, take_stage
from working_groups.models import Decision, Initiative, Problem, Stage, WorkingGroup


def carry_out(*, by: User) -> int:
    """Store all initiatives with their steps and handouts; return how many there are."""
    carrying = Carrying(by)
    for plan in PLANS:
        carrying.out(plan)
    return Initiative.objects.count()


class Carrying:
    """Initiatives carried out one after another by one account."""

    def __init__(self, by: User) -> None:
        self.by, self.at, self.acts = by, clock.now(), 0
        self.groups = {each.community_id: each for each in WorkingGroup.objects.all()}
        self.organisations = {e.code: e for e in Organisation.objects.exclude(code="")}

    def out(self, plan: Plan) -> None:
        """Propose an initiative, hand over what it handed over, and complete it."""
        rows = Community.objects.select_related("oblast").in_bulk(plan.places, field_name="code")
        places = [rows[code] for code in plan.places]
        steps: list[dict[str, Any]] = [
            {"stage": stage, "on": on, "reason": plan.reason if stage == Stage.CANCELLED else ""}
            for stage, on in zip(plan.stages, plan.days, strict=False)
        ]
        last = steps.pop() if steps[-1]["stage"] == Stage.COMPLETED else None
        initiative = propose(said=self._said(plan, places, steps), by=self.by, at=self.at)
        for given in plan.given if last else ():
            for place in places:
                self._hand_over(initiative, given, place, last["on"] if last else None)
        if last:
            take_stage(
                initiative=initiative,
                step=last,
                said={},
                by=self.by,
                at=self.at,
                version=initiative.version,
            )

    def _said(self, plan: Plan, places: list[Community], steps: list[Any]) -> dict[str, Any]:
        group = None if plan.proposed_by else self.groups[places[0].pk]
        problem, decision = self._thread(group, plan)
        indicator, before, after = plan.outcome or ("", None, None)
        return {
            "title": plan.title,
            "description": plan.description,
            "communities": places,
            "group": group,
            "proposed_by_organisation": self.organisations.get(plan.proposed_by),
            "theme": plan.theme,
            "category": plan.kind,
            "problem": problem,
            "decision": decision,
            "outcome_indicator": indicator,
            "outcome_before": before,
            "outcome_after": after,
            "starts_on": plan.days[2] if len(plan.days) > 2 else None,
            "stages": steps,
        }

    def _thread(
        self, group: WorkingGroup | None, plan: Plan
    ) -> tuple[Problem | None, Decision | None]:
        """Return the problem of that theme the group had raised by then, and what it decided."""
        if group is None:
            return None, None
        raised = group.problems.filter(theme=plan.theme, raised_on__lte=plan.days[-1])
        problem = raised.order_by("raised_on", "pk").first()
        return problem, problem.decisions.order_by("pk").first() if problem else None

    def _hand_over(
        self, initiative: Initiative, given: Given, place: Community, on: date | None
    ) -> None:
        self.acts += 1
        said: dict[str, Any] = {
            "initiative": initiative,
            "community": place,
            "recipient": self.organisations.get(given.to) or council_of(place),
            "item": given.item,
            "model": given.model,
            "quantity": given.many,
            "quantity_unknown": "" if given.many else UNKNOWN,
            "unit": given.unit,
            "handed_on": on,
            "act_number": f"{self.acts:03}",
        }
        if given.asset:
            about = {"kind": given.asset, "quantity": given.many, "in_service_since": on}
            said["new_asset"] = about | {"address": initiative.title}
        hand_over(said=said, by=self.by, at=self.at)
