"""`register`: load of the official codifier, and the same file again, against merely reading it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date

import openpyxl
from django.db import connection, transaction

from bench import databases
from bench.measuring import Line, medians
from communities.codifier import packaged_codifier
from communities.importing.kinds import CODIFIER
from core.plans import Plan, Source

BAR = 3


def one_load(_pair: databases.Pair | None) -> Iterator[Line]:
    """The load as every import makes it, into a register of its own that is empty, then full."""
    with _own_register():
        measured, against = medians(_load_and_undo, _merely_read)
        yield Line("register", "load of the official workbook", measured, against, BAR)
        with transaction.atomic():
            _load()
        measured, against = medians(_load_again, _merely_read)
        yield Line("register", "the same file again, which changes nothing", measured, against, BAR)


@contextmanager
def _own_register() -> Iterator[None]:
    """Work in an empty database for the block: the one of the other benches keeps its register."""
    name = databases.make_empty("register")
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def _load() -> Plan:
    path = packaged_codifier()
    plan = CODIFIER.plan(Source(path, path.name, today=date.max))
    plan.write()
    return plan


def _load_and_undo() -> None:
    with transaction.atomic():
        plan = _load()
        transaction.set_rollback(True)
    if set(plan.counts) != {"created", "unchanged"} or plan.counts["unchanged"]:
        raise RuntimeError(f"The register was not empty: {plan.counts}")


def _load_again() -> None:
    with transaction.atomic():
        plan = _load()
    if plan.lines:
        raise RuntimeError(f"The second load changed something: {plan.counts}")


def _merely_read() -> int:
    """Read every cell with openpyxl as it is read fastest."""
    book = openpyxl.load_workbook(packaged_codifier(), read_only=True, data_only=True)
    with closing(book):
        return sum(1 for _row in book.worksheets[0].iter_rows(values_only=True))
