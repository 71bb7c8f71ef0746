"""What has to be done to the code and the database before the portal can start."""

from collections.abc import Mapping
from pathlib import Path

from runner import disk, fingerprints
from runner.contents import Contents, ask
from runner.places import ASKED, ROOT, VAR, write_whole
from runner.project import Command, manage, run
from runner.terminal import say

STATIC = VAR / "static"
STATIC_STAMP = VAR / "static.stamp"
MIGRATE: Command = ("migrate", "--no-input", "--verbosity", "0")
COLLECT: Command = ("collectstatic", "--no-input", "--clear", "--verbosity", "0")


def prepare(env: dict[str, str], *, demo: bool, incidents: int) -> dict[str, str]:
    """Bring words, tables, first data and static files up to date; return the environment to serve in."""
    facts, address = ask(env), env["DATABASE_URL"]
    contents = Contents.of(facts, address, demo=demo)
    env = env | {"PORTAL_DEMO": str(int(contents.demo))}
    compile_messages(env)
    code = fingerprints.of_code()
    if contents.to_load or contents.prepared != f"{code} {facts['migrations']}":
        loading = contents.commands(incidents=incidents)
        if loading and not ASKED.get("DATABASE_URL"):
            disk.need_room(disk.for_first_data(incidents if contents.demo else 0))
        say("First run: loading the data …" if loading else "Bringing the tables up to date …")
        manage(MIGRATE, *loading, env=env)
        contents.finished(address, f"{code} {ask(env)['migrations']}")
    collect_static_files(env)
    return env


def collect_static_files(env: Mapping[str, str]) -> None:
    """Collect the static files anew when one of them, or a package that may bring some, changed."""
    state = fingerprints.of_static_files()
    if STATIC.exists() and STATIC_STAMP.exists() and STATIC_STAMP.read_text("utf-8") == state:
        return
    STATIC_STAMP.unlink(missing_ok=True)  # what is interrupted is not collected
    manage(COLLECT, env=env)
    write_whole(STATIC_STAMP, state)


def compile_messages(env: Mapping[str, str]) -> None:
    """Compile the translations; only their source is kept in the repository."""
    if stale_translations():
        run("runner.translations", env=env)


def stale_translations() -> list[Path]:
    """Return the translations that changed since they were compiled."""
    sources = (ROOT / "locale").glob("*/LC_MESSAGES/*.po")
    return [source for source in sources if not is_newer(source.with_suffix(".mo"), source)]


def is_newer(made: Path, source: Path) -> bool:
    """Tell whether a file was made from its source as it is now."""
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime
