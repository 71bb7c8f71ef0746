"""Pages of incidents."""

from incidents.views.entry import IncidentEdit, IncidentLog
from incidents.views.listing import IncidentFile, IncidentList
from incidents.views.lists import Lists, Retiring
from incidents.views.mapping import IncidentMap, IncidentMapData
from incidents.views.notes import IncidentNote
from incidents.views.reading import IncidentReading
from incidents.views.record import IncidentDetail
from incidents.views.steps import STEPS, IncidentStep
from incidents.views.strikes import (
    StrikeDetail,
    StrikeEdit,
    StrikeList,
    StrikeMembers,
    StrikePage,
)
from incidents.views.workbooks import IncidentWorkbook, Workbook

__all__ = [
    "STEPS",
    "IncidentDetail",
    "IncidentEdit",
    "IncidentFile",
    "IncidentList",
    "IncidentLog",
    "IncidentMap",
    "IncidentMapData",
    "IncidentNote",
    "IncidentReading",
    "IncidentStep",
    "IncidentWorkbook",
    "Lists",
    "Retiring",
    "StrikeDetail",
    "StrikeEdit",
    "StrikeList",
    "StrikeMembers",
    "StrikePage",
    "Workbook",
]
