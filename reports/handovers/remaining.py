"""What is left of an assignment: the lines of its act, built from what stands open now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from core import moments
from incidents.models import Incident, IncidentStatus
from officers.equipment import held_by
from officers.models import Assignment, EquipmentIssue, LineKind
from reports.papers.paper import LANGUAGE
from working_groups.models import ActionPoint

OPEN = (IncidentStatus.SUBMITTED, IncidentStatus.RETURNED)  # somebody has yet to act


@dataclass(frozen=True)
class Line:
    """One thing that is left: its words are those of the act, its address is for the page."""

    kind: str
    reference: str
    title: str
    state: str
    url: str

    @property
    def stored(self) -> dict[str, str]:
        """Return the line as the act keeps it."""
        return {name: value for name, value in asdict(self).items() if name != "url"}


def lines_of(post: Assignment, user: Any) -> list[Line]:
    """Return what a reader sees left of an assignment: equipment, open incidents, action points.

    Sensitive incidents are never named in an act.
    """
    with translation.override(LANGUAGE):
        return [*_equipment(post, user), *_incidents(post, user), *_actions(post, user)]


def stored_lines_of(post: Assignment, user: Any) -> list[dict[str, str]]:
    """Return the same lines as an act keeps them."""
    return [each.stored for each in lines_of(post, user)]


def _equipment(post: Assignment, user: Any) -> Iterator[Line]:
    for issue in held_by(user, post.officer):
        yield Line(
            kind=LineKind.EQUIPMENT,
            reference=str(issue.pk),
            title=title_of(issue),
            state=_("held since %(day)s") % {"day": moments.day(issue.starts_on)},
            url=issue.item.get_absolute_url(),
        )


def title_of(issue: EquipmentIssue) -> str:
    """Name what was issued as an act does: item, inventory number, or only the keys of a car."""
    number = issue.item.inventory_number
    inventory = _("inventory number %(number)s") % {"number": number} if number else ""
    keys = _("keys of the car") if issue.keys_only else ""
    return ", ".join(filter(None, (str(issue.item), inventory, keys)))


def _incidents(post: Assignment, user: Any) -> Iterator[Line]:
    for each in open_incidents(post, user).select_related("category").order_by("occurred_at", "pk"):
        day = moments.day(each.occurred_at)
        yield Line(
            kind=LineKind.INCIDENT,
            reference=str(each.pk),
            title=", ".join(filter(None, (each.number, each.category.name, day))),
            state=each.get_status_display(),
            url=each.get_absolute_url(),
        )


def open_incidents(post: Assignment, user: Any) -> Any:
    """Return the incidents of the community that the officer wrote down or went to, still open."""
    of_officer = Q(responses__officer=post.officer)
    if post.officer.user_id:
        of_officer |= Q(logged_by=post.officer.user_id)
    rows = Incident.objects.visible_to(user).counted().filter(community=post.community)
    return rows.filter(of_officer, service=post.officer.service, status__in=OPEN).distinct()


def _actions(post: Assignment, user: Any) -> Iterator[Line]:
    for each in open_actions(post, user).order_by("due_on", "pk"):
        yield Line(
            kind=LineKind.ACTION,
            reference=str(each.pk),
            title=each.text,
            state=_("due on %(day)s") % {"day": moments.day(each.due_on)},
            url=each.get_absolute_url(),
        )


def open_actions(post: Assignment, user: Any) -> Any:
    """Return what the officer is yet to do for the group of the community, as its member."""
    if not post.officer.user_id:
        return ActionPoint.objects.none()
    rows = ActionPoint.objects.visible_to(user).unfinished().owned_by(post.officer.user_id)
    return rows.filter(decision__agenda_item__meeting__group__community=post.community)
