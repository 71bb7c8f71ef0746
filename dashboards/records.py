"""The records behind a figure as rows of a list, whatever they are records of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Memorandum, Population
from core import moments, numbers
from incidents.models import Incident, Response
from incidents.models.people import PEOPLE
from indicators.base import Flow, Measure, Rate
from indicators.days import Days
from officers.models import Activity, Officer, PublicReport
from working_groups.models import (
    ActionPoint,
    Funding,
    Handout,
    Initiative,
    Meeting,
    Person,
    Problem,
    TrainingAttendance,
    WorkingGroup,
)
from working_groups.models.decisions import OWNERS

Cells = list[Any]


@dataclass(frozen=True)
class Listing:
    """How records of one model are listed: joined with, ordered by, said in columns."""

    joins: tuple[str, ...]
    order: tuple[str, ...]
    heads: tuple[Any, ...]
    cells: Callable[[Any], Cells]  # first the words of the link, then those below it
    url: Callable[[Any], str]


def _incident(row: Incident) -> Cells:
    return [
        row.number or _("no number yet"),
        moments.when(row.occurred_at),
        row.category.name,
        row.community.name,
        row.get_status_display(),
    ]


def _response(row: Response) -> Cells:
    return [
        str(row.officer),
        moments.when(row.incident.occurred_at),
        row.incident.category.name,
        row.incident.community.name,
        row.incident.number or "",
    ]


def _officer(row: Officer) -> Cells:
    return [str(row), row.rank, row.get_kind_display(), row.unit.name]


def _activity(row: Activity) -> Cells:
    return [
        row.get_kind_display(),
        moments.day(row.held_on),
        row.community.name,
        numbers.number(row.attended),
        numbers.number(row.engaged),
    ]


def _public_report(row: PublicReport) -> Cells:
    post, delivered = row.assignment, row.delivered_on
    return [
        str(post.officer),
        row.half_year.words,
        post.community.name,
        moments.day(row.due_on),
        moments.day(delivered) if delivered else "—",
    ]


def _community(row: Community) -> Cells:
    return [row.name, "", row.raion.name if row.raion else "—", row.oblast.name]


def _memorandum(row: Memorandum) -> Cells:
    signed = moments.day(row.signed_on)
    return [row.community.name, row.number, row.get_service_display(), signed]


def _group(row: WorkingGroup) -> Cells:
    place, since = row.community, moments.day(row.established_on)
    return [place.name, place.oblast.title, row.programme.name, since]


def _meeting(row: Meeting) -> Cells:
    held = moments.day(row.held_on) if row.held_on else "—"
    return [str(row), held, row.group.community.name, getattr(row, "came", "—")]


def _problem(row: Problem) -> Cells:
    raised = moments.day(row.raised_on)
    return [row.title, raised, row.group.community.name, row.get_state_display()]


def _action(row: ActionPoint) -> Cells:
    place = row.decision.agenda_item.meeting.group.community.name
    return [row.text, moments.day(row.due_on), place, str(row.owner), row.get_state_display()]


def _initiative(row: Initiative) -> Cells:
    return [row.title, row.get_category_display(), row.get_stage_display()]


def _handout(row: Handout) -> Cells:
    how_much = row.how_much or _("unknown")
    return [row.get_item_display(), row.model, how_much, row.community.name]


def _training(row: TrainingAttendance) -> Cells:
    event = row.training
    place = event.place.title if event.place else _("Ukraine")
    return [str(row.person), event.title, moments.day(event.held_on), place]


def _person(row: Person) -> Cells:
    place = row.community.name if row.community else "—"
    return [str(row), row.organisation.name if row.organisation else "", place]


def _funding(row: Funding) -> Cells:
    given = moments.day(row.given_on)
    return [row.initiative.title, row.giver.name, given, numbers.number(row.uah, 2)]


def _population(row: Population) -> Cells:
    return [row.community.name, row.source, numbers.number(row.people), moments.day(row.on)]


WHAT, COMMUNITY = _("What happened"), _("Community")
LISTINGS: dict[Any, Listing] = {
    Incident: Listing(
        ("community", "category"),
        ("-occurred_at", "-id"),
        (_("Number"), WHAT, COMMUNITY, _("Status")),
        _incident,
        lambda row: reverse("incidents:detail", args=[row.pk]),
    ),
    Response: Listing(
        ("officer__personal", "incident__community", "incident__category"),
        ("-id",),
        (_("Officer"), WHAT, COMMUNITY, _("Number")),
        _response,
        lambda row: reverse("incidents:detail", args=[row.incident_id]),
    ),
    Officer: Listing(
        ("personal", "unit"),
        ("id",),
        (_("Officer"), _("Kind"), _("Home unit")),
        _officer,
        lambda row: reverse("officers:detail", args=[row.pk]),
    ),
    Activity: Listing(
        ("community",),
        ("-held_on", "-id"),
        (_("What was done"), COMMUNITY, _("Attended"), _("Took part")),
        _activity,
        lambda row: reverse("officers:activity", args=[row.pk]),
    ),
    PublicReport: Listing(
        ("assignment__officer__personal", "assignment__community"),
        ("-due_on", "-id"),
        (_("Officer"), COMMUNITY, _("To be delivered by"), _("Delivered")),
        _public_report,
        lambda row: row.get_absolute_url(),
    ),
    Community: Listing(
        ("raion", "oblast"),
        ("sort_key", "id"),
        (COMMUNITY, _("Raion"), _("Oblast")),
        _community,
        lambda row: reverse("dashboards:community", args=[row.code]),
    ),
    Memorandum: Listing(
        ("community",),
        ("-signed_on", "-id"),
        (COMMUNITY, _("Service"), _("Signed on")),
        _memorandum,
        lambda row: row.get_absolute_url(),
    ),
    WorkingGroup: Listing(
        ("community__oblast", "programme"),
        ("-established_on", "-id"),
        (COMMUNITY, _("Programme"), _("Established")),
        _group,
        lambda row: row.get_absolute_url(),
    ),
    Meeting: Listing(
        ("group__community",),
        ("-held_on", "-id"),
        (_("Meeting"), COMMUNITY, _("Took part")),
        _meeting,
        lambda row: row.get_absolute_url(),
    ),
    Problem: Listing(
        ("group__community",),
        ("-raised_on", "-id"),
        (_("Problem"), COMMUNITY, _("State")),
        _problem,
        lambda row: row.get_absolute_url(),
    ),
    ActionPoint: Listing(
        (
            "decision__agenda_item__meeting__group__community",
            *OWNERS,
        ),
        ("-due_on", "-id"),
        (_("What is to be done"), COMMUNITY, _("Who does it"), _("State")),
        _action,
        lambda row: row.get_absolute_url(),
    ),
    Initiative: Listing(
        (),
        ("title", "id"),
        (_("Initiative"), _("Stage today")),
        _initiative,
        lambda row: row.get_absolute_url(),
    ),
    Handout: Listing(
        ("community", "initiative"),
        ("-handed_on", "-id"),
        (_("What was handed over"), _("How much"), COMMUNITY),
        _handout,
        lambda row: row.get_absolute_url(),
    ),
    TrainingAttendance: Listing(
        ("person__contact", "training__community", "training__oblast"),
        ("-id",),
        (_("Person"), _("When"), _("Belongs to")),
        _training,
        lambda row: row.get_absolute_url(),
    ),
    Person: Listing(
        ("contact", "community", "organisation"),
        ("contact__sort_key", "id"),
        (_("Person"), COMMUNITY),
        _person,
        lambda row: row.get_absolute_url(),
    ),
    Funding: Listing(
        ("initiative", "giver"),
        ("-given_on", "-id"),
        (_("Initiative"), _("Given on"), _("Amount, UAH")),
        _funding,
        lambda row: row.get_absolute_url(),
    ),
    Population: Listing(
        ("community",),
        ("-people", "-id"),
        (COMMUNITY, _("Residents"), _("On")),
        _population,
        lambda row: reverse("dashboards:community", args=[row.community.code]),
    ),
}


def listing_for(rows: Any) -> Listing:
    return LISTINGS[rows.model]


def lines(measure: Measure, rows: list[Any]) -> list[dict[str, Any]]:
    """Return the rows of the list; each says how much it carries where that is more than one."""
    found = []
    for row in rows:
        listing = LISTINGS[type(row)]
        words, below, *cells = listing.cells(row)
        if column := carried(measure):
            cells.append(getattr(row, column))
        labelled = list(zip(heads(measure, listing)[1:], cells, strict=True))
        found.append({"words": words, "below": below, "url": listing.url(row), "cells": labelled})
    return found


def heads(measure: Measure, listing: Listing) -> list[Any]:
    """Return the heads of the columns."""
    column = carried(measure)
    return [*listing.heads, *([_("Days") if column == "days" else _("How many")] if column else [])]


def carried(measure: Measure) -> str:
    """Return the column of a record that makes the number; empty where records are counted."""
    part = measure.part if isinstance(measure, Rate) else measure
    if isinstance(part, Days):
        return "days"
    return part.column if isinstance(part, Flow) and part.column in PEOPLE else ""
