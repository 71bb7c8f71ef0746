"""Acts about communities: merged, split, renamed. Records stay where they were made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Community, CommunityAlias, Population, Succession
from communities.models.succession import SuccessionKind
from communities.models.territory import CommunityKind
from core import moments
from core.exceptions import RuleBroken

PREDECESSORS, SUCCESSORS, ON = "predecessors", "successors", "effective_on"
SOURCE_LENGTH = 200


class Act(NamedTuple):
    """A legal act about communities: its name, its first day, who recorded it and when."""

    name: str
    on: date
    by: Any
    at: datetime


@transaction.atomic
def merge_communities(
    *,
    predecessors: Sequence[Community],
    successor: Community,
    on: date,
    act: str,
    by: Any,
    at: datetime,
    formed: bool = False,
) -> list[Succession]:
    """End communities on a day and let another one stand for them from then on.

    `formed`: the successor begins by this act; otherwise it stood before. The old names find the
    successor. Where the residents of all are known, their sum is the successor's figure of the
    day. Raises RuleBroken, and changes nothing, where the acts of a unit contradict each other.
    """
    order = Act(act, on, by, at)
    _refuse_unready(order, predecessors, PREDECESSORS)
    held = _held([*predecessors, successor])
    ended, heir = [held[each.pk] for each in predecessors], held[successor.pk]
    for each in ended:
        refuse_end(each, on)
    refuse_successor(heir, on, ended, formed=formed)
    residents = _residents_together([*ended, *([] if formed else [heir])], order)
    _begin(heir, on, formed)
    for each in ended:
        _end(each, on)
        _keep_names(each, heir)
    if residents is not None:
        people, source = residents
        Population.objects.get_or_create(
            community=heir, on=on, defaults={"people": people, "source": source}
        )
    return _record(order, SuccessionKind.MERGE, [(each, heir) for each in ended])


@transaction.atomic
def split_community(
    *,
    predecessor: Community,
    successors: Sequence[Community],
    on: date,
    act: str,
    by: Any,
    at: datetime,
    formed: bool = False,
    goes_on: bool = False,
) -> list[Succession]:
    """Let parts of a community go on as others from a day on; with `goes_on` it keeps the rest.

    `formed`: the successors begin by this act. Which settlement lies in which part the codifier
    says. Raises RuleBroken, and changes nothing, where acts contradict each other.
    """
    order = Act(act, on, by, at)
    _refuse_unready(order, successors, SUCCESSORS)
    held = _held([predecessor, *successors])
    ended, heirs = held[predecessor.pk], [held[each.pk] for each in successors]
    (refuse_day if goes_on else refuse_end)(ended, on)
    for each in heirs:
        refuse_successor(each, on, [ended], formed=formed)
        _begin(each, on, formed)
        _keep_names(ended, each)
    if not goes_on:
        _end(ended, on)
    return _record(order, SuccessionKind.SPLIT, [(ended, each) for each in heirs])


@transaction.atomic
def rename_community(
    *,
    community: Community,
    on: date,
    act: str,
    by: Any,
    at: datetime,
    name_uk: str = "",
    name_en: str = "",
    successor: Community | None = None,
    formed: bool = False,
) -> Succession:
    """Give a community another name, or let it go on under the code of `successor`.

    The old name stays findable. Raises RuleBroken where nothing would change, or where the acts
    of a unit contradict each other.
    """
    order = Act(act, on, by, at)
    _refuse_unready(order, [community], PREDECESSORS)
    if successor is not None:
        return _rename_onto(order, community, successor, formed)
    held = _held([community])[community.pk]
    refuse_day(held, on)
    if not name_uk or name_uk == held.name_uk:
        words = _("Write a name that differs from “%(name)s”.")
        raise RuleBroken(words % {"name": held.name_uk}, code="same_name", field="name_uk")
    former = {"former_name_uk": held.name_uk, "former_name_en": held.name_en}
    _keep_names(held, held, but={name_uk, name_en})
    held.name_uk, held.name_en = name_uk, name_en
    held.save(update_fields=["name_uk", "name_en"])
    return _record(order, SuccessionKind.RENAME, [(held, held)], **former)[0]


def _rename_onto(
    order: Act, community: Community, successor: Community, formed: bool
) -> Succession:
    held = _held([community, successor])
    ended, heir = held[community.pk], held[successor.pk]
    refuse_end(ended, order.on)
    refuse_successor(heir, order.on, [ended], formed=formed)
    _begin(heir, order.on, formed)
    _end(ended, order.on)
    _keep_names(ended, heir)
    return _record(order, SuccessionKind.RENAME, [(ended, heir)])[0]


def refuse_end(community: Community, on: date) -> None:
    """Raise RuleBroken where a community cannot end on a day."""
    step = Succession.objects.ending(community).select_related("successor").first()
    if step is not None:
        words = _("%(name)s (%(code)s) ended on %(day)s already: it goes on in %(heir)s.")
        say = _called(community, step.effective_on) | {"heir": step.successor.name}
        raise RuleBroken(words % say, code="ended_already", field=PREDECESSORS)
    refuse_day(community, on)
    later = community.inheritances.between_units().filter(effective_on__gte=on).first()
    if later is not None:
        words = _("%(name)s (%(code)s) took over another community on %(day)s, so it stood then.")
        say = _called(community, later.effective_on)
        raise RuleBroken(words % say, code="stood_later", field=ON)


def refuse_day(community: Community, on: date) -> None:
    """Raise RuleBroken where an act of a day is about a community that does not stand then."""
    if community.established_on and on <= community.established_on:
        words = _("%(name)s (%(code)s) was established on %(day)s only.")
        say = _called(community, community.established_on)
        raise RuleBroken(words % say, code="before_it_began", field=ON)
    if community.dissolved_on and on > community.dissolved_on:
        words = _("%(name)s (%(code)s) was dissolved on %(day)s.")
        say = _called(community, community.dissolved_on)
        raise RuleBroken(words % say, code="ended_before", field=ON)


def refuse_successor(
    community: Community, on: date, ended: Sequence[Community], *, formed: bool
) -> None:
    """Raise RuleBroken where a community cannot stand for others from a day on."""
    if community.pk in {each.pk for each in ended}:
        words = _("A community cannot be its own successor: %(name)s (%(code)s).")
        raise RuleBroken(words % _called(community), code="own_successor", field=SUCCESSORS)
    if community.projected:
        words = _("%(name)s (%(code)s) is only projected.")
        raise RuleBroken(words % _called(community), code="projected", field=SUCCESSORS)
    if community.dissolved_on and community.dissolved_on <= on:
        words = _("%(name)s (%(code)s) was dissolved on %(day)s.")
        say = _called(community, community.dissolved_on)
        raise RuleBroken(words % say, code="ended_before", field=SUCCESSORS)
    if community.established_on and community.established_on > on:
        words = _("%(name)s (%(code)s) was established on %(day)s only.")
        say = _called(community, community.established_on)
        raise RuleBroken(words % say, code="before_it_began", field=ON)
    if formed and community.established_on not in (None, on):
        words = _("%(name)s (%(code)s) stands since %(day)s: this act does not form it.")
        say = _called(community, community.established_on)
        raise RuleBroken(words % say, code="formed_before", field="formed")
    earlier = Succession.objects.between_units().of(community).filter(effective_on__lt=on).first()
    if formed and earlier is not None:
        words = _("%(name)s (%(code)s) stands since %(day)s: this act does not form it.")
        say = _called(community, earlier.effective_on)
        raise RuleBroken(words % say, code="formed_before", field="formed")


def _called(community: Community, day: date | None = None) -> dict[str, Any]:
    """Return the words a refusal names a community by, in the reader's language."""
    name = {"name": community.name, "code": community.code}
    return name | ({"day": moments.day(day)} if day else {})


def _refuse_unready(order: Act, communities: Sequence[Community], field: str) -> None:
    """Raise RuleBroken for an act that names nobody, one twice, or begins in the future."""
    if not communities:
        raise RuleBroken(_("Name at least one community."), code="required", field=field)
    if len({each.pk for each in communities}) < len(communities):
        raise RuleBroken(_("A community stands here twice."), code="twice", field=field)
    if order.on > timezone.localdate(order.at):
        words = _("An act is recorded when it is in force, not before.")
        raise RuleBroken(words, code="to_come", field=ON)
    if not order.name.strip():
        raise RuleBroken(_("Name the act."), code="required", field="act")


def _held(communities: Sequence[Community]) -> dict[int, Community]:
    """Lock communities against another act, and read them again.

    Whoever logs an event there does not wait: a foreign key asks for less than this lock.
    """
    keys = {each.pk for each in communities}
    rows = Community.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    return {each.pk: each for each in rows.filter(pk__in=keys)}


def _begin(community: Community, on: date, formed: bool) -> None:
    if formed and community.established_on is None:
        community.established_on = on
        community.save(update_fields=["established_on"])


def _end(community: Community, on: date) -> None:
    community.dissolved_on = on
    community.save(update_fields=["dissolved_on"])


def _keep_names(ended: Community, heir: Community, but: set[str] | None = None) -> None:
    """Let the names of a community find the one that goes on."""
    own = but if but is not None else {heir.name_uk, heir.name_en}
    known = {ended.name_uk, ended.name_en, *ended.aliases.values_list("name", flat=True)}
    wanted = {name for name in known - own if name}
    CommunityAlias.objects.bulk_create(
        [CommunityAlias(community=heir, name=name) for name in sorted(wanted)],
        ignore_conflicts=True,
    )


def _residents_together(parts: Sequence[Community], order: Act) -> tuple[int, str] | None:
    """Return the residents of all parts on a day with the sources; None where one is unknown."""
    newest = Population.objects.newest_on(order.on).filter(community__in=parts)
    found = list(newest.order_by("community"))
    if len(found) < len(parts):
        return None
    sources = "; ".join(sorted({each.source for each in found}))
    return sum(each.people for each in found), f"Σ, {order.name}: {sources}"[:SOURCE_LENGTH]


def _record(
    order: Act, kind: str, pairs: Sequence[tuple[Community, Community]], **names: str
) -> list[Succession]:
    return [
        Succession.objects.create(
            kind=kind,
            predecessor=ended,
            successor=heir,
            effective_on=order.on,
            act=order.name.strip(),
            recorded_by=order.by,
            recorded_at=order.at,
            **names,
        )
        for ended, heir in pairs
    ]


def refuse_amalgamated(code: str, oblast: Any) -> None:
    """Raise RuleBroken where the own code of an old community does not name its oblast."""
    if not code.startswith(f"OTG-{oblast.number}-"):
        words = _("The code of an old community of this oblast begins with OTG-%(number)s-.")
        raise RuleBroken(words % {"number": oblast.number}, code="code", field="code")


@transaction.atomic
def add_amalgamated(
    *,
    code: str,
    names: tuple[str, str],
    oblast: Any,
    days: tuple[date | None, date],
    raion: Any = None,
    residents: Sequence[tuple[date, int, str]] = (),
) -> Community:
    """Add a community that ended before the codifier, under a code of our own.

    `names` Ukrainian and English, `days` first (None: unknown) and the day it was dissolved,
    `raion` that of today in which it lay, `residents` figures with day and source. Raises RuleBroken where the code is of another oblast.
    """
    refuse_amalgamated(code, oblast)
    community = Community.objects.create(
        code=code,
        name_uk=names[0],
        name_en=names[1],
        oblast=oblast,
        raion=raion,
        kind=CommunityKind.AMALGAMATED,
        established_on=days[0],
        dissolved_on=days[1],
    )
    Population.objects.bulk_create(
        Population(community=community, on=on, people=people, source=source)
        for on, people, source in residents
    )
    return community
