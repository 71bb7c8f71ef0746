"""The filters over every page of numbers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communities.heirs import Territories
from communities.models import Service, Succession, scope_of
from communities.territories import (
    Territory,
    refuse_what_is_no_more,
    territories_of,
    territory_for,
)
from core import bounds, looks
from core.exceptions import RuleBroken
from core.periods import Month, Period
from dashboards.questions import LIST, TERRITORY, Question, last_month, month_choices
from dashboards.ranking import COLUMNS

GIVEN = ("month", "from", "to", "service", "territories", "sort")
SORTS = [(sign + name, name) for name in COLUMNS for sign in ("", "-")]
LONGEST = settings.LIMITS["figure_days"]  # days of one question


def day(label: Any) -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, widget=widget, required=False, input_formats=["%Y-%m-%d"], localize=False
    )


class QuestionForm(forms.Form):
    """Period, service and territory; `question` once it is valid.

    A territory out of reach is NoSuchTerritory, not an error of the form: it does not exist.
    """

    month = forms.CharField(
        label=gettext_lazy("Period"), required=False, max_length=7, widget=forms.Select
    )
    service = forms.ChoiceField(
        label=gettext_lazy("Service"), required=False, widget=forms.RadioSelect
    )
    territory = forms.CharField(
        label=gettext_lazy("Territory"), required=False, max_length=19, widget=forms.Select
    )
    territories = forms.ChoiceField(
        label=gettext_lazy("Communities of the past"),
        required=False,
        choices=Territories.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "As they were: by the communities of those days. As they are now: those that were"
            " merged since count together."
        ),
    )

    sort = forms.ChoiceField(
        label=gettext_lazy("Order"), required=False, choices=SORTS, widget=forms.HiddenInput
    )

    def __init__(self, asked: QueryDict, *, user: Any) -> None:
        given = {name: asked.get(name, "") for name in GIVEN}
        if not (given["month"] or given["from"] or given["to"]):
            given["month"] = str(last_month())
        given["territories"] = given["territories"] or Territories.AS_IT_WAS
        super().__init__({**given, "territory": asked.get("territory", "")})
        self.user = user
        self.fields["from"] = day(_("From"))
        self.fields["to"] = day(_("To, included"))
        fields: Any = self.fields
        fields["month"].widget.choices = month_choices(given["month"])
        fields["service"].choices = self._services()

    @property
    def one_service(self) -> bool:
        """Say whether there is nothing to choose."""
        return len(self._services()) < 3

    @property
    def has_a_past(self) -> bool:
        """Say whether the communities of the past are other ones than today's."""
        return Succession.objects.exists()

    @cached_property
    def _seen(self) -> Any:
        return scope_of(self.user, LIST)

    def _services(self) -> list[tuple[str, str]]:
        """Offer the services of the reader; both only to whoever sees both."""
        seen = [
            (each.value, looks.service_word(each.value))
            for each in Service
            if self._seen.of(each.value)
        ]
        return [("", _("Both")), *seen]

    def clean_territory(self) -> Territory:
        return territory_for(self.user, TERRITORY, self.cleaned_data["territory"])

    def clean_month(self) -> Month | None:
        text = self.cleaned_data["month"]
        if not text:
            return None
        try:
            month = Month.parse(text)
        except ValueError as error:
            raise forms.ValidationError(_("Write a month as 2026-10.")) from error
        if not bounds.holds(bounds.beginnings(), month.first_day):
            raise forms.ValidationError(bounds.refusal(bounds.beginnings()))
        return month

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not {"month", "from", "to"} & set(self.errors):
            given["period"] = self._period(given["month"], given["from"], given["to"])
        if not {"territory", "territories"} & set(self.errors):
            try:
                refuse_what_is_no_more(given["territory"], given["territories"])
            except RuleBroken as error:
                self.add_error(error.field, error.message)
        return given

    def _period(self, month: Month | None, start: Any, last: Any) -> Period | None:
        if month and (start or last):
            self.add_error("month", _("Choose a month or own days, not both."))
        elif month:
            return Period.of_months(month)
        elif not start or not last:
            self.add_error(
                "to" if start else "from", _("Custom dates need a first and a last day.")
            )
        else:
            return self._days(start, last)
        return None

    def _days(self, start: Any, last: Any) -> Period | None:
        if not bounds.holds(bounds.beginnings(), start):
            self.add_error("from", bounds.refusal(bounds.beginnings()))
        elif not bounds.holds(bounds.endings(), last):
            self.add_error("to", bounds.refusal(bounds.endings()))
        elif last < start:
            self.add_error("to", _("The last day cannot be before the first."))
        elif (last - start).days >= LONGEST:
            words = ngettext(
                "At most %(days)s day at once.", "At most %(days)s days at once.", LONGEST
            )
            self.add_error("to", words % {"days": LONGEST})
        else:
            return Period(start, Period.day(last).end)
        return None

    @cached_property
    def question(self) -> Question:
        """Return what was asked, and offer the territories around it."""
        given = self.cleaned_data
        question = Question(
            self.user,
            given["territory"],
            given["period"],
            given["service"],
            given["territories"],
        )
        fields: Any = self.fields
        fields["territory"].widget.choices = self._territories(question)
        self.data["territory"] = question.territory.code
        return question

    def _territories(self, question: Question) -> list[Any]:
        """Offer the way up, the reader's own, where we are, and the units one step below."""
        scope = scope_of(self.user, TERRITORY)
        around = [
            *territories_of(scope),
            *(each for each in question.territory.parents if scope.services_in(each.unit)),
            question.territory,
        ]
        choices: list[Any] = list({each.code: each.name for each in around}.items())
        below = [(unit.code, unit.title) for unit in question.children]
        return [*choices, (_("Inside"), below)] if below else choices
