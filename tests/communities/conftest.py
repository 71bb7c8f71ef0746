"""The whole official register, loaded once a run and copied for the tests of a module."""

import csv
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from tests import filled_database


@pytest.fixture(scope="module")
def whole_register(django_db_setup, django_db_blocker):
    """Let a module work on a copy of the register."""
    with django_db_blocker.unblock(), filled_database.copy_of(filled_database.REGISTER):
        yield


@pytest.fixture(scope="session")
def shared():
    """Return a reader of the real data beside the checkout, or skip where there is none."""
    folder = Path(settings.SHARED_DATA)
    if not folder.is_dir():
        pytest.skip("there is no ../shared/data")

    def lines(name: str) -> list[dict[str, str]]:
        with (folder / name).open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    lines.folder = folder
    return lines


@pytest.fixture
def in_english():
    """Compare reasons in one language."""
    with translation.override("en"):
        yield
