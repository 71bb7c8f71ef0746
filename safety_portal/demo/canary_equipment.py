"""Canaries among equipment: an item that the officer of a scope holds, and who gave it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from officers import equipment
from officers.models import EquipmentItem, EquipmentKind, Officer
from safety_portal.demo.canary import Canary, text_of


def equipment_of(scope: str, officer: Officer, at: datetime) -> Iterator[Canary]:
    """Return the item of a scope, whose model says the text, and its issue, whose act does."""
    by = User.objects.get(username="canary.superuser")
    model = text_of(scope, "item")
    item = EquipmentItem.objects.filter(model=model).first()
    if item is None:
        said = {"kind": EquipmentKind.RADIO, "model": model, "owner": officer.unit}
        item = equipment.add_item(said=said, by=by, at=at)
        act = {"act_number": text_of(scope, "issue"), "starts_on": timezone.localdate(at)}
        equipment.issue(said=act | {"item": item, "officer": officer}, by=by, at=at)
    issue = item.issues.get()
    path = reverse("api:equipment-detail", args=[item.pk])
    yield Canary(scope, "equipment", "item", str(item.pk), item.get_absolute_url(), path)
    path = reverse("api:equipment-issue-detail", args=[issue.pk])
    page = reverse("officers:equipment-return", args=[issue.pk])
    yield Canary(scope, "equipment_issues", "issue", str(issue.pk), page, path)
