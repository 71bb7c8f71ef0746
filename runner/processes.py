"""Programs in the background: started, found again by their pid files, stopped; never a stranger's."""

import contextlib
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from runner import disk
from runner.places import LOGS, PYTHON, ROOT, RUN, write_whole
from runner.refusal import Refusal

NOTHING = r"\b\B"  # a regular expression that fits nothing
LOG_LIMIT = 20_000_000  # bytes, then the log is put aside at the next start
_children: list[subprocess.Popen[bytes]] = []  # kept, so that the dead are reaped


def _doing_nothing() -> None: ...


@dataclass(frozen=True)
class Program:
    """A program of ours, recognised by how its command line begins."""

    name: str
    mark: str  # a regular expression
    kin: str = NOTHING  # the same for children that leave its session
    ends_on: signal.Signals = signal.SIGTERM
    patience: float = 20  # seconds from the signal to SIGKILL

    @property
    def pid_file(self) -> Path:
        return RUN / f"{self.name}.pid"

    @property
    def log(self) -> Path:
        return LOGS / f"{self.name}.log"

    def pid(self) -> int | None:
        """Return its process id if it runs, whoever started it and whatever became of its file."""
        noted = self._noted()
        if noted and re.match(self.mark, command_line(noted)):
            return noted
        leaders = (pid for pid in every_process() if session(pid) == pid)
        found = next((pid for pid in leaders if re.match(self.mark, command_line(pid))), None)
        if found:
            write_whole(self.pid_file, f"{found}\n")
        return found

    def children(self) -> list[int]:
        """Return the processes that it started and that belong to its session."""
        leader = self.pid()
        return sorted(pid for pid in every_process() if pid != leader and session(pid) == leader)

    def start(
        self,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str],
        enter: Callable[[], None] = _doing_nothing,
    ) -> None:
        """Start it in a session of its own; `enter` runs in the new process before the program."""

        def begin() -> None:
            self.pid_file.write_text(f"{os.getpid()}\n", "ascii")  # before it can be orphaned
            enter()

        self.clear()
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.rename(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as log:
            try:
                child = subprocess.Popen(
                    [str(part) for part in command],
                    cwd=ROOT,
                    env=dict(env),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                    preexec_fn=begin,  # the runner has one thread
                )
            except subprocess.SubprocessError as error:
                raise Refusal(disk.instead(f"{self.name} could not be started.")) from error
        _children.append(child)
        # for a moment after it was loaded a program has no command line to be known by
        wait_until(lambda: child.poll() is not None or command_line(child.pid) != "", seconds=10)

    def stop(self) -> None:
        """Ask it to end, wait, and remove what is left of it."""
        pid = self.pid()
        if pid:
            _send(pid, self.ends_on)
            wait_until(lambda: self.pid() is None, seconds=self.patience)
        self.clear()

    def clear(self) -> None:
        """Kill what an earlier run left behind, and its pid file."""
        for pid in list(self._relatives()):
            _send(pid, signal.SIGKILL)
        wait_until(lambda: not any(self._relatives()), seconds=10)
        self.pid_file.unlink(missing_ok=True)

    def last_words(self) -> str:
        """Return the last line of its log, or the complaint just before, to say why it ended."""
        lines = self.log.read_text("utf-8", "replace").split("\n") if self.log.exists() else []
        return complaint([line for line in lines if line.strip()][-4:])

    def _noted(self) -> int | None:
        with contextlib.suppress(OSError, ValueError):
            return int(self.pid_file.read_text("ascii"))
        return None

    def _relatives(self) -> Iterator[int]:
        leader = self._noted()
        for pid in every_process():
            words = command_line(pid)
            follows = words.startswith(str(PYTHON)) and session(pid) == leader
            if follows or re.match(f"{self.mark}|{self.kin}", words):
                yield pid


def complaint(lines: Sequence[str]) -> str:
    """Return the last line that complains, or the last of all."""
    told = [line.strip() for line in lines if line.strip()]
    bad = [line for line in told if re.search("fatal|panic|error", line, re.IGNORECASE)]
    return (bad or told or ["it said nothing"])[-1]


def every_process() -> Iterator[int]:
    """Yield the id of every other process of this machine."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and int(folder.name) != os.getpid():
            yield int(folder.name)


def command_line(pid: int) -> str:
    """Return a process's command line; nothing for one that is dead or not yet buried."""
    for child in _children:
        if child.pid == pid:
            child.poll()
    with contextlib.suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
        return words.decode("utf-8", "replace")
    return ""


def session(pid: int) -> int | None:
    """Return the id of a process's session."""
    with contextlib.suppress(OSError):
        return os.getsid(pid)
    return None


def wait_until(met: Callable[[], bool], *, seconds: float) -> bool:
    """Look again and again until the condition is met; False when the time is over."""
    deadline = time.monotonic() + seconds
    while not met():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _send(pid: int, sign: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, sign)
