"""The course of an event as a thread: what happened, who came, what became of the record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from incidents.models import Incident, IncidentStatus, Note, Response, Transition

Node = dict[str, Any]


def course_of(
    incident: Incident,
    responses: Iterable[Response],
    transitions: Iterable[Transition],
    notes: Iterable[Note] = (),
    *,
    told: bool = True,
) -> list[Node]:
    """Return the nodes of the thread, the newest first, with what is awaited on top.

    Unless they may be `told`, notes are there without their words.
    """
    happened = [
        _node("system", incident.occurred_at, _("It happened")),
        _node("system", incident.reported_at, _("Reported"), incident.get_channel_display()),
        *(node for each in responses for node in _ways(each)),
        *(_step(incident, each) for each in transitions),
        *(_note(each, told) for each in notes),
    ]
    happened.sort(key=lambda node: node["at"])  # of one minute, what comes later in life is later
    return [*_awaited(incident), *reversed(happened)]


def _node(kind: str, at: Any, what: str, *lines: str) -> Node:
    return {"kind": kind, "at": at, "what": what, "lines": [line for line in lines if line]}


def _awaited(incident: Incident) -> list[Node]:
    awaited: dict[str, str] = {
        IncidentStatus.DRAFT: _("Waits to be submitted"),
        IncidentStatus.SUBMITTED: _("Waits to be verified"),
        IncidentStatus.RETURNED: _("Waits for the officer to mend it"),
    }
    if incident.status not in awaited:
        return []
    return [{"kind": "now", "at": None, "when": _("now"), "what": awaited[incident.status]}]


def _ways(response: Response) -> list[Node]:
    steps = (
        (response.dispatched_at, _("Sent out")),
        (response.arrived_at, _("Arrived")),
        (response.finished_at, _("Finished")),
    )
    return [_node(response.service, at, what, str(response.officer)) for at, what in steps if at]


def _note(note: Note, told: bool) -> Node:
    return _node("", note.at, _("Note"), str(note.author), note.text if told else _("protected"))


def _step(incident: Incident, transition: Transition) -> Node:
    own = transition.to_status in {IncidentStatus.DRAFT, IncidentStatus.SUBMITTED}
    what = transition.get_to_status_display()
    if transition.to_status == IncidentStatus.SUBMITTED and incident.number:
        what = _("Submitted, no. %(number)s") % {"number": incident.number}
    kind = incident.service if own else ""
    return _node(kind, transition.at, what, str(transition.by), transition.reason)
