"""By which words an incident is found: made from it by the portal itself, and never shown."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# What changes the words makes them wait to be written anew, and is not found meanwhile.
_WAIT = """
    INSERT INTO incidents_incidentwords (incident_id) {rows}
    ON CONFLICT (incident_id) DO UPDATE
        SET vector = NULL, revision = incidents_incidentwords.revision + 1;
"""
TABLE_WAITS = _WAIT.format(
    rows="""SELECT incident_id FROM incidents_incidenttext
    EXCEPT SELECT incident_id FROM incidents_incidentwords"""
)


def _after(name: str, operation: pgtrigger.Operation, rows: str, func: str) -> pgtrigger.Trigger:
    referencing = pgtrigger.Referencing(**{rows: f"{rows}_rows"})
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=referencing,
        func=f"{func} RETURN NULL;",
    )


_OF_NEW = _WAIT.format(rows="SELECT incident_id FROM new_rows")
WORDS_OF_TEXT = (
    _after("words_insert", pgtrigger.Insert, "new", _OF_NEW),
    _after("words_update", pgtrigger.Update, "new", _OF_NEW),
    _after(
        "words_delete",
        pgtrigger.Delete,
        "old",
        "DELETE FROM incidents_incidentwords w USING old_rows o WHERE w.incident_id = o.incident_id;",
    ),
)
_FOUND_BY = (
    *("number", "register_number", "service", "category_id"),
    *("oblast_id", "raion_id", "community_id", "settlement_id"),
)
WORDS_OF_INCIDENT = pgtrigger.Trigger(
    name="words_update",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in _FOUND_BY)
    ),
    func=_WAIT.format(rows="VALUES (NEW.id)") + " RETURN NULL;",
)


class IncidentWords(models.Model):
    """The words, numbers and place an incident is found by; without a vector it waits for them."""

    incident = models.OneToOneField(
        "incidents.Incident", models.CASCADE, primary_key=True, related_name="words"
    )
    vector = SearchVectorField(_("words"), null=True)
    revision = models.PositiveIntegerField(_("revision"), default=1, db_default=1)

    class Meta:
        verbose_name = _("words an incident is found by")
        verbose_name_plural = _("words incidents are found by")
        indexes = [
            GinIndex(fields=["vector"], name="incident_by_words"),
            models.Index("incident", name="incident_without_words", condition=Q(vector=None)),
        ]

    def __str__(self) -> str:
        return str(self.pk)
