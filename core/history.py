"""Who changed what: the author that the database's history triggers write down."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import pghistory
from django.db import connection, models, transaction
from django.http import HttpRequest
from pghistory import middleware

from core.logs import request_id

_source: ContextVar[str] = ContextVar("source of changes", default="")


def track_every_change(*, of: str = "", **kwargs: Any) -> Any:
    """Return the decorator that records inserts, updates and deletes of a model.

    Deletions are named because pghistory leaves them out by default. `of` is the link to the
    record whose page tells of these rows, where their own key is not its key.
    """

    def track(model: Any) -> Any:
        events = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
        named = f"{model._meta.model_name[:16]}_event_by_time"  # a name has 30 letters at most
        found_by = [models.Index("pgh_created_at", "pgh_id", name=named)]
        if of:
            found_by.append(models.Index(of, name=f"{model._meta.model_name[:20]}_events_of"))
        role = models.CharField(max_length=63, null=True, db_default=Unattended())
        own: dict[str, Any] = {"attrs": {"pgh_role": role}, "meta": {"indexes": found_by}}
        return pghistory.track(*events, **own, **kwargs)(model)

    return track


class Unattended(models.Func):
    """The role of the database that makes a change, where no account and no command is named.

    Nobody writes this column: triggers leave it to its default, whoever caused them.
    """

    template = (
        "CASE WHEN coalesce(current_setting('pghistory.context_id', true), '') = ''"
        " THEN current_user::text END"
    )
    output_field = models.CharField()


class HistoryMiddleware(middleware.HistoryMiddleware):
    """Name the account, the address and the id of the request in the history of every change."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "user": getattr(request.user, "pk", None),
            "url": request.path,
            "request": request_id(),
        }


@contextmanager
def authored(*, source: str, by: Any = None) -> Iterator[None]:
    """Make one transaction whose changes are attributed, COPY and raw SQL included.

    Inside another one the outer source stays: a load that imports a file is still that load.
    """
    if _source.get():
        with transaction.atomic():
            yield
        return
    named = _source.set(source)
    try:
        with _attributed({"user": getattr(by, "pk", None), "source": source}):
            yield
    finally:
        _source.reset(named)


def authored_by(request: HttpRequest) -> Any:
    """Make one transaction whose changes are a request's, COPY and raw SQL included.

    Also while its answer is sent, when the middleware is over.
    """
    return _attributed({"user": getattr(request.user, "pk", None), "url": request.path})


@contextmanager
def _attributed(author: dict[str, Any]) -> Iterator[None]:
    metadata = author | {"request": request_id()}
    with pghistory.context(**metadata) as context, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('pghistory.context_id', %s, true),"
                " set_config('pghistory.context_metadata', %s, true)",
                [str(context.id), json.dumps(context.metadata, default=str)],
            )
        yield


def record_first_events(model: Any) -> None:
    """Write the insert event of every row of a tracked model at once.

    For a load that set the triggers aside: in the same transaction, with the same author, and
    only while no row has an event.
    """
    events = model.pgh_event_model
    columns = [
        connection.ops.quote_name(each.column)
        for each in events._meta.concrete_fields
        if not each.name.startswith("pgh_") and not each.generated
    ]
    same, key = ", ".join(columns), connection.ops.quote_name(model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH context AS MATERIALIZED (SELECT _pgh_attach_context() AS of_load)
            INSERT INTO {events._meta.db_table}
                ({same}, pgh_obj_id, pgh_label, pgh_created_at, pgh_context_id)
            SELECT {same}, {key}, 'insert', now(), context.of_load
            FROM {model._meta.db_table}, context"""  # noqa: S608 - the names of our own tables
        )
