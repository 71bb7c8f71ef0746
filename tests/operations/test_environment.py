"""The examples of the environment: complete, and safe as they stand."""

import ast
import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / ".env.example"
PRODUCTION = ROOT / "deploy" / "production.env.example"
OF_TOOLS = {"PYTEST_XDIST_WORKER"}  # set by the tests' own machinery, by nobody else
STARTING = ROOT / "deploy" / "start"
OF_LIBRARIES = {"PROMETHEUS_MULTIPROC_DIR"}  # read by a package, so that no code of ours names it


def named_in(file):
    found = re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", file.read_text(), re.MULTILINE)
    return set(found) - {"NAME_FILE"}  # which explains itself


def read_by_settings():
    """Return the first argument of every call of `env` in the settings."""
    tree = ast.parse((ROOT / "safety_portal" / "settings.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and isinstance(call.args[0], ast.Constant)
    } - OF_TOOLS


def read_by_the_runner():
    source = "".join(file.read_text() for file in (ROOT / "runner").glob("*.py"))
    return set(re.findall(r"ASKED\.get\(\"([A-Z_]+)\"", source)) | set(
        re.findall(r"\b(PORTAL_[A-Z_]+)\b", source)
    )


def test_every_variable_of_the_settings_is_in_the_example():
    assert read_by_settings() - named_in(EXAMPLE) == set()


def test_every_variable_of_the_example_is_read_by_somebody():
    started = set(re.findall(r"\$\{([A-Z_]+)", STARTING.read_text()))
    known = read_by_settings() | read_by_the_runner() | started | OF_LIBRARIES

    assert named_in(EXAMPLE) - known == set()


def test_production_names_known_variables_only():
    named = {name.removesuffix("_FILE") for name in named_in(PRODUCTION)}

    assert named - read_by_settings() == set()


def test_the_production_example_passes_every_check_of_deployment(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=production_environment(tmp_path),
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def production_environment(folder, **changed):
    """Return the example as a process gets it, its secrets in files of a folder."""
    lines = PRODUCTION.read_text().splitlines()
    example = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    values = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "REDIS_URL": os.environ["REDIS_URL"],
    } | changed
    for name in [name for name in example if name.endswith("_FILE")]:
        file = folder / name
        file.write_text(values.pop(name.removesuffix("_FILE")))
        example[name] = str(file)
    return {"PATH": os.environ["PATH"], **example, "PORTAL_VAR": str(folder), **values}
