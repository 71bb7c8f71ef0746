"""`/api/v1/incidents/{id}/history/`: every version of a record, by whom, when, and what changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from rest_framework import serializers

from core.versions import ChangeKind, Way
from dashboards.logs.kinds import BY_CODE
from dashboards.logs.telling import Step, tell, walled
from incidents.api.parts import PartsOfIncident
from incidents.changes import edit_of
from incidents.models import Incident
from incidents.models.people import PEOPLE

KIND = BY_CODE["incidents"]
PARTS = {
    "words": BY_CODE["words"],
    "responses": BY_CODE["responses"],
}  # by the field they are told as
WALLED = {*KIND.protected, "words"}


class ChangedSerializer(serializers.Serializer[Any]):
    """A field that changed. Of words and responses it is told that they did, not how."""

    field = serializers.CharField()
    was = serializers.CharField(
        required=False, allow_null=True, help_text="In words; null where it was empty."
    )
    became = serializers.CharField(required=False, allow_null=True)

    def to_representation(self, instance: dict[str, Any]) -> dict[str, Any]:
        return instance  # what is not told is absent, not null


class VersionSerializer(serializers.Serializer[Any]):
    """One version of a record: who made it, on which way, and what differs from the one before."""

    version = serializers.IntegerField()
    at = serializers.DateTimeField()
    by = serializers.IntegerField(allow_null=True, help_text="The account; null where it was none.")
    author = serializers.CharField()
    way = serializers.ChoiceField(choices=Way.choices)
    change = serializers.ChoiceField(choices=ChangeKind.choices)
    changed = ChangedSerializer(many=True)


class HistoryViewSet(PartsOfIncident):
    """The versions of an incident in their order; fields the caller may not see are absent."""

    queryset = Incident.objects.all()  # whose key is in the address
    serializer_class, file_name = VersionSerializer, "history"
    orderings = {"version": ("pgh_id",), "-version": ("-pgh_id",)}

    def get_queryset(self) -> Any:
        events = KIND.events.filter(pgh_obj=self.incident.pk)
        return events.select_related("pgh_context")

    def get_serializer(self, *rows: Any, **kwargs: Any) -> Any:
        """Tell many versions at once: what they mention is read for all of them together."""
        told = [list(self._versions(each)) for each in rows]
        return super().get_serializer(*told, **kwargs)

    def _versions(self, events: list[Any]) -> Iterator[dict[str, Any]]:
        shut, beside = walled(KIND, events), self._beside(events)
        for step in tell(KIND, events):
            event, context = step.event, step.event.pgh_context
            hidden = WALLED if event.pgh_obj_id in shut else set()
            parts = [{"field": name} for name in beside[edit_of(event)]]
            yield {
                "version": event.version,
                "at": step.at,
                "by": context.metadata.get("user") if context else None,
                "author": step.author.name,
                "way": step.author.way,
                "change": step.change,
                "changed": [
                    each
                    for each in (*_columns(step), *(parts if _is_update(step) else ()))
                    if each["field"] not in hidden
                ],
            }

    def _beside(self, events: list[Any]) -> dict[Any, list[str]]:
        """Return which parts of the record changed in the edits that made some versions."""
        found: dict[Any, list[str]] = defaultdict(list)
        moments = [each.pgh_created_at for each in events]
        for name, kind in PARTS.items():
            rows = kind.events.filter(incident=self.incident.pk, pgh_created_at__in=moments)
            for edit in sorted({edit_of(each) for each in rows}, key=str):
                found[edit].append(name)
        return found


def _columns(step: Step) -> Iterator[dict[str, Any]]:
    """Yield the fields that changed, by the names the API has for them."""
    for cell in step.cells:
        if cell.name != "version":
            name = f"people.{cell.name}" if cell.name in PEOPLE else cell.name
            yield {"field": name, "was": cell.was, "became": cell.became}


def _is_update(step: Step) -> bool:
    return step.change == ChangeKind.UPDATE
