"""`/api/v1/incidents/{id}/amendments/`: what was corrected after verification, and why."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from incidents.api.parts import PartsOfIncident
from incidents.api.protected import PURPOSE, is_shown, note, purpose_of
from incidents.models import Amendment, protected_fields


class ReplacedSerializer(serializers.Serializer[Any]):
    """What a field said before the correction and after it."""

    was = serializers.JSONField(allow_null=True)
    became = serializers.JSONField(allow_null=True)


class AmendmentSerializer(serializers.ModelSerializer[Amendment]):
    """One correction. `replaced` is by the names of the record's fields; protected ones are absent
    unless the caller is shown them."""

    replaced = serializers.DictField(child=ReplacedSerializer())

    class Meta:
        model = Amendment
        fields = ["id", "version_before", "version_after", "replaced", "reason", "by", "at"]
        read_only_fields = fields

    def to_representation(self, instance: Any) -> Any:
        told = super().to_representation(instance)
        hidden = self.context.get("hidden", ())
        told["replaced"] = {n: each for n, each in told["replaced"].items() if n not in hidden}
        return told


@extend_schema_view(list=extend_schema(parameters=[PURPOSE]))
class AmendmentViewSet(PartsOfIncident):
    """The corrections of a verified incident, the oldest first. A PATCH with a reason makes one."""

    queryset = Amendment.objects.all()
    serializer_class, file_name = AmendmentSerializer, "amendments"
    writes = ""
    orderings = {"at": ("at", "id"), "-at": ("-at", "-id")}

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        purpose_of(request)

    def list(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if is_shown(request, self.incident):
            note(request, self.incident)
        return super().list(request, *args, **kwargs)

    def get_serializer_context(self) -> dict[str, Any]:
        shown = is_shown(self.request, self.incident)
        hidden = () if shown else protected_fields(self.incident)
        return super().get_serializer_context() | {"hidden": hidden}
