"""Migrations draw the classes of the history anew where a change touches them, and only there."""

from contextlib import suppress

import pytest
from django.db import models
from django.db.migrations import AddConstraint, AddField, AddIndex, RemoveConstraint, RemoveIndex
from django.db.migrations.state import ModelState, ProjectState

from safety_portal.migrating import classes_kept

INDEX = models.Index(fields=["height"], name="by_height")
RULE = models.CheckConstraint(condition=models.Q(height__gt=0), name="stands")


@pytest.fixture
def state():
    """A history that knows one table and has drawn its class."""
    found = ProjectState()
    fields = [("id", models.BigAutoField(primary_key=True)), ("height", models.IntegerField())]
    found.add_model(ModelState("core", "Tower", fields))
    return found


def drawn(state):
    return state.apps.get_model("core", "tower")


def told(state):
    meta = drawn(state)._meta
    return [each.name for each in (*meta.indexes, *meta.constraints)]


def test_an_index_and_a_rule_keep_the_class_and_are_told_by_it(state):
    was = drawn(state)
    steps = (
        (AddIndex("tower", INDEX), ["by_height"]),
        (AddConstraint("tower", RULE), ["by_height", "stands"]),
        (RemoveIndex("tower", "by_height"), ["stands"]),
        (RemoveConstraint("tower", "stands"), []),
    )
    with classes_kept():
        for operation, names in steps:
            operation.state_forwards("core", state)

            assert drawn(state) is was
            assert told(state) == names


def test_a_field_draws_the_class_anew_with_what_was_added_before(state):
    was = drawn(state)
    with classes_kept():
        AddIndex("tower", INDEX).state_forwards("core", state)
        field = models.IntegerField(default=0)
        AddField("tower", "width", field).state_forwards("core", state)

    assert drawn(state) is not was
    assert drawn(state)._meta.get_field("width")
    assert told(state) == ["by_height"]


def test_nothing_is_drawn_before_somebody_looks():
    state = ProjectState()
    state.add_model(ModelState("core", "Tower", [("id", models.BigAutoField(primary_key=True))]))
    with classes_kept():
        AddIndex("tower", models.Index(fields=["id"], name="by_id")).state_forwards("core", state)

    assert "apps" not in vars(state)
    assert told(state) == ["by_id"]


def test_elsewhere_operations_are_those_of_django(state):
    own = AddIndex.state_forwards
    with suppress(LookupError), classes_kept():
        assert AddIndex.state_forwards is not own
        raise LookupError

    assert AddIndex.state_forwards is own
