"""Invented sections of the events: of every fire, of every find; the same for the same events."""

from __future__ import annotations

from typing import Any

from django.db import connection

from incidents.models import ExplosiveKind

# a fraction between 0 and 1 that an event keeps, another one for each thing asked of it
FRACTION = "((hashtext(i.id::text || '{}') & 1023) / 1024.0)"
OBJECTS = {
    "fire.residential": "dwelling",
    "fire.industrial": "production",
    "fire.transport": "transport",
    "fire.ecosystem": "ecosystem",
}
CAUSES = ("electrical", "careless_fire", "short_circuit", "stove", "smoking", "arson", "unknown")
FOUND = tuple(each.value for each in ExplosiveKind)[:9]
FIRES = f"""
    INSERT INTO incidents_firedetails (incident_id, object_kind, area_m2, cause_id)
    SELECT i.id, coalesce(%(objects)s::jsonb ->> category.code, 'other'),
        ceil((3 + 240 * power({FRACTION.format("area")}, 3))
            * CASE category.code WHEN 'fire.ecosystem' THEN 90 ELSE 1 END),
        cause.id
    FROM incidents_incident i
    JOIN incidents_category category ON category.id = i.category_id
    LEFT JOIN incidents_classifiercode cause ON cause.classifier = 'fire_cause'
        AND cause.code = CASE WHEN i.war_related THEN 'shelling' ELSE
            (%(causes)s::text[])[1 + floor({FRACTION.format("cause")} * %(known)s)::int] END
    WHERE 'fire' = ANY (category.sections)"""  # noqa: S608 - our own words
FINDS = f"""
    INSERT INTO incidents_explosivesdetails (incident_id, kind, calibre, quantity, action)
    SELECT i.id, (%(kinds)s::text[])[1 + floor({FRACTION.format("kind")} * %(many)s)::int], '',
        1 + floor(9 * power({FRACTION.format("quantity")}, 3)),
        CASE WHEN {FRACTION.format("action")} < 0.2 THEN 'identified'
            WHEN {FRACTION.format("action")} < 0.7 THEN 'handed_over' ELSE 'destroyed' END
    FROM incidents_incident i
    JOIN incidents_category category ON category.id = i.category_id
    WHERE 'explosives' = ANY (category.sections)"""  # noqa: S608 - our own words


def say_details() -> dict[str, int]:
    """Store the sections of every event there is; return the rows by table."""
    with connection.cursor() as cursor:
        objects = "{" + ", ".join(f'"{code}": "{kind}"' for code, kind in OBJECTS.items()) + "}"
        causes: dict[str, Any] = {"objects": objects, "causes": list(CAUSES), "known": len(CAUSES)}
        cursor.execute(FIRES, causes)
        fires = cursor.rowcount
        cursor.execute(FINDS, {"kinds": list(FOUND), "many": len(FOUND)})
        return {"incidents_firedetails": fires, "incidents_explosivesdetails": cursor.rowcount}
