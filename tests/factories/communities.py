"""The plainest rows of the register; a test names what matters to it."""

import hashlib
import json
from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from communities.models import (
    Accession,
    Beat,
    Boundary,
    CityDistrict,
    Cohort,
    Community,
    CommunityAlias,
    ControlStatus,
    FireBrigade,
    Memorandum,
    Oblast,
    Organisation,
    Population,
    Programme,
    Raion,
    SafetyAsset,
    Settlement,
    StarostaDistrict,
    Station,
    Succession,
    Visit,
)
from communities.models.facts import ControlKind
from communities.models.organisations import OrganisationKind
from communities.models.succession import SuccessionKind
from communities.models.territory import CommunityType, SettlementCategory
from core.charts.plane import path_of
from tests.factories.accounts import UserFactory


class OblastFactory(DjangoModelFactory):
    class Meta:
        model = Oblast

    code = factory.Sequence(lambda n: f"UA{n % 50:02}{n + 1:015}")
    iso = factory.Sequence(lambda n: f"UA-{n:03X}")  # six characters, for 4,096 oblasts a worker
    name_uk = factory.Sequence(lambda n: f"Область {n}")
    name_en = factory.Sequence(lambda n: f"Oblast {n}")


class RaionFactory(DjangoModelFactory):
    class Meta:
        model = Raion

    oblast = factory.SubFactory(OblastFactory)
    code = factory.Sequence(lambda n: f"UA6{n:016}")
    name_uk = factory.Sequence(lambda n: f"Район {n}")
    name_en = factory.Sequence(lambda n: f"Raion {n}")


class CommunityFactory(DjangoModelFactory):
    """A rural community in a raion of its oblast; give both where the raion matters."""

    class Meta:
        model = Community

    oblast = factory.SubFactory(OblastFactory)
    raion = factory.SubFactory(RaionFactory, oblast=factory.SelfAttribute("..oblast"))
    code = factory.Sequence(lambda n: f"UA7{n:016}")
    name_uk = factory.Sequence(lambda n: f"Громада {n}")
    name_en = factory.Sequence(lambda n: f"Community {n}")
    type = CommunityType.RURAL


class CommunityAliasFactory(DjangoModelFactory):
    class Meta:
        model = CommunityAlias

    community = factory.SubFactory(CommunityFactory)
    name = factory.Sequence(lambda n: f"Інша назва {n}")


class SettlementFactory(DjangoModelFactory):
    class Meta:
        model = Settlement

    community = factory.SubFactory(CommunityFactory)
    raion = factory.SelfAttribute("community.raion")
    code = factory.Sequence(lambda n: f"UA{n + 1:017}")
    name_uk = factory.Sequence(lambda n: f"Село {n}")
    name_en = factory.Sequence(lambda n: f"Village {n}")
    category = SettlementCategory.VILLAGE


class CityDistrictFactory(DjangoModelFactory):
    class Meta:
        model = CityDistrict

    settlement = factory.SubFactory(SettlementFactory, category=SettlementCategory.CITY)
    code = factory.Sequence(lambda n: f"UA{n + 1:017}")
    name_uk = factory.Sequence(lambda n: f"Район міста {n}")
    name_en = factory.Sequence(lambda n: f"City district {n}")


class StarostaDistrictFactory(DjangoModelFactory):
    class Meta:
        model = StarostaDistrict

    community = factory.SubFactory(CommunityFactory)
    name_uk = factory.Sequence(lambda n: f"Старостинський округ {n}")
    name_en = factory.Sequence(lambda n: f"Starosta district {n}")


class BeatFactory(DjangoModelFactory):
    class Meta:
        model = Beat

    community = factory.SubFactory(CommunityFactory)
    name_uk = factory.Sequence(lambda n: f"Дільниця {n}")
    name_en = factory.Sequence(lambda n: f"Beat {n}")


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    kind = OrganisationKind.DIRECTORATE
    name_uk = factory.Sequence(lambda n: f"Управління {n}")
    name_en = factory.Sequence(lambda n: f"Directorate {n}")


class PopulationFactory(DjangoModelFactory):
    class Meta:
        model = Population

    community = factory.SubFactory(CommunityFactory)
    on = date(2022, 1, 1)
    people = 5000
    source = "State Statistics Service"


class ControlStatusFactory(DjangoModelFactory):
    """An open-ended line about a community; another unit needs `community=None`."""

    class Meta:
        model = ControlStatus

    community = factory.SubFactory(CommunityFactory)
    status = ControlKind.OCCUPIED
    starts_on = date(2022, 2, 24)
    listed_as = "Громада"
    act = "Наказ № 376"
    edition = date(2025, 4, 30)


class BoundaryFactory(DjangoModelFactory):
    """A square of a tenth of a degree around a community, equal at every level of detail."""

    class Meta:
        model = Boundary

    class Params:
        lon = 33.0
        lat = 47.0

    community = factory.SubFactory(CommunityFactory)
    source = "OpenStreetMap"
    licence = "ODbL 1.0"
    credit = "© OpenStreetMap contributors"
    edition = date(2026, 7, 7)
    low = factory.LazyAttribute(lambda row: json.dumps(square(row.lon, row.lat)))
    middle = factory.SelfAttribute("low")
    high = factory.SelfAttribute("low")
    outline = factory.LazyAttribute(lambda row: path_of(square(row.lon, row.lat)))
    fine_outline = factory.SelfAttribute("outline")
    west = factory.SelfAttribute("lon")
    south = factory.SelfAttribute("lat")
    east = factory.LazyAttribute(lambda row: row.lon + 0.1)
    north = factory.LazyAttribute(lambda row: row.lat + 0.1)
    label_latitude = factory.LazyAttribute(lambda row: row.lat + 0.05)
    label_longitude = factory.LazyAttribute(lambda row: row.lon + 0.05)
    digest = factory.LazyAttribute(lambda row: hashlib.sha256(row.low.encode()).hexdigest()[:16])


def square(lon, lat, side=0.1):
    """Return a square of GeoJSON with this south-western corner."""
    east, north = lon + side, lat + side
    ring = [[lon, lat], [east, lat], [east, north], [lon, north], [lon, lat]]
    return {"type": "Polygon", "coordinates": [ring]}


class SuccessionFactory(DjangoModelFactory):
    """A merge of one community into another that stood before; it ends the first."""

    class Meta:
        model = Succession

    kind = SuccessionKind.MERGE
    effective_on = date(2026, 6, 1)
    predecessor = factory.SubFactory(
        CommunityFactory, dissolved_on=factory.SelfAttribute("..effective_on")
    )
    successor = factory.SubFactory(CommunityFactory)
    act = "Постанова Верховної Ради України від 20.05.2026 № 1"
    recorded_at = datetime(2026, 6, 2, 9, tzinfo=UTC)


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    code = factory.Sequence(lambda n: f"programme-{n}")
    name_uk = factory.Sequence(lambda n: f"Програма {n}")
    name_en = factory.Sequence(lambda n: f"Programme {n}")
    owner = factory.SubFactory(OrganisationFactory)
    started_on = date(2019, 2, 19)


class CohortFactory(DjangoModelFactory):
    class Meta:
        model = Cohort

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"cohort-{n}")
    name_uk = factory.Sequence(lambda n: f"Перші {n}")
    name_en = factory.Sequence(lambda n: f"The first {n}")


class RecordFactory(DjangoModelFactory):
    """What a record of a community has besides what it says."""

    class Meta:
        abstract = True

    community = factory.SubFactory(CommunityFactory)
    recorded_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 6, 2, 9, tzinfo=UTC)
    updated_at = factory.SelfAttribute("created_at")


class MemorandumFactory(RecordFactory):
    class Meta:
        model = Memorandum

    service = "police"
    signed_on = date(2021, 3, 1)
    cofinancing_uah = 20_000


class StationFactory(RecordFactory):
    class Meta:
        model = Station

    kind = "police_station"
    opened_on = date(2021, 6, 1)


class SafetyAssetFactory(RecordFactory):
    class Meta:
        model = SafetyAsset

    kind = "hydrant"


class FireBrigadeFactory(RecordFactory):
    class Meta:
        model = FireBrigade

    kind = "local"
    name = factory.Sequence(lambda n: f"Місцева пожежна охорона {n}")


class AccessionFactory(RecordFactory):
    class Meta:
        model = Accession

    programme = factory.SubFactory(ProgrammeFactory)
    questionnaire_on = date(2021, 1, 1)


class VisitFactory(RecordFactory):
    class Meta:
        model = Visit

    programme = factory.SubFactory(ProgrammeFactory)
    on = date(2020, 12, 1)
