"""Officers and the communities they serve."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from core.half_years import HalfYear
from officers.models import (
    Activity,
    ActivityOfficer,
    Assignment,
    Enrolment,
    EquipmentIssue,
    EquipmentItem,
    Handover,
    Officer,
    OfficerKind,
    OfficerPersonal,
    OfficerStage,
    PublicReport,
    StageChange,
    TrainingCourse,
)
from officers.models.public_report import due_on
from tests.factories.accounts import UserFactory
from tests.factories.communities import CommunityFactory, OrganisationFactory


class OfficerFactory(DjangoModelFactory):
    """Somebody who has served for ever; `path=None` is somebody without a step."""

    class Meta:
        model = Officer
        skip_postgeneration_save = True

    kind = OfficerKind.COMMUNITY_POLICE
    rank = "капітан поліції"
    unit = factory.SubFactory(OrganisationFactory)
    personal = factory.RelatedFactory(
        "tests.factories.officers.OfficerPersonalFactory", factory_related_name="officer"
    )
    path = factory.RelatedFactory(
        "tests.factories.officers.StageChangeFactory", factory_related_name="officer"
    )

    @factory.post_generation
    def at_the_stage(self, create, extracted, **kwargs):
        """Read what the trigger wrote of the path."""
        if create:
            self.refresh_from_db(fields=["stage"])


class StageChangeFactory(DjangoModelFactory):
    class Meta:
        model = StageChange

    number = 1
    stage = OfficerStage.SERVING
    on = date(1991, 8, 24)
    at = datetime(2026, 1, 1, tzinfo=UTC)


class OfficerPersonalFactory(DjangoModelFactory):
    class Meta:
        model = OfficerPersonal

    last_name = factory.Sequence(lambda n: f"Ковальчук{n}")
    first_name = "Андрій"


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    officer = factory.SubFactory(OfficerFactory)
    community = factory.SubFactory(CommunityFactory)
    period = (date(2024, 1, 1), None)


class CourseFactory(DjangoModelFactory):
    class Meta:
        model = TrainingCourse

    name_uk = factory.Sequence(lambda n: f"Курс {n}")
    service = "police"
    provider = factory.SubFactory(OrganisationFactory)
    place = "Харків"
    hours = 160
    starts_on = date(2025, 4, 1)
    ends_on = date(2025, 6, 1)


class EnrolmentFactory(DjangoModelFactory):
    class Meta:
        model = Enrolment

    officer = factory.SubFactory(OfficerFactory)
    course = factory.SubFactory(CourseFactory)


class ActivityFactory(DjangoModelFactory):
    """A lesson of June 2026, held by one police officer."""

    class Meta:
        model = Activity
        skip_postgeneration_save = True

    kind = "lesson"
    service = "police"
    community = factory.SubFactory(CommunityFactory)
    held_on = date(2026, 6, 15)
    recorded_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 6, 15, 9, 40, tzinfo=ZoneInfo("Europe/Kyiv"))
    updated_at = factory.SelfAttribute("created_at")

    @factory.post_generation
    def officers(self, create, extracted, **_kwargs):
        if create:
            done_by = [OfficerFactory.create()] if extracted is None else extracted
            for officer in done_by:
                ActivityOfficerFactory.create(activity=self, officer=officer)


class ActivityOfficerFactory(DjangoModelFactory):
    class Meta:
        model = ActivityOfficer

    activity = factory.SubFactory(ActivityFactory)
    officer = factory.SubFactory(OfficerFactory)


class Recorded(DjangoModelFactory):
    """A record of June 2026 by somebody."""

    class Meta:
        abstract = True

    recorded_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 6, 15, 9, 40, tzinfo=ZoneInfo("Europe/Kyiv"))
    updated_at = factory.SelfAttribute("created_at")


class EquipmentItemFactory(Recorded):
    """A radio set of a police unit."""

    class Meta:
        model = EquipmentItem

    kind = "radio"
    owner = factory.SubFactory(OrganisationFactory, service="police", kind="directorate")


class EquipmentIssueFactory(Recorded):
    """An officer has held an item since January 2026."""

    class Meta:
        model = EquipmentIssue

    item = factory.SubFactory(EquipmentItemFactory)
    officer = factory.SubFactory(OfficerFactory)
    starts_on = date(2026, 1, 10)


class HandoverFactory(Recorded):
    """An act of an assignment that waits for signing."""

    class Meta:
        model = Handover

    assignment = factory.SubFactory(AssignmentFactory)
    other_receiver = "Сектор превенції"
    handed_on = date(2026, 6, 15)


FROZEN = {  # figures as a report is delivered with
    "since": "2026-01-01",
    "until": "2026-06-30",
    "recorded": 4,
    "responded": 2,
    "activities": [
        {"kind": "lesson", "name": "Урок безпеки", "held": 12, "attended": 240, "engaged": None}
    ],
    "total": {"held": 12, "attended": 240, "engaged": None},
    "community": [
        {
            "code": "incidents.recorded",
            "label": "Зафіксовані події",
            "definition": "Усі події.",
            "decimals": 0,
            "value": 60,
        }
    ],
}


class PublicReportFactory(Recorded):
    """A report on a half-year that is written and waits to be delivered."""

    class Meta:
        model = PublicReport

    assignment = factory.SubFactory(AssignmentFactory)
    half = "2026-1"
    due_on = factory.LazyAttribute(lambda report: due_on(HalfYear.parse(report.half)))
    text = "Проведено дванадцять занять."

    class Params:
        delivered = factory.Trait(
            delivered_on=date(2026, 7, 10), delivered_at="Сесія селищної ради", figures=FROZEN
        )
