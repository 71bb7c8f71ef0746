"""Real processes: what is ours is found and stopped, what is not ours is never touched."""

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
