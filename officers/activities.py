"""Activities: recorded, changed, annulled; and which officers may be named where."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Community, scope_of
from core import clock
from core.exceptions import RuleBroken, refuse_stale
from officers.models import Activity, ActivityKind, ActivityOfficer, Assignment, Officer
from officers.models.activity import refuse_other_days

ADD, CHANGE = "officers.add_activity", "officers.change_activity"
Said = Mapping[str, Any]  # columns of Activity, and `officers`


def contradictions(said: Said) -> dict[str, str]:
    """Return what is wrong between what is said of an activity, by field.

    Of what is not among it nothing is known: it could not be read, and that is told elsewhere.
    """
    found = {}
    if {"attended", "engaged"} <= said.keys() and _too_many(said["engaged"], said["attended"]):
        found["engaged"] = _("No more can take part than were there.")
    if {"kind", "counterparty"} <= said.keys():
        consulted = said["kind"] == ActivityKind.CONSULTATION
        if consulted and not said["counterparty"]:
            found["counterparty"] = _("Say whom the consultation was with.")
        elif said["counterparty"] and not consulted:
            found["counterparty"] = _("Only a consultation is with somebody.")
    if len({each.service for each in said.get("officers", ())}) > 1:
        found["officers"] = _("Name officers of one service; the other one records its own part.")
    return found


def _too_many(engaged: int | None, attended: int | None) -> bool:
    return engaged is not None and (attended is None or engaged > attended)


def officers_at(user: Any, community: Community, named: Iterable[int] = ()) -> Any:
    """Return the officers somebody may name: those who serve the community today, and himself.

    `named` are officers a record names already, who stay even after they have moved away.
    """
    serving = Assignment.objects.in_force(clock.today()).filter(
        officer=OuterRef("pk"), community=community
    )
    known = Q(Exists(serving)) | Q(user=user) | Q(pk__in=list(named))
    seen = Officer.objects.visible_to(user).filter(known).select_related("personal")
    return seen.order_by("personal__sort_key", "pk")


def newest(user: Any, **where: Any) -> list[Activity]:
    """Return the last activities of an officer or a community that a reader sees and that count."""
    rows = Activity.objects.visible_to(user).counted().filter(**where).with_names()
    return list(rows.order_by("-held_on", "-pk")[: settings.LIMITS["activities_shown"]])


def may_change(user: Any, activity: Activity) -> bool:
    """Say whether somebody may change an activity, or annul it: until it is annulled."""
    reach = scope_of(user, CHANGE).of(activity.service)
    return not activity.is_void and reach.covers(activity.community)


@transaction.atomic
def record_activity(*, said: Said, by: User, at: datetime) -> Activity:
    """Store an activity of officers of one service, where `by` may record for it."""
    columns, officers = _parted(said)
    activity = Activity(**columns, recorded_by=by, created_at=at, updated_at=at)
    activity.service = _service_of(officers, activity.community, by, ADD)
    _refuse_other_days(activity)
    activity.save(force_insert=True)
    _name(activity, officers or ())
    return activity


@transaction.atomic
def change_activity(
    *, activity: Activity, said: Said, by: User, at: datetime, version: int | None = None
) -> Activity:
    """Change what is said of an activity; a stale `version` is refused."""
    activity = _held(activity, version)
    columns, officers = _parted(said)
    for name, value in columns.items():
        setattr(activity, name, value)
    if officers is not None:
        _rename(activity, officers)
    named = list(activity.officers.all())
    activity.service = _service_of(named, activity.community, by, CHANGE)
    _refuse_other_days(activity)
    return _changed(activity, at)


@transaction.atomic
def void_activity(
    *, activity: Activity, reason: str, by: User, at: datetime, version: int | None = None
) -> Activity:
    """Take an activity out of every figure, for a reason; it stays where it can be read."""
    if not reason.strip():
        raise RuleBroken(_("Say why."), code="required", field="reason")
    activity = _held(activity, version)
    activity.voided_at, activity.voided_by, activity.void_reason = at, by, reason.strip()
    return _changed(activity, at)


def _parted(said: Said) -> tuple[dict[str, Any], list[Officer] | None]:
    columns = dict(said)
    officers = columns.pop("officers", None)
    return columns, None if officers is None else list(officers)


def _held(activity: Activity, version: int | None) -> Activity:
    """Lock the row and read it again; what was annulled changes no more."""
    rows = Activity.objects.select_for_update(of=("self",)).select_related("community")
    held = rows.get(pk=activity.pk)
    if held.is_void:
        raise RuleBroken(_("An annulled activity is not changed any more."), code="void")
    refuse_stale(held, version)
    return held


def _changed(activity: Activity, at: datetime) -> Activity:
    activity.version += 1
    activity.updated_at = at
    activity.save()
    return activity


def _service_of(
    officers: Collection[Officer] | None, community: Community, by: User, right: str
) -> str:
    """Return the one service of the officers, for which `by` has the right in the community."""
    services = {each.service for each in officers or ()}
    if len(services) != 1:
        raise RuleBroken(_("Name officers of one service."), code="no_service", field="officers")
    service = services.pop()
    if not scope_of(by, right).of(service).covers(community):
        text = _("You do not record activities of this service here.")
        raise RuleBroken(text, code="no_service", field="officers")
    return service


def _refuse_other_days(activity: Activity) -> None:
    try:
        refuse_other_days(activity.held_on)
    except ValidationError as error:
        raise RuleBroken(error.messages[0], code="range", field="held_on") from error


def _name(activity: Activity, officers: Iterable[Officer]) -> None:
    ActivityOfficer.objects.bulk_create(
        ActivityOfficer(activity=activity, officer=each) for each in officers
    )


def _rename(activity: Activity, officers: Collection[Officer]) -> None:
    """Make the officers named those given; who stays keeps the row."""
    activity.done_by.exclude(officer__in=officers).delete()
    stored = set(activity.done_by.values_list("officer", flat=True))
    _name(activity, [each for each in officers if each.pk not in stored])
