"""`/api/v1/people/`: people of places in reach, with their names and contacts."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail

from communities.models import Community, Oblast, Organisation
from communities.records.api_base import SET_BY_PORTAL, RecordSerializer, RecordViewSet
from communities.surfaces import Katotth, VisibleSlugField
from core import clock
from core.api.strict import Code, Text
from core.api.versioned_views import described
from working_groups import people
from working_groups.filters import PersonFilter
from working_groups.forms import NAMES
from working_groups.models import Person, PersonContact

LAST = ["version", "recorded_by", "created_at", "updated_at"]
LISTED = Organisation.objects.exclude(code="")


class ContactField(Text):
    """A name or a contact, which stand in a table of their own; empty where nothing is known."""

    def __init__(self, name: str, *, needed: bool = False) -> None:
        more = {} if needed else {"required": False, "allow_blank": True}
        field = PersonContact._meta.get_field(name)
        super().__init__(
            source=f"contact.{name}",
            max_length=field.max_length,
            validators=field.validators,
            **more,
        )

    def get_attribute(self, instance: Person) -> str:
        contact = getattr(instance, "contact", None)
        return getattr(contact, self.source_attrs[-1]) if contact else ""


class PersonSerializer(RecordSerializer):
    """A person of a community, of an oblast, or, where neither is named, of the country.

    A person of a community is of its oblast: it need not be said.
    """

    last_name = ContactField("last_name", needed=True)
    first_name = ContactField("first_name", needed=True)
    patronymic = ContactField("patronymic")
    phone = ContactField("phone")
    email = ContactField("email")
    community = VisibleSlugField(  # type: ignore[assignment]
        slug_field="code", queryset=Community.objects.shown(), required=False, allow_null=True
    )
    oblast = Katotth(
        slug_field="code", queryset=Oblast.objects.all(), required=False, allow_null=True
    )
    organisation = Code(slug_field="code", queryset=LISTED, required=False, allow_null=True)

    class Meta:
        model = Person
        fields = ["id", *NAMES, "community", "oblast", "organisation", *LAST]
        read_only_fields = SET_BY_PORTAL

    def contradictions(self, values: dict[str, Any], unread: Container[str]) -> dict[str, Any]:
        community = values.get("community")
        said = values.get("oblast", community and community.oblast)
        if community and said != community.oblast:
            text = _("This community lies in another oblast.")
            return {"oblast": ErrorDetail(text, "in_another_oblast")}
        return {}


class OfPeople(RecordViewSet):
    """People and what is recorded of them."""

    scopes = ("people:read", "groups:write")


@described(PersonSerializer)
class PersonViewSet(OfPeople):
    """The people of the places in the caller's reach."""

    queryset = Person.objects.select_related("contact", "community", "oblast", "organisation")
    serializer_class, file_name, route = PersonSerializer, "people", "person"
    reads = people.VIEW
    filterset_class = PersonFilter

    def make(self, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        names = said.pop("contact")
        return people.add_person(said=said, names=names, by=by, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return people.change_person(
            person=record,
            names=said.pop("contact", {}),
            said=said,
            by=by,
            at=clock.now(),
            version=record.version,
        )
