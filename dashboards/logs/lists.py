"""What the lists of the auditor share: filters in order, the newest first, and the same as a file."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from accounts.models import User
from communities.filters import TerritoryForm
from communities.models import scope_of
from communities.territories import territories_of
from core.chips import chips
from core.filters import DayFilter
from core.gate import MethodsFirst
from core.pager import keyset_page, without_marks
from core.periods import Period


class DaysForm(forms.Form):
    """Filters whose days must be in order."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day cannot be before the first."))
        return data


class LogForm(DaysForm, TerritoryForm):
    """The same, with a territory."""


class AccountFilter(filters.CharFilter):
    """An account by the name it signs in with, or by the name of its person."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=150, **kwargs)

    @staticmethod
    def found(words: str) -> list[int]:
        """Return the keys of the accounts that are called so."""
        named = Q(username__iexact=words) | Q(full_name__iexact=words)
        return list(User.objects.filter(named).values_list("pk", flat=True))


class DaysFilter(DayFilter):
    """The first or the last day of a list, by the moment that stands in `column`."""

    def __init__(self, column: str, *, last: bool = False, **kwargs: Any) -> None:
        super().__init__(label=_("To, included") if last else _("From"), **kwargs)
        self.column, self.last = column, last

    def filter(self, qs: Any, value: Any) -> Any:
        if not value:
            return qs
        day = Period.day(value)
        if self.last:
            return qs.filter(**{f"{self.column}__lt": day.ends_at})
        return qs.filter(**{f"{self.column}__gte": day.starts_at})


class LogPage(MethodsFirst, PermissionRequiredMixin, FilterView):
    """One page of a log; wrong filters are named beside them, and nothing is shown."""

    ordering_of_pages: tuple[str, ...] = ("-at", "-id")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.filterset.form
        valid = self.filterset.is_valid()
        rows = self.filterset.qs if valid else self.get_queryset().none()
        own = territories_of(scope_of(self.request.user, self.permission_required))
        shown = without_marks(self.request)
        return super().get_context_data(
            form=form,
            page=keyset_page(self.request, rows, self.ordering_of_pages),
            chips=chips(self.request, form),
            where=", ".join(each.name for each in own),
            first_url=shown,
            file_query=shown if valid else "",
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        status = 200 if self.filterset.is_valid() else 400
        return super().render_to_response(context, status=status, **kwargs)
