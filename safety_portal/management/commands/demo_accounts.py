"""Show how to sign in to the demo."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from safety_portal.demo.accounts import CLIENT, PEOPLE, secret_file
from safety_portal.demo.mark import is_demo


class Command(BaseCommand):
    help = "Print the demo accounts with their passwords, and the API client with its secret."

    def handle(self, **options: Any) -> None:
        if not is_demo():
            raise CommandError("This database holds no demo accounts.")
        self.stdout.write("Demo accounts:")
        for each in PEOPLE:
            self.stdout.write(f"  {each.username:<18} {each.password}")
        file = secret_file()
        secret = file.read_text("ascii").strip() if file.exists() else f"(no longer in {file})"
        self.stdout.write(f"API client (client credentials at {reverse('oauth2_provider:token')}):")
        self.stdout.write(f"  {CLIENT:<18} {secret}")
