"""Workbooks that are broken, hostile or written by other hands: each is refused with its reason."""

import shutil
import subprocess
import zipfile
from datetime import date, datetime, time
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from core.models import PreviewState
from incidents.importing.columns import columns
from incidents.models import Incident
from tests.factories.accounts import account
from tests.factories.communities import CommunityFactory, SettlementFactory
from tests.incidents.test_import import FIRE, THEFT, problems
from tests.incidents.workbooks import LIST, TEMPLATE, bring, decide, filled, opened, places, saved

pytestmark = pytest.mark.django_db
limit = pytest.mark.limit


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    own = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = settings.STORAGES | {"default": own}


@pytest.fixture
def browser(client, police, categories):
    client.force_login(police)
    return client


@pytest.fixture
def template(browser):
    return browser.get(TEMPLATE).content


@pytest.fixture
def lowered(settings):
    def lower(name, value):
        settings.LIMITS = settings.LIMITS | {name: value}

    return lower


def own_workbook(*lines):
    """Return a workbook that somebody typed without the template."""
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    return saved(book)


HEADS = ("Що сталося", "Коли сталося", "Звідки дізналися")
PLAIN = ("Пожежа в житлі", "15.06.2026 09:40", "112")


def refusal(browser, content):
    """Bring a file that is refused whole; return the reason."""
    preview = bring(browser, content)
    assert preview.state == PreviewState.REJECTED
    assert not Incident.objects.exists()
    with translation.override("en"):
        return preview.lines.get().reason


# --- no workbook of events


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK\x03\x04", "not a whole XLSX workbook"),
        (b"\xd0\xcf\x11\xe0 an old XLS", "neither an XLSX workbook nor a CSV file"),
        (b"a;b\r\n1;2\r\n", "the headings are not those of the template"),
        (b"%PDF-1.7", "the headings are not those of the template"),
    ],
)
def test_another_kind_of_file_is_refused(browser, content, why):
    assert why in refusal(browser, content)


def test_a_table_of_text_says_the_same_as_a_workbook(browser):
    said = (HEADS, PLAIN)
    content = "\r\n".join(";".join(str(each) for each in row) for row in said).encode("cp1251")

    assert bring(browser, content, "події.csv").counts["created"] == 1


def test_a_workbook_cut_off_is_refused(browser, template):
    assert "not a whole XLSX workbook" in refusal(browser, template[: len(template) // 2])


def test_a_packed_part_that_is_broken_is_refused(browser, template):
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(template)) as packed, zipfile.ZipFile(file, "w") as made:
        for each in packed.namelist():
            broken = each.startswith("xl/worksheets/sheet1")
            made.writestr(each, b"<worksheet><she" if broken else packed.read(each))

    assert refusal(browser, file.getvalue())


def test_entities_of_xml_are_not_multiplied(browser, template):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'.encode()
        for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(template)) as packed, zipfile.ZipFile(file, "w") as made:
        for each in packed.namelist():
            said = packed.read(each)
            if each == "xl/sharedStrings.xml":
                said = bomb + b"]><sst><si><t>&j;</t></si></sst>"
            made.writestr(each, said)

    assert refusal(browser, file.getvalue())


@limit("sheet_unpacked")
def test_a_workbook_that_unpacks_to_more_is_refused(browser, template, lowered):
    content = filled(template, FIRE)
    with zipfile.ZipFile(BytesIO(content)) as packed:
        size = sum(each.file_size for each in packed.infolist())

    lowered("sheet_unpacked", size)
    assert bring(browser, content).state == PreviewState.READY
    lowered("sheet_unpacked", size - 1)
    assert "unpacks to more" in refusal(browser, content)


@limit("sheet_bytes")
def test_a_longer_file_is_not_taken(browser, template, lowered):
    content = filled(template, FIRE)
    file = {"file": SimpleUploadedFile("a.xlsx", content)}

    lowered("sheet_bytes", len(content))
    assert browser.post(LIST, file).status_code == 302
    lowered("sheet_bytes", len(content) - 1)
    answer = browser.post(LIST, {"file": SimpleUploadedFile("a.xlsx", content)})
    assert answer.status_code == 400
    assert "divide it" in answer.content.decode()


@limit("sheet_rows")
def test_a_workbook_of_more_events_is_refused(browser, template, lowered):
    lowered("sheet_rows", 2)

    assert bring(browser, filled(template, FIRE, THEFT)).state == PreviewState.READY
    assert "more than 2 rows" in refusal(browser, filled(template, FIRE, THEFT, FIRE))


@limit("template_communities")
def test_for_a_wider_reach_the_template_lists_no_settlements(
    client, community, categories, lowered
):
    SettlementFactory.create(community=community)
    CommunityFactory.create(oblast=community.oblast, raion=community.raion)
    client.force_login(account("api_writer", oblast=community.oblast, service="police"))

    def headings():
        return [c[0].value for c in opened(client.get(TEMPLATE).content).worksheets[1].columns]

    lowered("template_communities", 2)
    assert "Settlement" in headings()
    lowered("template_communities", 1)
    assert "Settlement" not in headings()


# --- headings


def test_a_workbook_of_another_form_is_refused(browser):
    assert "take a fresh one" in refusal(browser, own_workbook(("Ім'я", "Телефон"), ("А", "1")))


def test_headings_in_either_language_or_as_codes_are_known_anywhere_above(browser):
    for heads in (
        HEADS,
        ("What happened", "When it happened *", "How we learned"),
        ("category", "occurred_at", "channel"),
    ):
        content = own_workbook(("Журнал подій",), (), heads, PLAIN)
        assert bring(browser, content).counts["created"] == 1


@pytest.mark.parametrize(
    ("heads", "why"),
    [
        (HEADS[:2], "the column is missing: How we learned"),
        ((*HEADS, "Погода"), "no column has the heading: Погода"),
        ((*HEADS, "channel"), "the heading stands twice: How we learned"),
    ],
)
def test_headings_that_lack_something_or_say_too_much_are_named(browser, heads, why):
    browser.post(reverse("set-language"), {"language": "en"})

    assert refusal(browser, own_workbook(heads, PLAIN)) == why


def test_a_cell_under_no_heading_is_not_lost_silently(browser):
    preview = bring(browser, own_workbook(HEADS, (*PLAIN, "не забути!")))

    assert "D2 has no heading" in problems(preview)[2][""]


# --- cells


def test_merged_cells_are_named(browser, template):
    book = opened(filled(template, FIRE, THEFT))
    book.worksheets[0].merge_cells("D4:D5")

    assert "D4:D5 are merged" in refusal(browser, saved(book))


def test_a_formula_is_refused_and_never_computed(browser, template):
    formula = {"narrative": '=HYPERLINK("http://evil.example","x")', "people.killed": "=1+1"}

    preview = bring(browser, filled(template, FIRE | formula))

    found = problems(preview)[4]
    assert found.keys() == {"narrative", "people.killed"}
    back = browser.get(reverse("incidents:import-rejected", args=[preview.pk])).content
    sheet = opened(back).worksheets[0]
    _row, at = places(sheet)
    assert sheet.cell(3, at["narrative"]).data_type == "s"


def test_an_error_of_the_spreadsheet_is_named(browser, template):
    assert (
        "narrative" in problems(bring(browser, filled(template, FIRE | {"narrative": "#N/A"})))[4]
    )


def test_what_a_file_says_of_its_own_size_is_not_believed(browser, template):
    content, file = filled(template, FIRE, THEFT), BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as packed, zipfile.ZipFile(file, "w") as made:
        for each in packed.namelist():
            said = packed.read(each)
            if each == "xl/worksheets/sheet1.xml":
                start = said.index(b"<dimension")
                end = said.index(b"/>", start)
                said = said[:start] + b'<dimension ref="A1"' + said[end:]
            made.writestr(each, said)

    assert bring(browser, file.getvalue()).counts["created"] == 2


SUMMER = datetime.fromisoformat("2026-06-15T09:40")
SERIAL = 46188.402777777777  # the same moment in days of Excel


@pytest.mark.parametrize(
    "written",
    [
        SUMMER,
        SERIAL,
        "15.06.2026 9:40",
        "15.06.2026, 09:40",
        "2026-06-15 09:40:00",
        "2026-06-15T09:40+03:00",
        "15.06.2026 06:40 Z",
    ],
)
def test_a_moment_is_read_however_it_is_written(browser, template, written):
    decide(browser, bring(browser, filled(template, FIRE | {"occurred_at": written})))

    happened = timezone.localtime(Incident.objects.get().occurred_at)
    assert happened.replace(tzinfo=None) == SUMMER


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("15/06/2026 09:40", "for example 22.11.2026 14:05"),
        ("31.02.2026 09:40", "for example 22.11.2026 14:05"),
        ("15.06.2026", "Write the time, too"),
        (date(2026, 6, 15), "Write the time, too"),
        (time(9, 40), "for example 22.11.2026 14:05"),
        (12, "for example 22.11.2026 14:05"),
        (True, "for example 22.11.2026 14:05"),
        ("15.06.1926 09:40", "between 1990"),
        ("25.10.2026 03:30", "“25.10.2026 03:30 +03:00” for the first"),
        (datetime.fromisoformat("2025-10-26T03:30"), "this time came twice"),
        ("29.03.2026 03:30", "did not exist that night"),
    ],
)
def test_a_moment_that_cannot_be_meant_is_named(browser, template, written, why):
    preview = bring(browser, filled(template, FIRE | {"occurred_at": written}))

    assert problems(preview)[4].keys() == {"occurred_at"}
    assert why in problems(preview)[4]["occurred_at"]


def test_the_hour_that_came_twice_is_one_of_two_once_it_says_which(browser, template):
    rows = [FIRE | {"occurred_at": f"26.10.2025 03:30 {offset}"} for offset in ("+03:00", "+02:00")]

    decide(browser, bring(browser, filled(template, *rows)))

    first, second = Incident.objects.order_by("occurred_at")
    assert second.occurred_at.timestamp() - first.occurred_at.timestamp() == 3600


@pytest.mark.parametrize(
    ("cell", "wrong"),
    [
        ({"people.rescued": "1_000"}, "people.rescued"),
        ({"people.rescued": 2.5}, "people.rescued"),
        ({"people.rescued": "9" * 400}, "people.rescued"),
        ({"latitude": "1e400", "longitude": 32}, "latitude"),
        ({"latitude": "nan", "longitude": 32}, "latitude"),
        ({"register_number": datetime.fromisoformat("2026-01-02")}, "register_number"),
        ({"war_related": "мабуть"}, "war_related"),
        ({"responses.officer": "Коваль"}, "responses.officer"),
        ({"responses.officer": 10**9}, "responses.officer"),
        ({"narrative": "x" * 10_001}, "narrative"),
        ({"id": "17"}, "id"),
        ({"community": "Громада, якої немає"}, "community"),
    ],
)
def test_a_cell_that_says_nothing_of_its_kind_is_named(browser, template, cell, wrong):
    assert problems(bring(browser, filled(template, FIRE | cell)))[4].keys() == {wrong}


def test_numbers_with_a_comma_and_texts_of_figures_are_what_they_look_like(browser, template):
    row = FIRE | {
        "latitude": "46,6354",
        "longitude": 32.6169,
        "register_number": 17,
        "war_related": "так",
    }

    decide(browser, bring(browser, filled(template, row)))

    incident = Incident.objects.get()
    assert (float(incident.latitude), incident.register_number, incident.war_related) == (
        46.6354,
        "17",
        True,
    )


def test_every_column_of_the_template_is_taken_as_it_is_offered(browser, template):
    _row, at = places(opened(template).worksheets[0])

    assert set(at) == {"id", *(each.name for each in columns())}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_another_program_saves_the_template_as_it_was(browser, template, tmp_path):
    file = tmp_path / "in" / "events.xlsx"
    file.parent.mkdir()
    file.write_bytes(filled(template, FIRE, THEFT))
    out, profile = tmp_path / "out", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"

    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(file)],
        check=True,
        timeout=120,
    )

    assert bring(browser, (out / file.name).read_bytes()).counts["created"] == 2
