"""Money for initiatives and grants, brought as sheets."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Oblast
from communities.tables.finders import FINDERS, named, numbered
from communities.tables.table import Table
from working_groups.api.money import FundingViewSet, GrantViewSet
from working_groups.models import Initiative


def initiative(text: str, user: Any) -> int:
    """Return the key of an initiative in reach, by its title or by number in brackets."""
    return numbered(Initiative.objects.visible_to(user), text, "title")


def oblast(text: str, _user: Any) -> str:
    """Return the code of an oblast, by its code or its Ukrainian name."""
    return named(Oblast.objects.all(), text)


OF_MONEY = FINDERS | {Initiative: initiative, Oblast: oblast}
GIVER = {"giver": pgettext_lazy("money", "From")}
FUNDINGS = Table(
    code="fundings",
    label=_("Funding of initiatives"),
    view=FundingViewSet,
    identity={
        "initiative": "initiative",
        "giver": "giver__code",
        "receiver": "receiver__code",
        "kind": "kind",
        "given_on": "given_on",
    },
    may_lack=frozenset({"receiver"}),
    finders=OF_MONEY,
    labels=GIVER | {"receiver": pgettext_lazy("money", "To")},
)
GRANTS = Table(
    code="grants",
    label=pgettext_lazy("records", "Grants"),
    view=GrantViewSet,
    identity={"title": "title", "organisation": "organisation__code", "given_on": "given_on"},
    finders=OF_MONEY,
    labels=GIVER | {"organisation": pgettext_lazy("money", "To")},
)
MONEY = (FUNDINGS, GRANTS)
