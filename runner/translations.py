"""Compiles every `locale/*/LC_MESSAGES/*.po` that changed; needs no GNU gettext."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from runner.preparation import stale_translations


def main() -> None:
    """Compile what changed; what cannot be read or written is one sentence and exit code 1."""
    for source in stale_translations():
        try:
            compile_one(source)
        except (OSError, PoFileError) as error:
            sys.exit(f"{source} could not be compiled: {error}")


def compile_one(source: Path) -> None:
    """Write the .mo beside its .po, whole at every moment."""
    growing = source.with_suffix(".new")
    with source.open("rb") as text, growing.open("wb") as compiled:
        write_mo(compiled, read_po(text, locale=source.parent.parent.name, abort_invalid=True))
    growing.replace(source.with_suffix(".mo"))


if __name__ == "__main__":
    main()
