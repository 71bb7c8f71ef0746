"""One entry of the change feed, and the count it is a part of (docs/decisions/0027)."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from communities.models import Service


class Operation(models.TextChoices):
    """What became of a record, for whoever stood where the entry lies."""

    CREATED = "created", _("Created")
    UPDATED = "updated", _("Changed")
    REMOVED = "removed", _("Removed")


class TransactionId(models.Field):
    """The transaction that wrote a row, in PostgreSQL's count that never starts anew (xid8)."""

    def db_type(self, connection: Any) -> str:
        return "xid8"


class ThisTransaction(models.Func):
    """The transaction that is at work."""

    template = "pg_current_xact_id()"
    output_field = TransactionId()


class Change(models.Model):
    """A record was created, changed or removed: written by triggers, in the transaction that did it.

    A record that moves writes two: that it left where it was, and that it is where it is now. So
    each has one place, and the scope of a reader is asked of it as of any other row.

    `position` is given later, in the order of commits (integrations/counting.py); readers see
    nothing without one. The units are the numbers of their rows; `home` is the community of the
    settlement where an event happened. `sensitive` is how it was when this was written.
    """

    position = models.BigIntegerField(_("position"), null=True)
    transaction = TransactionId(_("transaction"), db_default=ThisTransaction())
    at = models.DateTimeField(_("at"), db_default=Now())
    kind = models.CharField(_("kind"), max_length=20)
    record = models.CharField(_("record"), max_length=36)
    operation = models.CharField(_("what happened"), choices=Operation, max_length=7)
    version = models.IntegerField(_("version"), null=True)
    oblast = models.IntegerField(_("oblast"), null=True)
    raion = models.IntegerField(_("raion"), null=True)
    community = models.IntegerField(_("community"), null=True)
    home = models.IntegerField(_("community of the settlement"), null=True)
    service = models.CharField(_("service"), choices=Service, max_length=8, blank=True)
    sensitive = models.BooleanField(_("sensitive"))

    class Meta:
        verbose_name = _("entry of the change feed")
        verbose_name_plural = _("entries of the change feed")
        constraints = [
            models.UniqueConstraint(
                fields=["position"],
                condition=Q(position__isnull=False),
                name="change_has_a_position_of_its_own",
            ),
        ]
        indexes = [
            models.Index(
                "transaction", "record", condition=Q(position=None), name="changes_without_position"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}: {self.operation}"


class Count(models.Model):
    """The one count of positions: which it is, the last one given, the last one forgotten."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    epoch = models.UUIDField(_("epoch"), default=uuid.uuid4)
    head = models.BigIntegerField(_("last position given"), default=0)
    tail = models.BigIntegerField(_("last position forgotten"), default=0)

    class Meta:
        verbose_name = _("count of the change feed")
        verbose_name_plural = _("counts of the change feed")
        constraints = [
            models.CheckConstraint(name="there_is_one_count", condition=Q(id=1)),
            models.CheckConstraint(
                name="count_forgets_what_it_gave", condition=Q(tail__lte=models.F("head"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.epoch}: {self.tail} – {self.head}"
