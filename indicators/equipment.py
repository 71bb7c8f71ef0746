"""The measure of the kit of officers in post, on the last day of the period."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Service
from indicators.asks import Ask
from indicators.base import Distinct, RateOnDay
from indicators.officers import IN_POST, in_post
from officers.equipment import SEE_ISSUES
from officers.models import EquipmentIssue, EquipmentKind

COMMON = (EquipmentKind.CAR, EquipmentKind.TABLET, EquipmentKind.RADIO)
KIT = {Service.POLICE: (*COMMON, EquipmentKind.WEAPON), Service.RESCUE: COMMON}


def _with_kit(ask: Ask) -> Any:
    """Return the officers in post who hold the whole kit of their service on the day."""
    whole = Q(pk__in=[])
    for service, kinds in KIT.items():
        whole |= Q(*(Q(_holds(kind, ask)) for kind in kinds), service=service)
    return in_post(ask).filter(whole)


def _holds(kind: EquipmentKind, ask: Ask) -> Exists:
    held = EquipmentIssue.objects.in_force(ask.day).filter(item__kind=kind)
    return Exists(held.filter(officer=OuterRef("pk")))


SHARED: dict[str, Any] = {
    "permission": SEE_ISSUES,
    "dimensions": IN_POST.dimensions,
    "better": "more",
}
WITH_KIT = Distinct(
    code="officers.with_kit",
    label=_("Officers in post with the whole kit"),
    definition=_(
        "Different officers in post on the last day who hold a car (or its keys), a tablet and a"
        " radio set, police officers also a weapon. What a station holds does not count."
    ),
    unit=pgettext_lazy("unit", "officers"),
    rows=_with_kit,
    paths=IN_POST.paths,
    home=IN_POST.home,
    adds_up=("service",),
    **SHARED,
)
EQUIPPED = RateOnDay(
    code="officers.equipped",
    label=_("Share of officers with the whole kit"),
    definition=_(
        "Officers in post on the last day who hold the whole kit, as a share of all officers in"
        " post. The kit is a car (or its keys), a tablet and a radio set, for police a weapon, too."
    ),
    unit="%",
    part=WITH_KIT,
    whole=IN_POST,
    **SHARED,
)
