"""Officers are assigned to communities: the rules of a post, its change and its end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Community, scope_of
from core import bounds, moments
from core.exceptions import RuleBroken, refuse_stale
from officers.models import Assignment, AssignmentKind, Officer

ADD, CHANGE = "officers.add_assignment", "officers.change_assignment"
VIEW = "officers.view_assignment"
Person = User | AnonymousUser  # who acts; the pages ask for the right before
Said = dict[str, Any]  # fields of an assignment; the period as `starts_on` and `ends_on`


@transaction.atomic
def assign(*, said: Said, by: Person, at: datetime) -> Assignment:
    """Store that an officer serves a community; `ends_on` is the first day it no longer holds."""
    said = dict(said)
    officer, community = said["officer"], said["community"]
    if not scope_of(by, ADD).of(officer.service).covers(community):
        text = _("You do not assign officers of this service to this community.")
        raise RuleBroken(text, code="out_of_reach", field="community")
    _hold(officer)
    return _store(Assignment(officer=officer, community=community, updated_at=at), said, by)


@transaction.atomic
def change(
    *, assignment: Assignment, said: Said, by: Person, at: datetime, version: int | None = None
) -> Assignment:
    """Change what is said of an assignment; who serves and where stays."""
    _hold(assignment.officer)
    stored = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    refuse_stale(stored, version)
    stored.version += 1
    stored.updated_at = at
    return _store(stored, dict(said), by)


def end(
    *,
    assignment: Assignment,
    last_day: date,
    by: Person,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> Assignment:
    """End an assignment with its last day."""
    said: Said = {"ends_on": last_day + timedelta(days=1)}
    if reason:
        said["reason"] = reason
    return change(assignment=assignment, said=said, by=by, at=at, version=version)


def changeable_by(user: Any) -> QuerySet[Assignment]:
    """Return the assignments a user may change."""
    return Assignment.objects.visible_to(user).visible_to(user, to=CHANGE)


def may_assign(user: Any, officer: Officer) -> bool:
    """Say whether a user may assign an officer somewhere."""
    if not user.has_perm(ADD):
        return False
    return Officer.objects.visible_to(user, to=ADD).filter(pk=officer.pk).exists()


def _hold(officer: Officer) -> None:
    """Let nobody else assign this officer meanwhile."""
    Officer.objects.select_for_update(of=("self",)).get(pk=officer.pk)


def _store(assignment: Assignment, said: Said, by: Person) -> Assignment:
    said = stored_of(assignment) | said
    for broken in wrong_in(said | {"community": assignment.community}):
        raise broken
    settlements = said.pop("settlements", None)
    assignment.period = DateRange(said.pop("starts_on"), said.pop("ends_on", None))
    for name, value in said.items():
        setattr(assignment, name, value)
    _refuse_overlap(assignment, by)
    _refuse_without_reason(assignment)
    assignment.save()
    if settlements is not None:
        assignment.settlements.set(settlements)
    return assignment


def stored_of(assignment: Assignment | None) -> Said:
    """Return the days that hold where nothing else is said of them."""
    if assignment is None or not assignment.period:
        return {}
    return {"starts_on": assignment.starts_on, "ends_on": assignment.ends_on}


def wrong_in(said: Said) -> Iterator[RuleBroken]:
    """Yield what contradicts itself in what is said, as far as it is known."""
    starts, ends, span = said.get("starts_on"), said.get("ends_on"), bounds.endings()
    for name, day in (("starts_on", starts), ("ends_on", ends)):
        if day and not bounds.holds(span, day):
            yield RuleBroken(bounds.refusal(span), code="range", field=name)
    if starts and ends and ends <= starts:
        text = _("The last day cannot be before the first one.")
        yield RuleBroken(text, code="ends_before_it_starts", field="ends_on")
    community, places = said.get("community"), said.get("settlements") or ()
    strangers = [e for e in places if community and e.community_id != community.pk]
    if strangers:
        text = _("Not of this community: %(names)s.")
        names = ", ".join(each.title for each in strangers)
        yield RuleBroken(text % {"names": names}, code="not_of_community", field="settlements")


def _refuse_overlap(assignment: Assignment, by: Person) -> None:
    """Refuse a second primary post on a day; name the other one to who may see it."""
    if assignment.kind != AssignmentKind.PRIMARY:
        return
    held = Assignment.objects.filter(officer=assignment.officer, kind=AssignmentKind.PRIMARY)
    others = held.filter(period__overlap=assignment.period).exclude(pk=assignment.pk)
    if not others.exists():
        return
    seen = others.visible_to(by).select_related("community__oblast").order_by("period", "pk")
    first = seen.first()
    text = (
        _("On these days the officer has the primary post %(community)s, %(period)s. End it first.")
        % {"community": first.community.title, "period": said_of(first)}
        if first
        else _("On these days the officer has a primary post that you do not see.")
    )
    raise RuleBroken(text, code="overlaps", field="starts_on")


def said_of(assignment: Assignment) -> str:
    """Return the days of an assignment in words."""
    if assignment.last_day is None:
        return _("since %(day)s") % {"day": moments.day(assignment.starts_on)}
    return moments.days(assignment.starts_on, assignment.last_day)


def _refuse_without_reason(assignment: Assignment) -> None:
    if assignment.reason:
        return
    period = assignment.period
    gone = Community.objects.out_of_reach_in(period.lower, period.upper)
    if gone.filter(pk=assignment.community_id).exists():
        text = _(
            "The community is occupied or dissolved on a day of this period."
            " Say why the officer serves there all the same, or choose other days."
        )
        raise RuleBroken(text, code="needs_a_reason", field="reason")
