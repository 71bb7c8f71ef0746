"""Which communities stand, are occupied or eligible on a day: the rule behind every coverage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from communities.models.access import ScopedQuerySet
from communities.models.facts import ControlKind, ControlStatus, Population
from core.spans import AllDays

if TYPE_CHECKING:
    from communities.models.territory import Community  # noqa: F401  # in a quoted type
    from core.periods import Period


class CommunityState(models.TextChoices):
    """How far the state reaches into a community on a day, gravest first."""

    OCCUPIED = "occupied", _("Temporarily occupied")
    PARTLY_OCCUPIED = "partly_occupied", _("Partly occupied")
    ACTIVE = "active_hostilities", _("Active hostilities")
    POSSIBLE = "possible_hostilities", _("Possible hostilities")
    CONTROLLED = "controlled", _("Under government control")


RING = {"police": "community_police", "rescue": "community_rescue"}  # OfficerKind, one app above
OCCUPIED = (ControlKind.OCCUPIED,)
ACTIVE = (ControlKind.ACTIVE, ControlKind.ACTIVE_ERESOURCES)
POSSIBLE = (ControlKind.POSSIBLE,)


class CommunityQuerySet(ScopedQuerySet["Community"]):
    community_path = "pk"

    @property
    def region_paths(self) -> dict[str, str]:
        return {"oblast": "oblast", "raion": "raion", "community": "pk"}

    def shown(self) -> Self:
        """Keep the communities of today's lists: no projected and no dissolved ones."""
        return self.filter(projected=False, dissolved_on=None)

    def standing_on(self, day: date) -> Self:
        """Keep the communities that exist on a day; projected ones never do."""
        began = Q(established_on=None) | Q(established_on__lte=day)
        lasts = Q(dissolved_on=None) | Q(dissolved_on__gt=day)
        return self.filter(began, lasts, projected=False)

    def standing_in(self, period: Period) -> Self:
        """Keep the communities that exist on some day of a period; projected ones never do."""
        began = Q(established_on=None) | Q(established_on__lt=period.end)
        lasts = Q(dissolved_on=None) | Q(dissolved_on__gt=period.start)
        return self.filter(began, lasts, projected=False)

    def occupied_on(self, day: date) -> Self:
        """Keep the communities whose own, raion's or oblast's row says occupied."""
        return self.standing_on(day).filter(_over_all_of(OCCUPIED, day))

    def out_of_reach_in(self, start: date, end: date | None) -> Self:
        """Keep the communities dissolved or occupied on some day from `start` until before `end`.

        Of lines of the act that contradict each other, the one that says occupied is enough.
        """
        held = ControlStatus.objects.filter(held__overlap=DateRange(start, end))
        ended = Q(dissolved_on__isnull=False)
        if end is not None:
            ended &= Q(dissolved_on__lt=end)
        return self.filter(ended | _over_all(held.filter(status__in=OCCUPIED)))

    def occupied_days(self) -> Subquery:
        """Return the days an act says that a community was occupied; None where it says none.

        An expression for the rows of a query. Of lines that contradict each other, the one that
        says occupied is enough.
        """
        over = (
            Q(community=OuterRef("pk")) | Q(raion=OuterRef("raion")) | Q(oblast=OuterRef("oblast"))
        )
        held = ControlStatus.objects.filter(over, status__in=OCCUPIED).order_by()
        return Subquery(held.values("status").annotate(days=AllDays("held")).values("days"))

    def eligible_on(self, day: date) -> Self:
        """Keep the communities that stand and are not occupied: what coverage is counted of."""
        return self.standing_on(day).exclude(_over_all_of(OCCUPIED, day))

    def with_status_on(self, day: date) -> Self:
        """Add `status`, the CommunityState of each community on a day."""
        steps = (
            (_over_all_of(OCCUPIED, day), CommunityState.OCCUPIED),
            (_over_parts_of(OCCUPIED, day), CommunityState.PARTLY_OCCUPIED),
            (_somewhere_in(ACTIVE, day), CommunityState.ACTIVE),
            (_somewhere_in(POSSIBLE, day), CommunityState.POSSIBLE),
        )
        state = Case(
            *(When(condition, then=Value(state.value)) for condition, state in steps),
            default=Value(CommunityState.CONTROLLED.value),
            output_field=models.CharField(),
        )
        return self.annotate(status=state)

    def with_ring_on(self, day: date) -> Self:
        """Add `police` and `rescue`: whether the community's own officer of each is in post.

        A precinct officer fills no half of the ring: his office is not the community's.
        """
        halves = {
            service: Exists(
                self.model._default_manager.filter(
                    pk=OuterRef("pk"),
                    assignments__period__contains=day,
                    assignments__officer__kind=kind,
                    assignments__officer__stages__serves__contains=day,
                )
            )
            for service, kind in RING.items()
        }
        return self.annotate(**halves)

    def with_places(self) -> Self:
        """Add `places`, how many settlements lie in each community."""
        settlement = self.model._meta.get_field("settlements").related_model
        inside = settlement._default_manager.filter(community=OuterRef("pk")).order_by()
        counted = inside.values("community").annotate(places=Count("pk")).values("places")
        return self.annotate(places=Coalesce(Subquery(counted), 0))

    def with_residents_on(self, day: date) -> Self:
        """Add `residents`, the newest population on or before a day; None where unknown."""
        known = Population.objects.filter(community=OuterRef("pk"), on__lte=day)
        return self.annotate(residents=Subquery(known.order_by("-on").values("people")[:1]))

    def with_place(self) -> Self:
        """Add `place_latitude`, `place_longitude`: the centre, else the label of the boundary."""
        return self.annotate(
            place_latitude=Coalesce("latitude", "boundary__label_latitude"),
            place_longitude=Coalesce("longitude", "boundary__label_longitude"),
        )

    def with_census_on(self, day: date) -> Self:
        """Add `counted_on` and `counted_by`: of which day and by whom the residents are."""
        known = Population.objects.filter(community=OuterRef("pk"), on__lte=day).order_by("-on")
        return self.annotate(
            counted_on=Subquery(known.values("on")[:1]),
            counted_by=Subquery(known.values("source")[:1]),
        )


def _over_all_of(kinds: Iterable[str], day: date) -> Q:
    """Return the condition that a community's own, raion's or oblast's row says so."""
    return _over_all(ControlStatus.objects.in_force_on(day).filter(status__in=kinds))


def _over_all(rows: models.QuerySet[ControlStatus]) -> Q:
    """Return the condition that one of these lines is of a community, its raion or oblast."""
    return (
        Q(pk__in=rows.filter(community__isnull=False).values("community"))
        | Q(raion__in=rows.filter(raion__isnull=False).values("raion"))
        | Q(oblast__in=rows.filter(oblast__isnull=False).values("oblast"))
    )


def _over_parts_of(kinds: Iterable[str], day: date) -> Q:
    """Return the condition that the row of one of a community's settlements says so."""
    rows = ControlStatus.objects.in_force_on(day).filter(status__in=kinds)
    places = rows.filter(settlement__community__isnull=False)
    return Q(pk__in=places.values("settlement__community"))


def _somewhere_in(kinds: Iterable[str], day: date) -> Q:
    return _over_all_of(kinds, day) | _over_parts_of(kinds, day)
