"""Every address starts here."""

from typing import Any

from django.contrib import admin
from django.urls import include, path
from rest_framework.routers import SimpleRouter

from accounts.views import set_language
from communities.api import CommunityViewSet
from communities.boundary_api import BoundaryList
from communities.me import Me
from communities.parts_api import BeatViewSet, StarostaDistrictViewSet
from communities.programmes.api import ProgrammeViewSet
from communities.records.resources import RESOURCES
from communities.records.scans import MemorandumFileViewSet
from communities.register_api import (
    CityDistrictViewSet,
    OblastViewSet,
    RaionViewSet,
    SettlementViewSet,
)
from communities.status_api import ControlStatusViewSet
from communities.succession_api import SuccessionViewSet
from core.health import healthz, readyz
from dashboards.jobs_api import JobViewSet
from dashboards.logs.api import HistoryViewSet
from dashboards.search import search, suggestions
from incidents.api import (
    AmendmentViewSet,
    CategoryList,
    ClassifierViewSet,
    IncidentBulk,
    IncidentValidation,
    IncidentViewSet,
    NoteViewSet,
    ResponseViewSet,
    StrikeViewSet,
    TransitionViewSet,
)
from indicators.api import MeasureViewSet
from integrations.api import ChangeList, DeliveryViewSet, WebhookViewSet
from officers.api import (
    ActivityViewSet,
    AssignmentViewSet,
    CourseViewSet,
    EnrolmentViewSet,
    EquipmentIssueViewSet,
    EquipmentViewSet,
    OfficerViewSet,
    StageChangeViewSet,
)
from officers.photos import OfficerPhotoViewSet
from reports.handovers.api import HandoverViewSet
from reports.residents.api import PublicReportViewSet
from safety_portal.api_docs import SchemaView, api_docs, api_docs_of
from safety_portal.metrics import metrics
from working_groups.api import (
    ActionPointViewSet,
    AgendaItemViewSet,
    AttendanceViewSet,
    DecisionViewSet,
    FundingViewSet,
    GrantViewSet,
    GroupCalendar,
    HandoutViewSet,
    InitiativeViewSet,
    KnowledgeProductViewSet,
    MeetingViewSet,
    MembershipViewSet,
    OcdsViewSet,
    OrganisationViewSet,
    PersonCalendar,
    PersonViewSet,
    PositionViewSet,
    PriorityViewSet,
    ProblemViewSet,
    ProposalViewSet,
    TrainingAttendanceViewSet,
    TrainingViewSet,
    WorkingGroupViewSet,
)
from working_groups.materials import MaterialFileViewSet
from working_groups.orders import OrderFileViewSet
from working_groups.products import ProductFileViewSet

handler400 = "core.errors.bad_request"
handler403 = "core.errors.forbidden"
handler404 = "core.errors.not_found"
handler500 = "core.errors.server_error"

router = SimpleRouter(use_regex_path=False)
router.register("oblasts", OblastViewSet, basename="oblast")
router.register("raions", RaionViewSet, basename="raion")
router.register("communities", CommunityViewSet, basename="community")
router.register("settlements", SettlementViewSet, basename="settlement")
router.register("city-districts", CityDistrictViewSet, basename="city-district")
router.register("starosta-districts", StarostaDistrictViewSet, basename="starosta-district")
router.register("beats", BeatViewSet, basename="beat")
router.register("programmes", ProgrammeViewSet, basename="programme")
for each in RESOURCES:
    router.register(each.file_name, each, basename=each.route)
router.register("control-statuses", ControlStatusViewSet, basename="control-status")
router.register("successions", SuccessionViewSet, basename="succession")
router.register("working-groups", WorkingGroupViewSet, basename="working-group")
router.register("memberships", MembershipViewSet, basename="membership")
router.register("meetings", MeetingViewSet, basename="meeting")
router.register("agenda-items", AgendaItemViewSet, basename="agenda-item")
router.register("problems", ProblemViewSet, basename="problem")
router.register("decisions", DecisionViewSet, basename="decision")
router.register("action-points", ActionPointViewSet, basename="action-point")
router.register("attendances", AttendanceViewSet, basename="attendance")
router.register("initiatives", InitiativeViewSet, basename="initiative")
router.register("handouts", HandoutViewSet, basename="handout")
router.register("fundings", FundingViewSet, basename="funding")
router.register("grants", GrantViewSet, basename="grant")
router.register("organisations", OrganisationViewSet, basename="organisation")
router.register("people", PersonViewSet, basename="person")
router.register("positions", PositionViewSet, basename="position")
router.register("priorities", PriorityViewSet, basename="priority")
router.register("trainings", TrainingViewSet, basename="training")
router.register("training-attendances", TrainingAttendanceViewSet, basename="training-attendance")
router.register("proposals", ProposalViewSet, basename="proposal")
router.register("knowledge-products", KnowledgeProductViewSet, basename="knowledge-product")
router.register("measures", MeasureViewSet, basename="measure")

FILE: dict[str, Any] = {"get": "retrieve", "put": "update", "delete": "destroy"}
order, product = OrderFileViewSet.as_view(FILE), ProductFileViewSet.as_view(FILE)
material = MaterialFileViewSet.as_view(FILE)
READ: dict[str, Any] = {"get": "retrieve"}
group_ics, person_ics = GroupCalendar.as_view(READ), PersonCalendar.as_view(READ)
photo, scan = OfficerPhotoViewSet.as_view(FILE), MemorandumFileViewSet.as_view(FILE)
contracting = OcdsViewSet.as_view({"get": "list"})
contracting_of_one = OcdsViewSet.as_view({"get": "retrieve"})
officers = OfficerViewSet.as_view({"get": "list", "post": "create"})
officer = OfficerViewSet.as_view({"get": "retrieve", "patch": "partial_update"})
assignments = AssignmentViewSet.as_view({"get": "list", "post": "create"})
assignment = AssignmentViewSet.as_view({"get": "retrieve", "patch": "partial_update"})
strikes = StrikeViewSet.as_view({"get": "list", "post": "create"})
strike = StrikeViewSet.as_view({"get": "retrieve", "patch": "partial_update"})
amendments = AmendmentViewSet.as_view({"get": "list"})
notes = NoteViewSet.as_view({"get": "list", "post": "create"})
responses = ResponseViewSet.as_view({"get": "list", "post": "create"})
history = HistoryViewSet.as_view({"get": "list"})
transitions = TransitionViewSet.as_view({"get": "list", "post": "create"})
job = JobViewSet.as_view({"get": "retrieve", "delete": "destroy"})
incident = IncidentViewSet.as_view({"get": "retrieve", "put": "update", "patch": "partial_update"})
incidents = IncidentViewSet.as_view({"get": "list", "post": "create"})
courses = CourseViewSet.as_view({"get": "list", "post": "create"})
course = CourseViewSet.as_view({"get": "retrieve", "patch": "partial_update"})
enrolments = EnrolmentViewSet.as_view({"get": "list", "post": "create"})
equipment = EquipmentViewSet.as_view({"get": "list", "post": "create"})
equipment_item = EquipmentViewSet.as_view({"get": "retrieve", "patch": "partial_update"})
public_report_list = PublicReportViewSet.as_view({"get": "list", "post": "create"})
public_report = PublicReportViewSet.as_view({"get": "retrieve", "patch": "partial_update"})
handover_list = HandoverViewSet.as_view({"get": "list", "post": "create"})
handover = HandoverViewSet.as_view({"get": "retrieve", "patch": "partial_update"})
issues = EquipmentIssueViewSet.as_view({"get": "list", "post": "create"})
issue = EquipmentIssueViewSet.as_view({"get": "retrieve", "patch": "partial_update"})
stages = StageChangeViewSet.as_view({"get": "list", "post": "create"})
webhooks = WebhookViewSet.as_view({"get": "list", "post": "create"})
webhook = WebhookViewSet.as_view({"get": "retrieve", "delete": "destroy"})
deliveries = DeliveryViewSet.as_view({"get": "list", "post": "create"})
activities = ActivityViewSet.as_view({"get": "list", "post": "create"})
activity = ActivityViewSet.as_view({"get": "retrieve", "patch": "partial_update"})
activity_void = ActivityViewSet.as_view({"post": "void"})
api = [
    path("me/", Me.as_view(), name="me"),
    path("changes/", ChangeList.as_view(), name="change-list"),
    path("boundaries/", BoundaryList.as_view(), name="boundary-list"),
    path("incidents/", incidents, name="incident-list"),
    path("incidents/bulk/", IncidentBulk.as_view(), name="incident-bulk"),
    path("incidents/validate/", IncidentValidation.as_view(), name="incident-validate"),
    path("incidents/<uuid:pk>/", incident, name="incident-detail"),
    path("incidents/<uuid:pk>/amendments/", amendments, name="incident-amendments"),
    path("incidents/<uuid:pk>/history/", history, name="incident-history"),
    path("incidents/<uuid:pk>/notes/", notes, name="incident-notes"),
    path("incidents/<uuid:pk>/responses/", responses, name="incident-responses"),
    path("incidents/<uuid:pk>/transitions/", transitions, name="incident-transitions"),
    path("categories/", CategoryList.as_view(), name="category-list"),
    path("classifiers/", ClassifierViewSet.as_view({"get": "list"}), name="classifier-list"),
    path("assignments/", assignments, name="assignment-list"),
    path("assignments/<int:pk>/", assignment, name="assignment-detail"),
    path("strikes/", strikes, name="strike-list"),
    path("strikes/<int:pk>/", strike, name="strike-detail"),
    path("jobs/", JobViewSet.as_view({"get": "list"}), name="job-list"),
    path("jobs/<uuid:pk>/", job, name="job-detail"),
    path("jobs/<uuid:pk>/answer/", JobViewSet.as_view({"get": "answer"}), name="job-answer"),
    path("courses/", courses, name="course-list"),
    path("courses/<int:pk>/", course, name="course-detail"),
    path("officers/", officers, name="officer-list"),
    path("officers/<int:pk>/", officer, name="officer-detail"),
    path("officers/<int:pk>/photo/", photo, name="officer-photo"),
    path("memoranda/<int:pk>/file/", scan, name="memorandum-file"),
    path("working-groups/<int:pk>/order/", order, name="working-group-order"),
    path("agenda-items/<int:pk>/material/", material, name="agenda-item-material"),
    path("initiatives/ocds/", contracting, name="ocds-package"),
    path("initiatives/<int:pk>/ocds/", contracting_of_one, name="ocds-release"),
    path("knowledge-products/<int:pk>/file/", product, name="knowledge-product-file"),
    path("working-groups/<int:pk>/meetings.ics", group_ics, name="working-group-calendar"),
    path("people/<int:pk>/meetings.ics", person_ics, name="person-calendar"),
    path("public-reports/", public_report_list, name="public-report-list"),
    path("public-reports/<int:pk>/", public_report, name="public-report-detail"),
    path("handovers/", handover_list, name="handover-list"),
    path("handovers/<int:pk>/", handover, name="handover-detail"),
    path("equipment/", equipment, name="equipment-list"),
    path("equipment/<int:pk>/", equipment_item, name="equipment-detail"),
    path("equipment-issues/", issues, name="equipment-issue-list"),
    path("equipment-issues/<int:pk>/", issue, name="equipment-issue-detail"),
    path("officers/<int:pk>/enrolments/", enrolments, name="officer-enrolments"),
    path("officers/<int:pk>/stages/", stages, name="officer-stages"),
    path("activities/", activities, name="activity-list"),
    path("activities/<int:pk>/", activity, name="activity-detail"),
    path("activities/<int:pk>/void/", activity_void, name="activity-void"),
    path("webhooks/", webhooks, name="webhook-list"),
    path("webhooks/<int:pk>/", webhook, name="webhook-detail"),
    path("webhooks/<int:pk>/deliveries/", deliveries, name="webhook-deliveries"),
    *router.urls,
    path("schema/", SchemaView.as_view(), name="schema"),
]

urlpatterns = [
    path("api/v1/", include((api, "api"))),  # first: what programs and tablets ask for most
    path("", include("accounts.urls")),
    # before the dashboards, whose page of a community would take its pages for codes
    path("communities/", include("communities.urls")),
    path("", include("dashboards.urls")),
    path("programmes/", include("communities.programmes.urls")),
    path("incidents/", include("incidents.urls")),
    path("officers/", include("reports.handovers.urls")),
    path("officers/", include("reports.residents.urls")),
    path("officers/", include("officers.urls")),
    path("working-groups/meetings/", include("reports.minutes.urls")),
    path("working-groups/meetings/", include("working_groups.meeting_urls")),
    path("working-groups/initiatives/", include("working_groups.initiative_urls")),
    path("working-groups/problems/", include("working_groups.problem_urls")),
    path("working-groups/actions/", include("working_groups.action_urls")),
    path("working-groups/funding/", include("working_groups.funding_urls")),
    path("working-groups/grants/", include("working_groups.grant_urls")),
    path("working-groups/priorities/", include("working_groups.priority_urls")),
    path("working-groups/trainings/", include("working_groups.training_urls")),
    path("working-groups/proposals/", include("working_groups.proposal_urls")),
    path("working-groups/products/", include("working_groups.product_urls")),
    path("take-part/", include("working_groups.public_urls")),
    path("working-groups/", include("working_groups.urls")),
    path("people/", include("working_groups.people_urls")),
    path("organisations/", include("working_groups.organisation_urls")),
    path("reports/", include("reports.urls")),
    path("administration/", include("communities.administration.urls")),
    path("administration/api-clients/", include("integrations.urls")),
    path("imports/", include("communities.importing.urls")),
    path("sheets/", include("communities.tables.urls")),
    path("saved-views/", include("core.urls")),
    path("search/", search, name="search"),
    path("search/suggestions/", suggestions, name="search-suggestions"),
    path("language/", set_language, name="set-language"),
    path("api/docs/", api_docs, name="api-docs"),
    path("api/docs/<slug:group>/", api_docs_of, name="api-docs-of"),
    path("oauth/", include("accounts.oauth_urls")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("admin/", admin.site.urls),
]
