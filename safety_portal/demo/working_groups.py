"""The working groups of Kherson oblast: six since the summer of 2023, the seventh since 2025.

What the founding texts tell is theirs: who, how many, when. Names and numbers of orders are invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from accounts.models import User
from communities.models import Community, Organisation, Programme
from core import clock
from safety_portal.demo.accounts import SIX
from safety_portal.demo.lists import seeded
from safety_portal.demo.names import Names
from working_groups.groups import add_member, establish
from working_groups.models import MemberRole, Person, Sector, WorkingGroup
from working_groups.people import add_person

SEVENTH = "UA65020050000086746"  # Velykooleksandrivka: not one of the six
ESTABLISHED, JOINED = date(2023, 8, 1), date(2025, 6, 3)
MEMBERS = (24, 24, 24, 23, 23, 23)  # of the six: 140 people, one of them in two groups (S4)
OF_SEVENTH = 14
LEADERS = (MemberRole.CHAIR, MemberRole.DEPUTY, MemberRole.SECRETARY)
SECTORS = tuple(each for each in Sector if each != Sector.BUSINESS)  # eight (S2)
OF_SERVICES = {Sector.POLICE: "npu-65", Sector.RESCUE: "ses-65", Sector.NGO: "union"}


def form_groups(*, by: User) -> int:
    """Store the groups and their members; return how many groups."""
    forming = Forming(by)
    for number, (code, members) in enumerate(zip(SIX, MEMBERS, strict=True), 1):
        forming.form(code, ESTABLISHED, members, number)
    forming.form(SEVENTH, JOINED, OF_SEVENTH, len(SIX) + 1)
    return WorkingGroup.objects.count()


class Forming:
    """Groups formed one after another by one account."""

    def __init__(self, by: User) -> None:
        self.by, self.at, self.names = by, clock.now(), Names()
        self.programme = Programme.objects.get(code="kherson-recovery")
        self.organisations = {e.code: e for e in Organisation.objects.exclude(code="")}
        self.chance = seeded("working groups")
        self.in_two: Person | None = None  # speaks for civil society in the first two groups

    def form(self, code: str, since: date, members: int, number: int) -> None:
        """Establish the group of a community, and name its members."""
        community = Community.objects.select_related("oblast").get(code=code)
        said = {
            "community": community,
            "programme": self.programme,
            "established_on": since,
            "order_number": f"{60 + number}-р",
            "order_date": since,
            "order_issuer": f"{community.name_uk} військова адміністрація",
            "regulation": f"Положення, додаток 2 до розпорядження № {60 + number}-р",
            "interval_months": 2,
            "coordinator": self.organisations["union"],
            "accepts_members": True,
        }
        group = establish(said=said, by=self.by, at=self.at)
        for place, person in enumerate(self._people(community, members)):
            self._join(group, person, place, since)

    def _people(self, community: Community, members: int) -> Iterator[Person]:
        """Yield the people of a group: who holds an office in the community, then others."""
        known = list(Person.objects.filter(community=community).order_by("pk"))
        if self.in_two and self.in_two not in known:
            known, self.in_two = [*known, self.in_two], None
        yield from known
        for _each in range(members - len(known)):
            name = self.names.invent(self.chance)
            names = {
                "last_name": name.last,
                "first_name": name.first,
                "patronymic": name.patronymic,
            }
            said: dict[str, Any] = {"community": community}
            yield add_person(said=said, names=names, by=self.by, at=self.at)

    def _join(self, group: WorkingGroup, person: Person, place: int, since: date) -> None:
        leads = place < len(LEADERS)
        sector = Sector.ADMINISTRATION if leads else SECTORS[place % len(SECTORS)]
        said = {
            "group": group,
            "person": person,
            "sector": sector,
            "role": LEADERS[place] if leads else MemberRole.MEMBER,
            "organisation": self.organisations.get(OF_SERVICES.get(sector, "")),
            "starts_on": since,
            "act_number": group.order_number,
        }
        add_member(said=said, by=self.by, at=self.at)
        if sector == Sector.NGO and group.community.code == SIX[0]:
            self.in_two = person
