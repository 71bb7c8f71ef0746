"""`up`: starts everything, starts again what dies, stops everything in order."""

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from runner import disk, packages, services, website
from runner.locks import claimed, open_lock
from runner.preparation import prepare
from runner.processes import Program
from runner.project import environment, manage
from runner.refusal import Refusal
from runner.running import LOCK, NOTE, Running, current
from runner.terminal import say

LOOK = 0.5  # seconds between two looks at the programs
LONGEST_PAUSE = 30  # seconds before what keeps dying is started once more
STEADY = 10  # seconds of life after which it counts as well again
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(BaseException):
    """Somebody asked for the end: Ctrl-C, SIGTERM, or the terminal is gone."""


def up(*, port: int, demo: bool, incidents: int) -> None:
    """Run the portal until somebody asks for its end."""
    with alone(port), stopped_by_signals():
        website.stop()  # what a killed `up` left behind
        website.refuse_a_taken_port(port)
        disk.need_room(disk.FOR_RUNNING)
        packages.ensure(packages.TO_RUN)
        with services.in_use() as addresses:
            env = prepare(environment(addresses), demo=demo, incidents=incidents)
            try:
                start(port, env)
                keep(port, env)
            finally:
                website.stop()


def start(port: int, env: dict[str, str]) -> None:
    """Start the three programs and say where the portal is and how to sign in."""
    running = Running(os.getpid(), port, ready=True)
    say("Starting web, worker and beat …")
    website.start("web", env, port)
    website.wait_for_first_page(port)  # before the others take its share of the processor
    say(f"The portal runs at {running.address}; Ctrl-C or `./portal down` stops it.")
    website.start("worker", env, port)
    website.start("beat", env, port)
    if env["PORTAL_DEMO"] == "1":
        show_demo_accounts(env)
    running.note()


def show_demo_accounts(env: dict[str, str]) -> None:
    """Tell how to sign in; somebody may have removed the accounts, which is no reason to end."""
    try:
        manage(("demo_accounts",), env=env)
    except Refusal as refusal:
        say(str(refusal))


@dataclass
class Kept:
    """A program that is started again when it dies, after ever longer pauses if it dies at once."""

    program: Program
    start: Callable[[], object]
    pause: float = 0
    started: float = 0

    def look(self) -> None:
        """Start the program again if it is dead and its pause is over."""
        now = time.monotonic()
        if self.program.pid():
            self.pause = self.pause if now - self.started < STEADY else 0
        elif now - self.started >= self.pause:
            say(f"{self.program.name} ended ({self.program.last_words()}): starting it again.")
            self.started, self.pause = now, min(2 * self.pause + 1, LONGEST_PAUSE)
            try:
                self.start()
            except (Refusal, OSError) as error:
                say(str(error))


def keep(port: int, env: dict[str, str]) -> None:
    """Look after every program of ours for ever."""
    kept = [Kept(program, services.ensure) for program in services.embedded()]
    kept += [
        Kept(program, partial(website.start, name, env, port))
        for name, program in website.PROGRAMS.items()
    ]
    while True:
        time.sleep(LOOK)
        for each in kept:
            each.look()


@contextlib.contextmanager
def alone(port: int) -> Iterator[None]:
    """Hold the lock of the one `up` of this checkout, or refuse."""
    with open_lock(LOCK) as file:
        if not claimed(file):
            found = current()
            where = f" at {found.address}" if found and found.address else ""
            raise Refusal(f"The portal already runs{where}; `./portal down` stops it.")
        Running(os.getpid(), port).note()
        yield
        NOTE.unlink(missing_ok=True)


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Turn the first signal into a clean end; later ones cannot disturb it."""

    def stop(*_about: object) -> None:
        for sign in ENDINGS:
            signal.signal(sign, signal.SIG_IGN)
        say("\nStopping …")
        raise Stop

    for sign in ENDINGS:
        if signal.getsignal(sign) != signal.SIG_IGN:  # as nohup sets it
            signal.signal(sign, stop)
    with contextlib.suppress(Stop):
        yield
