"""Migrations draw the classes of the history anew where a change touches them, and only there.

That the schema is the one Django makes is seen by comparing what `pg_dump` writes (decision 53).
"""

from contextlib import suppress

import pytest
from django.db import connection, models
from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    Migration,
    RemoveConstraint,
    RemoveIndex,
)
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


def bells():
    """A table whose rows name a tower."""
    tower = models.ForeignKey("core.Tower", models.CASCADE)
    return CreateModel("Bell", [("id", models.BigAutoField(primary_key=True)), ("tower", tower)])


def test_a_new_table_leaves_the_class_of_what_it_names_and_is_known_to_it(state):
    was = drawn(state)
    with classes_kept():
        bells().state_forwards("core", state)

    assert drawn(state) is was
    assert [each.related_model._meta.model_name for each in was._meta.related_objects] == ["bell"]


@pytest.mark.django_db
def test_a_column_that_keys_hold_becomes_wider_in_both_tables():
    """The table that names it was made before a column was added, so it knows an older class."""
    narrow, wide = (models.CharField(primary_key=True, max_length=most) for most in (2, 9))
    with classes_kept(), connection.schema_editor() as editor:
        carry_out(
            editor,
            CreateModel("Tower", [("id", narrow)]),
            bells(),
            AddField("tower", "height", models.IntegerField(default=0)),
            AlterField("tower", "id", wide),
        )

    assert width_of("core_tower", "id") == width_of("core_bell", "tower_id") == 9


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


def carry_out(editor, *operations):
    migration = Migration("made_up", "core")
    migration.operations = operations
    migration.apply(ProjectState(), editor)


def width_of(table, column):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT character_maximum_length FROM information_schema.columns"
            " WHERE table_name = %s AND column_name = %s",
            [table, column],
        )
        return cursor.fetchone()[0]
