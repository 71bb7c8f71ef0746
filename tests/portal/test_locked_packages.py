"""The check of the locked lists must be able to fail."""

import re
import subprocess
import sys

import pytest


def faults(checkout):
    done = subprocess.run(
        [sys.executable, "-m", "runner.locked_packages"],
        cwd=checkout.folder,
        capture_output=True,
        text=True,
    )
    return done.stderr.strip()


def change(checkout, name, pattern, replacement):
    file = checkout.folder / "requirements" / name
    text, count = re.subn(pattern, replacement, file.read_text(), count=1, flags=re.MULTILINE)
    assert count == 1
    file.write_text(text)


def test_the_lists_of_this_repository_answer_what_is_asked(checkout):
    assert faults(checkout) == ""


@pytest.mark.parametrize(
    ("file", "pattern", "replacement", "fault"),
    [
        pytest.param(
            "base.in", r"\Z", "gunicorn\n", "base.txt: gunicorn is asked for", id="asked, not there"
        ),
        pytest.param(
            "base.in", r"^granian$", "", "base.txt: nobody asks for granian", id="there, not asked"
        ),
        pytest.param(
            "base.in", r"^granian$", "granian<1", "does not answer granian<1", id="another version"
        ),
        pytest.param(
            "dev.txt",
            r"^granian==\S+",
            "granian==99.0",
            "dev.txt: embedded.txt says",
            id="they differ",
        ),
        pytest.param(
            "base.txt",
            r"^(granian==\S+) \\\n(?: +--hash.*\n)+",
            r"\1\n",
            "granian==",
            id="without a hash",
        ),
    ],
)
def test_a_list_that_is_out_of_step_is_found(checkout, file, pattern, replacement, fault):
    change(checkout, file, pattern, replacement)

    assert fault in faults(checkout)
