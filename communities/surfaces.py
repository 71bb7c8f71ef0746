"""The scope on every surface: five small twins of `visible_to`."""

from functools import partial
from typing import Any

from django import forms
from drf_spectacular.utils import extend_schema_field

from communities.models.access import ScopedQuerySet
from communities.models.rights import kept_row
from core.api.schema import KATOTTH
from core.api.strict import Code, Key


class ScopedViewMixin:
    """Narrow a page or an endpoint, anything with get_queryset, to its reader."""

    request: Any

    def get_queryset(self) -> Any:
        rows = super().get_queryset()  # type: ignore[misc]  # from the view
        return rows.visible_to(self.request.user)


@extend_schema_field(KATOTTH)
class Katotth(Code):
    """A link to a unit of the register by its code."""


class KeptCode(Code):
    """A code of a table whose rows a process keeps: each is read once for a version of rights."""

    def to_internal_value(self, data: Any) -> Any:
        read = partial(super().to_internal_value, data)
        return kept_row(self.context["request"].user, (*self.kept_as(), data), read)

    def kept_as(self) -> tuple[Any, ...]:
        """Return what the row found depends on beside the account and the code."""
        return (type(self), self.queryset.model)


class VisibleSlugField(KeptCode, Katotth):
    """A link to another row by its code; only rows the caller may use `to` can be chosen.

    A serializer whose context names another `right` asks for that one.
    """

    def __init__(self, *, to: str = "", **kwargs: Any) -> None:
        self.to = to
        super().__init__(**kwargs)

    @property
    def right(self) -> str:
        return self.context.get("right", self.to)

    def kept_as(self) -> tuple[Any, ...]:
        return (*super().kept_as(), self.right)

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        if isinstance(rows, ScopedQuerySet):
            return rows.visible_to(self.context["request"].user, to=self.right)
        return rows


class VisibleKey(Key):
    """The number of a row in reach, or in reach of the right `to`."""

    def __init__(self, *, to: str = "", **kwargs: Any) -> None:
        self.to = to
        super().__init__(**kwargs)

    def get_queryset(self) -> Any:
        rows: Any = super().get_queryset()
        return rows.visible_to(self.context["request"].user, to=self.to)


class ScopedForm(forms.ModelForm):
    """A form whose choices of rows respect the scope of its `user`."""

    use_permission = ""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for field in self.fields.values():
            rows = getattr(field, "queryset", None)
            if isinstance(rows, ScopedQuerySet):
                field.queryset = rows.visible_to(user, to=self.use_permission)
