"""Measures of what happened, the people concerned, and who went there."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.models import Incident, IncidentStatus, Response
from indicators.asks import Ask
from indicators.base import Flow, Rate
from indicators.communities import POPULATION, KnownPopulation
from indicators.events import meeting

VIEW = "incidents.view_incident"


def _of(ask: Ask) -> Any:
    """Return the incidents that meet every filter, counted or not."""
    return Incident.objects.filter(meeting(ask), service__in=ask.services)


def _counted(ask: Ask) -> Any:
    return _of(ask).filter(counted=True)


def _uncounted(rows: Any, status: str = "status") -> list[Any]:
    """Return the rows that fall out for their status, by reason."""
    return [
        (_("a draft, not yet submitted"), rows.filter(**{status: IncidentStatus.DRAFT})),
        (_("void"), rows.filter(**{status: IncidentStatus.VOID})),
    ]


def _reasons(ask: Ask) -> list[Any]:
    return _uncounted(_of(ask))


RECORDED = Flow(
    code="incidents.recorded",
    label=_("Incidents recorded"),
    definition=_(
        "Events that occurred in the period, one record each. Drafts, void records and sensitive"
        " categories are left out."
    ),
    unit=pgettext_lazy("unit", "incidents"),
    permission=VIEW,
    column="incidents",
    rows=_counted,
    reasons=_reasons,
)
WAR_RELATED = Flow(
    code="incidents.war_related",
    label=_("War-related incidents"),
    definition=_("Recorded incidents marked as related to the war."),
    unit=pgettext_lazy("unit", "incidents"),
    permission=VIEW,
    column="war_related",
    rows=lambda ask: _counted(ask).filter(war_related=True),
    reasons=lambda ask: [(r, q.filter(war_related=True)) for r, q in _reasons(ask)],
)
WAR_SHARE = Rate(
    code="incidents.war_related_share",
    label=_("Share of war-related incidents"),
    definition=_("War-related incidents in every hundred recorded."),
    unit="%",
    permission=VIEW,
    part=WAR_RELATED,
    whole=RECORDED,
    dimensions=RECORDED.dimensions,
)
PER_10000 = Rate(
    code="incidents.per_10000",
    label=_("Per 10,000 residents"),
    definition=_(
        "Incidents recorded in the period for every 10,000 residents. Communities whose"
        " population is unknown are left out of both numbers."
    ),
    unit=_("incidents per 10,000 residents"),
    permission=VIEW,
    part=KnownPopulation.of(RECORDED),
    whole=POPULATION,
    per=10_000,
    decimals=2,
    dimensions=("oblast", "raion", "community"),
)


def _people(code: str, label: Any, definition: Any, *, better: str = "") -> Flow:
    """Return a measure of persons, a column of the incident of the same name."""
    return Flow(
        code=f"people.{code}",
        label=label,
        definition=definition,
        unit=_("people"),
        permission=VIEW,
        column=code,
        rows=lambda ask: _counted(ask).filter(**{f"{code}__gt": 0}),
        reasons=lambda ask: [(r, q.filter(**{f"{code}__gt": 0})) for r, q in _reasons(ask)],
        better=better,
    )


RESCUED = _people(
    "rescued", _("People rescued"), _("Persons rescued at recorded incidents."), better="more"
)
INJURED = _people(
    "injured", _("People injured"), _("Persons injured at recorded incidents."), better="less"
)
KILLED = _people(
    "killed", _("People killed"), _("Persons killed at recorded incidents."), better="less"
)
CHILDREN_RESCUED = _people(
    "children_rescued", _("Children rescued"), _("Children among the persons rescued.")
)
CHILDREN_INJURED = _people(
    "children_injured", _("Children injured"), _("Children among the persons injured.")
)
CHILDREN_KILLED = _people(
    "children_killed", _("Children killed"), _("Children among the persons killed.")
)


def _went(ask: Ask) -> Any:
    """Return the responses to the incidents of the services asked for, whoever went."""
    return Response.objects.filter(meeting(ask, "incident__"), incident__service__in=ask.services)


def _responses(ask: Ask) -> Any:
    return _went(ask).filter(incident__counted=True)


def _idle_responses(ask: Ask) -> list[Any]:
    return _uncounted(_went(ask), "incident__status")


RESPONSES = Flow(
    code="responses.made",
    label=_("Responses by officers"),
    definition=_(
        "An officer went to a recorded incident; two officers at one fire are two responses."
    ),
    unit=pgettext_lazy("unit", "responses"),
    permission=VIEW,
    column="responses",
    rows=_responses,
    reasons=_idle_responses,
)
