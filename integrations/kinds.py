"""The kinds of records in the feed: the resources of the API, each read as the API itself reads it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from communities.api import CommunityViewSet
from communities.boundary_api import BoundaryList
from communities.models import Boundary, ScopedQuerySet, ServiceScopedQuerySet, scope_of
from communities.parts_api import BeatViewSet, StarostaDistrictViewSet
from communities.programmes.api import ProgrammeViewSet
from communities.records.resources import RESOURCES
from communities.register_api import (
    CityDistrictViewSet,
    OblastViewSet,
    RaionViewSet,
    SettlementViewSet,
)
from communities.status_api import ControlStatusViewSet
from communities.succession_api import SuccessionViewSet
from incidents.api import CategoryList, ClassifierViewSet, IncidentViewSet, StrikeViewSet
from incidents.models import Category
from incidents.models.wall import behind_the_wall
from officers.api import (
    ActivityViewSet,
    AssignmentViewSet,
    CourseViewSet,
    EquipmentIssueViewSet,
    EquipmentViewSet,
    OfficerViewSet,
)
from reports.handovers.api import HandoverViewSet
from reports.residents.api import PublicReportViewSet
from working_groups.api import (
    ActionPointViewSet,
    AgendaItemViewSet,
    AttendanceViewSet,
    DecisionViewSet,
    FundingViewSet,
    GrantViewSet,
    HandoutViewSet,
    InitiativeViewSet,
    KnowledgeProductViewSet,
    MeetingViewSet,
    MembershipViewSet,
    OrganisationViewSet,
    PersonViewSet,
    PositionViewSet,
    PriorityViewSet,
    ProblemViewSet,
    ProposalViewSet,
    TrainingAttendanceViewSet,
    TrainingViewSet,
    WorkingGroupViewSet,
)

PLACES = {each: each for each in ("oblast", "raion", "community")}  # columns of a Change
OF_EVENTS = PLACES | {"settlement": "home"}


@dataclass(frozen=True)
class Kind:
    """One resource: its name, the view that answers for it, what names a record, its addresses."""

    name: str
    view: Any
    key: str
    route: str  # of the API, without -list and -detail
    has_detail: bool = True
    rows_of: QuerySet[Any] | None = None  # where the view itself names none

    @property
    def rows(self) -> QuerySet[Any]:
        return (self.view.queryset if self.rows_of is None else self.rows_of).all()

    @property
    def scope(self) -> str:
        """Return what a program's token needs to read the kind."""
        scope: str = self.view.scopes[0]
        return scope

    @property
    def listed(self) -> str:
        """Return the address of the list."""
        return reverse(f"api:{self.route}-list")

    def address(self, record: str) -> str:
        """Return where a record is read; where records have no address, that of the list."""
        return (
            reverse(f"api:{self.route}-detail", args=[record]) if self.has_detail else self.listed
        )

    def open_to(self, user: Any, scopes: Collection[str] | None) -> bool:
        """Say whether an account may read the kind somewhere; `scopes` are those of a program."""
        allowed = not self.view.reads or user.has_perm(self.view.reads)
        return allowed and (scopes is None or self.scope in scopes)

    def seen_by(self, user: Any, records: Iterable[str]) -> set[str]:
        """Return which of these records the account could read now."""
        rows = self.rows
        if isinstance(rows, ScopedQuerySet):
            rows = rows.visible_to(user)
        found = rows.filter(**{f"{self.key}__in": list(records)}).order_by()
        return {str(each) for each in found.values_list(self.key, flat=True)}

    def reach(self, user: Any) -> Q:
        """Return the condition on entries of this kind that lie, or lay, in the account's scope."""
        mine, rows = Q(kind=self.name), self.rows
        if not isinstance(rows, ScopedQuerySet):
            return mine
        scope = scope_of(user, rows.view_permission)
        if not isinstance(rows, ServiceScopedQuerySet):
            return mine & rows.reach_of(scope.either, PLACES)
        walled = Q(sensitive=False) | behind_the_wall(user).q(OF_EVENTS)
        return mine & scope.q(OF_EVENTS) & walled

    def told_reach(self, user: Any) -> list[Any]:
        """Return what `reach` rests on, in plain values: another one means another scope."""
        rows = self.rows
        if not isinstance(rows, ScopedQuerySet):
            return [self.name]
        scopes = [scope_of(user, rows.view_permission)]
        if isinstance(rows, ServiceScopedQuerySet):
            scopes.append(behind_the_wall(user))
        return [self.name, *(_plain(s.of(e)) for s in scopes for e in ("police", "rescue"))]


def _plain(region: Any) -> list[Any]:
    """Return a region as plain values, in one order."""
    return [
        sorted(value) if isinstance(value, frozenset) else value for value in vars(region).values()
    ]


BY_NUMBER, BY_CODE = "pk", "code"
KINDS = {
    each.name: each
    for each in (
        Kind("incidents", IncidentViewSet, BY_NUMBER, "incident"),
        Kind("strikes", StrikeViewSet, BY_NUMBER, "strike"),
        Kind("officers", OfficerViewSet, BY_NUMBER, "officer"),
        Kind("assignments", AssignmentViewSet, BY_NUMBER, "assignment"),
        Kind("activities", ActivityViewSet, BY_NUMBER, "activity"),
        Kind("categories", CategoryList, BY_CODE, "category", False, Category.objects.all()),
        Kind("classifiers", ClassifierViewSet, BY_NUMBER, "classifier", False),
        Kind("communities", CommunityViewSet, BY_CODE, "community"),
        Kind("starosta-districts", StarostaDistrictViewSet, BY_NUMBER, "starosta-district"),
        Kind("beats", BeatViewSet, BY_NUMBER, "beat"),
        *(Kind(view.file_name, view, BY_NUMBER, view.route) for view in RESOURCES),
        Kind("programmes", ProgrammeViewSet, BY_CODE, "programme"),
        Kind("organisations", OrganisationViewSet, BY_NUMBER, "organisation"),
        Kind("oblasts", OblastViewSet, BY_CODE, "oblast"),
        Kind("raions", RaionViewSet, BY_CODE, "raion"),
        Kind("settlements", SettlementViewSet, BY_CODE, "settlement"),
        Kind("city-districts", CityDistrictViewSet, BY_CODE, "city-district"),
        Kind("control-statuses", ControlStatusViewSet, BY_NUMBER, "control-status", False),
        Kind("successions", SuccessionViewSet, BY_NUMBER, "succession", False),
        Kind("equipment", EquipmentViewSet, BY_NUMBER, "equipment"),
        Kind("equipment-issues", EquipmentIssueViewSet, BY_NUMBER, "equipment-issue"),
        Kind("handovers", HandoverViewSet, BY_NUMBER, "handover"),
        Kind("public-reports", PublicReportViewSet, BY_NUMBER, "public-report"),
        Kind("working-groups", WorkingGroupViewSet, BY_NUMBER, "working-group"),
        Kind("memberships", MembershipViewSet, BY_NUMBER, "membership"),
        Kind("meetings", MeetingViewSet, BY_NUMBER, "meeting"),
        Kind("agenda-items", AgendaItemViewSet, BY_NUMBER, "agenda-item"),
        Kind("attendances", AttendanceViewSet, BY_NUMBER, "attendance"),
        Kind("initiatives", InitiativeViewSet, BY_NUMBER, "initiative"),
        Kind("handouts", HandoutViewSet, BY_NUMBER, "handout"),
        Kind("problems", ProblemViewSet, BY_NUMBER, "problem"),
        Kind("decisions", DecisionViewSet, BY_NUMBER, "decision"),
        Kind("action-points", ActionPointViewSet, BY_NUMBER, "action-point"),
        Kind("fundings", FundingViewSet, BY_NUMBER, "funding"),
        Kind("grants", GrantViewSet, BY_NUMBER, "grant"),
        Kind("priorities", PriorityViewSet, BY_NUMBER, "priority"),
        Kind("trainings", TrainingViewSet, BY_NUMBER, "training"),
        Kind("training-attendances", TrainingAttendanceViewSet, BY_NUMBER, "training-attendance"),
        Kind("proposals", ProposalViewSet, BY_NUMBER, "proposal"),
        Kind("knowledge-products", KnowledgeProductViewSet, BY_NUMBER, "knowledge-product"),
        Kind("people", PersonViewSet, BY_NUMBER, "person"),
        Kind("positions", PositionViewSet, BY_NUMBER, "position"),
        Kind("courses", CourseViewSet, BY_NUMBER, "course"),
        Kind("boundaries", BoundaryList, BY_NUMBER, "boundary", False, Boundary.objects.all()),
    )
}


def kinds_for(user: Any, scopes: Collection[str] | None) -> list[Kind]:
    """Return the kinds that an account may read; `scopes` are those of a program, None of a person."""
    return [each for each in KINDS.values() if each.open_to(user, scopes)]
