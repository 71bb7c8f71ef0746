"""Prepare a database role to serve the portal."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from safety_portal.app_role import NoSuchRole, as_owner, grant


class Command(BaseCommand):
    help = "Grant an existing role exactly what serving needs, and nothing else; safe to run twice."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("role", help="the role of DATABASE_URL in production")

    def handle(self, *, role: str, **options: Any) -> None:
        with as_owner():
            try:
                number = grant(role)
            except NoSuchRole as error:
                raise CommandError(
                    f"{role} is no role beside the owner: make it with "
                    f"`CREATE ROLE {role} LOGIN PASSWORD '...'` first."
                ) from error
        self.stdout.write(f"{role} may serve: {number} tables.")
