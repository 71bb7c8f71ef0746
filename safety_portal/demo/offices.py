"""Who holds which office: those whom the founding texts name, and invented people of six communities.

Of the founding texts only holders of public offices keep their names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import User
from communities.models import Community, Oblast, Organisation
from core import clock
from safety_portal.demo.accounts import SIX
from safety_portal.demo.lists import seeded
from safety_portal.demo.names import Names
from safety_portal.demo.people import MARIUPOL
from working_groups.models import Person
from working_groups.people import add_person, add_position

DONETSK, COUNCIL = "14", "council"
IN_COMMUNITIES = (  # the office -> since when; invented for the demonstration
    ("Начальник військової адміністрації", date(2022, 12, 1)),
    ("Староста", date(2021, 1, 12)),
    ("Головна спеціалістка з питань цивільного захисту", date(2021, 4, 5)),
)


@dataclass(frozen=True)
class Office:
    """An office of somebody the founding texts name; what is unknown is None."""

    last_name: str
    first_name: str
    title: str
    organisation: str  # its code
    oblast: str = ""
    community: str = ""
    starts_on: date | None = None


NAMED = (
    # S0-01: the minister of 30.12.2025, appointed by the Verkhovna Rada on 07.02.2023
    Office(
        "Клименко", "Ігор", "Міністр внутрішніх справ України", "mia", starts_on=date(2023, 2, 7)
    ),
    # S1-07
    Office("Осіпенко", "Руслан", "Начальник Головного управління", "npu-14", oblast=DONETSK),
    # S1-04
    Office("Бойченко", "Вадим", "Міський голова", "", community=MARIUPOL),
)


def fill_offices(*, by: User) -> int:
    """Write down the people and their offices; return how many people."""
    for each in NAMED:
        _fill(each, by)
    names, chance = Names(), seeded("offices")
    for code in SIX:
        community = Community.objects.select_related("oblast").get(code=code)
        council = council_of(community)
        for title, since in IN_COMMUNITIES:
            name = names.invent(chance)
            said = {"community": community, "organisation": council}
            person = _write(
                said,
                {
                    "last_name": name.last,
                    "first_name": name.first,
                    "patronymic": name.patronymic,
                },
                by,
            )
            _hold(person, council, title, since, by)
    return Person.objects.count()


def _fill(office: Office, by: User) -> None:
    community = Community.objects.select_related("oblast").filter(code=office.community).first()
    oblast = Oblast.objects.filter(code__startswith=f"UA{office.oblast}").first()
    organisation = (
        Organisation.objects.get(code=office.organisation)
        if office.organisation
        else council_of(community)
    )
    said = {
        "community": community,
        "oblast": oblast if office.oblast else None,
        "organisation": organisation,
    }
    names = {"last_name": office.last_name, "first_name": office.first_name}
    person = _write(said, names, by)
    _hold(person, organisation, office.title, office.starts_on, by)


def council_of(community: Community | None) -> Organisation:
    """Return the council of a community, which the list of the demonstration has from now on."""
    if community is None:
        raise ValueError("An office of no organisation belongs to a council of a community.")
    made, _new = Organisation.objects.get_or_create(
        kind=COUNCIL,
        oblast=community.oblast,
        name_uk=f"{community.name_uk}, рада громади",
        defaults={"name_en": f"{community.name_en}, council", "country": "UA"},
    )
    return made


def _write(said: dict[str, Any], names: dict[str, str], by: User) -> Person:
    return add_person(said=said, names=names, by=by, at=clock.now())


def _hold(
    person: Person, organisation: Organisation, title: str, since: date | None, by: User
) -> None:
    said = {
        "person": person,
        "organisation": organisation,
        "title": title,
        "starts_on": since,
    }
    add_position(said=said, by=by, at=clock.now())
