"""What fields of an event cannot both say: asked of every form, file and program alike.

`unread` names the fields whose own value could not be read: nothing is held against them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.points import POINT
from incidents.models.people import VICTIMS
from incidents.sections import opened_by

PLACE = ("settlement", *POINT)
Values = Mapping[str, Any]
Problems = dict[str, str]


def of_clocks(values: Values) -> Problems:
    """Return what is wrong with the order of the clocks, by field."""
    occurred, reported = values.get("occurred_at"), values.get("reported_at")
    if occurred and reported and occurred > reported:
        return {
            "occurred_at": _("The time of the event cannot be later than the time of the report.")
        }
    return {}


def of_children(values: Values, unread: Container[str] = ()) -> Problems:
    """Return where more children are counted than people; who is not counted is nobody."""
    return {
        f"children_{who}": _("There cannot be more children than people.")
        for who in VICTIMS
        if who not in unread and (values.get(f"children_{who}") or 0) > (values.get(who) or 0)
    }


def of_categories(values: Values) -> Problems:
    """Return what is wrong with the further categories beside the main one."""
    further, main = values.get("further_categories") or [], values.get("category")
    codes = [each.code for each in further]
    if len(set(codes)) < len(codes) or (main and main.code in codes):
        return {"further_categories": _("Name each category once.")}
    if any(each.sensitive for each in further):
        text = _("A protected category can only be the main one of a record.")
        return {"further_categories": text}
    return {}


def of_sections(values: Values, said: Iterable[str]) -> Problems:
    """Return the sections `said` of which no category of the record knows."""
    if values.get("category") is None:
        return {}
    opened = opened_by(values["category"], values.get("further_categories") or [])
    shut = [section for section in said if section not in opened]
    if not shut:
        return {}
    return dict.fromkeys(shut, _("The categories of this record have no such section."))


def of_wall(values: Values) -> Problems:
    """Return what a sensitive event may not say: a place finer than the community, but in words."""
    category = values.get("category")
    if category is None or not category.sensitive:
        return {}
    text = _("The place of such an event is said in words only: few people may read them.")
    return {name: text for name in PLACE if values.get(name) is not None}
