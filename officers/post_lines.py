"""The assignments of an officer as the officer's page tells them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from communities.models import scope_of
from core import clock
from core.moments import day
from officers.assigning import CHANGE, said_of
from officers.models import Assignment, Officer


def lines_of(post: Assignment) -> list[str]:
    """Return what stands below the community: kind, oblast, places, home, order, reason."""
    lines = [post.get_kind_display(), post.community.oblast.title]
    places = [each.title for each in post.settlements.all()] + [post.place] * bool(post.place)
    if places:
        lines.append(_("Serves: %(places)s") % {"places": ", ".join(places)})
    if post.lives_in_community is not None:
        lines.append(_("Lives there") if post.lives_in_community else _("Does not live there"))
    if post.order_number:
        lines.append(_order(post))
    if post.reason:
        lines.append(_("Reason: %(words)s") % {"words": post.reason})
    return lines


def _order(post: Assignment) -> str:
    if post.order_date is None:
        return _("Order No. %(number)s") % {"number": post.order_number}
    said = {"number": post.order_number, "day": day(post.order_date)}
    return _("Order No. %(number)s of %(day)s") % said


def changeable_of(user: Any, officer: Officer, posts: list[Assignment]) -> list[dict[str, Any]]:
    """Return those of the officer's assignments that a reader may change."""
    reach, today = scope_of(user, CHANGE).of(officer.service), clock.today()
    return [
        {
            "post": each,
            "when": said_of(each),
            "open": each.last_day is None or each.last_day >= today,
        }
        for each in posts
        if reach.covers(each.community)
    ]
