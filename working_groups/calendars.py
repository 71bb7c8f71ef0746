"""Meetings for calendar programs: whose, at which secret address, and for how long it opens."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from core import clock
from working_groups import meetings
from working_groups.models import (
    CalendarReach,
    Meeting,
    MeetingCalendar,
    Membership,
    Person,
    WorkingGroup,
)
from working_groups.tokens import digest_of, new_token


@transaction.atomic
def make_calendar(
    *, by: User, reach: str, group: WorkingGroup | None, at: datetime
) -> tuple[MeetingCalendar, str]:
    """Make the address of a calendar anew and return it with its secret; the one before ends."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    end_calendar(by=by, reach=reach, group=group, at=at)
    token = new_token()
    made = MeetingCalendar.objects.create(
        owner=by, reach=reach, group=group, digest=digest_of(token), made_at=at
    )
    return made, token


def end_calendar(*, by: User, reach: str, group: WorkingGroup | None, at: datetime) -> bool:
    """Let the address of a calendar open no more; False where there is none."""
    mine = MeetingCalendar.objects.visible_to(by).in_force().filter(reach=reach, group=group)
    return bool(mine.update(revoked_at=at))


def calendar_of(token: str) -> MeetingCalendar | None:
    """Return the calendar of a secret while it opens and its account still sees meetings."""
    rows = MeetingCalendar.objects.in_force().select_related("owner", "group__community__oblast")
    found = rows.filter(digest=digest_of(token), owner__is_active=True).first()
    return found if found and found.owner.has_perm(meetings.VIEW) else None


def meetings_of(calendar: MeetingCalendar) -> Any:
    """Return the meetings of a calendar, as its account sees them now."""
    rows = Meeting.objects.visible_to(calendar.owner)
    if calendar.reach == CalendarReach.GROUP:
        return recent(rows.filter(group=calendar.group_id))
    if calendar.reach == CalendarReach.OWN:
        return recent(rows.filter(group__in=groups_of(Person.objects.filter(user=calendar.owner))))
    return recent(rows)


def groups_of(people: Any) -> Any:
    """Return the keys of the groups of which people are members today, by any of their records."""
    keys = people.values("pk")
    stays = people.filter(merged_into__isnull=False).values("merged_into")
    records = Person.objects.filter(
        Q(pk__in=keys) | Q(merged_into__in=keys) | Q(pk__in=stays) | Q(merged_into__in=stays)
    )
    return (
        Membership.objects.on(clock.today()).filter(person__in=records.values("pk")).values("group")
    )


def recent(rows: Any) -> Any:
    """Keep what a calendar shows: some time back, whatever is planned, the latest first."""
    since = clock.now() - timedelta(days=settings.LIMITS["calendar_days"])
    shown = rows.filter(planned_for__gte=since).select_related("group__community__oblast")
    return shown.order_by("-planned_for", "-pk")[: settings.LIMITS["calendar_meetings"]]
