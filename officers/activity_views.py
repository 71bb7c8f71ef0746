"""Activities: their list, their pages, and the two taps that record one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from communities.lists import RecordList
from communities.models import Community
from core import clock
from core.exceptions import RuleBroken
from core.gate import MethodsFirst, takes
from core.models import SavedPage
from core.pager import MARKS
from officers import activities
from officers.activity_filters import ActivityListFilter
from officers.activity_forms import ICONS, ActivityForm, VoidForm
from officers.models import Activity, ActivityKind
from officers.models.activity import VIEW
from officers.posts import communities_for, community_of

ASKS_MORE = {ActivityKind.CONSULTATION}  # with whom: two taps cannot say it


def crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the way to a page about activities."""
    above = (_("Officers"), reverse("officers:list"))
    return [above, (_("Activities"), reverse("officers:activities") if more else None), *more]


@takes(*ActivityListFilter.base_filters, *MARKS)
class ActivityList(RecordList):
    """The activities that match the filters of an address, the newest first."""

    permission_required = VIEW
    queryset = Activity.objects.with_names()
    filterset_class = ActivityListFilter
    template_name = "officers/activities.html"
    order, page_name = ("-held_on", "-id"), SavedPage.ACTIVITIES

    def further(self, rows: list[Any]) -> dict[str, Any]:
        return {"may_add": self.request.user.has_perm(activities.ADD), "crumbs": crumbs()}


class ActivityDetail(MethodsFirst, PermissionRequiredMixin, View):
    """One activity; whoever may change it annuls it here."""

    permission_required = VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, self.activity(request, pk))

    def activity(self, request: HttpRequest, pk: int) -> Activity:
        seen = Activity.objects.visible_to(request.user).with_names()
        return get_object_or_404(seen.select_related("voided_by"), pk=pk)

    def page(
        self, request: HttpRequest, activity: Activity, refused: Any = None, status: int = 200
    ) -> HttpResponse:
        context = {
            "activity": activity,
            "may_change": activities.may_change(request.user, activity),
            "void": refused or VoidForm(initial={"version": activity.version}),
            "refused": refused,
            "crumbs": crumbs((str(activity), None)),
        }
        return render(request, "officers/activity.html", context, status=status)


class ActivityVoid(ActivityDetail):
    """Annul an activity with a reason; a refusal stands beside the record."""

    permission_required = activities.CHANGE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the activity to whoever reloads a refused answer."""
        return redirect(self.activity(request, pk))

    def post(self, request: Any, pk: int) -> HttpResponse:
        activity = changeable(request, pk)
        form = VoidForm(request.POST)
        if not form.is_valid():
            return self.page(request, activity, form, 400)
        try:
            activities.void_activity(
                activity=activity, by=request.user, at=clock.now(), **form.cleaned_data
            )
        except RuleBroken as error:
            form.add_error(error.field or None, error.message)
            return self.page(request, self.activity(request, pk), form, 409)
        messages.success(request, _("Annulled. It no longer counts."))
        return redirect(activity)


def changeable(request: HttpRequest, pk: int) -> Activity:
    """Return an activity the reader may change; for everybody else it is not there."""
    mine = Activity.objects.visible_to(request.user, to=activities.CHANGE).with_names()
    return get_object_or_404(mine, pk=pk)


@takes("community", "kind", many=("officers",))
class ActivityPage(MethodsFirst, PermissionRequiredMixin, View):
    """The form of a new activity, with everything that can be said of it."""

    permission_required = activities.ADD
    template_name: Any = "officers/activity_form.html"

    @cached_property
    def community(self) -> Community:
        found = community_of(self.request.user, activities.ADD, self.request.GET.get("community"))
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, **which: Any) -> HttpResponse:
        return self.page(request, self.form(initial=self.values(request)))

    def post(self, request: HttpRequest, **which: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(request, form, 400)
        try:
            activity = self.store(request, form)
        except RuleBroken as error:
            form.add_error(error.field or None, error.message)
            return self.page(request, form, 409)
        messages.success(request, _("Stored: %(title)s") % {"title": activity})
        return redirect(activity)

    def form(self, *args: Any, **kwargs: Any) -> ActivityForm:
        return ActivityForm(*args, user=self.request.user, community=self.community, **kwargs)

    def values(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the form begins with: the writer, today, and the kind that was tapped."""
        officer = getattr(request.user, "officer", None)
        kind = request.GET.get("kind", "")
        return {
            "kind": kind if kind in ActivityKind.values else "",
            "held_on": clock.today(),
            "officers": [officer.pk] if officer else [],
        }

    def store(self, request: Any, form: ActivityForm) -> Activity:
        said = {**form.said, "community": self.community}
        return activities.record_activity(said=said, by=request.user, at=clock.now())

    def texts(self) -> dict[str, Any]:
        """Return what the page says of this task, and the other communities it could be for."""
        most = settings.LIMITS["communities_offered"]
        others = communities_for(self.request.user, activities.ADD)[:most]
        return {
            "title": _("New activity"),
            "primary": _("Record"),
            "communities": others if len(others) > 1 else [],
            "back_url": reverse("officers:activities"),
        }

    def page(self, request: HttpRequest, form: ActivityForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "community": self.community, **self.texts()}
        return render(request, self.template_name, context, status=status)


@takes(many=("officers",))
class ActivityEdit(ActivityPage):
    """The form of an activity that is there; it stays in its community."""

    permission_required = activities.CHANGE

    @cached_property
    def activity(self) -> Activity:
        found = changeable(self.request, self.kwargs["pk"])
        if found.is_void:
            raise Http404
        return found

    @cached_property
    def community(self) -> Community:
        return self.activity.community

    def form(self, *args: Any, **kwargs: Any) -> ActivityForm:
        return super().form(*args, instance=self.activity, **kwargs)

    def values(self, request: HttpRequest) -> dict[str, Any]:
        return {"version": self.activity.version}

    def store(self, request: Any, form: ActivityForm) -> Activity:
        return activities.change_activity(
            activity=self.activity,
            said=form.said,
            by=request.user,
            at=clock.now(),
            version=form.cleaned_data["version"],
        )

    def texts(self) -> dict[str, Any]:
        return {
            "title": _("Change the activity"),
            "primary": _("Save"),
            "communities": [],
            "back_url": self.activity.get_absolute_url(),
        }


@takes("community", "kind", many=("officers",))
class ActivityQuick(ActivityPage):
    """Two taps: this page, and the kind; own community, own name and today are set.

    Who is no officer has no name to set, and finds the whole form here.
    """

    @cached_property
    def is_quick(self) -> bool:
        return getattr(self.request.user, "officer", None) is not None

    @property
    def template_name(self) -> str:
        return "officers/activity_quick.html" if self.is_quick else ActivityPage.template_name

    def form(self, *args: Any, **kwargs: Any) -> ActivityForm:
        if args and self.is_quick:
            said = self.values(self.request) | {"kind": self.request.POST.get("kind", "")}
            args = (said,)
        return super().form(*args, **kwargs)

    def texts(self) -> dict[str, Any]:
        more = f"{reverse('officers:activity-form')}?community={self.community.code}"
        kinds = [(each, ICONS[each], each in ASKS_MORE) for each in ActivityKind]
        return super().texts() | {"more": more, "kinds": kinds}
