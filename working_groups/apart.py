"""Two records that look like one person: told to be two, and that taken back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.exceptions import RuleBroken
from working_groups.merging import held_still, refuse_beyond
from working_groups.models import Person, ToldApart
from working_groups.people import refuse_merged


@transaction.atomic
def tell_apart(*, one: Person, other: Person, by: User, at: datetime) -> ToldApart:
    """Say that two records mean two people, so that they are not shown as likely one.

    RuleBroken where the account could not merge them, or where they are told apart already.
    """
    if one.pk == other.pk:
        raise RuleBroken(_("Name two records."), code="itself", field="other")
    pair = held_still(one, other)
    for each in pair:
        refuse_merged(each, field="")
    refuse_beyond(by, *pair)
    if ToldApart.objects.of(*pair).exists():
        raise RuleBroken(_("This was told already."), code="told_apart")
    older, newer = sorted(pair, key=lambda each: each.pk)
    return ToldApart.objects.create(older=older, newer=newer, told_by=by, told_at=at)


@transaction.atomic
def take_back(*, one: Person, other: Person, by: User) -> None:
    """Take back that two records mean two people; the history keeps that it was told."""
    pair = held_still(one, other)
    refuse_beyond(by, *pair)
    if not ToldApart.objects.of(*pair).delete()[0]:
        raise RuleBroken(_("Nobody has told these two apart."), code="not_told_apart")
