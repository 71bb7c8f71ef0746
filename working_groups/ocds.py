"""Initiatives and their money as the Open Contracting Data Standard 1.1 tells them.

An initiative is one process. What was promised is its budget, broken down by who gives it last; what
was given are transactions that reach it. Steps on the way make parties, and no second transaction,
so that whoever adds up counts each sum once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone

from communities.models import Community, Organisation
from core.zones import in_utc
from working_groups.models import Funding, Initiative, Stage
from working_groups.models.funding import GIVEN, PROMISED
from working_groups.models.initiatives import AGREED

VERSION = "1.1"
AT = "https://raw.githubusercontent.com/open-contracting-extensions"
EXTENSIONS = (f"{AT}/ocds_budget_breakdown_extension/master/extension.json",)
CONTRACT_STATUS = {
    Stage.APPROVED: "pending",
    Stage.FUNDED: "pending",
    Stage.IN_PROGRESS: "active",
    Stage.COMPLETED: "terminated",
    Stage.CANCELLED: "cancelled",
}
Body = dict[str, Any]


def package(releases: list[Body], *, uri: str, at: datetime) -> Body:
    """Return the release package at an address; it is as old as the newest of its releases."""
    dates = [each["date"] for each in releases]
    return {
        "uri": uri,
        "version": VERSION,
        "extensions": list(EXTENSIONS),
        "publishedDate": max(dates, default=moment(at)),
        "publisher": {"name": settings.OCDS["publisher"]},
        "releases": releases,
    }


def release_of(initiative: Initiative, links: list[Funding]) -> Body:
    """Return the newest release of an initiative; `links` are those of its chain a reader sees."""
    ocid = f"{settings.OCDS['prefix']}-{initiative.pk}"
    changed = max(each.updated_at for each in (initiative, *links))
    agreed = initiative.stage in AGREED
    given = [each for each in links if each.receiver_id is None and each.kind in GIVEN]
    body = {
        "ocid": ocid,
        "id": f"{ocid}-{changed:%Y%m%dT%H%M%S%f}",
        "date": moment(changed),
        "tag": [
            "planning",
            *(["contract"] if agreed else []),
            *(["implementation"] if given else []),
        ],
        "initiationType": "tender",
        "language": "uk",
        "parties": list(Parties(initiative, links).told()),
        "planning": _planning(initiative, links),
    }
    return body | (_carried_out(ocid, initiative, given) if agreed or given else {})


def _planning(initiative: Initiative, links: list[Funding]) -> Body:
    promised = [each for each in links if each.receiver_id is None and each.kind in PROMISED]
    budget: Body = {"description": initiative.title}
    if initiative.dream_id:
        budget["projectID"] = initiative.dream_id
    if promised:
        budget["amount"] = hryvnias(each.uah for each in promised)
        budget["budgetBreakdown"] = [
            {
                "id": str(each.pk),
                "amount": hryvnias([each.uah]),
                "sourceParty": reference(each.giver),
            }
            for each in promised
        ]
    rationale = {"rationale": initiative.description} if initiative.description else {}
    return rationale | {"budget": budget}


def _carried_out(ocid: str, initiative: Initiative, given: list[Funding]) -> Body:
    """Return the award and the contract: that it was approved, and what reached it."""
    award, title = f"{ocid}-award", initiative.title
    contract: Body = {
        "id": f"{ocid}-contract",
        "awardID": award,
        "title": title,
        "status": CONTRACT_STATUS.get(Stage(initiative.stage), "pending"),
    }
    days = (("startDate", initiative.starts_on), ("endDate", initiative.ends_on))
    if period := {name: _moment(on) for name, on in days if on}:
        contract["period"] = period
    if given:
        payee = reference_to(_home(initiative))
        contract["implementation"] = {"transactions": [_transaction(each, payee) for each in given]}
    status = "cancelled" if initiative.stage == Stage.CANCELLED else "active"
    return {
        "awards": [{"id": award, "title": title, "status": status}],
        "contracts": [contract],
    }


def _transaction(link: Funding, payee: Body) -> Body:
    return {
        "id": str(link.pk),
        "date": _moment(link.given_on),
        "value": {"amount": float(link.amount), "currency": link.currency},
        "payer": reference(link.giver),
        "payee": payee,
    }


def hryvnias(amounts: Iterable[Decimal]) -> Body:
    """Return a sum as the standard writes values: a number with its currency."""
    return {"amount": float(sum(amounts, Decimal(0))), "currency": "UAH"}


def moment(at: datetime) -> str:
    """Return a moment with the offset that the answer is told with."""
    told = timezone.localtime(at).isoformat()
    return told.replace("+00:00", "Z") if in_utc() else told


def _moment(day: date) -> str:
    """Return the beginning of a day in Kyiv."""
    kyiv = timezone.get_default_timezone()
    return moment(timezone.make_aware(datetime.combine(day, time.min), kyiv))


def identifier(organisation: Organisation) -> Body:
    """Return how an organisation is known: by the state register, or by the portal's own list."""
    if organisation.edrpou:
        return {"scheme": "UA-EDR", "id": organisation.edrpou}
    return {"scheme": "PORTAL", "id": organisation.code or str(organisation.pk)}


def reference(organisation: Organisation) -> Body:
    """Return the link to an organisation among the parties."""
    known = identifier(organisation)
    return {"id": f"{known['scheme']}-{known['id']}", "name": organisation.name_uk}


def reference_to(community: Community) -> Body:
    """Return the link to a community among the parties."""
    return {"id": f"UA-KATOTTH-{community.code}", "name": community.name_uk}


def _home(initiative: Initiative) -> Community:
    """Return the community an initiative is paid to: the first of its communities by name."""
    return min(initiative.communities.all(), key=lambda each: (each.sort_key, each.pk))


class Parties:
    """Who takes part in an initiative, each once with all of its roles."""

    def __init__(self, initiative: Initiative, links: list[Funding]) -> None:
        self.initiative, self.links = initiative, links

    def told(self) -> Iterator[Body]:
        """Yield organisations, then communities."""
        organisations = {each.pk: each for each in self._organisations()}
        for each in sorted(organisations.values(), key=lambda one: (one.sort_key, one.pk)):
            told = {
                **reference(each),
                "identifier": identifier(each) | {"legalName": each.name_uk},
                "roles": sorted(self._roles(each.pk)),
            }
            yield told | ({"address": {"countryName": each.country}} if each.country else {})
        paid = self._is_paid()
        for community in sorted(self.initiative.communities.all(), key=lambda one: one.sort_key):
            payee = paid and community == _home(self.initiative)
            code = {"scheme": "UA-KATOTTH", "id": community.code, "legalName": community.name_uk}
            roles = ["interestedParty", *(["payee"] if payee else [])]
            yield {**reference_to(community), "identifier": code, "roles": roles}

    def _is_paid(self) -> bool:
        return any(each.receiver_id is None and each.kind in GIVEN for each in self.links)

    def _organisations(self) -> Iterator[Organisation]:
        for each in self.links:
            yield each.giver
            if each.receiver:
                yield each.receiver
        if self.initiative.proposed_by_organisation:
            yield self.initiative.proposed_by_organisation

    def _roles(self, key: int) -> set[str]:
        """Return what an organisation does: sources fund, the last giver of a chain buys and pays."""
        receives = {each.receiver_id for each in self.links}
        last = [each for each in self.links if each.giver_id == key and each.receiver_id is None]
        roles = {"interestedParty"} if key == self.initiative.proposed_by_organisation_id else set()
        if any(each.giver_id == key for each in self.links) and key not in receives:
            roles.add("funder")
        if last:
            roles.add("buyer")
        if any(each.kind in GIVEN for each in last):
            roles.add("payer")
        return roles or {"funder"}  # it passes on what it was given
