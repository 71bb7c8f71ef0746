"""The form of an act about communities: which, what becomes of them, from when on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communities import services
from communities.models import Community, Succession
from communities.models.succession import SuccessionKind
from communities.search import find_communities
from core.exceptions import RuleBroken

ADD = "communities.add_succession"
SUGGESTED = 3
MOST = settings.LIMITS["act_units"]


class UnitsField(forms.CharField):
    """Communities by name or code, one a line; it cleans to a list of them."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MOST * 200, **kwargs)
        self.choices: Any = Community.objects.none()

    def clean(self, value: Any) -> list[Community]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST:
            words = ngettext(
                "At most %(most)s community at once.", "At most %(most)s communities at once.", MOST
            )
            raise forms.ValidationError(words % {"most": MOST}, code="too_many")
        return [self._called(number, line) for number, line in enumerate(lines, 1)]

    def _called(self, number: int, line: str) -> Community:
        """Return the one community a line names, or say which ones it may mean."""
        rows = self.choices.select_related("oblast", "raion").order_by("code")
        exact = Q(code=line.upper()) | Q(name_uk__iexact=line) | Q(name_en__iexact=line)
        found = list(rows.filter(exact)[:MOST])
        if len(found) == 1:
            return found[0]
        found = found or find_communities(rows, line, SUGGESTED)
        told = "; ".join(_told(each) for each in found)
        words = (
            _("Line %(number)s: “%(line)s” may be one of: %(told)s. Write its code.")
            if found
            else _("Line %(number)s: there is no community “%(line)s”.")
        )
        say = {"number": number, "line": line[:60], "told": told}
        raise forms.ValidationError(words % say, code="no_such_community")


def _told(community: Community) -> str:
    where = community.raion.title if community.raion else community.oblast.title
    return f"{community.name} ({where}) {community.code}"


class ActForm(forms.Form):
    """A merge, a split or a rename; valid when its services would accept it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What the act does"),
        choices=[
            (SuccessionKind.MERGE.value, gettext_lazy("Merges")),
            (SuccessionKind.SPLIT.value, gettext_lazy("Splits")),
            (SuccessionKind.RENAME.value, gettext_lazy("Renames")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what the act does.")},
    )
    predecessors = UnitsField(
        label=gettext_lazy("Which community ends, is split or renamed"),
        help_text=gettext_lazy("Name or code, one a line."),
    )
    successors = UnitsField(
        label=gettext_lazy("In which it goes on"),
        required=False,
        help_text=gettext_lazy("Name or code, one a line. Empty for a rename that keeps the code."),
    )
    formed = forms.BooleanField(
        label=gettext_lazy("The act forms what it goes on in"),
        required=False,
        help_text=gettext_lazy("Its first day is then that of the act."),
    )
    goes_on = forms.BooleanField(
        label=gettext_lazy("The split community goes on with the rest"), required=False
    )
    name_uk = forms.CharField(
        label=gettext_lazy("New name in Ukrainian"), max_length=200, required=False
    )
    name_en = forms.CharField(
        label=gettext_lazy("New name in English"), max_length=200, required=False
    )
    effective_on = forms.DateField(
        label=gettext_lazy("In force from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        localize=False,
    )
    act = forms.CharField(
        label=gettext_lazy("Legal act"),
        max_length=200,
        help_text=gettext_lazy("Who passed it, its date and its number."),
    )

    def __init__(self, *args: Any, user: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.at = user, at
        every = Community.objects.filter(projected=False)
        for name in ("predecessors", "successors"):
            field: Any = self.fields[name]
            field.choices = every.visible_to(user, to=ADD)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        for name, message in self._missing(data):
            self.add_error(name, message)
        if not self.errors:
            self._rehearse()
        return data

    def _missing(self, data: dict[str, Any]) -> list[tuple[str, str]]:
        """Return what the fields of one kind of act lack or have too much."""
        kind, wrong = data["kind"], []
        if kind != SuccessionKind.MERGE and len(data["predecessors"]) > 1:
            wrong.append(("predecessors", _("Name one community.")))
        if kind != SuccessionKind.SPLIT and len(data["successors"]) > 1:
            wrong.append(("successors", _("Name one community.")))
        if kind != SuccessionKind.RENAME and not data["successors"]:
            wrong.append(("successors", _("Name the community in which it goes on.")))
        if kind == SuccessionKind.RENAME and data["successors"] and data["name_uk"]:
            wrong.append(("name_uk", _("The successor has a name of its own. Leave this empty.")))
        return wrong

    def _rehearse(self) -> None:
        """Do all of it and take it back: what the preview shows is what would happen."""
        try:
            with transaction.atomic():
                self.record()
                transaction.set_rollback(True)
        except RuleBroken as error:
            self.add_error(error.field or None, error.message)

    def record(self) -> list[Succession]:
        """Do what the act says; RuleBroken, and nothing changed, where it cannot be."""
        data = self.cleaned_data
        act = {"on": data["effective_on"], "act": data["act"], "by": self.user, "at": self.at}
        return _DO[data["kind"]](data, act)


def _merge(data: dict[str, Any], act: dict[str, Any]) -> list[Succession]:
    return services.merge_communities(
        predecessors=data["predecessors"],
        successor=data["successors"][0],
        formed=data["formed"],
        **act,
    )


def _split(data: dict[str, Any], act: dict[str, Any]) -> list[Succession]:
    return services.split_community(
        predecessor=data["predecessors"][0],
        successors=data["successors"],
        formed=data["formed"],
        goes_on=data["goes_on"],
        **act,
    )


def _rename(data: dict[str, Any], act: dict[str, Any]) -> list[Succession]:
    return [
        services.rename_community(
            community=data["predecessors"][0],
            successor=data["successors"][0] if data["successors"] else None,
            formed=data["formed"],
            name_uk=data["name_uk"],
            name_en=data["name_en"],
            **act,
        )
    ]


_DO: dict[str, Callable[[dict[str, Any], dict[str, Any]], list[Succession]]] = {
    SuccessionKind.MERGE: _merge,
    SuccessionKind.SPLIT: _split,
    SuccessionKind.RENAME: _rename,
}
