"""Faults on purpose, each of which the trial by kills has to find: an app beside the portal's own."""

import os
import threading
import uuid
from typing import Any

from django.apps import AppConfig
from rest_framework.response import Response

DELAY = 2  # seconds between a false promise and the deed


class Faults(AppConfig):
    name = "tests.reliability.faults"
    label = "faults"

    def ready(self) -> None:
        FAULTS[os.environ["PORTAL_FAULT"]]()


def answer_early() -> None:
    """Say 201 first and store later."""
    from incidents.api.views import IncidentViewSet as View

    create = View._create

    def early(self: Any, *args: Any) -> Response:
        deed = threading.Timer(DELAY, create, [self, *args])
        deed.daemon = True
        deed.start()
        return Response({}, 201)

    View._create = early


def forget_the_id() -> None:
    """Store every request as a new record, as a POST without a key would."""
    from incidents.api.views import IncidentViewSet as View

    create = View._create
    View._existing = lambda *_args: None
    View._create = lambda self, request, _pk, digest: create(self, request, uuid.uuid4(), digest)


FAULTS = {"answer early": answer_early, "forget the id": forget_the_id}
