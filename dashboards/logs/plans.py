"""What groups discuss, plan and learn, in the log of changes: code, table, title, what is joined."""

from __future__ import annotations

from typing import Any

from dashboards.logs.kind import VIEW
from working_groups.models import (
    ActionPoint,
    AgendaItem,
    Attendance,
    Decision,
    Funding,
    Grant,
    GrantPartner,
    Handout,
    Initiative,
    InitiativeCommunity,
    Meeting,
    Membership,
    Person,
    Priority,
    Problem,
    Proposal,
    ToldApart,
    Training,
    TrainingAttendance,
)

PLANS: tuple[Any, ...] = (
    ("memberships", Membership, lambda event: event.group.community.title, ("group__community",)),
    ("meetings", Meeting, lambda event: event.group.community.title, ("group__community",)),
    ("agenda-items", AgendaItem, lambda event: event.title, ()),
    ("attendances", Attendance, lambda event: str(event.meeting), ("meeting",)),
    ("problems", Problem, lambda event: event.title, ()),
    ("decisions", Decision, lambda event: event.text[:80], ()),
    ("action-points", ActionPoint, lambda event: event.text, ()),
    ("initiatives", Initiative, lambda event: event.title, ()),
    ("handouts", Handout, lambda event: event.get_item_display(), ()),
    ("fundings", Funding, lambda event: event.initiative.title, ("initiative",)),
    ("grants", Grant, lambda event: event.title, ()),
    ("priorities", Priority, lambda event: event.text, ()),
    ("proposals", Proposal, lambda event: event.get_kind_display(), ()),
    ("trainings", Training, lambda event: event.title, ()),
    (
        "training-attendances",
        TrainingAttendance,
        lambda event: event.training.title,
        ("training",),
    ),
)
PARTS: tuple[Any, ...] = (  # seen where the record is that they are parts of
    (
        "initiative-communities",
        InitiativeCommunity,
        lambda rows, user: rows.filter(
            initiative__in=Initiative.objects.visible_to(user, to=VIEW).values("pk")
        ),
        lambda event: event.initiative.title,
        ("initiative",),
    ),
    (
        "grant-partners",
        GrantPartner,
        lambda rows, user: rows.filter(
            grant__in=Grant.objects.visible_to(user, to=VIEW).values("pk")
        ),
        lambda event: event.grant.title,
        ("grant",),
    ),
    (
        "people-told-apart",
        ToldApart,
        lambda rows, user: rows.filter(
            older__in=Person.objects.visible_to(user, to=VIEW).values("pk"),
            newer__in=Person.objects.visible_to(user, to=VIEW).values("pk"),
        ),
        lambda event: f"{event.older_id}, {event.newer_id}",
        (),
    ),
)
