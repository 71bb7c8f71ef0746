"""Time stands still in July 2026, so that the last full month is June, when incidents occur."""

from datetime import datetime

import pytest
import time_machine

from tests.factories.communities import CommunityFactory, PopulationFactory
from tests.factories.incidents import KYIV, IncidentFactory


@pytest.fixture(autouse=True)
def july():
    with time_machine.travel(datetime(2026, 7, 10, 12, tzinfo=KYIV), tick=False):
        yield


@pytest.fixture
def neighbour(community):
    """Another community of the same raion."""
    return CommunityFactory.create(oblast=community.oblast, raion=community.raion)


@pytest.fixture
def june(community, neighbour, elsewhere):
    """Three incidents in the community, two beside it, one in another oblast."""
    for place, count in ((community, 3), (neighbour, 2), (elsewhere, 1)):
        PopulationFactory.create(community=place, people=10_000)
        IncidentFactory.create_batch(count, community=place)
