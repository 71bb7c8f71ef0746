"""What the runner says to the person at the keyboard."""

import contextlib
import sys
from typing import TextIO


def say(text: str = "") -> None:
    """Print a line at once, also into a pipe or a file."""
    _print(text, sys.stdout)


def complain(text: str) -> None:
    """Print a line where errors belong."""
    _print(f"portal: {text}", sys.stderr)


def _print(text: str, where: TextIO) -> None:
    """Print a line; a full disk or a closed pipe behind it must not end a running portal."""
    with contextlib.suppress(OSError):
        where.write(f"{text}\n")
        where.flush()


def agreed(question: str) -> bool:
    """Ask, and take nothing but `yes` for a yes; where nobody can answer the answer is no."""
    if not sys.stdin.isatty():
        return False
    return input(f"{question} Type yes: ").strip().lower() == "yes"
