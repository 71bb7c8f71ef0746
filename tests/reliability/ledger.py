"""Holds what was acknowledged against what the database has, field by field."""

from dataclasses import dataclass
from datetime import UTC

import psycopg
from psycopg.rows import dict_row

ROWS = """
    SELECT i.id::text, c.code AS community, s.code AS settlement, k.code AS category,
        i.occurred_at, i.reported_at, i.channel, i.war_related, i.latitude::float,
        i.longitude::float, i.accuracy_m, t.address, t.narrative, i.register_number,
        jsonb_build_object('rescued', rescued, 'injured', injured, 'killed', killed,
            'children_rescued', children_rescued, 'children_injured', children_injured,
            'children_killed', children_killed) AS people,
        (SELECT coalesce(jsonb_agg(jsonb_build_object('officer', officer_id, 'role', role,
                'dispatched_at', to_char(dispatched_at AT TIME ZONE 'UTC',
                    'YYYY-MM-DD"T"HH24:MI:SS"+00:00"'))), '[]')
            FROM incidents_response r WHERE r.incident_id = i.id) AS responses,
        (SELECT count(*) FROM incidents_incidentevent e WHERE e.pgh_obj_id = i.id) AS events,
        (SELECT count(*) FROM incidents_incidenttextevent e WHERE e.pgh_obj_id = i.id) AS texts,
        (SELECT count(*) FROM incidents_transition n WHERE n.incident_id = i.id) AS steps
    FROM incidents_incident i
    JOIN incidents_incidenttext t ON t.incident_id = i.id
    JOIN communities_community c ON c.id = i.community_id
    LEFT JOIN communities_settlement s ON s.id = i.settlement_id
    JOIN incidents_category k ON k.id = i.category_id
    WHERE t.narrative LIKE %s"""
UNEQUAL_TALLIES = """
    WITH told AS (
        SELECT community_id, category_id, service, day, sum(incidents), sum(war_related),
            sum(rescued), sum(injured), sum(killed), sum(responses)
        FROM incidents_daytally GROUP BY 1, 2, 3, 4 HAVING sum(incidents) <> 0),
    counted AS (
        SELECT community_id, category_id, service, (occurred_at AT TIME ZONE 'Europe/Kyiv')::date,
            count(*), count(*) FILTER (WHERE war_related), sum(rescued), sum(injured), sum(killed),
            sum((SELECT count(*) FROM incidents_response r WHERE r.incident_id = i.id))
        FROM incidents_incident i WHERE counted GROUP BY 1, 2, 3, 4)
    SELECT count(*) FROM (
        (TABLE told EXCEPT TABLE counted) UNION ALL (TABLE counted EXCEPT TABLE told)) AS unequal"""


@dataclass
class Verdict:
    """What the comparison found; everything but `acknowledged` and `answers` has to be nothing."""

    acknowledged: int
    lost: int
    doubled: int
    changed: int
    history: int
    tallies: int

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.changed or self.history or self.tallies)


def compare(database: psycopg.Connection, acknowledged: dict[str, dict], mark: str) -> Verdict:
    """Compare what tablets were told is stored, by id, with the rows that carry the mark."""
    rows = database.cursor(row_factory=dict_row).execute(ROWS, [f"{mark} %"]).fetchall()
    stored = {row["id"]: row for row in rows}
    names = [row["narrative"] for row in rows]
    known = [(body, stored[pk]) for pk, body in acknowledged.items() if pk in stored]
    wanted = {body["narrative"] for body in acknowledged.values()}
    return Verdict(
        acknowledged=len(acknowledged),
        lost=len(wanted - set(names)),
        doubled=len(names) - len(set(names)),
        changed=sum(_told(row) != body for body, row in known),
        history=sum((row["events"], row["texts"], row["steps"]) != (1, 1, 1) for row in rows),
        tallies=database.execute(UNEQUAL_TALLIES).fetchone()[0],
    )


def _told(row: dict) -> dict:
    """Return a row as the tablet sent it."""
    moments = {
        name: row[name].astimezone(UTC).isoformat() for name in ("occurred_at", "reported_at")
    }
    own = {"id", "events", "texts", "steps"}
    return {name: value for name, value in row.items() if name not in own} | moments
