"""The SQL that runs with every change: territory columns, text digests and append-only tallies.

Tallies are never updated. A statement adds signed rows in its own transaction, so no writer
waits for another and the sum is exact at any moment, whoever made the change: a form, a bulk
load, COPY or psql.
"""

import pgtrigger

FILL_TERRITORY = pgtrigger.Trigger(
    name="fill_territory",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("community_id"),
    func="""
        SELECT oblast_id, raion_id INTO NEW.oblast_id, NEW.raion_id
        FROM communities_community WHERE id = NEW.community_id;
        RETURN NEW;
    """,
)

DIGEST = pgtrigger.Trigger(
    name="digest",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func=r"""
        NEW.digest = encode(sha256(convert_to(
            NEW.salt::text || E'\x1f' || NEW.address || E'\x1f' || NEW.narrative, 'UTF8'
        )), 'hex');
        RETURN NEW;
    """,
)

PEOPLE = (
    "rescued",
    "injured",
    "killed",
    "children_rescued",
    "children_injured",
    "children_killed",
)
COUNTS = ("incidents", "war_related", *PEOPLE, "responses")

KYIV_DAY = "(i.occurred_at AT TIME ZONE 'Europe/Kyiv')::date"
KEY = f"i.community_id, i.oblast_id, i.category_id, {KYIV_DAY} AS day"


def _incidents(sign: int, rows: str) -> str:
    """Select the counts of incident rows, each row for itself."""
    people = ", ".join(f"{sign} * {name} AS {name}" for name in PEOPLE)
    return f"""
        SELECT {KEY}, i.service, {sign} AS incidents,
            CASE WHEN war_related THEN {sign} ELSE 0 END AS war_related, {people}, 0 AS responses
        FROM {rows} i WHERE counted"""  # noqa: S608 - only the constants of this module


def _responses(sign: int, incidents: str, responses: str) -> str:
    """Select the counts of responses; they belong to the service of the incident, as its scope."""
    zeros = ", ".join("0" for _ in ("incidents", "war_related", *PEOPLE))
    return f"""
        SELECT {KEY}, i.service, {zeros}, {sign}
        FROM {incidents} i JOIN {responses} r ON r.incident_id = i.id WHERE i.counted"""  # noqa: S608


# what all records count, a row each
EVERYTHING = " UNION ALL ".join(
    [_incidents(1, "incidents_incident"), _responses(1, "incidents_incident", "incidents_response")]
)


def _add_to_tallies(*signed: str) -> str:
    """Sum signed rows into the tally of days by community and of months by oblast."""
    columns, sums = ", ".join(COUNTS), ", ".join(f"sum({name})" for name in COUNTS)
    changed = " OR ".join(f"sum({name}) <> 0" for name in COUNTS)
    return f"""
        WITH signed (community_id, oblast_id, category_id, day, service, {columns}) AS ({" UNION ALL ".join(signed)}),
        days AS (
            INSERT INTO incidents_daytally (community_id, category_id, service, day, {columns})
            SELECT community_id, category_id, service, day, {sums} FROM signed
            GROUP BY community_id, category_id, service, day HAVING {changed}
        )
        INSERT INTO incidents_monthtally (oblast_id, category_id, service, month, {columns})
        SELECT oblast_id, category_id, service, date_trunc('month', day)::date, {sums}
        FROM signed GROUP BY 1, 2, 3, 4 HAVING {changed};
        RETURN NULL;
    """  # noqa: S608


# Whoever adds a response holds its incident first: otherwise a change of the incident made at
# the same moment would move the tallies of the responses it could see, and not this one.
_HOLD = """
    PERFORM 1 FROM incidents_incident WHERE id IN (SELECT incident_id FROM {rows})
    ORDER BY id FOR NO KEY UPDATE;
"""


def _after(name: str, operation: pgtrigger.Operation, func: str) -> pgtrigger.Trigger:
    """Return a trigger that sees every row its statement touched, once."""
    old = None if operation == pgtrigger.Insert else "old_rows"
    new = None if operation == pgtrigger.Delete else "new_rows"
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(old=old, new=new),
        func=func,
    )


INCIDENT_TALLY = (
    _after("tally_insert", pgtrigger.Insert, _add_to_tallies(_incidents(1, "new_rows"))),
    _after(
        "tally_update",
        pgtrigger.Update,
        _add_to_tallies(
            _incidents(-1, "old_rows"),
            _incidents(1, "new_rows"),
            _responses(-1, "old_rows", "incidents_response"),
            _responses(1, "new_rows", "incidents_response"),
        ),
    ),
    _after("tally_delete", pgtrigger.Delete, _add_to_tallies(_incidents(-1, "old_rows"))),
)
RESPONSE_TALLY = (
    _after(
        "tally_insert",
        pgtrigger.Insert,
        _HOLD.format(rows="new_rows")
        + _add_to_tallies(_responses(1, "incidents_incident", "new_rows")),
    ),
    _after(
        "tally_update",
        pgtrigger.Update,
        _HOLD.format(rows="(SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) AS both_rows")
        + _add_to_tallies(
            _responses(-1, "incidents_incident", "old_rows"),
            _responses(1, "incidents_incident", "new_rows"),
        ),
    ),
    _after(
        "tally_delete",
        pgtrigger.Delete,
        _HOLD.format(rows="old_rows")
        + _add_to_tallies(_responses(-1, "incidents_incident", "old_rows")),
    ),
)
