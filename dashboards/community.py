"""Everything about one community on one page."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities import histories
from communities.looks import ended_tag, state_tag
from communities.models import (
    Beat,
    CityDistrict,
    Community,
    Population,
    StarostaDistrict,
    scope_of,
)
from core import moments, numbers
from core.language import in_english
from dashboards.asset_marks import legend_of, marks_of, told
from dashboards.community_groups import groups_of
from dashboards.community_records import records_of
from dashboards.figures import strip
from dashboards.overview import trend_of
from dashboards.questions import Question
from dashboards.spots import spot_of
from dashboards.successions import history_of
from incidents.models import Incident
from indicators import incidents, officers
from officers import activities, assigning
from officers.models import Assignment
from officers.models.activity import VIEW as ACTIVITIES

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
        "activities": activities.newest(user, community=community)
        if user.has_perm(ACTIVITIES)
        else None,
        **_place(community, today),
        **_parts(user, community),
        **records_of(user, community),
        **groups_of(user, community),
        **history_of(user, community),
        "centre": community.centre.title if community.centre else community.title,
        **_map(user, community),
        "control": histories.lines_over(community),
        "all_words": _("All of %(when)s") % {"when": question.when},
        "legend": "services" if ask and len(ask.services) > 1 else "",
        "links": _links(question, community),
    }


def _serving(user: Any, community: Community, today: date) -> list[Assignment]:
    rows = Assignment.objects.visible_to(user).in_post(today).filter(community=community)
    return list(rows.select_related("officer__personal").order_by("officer__service", "pk"))


def _last(user: Any, community: Community) -> list[Incident]:
    rows = Incident.objects.visible_to(user).counted().filter(community=community)
    return list(rows.with_names().order_by("-occurred_at", "-id")[:LAST])


def _place(community: Any, today: date) -> dict[str, Any]:
    """Return what the register says: settlements, other names, residents."""
    few = settings.LIMITS["parts_shown"]
    places = community.settlements.shown()
    settlements = places.count()
    counts = histories.counts_of(community, today)
    counted = counts[0] if counts else None
    centre = community.centre
    return {
        "settlements": list(places.order_by("sort_key", "pk")[:few]),
        "settlement_count": settlements,
        "districts": list(
            CityDistrict.objects.filter(settlement__community=community).order_by("sort_key", "pk")[
                :few
            ]
        ),
        "aliases": list(community.aliases.order_by("name", "pk")[:few]),
        "counts": counts,
        "facts": [
            (_("Code"), community.code),
            (_("P-code of the UN"), community.pcode),
            (_("Name in English"), in_english(community.name_en)),
            (_("Type"), community.get_type_display() or None),
            (_("Centre"), centre.title if centre else None),
            (_("Settlements"), numbers.number(settlements)),
            (_("Residents"), _residents(counted)),
        ],
        "note": _note(community, settlements, counted),
    }


def _map(user: Any, community: Community) -> dict[str, Any]:
    """Return where the community is, and the assets the reader sees there."""
    marks = marks_of(user, community)
    return {
        "spot": spot_of(community, marks),
        "marks": json.dumps(told(marks), ensure_ascii=False),
        "marks_legend": legend_of(marks),
    }


def _parts(user: Any, community: Community) -> dict[str, Any]:
    """Return the first parts of each kind the reader may see; None where he may see none."""
    return {
        name: list(_first(model, user, community)) if _may(user, "view", model) else None
        for name, model in (("starosta_districts", StarostaDistrict), ("beats", Beat))
    }


def _first(model: Any, user: Any, community: Community) -> Any:
    rows = model.objects.visible_to(user).filter(community=community).select_related("community")
    return rows.order_by("sort_key", "pk")[: settings.LIMITS["parts_shown"]]


def _may(user: Any, action: str, model: Any) -> bool:
    return user.has_perm(f"communities.{action}_{model._meta.model_name}")


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
        "activities": f"{reverse('officers:activities')}?territory={community.code}",
        "activity_add": _activity_form(question.user, community),
        "reports": f"{reverse('reports:list')}?territory={community.code}",
        "settlements": reverse("communities:settlements", args=[community.code]),
        **_part_links(question.user, community),
        **_assign_link(question.user, community),
    }


def _assign_link(user: Any, community: Community) -> dict[str, str]:
    """Return the address of the form of an assignment, for whoever may make one here."""
    if community.dissolved_on or not scope_of(user, assigning.ADD).either.covers(community):
        return {}
    return {"assign": f"{reverse('officers:assign')}?community={community.code}"}


def _activity_form(user: Any, community: Community) -> str:
    """Return the address of a new activity here; nothing for whoever may record none."""
    reach = scope_of(user, activities.ADD).either
    here = f"{reverse('officers:activity-add')}?community={community.code}"
    return here if reach.covers(community) else ""


def _part_links(user: Any, community: Community) -> dict[str, str]:
    """Return the addresses of the lists of parts, and of the forms for whoever may add one."""
    links = {
        "starosta_districts": reverse("communities:starosta-districts", args=[community.code]),
        "beats": reverse("communities:beats", args=[community.code]),
    }
    for name, route, model in (
        ("starosta_add", "communities:starosta-add", StarostaDistrict),
        ("beat_add", "communities:beat-add", Beat),
    ):
        if _may(user, "add", model):
            links[name] = reverse(route, args=[community.code])
    return links
