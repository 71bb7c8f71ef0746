"""Two `up` at once, and one that is killed: real processes, asked through the command line."""

import fcntl
import json
import subprocess

import pytest

from tests.portal.surroundings import free_port, wait_until


@pytest.fixture
def waiting(checkout):
    """Hold what every `up` needs early, so that one that begins stays at its beginning."""
    checkout.portal("status")
    with (checkout.var / "run" / "packages.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield checkout


def test_of_two_that_start_at_the_same_instant_one_is_refused(waiting):
    both = [waiting.begin("up", "--port", free_port()) for _ in range(2)]
    wait_until(lambda: any(each.poll() is not None for each in both))
    (refused,) = (each for each in both if each.poll() is not None)
    (other,) = (each for each in both if each.poll() is None)

    assert refused.returncode == 1
    assert refused.stderr.read().startswith("portal: The portal already runs")
    assert waiting.status()["pid"] == other.pid

    other.terminate()
    assert other.wait(timeout=30) == 0


def test_one_that_starts_is_starting_and_one_that_was_killed_is_not(waiting):
    port = free_port()
    begun = waiting.begin("up", "--port", port)
    wait_until(lambda: waiting.status()["port"])

    told = waiting.status()
    assert (told["running"], told["state"], told["pid"]) == (False, "starting", begun.pid)
    assert told["address"] == f"http://localhost:{port}"

    begun.kill()
    begun.wait()
    told = waiting.status()
    assert (told["state"], told["pid"], told["port"]) == ("stopped", None, None)


@pytest.mark.parametrize("damage", ["", "rubbish", "[]", "{}", '{"pid": 1}'])
def test_with_a_damaged_note_the_one_at_work_is_still_known_and_stopped(waiting, damage):
    begun = waiting.begin("up", "--port", free_port())
    wait_until(lambda: waiting.status()["port"])
    (waiting.var / "run" / "portal.json").write_text(damage)

    told = waiting.status()
    assert (told["state"], told["pid"], told["port"]) == ("starting", begun.pid, None)

    assert waiting.portal("down").stdout == "The portal is stopped.\n"
    assert begun.wait(timeout=30) == 0


def test_a_note_that_names_a_stranger_ends_nobody(checkout):
    checkout.portal("status")
    with subprocess.Popen(["sleep", "60"]) as stranger:
        note = {"pid": stranger.pid, "port": 8123, "ready": True}
        (checkout.var / "run" / "portal.json").write_text(json.dumps(note))

        assert checkout.status()["running"] is False
        assert checkout.portal("down").stdout == "The portal was not running.\n"
        assert stranger.poll() is None
        stranger.kill()
