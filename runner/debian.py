"""What Debian's own packages have to bring."""

import os
import shutil
import subprocess

from runner.refusal import Refusal
from runner.terminal import say


def install(*names: str, why: str) -> None:
    """Install packages when we are root, otherwise name the command that does."""
    command = ("apt-get", "install", "-y", "--no-install-recommends", *names)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Refusal(f"{' and '.join(names)} missing, {why}: run `sudo {' '.join(command)}`.")
    say(f"Installing {' '.join(names)} {why} …")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.run(command, env=quiet, capture_output=True).returncode != 0:
        subprocess.run(["apt-get", "update"], env=quiet, capture_output=True)
        done = subprocess.run(command, env=quiet, capture_output=True, text=True)
        if done.returncode != 0:
            reason = (done.stderr.strip() or "no reason given").splitlines()[-1]
            raise Refusal(f"{' '.join(names)} could not be installed: {reason}")
