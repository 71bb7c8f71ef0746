"""The official codifier, loaded whole; and workbooks that are not sound."""

import zipfile
from datetime import date

import openpyxl
import pytest
from django.db import IntegrityError, transaction

from communities.codifier import HEADER, CodifierRejected, packaged_codifier, read_units
from communities.models import Community, Oblast, Settlement
from tests.communities.codifiers import load
from tests.factories.communities import CommunityFactory, SettlementFactory, SuccessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

OBLAST = "UA65000000000030969"
RAION = "UA65100000000064805"
COMMUNITY = "UA65100170000014054"
VILLAGE = "UA65100170010061303"
ROWS = [
    (OBLAST, None, None, None, None, "O", "Херсонська"),
    (OBLAST, RAION, None, None, None, "P", "Херсонський "),
    (OBLAST, RAION, COMMUNITY, None, None, "H", "Чорнобаївська"),
    (OBLAST, RAION, COMMUNITY, VILLAGE, None, "C", "Чорнобаївка"),
]


@pytest.fixture
def workbook(tmp_path):
    """Write a codifier of the given rows below its header."""

    def write(*rows, header=HEADER):
        book = openpyxl.Workbook()
        for line in [(None,) * 5 + ("ЗАТВЕРДЖЕНО",), (), ("Кодифікатор",), header, *rows]:
            book.active.append(line)
        path = tmp_path / "codifier.xlsx"
        book.save(path)
        return path

    return write


def test_the_packaged_workbook_is_read_without_its_package():
    assert packaged_codifier().name == "kodifikator.xlsx"


def test_a_later_edition_changes_only_what_changed(workbook):
    load(workbook(*ROWS))
    oblast, raion, community, village = ROWS
    renamed = (*village[:-1], "Нова Чорнобаївка")

    done = load(workbook(oblast, raion, community, renamed))

    assert done.counts == {"renamed": 1, "unchanged": 3}
    village = Settlement.objects.get()
    assert (village.name_uk, village.name_en) == ("Нова Чорнобаївка", "Nova Chornobaivka")


def test_what_people_keep_of_a_community_survives_the_next_edition(workbook):
    load(workbook(*ROWS))
    Community.objects.update(established_on="2020-06-12")

    load(workbook(*ROWS))

    assert str(Community.objects.get().established_on) == "2020-06-12"


@pytest.mark.parametrize(
    ("by_an_act", "ends", "counts"),
    [(True, "2025-06-01", {"unchanged": 6}), (False, "None", {"reopened": 1, "unchanged": 5})],
)
def test_what_an_act_ended_no_file_opens_again(workbook, by_an_act, ends, counts):
    other = "UA65100190000012345"
    second = (OBLAST, RAION, other, None, None, "H", "Друга")
    centre = (OBLAST, RAION, other, "UA65100190010012345", None, "C", "Друге")
    load(workbook(*ROWS, second, centre), edition=date(2025, 1, 1))
    ended = Community.objects.get(name_uk="Друга")
    Community.objects.filter(pk=ended.pk).update(dissolved_on=date(2025, 6, 1))
    if by_an_act:
        heir = Community.objects.get(code=COMMUNITY)
        SuccessionFactory.create(predecessor=ended, successor=heir, effective_on=date(2025, 6, 1))

    done = load(workbook(*ROWS, second, centre), edition=date(2026, 1, 1))

    assert done.counts == counts
    ended.refresh_from_db()
    assert str(ended.dissolved_on) == ends


@pytest.mark.parametrize(
    ("rows", "row", "reason"),
    [
        pytest.param([*ROWS, ROWS[3]], 9, "twice", id="a code stands twice"),
        pytest.param(ROWS[1:], 5, "no unit", id="the oblast is missing"),
        pytest.param([*ROWS[:2], ROWS[3]], 7, "no unit", id="the community is missing"),
        pytest.param([(*ROWS[0][:5], "Q", "Х")], 5, "category", id="an unknown category"),
        pytest.param([(*ROWS[0][:5], "P", "Х")], 5, "codes", id="codes of another category"),
        pytest.param([(*ROWS[0][:6], " ")], 5, "name", id="no name"),
        pytest.param([(*ROWS[0][:6], "Х" * 201)], 5, "name", id="a name without end"),
        pytest.param([("65", *ROWS[0][1:])], 5, "codes", id="a code of another kind"),
        pytest.param([], 1, "no unit", id="nothing but the header"),
        pytest.param(
            [("UA99000000000000001", *ROWS[0][1:])], 5, "oblast", id="an oblast nobody knows"
        ),
        pytest.param(ROWS[:3], 7, "settlement 001", id="a community without a centre"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_changed(workbook, rows, row, reason):
    with pytest.raises(CodifierRejected) as rejected:
        load(workbook(*rows))

    assert min(rejected.value.problems) == row
    assert reason in rejected.value.problems[row]
    assert not Oblast.objects.exists()


def test_other_columns_are_refused(workbook):
    with pytest.raises(CodifierRejected, match="columns"):
        read_units(workbook(*ROWS, header=HEADER[::-1]))


def test_a_cut_off_workbook_is_refused(workbook):
    path = workbook(*ROWS)
    path.write_bytes(path.read_bytes()[:-200])

    with pytest.raises(CodifierRejected, match="XLSX"):
        read_units(path)


def test_a_workbook_with_broken_insides_is_refused(workbook, tmp_path):
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(workbook(*ROWS)) as whole, zipfile.ZipFile(broken, "w") as copy:
        for name in whole.namelist():
            text = whole.read(name)
            copy.writestr(name, text[: len(text) // 2] if "sheet1" in name else text)

    with pytest.raises(CodifierRejected, match="damaged"):
        read_units(broken)


def test_a_file_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "codifier.xlsx"
    path.write_text("code;name")

    with pytest.raises(CodifierRejected, match="XLSX"):
        read_units(path)


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path):
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(3):
            packed.writestr(f"xl/{number}.xml", b"0" * 70_000_000)

    with pytest.raises(CodifierRejected, match="sensible"):
        read_units(bomb)


@pytest.mark.parametrize("make", [CommunityFactory, SettlementFactory])
@pytest.mark.parametrize("half", [{"latitude": 46.5}, {"longitude": 32.5}])
def test_half_a_point_is_refused(make, half):
    with pytest.raises(IntegrityError, match="point_is_whole"), transaction.atomic():
        make.create(**half)
