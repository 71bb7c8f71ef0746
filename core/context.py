"""What every page says around its content: sections, the reader's theme and language, the demo mark."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import clock
from core.demo import shows_demo_data
from core.numbers import is_ukrainian

THEMES = ("system", "light", "dark")


@dataclass(frozen=True)
class Section:
    """One line of the rail; `pages` are the names, or whole namespaces, it is current for."""

    icon: str
    label: str | Promise
    url_name: str
    permission: str = ""
    pages: tuple[str, ...] = ()


SECTIONS = (
    Section("home", _("My page"), "dashboards:my", "incidents.add_incident"),
    Section("chart", _("Overview"), "dashboards:overview", "", ("dashboards:measure",)),
    Section("flag", _("Incidents"), "incidents:list", "incidents.view_incident", ("incidents:",)),
    Section(
        "map",
        _("Communities"),
        "communities:list",
        "communities.view_community",
        ("communities:", "dashboards:community", "programmes:"),
    ),
    Section(
        "user",
        _("Officers"),
        "officers:list",
        "officers.view_officer",
        (
            "officers:",
            "handovers:",
            "tables:",
            "public_reports:",
            "dashboards:coverage",
            "dashboards:half-year",
        ),
    ),
    Section(
        "users",
        _("Working groups"),
        "working_groups:list",
        "working_groups.view_workinggroup",
        (
            *("working_groups:", "meetings:", "people:", "organisations:"),
            *("problems:", "actions:"),
            *("initiatives:", "funding:", "grants:"),
            *("priorities:", "trainings:", "proposals:", "products:"),
        ),
    ),
    Section("document", _("Reports"), "reports:list", "reports.view_edition", ("reports:",)),
    Section("download", _("Imports"), "imports:list", "core.view_importpreview", ("imports:",)),
    Section(
        "shield",
        _("Administration"),
        "administration:hub",
        "accounts.view_user",
        ("administration:", "dashboards:changes", "dashboards:readings"),
    ),
)


class Portal:
    """The frame of one page; nothing is asked of the database before the template wants it."""

    themes = THEMES

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def demo(self) -> bool:
        return shows_demo_data()

    @cached_property
    def as_of(self) -> datetime:
        return clock.now()

    @property
    def session_left(self) -> int | None:
        """Return in how many seconds the reader is signed out if nothing more is asked."""
        return getattr(self._request, "session_left", None)

    @property
    def session_ends(self) -> datetime | None:
        left = self.session_left
        return None if left is None else self.as_of + timedelta(seconds=left)

    @property
    def theme(self) -> str:
        """Return the theme the reader chose; an unknown one counts as none."""
        chosen = self._request.COOKIES.get("theme", "")
        return chosen if chosen in THEMES else "system"

    @property
    def other_language(self) -> dict[str, str]:
        """Return the language the reader may switch to, named in itself."""
        if is_ukrainian():
            return {"code": "en", "name": "English"}
        return {"code": "uk", "name": "Українська"}

    @cached_property
    def sections(self) -> list[dict[str, Any]]:
        """Return the sections that exist and that the reader may open."""
        return list(self._sections())

    def _sections(self) -> Iterator[dict[str, Any]]:
        match = self._request.resolver_match
        here = match.view_name if match else ""
        for section in SECTIONS:
            if section.permission and not self._request.user.has_perm(section.permission):
                continue
            try:
                url = reverse(section.url_name)
            except NoReverseMatch:  # a section of a later release
                continue
            exact = here == section.url_name
            yield {
                "icon": section.icon,
                "label": section.label,
                "url": url,
                "current": "page" if exact else "true" if _among(here, section.pages) else "",
            }


def _among(here: str, pages: tuple[str, ...]) -> bool:
    return any(here.startswith(page) if page.endswith(":") else here == page for page in pages)


def portal(request: HttpRequest) -> dict[str, Portal]:
    """Give every template `portal`."""
    return {"portal": Portal(request)}
