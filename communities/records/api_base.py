"""What the resources of records share: one list, one record, made once and changed by version."""

from __future__ import annotations

from collections.abc import Container
from copy import copy
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail

from communities import services
from communities.models import Community, Settlement
from communities.standing import Standing
from communities.surfaces import Katotth, VisibleSlugField
from core import clock
from core.api.strict import StrictSerializer
from core.api.versioned_views import VersionedViewSet

LEADING, LAST = ["id", "community"], ["version", "recorded_by", "created_at", "updated_at"]
SET_BY_PORTAL = ["id", *LAST]


class RecordSerializer(StrictSerializer):
    """A record of a community, which it keeps: what is `fixed` is said once."""

    community = VisibleSlugField(slug_field="code", queryset=Community.objects.shown())
    completed: ClassVar = False  # by the service, which then checks the constraints

    def contradictions(self, values: dict[str, Any], unread: Container[str]) -> dict[str, Any]:
        found = self._moved(values)
        whole = not unread and not self.completed
        return found or self._wrong(values, whole=whole)

    def _moved(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return the fields that a change would move the record by."""
        if self.instance is None:
            return {}
        text = ErrorDetail(str(_("This is said once, when the record is made.")), "not_writable")
        fixed = self.instance.fixed
        return {
            name: text
            for name in fixed
            if name in values and values[name] != getattr(self.instance, name)
        }

    def _wrong(self, values: dict[str, Any], *, whole: bool) -> dict[str, Any]:
        """Return what the record would contradict itself by; as a `whole` its constraints, too."""
        model: Any = self.Meta.model
        record = copy(self.instance) if self.instance else model()
        lists = {each.name for each in record._meta.many_to_many}
        for name in set(values) - lists:
            setattr(record, name, values[name])
        try:
            record.clean()
            if whole:
                record.validate_constraints()
        except ValidationError as error:
            return {_pointed(name): each for name, each in _details(error).items()}
        return {}


class PlacedSerializer(RecordSerializer):
    """A record of what stands in a community, in a settlement of it where one is known."""

    settlement = Katotth(
        slug_field="code", queryset=Settlement.objects.all(), required=False, allow_null=True
    )


def _pointed(name: str) -> str:
    return "non_field_errors" if name == "__all__" else name


def _details(error: ValidationError) -> dict[str, list[ErrorDetail]]:
    return {
        name: [ErrorDetail(str(text), each.code or "invalid") for each in errors for text in each]
        for name, errors in error.error_dict.items()
    }


class RecordViewSet(VersionedViewSet):
    """Records of communities, seen and written where the caller's grants reach."""

    standing = Standing
    scopes = ("territories:read", "territories:write")
    reads = ""  # each kind names it: the change feed asks the class

    @property
    def add(self) -> str:  # type: ignore[override]  # named after what it reads
        return self.reads.replace(".view_", ".add_")

    @property
    def change(self) -> str:  # type: ignore[override]
        return self.reads.replace(".view_", ".change_")

    def get_queryset(self) -> Any:
        """Keep what the caller sees; what is to be changed, where he may change it."""
        right = self.change if self.request.method == "PATCH" else self.reads
        rows: Any = super().get_queryset()
        return rows.visible_to(self.request.user, to=right)

    def make(self, said: dict[str, Any]) -> Any:
        record = self.queryset.model(community=said.pop("community"))
        return services.make_record(record=record, said=said, by=self.request.user, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        return services.change_record(
            record=record, said=said, at=clock.now(), version=record.version
        )
