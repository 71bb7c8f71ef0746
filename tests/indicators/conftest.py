"""A small country: two oblasts, one with two raions, and a capital in no raion."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from incidents.models import Category
from officers.models import OfficerKind
from tests.factories.accounts import UserFactory
from tests.factories.communities import (
    CommunityFactory,
    OblastFactory,
    PopulationFactory,
    RaionFactory,
)
from tests.factories.incidents import CategoryFactory
from tests.factories.officers import OfficerFactory


@dataclass
class Country:
    """Communities by a short name, and what incidents are made of."""

    communities: dict[str, Any]
    categories: list[Category]
    officers: dict[str, Any]
    author: Any

    def __getitem__(self, name: str) -> Any:
        return self.communities[name]


@pytest.fixture
def country(db):
    steppe, capital = OblastFactory.create(), OblastFactory.create(is_city=True)
    north, south = RaionFactory.create(oblast=steppe), RaionFactory.create(oblast=steppe)
    communities = {
        "north": CommunityFactory.create(oblast=steppe, raion=north),
        "northern": CommunityFactory.create(oblast=steppe, raion=north),
        "south": CommunityFactory.create(oblast=steppe, raion=south),
        "capital": CommunityFactory.create(oblast=capital, raion=None),
    }
    for name in ("north", "south"):
        PopulationFactory.create(community=communities[name], people=20_000, on=date(2022, 1, 1))
    categories = [
        CategoryFactory.create(),
        CategoryFactory.create(code="crime.theft", group="crime", name_uk="Крадіжка"),
        CategoryFactory.create(
            code="domestic", group="domestic_violence", name_uk="Насильство", sensitive=True
        ),
    ]
    officers = {
        "police": OfficerFactory.create(),
        "rescue": OfficerFactory.create(kind=OfficerKind.COMMUNITY_RESCUE),
    }
    return Country(communities, categories, officers, UserFactory.create())
