"""What a community came of and what became of it, for its page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from communities.models import Community, Succession, scope_of
from communities.models.succession import SuccessionKind
from communities.region import Region
from dashboards.questions import TERRITORY


def history_of(user: Any, community: Community) -> dict[str, Any]:
    """Return what the community came of and what became of it, and what its banner says.

    Successions are public; the page of the other community opens only to whoever sees it.
    """
    steps = list(Succession.objects.of(community).with_names().order_by("effective_on", "pk"))
    seen = scope_of(user, TERRITORY).either
    ended = community.dissolved_on
    return {
        "history": [_step(each, community, seen) for each in steps],
        "ended": ended,
        "heirs": [
            _link(each.successor, seen)
            for each in steps
            if ended and each.effective_on == ended and each.predecessor_id == community.pk
        ],
    }


def _step(step: Succession, community: Community, seen: Region) -> dict[str, Any]:
    if step.former_name:
        words, other = _("Until then called %(name)s") % {"name": step.former_name}, None
    elif step.predecessor_id == community.pk:
        words, other = str(SuccessionKind(step.kind).label), step.successor
    else:
        words, other = _("Took over"), step.predecessor
    return {"step": step, "words": words, "other": _link(other, seen) if other else None}


def _link(community: Community, seen: Region) -> dict[str, str]:
    url = community.get_absolute_url() if seen.covers(community) else ""
    return {"name": community.title, "code": community.code, "url": url}
