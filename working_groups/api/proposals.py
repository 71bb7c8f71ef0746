"""`/api/v1/proposals/`: what residents and organisations write to groups, and what became of it."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail

from communities.records.api_base import SET_BY_PORTAL, RecordSerializer
from communities.surfaces import VisibleKey
from core import clock
from core.api.strict import Text
from core.api.versioned_views import described
from working_groups import proposals
from working_groups.api.groups import OfGroups
from working_groups.api.people import LAST
from working_groups.models import Proposal, ProposalContact, ProposalState, WorkingGroup
from working_groups.plan_filters import ProposalFilter
from working_groups.proposal_forms import NAMES


class WrittenBy(Text):
    """Who wrote, in a table of its own; said once, when the proposal is made."""

    def __init__(self, name: str, *, needed: bool = False) -> None:
        more = {} if needed else {"required": False, "allow_blank": True}
        field = ProposalContact._meta.get_field(name)
        super().__init__(
            source=f"contact.{name}",
            max_length=field.max_length,
            validators=field.validators,
            **more,
        )

    def get_attribute(self, instance: Proposal) -> str:
        contact = getattr(instance, "contact", None)
        return getattr(contact, self.source_attrs[-1]) if contact else ""


class ProposalSerializer(RecordSerializer):
    """A wish to join a group, or an idea. What came by the public form was recorded by nobody.

    `state` is changed to accepted or declined; declined needs a `reason`.
    """

    community = None
    group = VisibleKey(queryset=WorkingGroup.objects.all(), to=proposals.ADD)
    last_name = WrittenBy("last_name", needed=True)
    first_name = WrittenBy("first_name", needed=True)
    organisation_name = WrittenBy("organisation_name")
    phone = WrittenBy("phone")
    email = WrittenBy("email")

    class Meta:
        model = Proposal
        fields = ["id", "group", "kind", "text", *NAMES, "state", "reason", "agenda_item", *LAST]
        read_only_fields = [*SET_BY_PORTAL, "agenda_item"]

    def contradictions(self, values: dict[str, Any], unread: Container[str]) -> dict[str, Any]:
        said, names = {**values}, values.get("contact")
        said.pop("contact", None)
        if self.instance is not None and names:
            text = ErrorDetail(_("This is said once, when the record is made."), "not_writable")
            return dict.fromkeys(names, text)
        if self.instance is None and said.get("state", ProposalState.NEW) != ProposalState.NEW:
            text = ErrorDetail(_("A proposal is new when it is made."), "not_writable")
            return {"state": text}
        if self.instance is not None and said.get("state") not in {None, ProposalState.DECLINED}:
            said = {"reason": "", **said}
        return super().contradictions(said, unread)


@described(ProposalSerializer)
class ProposalViewSet(OfGroups):
    """The proposals to the groups about which the caller decides."""

    queryset = Proposal.objects.select_related("group", "contact")
    serializer_class, file_name, route = ProposalSerializer, "proposals", "proposal"
    reads = proposals.VIEW
    filterset_class = ProposalFilter

    def make(self, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        names = said.pop("contact")
        return proposals.take_in(said=said, names=names, by=by, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        return proposals.decide(proposal=record, said=said, at=clock.now(), version=record.version)
