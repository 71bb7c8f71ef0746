"""The command line: finds the verb, and says in one sentence why something could not be done."""

import errno
import signal
import sys
from collections.abc import Sequence

from runner.places import VAR, make_folders
from runner.refusal import Refusal
from runner.terminal import complain, say
from runner.verbs import VERBS

SENTENCES = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "it is read-only; PORTAL_VAR names another folder",
    errno.EACCES: "it is read-only or another user's; PORTAL_VAR names another folder",
    errno.EPERM: "it is read-only or another user's; PORTAL_VAR names another folder",
}
INTERRUPTED = 128 + signal.SIGINT


def main(words: Sequence[str]) -> int:
    """Run one verb and return the exit code."""
    name, *rest = words or ["help"]
    verb = VERBS.get(name)
    if not verb:
        return usage(asked=name in {"help", "-h", "--help"})
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        make_folders()
        return verb(rest)
    except Refusal as refusal:
        complain(str(refusal))
    except OSError as error:
        if error.errno not in SENTENCES:
            raise
        complain(f"{error.filename or VAR}: {SENTENCES[error.errno]}.")
    except KeyboardInterrupt:
        return INTERRUPTED
    return 1


def usage(*, asked: bool) -> int:
    """Print what there is; not knowing a verb is an error."""
    (say if asked else complain)("usage: ./portal VERB [arguments]")
    for name, verb in VERBS.items():
        say(f"  {name:9} {verb.__doc__}")
    return 0 if asked else 2
