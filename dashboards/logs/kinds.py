"""The tables that have a history: whose changes a reader may see, and what their rows are called."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import (
    RECORDS,
    Beat,
    Memorandum,
    Organisation,
    Service,
    StarostaDistrict,
    Succession,
    scope_of,
)
from core.moments import day
from dashboards.logs.kind import VIEW, Kind
from dashboards.logs.kinds_of_access import ACCESS
from dashboards.logs.plans import PARTS, PLANS
from incidents.models import (
    PROTECTED,
    Incident,
    IncidentText,
    Response,
    Strike,
    StrikeOblast,
    behind_the_wall,
)
from incidents.models.incident import PATHS
from incidents.models.wall import sensitive_categories, wall
from incidents.sections import TABLES
from officers.models import (
    Activity,
    ActivityOfficer,
    Assignment,
    Enrolment,
    EquipmentIssue,
    EquipmentItem,
    Handover,
    Officer,
    PublicReport,
    TrainingCourse,
)
from working_groups.models import (
    KnowledgeProduct,
    Person,
    Position,
    WorkingGroup,
)

__all__ = ["BY_CODE", "BY_MODEL", "JOINS", "KINDS", "VIEW", "Kind", "untold"]
JOINS: dict[Any, tuple[str, ...]] = {
    Officer: ("personal",),
    Incident: ("category",),
    Assignment: ("officer__personal", "community"),
}
BY_THE_DATABASE = ("sort_key", "search_key", "version", "updated_at")
OF_INCIDENT = {level: f"incident__{path}" for level, path in PATHS.items()}
OF_COMMUNITY = {
    "oblast": "community__oblast",
    "raion": "community__raion",
    "community": "community",
}


def _incidents(rows: Any, user: Any) -> Any:
    """Keep changes of incidents; those of what is or was sensitive behind the wall only."""
    seen = scope_of(user, VIEW)
    rows = rows.filter(seen.q(PATHS), wall(user, seen, PATHS))
    return rows.exclude(_is_shut(user, seen, "pgh_obj_id"))


def _of_incidents(rows: Any, user: Any) -> Any:
    seen = scope_of(user, VIEW)
    shown = seen.q(OF_INCIDENT, "incident__service")
    return rows.filter(shown).exclude(_is_shut(user, seen, "incident_id"))


def _is_shut(user: Any, seen: Any, key: str) -> Q:
    """Return the condition that the record of an event is sensitive now, and not the reader's."""
    known = behind_the_wall(user)
    if known == seen:
        return Q(pk__in=[])
    shut = Incident.objects.filter(pk=OuterRef(key), category__in=sensitive_categories(user))
    return Q(Exists(shut.exclude(known.q(PATHS))))


def _officers(rows: Any, user: Any) -> Any:
    scope = scope_of(user, VIEW)
    condition = Q(pgh_obj_id__in=Officer.objects.visible_to(user, to=VIEW).values("pk"))
    for service in Service.values:
        region = scope.of(service)
        unit = Q() if region.nation else Q(unit__oblast__in=region.oblasts)
        if region:
            condition |= Q(unit, service=service)
    return rows.filter(condition)


def _assignments(rows: Any, user: Any) -> Any:
    return rows.filter(scope_of(user, VIEW).q(OF_COMMUNITY, "officer__service"))


def _seen(model: Any) -> Any:
    """Return the scope of changes whose row the reader could see now."""
    return lambda rows, user: rows.filter(
        pgh_obj_id__in=model.objects.visible_to(user, to=VIEW).values("pk")
    )


def _activities(rows: Any, user: Any) -> Any:
    return rows.filter(scope_of(user, VIEW).q(OF_COMMUNITY))


def _of_communities(rows: Any, user: Any) -> Any:
    return rows.filter(scope_of(user, VIEW).either.q(OF_COMMUNITY))


def _of_services(rows: Any, user: Any) -> Any:
    return rows.filter(scope_of(user, VIEW).q(OF_COMMUNITY))


def _successions(rows: Any, user: Any) -> Any:
    """Keep the acts about a community in reach; what they say is public."""
    region = scope_of(user, VIEW).either
    ends = ("predecessor", "successor")
    first, second = (
        region.q({"oblast": f"{e}__oblast", "raion": f"{e}__raion", "community": e}) for e in ends
    )
    return rows.filter(first | second)


def _strikes(rows: Any, user: Any) -> Any:
    return rows.filter(pgh_obj_id__in=Strike.objects.visible_to(user, to=VIEW).values("pk"))


def _number(incident: Any) -> str:
    return incident.number or _("no number yet")


KINDS = (
    Kind(
        "incidents",
        gettext_lazy("Incidents"),
        Incident,
        _incidents,
        _number,
        route="dashboards:incident-history",
        left_out=("oblast", "raion", "body_hash", "counted", "created_at", "updated_at"),
        protected=PROTECTED,
    ),
    Kind(
        "words",
        gettext_lazy("Words about incidents"),
        IncidentText,
        _of_incidents,
        lambda event: _number(event.incident),
        joins=("incident",),
        route="dashboards:incident-history",
        key="incident_id",
        left_out=("incident",),
        kept_back=("digest",),
    ),
    Kind(
        "responses",
        gettext_lazy("Responses"),
        Response,
        _of_incidents,
        lambda event: _number(event.incident),
        joins=("incident",),
        route="dashboards:incident-history",
        key="incident_id",
    ),
    *(
        Kind(
            f"{table.section.replace('_', '-')}-details",
            table._meta.verbose_name_plural or "",
            table,
            _of_incidents,
            lambda event: _number(event.incident),
            joins=("incident",),
            route="dashboards:incident-history",
            key="incident_id",
            left_out=("incident",),
        )
        for table in TABLES.values()
    ),
    Kind(
        "strikes",
        Strike._meta.verbose_name_plural or "",
        Strike,
        _strikes,
        lambda event: event.title,
        left_out=("version", "created_at", "updated_at"),
    ),
    Kind(
        "strike-oblasts",
        StrikeOblast._meta.verbose_name_plural or "",
        StrikeOblast,
        lambda rows, user: rows.filter(strike__in=Strike.objects.visible_to(user, to=VIEW)),
        lambda event: event.strike.title,
        joins=("strike",),
    ),
    Kind(
        "officers",
        gettext_lazy("Officers"),
        Officer,
        _officers,
        lambda event: f"{event.get_kind_display()} {event.pgh_obj_id}",
        route="dashboards:officer-history",
    ),
    Kind(
        "enrolments",
        Enrolment._meta.verbose_name_plural or "",
        Enrolment,
        lambda rows, user: rows.filter(officer__in=Officer.objects.visible_to(user, to=VIEW)),
        lambda event: event.course.name,
        joins=("course",),
        route="dashboards:officer-history",
        key="officer_id",
    ),
    *(
        Kind(
            code,
            table._meta.verbose_name_plural or "",
            table,
            lambda rows, _user: rows,
            title,
            left_out=left_out,
        )
        for code, table, title, left_out in (
            ("courses", TrainingCourse, lambda event: event.name_uk, ("sort_key",)),
            ("knowledge-products", KnowledgeProduct, lambda event: event.title, ("version",)),
            ("organisations", Organisation, lambda event: event.name_uk, BY_THE_DATABASE),
        )
    ),
    Kind(
        "assignments",
        gettext_lazy("Assignments"),
        Assignment,
        _assignments,
        lambda event: event.community.title,
        joins=("community",),
        route="dashboards:officer-history",
        key="officer_id",
        left_out=("version", "updated_at"),
    ),
    Kind(
        "equipment",
        EquipmentItem._meta.verbose_name_plural or "",
        EquipmentItem,
        _seen(EquipmentItem),
        lambda event: f"{event.get_kind_display()} {event.model}".strip(),
        left_out=("version", "created_at", "updated_at"),
    ),
    Kind(
        "equipment-issues",
        EquipmentIssue._meta.verbose_name_plural or "",
        EquipmentIssue,
        _seen(EquipmentIssue),
        lambda event: str(event.item),
        joins=("item",),
        left_out=("version", "created_at", "updated_at"),
    ),
    Kind(
        "public-reports",
        PublicReport._meta.verbose_name_plural or "",
        PublicReport,
        _seen(PublicReport),
        lambda event: f"{event.assignment}, {event.half}",
        joins=("assignment__officer__personal", "assignment__community"),
        left_out=("version", "created_at", "updated_at"),
    ),
    Kind(
        "handovers",
        Handover._meta.verbose_name_plural or "",
        Handover,
        _seen(Handover),
        lambda event: str(event.assignment),
        joins=("assignment__officer__personal", "assignment__community"),
        left_out=("version", "created_at", "updated_at"),
    ),
    Kind(
        "working-groups",
        WorkingGroup._meta.verbose_name_plural or "",
        WorkingGroup,
        _of_communities,
        lambda event: event.community.title,
        joins=("community",),
        left_out=("version", "created_at", "updated_at"),
    ),
    *(
        Kind(
            code,
            table._meta.verbose_name_plural or "",
            table,
            _seen(table),
            title,
            joins=joins,
            left_out=("version", "created_at", "updated_at"),
        )
        for code, table, title, joins in PLANS
    ),
    *(
        Kind(code, table._meta.verbose_name_plural or "", table, seen, title, joins=joins)
        for code, table, seen, title, joins in PARTS
    ),
    Kind(
        "people",
        Person._meta.verbose_name_plural or "",
        Person,
        _seen(Person),
        lambda event: _("Person %(number)s") % {"number": event.pgh_obj_id},
        left_out=("version", "created_at", "updated_at"),
    ),
    Kind(
        "positions",
        Position._meta.verbose_name_plural or "",
        Position,
        _seen(Position),
        lambda event: event.title,
        left_out=("version", "created_at", "updated_at"),
    ),
    Kind(
        "activities",
        Activity._meta.verbose_name_plural or "",
        Activity,
        _activities,
        lambda event: f"{event.get_kind_display()}, {day(event.held_on)}",
        route="dashboards:activity-history",
        left_out=("version", "created_at", "updated_at"),
    ),
    Kind(
        "activity-officers",
        ActivityOfficer._meta.verbose_name_plural or "",
        ActivityOfficer,
        lambda rows, user: rows.filter(
            activity__in=Activity.objects.visible_to(user, to=VIEW).values("pk")
        ),
        lambda event: str(event.activity),
        joins=("activity",),
        route="dashboards:activity-history",
        key="activity_id",
    ),
    Kind(
        "starosta-districts",
        gettext_lazy("Starosta districts"),
        StarostaDistrict,
        _of_communities,
        lambda event: event.name_uk,
        route="dashboards:starosta-history",
        left_out=("sort_key",),
    ),
    Kind(
        "beats",
        gettext_lazy("Police beats"),
        Beat,
        _of_communities,
        lambda event: event.name_uk,
        route="dashboards:beat-history",
        left_out=("sort_key",),
    ),
    *(
        Kind(
            table.anchor,
            table._meta.verbose_name_plural or "",
            table,
            _of_services if table is Memorandum else _of_communities,
            lambda event: event.community.title,
            joins=("community",),
            left_out=("version", "recorded_by", "created_at", "updated_at", "joined_on"),
        )
        for table in RECORDS
    ),
    Kind(
        "successions",
        gettext_lazy("Acts of communities"),
        Succession,
        _successions,
        lambda event: f"{event.predecessor.title} → {event.successor.title}",
        joins=("predecessor", "successor"),
    ),
    *ACCESS,
)
BY_CODE = {each.code: each for each in KINDS}
BY_MODEL = {each.model: each for each in KINDS}


def untold() -> set[Any]:
    """Return the tables that have a history of which no page tells."""
    tracked = {e.pgh_tracked_model for e in apps.get_models() if hasattr(e, "pgh_tracked_model")}
    return tracked - set(BY_MODEL)
