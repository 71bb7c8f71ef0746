"""Pages on which two records of one human are told to be one, and that is undone."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core import clock
from core.gate import MethodsFirst, takes
from working_groups import merging, people
from working_groups.group_forms import OFFERED, offered
from working_groups.likely import likely_pairs
from working_groups.merge_forms import MergeForm, UndoMergeForm
from working_groups.models import Person
from working_groups.people_views import OnePerson, crumbs


@takes()
class LikelyList(MethodsFirst, PermissionRequiredMixin, TemplateView):
    """The records in reach that may mean one person, by names, telephone and e-mail."""

    permission_required = people.CHANGE
    template_name = "people/likely.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pairs, more = likely_pairs(self.request.user)
        here = crumbs((_("Records that may be one"), None))
        return super().get_context_data(pairs=pairs, more=more, crumbs=here, **kwargs)


@takes("into")
class MergeStep(OnePerson):
    """Say that a record and another one, which stays, mean one human."""

    permission_required = people.CHANGE
    template_name = "people/merge.html"

    @property
    def others(self) -> Any:
        """Return the records that may stay: those the reader changes."""
        rows = Person.objects.visible_to(self.request.user, to=people.CHANGE).whole()
        return rows.filter(contact__isnull=False).exclude(pk=self.person.pk)

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
