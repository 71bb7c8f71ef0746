"""The components of the pages as template tags; plain ones are includes of templates/components/."""

import zlib
from collections.abc import Sequence
from functools import cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core import fields, looks, moments, numbers

register = template.Library()
register.filter("number", numbers.number)
register.filter("percent", numbers.percent)
register.filter("change", numbers.change)
register.filter("day", moments.day)
register.filter("clock", moments.clock)
register.filter("when", moments.when)
register.filter("asof", moments.asof)
register.filter("month", moments.month)


@register.filter
def cell(value: Any, places: int | None = None) -> SafeString | str:
    """Write a number for a table: nothing known and nothing happened look different."""
    if value is None or value == "":
        return format_html('<span class="nodata">{}</span>', _("no data"))
    text = numbers.number(value, places)
    return format_html('<span class="zero">{}</span>', text) if value == 0 else text


@register.filter
def message_kind(level: str) -> str:
    """Translate the level of a message of Django into the kind of a notice."""
    return looks.MESSAGE_KINDS.get(level, "")


# --- small signs


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Draw a sign of icons.svg beside its word: {% icon "fire" %}; size "lg"."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" icon--{size}" if size else "",
        _drawings(),
        name,
    )


@cache
def _drawings() -> str:
    """Return the address of icons.svg, asked for dozens of times a page; a process keeps it."""
    return static("img/icons.svg")


@register.simple_tag
def mark() -> SafeString:
    """Draw the ring of two halves, the sign of the portal."""
    return _sign("mark", {})


@register.simple_tag
def ring(police: Any, rescue: Any) -> SafeString:
    """Draw who is in post in a community; a dashed half is a vacancy."""
    return _sign(
        "ring", {"police": police, "rescue": rescue, "label": looks.coverage(police, rescue)}
    )


@register.simple_tag
def service(code: str, hidden: bool = False) -> SafeString:
    """Name a service by its shape and its word; hidden leaves the word to screen readers."""
    return _sign("service", {"code": code, "word": looks.service_word(code), "hidden": hidden})


@register.simple_tag
def status(code: str, label: str = "") -> SafeString:
    """Show the state of a record or a job as a tag; label replaces the usual word."""
    return _sign("tag", looks.status(code, label))


@register.simple_tag
def tag(kind: str, label: str, icon: str = "") -> SafeString:
    """Show a short state of one's own: {% tag "warn" _("28 days left") icon="clock" %}."""
    return _sign("tag", {"kind": kind, "label": label, "icon": icon})


@register.simple_tag
def meter(value: Any, kind: str = "") -> SafeString:
    """Draw a share of a hundred as a bar; kind "p", "r", "w", "n" or the accent."""
    return _sign("meter", {"value": min(max(float(value or 0), 0.0), 100.0), "kind": kind})


# --- figures


@register.simple_tag
def delta(change: Any, words: str, better: str = "") -> SafeString:
    """Show one change in per cent; better "more" or "less" says which way is good."""
    return _sign("delta", {"change": change, "words": words, "tone": looks.tone(change, better)})


@register.inclusion_tag("components/figure.html")
def figure(label: str, value: Any, **more: Any) -> dict[str, Any]:
    """Show a key number; more: url, unit, percent, places, month, year, better, spark, note."""
    usual = {"places": None, "month": None, "year": None, "better": ""}
    return {"label": label, "value": value, **usual, **more}


@register.simple_block_tag
def completeness(
    content: SafeString, share: Any, reported: Any, eligible: Any, title: str = ""
) -> SafeString:
    """Say how complete the figures are: the share of communities that reported, and the rest."""
    context = {"share": share, "reported": reported, "eligible": eligible, "title": title}
    return render_to_string("components/completeness.html", context | {"content": content})


# --- parts of a page


@register.simple_block_tag
def heading(
    content: SafeString, title: str, note: str = "", asof: Any = None, above: str = ""
) -> SafeString:
    """Open a page: its title, what it covers and as of when; inside stand the buttons."""
    context = {"content": _or_nothing(content), "title": title, "note": note, "asof": asof}
    return render_to_string("components/heading.html", context | {"above": above})


@register.simple_block_tag
def part(content: SafeString, title: str, **more: Any) -> SafeString:
    """Frame a titled part of a page; more: id, note, url, action, icon, legend, span, light."""
    slug = more.pop("id", "") or f"part-{zlib.crc32(str(title).encode()):x}"
    return render_to_string(
        "components/part.html", {"content": content, "title": title, "id": slug, **more}
    )


@register.simple_block_tag
def card(
    content: SafeString, title: str = "", tight: bool = False, accent: bool = False
) -> SafeString:
    """Frame a thing to act on."""
    context = {"content": content, "title": title, "tight": tight, "accent": accent}
    return render_to_string("components/card.html", context)


@register.simple_block_tag
def notice(content: SafeString, kind: str = "", title: str = "", icon: str = "") -> SafeString:
    """Say what happened, what was kept and what is next; stays on the page."""
    context = {"content": content, "kind": kind, "title": title, "icon": looks.sign(kind, icon)}
    return render_to_string("components/notice.html", context)


@register.simple_block_tag
def nothing(content: SafeString, title: str, icon: str = "info") -> SafeString:
    """Say why a place is empty and what to do."""
    context = {"content": content, "title": title, "icon": icon}
    return render_to_string("components/nothing.html", context)


@register.simple_block_tag
def tablewrap(content: SafeString, label: str) -> SafeString:
    """Let a wide table scroll inside its own frame, by keyboard too."""
    return render_to_string("components/tablewrap.html", {"content": content, "label": label})


@register.simple_block_tag
def jobitem(content: SafeString, title: str, state: str, **more: Any) -> SafeString:
    """Show long work that can be left; more: words (where it stands), value (per cent)."""
    context = {"content": content, "title": title, **more}
    return render_to_string("components/jobitem.html", context | looks.job(state, more))


@register.simple_block_tag
def mapbox(content: SafeString, label: str, small: bool = False, **data: Any) -> SafeString:
    """Keep a place for a map, its list beside it.

    id and drawing (what is shown without the script) are its own, other keywords become data-…
    """
    context = {"content": _or_nothing(content), "label": label, "small": small}
    context["drawing"] = data.pop("drawing", None)
    context["id"] = data.pop("id", "map")
    context["attributes"] = [(key.replace("_", "-"), value) for key, value in data.items()]
    return render_to_string("components/map.html", context)


# --- charts


@register.inclusion_tag("components/chart.html")
def chart(drawing: Any) -> dict[str, Any]:
    """Show a `core.charts.Drawing`: the picture, its sentence, its table."""
    return {"drawing": drawing}


@register.inclusion_tag("components/classes.html")
def classes(words: Sequence[str], nodata: bool = True) -> dict[str, Any]:
    """Explain the classes of a map, the palest first."""
    return {"words": list(enumerate(words, 1)), "nodata": nodata}


# --- forms


@register.simple_tag
def field(bound: BoundField, kind: str = "", **more: Any) -> SafeString:
    """Render a field of a form with its label, hint and errors, tied together.

    kind "tiles" for big buttons; more: optional, wide, short, span, icons, autofocus.
    """
    if bound.is_hidden:
        return bound.as_widget()
    return render_to_string("components/field.html", fields.look(bound, kind, more))


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm, title: str = "") -> dict[str, Any]:
    """List what a form refused, each with a way to its field; nothing when all is well."""
    return fields.summary(form, title)


@register.inclusion_tag("components/htmx.html")
def htmx_head() -> dict[str, Any]:
    """Load htmx, told to write no styles, to evaluate nothing and to keep no copies of pages."""
    return {}


def _sign(component: str, context: dict[str, Any]) -> SafeString:
    """Render a component that stands inside a line: white space around it would show."""
    return mark_safe(render_to_string(f"components/{component}.html", context).strip())  # noqa: S308


def _or_nothing(content: SafeString) -> SafeString:
    """Return what a block holds, or nothing when it is only white space."""
    return content if content.strip() else SafeString()
