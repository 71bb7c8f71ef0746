"""`/api/v1/officers/`: who serves, of which kind and stage; names and phone where one may see them."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters as filters
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from communities.models import Organisation, Service
from communities.resource_filters import ResourceFilter
from communities.standing import Standing
from communities.territories import NoSuchTerritory, territory_for
from core import clock
from core.api.attached import AttachmentSerializer
from core.api.strict import Choice, Code, Day, StrictSerializer, Text
from core.api.versioned_views import VersionedViewSet, described
from core.filters import YesOrNo
from officers import services, stages
from officers.models import (
    Language,
    Officer,
    OfficerKind,
    OfficerPersonal,
    OfficerStage,
    service_of,
)

NAMES = ("last_name", "first_name", "patronymic", "phone")


class OfficerResourceFilter(ResourceFilter):
    """Officers by the territory they serve in today, service, kind, stage and badge number."""

    service = filters.ChoiceFilter(choices=Service.choices, label=gettext_lazy("Service"))
    kind = filters.ChoiceFilter(choices=OfficerKind.choices, label=pgettext_lazy("officer", "Kind"))
    stage = filters.ChoiceFilter(choices=OfficerStage.choices, label=gettext_lazy("Stage"))
    in_post = YesOrNo(method="in_post_today", label=gettext_lazy("In post today"))
    badge_number = filters.CharFilter(label=gettext_lazy("Badge number"), max_length=20)

    def inside(self, qs: Any, _name: str, code: str) -> Any:
        try:
            found = territory_for(self.request.user, services.VIEW, code)
        except NoSuchTerritory:
            return qs.none()
        return qs.serving_in(found.region, clock.today())

    def in_post_today(self, qs: Any, _name: str, value: bool) -> Any:
        serving = Officer.objects.in_post_on(clock.today()).values("pk")
        return qs.filter(pk__in=serving) if value else qs.exclude(pk__in=serving)


class Personal(Text):
    """A name or a phone, which stand in a table of their own; empty where nothing is known."""

    def __init__(self, name: str, *, needed: bool) -> None:
        more = {} if needed else {"required": False, "allow_blank": True}
        longest = OfficerPersonal._meta.get_field(name).max_length
        super().__init__(source=f"personal.{name}", max_length=longest, **more)

    def get_attribute(self, instance: Officer) -> str:
        personal = getattr(instance, "personal", None)
        return getattr(personal, self.source_attrs[-1]) if personal else ""


class Languages(serializers.ListField):
    """The languages of an officer, each once, by ISO 639."""

    def to_internal_value(self, data: Any) -> Any:
        return list(dict.fromkeys(super().to_internal_value(data)))


class OfficerSerializer(StrictSerializer):
    """One officer. The stage follows from the path: `/officers/{id}/stages/` takes its steps.

    A new officer is a candidate since `candidate_since`, by default since today.
    """

    last_name = Personal("last_name", needed=True)
    first_name = Personal("first_name", needed=True)
    patronymic = Personal("patronymic", needed=False)
    phone = Personal("phone", needed=False)
    unit = Code(slug_field="code", queryset=Organisation.objects.exclude(code=""))
    unit_name = serializers.CharField(source="unit.name_uk", read_only=True)
    photo = AttachmentSerializer(
        source="personal.photo", read_only=True, allow_null=True, default=None
    )
    languages = Languages(
        child=Choice(choices=Language.choices), required=False, max_length=len(Language)
    )
    candidate_since = Day(required=False, write_only=True)

    class Meta:
        model = Officer
        fields = [
            *("id", "kind", "service", "rank", "badge_number", "languages", "unit", "unit_name"),
            *("stage", *NAMES, "candidate_since", "photo", "version", "updated_at"),
        ]
        read_only_fields = ["id", "service", "unit_name", "stage", "photo", "version", "updated_at"]

    def contradictions(self, values: dict[str, Any], unread: Any) -> dict[str, Any]:
        found = self._homeless(values)
        if "candidate_since" in values and self.instance is not None:
            text = _("The path of an officer is changed by its own steps.")
            found["candidate_since"] = ErrorDetail(text, "not_writable")
        return found

    def _homeless(self, values: dict[str, Any]) -> dict[str, Any]:
        """Refuse a unit where the caller has no officers of the kind."""
        stored = self.instance
        unit = values.get("unit") or (stored and stored.unit)
        kind = values.get("kind") or (stored and stored.kind)
        if not (unit and kind) or not {"unit", "kind"} & set(values):
            return {}
        user, right = self.context["request"].user, self.context["right"]
        if services.homes_for(user, right, [service_of(kind)]).filter(pk=unit.pk).exists():
            return {}
        text = _("You do not have officers of this kind in this unit.")
        return {"unit": ErrorDetail(text, "other_service")}


@described(OfficerSerializer)
class OfficerViewSet(VersionedViewSet):
    """The officers of the home units and of the communities in the caller's reach."""

    queryset = Officer.objects.select_related("personal__photo", "unit")
    serializer_class, file_name, route = OfficerSerializer, "officers", "officer"
    standing = Standing
    filterset_class = OfficerResourceFilter
    reads, add, change = services.VIEW, services.ADD, stages.CHANGE
    scopes = ("officers:read", "officers:write")

    def get_queryset(self) -> Any:
        """Keep what the caller sees; what is to be changed, where he may change it."""
        right = self.change if self.request.method == "PATCH" else self.reads
        return super().get_queryset().visible_to(self.request.user, to=right)

    def make(self, said: dict[str, Any]) -> Officer:
        names = said.pop("personal")
        on: date = said.pop("candidate_since", None) or clock.today()
        return services.add_officer(
            said={"rank": "", "badge_number": ""} | said,
            names=names,
            on=on,
            by=self.request.user,
            at=clock.now(),
        )

    def store(self, record: Officer, said: dict[str, Any]) -> Officer:
        names = said.pop("personal", {})
        return services.change_officer(
            officer=record, said=said, names=names, version=record.version
        )
