"""What has to be done to the code and the database before the portal can start."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from runner import packages
from runner.contents import Contents
from runner.places import ROOT, VAR, write_whole
from runner.project import Command, manage, run
from runner.terminal import say

STATIC = VAR / "static"
STATIC_STAMP = VAR / "static.stamp"
COLLECT: tuple[Command, ...] = (("collectstatic", "--no-input", "--clear", "--verbosity", "0"),)


def prepare(env: dict[str, str], *, demo: bool, incidents: int) -> dict[str, str]:
    """Bring words, tables, first data and static files up to date; return the environment to serve in."""
    contents = Contents.of(env, demo=demo)
    env = env | {"PORTAL_DEMO": str(int(contents.demo))}
    compile_messages(env)
    state = static_state()
    commands: list[Command] = [("migrate", "--no-input", "--verbosity", "0")]
    commands += contents.commands(incidents=incidents)
    commands += COLLECT if changed(state) else ()
    commands += [("demo_accounts",)] if contents.demo else ()
    say("First run: loading the data …" if contents.to_load else "Bringing the tables up to date …")
    manage(*commands, env=env)
    write_whole(STATIC_STAMP, state)
    contents.loaded(env["DATABASE_URL"])
    return env


def compile_messages(env: Mapping[str, str]) -> None:
    """Compile the translations; only their source is kept in the repository."""
    if stale_translations():
        run(["-m", "runner.translations"], env=env)


def stale_translations() -> list[Path]:
    """Return the translations that changed since they were compiled."""
    sources = (ROOT / "locale").glob("*/LC_MESSAGES/*.po")
    return [source for source in sources if not is_newer(source.with_suffix(".mo"), source)]


def is_newer(made: Path, source: Path) -> bool:
    """Tell whether a file was made from its source as it is now."""
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime


def changed(state: str) -> bool:
    """Tell whether the static files were collected in another state, or never."""
    collected = STATIC.exists() and STATIC_STAMP.exists()
    return not collected or STATIC_STAMP.read_text("ascii") != state


def static_state() -> str:
    """Return a hash that differs when a static file, or a package that may bring some, changed."""
    return hashlib.sha256("\n".join(_static_files()).encode()).hexdigest()


def _static_files() -> Iterator[str]:
    yield packages.digest(packages.TO_RUN)
    for folder in sorted({ROOT / "static", *ROOT.glob("*/static")} - {STATIC}):
        for file in sorted(folder.rglob("*")):
            yield f"{file} {file.stat().st_size} {file.stat().st_mtime_ns}"
