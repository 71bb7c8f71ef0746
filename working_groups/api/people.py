"""`/api/v1/people/`: people of places in reach, with their names and contacts."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail

from communities.models import Community, Oblast, Organisation
from communities.records.api_base import SET_BY_PORTAL, RecordSerializer, RecordViewSet
from communities.surfaces import Katotth, VisibleKey, VisibleSlugField
from core import clock
from core.api.filtering import refuse_unknown
from core.api.once import KEY, REPLAY, once
from core.api.strict import Code, StrictSerializer, Text
from core.api.versioned import IF_MATCH, TAG, stale_refused, version_named
from core.api.versioned_views import described
from working_groups import merging, people
from working_groups.filters import PersonFilter
from working_groups.forms import NAMES
from working_groups.models import Person, PersonContact

LAST = ["version", "recorded_by", "created_at", "updated_at"]
MERGED = ["merged_into", "merged_at", "merge_reason"]
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

    A person of a community is of its oblast: it need not be said. Where `merged_into` names another
    record, that one means this human, too: whatever counts people counts it.
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
        fields = ["id", *NAMES, "community", "oblast", "organisation", *MERGED, *LAST]
        read_only_fields = [*SET_BY_PORTAL, *MERGED]

    def contradictions(self, values: dict[str, Any], unread: Container[str]) -> dict[str, Any]:
        community = values.get("community")
        said = values.get("oblast", community and community.oblast)
        if community and said != community.oblast:
            text = _("This community lies in another oblast.")
            return {"oblast": ErrorDetail(text, "in_another_oblast")}
        return {}


class MergeSerializer(StrictSerializer):
    """Which record stays, and why the two are one; no names, they are kept in the history."""

    into = VisibleKey(queryset=Person.objects.all(), to=people.CHANGE)
    reason = Text(max_length=settings.LIMITS["reason"])

    class Meta:
        model = Person
        fields = ["into", "reason"]


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

    @extend_schema(
        request=MergeSerializer,
        parameters=[KEY, REPLAY, IF_MATCH, TAG],
        responses={200: OpenApiResponse(PersonSerializer, "Merged.")},
    )
    @action(detail=True, methods=["post"])
    def merge(self, request: Any, pk: int) -> HttpResponse:
        """Say that a person is one with another, whose record stays.

        It asks for the right to change people over all places and groups of both. Without If-Match
        the record goes whatever version it is at.
        """
        refuse_unknown(request.query_params, ())
        person = self._to_change()
        said = MergeSerializer(data=request.data, context=self.get_serializer_context())
        said.is_valid(raise_exception=True)
        return self._once(merging.merge, person=person, **said.validated_data)

    @extend_schema(
        request=None,
        parameters=[KEY, REPLAY, IF_MATCH, TAG],
        responses={200: OpenApiResponse(PersonSerializer, "Two people again.")},
    )
    @action(detail=True, methods=["post"], url_path="undo-merge")
    def undo_merge(self, request: Any, pk: int) -> HttpResponse:
        """Take a merge back. Without If-Match it is undone whatever version the record is at."""
        refuse_unknown(request.query_params, ())
        return self._once(merging.undo_merge, person=self._to_change())

    def _to_change(self) -> Person:
        mine = self.queryset.all().visible_to(self.request.user, to=people.CHANGE)
        found: Person = get_object_or_404(mine, pk=self.kwargs["pk"])
        return found

    def _once(self, act: Any, **said: Any) -> HttpResponse:
        """Answer what an act stores, and again the same to whoever asks again with its key."""

        def done() -> HttpResponse:
            with stale_refused():
                version = version_named(self.request)
                stored = act(by=self.request.user, at=clock.now(), version=version, **said)
            return self.answer(stored, 200)

        return once(self, done)
