"""Triggers that see every row their statement touched, once: for whatever is kept beside a table."""

import pgtrigger

# Whoever changes a row, a form, a program, a file or another trigger, makes its next version.
COUNTS_VERSIONS = pgtrigger.Trigger(
    name="counts_versions",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="NEW.version = OLD.version + 1; NEW.updated_at = now(); RETURN NEW;",
)


def after(name: str, operation: pgtrigger.Operation, func: str) -> pgtrigger.Trigger:
    """Return a trigger that runs after a statement, with its rows as `old_rows` and `new_rows`."""
    old = "old_rows" if operation in (pgtrigger.Update, pgtrigger.Delete) else None
    new = "new_rows" if operation in (pgtrigger.Update, pgtrigger.Insert) else None
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(old=old, new=new) if old or new else None,
        func=func,
    )
