"""Lists of other names: what places were called, and what people and papers call them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from communities.fact_lines import Line, lines_of, text_of
from communities.models import Community, CommunityAlias, Oblast, Raion, Settlement
from communities.models.aliases import NAMED, NameLanguage, official_namesake, words_of_namesake
from core.reference import Changes, bring_up_to_date

COLUMNS = ("alias", "lang", "source", "code")
CURATED = Path(__file__).with_name("data") / "aliases.csv"
REAL = "place_aliases.csv"  # beside the checkout, where it is there
LANGUAGES = {"uk": NameLanguage.UKRAINIAN, "en": NameLanguage.ENGLISH}
FROM_RUSSIAN = "en (ru form)"
# A code of the capital is that of an oblast, a community and a settlement: the community is meant.
LEVELS: tuple[tuple[str, type[models.Model]], ...] = (
    ("community", Community),
    ("oblast", Oblast),
    ("raion", Raion),
    ("settlement", Settlement),
)


@dataclass(frozen=True)
class Imported:
    """What a list did, and why some of its lines were left out, by line."""

    changes: Changes
    warnings: dict[int, str] = field(default_factory=dict)


def load_aliases() -> Changes:
    """Bring our own list, and the real one beside the checkout, up to date."""
    files = [CURATED, settings.SHARED_DATA / REAL]
    found = [import_aliases(path=each).changes for each in files if each.is_file()]
    return sum(found, Changes())


@transaction.atomic
def import_aliases(*, path: Path) -> Imported:
    """Add the names of a list, lines `alias,lang,source,code`; what is stored stays as it is.

    A line without a code names no place of the codifier and is passed over; one whose code is
    unknown, or whose name is officially that of another community, is left out with a warning.
    Raises FileRejected, and changes nothing, when the file is no such list.
    """
    reader, rows, warnings = _Reader(), {}, {}
    for number, line in lines_of(path, COLUMNS):
        try:
            row = reader.row(line) if line["code"] else None
        except ValueError as error:
            warnings[number] = str(error)
            continue
        if row:
            rows[tuple(row[name] for name in _KEY)] = row
    known = set(CommunityAlias.objects.values_list(*_KEY))
    added = [row for key, row in rows.items() if key not in known]
    changes = bring_up_to_date(CommunityAlias, added, key=_KEY)
    return Imported(changes + Changes(unchanged=len(rows) - len(added)), warnings)


_KEY = (*(f"{unit}_id" for unit in NAMED), "name")


class _Reader:
    """Turns lines into rows, with the codes of the register read once."""

    def __init__(self) -> None:
        self.keys = {
            unit: dict(model._default_manager.values_list("code", "pk")) for unit, model in LEVELS
        }

    def row(self, line: Line) -> dict[str, Any]:
        """Return the row a line stands for, or raise ValueError with the reason."""
        name, code = text_of(line["alias"], most=200), line["code"]
        unit = next((each for each, codes in self.keys.items() if code in codes), None)
        if unit is None:
            raise ValueError(_("the register has no unit %(code)s") % {"code": code[:24]})
        key = self.keys[unit][code]
        if unit == "community":
            _refuse_namesake(name, key)
        return {
            **{f"{each}_id": None for each in NAMED},
            f"{unit}_id": key,
            "name": name,
            "language": _language(line["lang"]),
            "source": line["source"][:200],
        }


def _refuse_namesake(name: str, community: int) -> None:
    namesake = official_namesake(name, Community.objects.get(pk=community))
    if namesake:
        raise ValueError(words_of_namesake(namesake))


def _language(text: str) -> str:
    if text == FROM_RUSSIAN:
        return NameLanguage.FROM_RUSSIAN
    return LANGUAGES.get(text, "")
