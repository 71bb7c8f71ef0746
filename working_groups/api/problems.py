"""`/api/v1/problems/`, `decisions/`, `action-points/`: from a need to what is done about it."""

from __future__ import annotations

from typing import Any

from communities.records.api_base import SET_BY_PORTAL, RecordSerializer
from communities.surfaces import VisibleKey
from core import clock
from core.api.strict import Code
from core.api.versioned_views import described
from working_groups import decisions, problems
from working_groups.api.groups import OfGroups
from working_groups.api.people import LAST, LISTED
from working_groups.models import (
    ActionPoint,
    AgendaItem,
    Decision,
    Meeting,
    Person,
    Problem,
    WorkingGroup,
)
from working_groups.problem_filters import ActionFilter, DecisionFilter, ProblemFilter


class VoicedProblemSerializer(RecordSerializer):
    """A need voiced in a group. A state other than `open` wants `closed_on` and `close_reason`."""

    community = None
    group = VisibleKey(queryset=WorkingGroup.objects.all(), to=problems.ADD)
    meeting = VisibleKey(queryset=Meeting.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Problem
        fields = [
            *("id", "group", "title", "theme", "description", "raised_on", "meeting", "priority"),
            *("state", "closed_on", "close_reason"),
            *LAST,
        ]
        read_only_fields = SET_BY_PORTAL


@described(VoicedProblemSerializer)
class ProblemViewSet(OfGroups):
    """The problems of the groups in the caller's reach."""

    queryset = Problem.objects.select_related("group", "meeting")
    serializer_class, file_name, route = VoicedProblemSerializer, "problems", "problem"
    reads = problems.VIEW
    filterset_class = ProblemFilter

    def make(self, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return problems.raise_problem(said=said, by=by, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        return problems.change_problem(
            problem=record, said=said, at=clock.now(), version=record.version
        )


class DecisionSerializer(RecordSerializer):
    """What a meeting decided about a thing on its agenda; sealed with the minutes."""

    community = None
    agenda_item = VisibleKey(queryset=AgendaItem.objects.all(), to=decisions.DECIDE)
    problem = VisibleKey(queryset=Problem.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Decision
        fields = ["id", "agenda_item", "text", "problem", *LAST]
        read_only_fields = SET_BY_PORTAL


@described(DecisionSerializer)
class DecisionViewSet(OfGroups):
    """The decisions of the meetings in the caller's reach."""

    queryset = Decision.objects.select_related("agenda_item__meeting", "problem")
    serializer_class, file_name, route = DecisionSerializer, "decisions", "decision"
    reads = "working_groups.view_decision"
    filterset_class = DecisionFilter

    def make(self, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return decisions.decide(said=said, by=by, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        return decisions.change_decision(
            decision=record, said=said, at=clock.now(), version=record.version
        )


class ActionPointSerializer(RecordSerializer):
    """What somebody does by a day. Of high priority, another person than `done_by` verifies it."""

    community, completed = None, True
    decision = VisibleKey(queryset=Decision.objects.all(), to=decisions.ADD)
    owner_person = VisibleKey(queryset=Person.objects.all(), required=False, allow_null=True)
    owner_organisation = Code(slug_field="code", queryset=LISTED, required=False, allow_null=True)

    class Meta:
        model = ActionPoint
        fields = [
            *("id", "decision", "text", "owner_person", "owner_organisation", "due_on", "priority"),
            *("state", "done_on", "evidence", "done_by", "verified_by", "finished_on"),
            *("drop_reason", *LAST),
        ]
        read_only_fields = [*SET_BY_PORTAL, "done_by", "verified_by", "finished_on"]


@described(ActionPointSerializer)
class ActionPointViewSet(OfGroups):
    """The action points of the decisions in the caller's reach."""

    queryset = ActionPoint.objects.select_related(
        "decision", "owner_person__contact", "owner_organisation"
    )
    serializer_class, file_name, route = ActionPointSerializer, "action-points", "action-point"
    reads = decisions.VIEW
    filterset_class = ActionFilter

    def make(self, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return decisions.set_action(said=said, by=by, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return decisions.change_action(
            action=record, said=said, by=by, at=clock.now(), version=record.version
        )
