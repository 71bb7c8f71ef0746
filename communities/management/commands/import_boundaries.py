"""Read the boundaries of oblasts, raions and communities."""

import argparse
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from communities import boundaries
from communities.importing.command import ImportCommand, day
from communities.importing.kinds import BOUNDARIES
from core.plans import Source

USUAL = boundaries.USUAL


class Command(ImportCommand):
    help = (
        "Give units of the register their boundaries: TopoJSON with the layers hromadas, raions,"
        " oblasts, or GeoJSON; each feature names its unit by the property code. Safe to run twice."
    )
    kind = BOUNDARIES
    counted = "boundaries"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--source", default=USUAL.source, help="by default: %(default)s")
        parser.add_argument("--licence", default=USUAL.licence, help="by default: %(default)s")
        parser.add_argument(
            "--credit", default=USUAL.credit, help="what maps say of it, by default: %(default)s"
        )
        parser.add_argument(
            "--edition",
            type=day,
            help="its day (YYYY-MM-DD), by default the one at the end of the file's name, else the"
            " day the file was written",
        )

    def source(self, file: Path, options: dict[str, Any]) -> Source:
        origin = boundaries.Origin(options["source"], options["licence"], options["credit"])
        self.kind = replace(BOUNDARIES, plan=partial(boundaries.plan_boundaries, origin=origin))
        source = super().source(file, options)
        if source.edition or source.day_in_the_name:
            return source
        return replace(source, edition=_written_on(file) if file.exists() else source.today)


def _written_on(file: Path) -> date:
    return datetime.fromtimestamp(file.stat().st_mtime, tz=UTC).date()
