"""Measures of coverage: where an officer is in post, and where none is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Community, Service
from communities.models.states import RING
from indicators.asks import Ask
from indicators.base import RateOfService, RateOnDay, Stock
from indicators.communities import ELIGIBLE, PATHS, of_today
from officers.models import Assignment, AssignmentKind, Officer

VIEW = "officers.view_assignment"


def _covered(ask: Ask, serving: Any) -> Any:
    """Return the eligible communities where somebody of the assignments is in post on the day."""
    here = serving.in_post(ask.day).filter(community=OuterRef("pk"))
    found = Community.objects.eligible_on(ask.day).inside(ask.reach).filter(Exists(here))
    return of_today(ask, found)


@dataclass(frozen=True, kw_only=True)
class Coverage(RateOfService):
    """Eligible communities with an officer of one service, of all."""

    def left_out(self, ask: Ask) -> list[tuple[str | Promise, Any]]:
        counted = self.part.rows(ask).order_by().values("pk")  # type: ignore[attr-defined]
        return [(_("no officer in post"), ELIGIBLE.records(ask).exclude(pk__in=counted))]


def _coverage(service: str, label: str | Promise, definition: str | Promise) -> Coverage:
    serving = Assignment.objects.filter(officer__kind=RING[service])
    part = Stock(
        code=f"coverage.{service}.communities",
        label=label,
        definition=definition,
        permission=VIEW,
        rows=lambda ask: _covered(ask, serving),
        paths=PATHS,
    )
    return Coverage(
        code=f"coverage.{service}",
        label=label,
        definition=definition,
        unit="%",
        permission=VIEW,
        part=part,
        whole=ELIGIBLE,
        better="more",
        service=service,
    )


POLICE = _coverage(
    Service.POLICE,
    _("Coverage by community police officers"),
    _(
        "Share of eligible communities with a community police officer in post on the last day."
        " Precinct officers are not counted."
    ),
)
RESCUE = _coverage(
    Service.RESCUE,
    _("Coverage by community rescue officers"),
    _("Share of eligible communities with a community rescue officer in post on the last day."),
)


def _without(ask: Ask) -> Any:
    """Return the eligible communities where no officer of these services is in post."""
    serving = Assignment.objects.filter(officer__service__in=ask.services)
    covered = _covered(ask, serving).order_by().values("pk")
    return ELIGIBLE.rows(ask).exclude(pk__in=covered)


WITHOUT_OFFICER = Stock(
    code="communities.without_officer",
    label=_("Communities without an officer"),
    definition=_(
        "Eligible communities where no officer of the services is in post on the last day."
    ),
    unit=pgettext_lazy("unit", "communities"),
    permission=VIEW,
    rows=_without,
    paths=PATHS,
    better="less",
)


def _primary(ask: Ask, lives: tuple[bool, ...] | None) -> Any:
    """Return the primary assignments in force by whether the officer lives there; None: unknown."""
    held = Assignment.objects.in_force(ask.day).inside(ask.reach)
    posts = held.filter(kind=AssignmentKind.PRIMARY, officer__service__in=ask.services)
    if lives is None:
        return posts.filter(lives_in_community=None)
    return posts.filter(lives_in_community__in=lives)


def _posts(code: str, lives: tuple[bool, ...]) -> Stock:
    return Stock(
        code=f"officers.living_in_community.{code}",
        label="",
        definition="",
        permission=VIEW,
        rows=lambda ask: _primary(ask, lives),
        paths={name: f"community__{path}" for name, path in PATHS.items()},
        home="community",
    )


@dataclass(frozen=True, kw_only=True)
class Living(RateOnDay):
    """Of the posts where it is known, those whose officer lives in the community."""

    def records(self, ask: Ask) -> Any:
        return Officer.objects.filter(pk__in=_primary(ask, (True,)).values("officer"))

    def left_out(self, ask: Ask) -> list[tuple[str | Promise, Any]]:
        elsewhere, unknown = _primary(ask, (False,)), _primary(ask, None)
        return [
            (why, Officer.objects.filter(pk__in=rows.values("officer")))
            for why, rows in (
                (_("lives elsewhere"), elsewhere),
                (_("it is not known whether the officer lives there"), unknown),
            )
        ]


LIVING = Living(
    code="officers.living_in_community",
    label=_("Officers who live in their community"),
    definition=_(
        "Share of the primary assignments in force on the last day whose officer lives in the"
        " community, of those where that is known."
    ),
    unit="%",
    permission=VIEW,
    part=_posts("lives", (True,)),
    whole=_posts("known", (True, False)),
    better="more",
)
