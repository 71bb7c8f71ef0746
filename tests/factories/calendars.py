"""Addresses of calendars, and the codes of sittings."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from tests.factories.accounts import UserFactory
from working_groups.models import MeetingCalendar


class MeetingCalendarFactory(DjangoModelFactory):
    class Meta:
        model = MeetingCalendar

    owner = factory.SubFactory(UserFactory)
    reach = "all"
    digest = factory.Sequence(lambda n: f"{n:064}")
    made_at = datetime(2026, 6, 2, 9, tzinfo=UTC)
