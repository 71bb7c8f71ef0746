"""Acts of the demo oblast: an officer who left and whose act is signed, and one who is leaving."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import translation

from accounts.models import User
from communities.models import Service
from core import clock
from core.moments import day
from officers import handovers
from officers.models import Assignment, Handover, LineKind
from reports.handovers.remaining import stored_lines_of, title_of
from reports.papers.paper import LANGUAGE
from safety_portal.demo.accounts import KHERSON
from safety_portal.demo.days import KYIV

UNITS = {
    Service.POLICE: "Сектор превенції районного управління поліції",
    Service.RESCUE: "Районне управління Головного управління ДСНС",
}
WITNESSES = ["Ірина Вигадана, староста"]


def hand_over(*, by: User) -> None:
    """Store the acts, the signed one as it was on its day."""
    posts = Assignment.objects.filter(community__oblast__code__startswith=KHERSON[:4])
    posts = posts.select_related("officer", "community").order_by("pk")
    left = posts.filter(period__endswith__isnull=False, officer__equipment__isnull=False).first()
    if left:
        _sign(left, by)
    leaves = posts.filter(period__endswith=None, officer__user=None, officer__service="police")
    post = leaves.filter(officer__equipment__ends_on=None, officer__equipment__isnull=False).first()
    if post:
        said = {
            "other_receiver": UNITS[Service.POLICE],
            "handed_on": clock.today(),
            "presented_by": WITNESSES,
        }
        lines = stored_lines_of(post, by)
        handovers.make(assignment=post, said=said, lines=lines, by=by, at=clock.now())


def _sign(post: Assignment, by: User) -> None:
    """Store the act of a post that is over: everything its officer held until then."""
    at = datetime.combine(post.ends_on, time(12), KYIV)
    with translation.override(LANGUAGE):
        lines = [
            {
                "kind": LineKind.EQUIPMENT,
                "reference": str(each.pk),
                "title": title_of(each),
                "state": f"у користуванні з {day(each.starts_on)}",
            }
            for each in post.officer.equipment.with_names().order_by("item__kind", "pk")
        ]
    Handover.objects.create(
        assignment=post,
        other_receiver=UNITS[Service(post.officer.service)],
        handed_on=post.ends_on,
        act_number="14",
        presented_by=WITNESSES,
        lines=lines,
        signed_on=post.ends_on + timedelta(days=1),
        recorded_by=by,
        created_at=at,
        updated_at=at,
    )
