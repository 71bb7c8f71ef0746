"""`reset`: removes what the embedded services and the portal keep, and nothing else."""

import shutil

from runner import running, services
from runner.locks import open_lock, taken
from runner.places import CHECKOUT, VAR
from runner.refusal import Refusal
from runner.rights import HOME_OF_NOBODY
from runner.terminal import agreed, say

DATA = ("postgres-*", "valkey", "valkey-test", "databases", "files")


def reset(*, certain: bool) -> None:
    """Remove the embedded data for good; external servers are left alone."""
    with open_lock("services") as users:
        if running.current() or not taken(users):
            raise Refusal("The data are in use: `./portal down` first.")
        data = [folder for pattern in DATA for folder in VAR.glob(pattern)]
        data += [folder for folder in (HOME_OF_NOBODY / CHECKOUT,) if folder.exists()]
        if not data:
            say("There are no data.")
        elif certain or agreed(f"Remove {', '.join(map(str, data))}?"):
            services.stop()
            for folder in data:
                shutil.rmtree(folder)
            say("The data are removed; the next `./portal up` begins anew.")
        else:
            raise Refusal("Nothing is removed: say yes, or give --yes.")
