"""Which steps of the status a reader may take with a record, and what each says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communities.models import scope_of
from incidents.amending import AMENDED
from incidents.models import Incident, IncidentStatus
from incidents.services import STEPS as ALLOWED

CHANGE = "incidents.change_incident"
AMEND = "incidents.amend_incident"


@dataclass(frozen=True)
class StepLook:
    """One step: where it leads, the right it needs, its verb, and what it asks."""

    to: IncidentStatus
    right: str
    verb: Promise
    asks: Promise | str = ""


STEPS = {
    "verify": StepLook(IncidentStatus.VERIFIED, "incidents.verify_incident", _("Verified")),
    "return": StepLook(
        IncidentStatus.RETURNED,
        "incidents.return_incident",
        _("Return to the officer"),
        _("What should be mended"),
    ),
    "submit": StepLook(IncidentStatus.SUBMITTED, CHANGE, _("Submit")),
    "close": StepLook(IncidentStatus.CLOSED, "incidents.verify_incident", _("Close")),
    "void": StepLook(
        IncidentStatus.VOID,
        "incidents.void_incident",
        _("Annul"),
        _("Why the record is annulled"),
    ),
}


BY_STATUS = {step.to: step for step in STEPS.values()}
VOID_VERIFIED = "incidents.verify_incident"  # what a reviewer confirmed, only a reviewer annuls


def right_for(step: StepLook, incident: Incident) -> str:
    """Return the right a step needs with a record in its present status."""
    verified = incident.status == IncidentStatus.VERIFIED and step.to == IncidentStatus.VOID
    return VOID_VERIFIED if verified else step.right


def may_take(user: Any, step: StepLook, incident: Incident) -> bool:
    """Say whether the reader has the right a step needs, whatever the status allows."""
    return _may(user, right_for(step, incident), incident)


def steps_for(user: Any, incident: Incident) -> dict[str, StepLook]:
    """Return the steps this reader may take with this record now."""
    return {
        name: step
        for name, step in STEPS.items()
        if step.to in ALLOWED[incident.status] and may_take(user, step, incident)
    }


def may_change(user: Any, incident: Incident) -> bool:
    """Say whether the reader has the right to change a record, whatever its status allows."""
    return _may(user, CHANGE, incident)


def may_edit(user: Any, incident: Incident) -> bool:
    """Say whether the reader may change a record: until it is verified, or after it by amending."""
    changeable = incident.is_editable or incident.status in AMENDED
    return changeable and _may(user, right_to_change(incident), incident)


def right_to_change(incident: Incident) -> str:
    """Return the right a change of a record takes: what is verified is amended by reviewers."""
    return AMEND if incident.status in AMENDED else CHANGE


def may_note(user: Any, incident: Incident) -> bool:
    """Say whether the reader may write a note: whoever records the event, or reviews it."""
    rights = (CHANGE, STEPS["verify"].right)
    return incident.status != IncidentStatus.VOID and any(
        _may(user, right, incident) for right in rights
    )


def _may(user: Any, right: str, incident: Incident) -> bool:
    """Ask the scope alone: the rows themselves are asked when the step is taken."""
    return scope_of(user, right).of(incident.service).covers(incident.community)
