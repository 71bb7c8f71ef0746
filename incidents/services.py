"""Everything that changes incidents: logging, editing, and the steps of their status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Community, Oblast, Service, scope_of
from communities.models.rights import kept_row
from core.exceptions import RuleBroken, refuse_stale
from incidents import amending, sections
from incidents.models import Incident, IncidentStatus, IncidentText, Note, Response, Transition
from incidents.sections import Sections
from incidents.storing import copy, insert

ADD = "incidents.add_incident"
STEPS: dict[str, tuple[str, ...]] = {
    IncidentStatus.DRAFT: (IncidentStatus.SUBMITTED, IncidentStatus.VOID),
    IncidentStatus.SUBMITTED: (
        IncidentStatus.VERIFIED,
        IncidentStatus.RETURNED,
        IncidentStatus.VOID,
    ),
    IncidentStatus.RETURNED: (IncidentStatus.SUBMITTED, IncidentStatus.VOID),
    IncidentStatus.VERIFIED: (IncidentStatus.CLOSED, IncidentStatus.VOID),
    IncidentStatus.CLOSED: (),
    IncidentStatus.VOID: (),
}
NEEDS_REASON = {IncidentStatus.RETURNED, IncidentStatus.VOID}


@dataclass(frozen=True, kw_only=True)
class Record:
    """What a person says about an event: columns of Incident and IncidentText, and who went.

    `responses` maps nothing to nothing when None: then those of the record stay as they are, and
    so do `sections` that are not named. What amends a verified record gives its `reason`.
    """

    fields: Mapping[str, Any]
    text: Mapping[str, str] = field(default_factory=dict)
    responses: Iterable[Mapping[str, Any]] | None = None
    sections: Sections = field(default_factory=dict)
    reason: str = ""


class IdTaken(RuleBroken):
    """The UUID already names a record."""

    def __init__(self) -> None:
        super().__init__(_("Choose another UUID."), code="id_taken")


@dataclass(frozen=True, kw_only=True)
class New:
    """A new event as it is stored: its key, what is said about it, the digest of its body."""

    pk: UUID
    record: Record
    body_hash: bytes | None = None


@transaction.atomic(savepoint=False)
def log_incident(
    *, pk: UUID, record: Record, by: User, at: datetime, draft: bool = False, body_hash: Any = None
) -> Incident:
    """Store a new event once; `IdTaken` when the UUID is in use: the transaction is over then.

    A submitted event gets its number here; a draft gets it on submission.
    """
    incident = _made(New(pk=pk, record=record, body_hash=body_hash), by=by, at=at)
    if not draft:
        incident.status = IncidentStatus.SUBMITTED
        incident.number = next_number(community=incident.community, at=at)
    words = IncidentText(incident=incident, **record.text)
    details = list(sections.made(incident, record.sections))
    once = [each for each in details if each.section not in sections.REPEATED]
    if not insert(incident, words, _step(incident, was="", by=by, at=at), *once):
        raise IdTaken
    sections.add(each for each in details if each.section in sections.REPEATED)
    _add_responses(incident, record.responses or ())
    return incident


@transaction.atomic
def log_incidents(*, new: Sequence[New], by: User, at: datetime) -> list[Incident]:
    """Store and submit many new events, all or none; IntegrityError when a UUID is in use.

    Within `core.history.authored_by`: COPY tells the history of nobody by itself.
    """
    made = [_made(each, by=by, at=at) for each in new]
    numbers = _numbers(made, at=at)
    for incident in made:
        incident.status = IncidentStatus.SUBMITTED
        incident.number = numbers[incident.community.oblast.number].pop()
    said = list(zip(made, new, strict=True))
    copy(made)
    copy([IncidentText(incident_id=incident.pk, **each.record.text) for incident, each in said])
    copy([_step(incident, was="", by=by, at=at) for incident in made])
    details = [row for i, each in said for row in sections.made(i, each.record.sections)]
    for table in sections.TABLES.values():
        copy([each for each in details if type(each) is table])
    copy([_response(i, told) for i, each in said for told in each.record.responses or ()])
    return made


def _made(new: New, *, by: User, at: datetime) -> Incident:
    community: Community = new.record.fields["community"]
    return Incident(
        pk=new.pk,
        **new.record.fields,
        oblast_id=community.oblast_id,
        raion_id=community.raion_id,
        service=service_of(by=by, community=community),
        received_at=at,
        created_at=at,
        updated_at=at,
        logged_by=by,
        body_hash=new.body_hash,
    )


@transaction.atomic
def edit_incident(
    *,
    incident: Incident,
    record: Record,
    by: User,
    at: datetime,
    version: int | None = None,
    submit: bool = False,
) -> Incident:
    """Change a record; a stale `version` is refused.

    With `submit` a draft or a returned record is also submitted, both or neither. What is
    verified is amended: with a reason, and what is replaced is kept.
    """
    incident = _held(incident)
    refuse_stale(incident, version)
    with amending.kept(incident, reason=record.reason, by=by, at=at):
        _change(incident, record, at=at)
    if submit and IncidentStatus.SUBMITTED in STEPS[incident.status]:
        return move_incident(incident=incident, to=IncidentStatus.SUBMITTED, by=by, at=at)
    return incident


def _change(incident: Incident, record: Record, *, at: datetime) -> None:
    _refuse_fixed(incident, record)
    for name, value in record.fields.items():
        setattr(incident, name, value)
    incident.version += 1
    incident.updated_at = at
    incident.save()
    if record.text:
        IncidentText.objects.filter(pk=incident.pk).update(**record.text)
    sections.change(incident, record.sections)
    if record.responses is not None:
        _change_responses(incident, record.responses)


def _refuse_fixed(incident: Incident, record: Record) -> None:
    """Refuse what no edit changes: the community of an accepted record, the wall around one."""
    if incident.community_id != record.fields["community"].pk and incident.number:
        raise RuleBroken(
            _("An accepted incident stays in its community."), code="fixed", field="community"
        )
    becomes = record.fields.get("category", incident.category)
    if incident.is_sensitive and not becomes.sensitive:
        raise RuleBroken(
            _("A protected record stays one. Annul it if it was recorded by mistake."),
            code="fixed",
            field="category",
        )


@transaction.atomic
def move_incident(
    *,
    incident: Incident,
    to: str,
    by: User,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> Incident:
    """Take one step of the status, with its reason where one is needed."""
    incident = _held(incident)
    was = incident.status
    if was == to:
        message = _("Nothing was done: the record is “%(status)s” already.")
        raise RuleBroken(message % {"status": incident.get_status_display()}, code="done_already")
    refuse_stale(incident, version)
    if to not in STEPS[was]:
        raise RuleBroken(
            _("From “%(was)s” there is no step to “%(to)s”.")
            % {"was": incident.get_status_display(), "to": IncidentStatus(to).label},
            code="no_such_step",
        )
    if to in NEEDS_REASON and not reason.strip():
        raise RuleBroken(_("Say why."), code="required", field="reason")
    incident.status = to
    incident.version += 1
    incident.updated_at = at
    if incident.number is None and to == IncidentStatus.SUBMITTED:
        incident.number = next_number(community=incident.community, at=at)
        incident.received_at = at
    incident.save()
    _step(incident, was=was, by=by, at=at, reason=reason.strip()).save(force_insert=True)
    return incident


@transaction.atomic
def add_response(
    *, incident: Incident, told: Mapping[str, Any], at: datetime, version: int | None = None
) -> Response:
    """Name one more officer who went to an event that is not yet verified."""
    incident = _held(incident)
    refuse_stale(incident, version)
    _refuse_verified(incident)
    if incident.responses.filter(officer=told["officer"]).exists():
        raise RuleBroken(_("This officer is already named."), code="named_already")
    incident.version += 1
    incident.updated_at = at
    incident.save()
    response = _response(incident, told)
    response.save(force_insert=True)
    return response


@transaction.atomic
def add_note(*, incident: Incident, by: User, at: datetime, text: str) -> Note:
    """Write a note into the timeline of a record; one that was annulled has none any more."""
    if _held(incident).status == IncidentStatus.VOID:
        raise RuleBroken(_("Nothing is added to an annulled record."), code="void")
    return Note.objects.create(incident=incident, author=by, at=at, text=text)


def services_of(*, by: User, community: Community) -> list[str]:
    """Return what an account may log for: the officer's own service, or those of its grants."""
    own = kept_row(by, "own service", lambda: _own_service(by))
    if own:
        return [own]
    scope = scope_of(by, ADD)
    return [each for each in Service.values if scope.of(each).covers(community)]


def _own_service(user: User) -> str:
    """Return the service of an account that is an officer's; of any other, nothing."""
    officer = getattr(user, "officer", None)
    return officer.service if officer else ""


def service_of(*, by: User, community: Community) -> str:
    """Return the service an account logs for; RuleBroken unless it is one."""
    found = services_of(by=by, community=community)
    if len(found) != 1:
        raise RuleBroken(
            _("This account logs for no single service here."), code="no_service", field="community"
        )
    return found[0]


def next_number(*, community: Community, at: datetime) -> str:
    """Give the next number of the oblast and the year of receipt in Kyiv; numbers have gaps."""
    year = timezone.localtime(at).year
    oblast = community.oblast.number
    with connection.cursor() as cursor:
        cursor.execute("SELECT next_incident_number(%s, %s)", [oblast, year])
        return f"{oblast}-{year}-{cursor.fetchone()[0]:06}"


def _numbers(incidents: Iterable[Incident], *, at: datetime) -> dict[str, list[str]]:
    """Give a number for each event, by the number of its oblast, in one statement an oblast."""
    wanted = Counter(each.community.oblast.number for each in incidents)
    year = timezone.localtime(at).year
    given = {}
    for oblast, count in sorted(wanted.items()):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT next_incident_number(%s, %s) FROM generate_series(1, %s)",
                [oblast, year, count],
            )
            given[oblast] = [f"{oblast}-{year}-{number:06}" for (number,) in cursor.fetchall()]
        given[oblast].reverse()  # taken from the end
    return given


def prepare_numbers(*, years: Iterable[int]) -> None:
    """Make the sequences of those years for every oblast, each committed at once.

    Otherwise the first number of a year given in a long transaction would be waited for.
    """
    for oblast, year in product(Oblast.objects.all(), years):
        with connection.cursor() as cursor:
            cursor.execute("SELECT prepare_incident_numbers(%s, %s)", [oblast.number, year])


def _held(incident: Incident) -> Incident:
    """Lock the row and read it again."""
    held = Incident.objects.select_for_update(of=("self",)).select_related(
        "community__oblast", "category"
    )
    return held.get(pk=incident.pk)


def _refuse_verified(incident: Incident) -> None:
    if not incident.is_editable:
        raise RuleBroken(_("A verified incident is no longer edited."), code="not_editable")


def _add_responses(incident: Incident, responses: Iterable[Mapping[str, Any]]) -> None:
    if responses:
        Response.objects.bulk_create(_response(incident, each) for each in responses)


def _change_responses(incident: Incident, responses: Iterable[Mapping[str, Any]]) -> None:
    """Leave the responses that stay as they are alone: history then tells what changed."""
    stored = {_told(each) for each in incident.responses.all()}
    wanted = {_told(made): made for made in (_response(incident, each) for each in responses)}
    gone = [officer for officer, *rest in stored if (officer, *rest) not in wanted]
    incident.responses.filter(officer__in=gone).delete()
    Response.objects.bulk_create(made for told, made in wanted.items() if told not in stored)


def _response(incident: Incident, told: Mapping[str, Any]) -> Response:
    return Response(incident=incident, service=told["officer"].service, **told)


def _told(each: Response) -> tuple[Any, ...]:
    """Return what a response says, to compare it with another."""
    return (each.officer_id, each.role, each.dispatched_at, each.arrived_at, each.finished_at)


def _step(incident: Incident, *, was: str, by: User, at: datetime, reason: str = "") -> Transition:
    return Transition(  # by keys: of many events, naming whole rows costs as much as the rest
        incident_id=incident.pk,
        from_status=was,
        to_status=incident.status,
        by_id=by.pk,
        at=at,
        reason=reason,
    )
