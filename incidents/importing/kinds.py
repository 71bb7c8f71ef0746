"""The one kind of file about events."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.models import scope_of
from core.plans import Kind
from incidents.importing.planning import UNIT, plan_incidents
from incidents.models import Incident
from incidents.services import ADD


def may_log(user: Any) -> bool:
    """Say whether an account logs events anywhere."""
    return bool(scope_of(user, ADD).either)


INCIDENTS = Kind(
    code="incidents",
    label=_("Incidents, XLSX"),
    hint=_("A workbook of events, one a row."),
    plan=plan_incidents,
    units={UNIT: Incident},
    allows=may_log,
    part="row",
    own=True,
    kept="sheet_days",
    doubted=_("Confirm that these are other events."),
)
KINDS = (INCIDENTS,)
