"""In which community an event belongs: the one that stood on the day it occurred."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from communities.heirs import Heirs
from communities.models import Community, Succession
from core import moments


def problems(fields: Mapping[str, Any], stored: Any = None) -> dict[str, str]:
    """Return what is wrong with the community on the day of the event, by field.

    An event of an earlier day may be recorded late in a community that has ended since. A
    record that stands already is not asked again while neither of the two changes.
    """
    community, occurred = fields.get("community"), fields.get("occurred_at")
    if not community or not occurred:
        return {}
    if stored and (stored.community_id, stored.occurred_at) == (community.pk, occurred):
        return {}
    day = timezone.localdate(occurred)
    if community.dissolved_on and day >= community.dissolved_on:
        return {"community": _ended(community)}
    if community.established_on and day < community.established_on:
        earlier = _predecessors(community)
        return {"community": _not_yet(community, earlier)} if earlier else {}
    return {}


def homes_of(community: Community) -> set[int]:
    """Return where a settlement may lie, by the register of today, of an event in a community.

    The codifier moves settlements when it is loaded, which is later than the act.
    """
    heirs = Heirs.read()
    found = {community.pk, heirs.today(community.pk), *heirs.homes(community.pk)}
    return found | {key for key in heirs.places if heirs.today(key) == community.pk}


def _ended(community: Community) -> str:
    day = moments.day(community.dissolved_on)
    steps = Succession.objects.ending(community).select_related("successor").order_by("pk")
    names = _named([each.successor for each in steps])
    if not names:
        words = _("This community was dissolved on %(day)s: later events belong elsewhere.")
        return words % {"day": day}
    words = _("This community was dissolved on %(day)s. Record later events in: %(names)s.")
    return words % {"day": day, "names": names}


def _predecessors(community: Community) -> list[Community]:
    steps = Succession.objects.founding(community).select_related("predecessor")
    return [each.predecessor for each in steps.order_by("pk")]


def _not_yet(community: Community, earlier: list[Community]) -> str:
    words = _("This community was established on %(day)s. Record earlier events in: %(names)s.")
    day = moments.day(community.established_on)
    return words % {"day": day, "names": _named(earlier)}


def _named(communities: list[Community]) -> str:
    return ", ".join(f"{each.name} ({each.code})" for each in communities)
