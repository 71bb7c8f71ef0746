"""Write the documents that are made from the code."""

import argparse
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from safety_portal.generated import DOCUMENTS, broken


class Command(BaseCommand):
    help = "Write the generated files of docs/ anew; with --check only say whether they are."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing")

    def handle(self, *, check: bool, **options: object) -> None:
        for name, make in DOCUMENTS.items():
            path, text = Path(settings.BASE_DIR) / "docs" / name, make()
            old = path.read_text(encoding="utf-8") if path.exists() else ""
            if old == text:
                continue
            if check:
                raise CommandError(f"{name} is out of date: run ./portal fix.")
            if old and name == "openapi.yaml":
                self._refuse_broken(old, text)
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote {name}.")

    def _refuse_broken(self, old: str, new: str) -> None:
        """Keep the contract of the API until its major version rises."""
        if found := broken(old, new):
            advice = "Mend them, or raise the major version in safety_portal/openapi.py."
            raise CommandError("\n".join(["Breaking changes of the API:", *found, advice]))
