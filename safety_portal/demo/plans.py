"""What the Kherson working groups put first for 2026, as the founding texts tell it (S4-29, S4-30).

Themes and whom the groups look for are those of the texts; the words are invented for the demo.
"""

from __future__ import annotations

from accounts.models import User
from core import clock
from safety_portal.demo.accounts import SIX
from working_groups.models import Need, Priority, Theme, WorkingGroup
from working_groups.priorities import put_first

YEAR = 2026
DONOR, PARTNER, EXPERT = Need.DONOR, Need.PARTNER, Need.EXPERT
FIRST = (
    (Theme.SAFE_SPACES, "Безпечні громадські простори в населених пунктах громади", (DONOR,)),
    (Theme.CHILDREN_YOUTH, "Дитячі та спортивні майданчики біля укриттів", (DONOR, PARTNER)),
    (Theme.VETERANS, "Простір для ветеранів із кабінетом реабілітації", (DONOR, PARTNER)),
    (Theme.OLDER_PEOPLE, "Університет третього віку", (PARTNER, EXPERT)),
    (Theme.FIRE_SAFETY, "Забезпечення підрозділів місцевої пожежної охорони", (DONOR,)),
    (Theme.AIR_THREATS, "Захист від безпілотників: детектори та навчання", (DONOR, EXPERT)),
    (Theme.STRATEGY, "Залучення експертів до стратегії розвитку громади", (EXPERT,)),
)


def put_plans_first(*, by: User) -> int:
    """Store seven priorities of each of the six for 2026; each begins with another theme."""
    groups = {e.community.code: e for e in WorkingGroup.objects.select_related("community")}
    for place, code in enumerate(SIX):
        turned = [*FIRST[place:], *FIRST[:place]]
        for rank, (theme, text, needs) in enumerate(turned, 1):
            said = {"group": groups[code], "year": YEAR, "rank": rank, "theme": theme}
            put_first(said=said | {"text": text, "needs": list(needs)}, by=by, at=clock.now())
    return Priority.objects.count()
