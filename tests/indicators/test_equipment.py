"""The share of officers in post who hold the whole kit of their service."""

from datetime import date
from decimal import Decimal

import pytest

from core.periods import Month, Period
from indicators.asks import Ask
from indicators.equipment import EQUIPPED, KIT, WITH_KIT
from tests.factories.officers import (
    AssignmentFactory,
    EquipmentIssueFactory,
    EquipmentItemFactory,
)

pytestmark = pytest.mark.django_db
JUNE = Ask(period=Period.of_months(Month(2026, 6)))


def serves(service, *kinds, **issue):
    """Let an officer of a service be in post who holds things of these kinds."""
    officer = AssignmentFactory.create(officer__kind=f"community_{service}").officer
    for kind in kinds:
        item = EquipmentItemFactory.create(kind=kind, owner__service=service)
        EquipmentIssueFactory.create(item=item, officer=officer, **issue)
    return officer


def asked(**more):
    return JUNE.other(memo={}, **more)


def test_the_kit_of_police_has_a_weapon_and_that_of_rescuers_none():
    armed = serves("police", *KIT["police"])
    serves("police", *KIT["rescue"])
    rescuer = serves("rescue", *KIT["rescue"])
    serves("rescue", "car", "tablet")

    assert set(WITH_KIT.records(asked())) == {armed, rescuer}
    assert EQUIPPED.total(asked()) == Decimal("50.0")
    assert EQUIPPED.total(asked(services=("rescue",))) == Decimal("50.0")


def test_what_was_taken_back_counts_no_more_and_keys_are_a_car():
    serves("rescue", *KIT["rescue"], ends_on=date(2026, 6, 30))
    officer = serves("rescue", "tablet", "radio")
    car = EquipmentItemFactory.create(kind="car", owner__service="rescue")
    EquipmentIssueFactory.create(item=car, officer=officer, keys_only=True)

    assert list(WITH_KIT.records(asked())) == [officer]


def test_where_nobody_serves_the_share_is_unknown():
    assert EQUIPPED.total(asked()) is None
