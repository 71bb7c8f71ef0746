"""What a list of filters says about itself: the chips, the folded line, the refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from core.moments import day
from core.pager import without_marks


def chips(request: HttpRequest, form: Any) -> list[dict[str, str]]:
    """Return the filters in use, each with the address of the list without it."""
    return [
        {"label": words, "url": without_marks(request, name)}
        for name, words in _in_use(form).items()
    ]


def _in_use(form: Any) -> dict[str, str]:
    """Return the words of each filter that is not at its usual; a wrong one narrows nothing."""
    given: Mapping[str, Any] = getattr(form, "cleaned_data", {})
    return {
        name: f"{form.fields[name].label}: {_words(form.fields[name], value, form[name].value())}"
        for name, value in given.items()
        if name in form.fields and value not in (None, "", form.fields[name].initial)
    }


def _words(field: Any, value: Any, written: Any) -> str:
    if hasattr(value, "year"):
        return day(value)
    if name := getattr(value, "name", None):
        return str(name)
    choices = dict(getattr(field, "choices", ()))
    return str(choices.get(written, value))
