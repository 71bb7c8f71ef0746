"""Query parameters that are known or refused, never silently ignored."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ErrorDetail, ValidationError

from core.zones import UTC, ZONE


def refuse_unknown(given: QueryDict, known: Iterable[str]) -> None:
    """Raise a 400 that names each unknown or doubled parameter, and a zone that is not offered."""
    names = sorted({*known, ZONE})
    errors: dict[str, list[ErrorDetail]] = {}
    for name, values in given.lists():
        if name not in names:
            text = _("Unknown parameter. Known are: %(names)s.") % {"names": ", ".join(names)}
            errors[name] = [ErrorDetail(text, code="unknown_parameter")]
        elif len(values) > 1:
            errors[name] = [ErrorDetail(_("Given more than once."), code="duplicate")]
        elif not values[0]:
            errors[name] = [ErrorDetail(_("Has no value."), code="blank")]
        elif "\x00" in values[0]:
            errors[name] = [ErrorDetail(_("Holds a zero character."), code="invalid")]
        elif name == ZONE and values[0] != UTC:
            text = _("Choose one of: %(names)s.") % {"names": UTC}
            errors[name] = [ErrorDetail(text, code="invalid")]
    if errors:
        raise ValidationError(errors)


class AskedOnly:
    """A FilterSet of a resource that makes no more filters and fields than the address names.

    A list has many filters and a question few; the others would be copied for nothing.
    """

    base_filters: dict[str, Any]

    def __init__(self, data: QueryDict, *args: Any, **kwargs: Any) -> None:
        known = self.base_filters
        self.base_filters = {name: each for name, each in known.items() if name in data}
        super().__init__(data, *args, **kwargs)


class StrictFilterBackend(DjangoFilterBackend):
    """django-filter whose unknown parameters are errors."""

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        refuse_unknown(request.query_params, self.known(view, queryset))
        return super().filter_queryset(request, queryset, view)

    def known(self, view: Any, queryset: Any) -> set[str]:
        filterset = self.get_filterset_class(view, queryset)
        own = set(filterset.base_filters) if filterset else set()
        paging = set(view.paginator.parameters) if getattr(view, "paginator", None) else set()
        more = paging | set(getattr(view, "parameters", ()))
        return own | (more if view.action == "list" else set())

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return super().get_schema_operation_parameters(view) if view.action == "list" else []
