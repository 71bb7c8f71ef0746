"""A real Chromium, a real worker and the demo data behind a real server."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from core.demo import look_again
from runner.testing import browsers
from tests import filled_database

LIBATOMIC = [*Path("/usr/lib").glob("*/libatomic.so.1")]  # what drives it needs this
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    missing = pytest.mark.skip(
        reason="Chromium is not installed: apt-get install chromium-headless-shell libatomic1"
    )
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if not browsers() or not LIBATOMIC:
                item.add_marker(missing)


@pytest.fixture(scope="session")
def chromium():
    """One browser for the session; Django does not mind Playwright's event loop."""
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(browsers()[0]), args=flags)
        yield browser
        browser.close()


@pytest.fixture
def worker(transactional_db):
    """A Celery worker of its own process on the test database."""
    name = connection.settings_dict["NAME"]
    host = connection.settings_dict["OPTIONS"].get("host") or connection.settings_dict["HOST"]
    user = connection.settings_dict["USER"]
    environment = os.environ | {
        "DATABASE_URL": f"postgres://{user}@/{name}?host={host}",
        "PORTAL_INSTANCE": settings.INSTANCE,
        "PORTAL_VAR": str(settings.VAR_DIR),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "safety_portal", "worker", "-c", "1"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield process
    process.terminate()
    process.wait(30)


@pytest.fixture
def demo(transactional_db):
    """The register and the demo data until today, small, in a database of the test's own."""
    with filled_database.copy_of(filled_database.TODAY):
        look_again()
        yield
