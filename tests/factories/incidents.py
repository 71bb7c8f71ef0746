"""Categories, events and responses."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from incidents.models import (
    Category,
    CategoryGroup,
    Incident,
    IncidentStatus,
    IncidentText,
    Response,
)
from tests.factories.accounts import UserFactory
from tests.factories.communities import CommunityFactory
from tests.factories.officers import OfficerFactory

KYIV = ZoneInfo("Europe/Kyiv")
OCCURRED = datetime(2026, 6, 15, 9, 40, tzinfo=KYIV)


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category
        django_get_or_create = ["code"]

    code = "fire.residential"
    group = CategoryGroup.FIRE
    name_uk = "Пожежа в житлі"
    name_en = "Residential fire"
    services = ["police", "rescue"]
    icon = "fire"


class IncidentTextFactory(DjangoModelFactory):
    class Meta:
        model = IncidentText

    address = "вул. Свободи"
    narrative = "Горів сарай"


class IncidentFactory(DjangoModelFactory):
    """A submitted police record of June 2026."""

    class Meta:
        model = Incident
        skip_postgeneration_save = True

    id = factory.LazyFunction(uuid.uuid4)
    number = factory.Sequence(lambda n: f"99-2026-{n:06}")
    community = factory.SubFactory(CommunityFactory)
    oblast = factory.SelfAttribute("community.oblast")
    raion = factory.SelfAttribute("community.raion")
    category = factory.SubFactory(CategoryFactory)
    service = "police"
    occurred_at = OCCURRED
    reported_at = factory.SelfAttribute("occurred_at")
    received_at = factory.SelfAttribute("reported_at")
    created_at = factory.SelfAttribute("received_at")
    updated_at = factory.SelfAttribute("received_at")
    channel = "102"
    status = IncidentStatus.SUBMITTED
    logged_by = factory.SubFactory(UserFactory)
    text = factory.RelatedFactory(IncidentTextFactory, factory_related_name="incident")


class ResponseFactory(DjangoModelFactory):
    class Meta:
        model = Response

    incident = factory.SubFactory(IncidentFactory)
    officer = factory.SubFactory(OfficerFactory)
    service = factory.SelfAttribute("officer.service")
