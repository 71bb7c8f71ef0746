"""`meetings.ics` of a working group and of a person: the meetings the caller sees, for a calendar."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiTypes, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.renderers import JSONRenderer

from core.api.filtering import refuse_unknown
from working_groups import calendars, groups, ical, meetings, people
from working_groups.models import Meeting, Person, WorkingGroup

GIVEN: dict[str, Any] = {
    "responses": {(200, ical.TYPE): OpenApiTypes.STR},
    "examples": [
        OpenApiExample(
            "One meeting",
            media_type=ical.TYPE,
            value=(
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:meeting-7@working-groups.safety-portal\r\n"
                "DTSTAMP:20261120T080000Z\r\nDTSTART;TZID=Europe/Kyiv:20261208T100000\r\nSEQUENCE:1\r\n"
                "STATUS:CONFIRMED\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
            ),
        )
    ],
}


class MeetingsCalendar(viewsets.GenericViewSet):
    """The meetings of one record, as an iCalendar."""

    renderer_classes = [JSONRenderer]  # of refusals
    serializer_class = serializers.Serializer
    reads = meetings.VIEW

    def given(self, name: str, rows: Any) -> HttpResponse:
        seen = rows.visible_to(self.request.user, to=meetings.VIEW)
        address = self.request.build_absolute_uri
        octets = ical.calendar_of_meetings(name, calendars.recent(seen), address)
        return ical.answer(self.request, octets)


class GroupCalendar(MeetingsCalendar):
    """The meetings of a working group."""

    queryset = WorkingGroup.objects.select_related("community")
    scopes = ("groups:read", "groups:write")

    @extend_schema(**GIVEN)
    def retrieve(self, request: Any, pk: int) -> HttpResponse:
        """Return the meetings of a working group as an iCalendar (RFC 5545)."""
        refuse_unknown(request.query_params, ())
        seen = self.queryset.all().visible_to(request.user, to=groups.VIEW)
        group = get_object_or_404(seen, pk=pk)
        return self.given(str(group), Meeting.objects.filter(group=group))


class PersonCalendar(MeetingsCalendar):
    """The meetings of the groups of a person."""

    queryset = Person.objects.all()
    scopes = ("groups:read", "groups:write")

    @extend_schema(**GIVEN)
    def retrieve(self, request: Any, pk: int) -> HttpResponse:
        """Return the meetings of the groups a person is in today as an iCalendar (RFC 5545)."""
        refuse_unknown(request.query_params, ())
        seen = self.queryset.all().visible_to(request.user, to=people.VIEW)
        person = get_object_or_404(seen, pk=pk)
        mine = calendars.groups_of(Person.objects.filter(pk=person.pk))
        return self.given(_("Meetings"), Meeting.objects.filter(group__in=mine))
