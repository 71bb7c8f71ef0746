"""What the runner says to the person at the keyboard."""

import sys


def say(text: str = "") -> None:
    """Print a line at once, also into a pipe or a file."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """Print a line where errors belong."""
    sys.stderr.write(f"portal: {text}\n")
    sys.stderr.flush()


def agreed(question: str) -> bool:
    """Ask, and take nothing but `yes` for a yes; where nobody can answer the answer is no."""
    if not sys.stdin.isatty():
        return False
    return input(f"{question} Type yes: ").strip().lower() == "yes"
