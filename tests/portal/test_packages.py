import json
import sys
from pathlib import Path

import pytest

CURRENT = "from runner import packages; print(packages.is_current({lock!r}))"


@pytest.fixture
def installed(checkout):
    """The copy, as if the list for development had just been installed."""
    python = checkout.var / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(Path(sys.executable).resolve())
    code = """
import json
from runner import packages
noted = {name: packages.digest(name) for name in packages.HELD["dev"]}
packages.STAMP.write_text(json.dumps(noted | {"python": str(packages.PYTHON.resolve())}))
"""
    checkout.tell(code)
    return checkout


@pytest.mark.parametrize("lock", ["embedded", "dev"])
def test_what_was_installed_is_not_installed_again(installed, lock):
    assert installed.tell(CURRENT.format(lock=lock)) == "True"


@pytest.mark.parametrize("lock", ["embedded", "dev"])
def test_a_changed_list_is_installed(installed, lock):
    with (installed.folder / "requirements" / f"{lock}.txt").open("a") as file:
        file.write("# changed\n")

    assert installed.tell(CURRENT.format(lock=lock)) == "False"


def test_a_python_that_was_replaced_makes_everything_new(installed):
    stamp = installed.var / "venv" / "installed.json"
    noted = json.loads(stamp.read_text()) | {"python": "/usr/bin/python3.99"}
    stamp.write_text(json.dumps(noted))

    assert installed.tell(CURRENT.format(lock="dev")) == "False"


def test_the_list_to_run_does_not_stand_for_the_list_to_develop(installed):
    stamp = installed.var / "venv" / "installed.json"
    noted = json.loads(stamp.read_text())
    del noted["dev"]
    stamp.write_text(json.dumps(noted))

    assert installed.tell(CURRENT.format(lock="dev")) == "False"
    assert installed.tell(CURRENT.format(lock="embedded")) == "True"


INTERPRETER = """
import sys
from runner import installing
print(installing.interpreter({!r}), sys.executable, sep="\\n")
"""


@pytest.mark.parametrize(
    ("can", "taken"), [("exit 0", True), ("exit 1", False)], ids=["whole", "without venv"]
)
def test_the_python_of_the_system_makes_the_environment_where_it_can(
    checkout, tmp_path, can, taken
):
    python = tmp_path / f"python3.{sys.version_info.minor}"
    python.write_text(f"#!/bin/sh\n{can}\n")
    python.chmod(0o755)

    found, running = checkout.tell(INTERPRETER.format(str(tmp_path))).splitlines()

    assert found == (str(python) if taken else running)


def test_without_a_python_of_the_system_the_one_that_runs_this_makes_it(checkout, tmp_path):
    found, running = checkout.tell(INTERPRETER.format(str(tmp_path))).splitlines()

    assert found == running
