"""How a field of a form is shown: which control, which words around it, how they are tied."""

from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# the first widget that fits decides; RadioSelect and the check boxes are kinds of Select
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checks"),
    (forms.RadioSelect, "segment"),
    (forms.Select, "select"),
    (forms.CheckboxInput, "check"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.Widget, "input"),
)
GROUPS = {"segment", "tiles", "checks"}
SERVICE_SHAPES = {"police", "rescue", "both"}


def look(bound: BoundField, kind: str, more: dict[str, Any]) -> dict[str, Any]:
    """Return everything components/field.html needs to show one field."""
    kind = kind or kind_of(bound.field.widget)
    shown = {"bound": bound, "kind": kind, **more}
    if kind in GROUPS:
        return shown | {"choices": _choices(bound, more.get("icons") or {})}
    return shown | {"control": bound.as_widget(attrs=_attributes(bound, kind, more))}


def kind_of(widget: forms.Widget) -> str:
    """Name the control a widget is drawn as."""
    return next(name for type_, name in KINDS if isinstance(widget, type_))


def summary(form: BaseForm, title: str) -> dict[str, Any]:
    """Return the errors of a form, each with the id of the control it belongs to."""
    errors = [
        {"target": _target(form, name), "label": _label(form, name), "message": message}
        for name, messages in form.errors.items()
        for message in messages
    ]
    return {"errors": errors, "title": title or _not_saved(form)}


def _not_saved(form: BaseForm) -> str:
    wrong = sum(name in form.fields for name in form.errors)
    if not wrong:
        return _("Not saved")
    words = ngettext(
        "Not saved: correct %(count)s field", "Not saved: correct %(count)s fields", wrong
    )
    return words % {"count": wrong}


def _attributes(bound: BoundField, kind: str, more: dict[str, Any]) -> dict[str, Any]:
    own = bound.field.widget.attrs.get("class", "")
    sizes = ("input--short",) if more.get("short") else ()
    style = "input file" if kind == "file" else "" if kind == "check" else kind
    attributes: dict[str, Any] = {"class": " ".join(filter(None, (style, *sizes, own)))}
    if more.get("autofocus"):
        attributes["autofocus"] = True
    return attributes if any(attributes.values()) else {}


def _choices(bound: BoundField, icons: dict[str, str]) -> list[dict[str, Any]]:
    """Return the choices of a group: each with its control, its words and its sign."""
    return [_choice(each, icons) for each in bound.subwidgets]


def _choice(choice: Any, icons: dict[str, str]) -> dict[str, Any]:
    value = choice.data["value"]
    choice.data["attrs"].pop("aria-invalid", None)  # the group says it, not every button
    instance = getattr(value, "instance", None)
    return {
        "control": choice.tag(),
        "label": choice.choice_label,
        "icon": icons.get(str(value)) or getattr(instance, "icon", "") or "flag",
        "service": str(value) if str(value) in SERVICE_SHAPES else "",
    }


def _label(form: BaseForm, name: str) -> str:
    return str(form[name].label) if name in form.fields else ""


def _target(form: BaseForm, name: str) -> str:
    """Return the id that takes the reader to a field; errors of the whole form have none."""
    if name not in form.fields:
        return ""
    bound = form[name]
    in_group = isinstance(bound.field.widget, forms.RadioSelect)
    return f"{bound.auto_id}_0" if in_group else bound.auto_id
