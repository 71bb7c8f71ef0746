"""One invented strike, and the events of its oblast that belong to it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from communities.models import Community
from incidents.models import Incident
from incidents.strikes import candidates, group, record_strike
from safety_portal.demo.accounts import BILOZERKA

TITLE = "Масований обстріл області"
DAYS_BEFORE = 5  # the last one of the demo
MOST = 12


def record_a_strike(*, by: User, until: date) -> int:
    """Record the strike as the oblast's coordinator would; return how many events belong to it."""
    oblast = Community.objects.select_related("oblast").get(code=BILOZERKA).oblast
    began = datetime.combine(
        until - timedelta(days=DAYS_BEFORE), time(3, 40), ZoneInfo("Europe/Kyiv")
    )
    strike = record_strike(
        title=TITLE, started_at=began, oblasts=[oblast], by=by, at=began + timedelta(hours=6)
    )
    of_war = candidates(strike, by).filter(war_related=True).order_by("occurred_at", "pk")
    chosen = [each.pk for each in of_war[:MOST]]
    return group(
        strike=strike,
        incidents=Incident.objects.filter(pk__in=chosen),
        at=began + timedelta(hours=60),
    )
