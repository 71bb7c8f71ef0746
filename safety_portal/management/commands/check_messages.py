"""Say which words of the portal are not translated."""

from django.core.management.base import BaseCommand, CommandError

from safety_portal import translations


class Command(BaseCommand):
    help = "Fail when a message is not collected, empty or fuzzy."
    requires_system_checks = []

    def handle(self, **options: object) -> None:
        found = translations.problems()
        if found:
            raise CommandError("\n".join([*found, f"{len(found)} messages want work."]))
        self.stdout.write("Every message is translated.")
