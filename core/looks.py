"""Which shape, colour and word stand for a service, a state or a change."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import numbers

SERVICES = {
    "police": gettext_lazy("Police"),
    "rescue": gettext_lazy("Rescue"),
    "both": gettext_lazy("Police and rescue"),
}
# state: the tag's kind, its icon, its usual word
STATES = {
    "draft": ("draft", "edit", gettext_lazy("Draft")),
    "submitted": ("submitted", "send", gettext_lazy("Submitted")),
    "returned": ("warn", "return", gettext_lazy("Returned")),
    "verified": ("good", "check", gettext_lazy("Verified")),
    "closed": ("closed", "lock", gettext_lazy("Closed")),
    "void": ("void", "", gettext_lazy("Void")),
    "waiting": ("", "clock", gettext_lazy("Waiting")),
    "running": ("submitted", "sync", gettext_lazy("In progress")),
    "done": ("good", "check", gettext_lazy("Done")),
    "failed": ("bad", "alert", gettext_lazy("Failed")),
}
JOB_LOOKS = {"waiting": "device", "running": "sending", "done": "ok", "failed": "attention"}
NOTICE_ICONS = {"good": "check", "warn": "alert", "bad": "alert", "offline": "offline"}
MESSAGE_KINDS = {"success": "good", "warning": "warn", "error": "bad"}


def service_word(code: str) -> str:
    """Name a service; the empty code is both."""
    return str(SERVICES.get(code or "both", code))


def status(code: str, label: str = "") -> dict[str, str]:
    """Return how the state of a record is shown; an unknown one keeps its own word."""
    kind, icon, word = STATES.get(code, ("", "", code))
    return {"kind": kind, "icon": icon, "label": label or str(word)}


def job(code: str, more: Mapping[str, Any]) -> dict[str, str]:
    """Return how long work is shown: the edge, the icon and the words of its state."""
    shown = status(code, more.get("words", ""))
    return {"look": JOB_LOOKS.get(code, "draft"), "icon": shown["icon"], "words": shown["label"]}


def sign(kind: str, icon: str = "") -> str:
    """Return the icon of a notice."""
    return icon or NOTICE_ICONS.get(kind, "info")


def tone(change: Any, better: str) -> str:
    """Say whether a change is good or bad, where more is surely better or worse."""
    text = numbers.change(change)
    if better not in {"more", "less"} or not text.startswith(("+", numbers.MINUS)):
        return ""
    return "good" if text.startswith("+") == (better == "more") else "bad"


def coverage(police: Any, rescue: Any) -> str:
    """Say in words what the ring of two halves shows."""
    if police and rescue:
        return _("Police officer and rescue officer in post")
    if police:
        return _("Police officer in post, rescue officer vacant")
    if rescue:
        return _("Rescue officer in post, police officer vacant")
    return _("Police officer and rescue officer vacant")
