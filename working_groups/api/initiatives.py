"""`/api/v1/initiatives/`: small projects of communities, and the steps they took."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied

from communities.models import Community
from communities.records.api_base import SET_BY_PORTAL, RecordSerializer
from communities.surfaces import VisibleKey, VisibleSlugField
from core import clock
from core.api.schema import KATOTTH
from core.api.strict import Choice, Code, Day, Text
from core.api.versioned_views import described
from core.reasons import Reason
from core.sheets.cells import chosen
from core.sheets.moments import EPOCH, day
from working_groups import initiatives
from working_groups.api.groups import OfGroups
from working_groups.api.people import LAST, LISTED
from working_groups.initiative_filters import InitiativeFilter
from working_groups.models import Decision, Initiative, Person, Problem, Stage, WorkingGroup

STEP = gettext_noop("Write the stage and the day, for example: Proposed 22.11.2023.")
MOST = settings.LIMITS["initiative_communities"]


@extend_schema_field({"type": "array", "items": KATOTTH, "minItems": 1, "maxItems": MOST})
class CommunityCodes(serializers.ListField):
    """The communities of an initiative, each by its code."""

    def to_internal_value(self, data: Any) -> Any:
        return list(dict.fromkeys(super().to_internal_value(data)))

    def to_representation(self, data: Any) -> Any:
        return sorted(each.code for each in data.all())


class StepSerializer(serializers.Serializer):
    """A step an initiative took: the stage it reached, on which day, and why."""

    stage = Choice(choices=Stage.choices)
    on = Day()
    reason = Text(
        max_length=settings.LIMITS["reason"], allow_blank=True, required=False, default=""
    )

    def to_internal_value(self, data: Any) -> Any:
        unknown = set(data) - set(self.fields) if isinstance(data, dict) else ()
        if unknown:
            text = str(_("Unknown field."))
            raise serializers.ValidationError(dict.fromkeys(unknown, text), "unknown_field")
        return super().to_internal_value(data)

    def of_cell(self, text: str) -> dict[str, Any]:
        """Read a step as a sheet writes it: the stage, the day, and after a colon the reason."""
        head, _colon, reason = text.partition(":")
        stage, _space, written = head.strip().rpartition(" ")
        if not stage:
            raise ValueError(Reason(STEP))
        return {
            "stage": chosen(dict(Stage.choices), stage),
            "on": day(written, epoch=EPOCH),
            "reason": reason.strip(),
        }

    def in_cell(self, step: dict[str, Any]) -> str:
        """Write a step as `of_cell` reads it."""
        told = f"{Stage(step['stage']).label} {step['on']}"
        return f"{told}: {step['reason']}" if step["reason"] else told


class Steps(serializers.ListField):
    """The steps an initiative took, the first one first."""

    child = StepSerializer()

    def to_representation(self, data: Any) -> Any:
        rows = sorted(data.all(), key=lambda each: each.pk)
        return super().to_representation(rows)


class InitiativeSerializer(RecordSerializer):
    """An initiative. Its `stage` is the last of its `stages`.

    A new one may name all the steps it took already; without any it is an idea of today. To take
    the next step, send the steps as they are and the new one after them: what was taken stays.
    To cancel wants a reason; to complete wants a handout, or `nothing_handed_over`.
    """

    community = None
    communities = CommunityCodes(
        child=VisibleSlugField(slug_field="code", queryset=Community.objects.shown()),
        min_length=1,
        max_length=MOST,
    )
    group = VisibleKey(
        queryset=WorkingGroup.objects.all(), to=initiatives.ADD, required=False, allow_null=True
    )
    proposed_by_organisation = Code(
        slug_field="code", queryset=LISTED, required=False, allow_null=True
    )
    proposed_by_person = VisibleKey(queryset=Person.objects.all(), required=False, allow_null=True)
    problem = VisibleKey(queryset=Problem.objects.all(), required=False, allow_null=True)
    decision = VisibleKey(queryset=Decision.objects.all(), required=False, allow_null=True)
    stages = Steps(required=False, min_length=1, max_length=len(Stage.values))

    class Meta:
        model = Initiative
        fields = [
            *("id", "communities", "group", "proposed_by_organisation", "proposed_by_person"),
            *("title", "theme", "category", "description", "stage", "stages"),
            *("starts_on", "ends_on", "problem", "decision", "outcome_indicator"),
            *("outcome_before", "outcome_after", "dream_id", "nothing_handed_over"),
            *LAST,
        ]
        read_only_fields = [*SET_BY_PORTAL, "stage"]

    def contradictions(self, values: dict[str, Any], unread: Container[str]) -> dict[str, Any]:
        """Ask of the record itself all but its steps, which are rows of their own."""
        own = {name: each for name, each in values.items() if name != "stages"}
        return super().contradictions(own, unread)


@described(InitiativeSerializer)
class InitiativeViewSet(OfGroups):
    """The initiatives of which a community is in the caller's reach."""

    queryset = Initiative.objects.select_related("proposed_by_organisation").prefetch_related(
        "communities", "stages"
    )
    serializer_class, file_name, route = InitiativeSerializer, "initiatives", "initiative"
    reads = initiatives.VIEW
    filterset_class = InitiativeFilter

    @property
    def writes(self) -> str:
        """Return the right a write asks at the door: a PATCH asks by the record what it takes."""
        return self.add if self.action == "create" else self.reads

    def get_queryset(self) -> Any:
        """Keep what the caller sees: to change one takes the right in all of its communities."""
        return self.queryset.all().visible_to(self.request.user)

    def refuse_change(self, record: Initiative) -> None:
        if not initiatives.may_change(self.request.user, record):
            raise PermissionDenied(_("This initiative is not yours to change."))

    def make(self, said: dict[str, Any]) -> Initiative:
        by: Any = self.request.user
        return initiatives.propose(said=said, by=by, at=clock.now())

    def store(self, record: Initiative, said: dict[str, Any]) -> Initiative:
        by: Any = self.request.user
        return initiatives.change(
            initiative=record, said=said, by=by, at=clock.now(), version=record.version
        )
