"""`/api/v1/organisations/`: one list for everybody who sees working groups."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import validate_slug
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied

from communities.models import Oblast, Organisation
from communities.models.organisations import EDRPOU
from communities.records.api_base import RecordSerializer
from communities.standing import Standing
from communities.surfaces import Katotth
from core import clock
from core.api.strict import Text
from core.api.versioned_views import VersionedViewSet, described
from working_groups import organisations
from working_groups.organisation_filters import OrganisationFilter

SET_BY_PORTAL = ["id", "listed", "version", "updated_at"]


class OrganisationSerializer(RecordSerializer):
    """An organisation. Other resources name it by its `code`, which the portal gives where none is said.

    What is `listed` is of the published list, which alone changes it.
    """

    community = None
    code = Text(
        max_length=organisations.LONGEST,
        required=False,
        allow_blank=True,  # of a row from before organisations had codes
        validators=[validate_slug],
    )
    oblast = Katotth(
        slug_field="code", queryset=Oblast.objects.all(), required=False, allow_null=True
    )

    class Meta:
        model = Organisation
        fields = [
            *("id", "code", "kind", "name_uk", "name_en", "edrpou", "oblast", "service"),
            *("country", "listed", "version", "updated_at"),
        ]
        read_only_fields = SET_BY_PORTAL
        extra_kwargs: ClassVar = {"edrpou": {"validators": [EDRPOU]}}  # the rule says whose it is


@described(OrganisationSerializer)
class OrganisationViewSet(VersionedViewSet):
    """The organisations: the same for everybody who sees working groups."""

    queryset = Organisation.objects.select_related("oblast")
    serializer_class, file_name = OrganisationSerializer, "organisations"
    route = "organisation"
    filterset_class = OrganisationFilter
    standing = Standing
    reads, add, change = organisations.VIEW, organisations.ADD, organisations.ADD
    scopes = ("groups:read", "groups:write")

    def refuse_change(self, record: Organisation) -> None:
        if not organisations.changeable_by(self.request.user).filter(pk=record.pk).exists():
            raise PermissionDenied(_("This organisation is not yours to change."))

    def make(self, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return organisations.add_organisation(said=said, by=by, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return organisations.change_organisation(
            organisation=record, said=said, by=by, at=clock.now(), version=record.version
        )
