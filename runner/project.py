"""Django's side: its environment, and its commands run to their end."""

import contextlib
import json
import os
import secrets
import signal
import subprocess
from collections.abc import Mapping, Sequence

from runner import disk, errands
from runner.places import ASKED, LOGS, PYTHON, ROOT, VAR, VENV, write_whole
from runner.processes import complaint
from runner.refusal import Refusal

Command = tuple[str, ...]

# Whoever forbids bytecode means their own folders: without any, every start compiles Django anew.
COMPILED_ONCE = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(VAR / "bytecode")}
LOG = LOGS / "manage.log"


def environment(addresses: Mapping[str, str], **settings: str) -> dict[str, str]:
    """Return what Django's settings read; what the person set wins over what we would choose."""
    chosen = {"PORTAL_ENV": "development", "DEBUG": "0", "SECRET_KEY": secret_key()}
    path = f"{VENV / 'bin'}{os.pathsep}{ASKED.get('PATH', os.defpath)}"
    fixed = {"PORTAL_VAR": str(VAR), "PATH": path, **COMPILED_ONCE}
    return chosen | ASKED | dict(addresses) | fixed | settings


def secret_key() -> str:
    """Return this checkout's own key, made at first use and readable by its owner alone."""
    file = VAR / "secret_key"
    if not file.exists():
        write_whole(file, secrets.token_urlsafe(50), mode=0o600)
    return file.read_text("ascii")


def manage(*commands: Command, env: Mapping[str, str]) -> None:
    """Run commands of manage.py that have to succeed, one after the other in one process."""
    run("runner.several_commands", json.dumps(commands), env=env)


def run(module: str, *words: str, env: Mapping[str, str]) -> None:
    """Run a module in the virtual environment; it has to succeed, and says in its last line why not."""
    done = errands.run(
        module.partition(".")[2], [PYTHON, "-m", module, *words], env=env, shown=True
    )
    with contextlib.suppress(OSError):  # the disk may be what is wrong
        LOG.write_text(done.stderr, "utf-8")
    if done.returncode != 0:
        reason = complaint(done.stderr.splitlines()[-4:]).rstrip(".")
        raise Refusal(disk.instead(f"{reason}; see {LOG}."))


def run_by_hand(command: Sequence[str], env: Mapping[str, str]) -> int:
    """Run a command of manage.py for the person, where they stand; Ctrl-C is for it, not for us."""
    signal.signal(signal.SIGINT, lambda *_: None)
    return subprocess.run([PYTHON, ROOT / "manage.py", *command], env=dict(env)).returncode
