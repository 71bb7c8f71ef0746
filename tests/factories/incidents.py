"""Categories, events and responses."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from incidents.models import (
    Category,
    CategoryGroup,
    ClassifierCode,
    DomesticViolenceDetails,
    EmergencyDetails,
    ExplosivesDetails,
    FireDetails,
    Incident,
    IncidentStatus,
    IncidentText,
    Response,
    Strike,
    StrikeOblast,
)
from tests.factories.accounts import UserFactory
from tests.factories.communities import CommunityFactory, OblastFactory
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


class StrikeFactory(DjangoModelFactory):
    class Meta:
        model = Strike

    title = "Масована атака"
    started_at = OCCURRED
    recorded_by = factory.SubFactory(UserFactory)
    created_at = factory.SelfAttribute("started_at")
    updated_at = factory.SelfAttribute("started_at")


class StrikeOblastFactory(DjangoModelFactory):
    class Meta:
        model = StrikeOblast

    strike = factory.SubFactory(StrikeFactory)
    oblast = factory.SubFactory(OblastFactory)


class ClassifierCodeFactory(DjangoModelFactory):
    class Meta:
        model = ClassifierCode
        django_get_or_create = ["classifier", "code"]

    classifier = "fire_cause"
    code = "shelling"
    name_uk = "Воєнні дії"


class EmergencyDetailsFactory(DjangoModelFactory):
    class Meta:
        model = EmergencyDetails

    incident = factory.SubFactory(IncidentFactory)
    code = factory.SubFactory(ClassifierCodeFactory, classifier="emergency", code="10200")


class FireDetailsFactory(DjangoModelFactory):
    class Meta:
        model = FireDetails

    incident = factory.SubFactory(IncidentFactory)
    object_kind = "dwelling"


class ExplosivesDetailsFactory(DjangoModelFactory):
    class Meta:
        model = ExplosivesDetails

    incident = factory.SubFactory(IncidentFactory)
    kind = "mortar_round"


class DomesticViolenceDetailsFactory(DjangoModelFactory):
    class Meta:
        model = DomesticViolenceDetails

    incident = factory.SubFactory(IncidentFactory)
    forms = ["physical"]
