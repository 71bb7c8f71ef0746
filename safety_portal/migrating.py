"""Runs migrations without drawing every model of the history anew after every operation.

After each operation Django makes the classes of a model and of all its relatives anew. Here
nearly every model is a relative of every other: by the account that wrote a row, by the context
of its history. The statements are the same, in the same order, where

- an index, a constraint or a trigger changes nothing but a list in the `Meta` of the class;
- a new table and a new or changed column draw the one class, and those that point to it keep
  the one they know;
- what asks the tables that point to it (a column that keys hold; whatever is renamed or goes)
  begins with all classes drawn anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db.migrations.operations import AddField, AlterField, CreateModel
from django.db.migrations.operations.fields import FieldOperation
from django.db.migrations.operations.models import IndexOperation, ModelOperation
from django.db.migrations.state import ProjectState
from django.db.migrations.utils import field_is_referenced

LISTED = ("indexes", "constraints")  # what schema editors read of a class
NEW = (CreateModel, AddField)
Method = Callable[..., None]


@contextmanager
def classes_kept() -> Iterator[None]:
    """Keep the classes an operation does not touch."""
    with ExitStack() as stack:
        for kind, name, way in _ways():
            own = vars(kind)[name]
            setattr(kind, name, way(own))
            stack.callback(setattr, kind, name, own)
        yield


def _ways() -> Iterator[tuple[Any, str, Callable[[Method], Method]]]:
    """Yield kinds of operations, and which method of theirs works in another way than Django's."""
    for kind in _below(IndexOperation, ModelOperation, FieldOperation):
        if issubclass(kind, IndexOperation) and "state_forwards" in vars(kind):
            yield kind, "state_forwards", _listing
        elif kind in {*NEW, AlterField}:
            yield kind, "state_forwards", _drawing_one
        if not issubclass(kind, (IndexOperation, *NEW)) and "database_forwards" in vars(kind):
            yield kind, "database_forwards", _drawing_all


def _below(*kinds: Any) -> Iterator[Any]:
    for kind in (below for each in kinds for below in each.__subclasses__()):
        yield kind
        yield from _below(kind)


def _listing(forwards: Method) -> Method:
    """Keep every class, and write the new list into one."""

    def state_forwards(self: Any, app_label: str, state: ProjectState) -> None:
        with _put_aside(state) as drawn:
            forwards(self, app_label, state)
        if drawn is not None:
            meta = drawn.get_model(app_label, self.model_name)._meta
            options = state.models[app_label, self.model_name.lower()].options
            for each in LISTED:
                setattr(meta, each, list(options.get(each, [])))

    return state_forwards


def _drawing_one(forwards: Method) -> Method:
    """Draw the class that is made or changed, and no other."""

    def state_forwards(self: Any, app_label: str, state: ProjectState) -> None:
        with _put_aside(state) as drawn:
            forwards(self, app_label, state)
        if drawn is not None:
            name = self.name_lower if isinstance(self, CreateModel) else self.model_name_lower
            drawn.unregister_model(app_label, name)
            drawn.render_multiple([state.models[app_label, name]])
            state.is_delayed = True  # what points to it waits to be drawn

    return state_forwards


def _drawing_all(forwards: Method) -> Method:
    """Change the database upon classes that know each other as they are."""

    def database_forwards(
        self: Any, app_label: str, editor: Any, before: ProjectState, after: ProjectState
    ) -> None:
        if not isinstance(self, AlterField) or _is_held_by_keys(self, app_label, before):
            before.clear_delayed_apps_cache()
            after.clear_delayed_apps_cache()
        forwards(self, app_label, editor, before, after)

    return database_forwards


def _is_held_by_keys(altered: AlterField, app_label: str, state: ProjectState) -> bool:
    model = app_label, altered.model_name_lower
    field = altered.name, state.models[model].fields[altered.name]
    return bool(field_is_referenced(state, model, field))


@contextmanager
def _put_aside(state: ProjectState) -> Iterator[Any]:
    """Let a block change the state and draw nothing; yield what is drawn, None where nothing is."""
    drawn = vars(state).pop("apps", None)
    yield drawn
    if drawn is not None:
        state.apps = drawn
