"""Pages of equipment: what there is, one item with its holders, and the steps between them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from communities.lists import RecordList
from core import clock, moments
from core.gate import takes
from core.models import SavedPage
from core.pager import MARKS
from core.steps import RecordStep
from officers import equipment
from officers.equipment_filters import EquipmentListFilter
from officers.equipment_forms import IssueForm, ItemForm, ReturnForm
from officers.models import EquipmentIssue, EquipmentItem


def crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the way to a page about equipment."""
    above = (_("Officers"), reverse("officers:list"))
    return [above, (_("Equipment"), reverse("officers:equipment") if more else None), *more]


@takes(*EquipmentListFilter.base_filters, *MARKS)
class EquipmentList(RecordList):
    """The equipment that matches the filters of an address, what was written down last first."""

    permission_required = equipment.VIEW
    queryset = EquipmentItem.objects.all()
    filterset_class = EquipmentListFilter
    template_name = "officers/equipment.html"
    order, page_name = ("-id",), SavedPage.EQUIPMENT

    def get_queryset(self) -> Any:
        return equipment.with_holder_seen(super().get_queryset(), self.request.user)

    def further(self, rows: list[Any]) -> dict[str, Any]:
        return {"may_add": self.request.user.has_perm(equipment.ADD), "crumbs": crumbs()}


class ItemDetail(PermissionRequiredMixin, View):
    """One item, and who held it: the holders its reader does not see are counted only."""

    permission_required = equipment.VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        seen = EquipmentItem.objects.visible_to(request.user).with_holders()
        item = get_object_or_404(seen.select_related("funded_by"), pk=pk)
        known = EquipmentIssue.objects.visible_to(request.user).filter(item=item)
        issues = list(known.with_names().order_by("-starts_on", "-pk"))
        context = {
            "item": item,
            "thread": [_line(each) for each in issues],
            "last": issues[0] if issues else None,
            "unseen": item.issues.count() - len(issues),
            "crumbs": crumbs((str(item), None)),
            **_steps(request.user, item, issues),
        }
        return render(request, "officers/equipment_item.html", context)


def _steps(user: Any, item: EquipmentItem, issues: list[EquipmentIssue]) -> dict[str, Any]:
    """Return what a reader may do with an item."""
    mine = EquipmentItem.objects.filter(pk=item.pk)
    held = next((each for each in issues if each.ends_on is None), None)
    returned = EquipmentIssue.objects.visible_to(user, to=equipment.TAKE_BACK)
    free = not item.is_held and item.written_off_on is None  # type: ignore[attr-defined]
    return {
        "may_change": mine.visible_to(user, to=equipment.CHANGE).exists(),
        "may_issue": free and mine.visible_to(user, to=equipment.ISSUE).exists(),
        "held": held if held and returned.filter(pk=held.pk).exists() else None,
    }


def _line(issue: EquipmentIssue) -> dict[str, Any]:
    """Return an issue as a part of the thread of holders."""
    return {
        "kind": "now" if issue.ends_on is None else "",
        "at": None,
        "when": _days(issue),
        "what": str(issue.holder),
        "lines": [line for line in _facts(issue) if line],
    }


def _days(issue: EquipmentIssue) -> str:
    if issue.last_day is None:
        return _("since %(day)s") % {"day": moments.day(issue.starts_on)}
    return moments.days(issue.starts_on, issue.last_day)


def _facts(issue: EquipmentIssue) -> list[str]:
    giver = _("Given by: %(name)s") % {"name": issue.giver.name} if issue.giver else ""
    people = ", ".join(issue.presented_by)
    presented = _("Presented by: %(names)s") % {"names": people} if people else ""
    act = _("Act No. %(number)s") % {"number": issue.act_number} if issue.act_number else ""
    return [_("Keys of the car") if issue.keys_only else "", giver, presented, act]


class EquipmentStep(RecordStep):
    """A form that changes something of equipment."""

    template_name = "officers/equipment_form.html"

    @property
    def item(self) -> EquipmentItem | None:
        """Return the item the step is about; None for a new one."""
        return None

    def further(self, title: str) -> dict[str, Any]:
        item = self.item
        above = [(str(item), item.get_absolute_url())] if item else []
        return {
            "item": item,
            "back_url": item.get_absolute_url() if item else reverse("officers:equipment"),
            "crumbs": crumbs(*above, (title, None)),
        }


class ItemAdd(EquipmentStep):
    """Write down an item."""

    permission_required = equipment.ADD

    def form(self, *args: Any) -> ItemForm:
        return ItemForm(*args, user=self.request.user, right=equipment.ADD)

    def store(self, form: ItemForm, by: Any) -> EquipmentItem:
        return equipment.add_item(said=form.said, by=by, at=clock.now())

    def words(self) -> str:
        return _("New equipment")


class OneItem(EquipmentStep):
    """A step with an item in reach of its right."""

    @cached_property
    def item(self) -> EquipmentItem:  # type: ignore[override]
        right: Any = self.permission_required
        mine = EquipmentItem.objects.visible_to(self.request.user, to=right)
        return get_object_or_404(mine.select_related("owner"), pk=self.kwargs["pk"])


class ItemEdit(OneItem):
    """Change what is said of an item."""

    permission_required = equipment.CHANGE

    def form(self, *args: Any) -> ItemForm:
        return ItemForm(*args, instance=self.item, user=self.request.user, right=equipment.CHANGE)

    def store(self, form: ItemForm, by: Any) -> EquipmentItem:
        return equipment.change_item(
            item=EquipmentItem.objects.select_related("owner").get(pk=self.item.pk),
            said=form.said,
            by=by,
            at=clock.now(),
            version=form.cleaned_data["version"] or 0,
        )

    def words(self) -> str:
        return _("Change the equipment")


class ItemIssue(OneItem):
    """Give an item to an officer or a station."""

    permission_required = equipment.ISSUE

    def form(self, *args: Any) -> IssueForm:
        initial = {"starts_on": clock.today()}
        return IssueForm(*args, user=self.request.user, item=self.item, initial=initial)

    def store(self, form: IssueForm, by: Any) -> EquipmentItem:
        said = {**form.cleaned_data, "item": self.item}
        return equipment.issue(said=said, by=by, at=clock.now()).item

    def words(self) -> str:
        return _("Issue equipment")


class ItemReturn(EquipmentStep):
    """Take an item back from its holder."""

    permission_required = equipment.TAKE_BACK

    @cached_property
    def issue(self) -> EquipmentIssue:
        mine = EquipmentIssue.objects.visible_to(self.request.user, to=equipment.TAKE_BACK)
        return get_object_or_404(mine.with_names(), pk=self.kwargs["pk"])

    @property
    def item(self) -> EquipmentItem:
        return self.issue.item

    def form(self, *args: Any) -> ReturnForm:
        form = ReturnForm(*args)
        form.initial = {"last_day": clock.today(), "version": self.issue.version}
        return form

    def store(self, form: ReturnForm, by: Any) -> EquipmentItem:
        said = form.cleaned_data
        return equipment.take_back(
            record=self.issue,
            last_day=said["last_day"],
            version=said["version"] or 0,
            by=by,
            at=clock.now(),
        ).item

    def words(self) -> str:
        return _("Take back from %(holder)s") % {"holder": self.issue.holder}
