"""What every command that imports a file does: read, tell, and apply unless only a preview is asked."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core import clock
from core.bounded import spare_memory
from core.imports import apply_at_once
from core.plans import FileRejected, Kind, Line, Plan, Source


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("write the day as YYYY-MM-DD") from error


class ImportCommand(BaseCommand):
    """Import one kind of file; the page of imports does the same with the same plan."""

    kind: Kind
    counted = "rows"  # what the last line counts

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--preview", action="store_true", help="say what would change, and change nothing"
        )

    def source(self, file: Path, options: dict[str, Any]) -> Source:
        """Return the file with what was said of it."""
        edition, act = options.get("edition"), options.get("act") or ""
        return Source(file, file.name, clock.today(), edition, act)

    def handle(self, *, file: Path, preview: bool, **options: Any) -> None:
        source = self.source(file, options)
        self.kind.load()
        try:
            with spare_memory():
                plan = self._previewed(source) if preview else self._applied(source, options)
        except FileRejected as rejected:
            raise CommandError(self._refusal(rejected)) from rejected
        self._tell(plan.lines)
        for warning in plan.warnings:
            self.stdout.write(warning)
        if preview:
            self.stdout.write("This was a preview: nothing was changed.")
            if plan.doubt:
                self.stdout.write(f"To apply it, confirm: {plan.doubt}.")
        counts = ", ".join(f"{count} {what}" for what, count in plan.counts.items())
        self.stdout.write(f"{self.counted}: {counts}")

    def _previewed(self, source: Source) -> Plan:
        self.kind.edition(source)
        with transaction.atomic():
            return self.kind.plan(source)

    def _applied(self, source: Source, options: dict[str, Any]) -> Plan:
        sure = bool(options.get("sure"))
        return apply_at_once(kind=self.kind, source=source, at=clock.now(), sure=sure)

    def _refusal(self, rejected: FileRejected) -> str:
        part = self.kind.part
        reasons = [f"{part} {number}: {why}" for number, why in rejected.problems.items()]
        most = settings.LIMITS["problems_shown"]
        return "\n".join(["Nothing was changed.", *reasons[:most]])

    def _tell(self, lines: Iterable[Line]) -> None:
        """Print the changes, of very many the first."""
        most, told = settings.LIMITS["rows_told"], Counter[bool]()
        for line in lines:
            told[told[True] < most] += 1
            if not told[False]:
                self.stdout.write(self._words(line))
        if told[False]:
            self.stdout.write(f"… and {told[False]} more")

    def _words(self, line: Line) -> str:
        where = "not in the file" if line.row is None else f"{self.kind.part} {line.row}"
        named = " ".join(filter(None, (line.unit, line.code, line.name)))
        change = f": {line.was or '—'} → {line.becomes or '—'}" if line.was or line.becomes else ""
        field = f", {line.field}" if line.field not in {"", "name_uk"} else ""
        note = f" ({line.note})" if line.note else ""
        return f"{where}: {line.what}, {named}{field}{change}{note}"
