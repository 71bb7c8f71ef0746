"""People and their positions."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from tests.factories.accounts import UserFactory
from tests.factories.communities import CommunityFactory, OrganisationFactory, ProgrammeFactory
from working_groups.models import (
    ActionPoint,
    AgendaItem,
    Attendance,
    Decision,
    KnowledgeProduct,
    Meeting,
    Membership,
    Person,
    PersonContact,
    Position,
    Priority,
    Problem,
    Proposal,
    ProposalContact,
    ToldApart,
    Training,
    TrainingAttendance,
    WorkingGroup,
)


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    community = factory.SubFactory(CommunityFactory)
    oblast = factory.SelfAttribute("community.oblast")
    recorded_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 6, 2, 9, tzinfo=UTC)
    updated_at = factory.SelfAttribute("created_at")
    contact = factory.RelatedFactory(
        "tests.factories.people.PersonContactFactory", factory_related_name="person"
    )


class PersonContactFactory(DjangoModelFactory):
    class Meta:
        model = PersonContact

    person = factory.SubFactory(PersonFactory, contact=None)
    last_name = factory.Sequence(lambda n: f"Лановий {n}")
    first_name = "Остап"


class ToldApartFactory(DjangoModelFactory):
    class Meta:
        model = ToldApart

    older = factory.SubFactory(PersonFactory)
    newer = factory.SubFactory(PersonFactory)
    told_by = factory.SubFactory(UserFactory)
    told_at = datetime(2026, 6, 2, 9, tzinfo=UTC)


class PositionFactory(DjangoModelFactory):
    class Meta:
        model = Position

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    title = "Староста"
    starts_on = date(2021, 1, 12)
    recorded_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 6, 2, 9, tzinfo=UTC)
    updated_at = factory.SelfAttribute("created_at")


class WorkingGroupFactory(DjangoModelFactory):
    class Meta:
        model = WorkingGroup

    community = factory.SubFactory(CommunityFactory)
    programme = factory.SubFactory(ProgrammeFactory)
    established_on = date(2023, 8, 1)
    recorded_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 6, 2, 9, tzinfo=UTC)
    updated_at = factory.SelfAttribute("created_at")


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    group = factory.SubFactory(WorkingGroupFactory)
    person = factory.SubFactory(PersonFactory)
    sector = "resident"
    starts_on = date(2023, 8, 1)
    recorded_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 6, 2, 9, tzinfo=UTC)
    updated_at = factory.SelfAttribute("created_at")


class MeetingFactory(DjangoModelFactory):
    """A meeting that was held; `number` counts within its group."""

    class Meta:
        model = Meeting

    group = factory.SubFactory(WorkingGroupFactory)
    status = "held"
    number = factory.LazyAttribute(lambda o: o.group.meetings.count() + 1)
    held_on = date(2023, 9, 12)
    planned_for = datetime(2023, 9, 12, 7, tzinfo=UTC)
    recorded_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 6, 2, 9, tzinfo=UTC)
    updated_at = factory.SelfAttribute("created_at")


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    order = factory.LazyAttribute(lambda o: o.meeting.agenda.count() + 1)
    title = "Стан безпеки в громаді"
    recorded_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 6, 2, 9, tzinfo=UTC)
    updated_at = factory.SelfAttribute("created_at")


class ProblemFactory(DjangoModelFactory):
    class Meta:
        model = Problem

    group = factory.SubFactory(WorkingGroupFactory)
    title = "Немає пішохідного переходу"
    theme = "road_safety"
    raised_on = date(2023, 9, 12)
    recorded_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 6, 2, 9, tzinfo=UTC)
    updated_at = factory.SelfAttribute("created_at")


class PriorityFactory(DjangoModelFactory):
    class Meta:
        model = Priority

    group = factory.SubFactory(WorkingGroupFactory)
    year = 2026
    rank = factory.LazyAttribute(lambda o: o.group.priorities.count() + 1)
    theme = "fire_safety"
    text = "Пожежні гідранти в кожному старостинському окрузі"
    recorded_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 6, 2, 9, tzinfo=UTC)
    updated_at = factory.SelfAttribute("created_at")


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    agenda_item = factory.SubFactory(AgendaItemFactory)
    text = "Звернутися до дорожньої служби"
    recorded_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 6, 2, 9, tzinfo=UTC)
    updated_at = factory.SelfAttribute("created_at")


class TrainingFactory(DjangoModelFactory):
    class Meta:
        model = Training

    programme = factory.SubFactory(ProgrammeFactory)
    kind = "training"
    title = "Як написати проєктну заявку"
    topic = "projects"
    held_on = date(2024, 4, 18)
    community = factory.SubFactory(CommunityFactory)
    oblast = factory.SelfAttribute("community.oblast")
    recorded_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 6, 2, 9, tzinfo=UTC)
    updated_at = factory.SelfAttribute("created_at")


class ActionPointFactory(DjangoModelFactory):
    class Meta:
        model = ActionPoint

    decision = factory.SubFactory(DecisionFactory)
    text = "Надіслати звернення"
    owner_person = factory.SubFactory(PersonFactory)
    due_on = date(2023, 10, 1)
    recorded_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 6, 2, 9, tzinfo=UTC)
    updated_at = factory.SelfAttribute("created_at")


class TrainingAttendanceFactory(DjangoModelFactory):
    class Meta:
        model = TrainingAttendance

    training = factory.SubFactory(TrainingFactory)
    person = factory.SubFactory(PersonFactory)
    recorded_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 6, 2, 9, tzinfo=UTC)
    updated_at = factory.SelfAttribute("created_at")


class ProposalFactory(DjangoModelFactory):
    class Meta:
        model = Proposal
        skip_postgeneration_save = True

    group = factory.SubFactory(WorkingGroupFactory, accepts_members=True)
    kind = "idea"
    text = "Ліхтарі біля укриття"
    created_at = datetime(2026, 6, 2, 9, tzinfo=UTC)
    updated_at = factory.SelfAttribute("created_at")
    contact = factory.RelatedFactory(
        "tests.factories.people.ProposalContactFactory", factory_related_name="proposal"
    )


class ProposalContactFactory(DjangoModelFactory):
    class Meta:
        model = ProposalContact

    proposal = factory.SubFactory(ProposalFactory, contact=None)
    last_name = factory.Sequence(lambda n: f"Польова {n}")
    first_name = "Зореслава"
    phone = "+380501234567"


class KnowledgeProductFactory(DjangoModelFactory):
    class Meta:
        model = KnowledgeProduct

    programme = factory.SubFactory(ProgrammeFactory)
    kind = "guide"
    title = "Самозахист від атак безпілотників"
    published_on = date(2025, 3, 10)
    recorded_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 6, 2, 9, tzinfo=UTC)
    updated_at = factory.SelfAttribute("created_at")


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(PersonFactory)
    state = "present"
    recorded_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 6, 2, 9, tzinfo=UTC)
    updated_at = factory.SelfAttribute("created_at")
