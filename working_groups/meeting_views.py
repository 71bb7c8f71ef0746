"""Pages of meetings: the list, the page of a sitting, and the forms."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from accounts.device_keys import device_key
from communities.lists import RecordList
from communities.surfaces import ScopedViewMixin
from core import clock
from core.exceptions import RuleBroken
from core.gate import JSON, takes
from core.models import SavedPage
from core.pager import MARKS
from core.steps import RecordStep
from working_groups import decisions, meetings
from working_groups.filters import MeetingListFilter
from working_groups.group_forms import OFFERED, offered
from working_groups.group_views import crumbs as of_groups
from working_groups.meeting_forms import AgendaForm, AnnexForm, AttendanceForm, MeetingForm
from working_groups.models import AgendaItem, Meeting, MinutesState, Person, WorkingGroup
from working_groups.models.meetings import TOOK_PART
from working_groups.sitting import agenda_of, came_words, rows_of

NEXT = {MinutesState.DRAFT: MinutesState.CIRCULATED, MinutesState.CIRCULATED: MinutesState.APPROVED}


def crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the way to a page about meetings."""
    return of_groups((_("Meetings"), reverse("meetings:list") if more else None), *more)


@takes(*MeetingListFilter.base_filters, *MARKS)
class MeetingList(RecordList):
    """The meetings in the reader's scope, what is planned last first."""

    permission_required = meetings.VIEW
    filterset_class = MeetingListFilter
    template_name = "meetings/list.html"
    order, page_name = ("-planned_for", "-id"), SavedPage.MEETINGS
    queryset = Meeting.objects.select_related("group__community__oblast")

    def further(self, rows: list[Any]) -> dict[str, Any]:
        return {"crumbs": crumbs()}


class MeetingDetail(PermissionRequiredMixin, ScopedViewMixin, DetailView):
    """One sitting: who is there, what is discussed, and how far the minutes are."""

    permission_required = meetings.VIEW
    queryset = Meeting.objects.select_related("group__community__oblast")
    template_name = "meetings/detail.html"
    context_object_name = "meeting"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting = self.object
        may = may_change(self.request.user, meeting)
        rows = rows_of(meeting)
        return super().get_context_data(
            **{"form": AttendanceForm(rows=rows, people=Person.objects.none())} | kwargs,
            came=came_words(sum(row.state in TOOK_PART for row in rows)),
            device_key=device_key(self.request.user) if may else "",
            agenda=agenda_of(meeting),
            annexes=meeting.annexes.select_related("by").order_by("pk"),
            may_change=may and not meeting.is_sealed,
            waiting=meeting.waiting_names.count() if may else 0,
            may_correct=may and meeting.is_sealed,
            may_set_action=not meeting.is_sealed
            and user_may(self.request.user, meeting, decisions.ADD),
            next_state=NEXT.get(MinutesState(meeting.minutes_state)),
            files=[(e, reverse(f"minutes:{e}", args=[meeting.pk])) for e in ("pdf", "docx")],
            people=near(self.request.user, meeting) if may else [],
            note=f"{meeting.group.community.title}, {meeting.when}",
            crumbs=crumbs((f"{meeting}, {meeting.group.community.title}", None)),
        )


def user_may(user: Any, meeting: Meeting, right: str) -> bool:
    """Say whether a reader has a right at a meeting."""
    return bool(Meeting.objects.filter(pk=meeting.pk).visible_to(user, to=right).exists())


def may_change(user: Any, meeting: Meeting) -> bool:
    """Say whether a reader writes down what becomes of a meeting."""
    return user_may(user, meeting, meetings.CHANGE)


def near(user: Any, meeting: Meeting) -> list[str]:
    """Return the people of the community that a form offers while one types."""
    rows = Person.objects.visible_to(user).filter(community=meeting.group.community_id)
    named = rows.named().select_related("contact")
    return [offered(each) for each in named.order_by("contact__sort_key", "pk")[:OFFERED]]


class MeetingStep(RecordStep):
    """A form about a meeting."""

    permission_required = meetings.CHANGE
    template_name = "working_groups/form.html"

    @cached_property
    def meeting(self) -> Meeting:
        return self.found(self.kwargs["pk"])

    def found(self, pk: int) -> Meeting:
        mine = Meeting.objects.visible_to(self.request.user, to=meetings.CHANGE)
        return get_object_or_404(mine.select_related("group__community__oblast"), pk=pk)

    @property
    def people(self) -> Any:
        """Return the people who may be named: those the reader sees."""
        return Person.objects.visible_to(self.request.user).named()

    @property
    def back_url(self) -> str:
        return self.meeting.get_absolute_url()

    def further(self, title: str) -> dict[str, Any]:
        meeting = self.meeting
        above = [(str(meeting), meeting.get_absolute_url())] if meeting.pk else []
        return {
            "note": meeting.group.community.title,
            "back_url": self.back_url,
            "people": near(self.request.user, meeting),
            "crumbs": crumbs(*above, (title, None)),
        }


class MeetingAdd(MeetingStep):
    """Plan a meeting of a group."""

    permission_required = meetings.ADD

    @cached_property
    def meeting(self) -> Meeting:  # type: ignore[override]
        mine = WorkingGroup.objects.visible_to(self.request.user, to=meetings.ADD)
        joined = mine.select_related("community__oblast")
        return Meeting(group=get_object_or_404(joined, pk=self.kwargs["pk"]))

    @property
    def back_url(self) -> str:
        return self.meeting.group.get_absolute_url()

    def form(self, *args: Any) -> MeetingForm:
        return MeetingForm(*args, instance=self.meeting)

    def store(self, form: MeetingForm, by: Any) -> Meeting:
        said = {**form.said, "group": self.meeting.group}
        return meetings.plan(said=said, by=by, at=clock.now())

    def words(self) -> str:
        return _("New meeting")


class MeetingEdit(MeetingStep):
    """Change a meeting: hold it, cancel it, write its minutes."""

    def form(self, *args: Any) -> MeetingForm:
        return MeetingForm(*args, instance=self.found(self.kwargs["pk"]))

    def store(self, form: MeetingForm, by: Any) -> Meeting:
        return meetings.change(
            meeting=self.meeting, said=form.said, at=clock.now(), version=form.seen
        )

    def words(self) -> str:
        return _("Change the meeting")


@takes()
class AttendanceStep(MeetingStep):
    """Write down who is there; the script that saves as one goes is answered in JSON."""

    def get(self, request: HttpRequest, **which: Any) -> HttpResponse:
        return redirect(self.meeting)

    def form(self, *args: Any) -> AttendanceForm:
        return AttendanceForm(*args, rows=rows_of(self.meeting), people=self.people)

    def store(self, form: AttendanceForm, by: Any) -> Meeting:
        said: dict[str, Any] = {"states": form.states, "seen": form.seen}
        meetings.attend(meeting=self.meeting, by=by, at=clock.now(), **said)
        return self.meeting

    @property
    def is_asked_by_script(self) -> bool:
        return self.request.headers.get("Accept") == JSON

    def stored(self, record: Any) -> HttpResponse:
        if not self.is_asked_by_script:
            return super().stored(record)
        came = came_words(self.meeting.attendances.participations().count())
        return JsonResponse({"words": _("%(came)s, saved") % {"came": came}})

    def words(self) -> str:
        return _("Who is there")

    def page(self, form: Any, status: int = 200) -> HttpResponse:
        """Show the sitting as it is now, with what is wrong; to a script, that alone."""
        if self.is_asked_by_script:
            wrong = [each for found in form.errors.values() for each in found]
            return JsonResponse({"detail": " ".join(wrong), "now": form.now}, status=status)
        page = MeetingDetail()
        page.setup(self.request, **self.kwargs)
        page.object = self.meeting
        context = page.get_context_data(form=form)
        return render(self.request, page.template_name, context, status=status)


@takes()
class MinutesStep(MeetingStep):
    """Move the minutes on: send them round, approve them."""

    def get(self, request: HttpRequest, **which: Any) -> HttpResponse:
        return redirect(self.meeting)

    def post(self, request: HttpRequest, **which: Any) -> HttpResponse:
        seen = request.POST.get("version", "")
        becomes = NEXT.get(MinutesState(self.meeting.minutes_state))
        try:
            meetings.change(
                meeting=self.meeting,
                said={"minutes_state": becomes},
                at=clock.now(),
                version=int(seen) if seen.isdecimal() else 0,
            )
        except RuleBroken as broken:
            messages.error(request, broken.message)
        return redirect(self.meeting)


class AgendaAdd(MeetingStep):
    """Put a thing on the agenda."""

    def form(self, *args: Any) -> AgendaForm:
        return AgendaForm(*args, instance=AgendaItem(meeting=self.meeting), people=self.people)

    def store(self, form: AgendaForm, by: Any) -> Meeting:
        said = {**form.said, "meeting": self.meeting}
        return meetings.put_on_agenda(said=said, by=by, at=clock.now()).meeting

    def words(self) -> str:
        return _("New agenda item")


class AgendaEdit(MeetingStep):
    """Change a thing on the agenda, or write down what was said."""

    @cached_property
    def item(self) -> AgendaItem:
        mine = AgendaItem.objects.visible_to(self.request.user, to=meetings.CHANGE)
        joined = mine.select_related("meeting__group__community__oblast", "presenter__contact")
        return get_object_or_404(joined, pk=self.kwargs["pk"])

    @cached_property
    def meeting(self) -> Meeting:  # type: ignore[override]
        return self.item.meeting

    def form(self, *args: Any) -> AgendaForm:
        return AgendaForm(*args, instance=self.item, people=self.people)

    def store(self, form: AgendaForm, by: Any) -> Meeting:
        return meetings.change_item(
            item=self.item, said=form.said, at=clock.now(), version=form.seen
        ).meeting

    def words(self) -> str:
        return _("Change the agenda item")


class AnnexAdd(MeetingStep):
    """Correct approved minutes beside them."""

    def form(self, *args: Any) -> AnnexForm:
        return AnnexForm(*args)

    def store(self, form: AnnexForm, by: Any) -> Meeting:
        meetings.correct(
            meeting=self.meeting, text=form.cleaned_data["text"], by=by, at=clock.now()
        )
        return self.meeting

    def words(self) -> str:
        return _("Annex to the minutes")
