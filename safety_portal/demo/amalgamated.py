"""The amalgamated communities of Kirovohrad oblast at the start of 2019, under invented names.

They answer one statement of the founding texts: twenty of them, with about 140,000 residents.
Which they were nobody has written down, so their names say that they are made up.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from communities.models import Community, Oblast
from communities.services import add_amalgamated, rename_community
from safety_portal.demo.facts import MADE_UP
from safety_portal.demo.lists import curated

OBLAST = "35"
COUNTED_ON = date(2019, 1, 1)
CODIFIED = date(2020, 11, 26)  # the first day of the codifier, and of the communities in it
RECORDED_AT = datetime(2020, 11, 27, 9, tzinfo=UTC)
ACT = "Вигаданий акт, лише для демонстрації"


def found_amalgamated() -> str:
    """Add the twenty with their residents, and let them go on in the communities of today."""
    oblast = Oblast.objects.get(number=OBLAST)
    today = Community.objects.shown().filter(oblast=oblast)
    today.filter(established_on=None).update(established_on=CODIFIED)
    heirs = {each.code: each for each in today.select_related("raion")}
    lines = curated("amalgamated")
    for line in lines:
        heir = heirs.get(line["successor"])
        old = add_amalgamated(
            code=f"OTG-{OBLAST}-{line['number']}",
            names=(line["name_uk"], line["name_en"]),
            oblast=oblast,
            raion=heir.raion if heir else None,
            days=(date.fromisoformat(line["established_on"]), CODIFIED),
            residents=[(COUNTED_ON, int(line["people"]), MADE_UP)],
        )
        if heir:
            act: dict[str, Any] = {"on": CODIFIED, "act": ACT, "by": None, "at": RECORDED_AT}
            rename_community(community=old, successor=heir, **act)
    return f"{len(lines)} amalgamated communities of Kirovohrad oblast, invented."
