"""The ways records really change: services, the API, COPY and statements of plain SQL."""

import uuid
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from core import clock
from incidents import services
from incidents.models import Incident
from officers.models import OfficerKind
from tests.factories.accounts import account
from tests.factories.incidents import KYIV
from tests.factories.officers import AssignmentFactory, OfficerFactory

FIRST = datetime(2025, 2, 25, tzinfo=KYIV)  # days and months end within forty days of it
REASON = "так треба"
INCIDENT = (
    "id", "number", "community_id", "category_id", "service", "occurred_at", "reported_at",
    "received_at", "channel", "war_related", "rescued", "injured", "killed", "children_rescued",
    "children_injured", "children_killed", "register_number", "status", "version",
    "logged_by_id", "created_at", "updated_at",
)  # fmt: skip
RESPONSE = ("incident_id", "officer_id", "service", "role")


def moment(hour: int) -> datetime:
    return FIRST + timedelta(hours=hour)


def sql(statement: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


class Ways:
    """Everything a history needs: a country, its author, a reviewer, and who may respond."""

    def __init__(self, country: Any) -> None:
        self.country = country
        north = country["north"]
        self.officer = account("officer", community=north, service="police")
        own = OfficerFactory.create(user=self.officer)
        helper = OfficerFactory.create(kind=OfficerKind.COMMUNITY_RESCUE)
        for each in (own, helper):
            AssignmentFactory.create(officer=each, community=north)
        self.responders = [own, helper]
        self.reviewer = account("oblast_coordinator", oblast=north.oblast)
        self.client = APIClient()
        self.client.force_login(self.officer)

    def ids(self) -> list[uuid.UUID]:
        return list(Incident.objects.order_by("pk").values_list("pk", flat=True))

    # --- services

    def record(self, event: Any) -> services.Record:
        """Return what the officer of the northern community says about an event."""
        return services.Record(
            fields={
                "community": self.country["north"],
                "category": self.country.categories[event["category"] % 2],
                "occurred_at": moment(event["hour"]),
                "reported_at": moment(event["hour"]),
                "channel": "102",
                "war_related": event["war_related"],
                **event["people"],
            },
            responses=[{"officer": self.responders[at]} for at in sorted(event["responders"])],
        )

    def log(self, event: Any, *, draft: bool) -> None:
        services.log_incident(
            pk=uuid.uuid4(), record=self.record(event), by=self.officer, at=clock.now(), draft=draft
        )

    def edit(self, incident: Incident, event: Any, *, submit: bool) -> None:
        services.edit_incident(
            incident=incident,
            record=self.record(event),
            by=self.officer,
            at=clock.now(),
            submit=submit,
        )

    def move(self, incident: Incident, to: str) -> None:
        services.move_incident(
            incident=incident, to=to, by=self.reviewer, at=clock.now(), reason=REASON
        )

    # --- the API

    def put(self, pk: uuid.UUID, event: Any, **headers: str) -> int:
        happened = moment(event["hour"]).isoformat()
        body = {
            "community": self.country["north"].code,
            "category": self.country.categories[event["category"] % 2].code,
            "occurred_at": happened,
            "reported_at": happened,
            "channel": "102",
            "war_related": event["war_related"],
            "people": event["people"],
            "responses": [{"officer": self.responders[at].pk} for at in event["responders"]],
        }
        return self.client.put(f"/api/v1/incidents/{pk}/", body, headers=headers).status_code

    # --- plain SQL

    def row(self, event: Any) -> dict[str, Any]:
        pk, at = uuid.uuid4(), moment(event["hour"])
        return {
            "id": pk,
            "number": f"98-{str(pk)[:12]}",
            "community_id": self.country[event["place"]].pk,
            "category_id": self.country.categories[event["category"]].pk,
            "service": event["service"],
            **dict.fromkeys(("occurred_at", "reported_at", "received_at"), at),
            **dict.fromkeys(("created_at", "updated_at"), timezone.localtime(at)),
            "channel": "101",
            "war_related": event["war_related"],
            **dict.fromkeys(("killed", "children_killed", "children_injured"), 0),
            **event["people"],
            "register_number": "",
            "status": event["status"],
            "version": 1,
            "logged_by_id": self.country.author.pk,
        }

    def copy(self, events: list[Any]) -> None:
        """Load incidents, and then who went, as a bulk load does."""
        rows = [self.row(each) for each in events]
        self._copy("incidents_incident", INCIDENT, ([row[n] for n in INCIDENT] for row in rows))
        went = (
            [row["id"], self.responders[at].pk, self.responders[at].service, "lead"]
            for row, event in zip(rows, events, strict=True)
            for at in event["responders"]
        )
        self._copy("incidents_response", RESPONSE, went)

    def upsert(self, event: Any, pk: uuid.UUID) -> None:
        """Insert a new row, and one whose id is taken, by one statement."""
        rows = [self.row(event), self.row(event) | {"id": pk}]
        marks = ", ".join(["%s"] * len(INCIDENT))
        sql(
            f"INSERT INTO incidents_incident ({', '.join(INCIDENT)}) VALUES ({marks}), ({marks})"  # noqa: S608
            " ON CONFLICT (id) DO UPDATE SET category_id = EXCLUDED.category_id,"
            " community_id = EXCLUDED.community_id, rescued = EXCLUDED.rescued,"
            " children_rescued = EXCLUDED.children_rescued",
            *(row[name] for row in rows for name in INCIDENT),
        )

    def delete(self, ids: list[uuid.UUID]) -> None:
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("response", "incidenttext", "incidentwords", "transition"):
            sql(f"DELETE FROM incidents_{table} WHERE incident_id = ANY(%s)", ids)  # noqa: S608
        sql("DELETE FROM incidents_incident WHERE id = ANY(%s)", ids)

    def truncate(self, table: str) -> None:
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        sql(f"TRUNCATE incidents_{table} CASCADE")

    def _copy(self, table: str, columns: tuple[str, ...], rows: Any) -> None:
        statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)


def events(st: Any) -> SimpleNamespace:
    """Return the strategies of an event and of several."""
    counts = {"rescued": st.integers(0, 3), "injured": st.integers(0, 3)}
    people = st.fixed_dictionaries(counts).flatmap(
        lambda given: st.integers(0, given["rescued"]).map(
            lambda children: given | {"children_rescued": children}
        )
    )
    one = st.fixed_dictionaries(
        {
            "place": st.sampled_from(["north", "northern", "south", "capital"]),
            "category": st.integers(0, 2),
            "service": st.sampled_from(["police", "rescue"]),
            "hour": st.integers(0, 24 * 40),
            "war_related": st.booleans(),
            "people": people,
            "responders": st.sets(st.integers(0, 1)),
            "status": st.sampled_from(["draft", "submitted", "verified", "void"]),
        }
    )
    return SimpleNamespace(one=one, several=st.lists(one, max_size=4))
