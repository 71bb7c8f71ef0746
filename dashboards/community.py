"""Everything about one community on one page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.looks import ended_tag, state_tag
from communities.models import Community, Population, Succession, scope_of
from communities.models.succession import SuccessionKind
from communities.region import Region
from core import moments, numbers
from dashboards.figures import strip
from dashboards.overview import trend_of
from dashboards.questions import TERRITORY, Question
from incidents.models import Incident
from indicators import incidents, officers
from officers.models import Assignment

LAST = 8  # incidents shown
FIGURES = (incidents.RECORDED, incidents.PER_10000, incidents.RESPONSES, officers.IN_POST)


def content(question: Question, community: Any, today: date) -> dict[str, Any]:
    """Return the parts of the page: what is so today, and the figures of the period asked for.

    The community comes with its `status` and its ring on the day.
    """
    user = question.user
    serving = _serving(user, community, today)
    ask = question.ask(incidents.RECORDED)
    return {
        "community": community,
        "state": ended_tag() if community.dissolved_on else state_tag(community.status),
        "police": community.police,
        "rescue": community.rescue,
        "serving": serving,
        "sees_officers": user.has_perm("officers.view_assignment"),
        "figures": strip(question, FIGURES, sparks=False),
        "trend": trend_of(question, ask) if ask else None,
        "last": _last(user, community) if ask else None,
        **_place(community, today),
        **_history(user, community),
        "centre": community.centre.title if community.centre else community.title,
        "all_words": _("All of %(when)s") % {"when": question.when},
        "legend": "services" if ask and len(ask.services) > 1 else "",
        "links": _links(question, community),
    }


def _serving(user: Any, community: Community, today: date) -> list[Assignment]:
    rows = Assignment.objects.visible_to(user).in_force(today).filter(community=community)
    return list(rows.select_related("officer__personal").order_by("officer__service", "pk"))


def _last(user: Any, community: Community) -> list[Incident]:
    rows = Incident.objects.visible_to(user).counted().filter(community=community)
    return list(rows.with_names().order_by("-occurred_at", "-id")[:LAST])


def _place(community: Any, today: date) -> dict[str, Any]:
    """Return what the register says: settlements, other names, residents."""
    settlements = list(community.settlements.order_by("sort_key"))
    counted = Population.objects.filter(community=community, on__lte=today).order_by("-on").first()
    centre = community.centre
    return {
        "settlements": settlements,
        "facts": [
            (_("Code"), community.code),
            (_("Type"), community.get_type_display() or None),
            (_("Centre"), centre.title if centre else None),
            (_("Settlements"), numbers.number(len(settlements))),
            (_("Residents"), _residents(counted)),
            (_("Other names"), ", ".join(each.name for each in community.aliases.all()) or "—"),
        ],
        "note": _note(community, len(settlements), counted),
    }


def _history(user: Any, community: Community) -> dict[str, Any]:
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


def _residents(counted: Population | None) -> str | None:
    if counted is None:
        return None
    return _("%(people)s on %(day)s. %(source)s") % {
        "people": numbers.number(counted.people),
        "day": moments.day(counted.on),
        "source": counted.source,
    }


def _note(community: Any, settlements: int, counted: Population | None) -> list[str]:
    """Return the line under the title."""
    parts = [community.code]
    if community.centre:
        parts.append(_("centre %(name)s") % {"name": community.centre.name})
    places = ngettext("%(number)s settlement", "%(number)s settlements", settlements)
    parts.append(places % {"number": numbers.number(settlements)})
    if counted:
        words = ngettext(
            "%(number)s resident (%(day)s)", "%(number)s residents (%(day)s)", counted.people
        )
        parts.append(
            words % {"number": numbers.number(counted.people), "day": moments.day(counted.on)}
        )
    return parts


def _links(question: Question, community: Community) -> dict[str, str]:
    return {
        "overview": question.url("dashboards:overview"),
        "incidents": question.incidents(),
        "officers": f"{reverse('officers:list')}?territory={community.code}",
        "reports": f"{reverse('reports:list')}?territory={community.code}",
    }
