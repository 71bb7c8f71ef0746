"""What really changed between two official editions: previewed row by row, applied, kept."""

from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from communities.codifier import packaged_codifier
from communities.importing.kinds import CODIFIER
from communities.importing.packaged import load_register
from communities.models import (
    CityDistrict,
    Community,
    CommunityAlias,
    Settlement,
)
from communities.register_rows import CATEGORIES, TYPES, curated
from core import clock
from core.imports import newest_edition
from core.models import ImportPreview
from core.plans import Source
from core.reference import Changes
from tests.communities.codifiers import load, older, write_workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("older_register", "in_english")]
OLD, NEW, TODAY = date(2025, 5, 16), date(2026, 7, 7), date(2026, 7, 8)
CHANGES = "katottg_changes_2025-05_2026-07.csv"


@pytest.fixture(scope="module")
def listed(shared):
    """The official list of changes between the two editions."""
    return shared(CHANGES)


@pytest.fixture(scope="module")
def older_register(listed, django_db_setup, django_db_blocker, tmp_path_factory):
    """Load the register as it was on 16.05.2025; it is undone at the end of the module."""
    path = tmp_path_factory.mktemp("older") / "kodyfikator_2025-05-16.xlsx"
    write_workbook(path, older(listed))
    with django_db_blocker.unblock(), transaction.atomic():
        load(path, edition=OLD)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def plan(older_register, django_db_blocker):
    """What the newer edition changes, read once: nothing is changed by reading."""
    path = packaged_codifier()
    with django_db_blocker.unblock():
        return CODIFIER.plan(Source(path, path.name, TODAY))


def as_planned(line):
    return line.what, line.code, line.was, line.becomes


def as_listed(line):
    """Return the lines a plan must have for one line of the official list."""
    code, was, becomes = line["code"], line["k_2025_05_16"], line["k_2026_07_07"]
    if line["change"] == "removed":
        return {("closed", code, "", NEW.isoformat())}
    found = set()
    if "renamed" in line["change"]:
        found |= {("renamed", code, line["name_2025_05_16"], line["name_2026_07_07"])}
    if "category" in line["change"]:
        found |= {("recategorised", code, CATEGORIES[was], CATEGORIES[becomes])}
    return found


def test_the_preview_is_the_official_list_row_by_row(plan, listed):
    wanted = set().union(*map(as_listed, listed))
    typed = ("recategorised", "community")

    found = {as_planned(line) for line in plan.lines if (line.what, line.unit) != typed}

    assert len(listed) == 278
    assert found == wanted
    assert not plan.doubt


def test_the_type_of_a_community_follows_its_seat(plan, listed):
    """Where the first settlement changes its category, the type of the community does."""
    said = {line["code"] for line in curated("exceptions.csv") if line["field"] == "type"}
    seats = {
        line["code"][:9]: (TYPES[line["k_2025_05_16"]], TYPES[line["k_2026_07_07"]])
        for line in listed
        if "category" in line["change"] and line["code"][9:12] == "001"
    }
    found = {
        line.code: (line.was, line.becomes)
        for line in plan.lines
        if (line.what, line.unit) == ("recategorised", "community")
    }

    assert {code[:9]: types for code, types in found.items()} == {
        home: types
        for home, types in seats.items()
        if not any(code.startswith(home) for code in said)
    }
    assert found


def test_counts_are_exact_and_the_rest_stays(plan):
    counts = plan.counts

    assert counts["renamed"] == 246
    assert counts["closed"] == 4
    assert "created" not in counts
    touched = {(line.unit, line.code) for line in plan.lines if line.what != "closed"}
    assert counts["unchanged"] == 27 + 136 + 1773 + 29702 + 108 - len(touched)


def test_a_former_name_that_is_anothers_official_one_is_kept_with_a_warning(plan):
    renamed = [each for each in plan.lines if (each.what, each.unit) == ("renamed", "community")]
    official = dict(Community.objects.values_list("code", "name_uk"))
    official |= {line.code: line.becomes for line in renamed}
    taken = Counter(official.values())

    assert len(renamed) == 46
    assert {line.code for line in renamed if line.note} == {
        line.code for line in renamed if taken[line.was]
    }


def test_reading_changes_nothing(plan):
    assert not Settlement.objects.exclude(closed_on=None).exists()
    assert not CommunityAlias.objects.exists()


def test_the_command_previews_applies_and_changes_nothing_again(listed, db):
    path = packaged_codifier()
    told, done, again = StringIO(), StringIO(), StringIO()

    call_command("import_katottg", path, "--preview", stdout=told)
    assert not ImportPreview.objects.exists()
    assert Community.objects.filter(name_uk="Новомосковська").count() == 1
    call_command("import_katottg", path, stdout=done)
    after = list(Settlement.objects.order_by("pk").values())
    call_command("import_katottg", path, stdout=again)

    assert "renamed, community UA12100070000011492" in told.getvalue()
    assert told.getvalue().splitlines()[-1] == done.getvalue().splitlines()[-1]
    assert again.getvalue().splitlines() == ["units: 31746 unchanged"]
    assert list(Settlement.objects.order_by("pk").values()) == after
    assert newest_edition("codifier") == NEW
    assert ImportPreview.objects.count() == 1
    check_what_was_kept(listed)


def check_what_was_kept(listed):
    """Old names, categories, closing days: every line of the official list has come about."""
    aliases = set(CommunityAlias.objects.values_list("community__code", "name", "until"))
    former = {
        (code, name, until)
        for unit in ("settlement", "district")
        for code, name, until in CommunityAlias.objects.exclude(**{unit: None}).values_list(
            f"{unit}__code", "name", "until"
        )
    }
    stored = {
        code: rest
        for model in (Community, CityDistrict, Settlement)
        for code, *rest in model.objects.values_list("code", "name_uk")
    }
    categories = dict(Settlement.objects.values_list("code", "category"))
    gone = dict(Settlement.objects.exclude(closed_on=None).values_list("code", "closed_on"))
    for line in listed:
        code, name = line["code"], line["name_2025_05_16"]
        if line["change"] == "removed":
            assert gone.pop(code) == NEW
            continue
        if "renamed" in line["change"]:
            kept = aliases if line["k_2026_07_07"] == "H" else former
            assert (code, name, NEW) in kept
            assert stored[code] == [line["name_2026_07_07"]]
        if "category" in line["change"]:
            assert categories[code] == CATEGORIES[line["k_2026_07_07"]]
    assert gone == {}


def test_the_older_edition_is_refused_afterwards_and_the_packaged_one_undoes_nothing(
    tmp_path, listed
):
    call_command(
        "import_katottg", packaged_codifier(), "--edition", "2026-07-08", stdout=StringIO()
    )

    assert load_register(at=clock.now()) == Changes()
    with pytest.raises(CommandError, match="stored already"):
        call_command("import_katottg", packaged_codifier(), stdout=StringIO())
