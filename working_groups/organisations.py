"""Organisations: one list for everybody, to which those add who write down people and money."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Organisation, scope_of
from communities.models.organisations import OF_THE_STATE
from communities.services import store_record
from core.exceptions import RuleBroken, refuse_stale
from core.ukrainian import transliterate
from working_groups.groups import VIEW as VIEW  # whoever sees working groups reads the list

ADD = "communities.add_organisation"
LONGEST: int = Organisation._meta.get_field("code").max_length or 0
ROOM = 5  # for the number that tells a code from another
Said = dict[str, Any]


def keeps_the_state(user: Any) -> bool:
    """Say whether somebody writes down the ministry, the services and their units.

    Where those are decides who sees officers and equipment, so it takes the whole country.
    """
    return bool(scope_of(user, ADD).either.nation)


def changeable_by(user: Any) -> QuerySet[Organisation]:
    """Return the organisations somebody may change: never those of the published list."""
    rows = Organisation.objects.visible_to(user, to=ADD).filter(listed=False)
    return rows if keeps_the_state(user) else rows.exclude(kind__in=OF_THE_STATE)


@transaction.atomic
def add_organisation(*, said: Said, by: User, at: datetime) -> Organisation:
    """Write down an organisation that is not in the list."""
    _one_at_a_time()
    return _store(Organisation(), said, by, at)


@transaction.atomic
def change_organisation(
    *, organisation: Organisation, said: Said, by: User, at: datetime, version: int | None
) -> Organisation:
    """Change what is said of an organisation; RuleBroken `stale` where another version is stored."""
    _one_at_a_time()
    held = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    refuse_stale(held, version)
    if held.listed:
        text = _("This organisation is of the published list, which alone changes it.")
        raise RuleBroken(text, code="published")
    _refuse_state(held.kind, by)
    return _store(held, said, by, at)


def _one_at_a_time() -> None:
    """Let nobody else write down the same organisation meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('organisations', 0))")


def _store(organisation: Organisation, said: Said, by: User, at: datetime) -> Organisation:
    _refuse_state(said.get("kind", organisation.kind), by)
    if not said.get("code"):  # who names none keeps the one there is
        name_en = said.get("name_en", organisation.name_en)
        name_uk = said.get("name_uk", organisation.name_uk)
        made = organisation.code or _code_of(name_en or transliterate(name_uk))
        said = {**said, "code": made}
    stored: Organisation = store_record(organisation, said, at)
    return stored


def _refuse_state(kind: str, by: User) -> None:
    if kind in OF_THE_STATE and not keeps_the_state(by):
        text = _(
            "The ministry, the services and their units are written down by whoever does so for the"
            " whole country."
        )
        raise RuleBroken(text, code="out_of_reach", field="kind")


def _code_of(name: str) -> str:
    """Return a code no organisation has, made of a name in Latin letters."""
    short = slugify(name)[: LONGEST - ROOM].strip("-") or "organisation"
    taken = set(Organisation.objects.filter(code__startswith=short).values_list("code", flat=True))
    tried = (short if n == 1 else f"{short}-{n}" for n in count(1))
    return next(each for each in tried if each not in taken)
