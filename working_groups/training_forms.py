"""What the pages of trainings ask."""

from __future__ import annotations

from typing import Any

from communities.records.forms import ProgrammeField
from core.versioned_forms import VersionedForm, day_input
from working_groups.forms import OfPlaceForm
from working_groups.group_forms import PersonField, offered
from working_groups.models import Person, Training, TrainingAttendance


class TrainingForm(OfPlaceForm):
    """What a training is about, when and where it is held, and whose it is."""

    programme = ProgrammeField()

    class Meta:
        model = Training
        fields = ("kind", "title", "topic", "programme", "held_on", "last_day", "venue")
        widgets = {"held_on": day_input(), "last_day": day_input()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*self.Meta.fields, "place"])


class PresenceForm(VersionedForm):
    """Who was at a training."""

    person = PersonField()

    class Meta:
        model = TrainingAttendance
        fields = ("state",)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.people = people
        self.order_fields(["person", "state"])
        if self.instance.pk:
            person.disabled = True
            self.initial["person"] = offered(self.instance.person)
            person.people = Person.objects.filter(pk=self.instance.person_id)
