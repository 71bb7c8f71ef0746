import gettext
import os
import re
import subprocess
import sys

import pytest

from runner import checks, testing
from runner.places import ROOT, read_settings


@pytest.mark.parametrize(
    ("arguments", "particular"),
    [
        pytest.param([], False, id="everything"),
        pytest.param(["-k", "verify", "-x"], False, id="a choice"),
        pytest.param(["tests/core"], False, id="a folder"),
        pytest.param(["-n", "0"], True, id="a number of workers"),
        pytest.param(["-n4"], True, id="a number of workers in one word"),
        pytest.param(["tests/core/test_ui.py::test_x"], True, id="one test"),
        pytest.param(["--pdb"], True, id="a debugger"),
    ],
)
def test_only_what_says_so_is_kept_from_running_on_every_core(arguments, particular):
    assert testing.is_particular(arguments) is particular


def test_the_lines_of_an_env_file_are_read(tmp_path):
    file = tmp_path / ".env"
    file.write_text("# a comment\nA=1\nexport B='two words'\n\nC=a=b\n")

    assert read_settings(file) == {"A": "1", "B": "two words", "C": "a=b"}


def test_every_variable_of_the_settings_has_an_example():
    settings = (ROOT / "safety_portal" / "settings.py").read_text()
    read = set(re.findall(r"env\.\w+\(\s*\"(\w+)\"", settings))

    example = (ROOT / ".env.example").read_text()

    assert {"DATABASE_URL", "SECRET_KEY"} <= read
    assert read - set(re.findall(r"^# (\w+)=", example, re.MULTILINE)) == set()


def test_the_example_as_it_is_changes_nothing():
    assert read_settings(ROOT / ".env.example") == {}


def test_every_check_passes_or_fails_by_the_exit_code():
    good = checks.run("good", ("-c", "print('fine')"), os.environ)
    bad = checks.run("bad", ("-c", "raise SystemExit('broken')"), os.environ)

    assert (good.passed, good.told) == (True, "fine")
    assert (bad.passed, bad.told) == (False, "broken")


def test_a_check_whose_command_is_missing_fails():
    missing = checks.run("missing", (str(ROOT / "manage.py"), "no_such_command"), os.environ)

    assert not missing.passed
    assert "Unknown command: 'no_such_command'" in missing.told


def test_a_changed_translation_is_compiled_without_gettext(checkout):
    folder = checkout.folder / "locale" / "uk" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO)

    subprocess.run(
        [sys.executable, "-m", "runner.translations"],
        cwd=checkout.folder,
        env={"PATH": "/nowhere"},
        check=True,
    )

    words = gettext.translation("django", checkout.folder / "locale", ["uk"])
    assert words.gettext("Incident") == "Подія"
    assert [words.ngettext("%d day", "%d days", n) for n in (1, 3, 5)] == ["день", "дні", "днів"]
    assert not list(folder.glob("*.new"))


PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);\\n"

msgid "Incident"
msgstr "Подія"

msgid "%d day"
msgid_plural "%d days"
msgstr[0] "день"
msgstr[1] "дні"
msgstr[2] "днів"
"""
