"""The tables as kinds of files that imports take."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from communities.tables.listing import tables
from communities.tables.rehearsal import plan_of
from communities.tables.table import Table
from core.plans import Kind


def _kind(code: str, table: Table) -> Kind:
    """Return a table as a kind of file: whoever brought one sees it and decides about it."""
    return Kind(
        code=code,
        label=table.label,
        hint=_("A sheet of records, one a row."),
        plan=partial(plan_of, table),
        units={"": table.model},
        allows=table.allows,
        part="row",
        own=True,
        kept="sheet_days",
    )


KINDS = tuple(_kind(code, table) for code, table in tables().items())
