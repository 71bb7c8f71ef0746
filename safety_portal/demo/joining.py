"""How communities of the demo joined the programmes: what the founding texts tell, the rest invented.

Days that no text names are made up, and the records say so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from communities.models import (
    Accession,
    Community,
    Memorandum,
    Organisation,
    Programme,
    Settlement,
    Station,
    Visit,
)
from communities.services import make_record
from core import clock
from safety_portal.demo.accounts import SIX
from safety_portal.demo.amalgamated import OBLAST as KIROVOHRAD
from safety_portal.demo.assets import protect
from safety_portal.demo.ground import Place
from safety_portal.demo.people import COVERED, LAUNCH, MARIUPOL

MADE_UP = "Дні вигадано для демонстрації."
STARYI_KRYM = "UA14140050020046281"
DNIPROPETROVSK = "12"  # its communities joined the police programme before all others
FIRST, SECOND = date(2019, 1, 15), date(2019, 3, 1)
MEMORANDUM = date(2021, 6, 1)
PATH = {  # days after the memorandum
    "memorandum_on": 0,
    "selection_on": 44,
    "training_on": 61,
    "in_post_on": 140,
}


def join(places: list[Place], *, by: User) -> int:
    """Let communities join, first those of the founding texts; return how many records were made."""
    joining = Joining(by)
    joining.mariupol()
    for code in SIX:
        joining.of_six(code)
    joining.first_oblasts(places)
    joining.rescue(places)
    return joining.made


class Joining:
    """Records made one after another by one account."""

    def __init__(self, by: User) -> None:
        self.by, self.at, self.made = by, clock.now(), 0
        self.programmes = {each.code: each for each in Programme.objects.all()}
        self.parties = {e.code: e for e in Organisation.objects.exclude(code="")}

    def mariupol(self) -> None:
        """Record what S1 tells: a memorandum before everything, a station with two rooms."""
        city = Community.objects.get(code=MARIUPOL)
        self._memorandum(
            city,
            "police",
            ["npu", "npu-14"],
            other_parties="Маріупольська міська рада",
            cofinancing_uah=None,
            cofinancing_unknown="Місто оплатило частину витрат; скільки саме, не повідомлено.",
        )
        self._make(
            Station(community=city),
            kind="police_station",
            settlement=Settlement.objects.filter(code=STARYI_KRYM).first(),
            has_office=True,
            has_rest_room=True,
            opened_on=date(2021, 12, 1),
        )
        self._joins(city, "police", MEMORANDUM)

    def of_six(self, code: str) -> None:
        """Give a community of the Kherson working groups its memoranda, stations, assets and visits."""
        community = Community.objects.select_related("centre").get(code=code)
        here = {"settlement": community.centre, "has_office": True, "opened_on": date(2022, 1, 10)}
        self._memorandum(community, "police", ["npu-65"], cofinancing_uah=20_000)
        self._memorandum(community, "rescue", ["ses-65"], signed_on=LAUNCH, cofinancing_uah=0)
        self._make(Station(community=community), kind="police_station", **here)
        self._joins(community, "police", MEMORANDUM)
        protect(community, self._make)
        self._make(
            Visit(community=community),
            programme=self.programmes["kherson-recovery"],
            on=date(2023, 8, 8),
            with_whom="Військова адміністрація, старости",
        )

    def first_oblasts(self, places: Iterable[Place]) -> None:
        """Let Dnipropetrovsk oblast join the police programme first and Kirovohrad second (S3-01)."""
        first = next(each for each in places if each.oblast == DNIPROPETROVSK)
        self._joins(Community.objects.get(pk=first.pk), "police", FIRST)
        old = Community.objects.filter(code__startswith=f"OTG-{KIROVOHRAD}").order_by("code")
        for community in old:
            self._joins(community, "police", SECOND)

    def rescue(self, places: list[Place]) -> None:
        """Let every eligible community join the rescue programme in its first four months."""
        days = (COVERED - LAUNCH).days
        step = days / max(len(places), 1)
        made = Accession.objects.bulk_create(
            Accession(
                community_id=each.pk,
                programme=self.programmes["rescue"],
                in_post_on=LAUNCH + timedelta(days=round(step * number)),
                remarks=MADE_UP,
                **self._written(),
            )
            for number, each in enumerate(places)
        )
        self.made += len(made)

    def _memorandum(
        self, community: Community, service: str, parties: list[str], **said: Any
    ) -> None:
        known = [self.parties[code] for code in parties]
        said = {"signed_on": MEMORANDUM, "obligations": MADE_UP} | said
        self._make(Memorandum(community=community), service=service, parties=known, **said)

    def _joins(self, community: Community, programme: str, start: date) -> None:
        steps = {step: start + timedelta(days=days) for step, days in PATH.items()}
        accession = Accession(community=community)
        self._make(accession, programme=self.programmes[programme], remarks=MADE_UP, **steps)

    def _make(self, record: Any, **said: Any) -> None:
        make_record(record=record, said=said, by=self.by, at=self.at)
        self.made += 1

    def _written(self) -> dict[str, User | datetime]:
        return {"recorded_by": self.by, "created_at": self.at, "updated_at": self.at}
