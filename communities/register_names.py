"""What units were called before: kept when the register renames them, told apart from homonyms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop as _

from communities.codifier import Unit
from communities.models import CommunityAlias
from communities.models.aliases import NAMED, NameLanguage
from core.reasons import Reason
from core.ukrainian import sort_key

SOURCE = "Кодифікатор, редакція {day:%d.%m.%Y}"  # the official document, in its own language
UKRAINIAN = NameLanguage.UKRAINIAN


@dataclass(frozen=True, slots=True)
class Renaming:
    """A unit of a kind, by its key, and the name that ends."""

    unit: str
    pk: int
    name: str


def keep_former_names(renamings: list[Renaming], *, edition: date) -> None:
    """Keep the names an edition ends among the other names of their units, where search looks."""
    said = {"until": edition, "source": SOURCE.format(day=edition), "language": UKRAINIAN}
    CommunityAlias.objects.bulk_create(
        [
            CommunityAlias(**{f"{each.unit}_id": each.pk}, name=each.name, **said)
            for each in renamings
        ],
        update_conflicts=True,
        unique_fields=[*NAMED, "name"],
        update_fields=[*said],
    )


class Homonyms:
    """The communities of a file by name, to warn where a former name is another's official one."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.codes = defaultdict(list)
        for unit in units:
            if unit.category == "H":
                self.codes[sort_key(unit.name)].append(unit.code)

    def warning(self, former: str, code: str) -> str:
        """Return a warning where a community's former name is that of another; empty otherwise."""
        others = [each for each in self.codes.get(sort_key(former), ()) if each != code]
        if not others:
            return ""
        text = _("the former name, kept, is the official name of another community, %(code)s")
        return Reason(text, code=others[0])
