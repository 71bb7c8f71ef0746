"""What the pages of organisations ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communities.forms import ByTitle
from communities.models import Oblast, Organisation
from communities.models.organisations import OF_THE_STATE, STANDS
from core.countries import names_of_countries
from core.versioned_forms import VersionedForm
from working_groups.organisations import keeps_the_state


class OblastChoice(ByTitle, forms.ModelChoiceField):
    """One of the oblasts."""


def _countries() -> list[tuple[str, Any]]:
    return [("", _("Of no country")), *names_of_countries().items()]


class OrganisationForm(VersionedForm):
    """What an organisation is called, what it is, and where it is from."""

    oblast = OblastChoice(
        Oblast.objects.order_by("sort_key", "pk"),
        label=_("Oblast"),
        required=False,
        empty_label=_("Of no oblast"),
    )
    country = forms.ChoiceField(choices=_countries, label=_("Country"), required=False)

    class Meta:
        model = Organisation
        fields = ("name_uk", "name_en", "kind", "edrpou", "country", "oblast", "service")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        if not keeps_the_state(user):
            kind.choices = [each for each in kind.choices if each[0] not in OF_THE_STATE]

    @property
    def standing(self) -> QuerySet[Organisation]:
        """Return the organisations of which the form says that they are in the list."""
        errors = (each for field in self.errors.as_data().values() for each in field)
        known = {each.params["number"] for each in errors if each.code == STANDS and each.params}
        return Organisation.objects.filter(pk__in=known).order_by("pk")
