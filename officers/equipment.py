"""Equipment: written down, issued to one holder at a time, taken back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Organisation, Station
from communities.services import change_record, store_record
from core import moments
from core.exceptions import RuleBroken, refuse_stale
from officers.models import EquipmentIssue, EquipmentItem, Officer
from officers.services import homes_for

VIEW, ADD, CHANGE = (f"officers.{each}_equipmentitem" for each in ("view", "add", "change"))
SEE_ISSUES, ISSUE, TAKE_BACK = (
    f"officers.{each}_equipmentissue" for each in ("view", "add", "change")
)
Said = dict[str, Any]  # columns of an item or of an issue


def owners_for(user: Any, right: str) -> QuerySet[Organisation]:
    """Return the units of services whose equipment somebody writes down."""
    return homes_for(user, right).exclude(service="").order_by("sort_key", "pk")


@transaction.atomic
def add_item(*, said: Said, by: User, at: datetime) -> EquipmentItem:
    """Write down an item of a unit in reach."""
    _refuse_owner(said, by, ADD)
    item: EquipmentItem = store_record(EquipmentItem(recorded_by=by, created_at=at), said, at)
    return item


@transaction.atomic
def change_item(
    *, item: EquipmentItem, said: Said, by: User, at: datetime, version: int | None = None
) -> EquipmentItem:
    """Change what is said of an item; what somebody holds is not written off."""
    if said.get("owner", item.owner) != item.owner:
        _refuse_owner(said, by, CHANGE)
    if said.get("written_off_on") and item.issues.filter(ends_on=None).exists():
        text = _("Somebody holds this item. Take it back first.")
        raise RuleBroken(text, code="held", field="written_off_on")
    changed: EquipmentItem = change_record(record=item, said=said, at=at, version=version)
    return changed


@transaction.atomic
def issue(*, said: Said, by: User, at: datetime) -> EquipmentIssue:
    """Give an item to an officer or a station of its service."""
    item = _held_still(said["item"])
    if item.written_off_on:
        text = _("This item was written off on %(day)s.")
        raise RuleBroken(
            text % {"day": moments.day(item.written_off_on)}, code="written_off", field="item"
        )
    officer = said.get("officer")
    if officer and officer.service != item.owner.service:
        text = _("The officer is of the other service.")
        raise RuleBroken(text, code="other_service", field="officer")
    return _store(EquipmentIssue(recorded_by=by, created_at=at), said, by, at)


@transaction.atomic
def change_issue(
    *, record: EquipmentIssue, said: Said, by: User, at: datetime, version: int | None = None
) -> EquipmentIssue:
    """Change what is said of an issue; another item or holder is another issue."""
    _held_still(record.item)
    stored = EquipmentIssue.objects.select_for_update(of=("self",)).get(pk=record.pk)
    refuse_stale(stored, version)
    stored.version += 1
    return _store(stored, said, by, at)


def take_back(
    *, record: EquipmentIssue, last_day: date, by: User, at: datetime, version: int | None = None
) -> EquipmentIssue:
    """End an issue with the last day the item was held."""
    said = {"ends_on": last_day + timedelta(days=1)}
    return change_issue(record=record, said=said, by=by, at=at, version=version)


def with_holder_seen(rows: Any, user: Any) -> Any:
    """Let each item carry, as `held_now`, the issue in force whose holder the reader sees."""
    seen = EquipmentIssue.objects.visible_to(user).filter(ends_on=None).with_names()
    return rows.with_holders().prefetch_related(Prefetch("issues", seen, to_attr="held_now"))


def held_by(user: Any, officer: Officer) -> list[EquipmentIssue]:
    """Return what an officer holds, as far as the reader sees it."""
    seen = EquipmentIssue.objects.visible_to(user).filter(officer=officer, ends_on=None)
    return list(seen.with_names().order_by("item__kind", "pk"))


def officers_for(user: Any, item: EquipmentItem) -> QuerySet[Officer]:
    """Return the officers somebody may give an item to: of its service, around its unit."""
    rows = Officer.objects.visible_to(user, to=ISSUE).filter(service=item.owner.service)
    if item.owner.oblast_id:
        around = Q(unit__oblast=item.owner.oblast_id)
        serving = Q(assignments__community__oblast=item.owner.oblast_id)
        rows = rows.filter(around | serving)
    named = rows.filter(personal__isnull=False).select_related("personal").distinct()
    return named.order_by("personal__sort_key", "pk")


def stations_for(user: Any, item: EquipmentItem) -> QuerySet[Station]:
    """Return the stations somebody may give an item to, around its unit."""
    rows = Station.objects.visible_to(user, to=ISSUE).filter(closed_on=None)
    if item.owner.oblast_id:
        rows = rows.filter(community__oblast=item.owner.oblast_id)
    return rows.select_related("community", "settlement").order_by("community__sort_key", "pk")


def _refuse_owner(said: Said, by: User, right: str) -> None:
    if not owners_for(by, right).filter(pk=said["owner"].pk).exists():
        text = _("You do not write down equipment of this unit.")
        raise RuleBroken(text, code="out_of_reach", field="owner")


def _held_still(item: EquipmentItem) -> EquipmentItem:
    """Let nobody else issue this item meanwhile."""
    rows = EquipmentItem.objects.select_for_update(of=("self",)).select_related("owner")
    return rows.get(pk=item.pk)


def _store(record: EquipmentIssue, said: Said, by: User, at: datetime) -> EquipmentIssue:
    for name, value in said.items():
        setattr(record, name, value)
    _refuse_second_holder(record, by)
    stored: EquipmentIssue = store_record(record, said, at)
    return stored


def _refuse_second_holder(record: EquipmentIssue, by: User) -> None:
    """Refuse days on which somebody else holds the item; name the holder to who may see it."""
    others = EquipmentIssue.objects.filter(item=record.item).exclude(pk=record.pk)
    others = others.filter(Q(ends_on=None) | Q(ends_on__gt=record.starts_on))
    if record.ends_on:
        others = others.filter(starts_on__lt=record.ends_on)
    if not others.exists():
        return
    first = others.visible_to(by).with_names().order_by("starts_on").first()
    text = (
        _("%(holder)s has it since %(day)s. Take it back first.")
        % {"holder": first.holder, "day": moments.day(first.starts_on)}
        if first
        else _("Somebody whom you do not see has it on these days.")
    )
    raise RuleBroken(text, code="held", field="item")
