"""Measures of the training of officers, on the last day of the period.

An officer counts in the oblast of the home unit; in a raion or a community, where it serves.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.asks import Ask
from indicators.base import Distinct
from officers.models import Enrolment, Officer

PLACES = {
    "oblast": "unit__oblast",
    "raion": "post__community__raion",
    "community": "post__community",
}


def _officers(ask: Ask) -> Any:
    """Return the officers of the services asked for who count in the region, with their `post`."""
    on_the_day = Q(assignments__period__contains=ask.day)
    rows = Officer.objects.annotate(post=FilteredRelation("assignments", condition=on_the_day))
    return rows.filter(ask.reach.q(PLACES), service__in=ask.services)


def _has_certificate(ask: Ask) -> Exists:
    return Exists(Enrolment.objects.valid_on(ask.day).filter(officer=OuterRef("pk")))


def _certified(ask: Ask) -> Any:
    return _officers(ask).filter(_has_certificate(ask))


def _trained_not_assigned(ask: Ask) -> Any:
    return _certified(ask).filter(post=None)


def _assigned_not_certified(ask: Ask) -> Any:
    return _officers(ask).filter(~_has_certificate(ask), post__isnull=False)


SHARED: dict[str, Any] = {
    "unit": pgettext_lazy("unit", "officers"),
    "permission": "officers.view_officer",
    "paths": {each: f"{path}__code" for each, path in PLACES.items()} | {"service": "service"},
    "home": PLACES["community"],
    "dimensions": (*PLACES, "service"),
    "adds_up": ("service",),
}
CERTIFIED = Distinct(
    code="officers.certified",
    label=_("Certified officers"),
    definition=_(
        "Different officers with a certificate that was given by the last day and holds on it."
    ),
    rows=_certified,
    better="more",
    **SHARED,
)
TRAINED_NOT_ASSIGNED = Distinct(
    code="officers.trained_not_assigned",
    label=_("Certified officers without a community"),
    definition=_("Different officers with a valid certificate and no assignment on the last day."),
    rows=_trained_not_assigned,
    better="less",
    **SHARED,
)
ASSIGNED_NOT_CERTIFIED = Distinct(
    code="officers.assigned_not_certified",
    label=_("Officers with a community but no certificate"),
    definition=_("Different officers with an assignment and no valid certificate on the last day."),
    rows=_assigned_not_certified,
    better="less",
    **SHARED,
)
