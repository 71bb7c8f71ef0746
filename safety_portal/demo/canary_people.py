"""Canaries among people: a name and an office in each place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from communities.models import Community, Organisation
from safety_portal.demo.canary import Canary, text_of
from safety_portal.demo.canary_plans import plans_of
from safety_portal.demo.canary_records import DAY, programme_of_canaries
from safety_portal.demo.pictures import paper_of, show
from working_groups.decisions import decide, set_action
from working_groups.groups import add_member, establish
from working_groups.materials import MATERIAL
from working_groups.meetings import plan, put_on_agenda, write_attendance
from working_groups.models import (
    ActionPoint,
    AgendaItem,
    Attendance,
    Decision,
    KnowledgeProduct,
    Meeting,
    MeetingStatus,
    Membership,
    Person,
    Position,
    Presence,
    Problem,
    ProductKind,
    Sector,
    Theme,
    WorkingGroup,
)
from working_groups.orders import ORDER
from working_groups.people import add_person, add_position
from working_groups.problems import raise_problem
from working_groups.products import FILE, add_product


def people_of(place: str, community: Community, at: datetime) -> Iterator[Canary]:
    """Plant a person of a community, and the office of that person."""
    by = User.objects.get(username="canary.superuser")
    name, title = text_of(place, "person"), text_of(place, "position")
    person = Person.objects.filter(contact__last_name=name).first() or add_person(
        said={"community": community},
        names={"last_name": name, "first_name": "Канарка"},
        by=by,
        at=at,
    )
    position = Position.objects.filter(title=title).first() or add_position(
        said={"person": person, "organisation": _council(), "title": title}, by=by, at=at
    )
    path = reverse("api:person-detail", args=[person.pk])
    yield Canary(place, "people", "person", str(person.pk), person.get_absolute_url(), path)
    path = reverse("api:position-detail", args=[position.pk])
    page = reverse("people:position-edit", args=[position.pk])
    yield Canary(place, "positions", "position", str(position.pk), page, path)


def group_of(place: str, community: Community, at: datetime) -> Iterator[Canary]:
    """Plant the working group of a community, with the person of the place as its member."""
    by = User.objects.get(username="canary.superuser")
    issuer, act = text_of(place, "group"), text_of(place, "membership")
    said = {"community": community, "programme": programme_of_canaries(), "order_issuer": issuer}
    group = WorkingGroup.objects.filter(order_issuer=issuer).first() or establish(
        said=said | {"established_on": DAY}, by=by, at=at
    )
    show(ORDER, group)
    _product(by, at)
    person = Person.objects.get(contact__last_name=text_of(place, "person"))
    member = Membership.objects.filter(act_number=act).first() or add_member(
        said={
            "group": group,
            "person": person,
            "sector": Sector.RESIDENT,
            "starts_on": DAY,
            "act_number": act,
        },
        by=by,
        at=at,
    )
    path = reverse("api:working-group-detail", args=[group.pk])
    yield Canary(place, "working_groups", "group", str(group.pk), group.get_absolute_url(), path)
    path = reverse("api:membership-detail", args=[member.pk])
    page = reverse("working_groups:member-edit", args=[member.pk])
    yield Canary(place, "memberships", "membership", str(member.pk), page, path)
    yield from _sitting(place, group, person, by, at)
    yield from plans_of(place, group, by, at)


def _sitting(
    place: str, group: WorkingGroup, person: Person, by: User, at: datetime
) -> Iterator[Canary]:
    """Plant a meeting with an agenda item, at which the person of the place was."""
    where, title = text_of(place, "meeting"), text_of(place, "agenda_item")
    held = {"status": MeetingStatus.HELD, "held_on": DAY, "planned_for": at}
    meeting = Meeting.objects.filter(place=where).first() or plan(
        said=held | {"group": group, "place": where}, by=by, at=at
    )
    item = AgendaItem.objects.filter(title=title).first() or put_on_agenda(
        said={"meeting": meeting, "title": title}, by=by, at=at
    )
    show(MATERIAL, item)
    there = {"meeting": meeting, "person": person, "state": Presence.PRESENT}
    attendance = Attendance.objects.filter(meeting=meeting).first() or write_attendance(
        said=there, by=by, at=at
    )
    path = reverse("api:meeting-detail", args=[meeting.pk])
    yield Canary(place, "meetings", "meeting", str(meeting.pk), meeting.get_absolute_url(), path)
    path = reverse("api:agenda-item-detail", args=[item.pk])
    page = reverse("meetings:agenda-edit", args=[item.pk])
    yield Canary(place, "agenda_items", "agenda_item", str(item.pk), page, path)
    yield from _thread(place, item, person, by, at)
    path = reverse("api:attendance-detail", args=[attendance.pk])
    yield Canary(place, "attendances", "attendance", str(attendance.pk), path, path)


def _thread(
    place: str, item: AgendaItem, person: Person, by: User, at: datetime
) -> Iterator[Canary]:
    """Plant a problem, what was decided about it, and what the person of the place does."""
    title, text, deed = (text_of(place, each) for each in ("problem", "decision", "action_point"))
    raised = {"title": title, "theme": Theme.OTHER, "raised_on": DAY}
    problem = Problem.objects.filter(title=title).first() or raise_problem(
        said=raised | {"group": item.meeting.group, "meeting": item.meeting}, by=by, at=at
    )
    decision = Decision.objects.filter(text=text).first() or decide(
        said={"agenda_item": item, "text": text, "problem": problem}, by=by, at=at
    )
    action = ActionPoint.objects.filter(text=deed).first() or set_action(
        said={"decision": decision, "text": deed, "owner_person": person, "due_on": DAY},
        by=by,
        at=at,
    )
    path = reverse("api:problem-detail", args=[problem.pk])
    yield Canary(place, "problems", "problem", str(problem.pk), problem.get_absolute_url(), path)
    path = reverse("api:decision-detail", args=[decision.pk])
    page = reverse("actions:decision-edit", args=[decision.pk])
    yield Canary(place, "decisions", "decision", str(decision.pk), page, path)
    path = reverse("api:action-point-detail", args=[action.pk])
    page = action.get_absolute_url()
    yield Canary(place, "action_points", "action_point", str(action.pk), page, path)


def _product(by: User, at: datetime) -> None:
    """Let there be a knowledge product with its file: everybody reads those, so no canary is in it."""
    known = KnowledgeProduct.objects.first() or add_product(
        said={
            "programme": programme_of_canaries(),
            "title": "Канарка",
            "kind": ProductKind.GUIDE,
            "published_on": DAY,
        },
        by=by,
        at=at,
    )
    show(FILE, known, octets=paper_of("Канарка"))


def _council() -> Organisation:
    known = Organisation.objects.filter(name_uk="Рада канарок").first()
    return known or Organisation.objects.create(
        name_uk="Рада канарок", name_en="Council of canaries", kind="council"
    )
