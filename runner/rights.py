"""PostgreSQL refuses to run as root: how its processes give the rights of root up."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from runner.places import CHECKOUT, VAR
from runner.refusal import Refusal

NOBODY = 65534
NEW_USER_NAMESPACE = 0x10000000  # CLONE_NEWUSER of <sched.h>
HOME_OF_NOBODY = Path("/var/lib/portal-embedded")


@dataclass(frozen=True)
class Rights:
    """As whom PostgreSQL runs: `enter` is called in the new process, the data lie under `home`."""

    kind: str
    owner: int
    enter: Callable[[], None]
    home: Path

    def readable(self, package: Path) -> Path:
        """Return a folder of programs that these rights can read: itself, or a copy beside the data."""
        if self.kind != "nobody":
            return package
        copy = HOME_OF_NOBODY / next(package.parent.glob(f"{package.name}-*.dist-info")).stem
        if not copy.exists():
            making = copy.with_name(f"{copy.name}.{os.getpid()}")
            for part in (package, package.with_name(f"{package.name}.libs")):
                shutil.copytree(part, making / part.name)
            subprocess.run(["chmod", "-R", "a+rX", making], check=True)
            making.rename(copy)
        return copy / package.name

    def give(self, folder: Path) -> None:
        """Make a folder that only the owner of the data may enter."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_uid != self.owner:
            os.chown(folder, self.owner, self.owner)


def of_this_user() -> Rights:
    """Choose the plainest way that this machine allows."""
    if os.geteuid() != 0:
        return Rights("plain", os.geteuid(), lambda: None, VAR)
    if _possible(enter_namespace, "-w", VAR):
        return Rights("namespace", 0, enter_namespace, VAR)
    home = HOME_OF_NOBODY / CHECKOUT
    home.mkdir(mode=0o755, parents=True, exist_ok=True)
    if _possible(become_nobody, "-x", home):
        return Rights("nobody", NOBODY, become_nobody, home)
    raise Refusal("PostgreSQL cannot run as root here: start ./portal as a normal user.")


def enter_namespace() -> None:
    """Become, for this process's own eyes, user 65534, who is root outside: nothing changes owner."""
    library = ctypes.CDLL(None, use_errno=True)
    if library.unshare(NEW_USER_NAMESPACE) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny", "ascii")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} 0 1", "ascii")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} 0 1", "ascii")


def become_nobody() -> None:
    """Become the user `nobody` for good."""
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def _possible(enter: Callable[[], None], test: str, folder: Path) -> bool:
    """Tell whether a process with these rights starts and passes a test of its shell on the folder."""
    try:
        tried = subprocess.run(["/bin/sh", "-c", f'test {test} "$0"', folder], preexec_fn=enter)
    except (OSError, subprocess.SubprocessError):
        return False
    return tried.returncode == 0
