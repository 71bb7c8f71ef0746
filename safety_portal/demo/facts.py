"""Population, status and boundaries of the communities: the real ones beside the checkout.

Where there are none, population and status are made up; boundaries never are.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db.models import Model

from communities.models import Boundary, Community, ControlStatus, Oblast, Population, Raion
from communities.models.territory import CommunityType
from safety_portal.demo.lists import curated, seeded

MADE_UP = "made up for the demo"
POPULATION_ON = date(2022, 1, 1)
TYPICAL: dict[str, int] = {
    CommunityType.URBAN: 32_000,
    CommunityType.SETTLEMENT: 11_000,
    CommunityType.RURAL: 6_500,
}
STATUS_FILES = "territory_status_order376_*.csv"


def bring_facts(say: Callable[[str], object]) -> None:
    """Give communities residents, status and boundaries where nobody has; keep what is there."""
    wanted: tuple[tuple[type[Model], str, str, Callable[[], str]], ...] = (
        (Population, "import_population", "hromadas.csv", _make_up_population),
        (ControlStatus, "import_territory_status", STATUS_FILES, _make_up_status),
        (Boundary, "import_boundaries", "ua_admin.topojson", _without_boundaries),
    )
    for model, command, files, make_up in wanted:
        empty = not model._default_manager.exists()
        if empty and not _import_real(command, files, say):
            say(make_up())


def _import_real(command: str, pattern: str, say: Callable[[str], object]) -> bool:
    """Import the newest file of a pattern when the real data stand beside the checkout."""
    files = sorted(settings.SHARED_DATA.glob(pattern)) if settings.SHARED_DATA.is_dir() else []
    if not files:
        return False
    say(f"Reading {files[-1].name} …")
    call_command(command, str(files[-1]), stdout=StringIO())
    return True


def _without_boundaries() -> str:
    return "No boundaries beside the checkout: maps show circles."


def _make_up_population() -> str:
    chance = seeded("population")
    rows = [
        Population(
            community=each,
            on=POPULATION_ON,
            people=max(1_500, round(TYPICAL[each.type] * chance.lognormvariate(0, 0.5))),
            source=MADE_UP,
        )
        for each in Community.objects.shown().exclude(type="").order_by("code")
    ]
    Population.objects.bulk_create(rows, batch_size=1000)
    return f"Population of {len(rows)} communities: {MADE_UP}."


def _make_up_status() -> str:
    units: dict[str, Any] = {"oblast": Oblast, "raion": Raion}
    by_code = {
        each.code: (level, each) for level, model in units.items() for each in model.objects.all()
    }
    rows = []
    for line in curated("made_up_statuses"):
        level, unit = by_code[line["code"]]
        rows.append(
            ControlStatus(
                **{level: unit},
                status=line["status"],
                starts_on=line["starts_on"],
                listed_as=unit.name_uk,
                act=MADE_UP,
                edition=POPULATION_ON,
            )
        )
    ControlStatus.objects.bulk_create(rows)
    return f"Status of {len(rows)} territories: {MADE_UP}."
