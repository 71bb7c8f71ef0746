"""An incident as the API tells it: the one shape of lists, single records and answers to writes.

PostgreSQL writes the JSON. A list of a hundred records costs several times as much when each
is made a model, told field by field and written by Python. Moments carry the offset of Kyiv
because the connection's time zone is Kyiv (`TIME_ZONE` of DATABASES).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import CharField, QuerySet
from django.db.models.expressions import Expression

from core.zones import in_utc
from incidents.models import ALWAYS_PROTECTED, PROTECTED, Incident, Section
from incidents.models.people import PEOPLE
from incidents.sections import TABLES, columns


def _object(fields: Iterable[tuple[str, str]]) -> str:
    """Return the SQL of a JSON object: each name, and the SQL of its value."""
    return f"json_build_object({', '.join(f'{name!r}, {value}' for name, value in fields)})"


def _columns(of: str, *names: str) -> list[tuple[str, str]]:
    return [(name, f"{of}.{name}") for name in names]


TIMES = ("occurred_at", "reported_at", "received_at", "created_at", "updated_at")
MOMENTS = ("dispatched_at", "arrived_at", "finished_at")
RESPONSE = _object([("officer", "r.officer_id"), *_columns("r", "role", *MOMENTS)])
RESPONSES = f"""coalesce((
    SELECT json_agg({RESPONSE} ORDER BY r.id) FROM incidents_response r WHERE r.incident_id = i.id
), '[]')"""  # noqa: S608 - our own names


def _section(section: str, *columns: tuple[str, str], joins: str = "", many: bool = False) -> str:
    """Return the SQL of a section of the record `i`: null, or `[]` where it may have several rows.

    It is looked for only where a category may open one.
    """
    told, table = _object(columns), TABLES[section]._meta.db_table
    one = f"SELECT {told} FROM {table} d{joins} WHERE d.incident_id = i.id"  # noqa: S608 - our own names
    if many:
        one = one.replace(told, f"json_agg({told} ORDER BY d.id)", 1)
    opened = "cardinality(category.sections) + cardinality(i.further_categories) > 0"
    found = f"CASE WHEN {opened} THEN ({one}) END"
    return f"coalesce({found}, '[]')" if many else found


OF_CODE = " LEFT JOIN incidents_classifiercode code ON code.id = d.{}_id"
CODE = ("code", "code.code")
EMERGENCY = _section(Section.EMERGENCY, CODE, *_columns("d", "level"), joins=OF_CODE.format("code"))
FIRE = _section(
    Section.FIRE,
    ("area_m2", "d.area_m2::float8"),
    *_columns("d", "object_kind"),
    ("cause", "code.code"),
    joins=OF_CODE.format("cause"),
)
EXPLOSIVES = _section(
    Section.EXPLOSIVES, *_columns("d", "kind", "calibre", "quantity", "action"), many=True
)
VIOLENCE = _section(
    Section.DOMESTIC_VIOLENCE,
    *_columns("d", *(each.name for each in columns(Section.DOMESTIC_VIOLENCE))),
)
ONCE: dict[str, tuple[str, ...]] = {  # the sections a record has once, and what stands in each
    each: tuple(field.name for field in columns(each))
    for each in (Section.EMERGENCY, Section.FIRE, Section.DOMESTIC_VIOLENCE)
}
SHAPE = (
    *_columns("i", "id", "number"),
    ("community", "community.code"),
    ("settlement", "settlement.code"),
    ("category", "category.code"),
    ("further_categories", "to_json(i.further_categories)"),
    *_columns("i", "occurred_at", "reported_at", "received_at", "channel", "service"),
    *_columns("i", "war_related"),
    ("latitude", "i.latitude::float8"),
    ("longitude", "i.longitude::float8"),
    *_columns("i", "accuracy_m"),
    *_columns("said", "address", "narrative", "protected_narrative"),
    ("people", _object(_columns("i", *PEOPLE))),
    ("damage_uah", "i.damage_uah::text"),
    *_columns("i", "register_number"),
    ("emergency", EMERGENCY),
    ("fire", FIRE),
    ("explosives", EXPLOSIVES),
    ("domestic_violence", VIOLENCE),
    ("responses", RESPONSES),
    ("strike", "i.strike_id"),
    *_columns("i", "status", "version"),
    ("logged_by", "i.logged_by_id"),
    *_columns("i", "created_at", "updated_at"),
)
# what is told without a purpose, of any record and of a sensitive one: protected fields are absent
PLAIN = tuple(each for each in SHAPE if each[0] not in ALWAYS_PROTECTED)
OUTLINE = tuple(each for each in SHAPE if each[0] not in PROTECTED)
ROWS = """
    FROM (SELECT {table}.*) i
    JOIN communities_community community ON community.id = i.community_id
    JOIN incidents_category category ON category.id = i.category_id
    LEFT JOIN communities_settlement settlement ON settlement.id = i.settlement_id
    LEFT JOIN incidents_incidenttext said ON said.incident_id = i.id
"""
PLACE = "json_build_array(i.longitude::float8, i.latitude::float8)"
POINT = f"""CASE WHEN i.latitude IS NOT NULL AND NOT category.sensitive
    THEN {_object([("type", "'Point'"), ("coordinates", PLACE)])} END"""
GUARDED = f"CASE WHEN category.sensitive THEN {_object(OUTLINE)} ELSE {_object(PLAIN)} END"
TOLD = f"(SELECT ({GUARDED})::text{ROWS})"
WHOLE = f"(SELECT {_object(SHAPE)}::text{ROWS})"
FEATURE = _object(
    [("type", "'Feature'"), ("id", "i.id"), ("geometry", POINT), ("properties", GUARDED)]
)


MOMENT = re.compile(rf"\b[ir]\.(?:{'|'.join((*TIMES, *MOMENTS))})\b")  # a column in the SQL


def as_asked(sql: str) -> str:
    """Return the SQL with its moments in UTC, should that be asked for: to_json writes no Z."""
    if not in_utc():
        return sql
    return MOMENT.sub(r"(to_json(\g<0> AT TIME ZONE 'UTC') #>> '{}' || 'Z')", sql)


def _one(told: str) -> str:
    return f"SELECT {told.format(table='one')} FROM incidents_incident one WHERE id = %s"  # noqa: S608


ONE, ONE_WHOLE = _one(TOLD), _one(WHOLE)


class Told(Expression):
    """The text that PostgreSQL makes of the incident in each row of a query on incidents."""

    output_field = CharField()

    def __init__(self, sql: str = TOLD) -> None:
        self.sql = sql
        super().__init__()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        table = connection.ops.quote_name(compiler.query.get_initial_alias())
        return as_asked(self.sql.format(table=table)), []


def telling(incidents: QuerySet[Incident], *names: str, sql: str = TOLD) -> QuerySet[Incident, Any]:
    """Return a text of each incident, its JSON, after some of its columns where they are named."""
    return incidents.select_related(None).values_list(*names, Told(sql), flat=not names)


def tell(pk: UUID, *, whole: bool = False) -> str:
    """Return the JSON text of one incident; whether the caller may see it was asked before.

    `whole` tells the protected fields, too: whoever asks for that has written the reading down.
    """
    with connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]  # core.postgresql
        cursor.execute(as_asked(ONE_WHOLE if whole else ONE), [pk])
        return cursor.fetchone()[0]


def read(told: str) -> dict[str, Any]:
    """Return what a JSON text says."""
    return json.loads(told)
