"""What an act about communities would mean, told before it is recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import AccessGrant, Community
from communities.models.succession import SuccessionKind
from core import moments, numbers

# Counted through the reverse relations: incidents and officers stand above this app. Records of
# sensitive categories are in no count.
RECORDS, DAYS = "communitymonthtally", "daytally"


def consequences(data: dict[str, Any]) -> dict[str, Any]:
    """Return the communities an act ends with what hangs on them, and sentences on what changes.

    `data` is that of a valid communities.acts.ActForm.
    """
    on, heirs = data["effective_on"], data["successors"]
    units = _weighed(data["predecessors"], on, heirs)
    return {
        "units": units,
        "heirs": [each.title for each in heirs],
        "said": [
            *_figures(data, units),
            *_scope(units, heirs, on),
            *_posts(units, on),
        ],
    }


def _weighed(communities: list[Community], on: date, heirs: list[Community]) -> list[Any]:
    """Return communities with what was recorded in them, what hangs on them, and since when."""
    rows = Community.objects.filter(pk__in=[each.pk for each in communities])
    rows = rows.with_residents_on(on).select_related("oblast", "raion").order_by("sort_key", "pk")
    not_shut = Q(**{f"{RECORDS}__category__sensitive": False})
    later = Q(**{f"{DAYS}__category__sensitive": False, f"{DAYS}__day__gte": on})
    in_parts = Q(
        incident__counted=True,
        incident__category__sensitive=False,
        incident__settlement__community__in=[each.pk for each in heirs],
    )
    held = Q(assignments__period__contains=on)
    return list(
        rows.annotate(
            recorded=_counted(Sum(f"{RECORDS}__incidents", filter=not_shut)),
            later=_counted(Sum(f"{DAYS}__incidents", filter=later)),
            in_parts=_counted(Count("incident", filter=in_parts)),
            posts=_counted(Count("assignments", filter=held)),
            places=_counted(Count("settlements")),
        )
    )


def _counted(number: Any) -> Any:
    """Return a sub-select of one number, so that counts do not multiply one another."""
    own = Community.objects.filter(pk=OuterRef("pk")).order_by().values("pk")
    return Coalesce(Subquery(own.annotate(number=number).values("number")), 0)


def _figures(data: dict[str, Any], units: list[Any]) -> list[str]:
    if data["kind"] == SuccessionKind.RENAME and not data["successors"]:
        words = _("No figure changes. The old name, %(name)s, still finds the community.")
        return [words % {"name": units[0].name}]
    day = moments.day(data["effective_on"])
    names = {
        "ended": ", ".join(each.name for each in units),
        "heirs": ", ".join(each.name for each in data["successors"]),
        "day": day,
    }
    said = [_("As it was: until %(day)s figures name %(ended)s, and no total of the past changes.")]
    if data["kind"] == SuccessionKind.SPLIT:
        said.append(
            _(
                "As it is now: %(ended)s keeps a line of its own, except records whose settlement"
                " lies in one of: %(heirs)s."
            )
        )
    else:
        said.append(_("As it is now: what %(ended)s recorded counts with %(heirs)s."))
    later = sum(each.later for each in units)
    words = ngettext(
        "%(number)s record of that day or later stays where it was made.",
        "%(number)s records of that day or later stay where they were made.",
        later,
    )
    more = [words % {"number": numbers.number(later)}] if later else []
    return [*(each % names for each in said), *more]


def _scope(units: list[Any], heirs: list[Community], on: date) -> list[str]:
    old, new = _grants(units, on), _grants(heirs, on)
    if not heirs:
        return []
    first = ngettext(
        "%(number)s access to what ends stays: it sees the records made there, and not the new"
        " community.",
        "%(number)s accesses to what ends stay: they see the records made there, and not the new"
        " community.",
        old,
    )
    second = ngettext(
        "%(number)s access to the new community sees the records of its predecessors too.",
        "%(number)s accesses to the new community see the records of its predecessors too.",
        new,
    )
    return [first % {"number": numbers.number(old)}, second % {"number": numbers.number(new)}]


def _grants(communities: list[Any], on: date) -> int:
    rows = AccessGrant.objects.filter(community__in=[each.pk for each in communities])
    return rows.in_force(on).count()


def _posts(units: list[Any], on: date) -> list[str]:
    posts = sum(each.posts for each in units)
    words = ngettext(
        "%(number)s assignment of an officer there goes on: end it and assign the officer anew.",
        "%(number)s assignments of officers there go on: end them and assign the officers anew.",
        posts,
    )
    return [words % {"number": numbers.number(posts)}] if posts else []
