"""Files of statuses and of population: taken whole, or refused with the line and the reason."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from communities import imports
from communities.models import Community, ControlStatus, Population
from tests.factories.communities import (
    CommunityFactory,
    ControlStatusFactory,
    OblastFactory,
    PopulationFactory,
    RaionFactory,
    SettlementFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

DAY = date(2025, 4, 30)
STATUS = ",".join(imports.STATUS_COLUMNS)
FIGURES = ",".join(imports.POPULATION_COLUMNS)


@pytest.fixture
def community() -> Community:
    return CommunityFactory.create(code="UA65100170000014054")


@pytest.fixture
def written(tmp_path):
    """Write lines into a file whose name carries the edition."""

    def write(*lines: str, name: str = "list_2025-04-30.csv"):
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def take_list(path, edition=DAY):
    return imports.import_territory_status(path=path, act="Наказ № 376", edition=edition)


def take_figures(path):
    return imports.import_population(path=path, today=DAY)


def line_of(community, start="2022-02-24", end="", section="occupied"):
    return f"{section},{community.code},H,Чорнобаївська громада,{start},{end}"


class TestStatuses:
    def test_every_kind_of_unit_is_found_by_its_code(self, written, community):
        oblast, raion = OblastFactory.create(), RaionFactory.create()
        village = SettlementFactory.create(community=community)

        take_list(
            written(
                STATUS,
                line_of(community),
                f"occupied,{oblast.code},O,Область,2014-02-20,",
                f"possible_hostilities,{raion.code},P,Район,,2023-01-01",
                f"active_hostilities,{village.code},C,с. Село,2022-02-24,2022-03-01",
            )
        )

        units = [row.unit for row in ControlStatus.objects.order_by("pk")]
        assert units == [community, oblast, raion, village]

    def test_the_same_file_again_changes_nothing(self, written, community):
        path = written(STATUS, line_of(community))
        take_list(path)
        before = list(ControlStatus.objects.values())

        changes = take_list(path)

        assert str(changes) == "0 created, 0 changed, 1 unchanged"
        assert list(ControlStatus.objects.values()) == before

    def test_a_newer_edition_replaces_the_list(self, written, community):
        take_list(
            written(STATUS, line_of(community), line_of(community, "2020-01-01", "2021-01-01"))
        )

        changes = take_list(
            written(STATUS, line_of(community), line_of(CommunityFactory.create())),
            edition=date(2025, 6, 1),
        )

        assert str(changes) == "1 created, 0 changed, 1 unchanged, 1 removed"
        assert set(ControlStatus.objects.values_list("edition", flat=True)) == {date(2025, 6, 1)}

    def test_an_older_edition_is_refused(self, written, community):
        ControlStatusFactory.create(edition=date(2025, 6, 1))

        with pytest.raises(imports.FileRejected, match="stored already"):
            take_list(written(STATUS, line_of(community)))

        assert ControlStatus.objects.count() == 1

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            pytest.param("lost,UA65100170000014054,H,Г,2022-02-24,", "section", id="section"),
            pytest.param("occupied,UA65100170000014054,B,Г,2022-02-24,", "category", id="category"),
            pytest.param("occupied,UA00000000000000000,H,Г,2022-02-24,", "no unit", id="code"),
            pytest.param(
                "occupied,UA65100170000014054,C,Г,2022-02-24,", "no unit", id="another kind"
            ),
            pytest.param("occupied,UA65100170000014054,H,Г,24.02.2022,", "not a day", id="date"),
            pytest.param(
                "occupied,UA65100170000014054,H,Г,2022-02-30,", "not a day", id="no such day"
            ),
            pytest.param("occupied,UA65100170000014054,H,Г,0022-02-24,", "not a day", id="old"),
            pytest.param(
                "occupied,UA65100170000014054,H,Г,2022-02-24,2022-02-23", "before", id="end first"
            ),
            pytest.param("occupied,UA65100170000014054,H,,2022-02-24,", "name", id="no name"),
            pytest.param("occupied,UA65100170000014054,H", "cells", id="cells missing"),
            pytest.param(
                "occupied,UA65100170000014054,H,Г,2022-02-24,,,", "cells", id="cells too many"
            ),
            pytest.param(
                "occupied,UA65100170000014054,H,Г,2021-02-24,", "earlier line", id="said twice"
            ),
        ],
    )
    def test_a_wrong_line_is_named_and_nothing_is_changed(self, written, community, line, reason):
        good = line_of(community, "2021-02-24")

        with pytest.raises(imports.FileRejected) as rejected:
            take_list(written(STATUS, good, line))

        assert list(rejected.value.problems) == [3]
        assert reason in rejected.value.problems[3]
        assert not ControlStatus.objects.exists()

    def test_the_command_tells_contradictions_of_the_source(self, written, community):
        path = written(STATUS, line_of(community), line_of(community, "2022-09-10"))
        output = StringIO()

        call_command("import_territory_status", path, stdout=output)

        assert output.getvalue().count("contradicts another line: Чорнобаївська громада") == 2
        assert ControlStatus.objects.first().edition == DAY

    def test_the_command_asks_for_the_edition_where_the_name_has_none(self, written, community):
        path = written(STATUS, line_of(community), name="list.csv")

        with pytest.raises(CommandError, match="--edition"):
            call_command("import_territory_status", path)


class TestPopulation:
    def test_figures_are_added_and_replaced_by_day(self, written, community):
        PopulationFactory.create(community=community, on=date(2022, 1, 1), people=1)

        changes = take_figures(
            written(
                FIGURES,
                f"{community.code},2022-01-01,9000,Держстат",
                f"{community.code},2024-01-01,8000,Держстат",
            )
        )

        assert str(changes) == "1 created, 1 changed, 0 unchanged"
        assert list(Population.objects.order_by("on").values_list("people", flat=True)) == [
            9000,
            8000,
        ]

    def test_the_table_of_kse_is_known_by_its_columns(self, written, community):
        path = written(
            "code,name_uk,population_2022", f"{community.code},Ч,9000", "UA80000000000093317,Київ,"
        )

        take_figures(path)
        again = take_figures(path)

        figure = Population.objects.get()
        assert (figure.on, figure.people) == (date(2022, 1, 1), 9000)
        assert figure.source == "Держстат (State Statistics Service), KSE Loc Data Hub"
        assert str(again) == "0 created, 0 changed, 1 unchanged"

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            pytest.param("UA00000000000000000,2022-01-01,5,Д", "no community", id="code"),
            pytest.param("UA65100170000014054,2025-05-01,5,Д", "still to come", id="future"),
            pytest.param("UA65100170000014054,yesterday,5,Д", "not a day", id="date"),
            pytest.param("UA65100170000014054,2022-01-01,-5,Д", "number of people", id="negative"),
            pytest.param("UA65100170000014054,2022-01-01,5.5,Д", "number of people", id="half"),
            pytest.param("UA65100170000014054,2022-01-01,,Д", "number of people", id="empty"),
            pytest.param("UA65100170000014054,2022-01-01,٥,Д", "number of people", id="digits"),
            pytest.param(
                "UA65100170000014054,2022-01-01,99999999999999,Д", "number of people", id="too many"
            ),
            pytest.param("UA65100170000014054,2022-01-01,5,", "source", id="no source"),
            pytest.param("UA65100170000014054,2021-01-01,6,Д", "earlier line", id="said twice"),
        ],
    )
    def test_a_wrong_line_is_named_and_nothing_is_changed(self, written, community, line, reason):
        with pytest.raises(imports.FileRejected) as rejected:
            take_figures(written(FIGURES, f"{community.code},2021-01-01,5,Д", line))

        assert list(rejected.value.problems) == [3]
        assert reason in rejected.value.problems[3]
        assert not Population.objects.exists()

    def test_the_command_says_the_line_and_the_reason(self, written, community):
        path = written(FIGURES, f"{community.code},2022-01-01,many,Д")

        with pytest.raises(CommandError, match=r"Nothing was changed\.\nline 2: "):
            call_command("import_population", path)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"a,b\n1,2\n", id="other columns"),
        pytest.param(FIGURES.encode(), id="nothing but the header"),
        pytest.param(f"{FIGURES}\n".encode() + b"\xff\xfe\x00", id="not UTF-8"),
        pytest.param(f'{FIGURES}\n"UA,2022-01-01,5,x'.encode(), id="an open quotation mark"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path, content):
    path = tmp_path / "figures.csv"
    path.write_bytes(content)

    with pytest.raises(imports.FileRejected):
        take_figures(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(imports.FileRejected, match="cannot be read"):
        take_figures(tmp_path / "nowhere.csv")
