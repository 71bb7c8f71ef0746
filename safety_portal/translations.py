"""Collects the words of the portal from code and templates, and finds what is untranslated.

Babel does the work, so that GNU gettext need not be installed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (1,)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
LEFT_OUT = {"var", "tests", "runner", "migrations", "scripts", "bench", "node_modules"}
_TEXT = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"\b(_|n?p?gettext)\s*\(\s*({_TEXT}(?:\s*,\s*{_TEXT})*)", re.DOTALL)
HEADER = "# Ukrainian words of the portal.\n"


def po_file(language: str = "uk") -> Path:
    """Return the file of a language's translations."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def collected() -> Catalog:
    """Return a catalogue of every message in the code and the templates, untranslated."""
    catalog = Catalog(charset="utf-8")
    for path, code in _sources():
        found = extract("python", BytesIO(code.encode()), keywords=KEYWORDS, options={})
        for _line, message, _comments, context in found:
            catalog.add(message, context=context, locations=[(path, 1)])
    return catalog


def _sources() -> Iterator[tuple[str, str]]:
    """Yield the name and the Python, or what Django makes of a template, of every file."""
    root = Path(settings.BASE_DIR)
    for path in sorted([*root.glob("*/**/*.py"), *root.glob("templates/**/*.html")]):
        name = path.relative_to(root)
        if LEFT_OUT & set(name.parts):
            continue
        text = path.read_text(encoding="utf-8")
        yield str(name), _calls(text) if path.suffix == ".html" else text


def _calls(template: str) -> str:
    """Return the gettext calls of a template as lines of Python."""
    found = CALL.findall(templatize(template))
    return "\n".join(f"{name}({words})" for name, words in found)


def stored(language: str = "uk") -> Catalog:
    """Return the translations as they are; an empty catalogue where there is no file."""
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def problems(language: str = "uk") -> list[str]:
    """Return what keeps a language from being complete, a sentence each."""
    known = stored(language)
    found = []
    for message in collected():
        if not message.id:
            continue
        translation = known.get(_first(message.id), message.context)
        if translation is None:
            found.append(f"not collected: {_first(message.id)!r}")
        elif translation.fuzzy or not _complete(translation.string):
            found.append(f"not translated: {_first(message.id)!r}")
    for message in known:
        found += [f"{_first(message.id)!r}: {error}" for error in message.check(known)]
    return found


def collect(language: str = "uk") -> int:
    """Bring the file of a language up to date, keep what is translated; return its messages."""
    fresh, known = collected(), stored(language)
    fresh.locale = known.locale
    for message in fresh:
        old = known.get(_first(message.id), message.context) if message.id else None
        if old is not None and _complete(old.string):
            message.string = old.string
    _write(fresh, language)
    return len(fresh)


def _write(catalog: Catalog, language: str) -> None:
    catalog.header_comment = HEADER
    path = po_file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = BytesIO()
    write_po(text, catalog, width=100, no_location=True, sort_output=True, omit_header=True)
    head = (
        f'{HEADER}msgid ""\nmsgstr ""\n"Language: {language}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    )
    path.write_text(head + text.getvalue().decode(), encoding="utf-8")


def _first(message: Any) -> str:
    return message if isinstance(message, str) else message[0]


def _complete(text: Any) -> bool:
    return all(text) if isinstance(text, tuple | list) else bool(text)
