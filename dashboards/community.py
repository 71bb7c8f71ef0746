"""Everything about one community on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities import histories
from communities.looks import state_tag
from communities.models import Boundary, Community, Population
from communities.models.boundaries import Detail
from core import moments, numbers
from core.charts import Area, Drawing, areas
from core.charts.plane import Frame
from dashboards.figures import strip
from dashboards.overview import trend_of
from dashboards.questions import Question
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
        "state": state_tag(community.status),
        "police": community.police,
        "rescue": community.rescue,
        "serving": serving,
        "sees_officers": user.has_perm("officers.view_assignment"),
        "figures": strip(question, FIGURES, sparks=False),
        "trend": trend_of(question, ask) if ask else None,
        "last": _last(user, community) if ask else None,
        **_place(community, today),
        "centre": community.centre.title if community.centre else community.title,
        "spot": spot_of(community),
        "control": histories.lines_over(community),
        "all_words": _("All of %(when)s") % {"when": question.when},
        "legend": "services" if ask and len(ask.services) > 1 else "",
        "links": _links(question, community),
    }


@dataclass(frozen=True)
class Spot:
    """Where a community is shown: a point, its boundary if there is one, whom that credits."""

    latitude: float | None
    longitude: float | None
    drawing: Drawing | None = None
    credit: str = ""
    source: str = ""  # the boundary for the map of the script


def spot_of(community: Any) -> Spot:
    """Return the centre and the boundary among its neighbours; without a centre the label."""
    geometry = ("low", "middle", "high", "outline")
    own = Boundary.objects.filter(community=community).defer(*geometry).first()
    if own is None:
        return Spot(community.latitude, community.longitude)
    near = Boundary.objects.filter(
        community__isnull=False,
        west__lte=own.east,
        east__gte=own.west,
        south__lte=own.north,
        north__gte=own.south,
    ).exclude(pk=own.pk)
    shapes = [Area(path, "land") for path in near.values_list("fine_outline", flat=True)]
    drawing = areas(
        [*shapes, Area(own.fine_outline, "own")],
        label=_("%(name)s in its boundary") % {"name": community.title},
        frame=Frame.around([own.box], margin=0.2),
    )
    asked = urlencode({"level": "community", "territory": community.code, "detail": Detail.HIGH})
    return Spot(
        own.label_latitude if community.latitude is None else community.latitude,
        own.label_longitude if community.longitude is None else community.longitude,
        drawing,
        own.credit,
        f"{reverse('api:boundary-list')}?{asked}",
    )


def _serving(user: Any, community: Community, today: date) -> list[Assignment]:
    rows = Assignment.objects.visible_to(user).in_force(today).filter(community=community)
    return list(rows.select_related("officer__personal").order_by("officer__service", "pk"))


def _last(user: Any, community: Community) -> list[Incident]:
    rows = Incident.objects.visible_to(user).counted().filter(community=community)
    return list(rows.with_names().order_by("-occurred_at", "-id")[:LAST])


def _place(community: Any, today: date) -> dict[str, Any]:
    """Return what the register says: settlements, other names, residents."""
    settlements = list(community.settlements.order_by("sort_key"))
    counts = histories.counts_of(community, today)
    counted = counts[0] if counts else None
    centre = community.centre
    return {
        "settlements": settlements,
        "counts": counts,
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
