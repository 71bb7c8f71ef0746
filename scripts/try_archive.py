"""Loses a database and restores a moment of it from the archive, with the settings of docs/operations.md.

    python3 scripts/try_archive.py

Needs what `./portal up` needs and nothing that runs. Prints what came back; exit code 1 if it is wrong.
"""

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from runner import postgres, rights  # noqa: E402 - found only now

PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
RIGHTS = rights.of_this_user()
PROGRAMS = postgres.cluster().programs


class Server:
    """A PostgreSQL of its own in a folder, without a network."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data, self.archive = folder, folder / "data", folder / "archive"

    def run(self, program: str, *words: str) -> str:
        done = subprocess.run(
            [PROGRAMS / program, *words],
            cwd="/",
            env=postgres.environment(),
            capture_output=True,
            text=True,
            preexec_fn=RIGHTS.enter,
        )
        if done.returncode != 0:
            raise SystemExit(f"{program}: {done.stderr}")
        return done.stdout.strip()

    def start(self) -> None:
        log = str(self.folder / "log")
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder}"
        subprocess.run(
            [PROGRAMS / "pg_ctl", "-D", self.data, "-l", log, "-o", options, "-w", "start"],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            preexec_fn=RIGHTS.enter,
        )

    def ask(self, question: str) -> str:
        words = ("-h", str(self.folder), "-U", "portal", "-d", "postgres", "-Atc", question)
        return self.run("psql", *words)

    def configure(self, marked: str, **changed: str) -> None:
        """Add the block of the page that holds a word, with the places of this trial."""
        block = next(
            each for each in re.findall(r"```ini\n(.*?)```", PAGE, re.DOTALL) if marked in each
        )
        block = block.replace("/archive", str(self.archive))
        for name, value in changed.items():
            block = re.sub(rf"^{name} = .*$", f"{name} = '{value}'", block, flags=re.MULTILINE)
        file = self.data / "postgresql.conf"
        file.write_text(file.read_text("utf-8") + block, "utf-8")


def main() -> int:
    with tempfile.TemporaryDirectory(dir="/var/tmp") as place:  # sockets want a short name
        Path(place).chmod(0o755)
        server = Server(Path(place) / "trial")
        begin(server)
        try:
            moment = live_and_lose(server)
            found = bring_back(server, moment)
        finally:
            server.run("pg_ctl", "-D", str(server.data), "-m", "immediate", "stop")
    sys.stdout.write(f"As of {moment}: {', '.join(found)}\n")
    return 0 if found == ["after the base", "before the base"] else 1


def begin(server: Server) -> None:
    """Make a server that archives as the page says."""
    RIGHTS.give(server.folder)
    RIGHTS.give(server.archive)
    server.run("initdb", "-D", str(server.data), "-U", "portal", "-A", "trust", "--no-sync")
    server.configure("archive_command")
    server.start()


def live_and_lose(server: Server) -> str:
    """Write before and after the base back-up, make a mistake, lose the data; return the moment before."""
    server.ask("CREATE TABLE kept (what text); INSERT INTO kept VALUES ('before the base')")
    server.run(
        *("pg_basebackup", "-h", str(server.folder), "-U", "portal"),
        *("--pgdata", str(server.archive / "base")),
        *("--format", "tar", "--gzip", "--wal-method", "none"),
    )
    server.ask("INSERT INTO kept VALUES ('after the base')")
    moment = server.ask("SELECT now()")
    time.sleep(1)
    server.ask("INSERT INTO kept VALUES ('the mistake')")
    wait_for_archive(server, server.ask("SELECT pg_walfile_name(pg_switch_wal())"))
    server.run("pg_ctl", "-D", str(server.data), "-m", "immediate", "stop")
    server.data.rename(server.folder / "lost")
    return moment


def bring_back(server: Server, moment: str) -> list[str]:
    """Restore a moment from the archive and return the rows of then."""
    RIGHTS.give(server.data)
    base = server.archive / "base" / "base.tar.gz"
    unpack = ["tar", "-xzf", base, "-C", server.data]
    subprocess.run(unpack, check=True, preexec_fn=RIGHTS.enter)
    (server.data / "recovery.signal").touch()
    server.configure("restore_command", recovery_target_time=moment)
    server.start()
    until = time.monotonic() + 60
    while server.ask("SELECT pg_is_in_recovery()") == "t" and time.monotonic() < until:
        time.sleep(0.2)
    return server.ask("SELECT what FROM kept ORDER BY what").splitlines()


def wait_for_archive(server: Server, segment: str) -> None:
    """Wait until the segment that holds the last change lies in the archive."""
    until = time.monotonic() + 60
    while not (server.archive / segment).exists() and time.monotonic() < until:
        time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main())
