"""Pages of incidents."""

from incidents.views.entry import IncidentEdit, IncidentLog
from incidents.views.listing import IncidentList
from incidents.views.reading import IncidentReading
from incidents.views.record import IncidentDetail
from incidents.views.steps import STEPS, IncidentStep

__all__ = [
    "STEPS",
    "IncidentDetail",
    "IncidentEdit",
    "IncidentList",
    "IncidentLog",
    "IncidentReading",
    "IncidentStep",
]
