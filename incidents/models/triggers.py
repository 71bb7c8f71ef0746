"""The SQL that runs with every change: territory columns, text digests and append-only tallies.

Tallies are never updated. A statement adds signed rows in its own transaction, so no writer
waits for another and the sum is exact at any moment, whoever made the change: a form, a bulk
load, COPY or psql. One statement (WITH …) that changes incidents and their responses together
is the one way they cannot follow; `check_tallies` finds it.
"""

import pgtrigger

from core.triggers import after
from incidents.models.counting import (
    COLUMNS,
    COUNTS,
    GRAINS,
    REWRITE_LOCK,
    Grain,
    counts_of_incidents,
    counts_of_responses,
)

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
            NEW.salt::text || E'\x1f' || NEW.address || E'\x1f' || NEW.narrative
            || CASE WHEN NEW.protected_narrative = '' THEN ''
                ELSE E'\x1f' || NEW.protected_narrative END, 'UTF8'
        )), 'hex');
        RETURN NEW;
    """,
)


def _add_to_tallies(*signed: str) -> str:
    """Sum signed rows into every tally, by one statement."""
    *others, last = (_add(grain) for grain in GRAINS)
    with_others = "".join(f", added_{number} AS ({each})" for number, each in enumerate(others))
    return f"""
        WITH signed ({", ".join(COLUMNS)}) AS ({" UNION ALL ".join(signed)}){with_others}
        {last};
        RETURN NULL;
    """


def _add(grain: Grain) -> str:
    sums = ", ".join(f"sum({name})" for name in COUNTS)
    changed = " OR ".join(f"sum({name}) <> 0" for name in COUNTS)
    place, category, service, _on = grain.key
    return f"""
        INSERT INTO {grain.table} ({", ".join((*grain.key, *COUNTS))})
        SELECT {place}, {category}, {service}, {grain.at}, {sums}
        FROM signed GROUP BY 1, 2, 3, 4 HAVING {changed}"""  # noqa: S608


# Whoever adds a response holds its incident first: otherwise a change of the incident made at
# the same moment would move the tallies of the responses it could see, and not this one.
_HOLD = """
    PERFORM 1 FROM incidents_incident WHERE id IN (SELECT incident_id FROM {rows})
    ORDER BY id FOR NO KEY UPDATE;
"""

# Having waited for that, the change must see what it waited for: a snapshot of the whole
# transaction would not.
_SEE_EVERYTHING = """
    IF current_setting('transaction_isolation') NOT LIKE 'read %' THEN
        RAISE EXCEPTION 'Change incidents at READ COMMITTED: tallies need what others committed.';
    END IF;
"""

# Which key a response counted under is known only while its incident is there.
_NEED_INCIDENT = """
    IF EXISTS (
        SELECT FROM old_rows r
        WHERE NOT EXISTS (SELECT FROM incidents_incident i WHERE i.id = r.incident_id)
    ) THEN
        RAISE EXCEPTION 'Delete responses before their incident, by a statement of their own.';
    END IF;
"""

# A folding or a repair at work would bring back, as a sum, rows this cannot see yet.
_EMPTY_TALLIES = f"""
    PERFORM pg_advisory_xact_lock({REWRITE_LOCK});
    {" ".join(f"DELETE FROM {grain.table};" for grain in GRAINS)}
    RETURN NULL;
"""  # noqa: S608


def _take_responses_out() -> str:
    """Add what makes every sum of responses zero."""
    inserts = (
        f"""
        INSERT INTO {grain.table} ({", ".join(grain.key)}, {", ".join(COUNTS)})
        SELECT {", ".join(grain.key)}, {"0, " * (len(COUNTS) - 1)} -sum(responses)
        FROM {grain.table} GROUP BY {", ".join(grain.key)} HAVING sum(responses) <> 0;
        """  # noqa: S608
        for grain in GRAINS
    )
    return "".join(inserts) + "RETURN NULL;"


INCIDENT_TALLY = (
    after("tally_insert", pgtrigger.Insert, _add_to_tallies(counts_of_incidents(1, "new_rows"))),
    after(
        "tally_update",
        pgtrigger.Update,
        _SEE_EVERYTHING
        + _add_to_tallies(
            counts_of_incidents(-1, "old_rows"),
            counts_of_incidents(1, "new_rows"),
            counts_of_responses(-1, "old_rows", "incidents_response"),
            counts_of_responses(1, "new_rows", "incidents_response"),
        ),
    ),
    after("tally_delete", pgtrigger.Delete, _add_to_tallies(counts_of_incidents(-1, "old_rows"))),
    after("tally_truncate", pgtrigger.Truncate, _EMPTY_TALLIES),
)
RESPONSE_TALLY = (
    after(
        "tally_insert",
        pgtrigger.Insert,
        _HOLD.format(rows="new_rows")
        + _add_to_tallies(counts_of_responses(1, "incidents_incident", "new_rows")),
    ),
    after(
        "tally_update",
        pgtrigger.Update,
        _NEED_INCIDENT
        + _HOLD.format(
            rows="(SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) AS both_rows"
        )
        + _add_to_tallies(
            counts_of_responses(-1, "incidents_incident", "old_rows"),
            counts_of_responses(1, "incidents_incident", "new_rows"),
        ),
    ),
    after(
        "tally_delete",
        pgtrigger.Delete,
        _NEED_INCIDENT
        + _HOLD.format(rows="old_rows")
        + _add_to_tallies(counts_of_responses(-1, "incidents_incident", "old_rows")),
    ),
    after("tally_truncate", pgtrigger.Truncate, _take_responses_out()),
)
