"""`/api/v1/fundings/` and `/api/v1/grants/`: money on its way to initiatives, and to organisations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, PermissionDenied

from communities.models import Oblast
from communities.records.api_base import SET_BY_PORTAL, RecordSerializer
from communities.surfaces import Katotth, VisibleKey
from core import clock
from core.api.strict import Code, Money
from core.api.versioned_views import described
from core.exceptions import RuleBroken
from working_groups import funding, grants
from working_groups.api.groups import OfGroups
from working_groups.api.people import LAST, LISTED
from working_groups.models import Funding, Grant, Initiative
from working_groups.money_filters import FundingFilter, GrantFilter

MOST_PARTNERS = settings.LIMITS["grant_partners"]


class MoneySerializer(RecordSerializer):
    """An amount in a currency, and in hryvnias by the rate of a day."""

    community = None
    giver = Code(slug_field="code", queryset=LISTED)
    amount = Money(max_digits=14, decimal_places=2)
    uah = Money(max_digits=14, decimal_places=2)


class FundingSerializer(MoneySerializer):
    """One link of a chain of money. Without `receiver` it reached the initiative: such links add up.

    An organisation passes on no more, of a kind and in hryvnias, than came to it, and money goes in
    no circle. In hryvnias `amount` and `uah` are the same; other currencies want `rate_date`.
    """

    initiative = VisibleKey(queryset=Initiative.objects.all(), to=funding.ADD)
    receiver = Code(slug_field="code", queryset=LISTED, required=False, allow_null=True)

    class Meta:
        model = Funding
        fields = [
            *("id", "initiative", "giver", "receiver", "kind", "amount", "currency", "uah"),
            *("rate_date", "given_on", "note"),
            *LAST,
        ]
        read_only_fields = SET_BY_PORTAL


@contextmanager
def at_its_field() -> Iterator[None]:
    """Answer what a rule says of one field as what is wrong with it, with its pointer."""
    try:
        yield
    except RuleBroken as broken:
        if not broken.field:
            raise
        told = {broken.field: ErrorDetail(broken.message, broken.code)}
        raise serializers.ValidationError(told) from broken


@described(FundingSerializer)
class FundingViewSet(OfGroups):
    """The money of the initiatives in the caller's reach, link by link."""

    queryset = Funding.objects.select_related("giver", "receiver")
    serializer_class, file_name, route = FundingSerializer, "fundings", "funding"
    reads = funding.VIEW
    filterset_class = FundingFilter

    @property
    def writes(self) -> str:
        """Return the right a write asks at the door: a PATCH asks by the record what it takes."""
        return self.add if self.action == "create" else self.reads

    def get_queryset(self) -> Any:
        """Keep what the caller sees: to change it takes the right in all communities of it."""
        return self.queryset.all().visible_to(self.request.user)

    def refuse_change(self, record: Funding) -> None:
        user: Any = self.request.user
        mine = Funding.objects.filter(pk=record.pk).changeable_by(user, to=self.change)
        if not mine.exists():
            raise PermissionDenied(_("This funding is not yours to change."))

    def make(self, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        with at_its_field():
            return funding.add_link(said=said, by=by, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        with at_its_field():
            return funding.change_link(
                link=record, said=said, at=clock.now(), version=record.version
            )


@extend_schema_field({"type": "array", "items": {"type": "string"}, "maxItems": MOST_PARTNERS})
class OrganisationCodes(serializers.ListField):
    """Organisations, each by its code."""

    def to_internal_value(self, data: Any) -> Any:
        return list(dict.fromkeys(super().to_internal_value(data)))

    def to_representation(self, data: Any) -> Any:
        return sorted(each.code for each in data.all())


class MoneyGrantSerializer(MoneySerializer):
    """A grant to an organisation. Without `oblast` it is of the whole country."""

    oblast = Katotth(
        slug_field="code", queryset=Oblast.objects.all(), required=False, allow_null=True
    )
    organisation = Code(slug_field="code", queryset=LISTED)
    partners = OrganisationCodes(
        child=Code(slug_field="code", queryset=LISTED), required=False, max_length=MOST_PARTNERS
    )
    initiative = VisibleKey(queryset=Initiative.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Grant
        fields = [
            *("id", "oblast", "giver", "organisation", "partners", "title", "theme", "amount"),
            *("currency", "uah", "rate_date", "given_on", "initiative", "note"),
            *LAST,
        ]
        read_only_fields = SET_BY_PORTAL


@described(MoneyGrantSerializer)
class GrantViewSet(OfGroups):
    """The grants of the caller's oblasts; those of the country for whoever sees the country."""

    queryset = Grant.objects.select_related("oblast", "giver", "organisation").prefetch_related(
        "partners"
    )
    serializer_class, file_name, route = MoneyGrantSerializer, "grants", "grant"
    reads = grants.VIEW
    filterset_class = GrantFilter

    @property
    def writes(self) -> str:
        """Return the right a write asks at the door: a PATCH asks by the record what it takes."""
        return self.add if self.action == "create" else self.reads

    def get_queryset(self) -> Any:
        """Keep what the caller sees: to change it takes the right in the whole oblast."""
        return self.queryset.all().visible_to(self.request.user)

    def refuse_change(self, record: Grant) -> None:
        user: Any = self.request.user
        mine = Grant.objects.filter(pk=record.pk).changeable_by(user, to=self.change)
        if not mine.exists():
            raise PermissionDenied(_("This grant is not yours to change."))

    def make(self, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        with at_its_field():
            return grants.add_grant(said=said, by=by, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        with at_its_field():
            return grants.change_grant(
                grant=record, said=said, by=by, at=clock.now(), version=record.version
            )
