"""Canaries among money: a link to an initiative in each place, and a grant in each oblast."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.urls import reverse

from accounts.models import User
from communities.models import Community, Organisation
from safety_portal.demo.canary import Canary, text_of
from safety_portal.demo.canary_records import DAY
from working_groups.funding import add_link
from working_groups.grants import add_grant
from working_groups.models import Currency, Funding, FundingKind, Grant, Initiative, Theme

SUM = {"amount": Decimal(1000), "uah": Decimal(1000), "currency": Currency.UAH, "given_on": DAY}


def money_of(place: str, at: datetime) -> Iterator[Canary]:
    """Plant a promise to the initiative of a place, whose note is the text."""
    note = text_of(place, "funding")
    said = {
        "initiative": Initiative.objects.get(title=text_of(place, "initiative")),
        "giver": organisation("Донор канарок", "Donor of canaries"),
        "kind": FundingKind.COMMITMENT,
        "note": note,
    }
    link = Funding.objects.filter(note=note).first() or add_link(said=said | SUM, by=_by(), at=at)
    path = reverse("api:funding-detail", args=[link.pk])
    page = reverse("funding:edit", args=[link.pk])
    yield Canary(place, "fundings", "funding", str(link.pk), page, path)


def grant_of(scope: str, community: Community, at: datetime) -> Canary:
    """Plant a grant of the oblast of a community, whose title is the text."""
    title = text_of(scope, "money_grant")
    said = {
        "oblast": community.oblast,
        "giver": organisation("Донор канарок", "Donor of canaries"),
        "organisation": organisation("Фонд канарок", "Foundation of canaries"),
        "title": title,
        "theme": Theme.INCLUSION,
    }
    grant = Grant.objects.filter(title=title).first() or add_grant(said=said | SUM, by=_by(), at=at)
    path = reverse("api:grant-detail", args=[grant.pk])
    return Canary(
        scope, "money_grants", "money_grant", str(grant.pk), grant.get_absolute_url(), path
    )


def organisation(name_uk: str, name_en: str) -> Organisation:
    """Return an organisation of the canaries, which has no code."""
    known = Organisation.objects.filter(name_uk=name_uk).first()
    return known or Organisation.objects.create(name_uk=name_uk, name_en=name_en, kind="other")


def _by() -> User:
    return User.objects.get(username="canary.superuser")
