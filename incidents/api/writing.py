"""Reads bodies of incidents as their caller may write them: of one record, or of many."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from typing import Any, NoReturn
from uuid import UUID

from incidents import services
from incidents.api.protected import is_shown, knows_sensitive
from incidents.api.serializers import READ_ONLY, IncidentSerializer, with_defaults
from incidents.models import Incident, protected_fields
from incidents.steps import right_to_change
from incidents.telling import read, tell

logger = logging.getLogger(__name__)


def refuse_taken(request: Any, pk: UUID | None) -> NoReturn:
    """Tell nothing of a record outside, and write down who asked for its UUID."""
    logger.warning("id_taken: account %s sent the UUID %s", request.user.pk, pk)
    raise services.IdTaken


class Writer:
    """What a caller says about events, checked against what he may say."""

    def __init__(self, request: Any, context: dict[str, Any]) -> None:
        self.request = request
        self.context = context | {  # asked for each of many lines, and the same for a community
            "service_of": cache(partial(services.service_of, by=request.user)),
            "records_sensitive": cache(partial(knows_sensitive, request)),
        }

    def new(self, body: Any) -> services.Record:
        """Return what a body says about a new event; ValidationError with all that is wrong."""
        with _reader(self.context) as serializer:
            return _whole(serializer.run_validation(body)["record"])

    def replacing(self, incident: Incident, body: Any) -> services.Record:
        """Return what a body makes of a record; what its caller is not shown of it stays."""
        shown = is_shown(self.request, incident)
        hidden = () if shown else protected_fields(incident)
        context = self.context | {"hidden": hidden, "right": right_to_change(incident)}
        serializer = IncidentSerializer(incident, data=body, context=context)
        serializer.is_valid(raise_exception=True)
        return _whole(serializer.validated_data["record"], but=hidden)

    def patching(self, incident: Incident, body: Any) -> services.Record:
        """Return what a body changes of a record: the record as its caller sees it, with that."""
        if not isinstance(body, dict):
            return self.replacing(incident, body)  # which says so
        whole = is_shown(self.request, incident)
        told = read(tell(incident.pk, whole=whole))
        stays = {name: value for name, value in told.items() if name not in READ_ONLY}
        return self.replacing(incident, merged(stays, body))


class Kept(threading.local):
    """What a thread reads new events with: to make its fields takes longer than to read a body."""

    def __init__(self) -> None:
        self.context: dict[str, Any] = {}
        self.serializer = IncidentSerializer(context=self.context)


KEPT = Kept()


@contextmanager
def _reader(context: dict[str, Any]) -> Iterator[IncidentSerializer]:
    """Give the serializer of this thread to a caller, and let it forget him afterwards."""
    KEPT.context.update(context)
    try:
        yield KEPT.serializer
    finally:
        KEPT.context.clear()


def _whole(record: services.Record, *, but: tuple[str, ...] = ()) -> services.Record:
    """Return a record with the defaults of what was left out, `but` the fields that stay."""
    return replace(record, fields=with_defaults(dict(record.fields), but=but))


def merged(stored: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """Return an object with what is said of it: objects are merged, all else is replaced."""
    both = {
        name: merged(stored[name], value)
        for name, value in said.items()
        if isinstance(value, dict) and isinstance(stored.get(name), dict)
    }
    return stored | said | both
