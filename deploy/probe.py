"""Tells whether a program of this container lives: `probe.py web|worker|beat`; exit code 1 if not.

The standard library only: it runs every few seconds.
"""

import http.client
import os
import sys
import time
from pathlib import Path

PATIENCE = 120  # seconds since worker or beat last gave a sign of life


def web_lives() -> bool:
    """Ask the health page as a reader of the first host would."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]
    line = http.client.HTTPConnection("127.0.0.1", 8000, timeout=4)
    line.request("GET", "/healthz", headers={"Host": host})
    return line.getresponse().status == http.client.OK


def gives_signs(name: str) -> bool:
    """Look when the program last touched its file."""
    sign = Path(os.environ.get("PORTAL_VAR", "var")) / "run" / f"{name}.alive"
    return time.time() - sign.stat().st_mtime < PATIENCE


def main(name: str) -> int:
    try:
        return 0 if (web_lives() if name == "web" else gives_signs(name)) else 1
    except OSError as error:
        sys.stderr.write(f"{name}: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
