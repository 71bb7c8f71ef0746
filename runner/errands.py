"""Programs that run to their end: noted while they run, so that a killed runner leaves none behind."""

import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from runner import disk
from runner.locks import held
from runner.places import ROOT
from runner.processes import NOTHING, Program
from runner.refusal import Refusal

DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>


def run(
    name: str,
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    enter: Callable[[], None] = lambda: None,
    typed: str | None = None,
    cwd: str | Path = ROOT,
    shown: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run a program of ours in a session of its own and return how it ended and what it said.

    What a killed runner left of an earlier one of this name is ended first. `enter` runs in the new
    process before the program; with `shown` what it says goes to the terminal, not its complaints.
    """
    errand = Program(name, NOTHING)

    def begin() -> None:
        errand.pid_file.write_text(f"{os.getpid()}\n", "ascii")
        enter()
        die_with_parent()  # at last: whoever gives up rights gives this up too

    with held(f"errand-{name}"):
        errand.clear()
        try:
            return subprocess.run(
                [str(part) for part in command],
                cwd=cwd,
                env=dict(env),
                input=typed,
                stdin=subprocess.DEVNULL if typed is None else None,
                stdout=None if shown else subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
                start_new_session=True,
                preexec_fn=begin,  # the runner has one thread
            )
        except subprocess.SubprocessError as error:
            raise Refusal(disk.instead(f"{command[0]} could not be started.")) from error
        finally:
            errand.clear()


def die_with_parent() -> None:
    """Ask the kernel to kill this process as soon as its parent is dead."""
    ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGKILL)
