"""Canaries: in every scope one record of every kind whose texts say `CANARY-<scope>-<kind>`.

Whoever reads a text that names a scope out of reach has found a hole. A scope is a place
(`home`), a place and a service (`home.police`), a place and both services together
(`home.both`, a report), what is walled besides (`home.police.sensitive`), somebody's own (`own.canary.officer`), an oblast (`around` home, `beyond`), or the whole
country (`nation`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import uuid5

from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from communities.models import (
    Beat,
    Community,
    CommunityAlias,
    Organisation,
    Population,
    StarostaDistrict,
)
from communities.territories import Territory
from core.demo import shows_demo_data
from core.models import Job, JobState
from core.periods import Month, Period
from incidents import long_exports
from incidents.api import whole_bulks
from incidents.models import Category, Incident, IncidentStatus, Strike
from incidents.services import Record, add_note, log_incident, move_incident
from incidents.strikes import record_strike
from officers.models import (
    Assignment,
    Enrolment,
    Officer,
    OfficerKind,
    OfficerPersonal,
    OfficerStage,
    StageChange,
    TrainingCourse,
)
from officers.photos import PHOTO
from reports import content
from reports.models import Edition
from reports.orders import Order
from reports.services import JOB
from safety_portal.demo.canary import MARK, NAMESPACE, Canary, text_of
from safety_portal.demo.canary_access import plant_access
from safety_portal.demo.canary_equipment import equipment_of
from safety_portal.demo.canary_files import import_of, sheet_of, workbook_of
from safety_portal.demo.canary_handovers import handover_of
from safety_portal.demo.canary_initiatives import initiatives_of
from safety_portal.demo.canary_money import grant_of, money_of
from safety_portal.demo.canary_people import group_of, people_of
from safety_portal.demo.canary_public_reports import public_report_of
from safety_portal.demo.canary_records import plant_records
from safety_portal.demo.canary_work import activity_of
from safety_portal.demo.holders import BOTH, OBLASTS, OWN, SENSITIVE, SERVICES
from safety_portal.demo.mark import DOMAIN
from safety_portal.demo.pictures import show
from safety_portal.demo.walled import behind_the_wall

__all__ = ["MARK", "Canary", "plant", "text_of"]

KINDS = {
    "police": OfficerKind.COMMUNITY_POLICE,
    "rescue": OfficerKind.COMMUNITY_RESCUE,
}
CATEGORIES = {"police": "crime.theft", "rescue": "fire.residential"}
RESIDENTS = 5_000
SERVING_SINCE = date(2024, 1, 1)


def plant(ground: dict[str, Community], people: dict[str, User], at: datetime) -> list[Canary]:
    """Plant what is missing in the communities by place and for the accounts by name; return all."""
    found = [each for place, community in ground.items() for each in _in(place, community, at)]
    found += [each for place in ground for each in money_of(place, at)]
    access = [
        each
        for place, community in ground.items()
        for service in SERVICES
        for each in plant_access(f"{place}.{service}", service, community, at)
    ]
    strikes = [_strike(scope, ground[places[0]], at) for scope, places in OBLASTS.items()]
    strikes += [grant_of(scope, ground[places[0]], at) for scope, places in OBLASTS.items()]
    makes = (_job, _export, _bulk, workbook_of, sheet_of)
    own = [make(name, user, at) for name, user in people.items() for make in makes]
    return [*found, *access, *strikes, import_of(at), *own]


def _of_groups(place: str, community: Community, at: datetime) -> Iterator[Canary]:
    yield from people_of(place, community, at)
    yield from group_of(place, community, at)
    yield from initiatives_of(place, community, at)
    yield from money_of(place, at)


def _in(place: str, community: Community, at: datetime) -> Iterator[Canary]:
    address, api = (
        community.get_absolute_url(),
        reverse("api:community-detail", args=[community.code]),
    )
    CommunityAlias.objects.get_or_create(community=community, name=text_of(place, "alias"))
    _count_residents(place, community, at)
    for kind in ("alias", "residents"):
        yield Canary(place, "communities", kind, community.code, address, api)
    yield from _parts(place, community)
    yield from plant_records(place, community, at)
    yield from _of_groups(place, community, at)
    for service in SERVICES:
        scope = f"{place}.{service}"
        officer = _officer(scope, service, community, at)
        yield Canary(scope, "officers", "officer", str(officer.pk), officer.get_absolute_url())
        show(PHOTO, officer)
        yield _post(scope, officer)
        incident = _incident(scope, service, community, officer, at)
        path = reverse("api:incident-detail", args=[incident.pk])
        yield Canary(
            scope, "incidents", "incident", str(incident.pk), incident.get_absolute_url(), path
        )
        yield from behind_the_wall(scope, community, officer, at)
        yield activity_of(scope, community, officer, at)
        yield from equipment_of(scope, officer, at)
        yield handover_of(scope, officer, at)
        yield public_report_of(scope, officer, at)
    for service in (*SERVICES, BOTH):
        scope = f"{place}.{service}"
        edition = _edition(scope, service, community, at)
        yield Canary(scope, "reports", "report", str(edition.pk), edition.get_absolute_url())


def _parts(place: str, community: Community) -> Iterator[Canary]:
    """Plant a starosta district and a police beat, whose names are the text."""
    for kind, resource, model, route in (
        ("starosta", "starosta_districts", StarostaDistrict, "api:starosta-district-detail"),
        ("beat", "beats", Beat, "api:beat-detail"),
    ):
        part, _made = model.objects.get_or_create(
            community=community, name_uk=text_of(place, kind), defaults={"name_en": ""}
        )
        path = reverse(route, args=[part.pk])
        yield Canary(place, resource, kind, str(part.pk), part.get_absolute_url(), path)


def _count_residents(place: str, community: Community, at: datetime) -> None:
    """Add a count whose source is the text; it says what the last one said."""
    last = Population.objects.filter(community=community).order_by("-on").first()
    Population.objects.get_or_create(
        community=community,
        source=text_of(place, "residents"),
        defaults={"on": timezone.localdate(at), "people": last.people if last else RESIDENTS},
    )


def _course() -> TrainingCourse:
    """Return a course without a text of anybody: it is the same for everybody."""
    school, _made = Organisation.objects.get_or_create(
        name_uk="Навчальний центр", defaults={"name_en": "Training centre", "kind": "school"}
    )
    course, _made = TrainingCourse.objects.get_or_create(
        name_uk="Курс",
        provider=school,
        defaults={
            "name_en": "Course",
            "service": "police",
            "place": "Харків",
            "hours": 160,
            "starts_on": SERVING_SINCE,
            "ends_on": SERVING_SINCE,
        },
    )
    return course


def _officer(scope: str, service: str, community: Community, at: datetime) -> Officer:
    """Return the officer of a scope, in post, with the account that logs there."""
    desk, made = User.objects.get_or_create(
        username=f"canary.desk.{scope}",
        defaults={
            "email": f"canary.desk.{scope}@{DOMAIN}",
            "full_name": text_of(scope, "desk"),
            "is_service": True,
            "password": make_password(None),
        },
    )
    if not made:
        return Officer.objects.get(user=desk)
    officer = Officer.objects.create(
        kind=KINDS[service], rank=text_of(scope, "rank"), unit=_unit(service, community), user=desk
    )
    OfficerPersonal.objects.create(
        officer=officer, last_name=text_of(scope, "officer"), first_name="Канарка"
    )
    StageChange.objects.create(
        officer=officer,
        number=1,
        stage=OfficerStage.SERVING,
        on=SERVING_SINCE,
        reason=text_of(scope, "step"),
        at=at,
    )
    Enrolment.objects.create(
        officer=officer,
        course=_course(),
        result="passed",
        certificate_number=text_of(scope, "paper"),
        certified_on=SERVING_SINCE,
    )
    Assignment.objects.create(
        officer=officer,
        community=community,
        period=(SERVING_SINCE, None),
        place=text_of(scope, "post"),
    )
    return officer


def _post(scope: str, officer: Officer) -> Canary:
    """Return the assignment of the officer of a scope, whose place is the text."""
    post = officer.assignments.earliest("pk")
    path = reverse("api:assignment-detail", args=[post.pk])
    page = reverse("officers:assignment-edit", args=[post.pk])
    return Canary(scope, "assignments", "post", str(post.pk), page, path)


def _unit(service: str, community: Community) -> Organisation:
    """Return the directorate of the oblast; in a register without one, one of our own."""
    place = {"kind": "directorate", "service": service, "oblast": community.oblast}
    known = Organisation.objects.filter(**place).first()
    return known or Organisation.objects.create(
        name_uk="Управління", name_en="Directorate", **place
    )


def _incident(
    scope: str, service: str, community: Community, officer: Officer, at: datetime
) -> Incident:
    """Return the event of a scope: submitted, returned with a reason, and submitted again."""
    pk, desk = uuid5(NAMESPACE, scope), officer.user
    known = Incident.objects.filter(pk=pk).first()
    if known or desk is None:
        return Incident.objects.get(pk=pk)
    occurred = at - timedelta(hours=1)
    fields = {
        "community": community,
        "category": Category.objects.get(code=CATEGORIES[service]),
        "occurred_at": occurred,
        "reported_at": occurred,
        "channel": "other",
        "register_number": text_of(scope, "register"),
    }
    words = {
        "address": text_of(scope, "address"),
        "narrative": text_of(scope, "incident"),
        "protected_narrative": text_of(f"{scope}.{SENSITIVE}", "few"),
    }
    record = Record(fields=fields, text=words, responses=[{"officer": officer}])
    incident = log_incident(pk=pk, record=record, by=desk, at=at)
    reason = text_of(scope, "reason")
    for to, why in ((IncidentStatus.RETURNED, reason), (IncidentStatus.SUBMITTED, "")):
        incident = move_incident(incident=incident, to=to, by=desk, at=at, reason=why)
    add_note(incident=incident, by=desk, at=at, text=text_of(scope, "note"))
    return incident


def _edition(scope: str, service: str, community: Community, at: datetime) -> Edition:
    """Return a report about the community whose first words end with the text."""
    pk = uuid5(NAMESPACE, f"report {scope}")
    known = Edition.objects.filter(job=pk).first()
    if known:
        return known
    order = _order(service, Territory(community), at)
    with translation.override(order.language):
        said = content.read(order=order, at=at, demo=shows_demo_data())
    said["lead"].append(text_of(scope, "report"))
    number = Edition.objects.filter(**order.key).count() + 1
    said["number"] = number
    state = {"state": JobState.DONE, "progress": 100, "created_at": at, "finished_at": at}
    job = Job.objects.create(
        pk=pk, kind=JOB, arguments={**order.written(), "person": None}, **state
    )
    return Edition.objects.create(
        **order.key,
        number=number,
        job=job,
        as_of=at,
        content=said,
        content_hash=content.digest(said),
    )


def _order(service: str, territory: Territory, at: datetime) -> Order:
    period = Period.of_months(Month.of(timezone.localdate(at)))
    return Order(kind="monthly", territory=territory, period=period, service=service, language="uk")


def _job(name: str, user: User, at: datetime) -> Canary:
    """Return a report that failed for an account: nobody but it may read why."""
    scope = f"{OWN}.{name}"
    order = _order(BOTH, Territory(), at)
    job, _made = Job.objects.get_or_create(
        pk=uuid5(NAMESPACE, scope),
        defaults={
            "kind": JOB,
            "arguments": {**order.written(), "person": user.pk},
            "by": user,
            "state": JobState.FAILED,
            "error": text_of(scope, "job"),
            "created_at": at,
            "finished_at": at,
        },
    )
    return Canary(scope, "jobs", "job", str(job.pk), reverse("reports:job", args=[job.pk]))


def _strike(scope: str, community: Community, at: datetime) -> Canary:
    """Return a strike of the oblast of a community, whose title is the text."""
    known = Strike.objects.filter(title=text_of(scope, "strike")).first()
    strike = known or record_strike(
        title=text_of(scope, "strike"),
        started_at=at - timedelta(days=30),
        oblasts=[community.oblast],
        by=User.objects.get(username="canary.superuser"),
        at=at,
    )
    path = reverse("api:strike-detail", args=[strike.pk])
    return Canary(scope, "strikes", "strike", str(strike.pk), strike.get_absolute_url(), path)


def _export(name: str, user: User, at: datetime) -> Canary:
    """Return a workbook that failed for an account: nobody but it may read why."""
    scope = f"{OWN}.{name}"
    job, _made = Job.objects.get_or_create(
        pk=uuid5(NAMESPACE, f"{scope}.export"),
        defaults={
            "kind": long_exports.JOB,
            "arguments": {"query": "", "rows": 1, "language": "uk", "rights": 0},
            "by": user,
            "state": JobState.FAILED,
            "error": text_of(scope, "export"),
            "created_at": at,
            "finished_at": at,
        },
    )
    page = reverse("incidents:workbook", args=[job.pk])
    return Canary(scope, "jobs", "export", str(job.pk), page)


def _bulk(name: str, user: User, at: datetime) -> Canary:
    """Return a bulk of the API that failed for an account: nobody but it may read why."""
    scope = f"{OWN}.{name}"
    said = {"client": None, "sensitive": False, "purpose": "", "language": "uk"}
    job, made = Job.objects.get_or_create(
        pk=uuid5(NAMESPACE, f"{scope}.bulk"),
        defaults={
            "kind": whole_bulks.JOB,
            "arguments": said,
            "by": user,
            "state": JobState.FAILED,
            "error": text_of(scope, "bulk"),
            "created_at": at,
            "finished_at": at,
        },
    )
    if made:
        whole_bulks.keep(job, f'{{"line": 1, "errors": "{text_of(scope, "bulk")}"}}\n')
    path = reverse("api:job-detail", args=[job.pk])
    return Canary(scope, "bulks", "bulk", str(job.pk), path, path)
