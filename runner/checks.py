"""`check` and `fix`: everything that is looked at before a change is good, each a line."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from runner.places import PYTHON, ROOT, VENV
from runner.terminal import say

Command = tuple[str, ...]

CHECKS: tuple[tuple[str, Command], ...] = (
    ("types", ("-m", "mypy", ".")),
    ("style", ("-m", "ruff", "check", ".")),
    ("format", ("-m", "ruff", "format", "--check", ".")),
    ("layers", (str(VENV / "bin" / "lint-imports"),)),
    ("templates", ("-m", "djlint", "templates", "--lint", "--quiet")),
    ("indentation of templates", ("-m", "djhtml", "--tabwidth", "2", "--check", "templates")),
    ("Django", ("manage.py", "check", "--fail-level", "WARNING")),
    ("migrations", ("manage.py", "makemigrations", "--check", "--dry-run")),
    ("translations", ("manage.py", "check_messages")),
    ("locked packages", ("-m", "runner.locked_packages")),
    ("generated files", ("manage.py", "write_docs", "--check")),
)
FIXES: tuple[tuple[str, Command], ...] = (
    ("style", ("-m", "ruff", "check", "--fix", "--quiet", ".")),
    ("format", ("-m", "ruff", "format", "--quiet", ".")),
    ("indentation of templates", ("-m", "djhtml", "--tabwidth", "2", "templates")),
    ("generated files", ("manage.py", "write_docs")),
)


@dataclass(frozen=True)
class Outcome:
    """How one command ended."""

    name: str
    passed: bool
    seconds: float
    told: str

    def __str__(self) -> str:
        word = "ok    " if self.passed else "FAILED"
        return f"{word}  {self.seconds:5.1f} s  {self.name}"


def check(env: Mapping[str, str]) -> bool:
    """Run every check, as many at once as there are cores; tell whether all passed."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        begun = [pool.submit(run, name, command, env) for name, command in CHECKS]
        outcomes = [show(future.result()) for future in as_completed(begun)]
    return sum_up(outcomes)


def fix(env: Mapping[str, str]) -> bool:
    """Run every repair, one after the other; tell whether all passed."""
    outcomes = [show(run(name, command, env)) for name, command in FIXES]
    return sum_up(outcomes)


def sum_up(outcomes: Sequence[Outcome]) -> bool:
    """Print which failed, last, where it is seen; tell whether none did."""
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    say(f"Failed: {', '.join(failed)}." if failed else "All passed.")
    return not failed


def run(name: str, command: Command, env: Mapping[str, str]) -> Outcome:
    """Run one command and keep what it says."""
    begin = time.monotonic()
    done = subprocess.run(
        [PYTHON, *command],
        cwd=ROOT,
        env=dict(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Outcome(name, done.returncode == 0, time.monotonic() - begin, done.stdout.strip())


def show(outcome: Outcome) -> Outcome:
    """Print an outcome; the words of the command only when it failed."""
    say(str(outcome))
    if not outcome.passed:
        say(outcome.told + "\n")
    return outcome
