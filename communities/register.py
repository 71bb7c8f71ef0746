"""The register of the territory: the official codifier and our small curated lists, applied."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop as _

from communities.codifier import CodifierRejected, read_units, saved_on
from communities.models import Oblast, Organisation
from communities.register_plan import RegisterPlan
from communities.register_rows import Rows, curated
from core.imports import newest_edition, refuse_edition
from core.plans import Plan, Source
from core.reasons import Reason
from core.reference import Changes, bring_up_to_date

CODIFIER = "codifier"  # the kind of import it is


def edition_of(source: Source) -> date:
    """Return the day of an edition: as it was said, as the file's name says, or when it was saved."""
    day = source.edition or source.day_in_the_name or saved_on(source.path)
    if day is None:
        raise CodifierRejected({1: Reason(_("the day of the edition is not known: say it"))})
    return day


def plan_register(source: Source) -> Plan:
    """Say what the codifier in a file would change.

    Raises CodifierRejected where a row is wrong, or where a newer edition is in the register.
    """
    edition = edition_of(source)
    newest = newest_edition(CODIFIER)
    refuse_edition(edition, newest=newest, today=source.today, refuse=CodifierRejected)
    return RegisterPlan.of(read_units(source.path), edition=edition).plan()


@transaction.atomic
def load_organisations() -> Changes:
    """Bring the ministry, the two services and their oblast directorates up to our list."""
    oblasts = dict(Oblast.objects.values_list("number", "pk"))
    lines = curated("organisations.csv")
    rows: Rows = [
        {**line, "listed": True, "oblast_id": oblasts.get(line["oblast"])} for line in lines
    ]
    for row in rows:
        del row["oblast"]
    return bring_up_to_date(Organisation, rows)
