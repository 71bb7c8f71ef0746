"""Seal the secrets of second factors with the SECRET_KEY of today, after it was changed."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.factors.adapter import opens, resealed

SEALED = ("secret", "seed")


class Command(BaseCommand):
    help = "Seal the secrets of second factors with the SECRET_KEY of today; safe to run twice."

    @transaction.atomic
    def handle(self, *_args: Any, **_options: Any) -> None:
        done = lost = 0
        for factor in Authenticator.objects.select_for_update().order_by("pk").iterator():
            name = next((each for each in SEALED if each in factor.data), None)
            if name is None:
                continue
            if not opens(factor.data[name]):
                lost += 1
                continue
            factor.data[name] = resealed(factor.data[name])
            factor.save(update_fields=["data"])
            done += 1
        self.stdout.write(f"factors: {done} sealed anew, {lost} that no key opens")
