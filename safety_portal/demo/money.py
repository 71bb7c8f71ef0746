"""The money of the demo's initiatives, and grants: chains as the founding texts tell, sums invented.

Denmark gives, the UN Development Programme passes on, the Foundation brings it to the initiative. Who
did so is known, how much is not: every note says so.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from accounts.models import User
from communities.models import Oblast, Organisation
from core import clock
from safety_portal.demo.accounts import KHERSON
from safety_portal.demo.lists import seeded
from working_groups.funding import add_link
from working_groups.grants import add_grant
from working_groups.initiatives import stages_of
from working_groups.models import Currency, Funding, FundingKind, Initiative, Stage, Theme
from working_groups.models.initiatives import AGREED

NOTE = "Сума умовна: у джерелах її немає."
LEAST, MOST = 260, 620  # thousands of hryvnias of one initiative
RATES = {Currency.DKK: Decimal("5.31"), Currency.USD: Decimal("36.57")}  # invented, too
KOPECK = Decimal("0.01")
GRANTS: tuple[dict[str, Any], ...] = (
    {
        "title": "Інклюзивне навчання безпеки для людей з інвалідністю",
        "theme": Theme.INCLUSION,
        "given_on": date(2024, 6, 3),
        "uah": Decimal(480_000),
    },
    {
        "title": "Безпека життєдіяльності для прифронтових громад",
        "theme": Theme.CIVIL_PROTECTION,
        "given_on": date(2025, 2, 17),
        "uah": Decimal(365_000),
    },
)


def fund(*, by: User) -> int:
    """Store the chain of every initiative, and the grants; return how many links there are."""
    paying = Paying(by)
    for initiative in Initiative.objects.prefetch_related("stages").order_by("pk"):
        paying.pay(initiative)
    paying.grant()
    return Funding.objects.count()


class Paying:
    """Money given by one account, chain after chain."""

    def __init__(self, by: User) -> None:
        self.by, self.at = by, clock.now()
        self.known = {e.code: e for e in Organisation.objects.exclude(code="")}
        self.chance = seeded("money of initiatives")

    def pay(self, initiative: Initiative) -> None:
        """Promise what an initiative costs, and give it as far as it has come."""
        uah = Decimal(self.chance.randint(LEAST, MOST) * 1000)
        steps = {each.stage: each.on for each in stages_of(initiative)}
        agreed = [on for stage, on in steps.items() if stage in AGREED]
        if initiative.stage == Stage.CANCELLED and not agreed:
            return
        promised_on = min(agreed, default=max(steps.values()))
        self._chain(initiative, FundingKind.COMMITMENT, uah, promised_on)
        if initiative.stage == Stage.COMPLETED:
            self._chain(initiative, FundingKind.DISBURSEMENT, uah, max(steps.values()))
        elif initiative.stage == Stage.IN_PROGRESS:
            self._chain(initiative, FundingKind.DISBURSEMENT, uah / 2, max(steps.values()))

    def _chain(self, initiative: Initiative, kind: str, uah: Decimal, day: date) -> None:
        """Write down one sum on its way: each step in the currency of whoever gives it."""
        steps = (
            ("denmark", "undp", Currency.DKK),
            ("undp", "union", Currency.USD),
            ("union", "", Currency.UAH),
        )
        for giver, receiver, currency in steps:
            said = {
                "initiative": initiative,
                "giver": self.known[giver],
                "receiver": self.known.get(receiver),
                "kind": kind,
                "given_on": day,
                "note": NOTE,
            }
            add_link(said=said | _sum(uah, currency, day), by=self.by, at=self.at)

    def grant(self) -> None:
        """Write down the grants with the rescuers and the training centre of the oblast."""
        for each in GRANTS:
            said = {
                **each,
                "amount": each["uah"],
                "currency": Currency.UAH,
                "oblast": Oblast.objects.get(code=KHERSON),
                "giver": self.known["undp"],
                "organisation": self.known["union"],
                "partners": [self.known["ses-65"], self.known["emc-65"]],
                "note": NOTE,
            }
            add_grant(said=said, by=self.by, at=self.at)


def _sum(uah: Decimal, currency: str, day: date) -> dict[str, Any]:
    rate = RATES.get(Currency(currency))
    amount = (uah / rate).quantize(KOPECK, ROUND_HALF_UP) if rate else uah
    rate_date = {"rate_date": day} if rate else {}
    return {"amount": amount, "currency": currency, "uah": uah, **rate_date}
