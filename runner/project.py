"""Django's side: its environment, and its commands run to their end."""

import ctypes
import json
import os
import secrets
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from runner.places import ASKED, PYTHON, ROOT, VAR, VENV, write_whole
from runner.refusal import Refusal

Command = tuple[str, ...]

DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>


def environment(addresses: Mapping[str, str], **settings: str) -> dict[str, str]:
    """Return what Django's settings read; what the person set wins over what we would choose."""
    chosen = {"PORTAL_ENV": "development", "DEBUG": "0", "SECRET_KEY": secret_key()}
    path = f"{VENV / 'bin'}{os.pathsep}{ASKED.get('PATH', os.defpath)}"
    return chosen | ASKED | dict(addresses) | {"PORTAL_VAR": str(VAR), "PATH": path} | settings


def secret_key() -> str:
    """Return this checkout's own key, made at first use and readable by its owner alone."""
    file = VAR / "secret_key"
    if not file.exists():
        write_whole(file, secrets.token_urlsafe(50), mode=0o600)
    return file.read_text("ascii")


def manage(*commands: Command, env: Mapping[str, str]) -> None:
    """Run commands of manage.py that have to succeed, one after the other in one process."""
    run(["-m", "runner.several_commands", json.dumps(commands)], env=env)


def run(arguments: Sequence[str | Path], *, env: Mapping[str, str]) -> None:
    """Run Python in the virtual environment; it has to succeed, and dies when we do."""
    command = [str(part) for part in (PYTHON, *arguments)]
    done = subprocess.run(
        command, cwd=ROOT, env=dict(env), start_new_session=True, preexec_fn=_die_with_parent
    )
    if done.returncode != 0:
        raise Refusal(
            f"`{' '.join(command[1:3])}` failed with code {done.returncode}, as told above."
        )


def run_by_hand(command: Sequence[str], env: Mapping[str, str]) -> int:
    """Run a command of manage.py for the person, where they stand; Ctrl-C is for it, not for us."""
    signal.signal(signal.SIGINT, lambda *_: None)
    return subprocess.run([PYTHON, ROOT / "manage.py", *command], env=dict(env)).returncode


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGKILL)
