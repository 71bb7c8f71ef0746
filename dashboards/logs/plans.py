"""What groups discuss, plan and learn, in the log of changes: code, table, title, what is joined."""

from __future__ import annotations

from typing import Any

from working_groups.models import (
    AgendaItem,
    Attendance,
    Meeting,
    Priority,
    Proposal,
    Training,
    TrainingAttendance,
)

PLANS: tuple[Any, ...] = (
    ("meetings", Meeting, lambda event: event.group.community.title, ("group__community",)),
    ("agenda-items", AgendaItem, lambda event: event.title, ()),
    ("attendances", Attendance, lambda event: str(event.meeting), ("meeting",)),
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
