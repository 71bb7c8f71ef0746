"""Measures of load: how many residents an officer in post looks after, on the last day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Subquery, Sum, When
from django.db.models import Value as Literal
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Service
from communities.models.districts import RURAL_MOST, URBAN_MOST
from communities.models.territory import CommunityType
from indicators.asks import Ask, Key, Value
from indicators.base import RateOfService, RateOnDay, Stock
from indicators.communities import ELIGIBLE, PATHS
from indicators.officers import IN_POST
from officers.models import Assignment

VIEW = "officers.view_officer"
LIMIT = Case(  # residents that one officer is to look after
    When(type=CommunityType.URBAN, then=Literal(URBAN_MOST)),
    default=Literal(RURAL_MOST),
    output_field=IntegerField(),
)


def _peopled(ask: Ask) -> Any:
    """Return the eligible communities, each with its `residents`."""
    return ELIGIBLE.rows(ask).with_residents_on(ask.day)


@dataclass(frozen=True, kw_only=True)
class ResidentsInReach(Stock):
    """The newest known population of each eligible community, added up."""

    @property
    def nothing(self) -> Value:
        return None

    def _read(self, ask: Ask, by: tuple[str, ...]) -> dict[Key, Value]:
        rows = self.rows(ask).order_by()
        if not by:
            return {(): rows.aggregate(people=Sum("residents"))["people"]}
        found = rows.values_list(*(F(PATHS[each]) for each in by))
        return {key[:-1]: key[-1] for key in found.annotate(people=Sum("residents"))}

    def records(self, ask: Ask) -> Any:
        return super().records(ask).with_residents_on(ask.day).filter(residents__isnull=False)

    def left_out(self, ask: Ask) -> list[tuple[str | Promise, Any]]:
        unknown = super().records(ask).with_residents_on(ask.day).filter(residents=None)
        return [(_("population unknown"), unknown)]


RESIDENTS = ResidentsInReach(
    code="officers.load.residents",
    label=_("Residents of eligible communities"),
    definition=_("The newest known population of each community that is not occupied on the day."),
    unit=_("people"),
    permission=VIEW,
    rows=_peopled,
    paths=PATHS,
)
LOAD = RateOnDay(
    code="officers.load",
    label=_("Residents for one officer"),
    definition=_(
        "Residents of the eligible communities for each officer of the services in post on the"
        " last day."
    ),
    unit=_("people"),
    permission=VIEW,
    part=RESIDENTS,
    whole=IN_POST,
    per=1,
    decimals=0,
    better="less",
)


def _manned(ask: Ask) -> Any:
    """Return the communities of known population with `officers` of the police in post."""
    serving = Assignment.objects.in_post(ask.day).filter(
        community=OuterRef("pk"), officer__service=Service.POLICE
    )
    counted = serving.order_by().values("community").annotate(n=Count("officer", distinct=True))
    rows = _peopled(ask).annotate(officers=Subquery(counted.values("n")))
    return rows.filter(officers__gt=0, residents__isnull=False)


def _over(ask: Ask) -> Any:
    return _manned(ask).filter(residents__gt=F("officers") * LIMIT)


def _communities(code: str, rows: Any, label: str | Promise) -> Stock:
    return Stock(
        code=f"officers.load_over_limit.{code}",
        label=label,
        definition=label,
        unit=pgettext_lazy("unit", "communities"),
        permission=VIEW,
        rows=rows,
        paths=PATHS,
    )


OVER_LIMIT = RateOfService(
    code="officers.load_over_limit",
    label=_("Communities over the limit of load"),
    definition=_(
        "Share of the communities with a police officer in post where one looks after more than"
        " 7,000 residents in an urban community or 6,000 in another. Precinct officers count, too."
    ),
    unit="%",
    permission=VIEW,
    part=_communities("over", _over, _("Communities over the limit")),
    whole=_communities("manned", _manned, _("Communities with a police officer in post")),
    better="less",
    service=Service.POLICE,
)
