"""Initiatives as rows of a sheet: each may say besides one thing that was handed over.

An initiative is completed when it handed something over, so a row that says both stores both at once.
Further rows of the same initiative name further things.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, PermissionDenied, ValidationError

from communities.tables.table import Body, Table
from core import clock
from core.exceptions import RuleBroken
from working_groups import handouts
from working_groups.api.handouts import HandoutSerializer, HandoutViewSet
from working_groups.api.initiatives import InitiativeSerializer, InitiativeViewSet
from working_groups.models import Handout, Initiative

HANDED = tuple(
    name
    for name, each in HandoutSerializer().fields.items()
    if not each.read_only and name != "initiative"
)
NEEDED = ("recipient", "item", "handed_on")  # of whatever was handed over


class InitiativeRowSerializer(InitiativeSerializer):
    """What a row says: the fields of the initiative, and those of what it handed over."""

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        if not isinstance(getattr(self, "initial_data", None), dict):
            handed = HandoutSerializer().get_fields()
            for name in HANDED:
                handed[name].required, handed[name].write_only = False, True
                fields[name] = handed[name]
        return fields

    def to_representation(self, record: Initiative) -> dict[str, Any]:
        told = told_of(record)
        handed = HandoutSerializer(told).data if told else {}
        return super().to_representation(record) | {name: handed.get(name) for name in HANDED}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Read both, so that all that is wrong comes at once."""
        handed = {name: value for name, value in data.items() if name in HANDED}
        own = {name: value for name, value in data.items() if name not in HANDED}
        values: dict[str, Any] = {}
        errors: dict[str, Any] = {}
        try:
            values = super().to_internal_value(own)
        except ValidationError as error:
            errors.update(error.detail)  # type: ignore[arg-type]
        if handed:
            values["handout"] = self._handed(handed, errors)
        if errors:
            raise ValidationError(errors)
        return values

    def _handed(self, handed: dict[str, Any], errors: dict[str, Any]) -> dict[str, Any]:
        """Read what was handed over; put what is wrong with it among the errors."""
        told, context = told_of(self.instance), {**self.context, "right": handouts.ADD}
        read = HandoutSerializer(told, data=handed, partial=True, context=context)
        sound = read.is_valid()
        errors.update({} if sound else read.errors)
        errors.update({} if told else self._lacking(handed))
        return dict(read.validated_data) if sound else {}

    @staticmethod
    def _lacking(handed: dict[str, Any]) -> dict[str, Any]:
        text = ErrorDetail(_("This field is required."), "required")
        return {name: text for name in NEEDED if name not in handed}


class InitiativeRows(InitiativeViewSet):
    """The initiatives a sheet brings, with what they handed over."""

    serializer_class = InitiativeRowSerializer

    def make(self, said: dict[str, Any]) -> Initiative:
        return super().make(self._with_handouts(said, said["communities"]))

    def store(self, record: Initiative, said: dict[str, Any]) -> Initiative:
        told = told_of(record)
        if told and (handed := said.pop("handout", None)):
            self._correct(told, handed)
        said = self._with_handouts(said, said.get("communities") or record.communities.all())
        if set(said) - {"handouts"}:
            return super().store(record, said)
        by: Any = self.request.user
        for each in said.get("handouts", ()):  # the initiative stays at its version
            handouts.hand_over(said=each | {"initiative": record}, by=by, at=clock.now())
        return record

    def _with_handouts(self, said: dict[str, Any], communities: Any) -> dict[str, Any]:
        """Say what was handed over as the services take it: in the one community there is."""
        said = dict(said)
        if handed := said.pop("handout", None):
            if "community" not in handed and len(communities) > 1:
                text = _("Say which of the communities it was handed to.")
                raise RuleBroken(text, code="required", field="community")
            said["handouts"] = [{"community": communities[0]} | handed]
        return said

    def _correct(self, told: Handout, handed: dict[str, Any]) -> None:
        by: Any = self.request.user
        if not Handout.objects.visible_to(by, to=handouts.CHANGE).filter(pk=told.pk).exists():
            raise PermissionDenied(_("You may not change this record."))
        handouts.change_handout(
            handout=told, said=handed, by=by, at=clock.now(), version=told.version
        )


def told_of(record: Any) -> Handout | None:
    """Return what an initiative handed over that a row is about; None where that is new."""
    return getattr(record, "told", None)


@dataclass(frozen=True, eq=False, kw_only=True)
class InitiativeTable(Table):
    """Initiatives, each known again with what its row says it handed over."""

    handed_by: Mapping[str, str]  # the columns by which a handout is known again, as of a table

    def known(self, view: Any, body: Body) -> Any:
        record = super().known(view, body)
        if record is not None:
            record.told = self._told(view, record, body)
        return record

    def _told(self, view: Any, record: Initiative, body: Body) -> Handout | None:
        communities = body["communities"]
        said = ({"community": communities[0]} if len(communities) == 1 else {}) | body
        if not set(self.handed_by) <= set(said):
            return None
        seen = HandoutViewSet()
        seen.request = view.request
        where = {lookup: said[name] for name, lookup in self.handed_by.items()}
        return seen.get_queryset().filter(initiative=record, **where).first()
