"""Collect the words of the portal for the translators."""

from django.core.management.base import BaseCommand

from safety_portal import translations


class Command(BaseCommand):
    help = "Write locale/uk/LC_MESSAGES/django.po anew, keeping what is translated."
    requires_system_checks = []

    def handle(self, **options: object) -> None:
        count = translations.collect()
        self.stdout.write(f"{count} messages in {translations.po_file()}")
