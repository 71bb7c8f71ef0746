"""Some changes told in words, in a fixed number of queries: who, how, and which fields became what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import OuterRef, Subquery

from core.exports import CHUNK
from core.versions import Author, Authors, ChangeKind, Difference, Words, differences
from dashboards.logs.kinds import JOINS, Kind
from incidents.models import Category, Incident


@dataclass(frozen=True)
class Step:
    """One change of one row."""

    event: Any
    kind: Kind
    author: Author
    cells: list[Difference]

    @property
    def at(self) -> Any:
        return self.event.pgh_created_at

    @property
    def change(self) -> ChangeKind:
        return ChangeKind(self.event.pgh_label)

    @property
    def title(self) -> str:
        return self.kind.title(self.event)

    @property
    def url(self) -> str:
        return self.kind.url(self.event)


def tell(kind: Kind, events: Iterable[Any]) -> list[Step]:
    """Tell some changes; events come with their context and with what their title needs."""
    events = list(events)
    before = _before(kind, events)
    words = Words(kind.fields, [*events, *before.values()], JOINS)
    authors, shut = Authors(events), walled(kind, events)
    told = []
    for each in events:
        earlier = before.get(each.pgh_id)
        hidden = kind.kept_back + (kind.protected if each.pgh_obj_id in shut else ())
        cells = differences(words, earlier, each, hidden=hidden) if earlier else []
        told.append(Step(each, kind, authors.of(each), cells))
    return told


def tell_all(kind: Kind, rows: Any) -> Iterator[Step]:
    """Tell every change of a queryset, some at a time: memory does not grow with their number."""
    read = rows.iterator(chunk_size=CHUNK)
    while events := list(islice(read, CHUNK)):
        yield from tell(kind, events)


def _before(kind: Kind, events: list[Any]) -> Mapping[int, Any]:
    """Return the version before each change, by the key of the change."""
    changed = [e.pgh_id for e in events if e.pgh_label == ChangeKind.UPDATE]
    earlier = kind.events.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
    newest = Subquery(earlier.order_by("-pgh_id").values("pgh_id")[:1])
    keys = dict(
        kind.events.filter(pgh_id__in=changed)
        .annotate(before=newest)
        .values_list("pgh_id", "before")
    )
    found = kind.events.in_bulk([key for key in keys.values() if key])
    return {key: found[before] for key, before in keys.items() if before}


def walled(kind: Kind, events: list[Any]) -> set[Any]:
    """Return the records whose place is not told: those that are sensitive, and that were."""
    if not kind.protected:
        return set()
    shut = set(Category.objects.sensitive().values_list("pk", flat=True))
    found = {each.pgh_obj_id for each in events if each.category_id in shut}
    keys = {each.pgh_obj_id for each in events}
    now = Incident.objects.filter(pk__in=keys, category__in=shut)
    return found | set(now.values_list("pk", flat=True))
