"""What the records say by key, as SQL: the one text that triggers, check and repair count with."""

from __future__ import annotations

from dataclasses import dataclass

from incidents.models.people import PEOPLE

REWRITE_LOCK = 7_101_001  # any number of our own: one rewriting of whole tallies at a time
COUNTS = ("incidents", "war_related", *PEOPLE, "responses")
# a counted row: where, what, when, whose, and the counts
COLUMNS = ("community_id", "oblast_id", "category_id", "day", "service", *COUNTS)
KYIV_DAY = "(i.occurred_at AT TIME ZONE 'Europe/Kyiv')::date"
KEY = f"i.community_id, i.oblast_id, i.category_id, {KYIV_DAY} AS day"


@dataclass(frozen=True)
class Grain:
    """One of the tallies: its table, its key, and how a counted row gets into it.

    `on` is the column of the key that is a day, `at` that day of a counted row.
    """

    table: str
    place: str
    on: str
    at: str

    @property
    def key(self) -> tuple[str, ...]:
        return (f"{self.place}_id", "category_id", "service", self.on)


MONTH = "date_trunc('month', day)::date"
DAYS = Grain("incidents_daytally", "community", "day", "day")
COMMUNITY_MONTHS = Grain("incidents_communitymonthtally", "community", "month", MONTH)
MONTHS = Grain("incidents_monthtally", "oblast", "month", MONTH)
GRAINS = (DAYS, COMMUNITY_MONTHS, MONTHS)


def counts_of_incidents(sign: int, rows: str) -> str:
    """Select the counts of incident rows, each row for itself."""
    people = ", ".join(f"{sign} * {name} AS {name}" for name in PEOPLE)
    return f"""
        SELECT {KEY}, i.service, {sign} AS incidents,
            CASE WHEN war_related THEN {sign} ELSE 0 END AS war_related, {people}, 0 AS responses
        FROM {rows} i WHERE counted"""  # noqa: S608 - only the constants of this module


def counts_of_responses(sign: int, incidents: str, responses: str) -> str:
    """Select the counts of responses; they belong to the service of the incident, as its scope."""
    zeros = ", ".join("0" for _ in ("incidents", "war_related", *PEOPLE))
    return f"""
        SELECT {KEY}, i.service, {zeros}, {sign}
        FROM {incidents} i JOIN {responses} r ON r.incident_id = i.id WHERE i.counted"""  # noqa: S608


def all_counts(incidents: str = "incidents_incident") -> str:
    """Select what all records count, a row for each record, with the columns of COLUMNS."""
    responses = counts_of_responses(1, incidents, "incidents_response")
    return f"{counts_of_incidents(1, incidents)} UNION ALL {responses}"


def said_by_records(grain: Grain, incidents: str = "incidents_incident") -> str:
    """Select every key of a tally that has records, with the counts those records make.

    `incidents` may name a table of WITH that keeps a part of them, all columns.
    """
    return _summed(grain, all_counts(incidents))


def said_by_days(grain: Grain) -> str:
    """Select the same for a coarser tally, from what the tally of days says."""
    return _summed(
        grain,
        f"SELECT {', '.join(COLUMNS)} FROM {DAYS.table}"  # noqa: S608
        " JOIN communities_community place ON place.id = community_id",
    )


def _summed(grain: Grain, counted: str) -> str:
    sums = ", ".join(f"sum({name}) AS {name}" for name in COUNTS)
    place, category, service, on = grain.key
    return f"""
        SELECT {place}, {category}, {service}, {grain.at} AS {on}, {sums}
        FROM ({counted}) counted GROUP BY 1, 2, 3, 4"""  # noqa: S608
