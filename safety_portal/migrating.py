"""Runs migrations without drawing every model of the history anew after every operation.

After each operation Django makes the classes of a model and of all its relatives anew. Here
nearly every model is a relative of every other (by the account that wrote a row, by the context
of its history), and half of the operations add a trigger or an index, which change no class but
for the list in its `Meta`. Written there, the same statements run in half the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.operations.models import IndexOperation
from django.db.migrations.state import ProjectState

LISTED = ("indexes", "constraints")  # what schema editors read of a class
StateForwards = Callable[[Any, str, ProjectState], None]


@contextmanager
def classes_kept() -> Iterator[None]:
    """Keep the classes through operations on indexes, constraints and triggers."""
    changed = {each: each.state_forwards for each in _kinds(IndexOperation)}
    for kind, forwards in changed.items():
        kind.state_forwards = _keeping(forwards)
    try:
        yield
    finally:
        for kind, forwards in changed.items():
            kind.state_forwards = forwards


def _kinds(kind: Any) -> Iterator[Any]:
    for each in kind.__subclasses__():
        if "state_forwards" in vars(each):
            yield each
        yield from _kinds(each)


def _keeping(forwards: StateForwards) -> StateForwards:
    def state_forwards(self: Any, app_label: str, state: ProjectState) -> None:
        drawn = vars(state).pop("apps", None)  # where nothing is drawn, nothing is drawn anew
        forwards(self, app_label, state)
        if drawn is None:
            return
        state.apps = drawn
        meta, options = _told(drawn, state, app_label, self.model_name)
        for each in LISTED:
            setattr(meta, each, list(options.get(each, [])))

    return state_forwards


def _told(drawn: Any, state: ProjectState, app_label: str, name: str) -> tuple[Any, dict[str, Any]]:
    """Return what the class of a model says of itself, and what the state says of it."""
    return drawn.get_model(app_label, name)._meta, state.models[app_label, name.lower()].options
