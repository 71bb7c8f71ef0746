"""`bench`: measures in the environment, as the person asked."""

import signal
import subprocess
from collections.abc import Mapping, Sequence

from runner.places import PYTHON, ROOT


def run(arguments: Sequence[str], env: Mapping[str, str]) -> int:
    """Run the benches; Ctrl-C is for them, which stop their web servers."""
    signal.signal(signal.SIGINT, lambda *_: None)
    command = [str(PYTHON), "-m", "bench", *arguments]
    return subprocess.run(command, cwd=ROOT, env=dict(env)).returncode
