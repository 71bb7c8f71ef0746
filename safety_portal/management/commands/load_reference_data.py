"""Load what an authority publishes and every installation needs: the register first of all."""

from functools import reduce
from operator import add

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from communities import aliases, register
from communities.codifier import CodifierRejected
from communities.importing.packaged import load_register
from communities.programmes.loading import load_programmes
from core import clock
from core.reference import Changes
from incidents.tasks import prepare_numbers
from incidents.taxonomy import load_categories, load_classifiers


class Command(BaseCommand):
    help = "Load the official register of communities and the reference lists; safe to run twice."

    def handle(self, **options: object) -> None:
        try:
            with transaction.atomic():
                done = {"register": load_register(at=clock.now())}
                done["other names"] = aliases.load_aliases()
                done["organisations"] = register.load_organisations()
                done["programmes"] = load_programmes()
                done["categories"] = load_categories(on=clock.today())
                done["code lists"] = load_classifiers()
        except CodifierRejected as rejected:
            reasons = [f"row {row}: {why}" for row, why in rejected.problems.items()]
            most = settings.LIMITS["problems_shown"]
            raise CommandError("\n".join(["Nothing was changed.", *reasons[:most]])) from rejected
        prepare_numbers()
        for table, changes in done.items():
            self.stdout.write(f"{table}: {changes}")
        self.stdout.write(f"in all: {reduce(add, done.values(), Changes())}")
