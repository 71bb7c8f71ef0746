"""`build_report` on the command line."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core.models import Job
from reports.models import Edition

pytestmark = pytest.mark.django_db


def build(*arguments: str) -> str:
    out = StringIO()
    call_command("build_report", *arguments, stdout=out)
    return out.getvalue()


def test_a_report_is_built_at_once_and_says_where_it_is(june):
    said = build("monthly", "2024-05", "--territory", june.oblast.code, "--language", "en")

    edition = Edition.objects.get()
    assert edition.oblast == june.oblast
    assert edition.get_absolute_url() in said
    stored = [line.strip() for line in said.splitlines() if line.startswith("  ")]
    assert [Path(each).suffix for each in stored] == [".pdf", ".xlsx"]
    assert all(Path(each).is_file() for each in stored)


def test_without_a_territory_it_is_the_nation(june):
    build("monthly", "2024-05")

    assert Edition.objects.get().territory.level == "nation"


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        pytest.param(("weekly", "2024-05"), "weekly", id="kind"),
        pytest.param(("monthly", "2024-13"), "2024-13", id="month"),
        pytest.param(("monthly", "2024-05", "--territory", "X"), "X", id="territory"),
        pytest.param(("monthly", "2024-05", "--language", "de"), "de", id="language"),
        pytest.param(("monthly", "9999-01"), "", id="not begun"),
        pytest.param(("monthly", "9999-12"), "9999-12", id="the last of the calendar"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_is_built(june, arguments, word):
    with pytest.raises(CommandError) as refused:
        build(*arguments)

    assert word in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not Job.objects.exists()
