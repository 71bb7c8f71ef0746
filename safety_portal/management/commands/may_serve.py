"""Say whether the portal may serve with this environment and database."""

from typing import Any

from django.core.management.base import BaseCommand

from safety_portal import production


class Command(BaseCommand):
    help = "End with code 1 and a sentence for every reason why production may not serve."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        production.refuse_to_serve()
