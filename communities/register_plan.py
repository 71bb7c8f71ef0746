"""What an edition of the codifier changes in the register: new, renamed, moved, closed, opened again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_noop as _

from communities.codifier import CodifierRejected, Unit
from communities.models import CityDistrict, Community, Oblast, Raion, Settlement, Succession
from communities.models.territory import CommunityKind
from communities.register_names import Homonyms, Renaming, keep_former_names
from communities.register_rows import Register, Rows, keys_of
from core.models import What
from core.plans import Line, Plan
from core.reasons import Reason
from core.reference import Changes, Difference, compare, write


@dataclass(frozen=True)
class Table:
    """One table of the register; `ends` is the field with the last day of a unit, if it may end."""

    unit: str
    named: str
    model: type[models.Model]
    ends: str = ""

    @property
    def rows(self) -> models.QuerySet[Any]:
        """Return the rows that are the codifier's: communities from before it have codes of ours."""
        rows = self.model._default_manager.all()
        return rows.filter(kind=CommunityKind.TERRITORIAL) if self.model is Community else rows

    @property
    def may_return(self) -> models.QuerySet[Any]:
        """Return the rows that open again when a file has them: what an act ended stays ended."""
        if self.model is not Community:
            return self.rows
        return self.rows.exclude(pk__in=Succession.objects.endings().values("predecessor"))


OBLASTS = Table("oblast", "oblasts", Oblast)
RAIONS = Table("raion", "raions", Raion, "closed_on")
COMMUNITIES = Table("community", "communities", Community, "dissolved_on")
SETTLEMENTS = Table("settlement", "settlements", Settlement, "closed_on")
DISTRICTS = Table("district", "city districts", CityDistrict, "closed_on")
TABLES = (OBLASTS, RAIONS, COMMUNITIES, SETTLEMENTS, DISTRICTS)
CENTRES = Table("community", "administrative centres", Community)
UNITS: dict[str, type[models.Model]] = {table.unit: table.model for table in TABLES}

CATEGORY = ("category", "type")  # a settlement is of a category, and its community of a type
ALONG = ("name_en",)  # follows another field: no line of its own where that one has a line
Stored = list[tuple[str, str]]  # code and name


@dataclass(frozen=True)
class Compared:
    """A table beside its rows in the file: what differs, what ends, what comes back."""

    table: Table
    difference: Difference
    ended: Stored
    back: Stored

    @property
    def changes(self) -> Changes:
        more = Changes(changed=len(self.ended) + len(self.back))
        return self.difference.changes + more


@dataclass(frozen=True)
class RegisterPlan:
    """The register beside one edition of the codifier."""

    register: Register
    edition: date
    compared: list[Compared]

    @classmethod
    def of(cls, units: Iterable[Unit], *, edition: date) -> RegisterPlan:
        """Compare every table; CodifierRejected where the register cannot follow the file."""
        register = Register(units)
        rows = {
            OBLASTS: register.oblasts(),
            RAIONS: register.raions(),
            COMMUNITIES: register.communities(),
            SETTLEMENTS: register.settlements(),
            DISTRICTS: register.districts(),
            CENTRES: register.centres(),
        }
        return cls(register, edition, [_compare(*each, edition) for each in rows.items()])

    def plan(self) -> Plan:
        lines = list(self._lines())
        touched = {(line.unit, line.code) for line in lines if line.row is not None}
        units = sum(_size(each.difference) for each in self.compared if each.table in TABLES)
        return Plan(lines, units - len(touched), self.write, doubt=self.doubt())

    @property
    def changes(self) -> dict[str, Changes]:
        return {each.table.named: each.changes for each in self.compared}

    def write(self) -> None:
        """Make every change; the caller's transaction keeps all of them or none."""
        new = False
        for each in self.compared:
            if each.table is CENTRES:
                continue
            new = new or bool(each.difference.missing)
            write(_with_keys(each.difference))
            _set_end(each.table, each.ended, self.edition)
            _set_end(each.table, each.back, None)
        if new or self.compared[-1].difference.different:
            write(compare(Community, self.register.centres()))
        keep_former_names(list(self._renamings()), edition=self.edition)

    def _renamings(self) -> Iterator[Renaming]:
        for each in self.compared:
            for one in each.difference.different:
                if "name_uk" in one.before:
                    yield Renaming(each.table.unit, one.pk, one.before["name_uk"])

    def _lines(self) -> Iterator[Line]:
        rows = {unit.code: unit.row for unit in self.register.units}
        others = Homonyms(self.register.units)
        names = _Names()
        for each in self.compared:
            lines = [*_of_rows(each, names), *_of_ends(each, self.edition)]
            for line in sorted(lines, key=lambda line: rows.get(line.code, 0)):
                former = line.was if (line.unit, line.what) == ("community", What.RENAMED) else ""
                note = others.warning(former, line.code)
                yield replace(line, row=rows.get(line.code), note=note or line.note)

    def doubt(self) -> str:
        """Return a reason to ask once more: of some table more would end than is usual."""
        most = settings.LIMITS["closed_share"]
        for each in self.compared:
            standing = (
                each.table.rows.filter(**{each.table.ends: None}).count() if each.ended else 0
            )
            if len(each.ended) * 100 > most * standing:
                ended = sum(len(one.ended) for one in self.compared)
                text = _("it would close %(closed)s units, of one kind more than %(most)s %%")
                return Reason(text, closed=ended, most=most)
        return ""


def _compare(table: Table, rows: Rows, edition: date) -> Compared:
    difference = compare(table.model, rows, among=table.rows)
    if table is CENTRES:  # those of new communities are written after their settlements
        return Compared(table, replace(difference, missing=[]), [], [])
    absent = [code for (code,) in difference.absent]
    if not table.ends:
        if absent:
            text = _("the file does not hold the oblast %(code)s")
            raise CodifierRejected({1: Reason(text, code=absent[0])})
        return Compared(table, difference, [], [])
    ended = table.rows.filter(code__in=absent, **{table.ends: None}) if absent else None
    held = {row["code"] for row in rows}
    back = table.may_return.filter(**{f"{table.ends}__lte": edition})
    return Compared(
        table,
        difference,
        [] if ended is None else _ending(table, ended, edition),
        [each for each in back.values_list("code", "name_uk") if each[0] in held],
    )


def _ending(table: Table, ended: models.QuerySet[Any], edition: date) -> Stored:
    if table is COMMUNITIES:
        young = ended.filter(established_on__gte=edition).first()
        if young:
            text = _("the file lacks %(code)s, a community established on its day or later")
            raise CodifierRejected({1: Reason(text, code=young.code)})
    return list(ended.order_by("code").values_list("code", "name_uk"))


def _size(difference: Difference) -> int:
    return difference.unchanged + len(difference.missing) + len(difference.different)


def _set_end(table: Table, units: Stored, day: date | None) -> None:
    if units:
        codes = [code for code, _name in units]
        table.rows.filter(code__in=codes).update(**{table.ends: day})


def _of_ends(compared: Compared, edition: date) -> Iterator[Line]:
    unit = compared.table.unit
    for code, name in compared.ended:
        ends = compared.table.ends
        yield Line(What.CLOSED, None, unit, code, name, ends, becomes=edition.isoformat())
    for code, name in compared.back:
        yield Line(What.REOPENED, None, unit, code, name)


def _of_rows(compared: Compared, names: _Names) -> Iterator[Line]:
    unit = compared.table.unit
    for row in compared.difference.missing:
        yield Line(What.CREATED, None, unit, row["code"], row["name_uk"], becomes=row["name_uk"])
    links = _links(compared.difference)
    for each in compared.difference.different:
        code, name = each.row["code"], each.row.get("name_uk") or names.of(Community, each.pk)
        for field, was in each.before.items():
            if field in ALONG and len(each.before) > 1:
                continue
            before, after = was, each.row[field]
            if field in links:
                before, after = (names.of(links[field], key) for key in (before, after))
            said = field.removesuffix("_id")
            yield Line(_what(field), None, unit, code, name, said, _text(before), _text(after))


def _what(field: str) -> str:
    if field == "name_uk":
        return What.RENAMED
    return What.RECATEGORISED if field in CATEGORY else What.CHANGED


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _links(difference: Difference) -> dict[str, Any]:
    """Return the fields of a table's rows that name other units, with the table they name."""
    found = {each.attname: each.related_model for each in difference.model._meta.concrete_fields}
    return {name: found[name] for name in difference.fields if found.get(name)}


class _Names:
    """Names of units by key, read when first asked for; a unit not stored yet has its code."""

    def __init__(self) -> None:
        self.known: dict[Any, Mapping[Any, str]] = {}

    def of(self, model: type[models.Model], key: Any) -> str:
        if key is None or isinstance(key, str):
            return key or ""
        if model not in self.known:
            self.known[model] = dict(model._default_manager.values_list("pk", "name_uk"))
        return self.known[model][key]


def _with_keys(difference: Difference) -> Difference:
    """Replace the codes of units that were not stored yet by the keys they have now."""
    links = {
        name: model for name, model in _links(difference).items() if _is_open(difference, name)
    }
    if not links:
        return difference
    keys: dict[str, Mapping[Any, int]] = {name: keys_of(model) for name, model in links.items()}

    def closed(row: Mapping[str, Any]) -> dict[str, Any]:
        return {**row, **{name: found.get(row[name], row[name]) for name, found in keys.items()}}

    return replace(
        difference,
        missing=[closed(row) for row in difference.missing],
        different=[replace(each, row=closed(each.row)) for each in difference.different],
    )


def _is_open(difference: Difference, name: str) -> bool:
    rows = [*difference.missing, *(each.row for each in difference.different)]
    return any(isinstance(row[name], str) for row in rows)
