"""Pages of people: the list, one person with the offices, and the forms."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from communities.lists import RecordList
from communities.surfaces import ScopedViewMixin
from core import clock
from core.gate import takes
from core.models import SavedPage
from core.moments import day
from core.pager import MARKS
from core.steps import RecordStep
from working_groups import people
from working_groups.filters import PersonListFilter
from working_groups.forms import PersonForm, PositionForm
from working_groups.groups import SEE_MEMBERS
from working_groups.models import Attendance, Membership, Person, Position

SHOWN = 12  # meetings on the page of a person


def crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the way to a page about people."""
    return [(_("People"), reverse("people:list") if more else None), *more]


@takes(*PersonListFilter.base_filters, *MARKS)
class PersonList(RecordList):
    """The people in the reader's scope, by surname, each with the offices held today."""

    permission_required = people.VIEW
    filterset_class = PersonListFilter
    template_name = "people/list.html"
    order, page_name = ("contact__sort_key", "id"), SavedPage.PEOPLE
    queryset = Person.objects.named().select_related(
        "contact", "community__oblast", "oblast", "organisation"
    )

    def get_queryset(self) -> Any:
        held = Position.objects.held_on(clock.today()).select_related("organisation")
        offices = Prefetch("positions", held.order_by("-pk"), to_attr="offices")
        return super().get_queryset().prefetch_related(offices)

    def further(self, rows: list[Any]) -> dict[str, Any]:
        user = self.request.user
        return {
            "may_add": user.has_perm(people.ADD),
            "may_merge": user.has_perm(people.CHANGE),
            "crumbs": crumbs(),
        }


class PersonDetail(PermissionRequiredMixin, ScopedViewMixin, DetailView):
    """One person: names and contacts, offices, groups and meetings, by whichever record of several."""

    permission_required = people.VIEW
    queryset = Person.objects.select_related(
        *("contact", "community__oblast", "oblast", "organisation", "user"),
        "merged_into__contact",
    )
    template_name = "people/detail.html"
    context_object_name = "person"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, user = self.object, self.request.user
        mine = Person.objects.filter(pk=person.pk)
        held = Position.objects.filter(person__in=Person.objects.same_as(person).values("pk"))
        held = held.select_related("organisation").order_by("-starts_on", "-pk")
        changes = user.has_perm(people.CHANGE_POSITION)
        may_change = mine.visible_to(user, to=people.CHANGE).exists()
        stays = person.merged_into_id is None
        return super().get_context_data(
            offices=[_line(each, changes) for each in held],
            may_change=may_change and stays,
            may_undo=may_change and not stays,
            may_add_position=stays and mine.visible_to(user, to=people.ADD_POSITION).exists(),
            **_known_of(person, user),
            crumbs=crumbs((str(person), None)),
            **kwargs,
        )


def _known_of(person: Person, user: Any) -> dict[str, Any]:
    """Return the groups and meetings of a human that a reader sees, and the records merged."""
    records = Person.objects.same_as(person).values("pk")
    member = Membership.objects.visible_to(user, to=SEE_MEMBERS).filter(person__in=records)
    there = Attendance.objects.visible_to(user).filter(person__in=records)
    merged = Person.objects.visible_to(user).filter(merged_into=person)
    return {
        "memberships": member.select_related("group__community").order_by("-starts_on", "-pk"),
        "took_part": there.participations().count(),
        "sittings": there.select_related("meeting__group__community").order_by(
            "-meeting__planned_for", "-pk"
        )[:SHOWN],
        "merged": merged.select_related("contact").order_by("-merged_at", "-pk"),
    }


def _line(position: Position, changes: bool) -> dict[str, Any]:
    """Return an office as a part of the thread of a person."""
    edit = reverse("people:position-edit", args=[position.pk]) if changes else ""
    return {"position": position, "when": when_held(position), "edit": edit}


def when_held(position: Position) -> str:
    """Say since when and until when an office is held, as far as that is known."""
    since = _("since %(day)s") % {"day": day(position.starts_on)} if position.starts_on else ""
    until = _("until %(day)s") % {"day": day(position.ends_on)} if position.ends_on else ""
    return " ".join(filter(None, (since, until))) or _("when is unknown")


class PersonStep(RecordStep):
    """A form about a person."""

    template_name = "working_groups/form.html"

    @property
    def person(self) -> Person | None:
        """Return the person the step is about; None for a new one."""
        return None

    def further(self, title: str) -> dict[str, Any]:
        person = self.person
        above = [(str(person), person.get_absolute_url())] if person else []
        return {
            "note": str(person) if person else "",
            "back_url": person.get_absolute_url() if person else reverse("people:list"),
            "crumbs": crumbs(*above, (title, None)),
        }


class PersonAdd(PersonStep):
    """Write down a person."""

    permission_required = people.ADD

    def form(self, *args: Any) -> PersonForm:
        return PersonForm(*args, user=self.request.user, right=people.ADD)

    def store(self, form: PersonForm, by: Any) -> Person:
        return people.add_person(said=form.said, names=form.names, by=by, at=clock.now())

    def words(self) -> str:
        return _("New person")


class OnePerson(PersonStep):
    """A step with a person in reach of its right."""

    @cached_property
    def person(self) -> Person:  # type: ignore[override]
        right: Any = self.permission_required
        mine = Person.objects.visible_to(self.request.user, to=right)
        joined = mine.select_related("contact", "community", "oblast", "organisation")
        return get_object_or_404(joined, pk=self.kwargs["pk"])


class PersonEdit(OnePerson):
    """Change what is said of a person."""

    permission_required = people.CHANGE

    def form(self, *args: Any) -> PersonForm:
        return PersonForm(*args, instance=self.person, user=self.request.user, right=people.CHANGE)

    def store(self, form: PersonForm, by: Any) -> Person:
        return people.change_person(
            person=self.person,
            said=form.said,
            names=form.names,
            by=by,
            at=clock.now(),
            version=form.seen,
        )

    def words(self) -> str:
        return _("Change the person")


class PositionAdd(OnePerson):
    """Write down an office of a person."""

    permission_required = people.ADD_POSITION

    def form(self, *args: Any) -> PositionForm:
        return PositionForm(*args, instance=Position(person=self.person))

    def store(self, form: PositionForm, by: Any) -> Person:
        said = {**form.said, "person": self.person}
        return people.add_position(said=said, by=by, at=clock.now()).person

    def words(self) -> str:
        return _("New position")


class PositionEdit(PersonStep):
    """Change an office, or say until when it was held."""

    permission_required = people.CHANGE_POSITION

    @cached_property
    def position(self) -> Position:
        mine = Position.objects.visible_to(self.request.user, to=people.CHANGE_POSITION)
        joined = mine.select_related("person__contact", "organisation")
        return get_object_or_404(joined, pk=self.kwargs["pk"])

    @property
    def person(self) -> Person:
        return self.position.person

    def form(self, *args: Any) -> PositionForm:
        return PositionForm(*args, instance=self.position)

    def store(self, form: PositionForm, by: Any) -> Person:
        stored = people.change_position(
            position=self.position, said=form.said, at=clock.now(), version=form.seen
        )
        return stored.person.whole

    def words(self) -> str:
        return _("Change the position")
