"""What tests of reports stand on: a storage of their own and a month with events."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.factories.communities import PopulationFactory
from tests.factories.incidents import IncidentFactory, ResponseFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory

KYIV = ZoneInfo("Europe/Kyiv")


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.FILES_DIR = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }


@pytest.fixture
def june(community, elsewhere, categories):
    """June 2026 in the community: three police events, two of rescue, and one in May."""
    _tell_codes_apart(community)
    PopulationFactory.create(community=community, people=20_000)
    fire, theft = categories["fire.residential"], categories["crime.theft"]
    here = {"community": community}
    IncidentFactory.create_batch(2, **here, category=theft)
    went = IncidentFactory.create(**here, category=fire, war_related=True, injured=1)
    IncidentFactory.create_batch(2, **here, category=fire, service="rescue", rescued=3)
    may = datetime(2026, 5, 31, 23, 59, tzinfo=KYIV)
    IncidentFactory.create(**here, category=fire, occurred_at=may)
    IncidentFactory.create(**here, category=fire, status="draft", number=None)
    IncidentFactory.create(community=elsewhere, category=fire)
    officer = OfficerFactory.create()
    AssignmentFactory.create(officer=officer, community=community)
    ResponseFactory.create(incident=went, officer=officer)
    return community


def _tell_codes_apart(community):
    """Give the units above codes that no community of the factories has."""
    community.raion.code, community.oblast.code = f"UA{'7' * 17}", f"UA{'8' * 17}"
    community.raion.save()
    community.oblast.save()
