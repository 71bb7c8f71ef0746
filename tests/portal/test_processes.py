"""Real processes: what is ours is found and stopped, what is not ours is never touched."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.portal.surroundings import bare_environment, wait_until

PROGRAM = """
import os, subprocess, sys, time
from runner import places
from runner.processes import Program
places.make_folders()
ours = Program("trial", r"[^\\n]+ -c 'trial of {id}'", patience=0.5)
def start(code="import time; time.sleep(60)"):
    command = [sys.executable, "-c", f"'trial of {id}'\\n" + code]
    ours.start(command, env=os.environ)
    time.sleep(0.3)
    return ours.pid()
def lives(pid):
    try:
        return open(f"/proc/{{pid}}/stat").read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
"""


def tell(checkout, code):
    return checkout.tell(PROGRAM.format(id=checkout.folder) + code).splitlines()


def test_a_started_program_is_found_by_its_pid_file_and_stopped(checkout):
    code = """
pid = start()
print(pid == int(ours.pid_file.read_text()))
ours.stop()
print(ours.pid(), ours.pid_file.exists(), lives(pid))
"""

    assert tell(checkout, code) == ["True", "None False False"]


def test_a_pid_that_now_belongs_to_a_stranger_is_neither_ours_nor_killed(checkout):
    code = """
stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
ours.pid_file.write_text(str(stranger.pid))
print(ours.pid())
ours.stop()
print(stranger.poll())
stranger.kill()
"""

    assert tell(checkout, code) == ["None", "None"]


def test_a_program_that_does_not_end_is_killed(checkout):
    code = """
pid = start("import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)")
ours.stop()
print(lives(pid))
"""

    assert tell(checkout, code) == ["False"]


def test_what_an_earlier_run_left_is_removed_before_a_new_start(checkout):
    code = """
first = start()
ours.pid_file.unlink()
second = start()
print(lives(first), lives(second))
ours.stop()
"""

    assert tell(checkout, code) == ["False True"]


def test_the_last_words_name_the_complaint_before_the_end(checkout):
    code = """
ours.log.write_text("started\\nFATAL: no room\\ndatabase system is shut down\\n")
print(ours.last_words())
"""

    assert tell(checkout, code) == ["FATAL: no room"]


@pytest.mark.parametrize("damage", [None, b"", b"rubbish", b"\xff\x00", b"1"])
def test_a_program_whose_pid_file_is_damaged_is_found_again(checkout, damage):
    code = f"""
pid = start()
ours.pid_file.unlink() if {damage!r} is None else ours.pid_file.write_bytes({damage!r})
print(ours.pid() == pid == int(ours.pid_file.read_text()))
ours.stop()
print(lives(pid))
"""

    assert tell(checkout, code) == ["True", "False"]


ERRAND = """
import os
from runner import errands, places
places.make_folders()
errands.run("trial", [places.PYTHON, "-c", {code!r}], env=os.environ)
"""
WITH_A_CHILD = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, file=open("child", "w"), flush=True)
time.sleep(60)
"""


def test_what_a_killed_runner_had_begun_ends_with_it_and_its_children_before_the_next(checkout):
    checkout.borrow_packages()
    runner = subprocess.Popen(
        [sys.executable, "-c", ERRAND.format(code=WITH_A_CHILD)],
        cwd=checkout.folder,
        env=bare_environment(),
    )
    noted = checkout.folder / "child"
    wait_until(lambda: noted.exists() and noted.read_text())
    begun = int((checkout.var / "run" / "trial.pid").read_text())

    runner.kill()
    runner.wait()
    wait_until(lambda: not lives(begun))
    assert lives(int(noted.read_text()))

    checkout.tell(ERRAND.format(code="pass"))
    assert not lives(int(noted.read_text()))
    assert not (checkout.var / "run" / "trial.pid").exists()


def lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
