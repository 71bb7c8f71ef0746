"""Parts of a community: which settlements a part of a community holds."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from communities.models import Beat, Settlement, StarostaDistrict
from core.exceptions import RuleBroken

SETTLEMENTS = "settlements"


@transaction.atomic
def save_starosta_district(
    *, district: StarostaDistrict, settlements: Collection[Settlement]
) -> StarostaDistrict:
    """Store a district with exactly these settlements.

    RuleBroken when one lies in another community, or in another district.
    """
    _refuse_strangers(district.community_id, settlements)
    keys = [each.pk for each in settlements]
    chosen = Settlement.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    taken = [
        each
        for each in chosen.select_related("starosta_district")
        if each.starosta_district_id not in {None, district.pk}
    ]
    if taken:
        raise RuleBroken(_in_another(taken[0]), code="in_another_district", field=SETTLEMENTS)
    district.save()
    district.settlements.exclude(pk__in=keys).update(starosta_district=None)
    chosen.update(starosta_district=district)
    return district


@transaction.atomic
def save_beat(*, beat: Beat, settlements: Collection[Settlement]) -> Beat:
    """Store a beat with exactly these settlements; RuleBroken for one of another community."""
    _refuse_strangers(beat.community_id, settlements)
    beat.save()
    beat.settlements.set(settlements)
    return beat


def _refuse_strangers(community: int, settlements: Collection[Settlement]) -> None:
    for each in settlements:
        if each.community_id != community:
            message = _("%(name)s lies in another community.") % {"name": each.title}
            raise RuleBroken(message, code="in_another_community", field=SETTLEMENTS)


def _in_another(settlement: Settlement) -> str:
    return _("%(name)s lies in %(district)s already: a settlement is in one district.") % {
        "name": settlement.title,
        "district": settlement.starosta_district,
    }
