"""Every measure in the order readers meet them; a new one is one line here."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from indicators import (
    activities,
    communities,
    coverage,
    deeds,
    equipment,
    groups,
    incidents,
    initiatives,
    intervals,
    load,
    money,
    officers,
    public_reports,
    training,
    trainings,
    vacancies,
)
from indicators.asks import Ask, Value
from indicators.base import Measure

CATALOGUE: tuple[Measure, ...] = (
    incidents.RECORDED,
    incidents.PER_10000,
    incidents.WAR_RELATED,
    incidents.WAR_SHARE,
    incidents.RESPONSES,
    incidents.RESCUED,
    incidents.INJURED,
    incidents.KILLED,
    incidents.CHILDREN_RESCUED,
    incidents.CHILDREN_INJURED,
    incidents.CHILDREN_KILLED,
    officers.IN_POST,
    training.CERTIFIED,
    training.TRAINED_NOT_ASSIGNED,
    training.ASSIGNED_NOT_CERTIFIED,
    equipment.WITH_KIT,
    equipment.EQUIPPED,
    coverage.POLICE,
    coverage.RESCUE,
    coverage.WITHOUT_OFFICER,
    vacancies.VACANT_DAYS,
    coverage.LIVING,
    load.LOAD,
    load.OVER_LIMIT,
    activities.HELD,
    activities.ATTENDED,
    activities.ENGAGED,
    public_reports.DUE,
    public_reports.IN_TIME,
    public_reports.DELIVERED,
    groups.ACTIVE,
    groups.HELD,
    groups.DUE,
    groups.CADENCE,
    intervals.BETWEEN,
    groups.PARTICIPATIONS,
    groups.UNIQUE,
    groups.PER_MEETING,
    deeds.PROBLEMS,
    deeds.TO_INITIATIVE,
    deeds.OPEN,
    deeds.OVERDUE,
    deeds.DUE,
    deeds.IN_TIME,
    deeds.DONE_IN_TIME,
    initiatives.THERE,
    initiatives.COMPLETED,
    initiatives.QUANTITY,
    initiatives.UNKNOWN,
    money.PLANNED,
    money.COMMITTED,
    money.SPENT,
    trainings.ATTENDED,
    trainings.PARTICIPANTS,
    communities.ELIGIBLE,
    communities.MEMORANDA,
    communities.POPULATION,
)
BY_CODE = {measure.code: measure for measure in CATALOGUE}
HEADLINES: tuple[Measure, ...] = (
    incidents.RECORDED,
    incidents.PER_10000,
    incidents.RESPONSES,
    incidents.WAR_RELATED,
    incidents.RESCUED,
    officers.IN_POST,
)


@dataclass(frozen=True)
class Figure:
    """A measure with its value, and its values a period and a year earlier.

    Changes are worked out before rounding, so that 0.44 and 0.45 are not a rise of a quarter.
    """

    measure: Measure
    value: Value
    before: Value
    year_ago: Value
    change: Decimal | None
    change_in_a_year: Decimal | None


def change(now: Value, then: Value) -> Decimal | None:
    """Return the change in per cent with one decimal; None where it has no meaning."""
    if now is None or not then:
        return None
    return round((Decimal(now) - Decimal(then)) * 100 / Decimal(then), 1)


def figures(ask: Ask, measures: tuple[Measure, ...] = CATALOGUE) -> list[Figure]:
    """Return measures with their values, all read with as few queries as one takes."""
    return [_figure(each, ask) for each in measures]


def _figure(measure: Measure, ask: Ask) -> Figure:
    asks = (ask, ask.before, ask.year_ago)
    value, before, year_ago = measure.totals(asks)
    now, *then = (measure.exact(each) for each in asks)
    changes = [change(now, each) for each in then]
    return Figure(measure, value, before, year_ago, changes[0], changes[1])
