"""Lists of other names: what is taken, what is left out with a warning, what is refused."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from communities import aliases
from communities.models import CommunityAlias
from tests.factories.communities import CommunityFactory, OblastFactory, SettlementFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
HEADER = ",".join(aliases.COLUMNS)


@pytest.fixture
def written(tmp_path):
    def write(*lines, header=HEADER):
        path = tmp_path / "aliases.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        return path

    return write


def test_names_of_every_kind_of_unit_are_taken_with_language_and_source(written):
    community, oblast, place = (
        CommunityFactory.create(),
        OblastFactory.create(),
        SettlementFactory.create(),
    )

    done = aliases.import_aliases(
        path=written(
            f"Stanislav,en,seed 002,{community.code}",
            f"Kharkov,en (ru form),seed 001,{oblast.code}",
            f"Старе,uk,,{place.code}",
            "Vinogradnoye,en (ru form),nowhere,",
        )
    )

    assert str(done.changes) == "3 created, 0 changed, 0 unchanged"
    assert done.warnings == {}
    stored = CommunityAlias.objects.order_by("pk")
    assert [each.unit for each in stored] == [community, oblast, place]
    assert [each.language for each in stored] == ["en", "en_ru", "uk"]
    assert stored[0].source == "seed 002"


def test_the_same_list_again_changes_nothing(written):
    path = written(f"Stanislav,en,x,{CommunityFactory.create().code}")
    aliases.import_aliases(path=path)

    assert str(aliases.import_aliases(path=path).changes) == "0 created, 0 changed, 1 unchanged"


def test_a_name_of_another_community_and_an_unknown_code_are_warned_about(written):
    CommunityFactory.create(name_uk="Білозерська")
    other = CommunityFactory.create()

    done = aliases.import_aliases(
        path=written(
            f"Bilozerska,en,x,{other.code}", "A,en,x,UA00000000000000000", f"B,en,x,{other.code}"
        )
    )

    assert list(done.warnings) == [2, 3]
    assert "official name of another community" in done.warnings[2]
    assert "no unit" in done.warnings[3]
    assert CommunityAlias.objects.get().name == "B"


def test_the_command_tells_its_warnings(written):
    output = StringIO()

    call_command("import_aliases", written("A,en,x,UA00000000000000000"), stdout=output)

    assert "line 2: the register has no unit" in output.getvalue()


def test_a_file_of_another_kind_changes_nothing(written):
    path = written("Stanislav,en", header="alias,lang")

    with pytest.raises(CommandError, match="columns"):
        call_command("import_aliases", path)
    assert not CommunityAlias.objects.exists()
