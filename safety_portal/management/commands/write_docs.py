"""Write the documents that are made from the code."""

import argparse
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from indicators.catalogue import CATALOGUE

HEAD = """# Measures

Made from `indicators/catalogue.py` by `./portal fix`; not edited by hand.

| code | name | what it counts | kind | adds up over |
| --- | --- | --- | --- | --- |
"""


class Command(BaseCommand):
    help = "Write docs/indicators.md anew; with --check only say whether it is up to date."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing")

    def handle(self, *, check: bool, **options: object) -> None:
        path, text = Path(settings.BASE_DIR) / "docs" / "indicators.md", indicators()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            return
        if check:
            raise CommandError(f"{path.name} is out of date: run ./portal fix.")
        path.write_text(text, encoding="utf-8")
        self.stdout.write(f"Wrote {path.name}.")


def indicators() -> str:
    """Return the catalogue as a table, in English."""
    with translation.override("en"):
        lines = [
            f"| `{each.code}` | {each.label} | {each.definition} | {each.kind} |"
            f" {', '.join(each.adds_up) or 'nothing'} |"
            for each in CATALOGUE
        ]
    return HEAD + "\n".join(lines) + "\n"
