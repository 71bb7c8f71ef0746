"""Pages on which two records are told to be one human, or two, and that is undone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from core import clock
from core.exceptions import RuleBroken
from core.gate import MethodsFirst, takes
from core.pager import MARKS, keyset_page, without_marks
from working_groups import apart, merging, people
from working_groups.group_forms import OFFERED, offered
from working_groups.likely import likely_pairs
from working_groups.merge_forms import ApartForm, MergeForm, UndoMergeForm
from working_groups.models import Person, ToldApart
from working_groups.people_views import OnePerson, crumbs

LAST_TOLD = ("-told_at", "-id")
JOINED = (
    *(f"{each}__contact" for each in ("older", "newer")),
    *(f"{each}__{place}" for each in ("older", "newer") for place in ("community", "oblast")),
    "told_by",
)


@takes()
class LikelyList(MethodsFirst, PermissionRequiredMixin, TemplateView):
    """The records in reach that may mean one person, by names, telephone and e-mail."""

    permission_required = people.CHANGE
    template_name = "people/likely.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pairs, more = likely_pairs(self.request.user)
        here = crumbs((_("Records that may be one"), None))
        return super().get_context_data(pairs=pairs, more=more, crumbs=here, **kwargs)


@takes(*MARKS)
class ApartList(MethodsFirst, PermissionRequiredMixin, View):
    """The pairs told to be two people: a pair is told apart here, or taken back."""

    permission_required = people.CHANGE

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(ApartForm(people=Person.objects.none()))

    def post(self, request: HttpRequest) -> HttpResponse:
        mine = Person.objects.visible_to(request.user, to=people.CHANGE)
        form = ApartForm(request.POST, people=mine)
        if not form.is_valid():
            return self._page(form, 400)
        try:
            return self._decided(form.cleaned_data, request.user)
        except RuleBroken as broken:
            form.refused(broken)
            return self._page(form, 409)

    def _decided(self, said: dict[str, Any], by: Any) -> HttpResponse:
        """Store what was decided; go on with the list it was decided from."""
        pair: dict[str, Any] = {"one": said["one"], "other": said["other"], "by": by}
        numbers = {"one": pair["one"].pk, "other": pair["other"].pk}
        if said["back"]:
            apart.take_back(**pair)
            messages.success(self.request, _("No. %(one)s and %(other)s may be one.") % numbers)
            return redirect("people:apart")
        apart.tell_apart(**pair, at=clock.now())
        messages.success(self.request, _("No. %(one)s and %(other)s are two people.") % numbers)
        return redirect("people:likely")

    def _page(self, form: ApartForm, status: int = 200) -> HttpResponse:
        likely = (_("Records that may be one"), reverse("people:likely"))
        rows = ToldApart.objects.visible_to(self.request.user, to=people.CHANGE)
        context = {
            "form": form,
            "page": keyset_page(self.request, rows.select_related(*JOINED), LAST_TOLD),
            "first_url": without_marks(self.request),
            "crumbs": crumbs(likely, (_("Told to be two people"), None)),
        }
        return render(self.request, "people/apart.html", context, status=status)


@takes("into")
class MergeStep(OnePerson):
    """Say that a record and another one, which stays, mean one human."""

    permission_required = people.CHANGE
    template_name = "people/merge.html"

    @property
    def others(self) -> Any:
        """Return the records that may stay: those the reader changes."""
        rows = Person.objects.visible_to(self.request.user, to=people.CHANGE)
        return rows.named().exclude(pk=self.person.pk)

    @cached_property
    def other(self) -> Person | None:
        """Return the record that the address proposes."""
        asked = self.request.GET.get("into", "")
        if not (asked.isdecimal() and len(asked) < 10):
            return None
        joined = self.others.select_related("contact", "community", "oblast", "organisation")
        found: Person | None = joined.filter(pk=asked).first()
        return found

    def form(self, *args: Any) -> MergeForm:
        initial = {"into": offered(self.other)} if self.other else {}
        return MergeForm(*args, person=self.person, people=self.others, initial=initial)

    def store(self, form: MergeForm, by: Any) -> Person:
        said = form.cleaned_data
        return merging.merge(
            person=self.person,
            into=said["into"],
            reason=said["reason"],
            by=by,
            at=clock.now(),
            version=form.seen,
        ).whole

    def words(self) -> str:
        return _("Merge with another record")

    def further(self, title: str) -> dict[str, Any]:
        near = self.others.filter(community=self.person.community_id).select_related("contact")
        listed = near.order_by("contact__sort_key", "pk")[:OFFERED]
        shown = {"person": self.person, "other": self.other}
        return super().further(title) | shown | {"people": [offered(each) for each in listed]}


@takes()
class UndoMerge(OnePerson):
    """Take a merge back."""

    permission_required = people.CHANGE
    template_name = "people/undo_merge.html"

    def get(self, request: Any, **which: Any) -> Any:
        return super().get(request, **which) if self.person.merged_into else redirect(self.person)

    def form(self, *args: Any) -> UndoMergeForm:
        return UndoMergeForm(*args, person=self.person)

    def store(self, form: UndoMergeForm, by: Any) -> Person:
        return merging.undo_merge(person=self.person, by=by, at=clock.now(), version=form.seen)

    def words(self) -> str:
        return _("Undo the merge")

    def further(self, title: str) -> dict[str, Any]:
        return super().further(title) | {"person": self.person}
