"""A handful of sensitive records of the demo's own community, so that their wall can be seen."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from accounts.models import User
from communities.models import Community
from incidents.models import Category
from incidents.services import Record, log_incident
from safety_portal.demo.accounts import BILOZERKA

NAMESPACE = UUID("0d9f4c1e-6a57-4d0b-8f0e-64656d6f7761")
TOLD = (  # days before the last one, category, place in words, what happened: all of it made up
    (1, "violence.domestic", "вул. Садова, біля крамниці", "Сварка з погрозами, винесено припис"),
    (3, "violence.domestic", "центр селища", "Повторний випадок, передано на облік"),
    (6, "violence.child", "школа, другий поверх", "Дитина повідомила про побиття вдома"),
    (9, "violence.domestic", "вул. Набережна", "Економічне насильство, проведено бесіду"),
    (14, "violence.domestic", "вул. Степова", "Психологічне насильство, оцінено ризики"),
)


def log_behind_the_wall(*, by: User, until: date) -> int:
    """Log the records as the community's police officer would; return how many there are."""
    community = Community.objects.select_related("oblast").get(code=BILOZERKA)
    known = {each.code: each for each in Category.objects.sensitive()}
    for number, (days, category, address, narrative) in enumerate(reversed(TOLD)):
        at = datetime.combine(until - timedelta(days=days), time(18, 30), ZoneInfo("Europe/Kyiv"))
        fields = {
            "community": community,
            "category": known[category],
            "occurred_at": at - timedelta(minutes=50),
            "reported_at": at - timedelta(minutes=45),
            "channel": "102",
        }
        words = {"address": address, "narrative": narrative}
        log_incident(
            pk=uuid5(NAMESPACE, str(number)),
            record=Record(fields=fields, text=words, responses=[{"officer": by.officer}]),
            by=by,
            at=at,
        )
    return len(TOLD)
