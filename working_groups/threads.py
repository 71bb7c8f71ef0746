"""The thread of an initiative: from the problem to what stands there afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from communities.models import SafetyAsset
from working_groups.models import ActionPoint, Decision, Handout, Initiative, Problem


@dataclass(frozen=True)
class Knot:
    """One record of a thread, as a page shows it."""

    kind: str
    title: str
    url: str
    on: date | None = None
    state: str = ""
    here: bool = False


def thread_of(initiative: Initiative, handouts: Iterable[Handout], user: Any) -> list[Knot]:
    """Return what led to an initiative and what came of it, as far as a reader sees it."""
    return [
        *_problem(initiative, user),
        *_decision(initiative, user),
        *_itself(initiative),
        *_handouts(handouts, user),
    ]


def _problem(initiative: Initiative, user: Any) -> Iterator[Knot]:
    if initiative.problem_id is None:
        return
    for each in Problem.objects.visible_to(user).filter(pk=initiative.problem_id):
        state = each.get_state_display()
        yield Knot(_("Problem"), each.title, each.get_absolute_url(), each.raised_on, state)


def _decision(initiative: Initiative, user: Any) -> Iterator[Knot]:
    if initiative.decision_id is None:
        return
    seen = Decision.objects.visible_to(user).select_related("agenda_item__meeting")
    for each in seen.filter(initiatives=initiative):
        day = each.agenda_item.meeting.held_on
        yield Knot(_("Decision"), str(each), each.get_absolute_url(), day)
    points = ActionPoint.objects.visible_to(user).filter(decision=initiative.decision_id)
    for point in points.order_by("due_on", "pk"):
        state = point.get_state_display()
        yield Knot(_("Action point"), point.text, point.get_absolute_url(), point.due_on, state)


def _itself(initiative: Initiative) -> Iterator[Knot]:
    state, url = initiative.get_stage_display(), initiative.get_absolute_url()
    yield Knot(_("Initiative"), initiative.title, url, state=state, here=True)


def _handouts(handouts: Iterable[Handout], user: Any) -> Iterator[Knot]:
    rows = list(handouts)
    keys = [each.asset_id for each in rows if each.asset_id]
    joined = SafetyAsset.objects.visible_to(user).select_related("settlement", "community")
    assets = joined.in_bulk(keys)
    for each in rows:
        yield Knot(_("Handout"), each.words, f"#handout-{each.pk}", each.handed_on)
        if asset := assets.get(each.asset_id):
            url = asset.get_absolute_url()
            state = asset.get_condition_display()
            yield Knot(_("Safety asset"), str(asset), url, asset.in_service_since, state)
