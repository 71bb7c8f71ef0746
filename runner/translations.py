"""Compiles every `locale/*/LC_MESSAGES/*.po` that changed; needs no GNU gettext."""

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from runner.preparation import stale_translations


def main() -> None:
    """Write each .mo beside its .po, whole at every moment."""
    for source in stale_translations():
        growing = source.with_suffix(".new")
        with source.open("rb") as text, growing.open("wb") as compiled:
            write_mo(compiled, read_po(text, locale=source.parent.parent.name, abort_invalid=True))
        growing.replace(source.with_suffix(".mo"))


if __name__ == "__main__":
    main()
