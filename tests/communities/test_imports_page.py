"""The page of imports: a real file, a real worker, a preview, a decision, and who may."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from communities.models import Boundary, Community, Oblast, Population, Settlement
from core import clock, imports, jobs
from core.models import ImportPreview, Job, JobState, PreviewState
from core.tasks import apply_import, forget_imported_files, read_import
from tests.communities.codifiers import write_workbook
from tests.communities.test_register import COMMUNITY, OBLAST, RAION, ROWS, VILLAGE
from tests.factories.accounts import account
from tests.factories.communities import CommunityFactory
from tests.factories.imports import ImportPreviewFactory

pytestmark = pytest.mark.django_db
LIST = reverse("imports:list")
SECOND = "UA65100170020081234"
RENAMED = [*ROWS[:3], (*ROWS[3][:6], "Нова Чорнобаївка")]


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    own = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = settings.STORAGES | {"default": own}


@pytest.fixture
def administrator(db):
    return account("ministry_administrator", nation=True)


@pytest.fixture
def browser(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def workbook(tmp_path):
    """Return a function that gives the bytes of a codifier of some rows."""

    def made(*rows):
        return write_workbook(tmp_path / "made.xlsx", rows).read_bytes()

    return made


@pytest.fixture
def loaded(workbook, tmp_path):
    """The register of the four units of ROWS."""
    path = tmp_path / "kodyfikator_2025-01-01.xlsx"
    path.write_bytes(workbook(*ROWS))
    call_command("import_katottg", path, stdout=StringIO())


def bring(browser, content, name="kodyfikator_2026-07-07.xlsx", kind="codifier", **more):
    """Bring a file and let the worker read it; return the preview."""
    file = SimpleUploadedFile(name, content)
    answer = browser.post(LIST, {"kind": kind, "file": file, **more})
    assert answer.status_code == 302, answer.context["form"].errors
    preview = ImportPreview.objects.latest("pk")
    read_import(job=str(preview.job_id))
    preview.refresh_from_db()
    return preview


def decide(browser, preview, **more):
    """Press the button and let the worker work; return the answer."""
    answer = browser.post(preview.get_absolute_url(), more)
    preview.refresh_from_db()
    if answer.status_code == 302 and preview.job.is_open:
        apply_import(job=str(preview.job_id))
        preview.refresh_from_db()
    return answer


def test_a_file_is_read_shown_and_applied_once(browser, administrator, workbook, loaded):
    preview = bring(browser, workbook(*RENAMED))

    assert preview.state == PreviewState.READY, preview.lines.first().reason
    assert preview.counts == {"renamed": 1, "unchanged": 3}
    page = browser.get(preview.get_absolute_url()).content.decode()
    assert "Чорнобаївка" in page
    assert Settlement.objects.get().name_uk == "Чорнобаївка"

    decide(browser, preview)
    assert Settlement.objects.get().name_uk == "Нова Чорнобаївка"
    assert Settlement.objects.get().aliases.get().name == "Чорнобаївка"
    assert (preview.state, preview.applied_by) == (PreviewState.APPLIED, administrator)

    jobs = Job.objects.count()
    assert decide(browser, preview).status_code == 302
    assert Job.objects.count() == jobs


def test_the_web_process_reads_no_workbook(browser, workbook, loaded, monkeypatch):
    monkeypatch.setattr("communities.register.read_units", pytest.fail)
    file = SimpleUploadedFile("kodyfikator_2026-07-07.xlsx", workbook(*RENAMED))

    assert browser.post(LIST, {"kind": "codifier", "file": file}).status_code == 302
    preview = ImportPreview.objects.latest("pk")
    assert browser.get(preview.get_absolute_url()).status_code == 200
    assert browser.post(preview.get_absolute_url()).status_code == 409


def test_while_it_waits_the_page_asks_again_and_then_comes_anew(browser, workbook, loaded):
    file = SimpleUploadedFile("kodyfikator_2026-07-07.xlsx", workbook(*RENAMED))
    browser.post(LIST, {"kind": "codifier", "file": file})
    preview = ImportPreview.objects.latest("pk")
    address, asked = preview.get_absolute_url(), {"HX-Request": "true"}

    assert b"every 2s" in browser.get(address, headers=asked).content
    read_import(job=str(preview.job_id))
    assert browser.get(address, headers=asked)["HX-Redirect"] == address


def test_two_presses_promise_one_application(browser, workbook, loaded):
    preview = bring(browser, workbook(*RENAMED))

    for _turn in range(2):
        assert browser.post(preview.get_absolute_url()).status_code == 302

    assert Job.objects.filter(kind=imports.APPLY).count() == 1


def test_a_preview_the_portal_outgrew_is_not_applied(browser, workbook, loaded):
    preview = bring(browser, workbook(*RENAMED))
    Settlement.objects.update(name_uk="Інша")

    decide(browser, preview)

    assert preview.state == PreviewState.STALE
    assert preview.job.state == JobState.FAILED
    assert Settlement.objects.get().name_uk == "Інша"
    assert browser.post(preview.get_absolute_url()).status_code == 409


def test_what_does_not_touch_the_plan_does_not_stop_it(browser, workbook, loaded):
    preview = bring(browser, workbook(*RENAMED))
    Community.objects.update(established_on="2020-06-12")

    decide(browser, preview)

    assert preview.state == PreviewState.APPLIED


def test_a_file_that_lacks_much_is_applied_only_by_who_is_sure(browser, workbook, loaded):
    village = (OBLAST, RAION, COMMUNITY, SECOND, "", "C", "Мала")
    decide(browser, bring(browser, workbook(*ROWS, village), "k_2026-01-01.xlsx"))
    preview = bring(browser, workbook(*ROWS))

    assert preview.doubt
    refused = browser.post(preview.get_absolute_url())
    assert (refused.status_code, list(refused.context["form"].errors)) == (400, ["sure"])
    assert Settlement.objects.filter(closed_on=None).count() == 2

    decide(browser, preview, sure="on")
    assert str(Settlement.objects.get(code=SECOND).closed_on) == "2026-07-07"


def test_a_closed_unit_leaves_the_choices_and_comes_back(browser, workbook, loaded):
    village = (OBLAST, RAION, COMMUNITY, SECOND, "", "C", "Мала")
    for day, rows in (("01", [*ROWS, village]), ("02", ROWS), ("03", [*ROWS, village])):
        preview = bring(browser, workbook(*rows), f"k_2026-01-{day}.xlsx")
        decide(browser, preview, sure="on")
        assert preview.state == PreviewState.APPLIED
        standing = set(Settlement.objects.shown().values_list("code", flat=True))
        assert standing == {VILLAGE, SECOND} if day != "02" else {VILLAGE}

    assert preview.counts == {"reopened": 1, "unchanged": 4}


def test_a_dissolved_community_is_closed_and_never_deleted(browser, workbook, loaded):
    other = "UA65100190000012345"
    rows = [*ROWS, (OBLAST, RAION, other, "", "", "H", "Друга")]
    rows.append((OBLAST, RAION, other, "UA65100190010012345", "", "C", "Друге"))
    decide(browser, bring(browser, workbook(*rows), "k_2026-01-01.xlsx"))

    preview = bring(browser, workbook(*ROWS))
    decide(browser, preview, sure="on")

    assert preview.counts == {"closed": 2, "unchanged": 4}
    assert str(Community.objects.get(code=other).dissolved_on) == "2026-07-07"
    assert not Community.objects.shown().filter(code=other).exists()


def test_a_settlement_that_moves_is_said_with_both_communities(browser, workbook, loaded):
    other = "UA65100190000012345"
    second = [(OBLAST, RAION, other, "", "", "H", "Друга")]
    seat = (OBLAST, RAION, other, "UA65100190010012345", "", "C", "Друге")
    moved = (OBLAST, RAION, COMMUNITY, SECOND, "", "C", "Мала")
    decide(browser, bring(browser, workbook(*ROWS, *second, seat, moved), "k_2026-01-01.xlsx"))

    preview = bring(browser, workbook(*ROWS, *second, seat, (*moved[:2], other, *moved[3:])))

    line = preview.lines.get()
    assert (line.what, line.field) == ("changed", "community")
    assert (line.was, line.becomes) == ("Чорнобаївська", "Друга")
    decide(browser, preview)
    assert Settlement.objects.get(code=SECOND).community.code == other


# --- files that are not sound


def cut(content):
    return content[:-200]


def bomb(_content):
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(3):
            file.writestr(f"xl/{number}.xml", b"0" * 70_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        pytest.param(cut, "whole XLSX", id="cut off"),
        pytest.param(bomb, "sensible", id="zip bomb"),
        pytest.param(lambda _c: b"%PDF-1.7 \xff\xfe", "whole XLSX", id="PDF"),
        pytest.param(lambda _c: b"code;name\nUA;x\n", "whole XLSX", id="CSV named xlsx"),
    ],
)
def test_a_file_that_is_no_workbook_changes_nothing_in_page_and_command(
    browser, workbook, loaded, tmp_path, in_english, spoil, reason
):
    content = spoil(workbook(*RENAMED))
    preview = bring(browser, content)

    assert preview.state == PreviewState.REJECTED
    assert preview.counts == {"rejected": 1}
    assert reason in preview.lines.get().reason
    browser.cookies["django_language"] = "en"
    assert reason in browser.get(preview.get_absolute_url()).content.decode()
    path = tmp_path / "k_2026-07-07.xlsx"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=reason):
        call_command("import_katottg", path)
    assert Settlement.objects.get().name_uk == "Чорнобаївка"


@pytest.mark.parametrize(
    ("rows", "row", "reason"),
    [
        pytest.param([*RENAMED, RENAMED[3]], 9, "двічі", id="a code stands twice"),
        pytest.param([*RENAMED[:2], RENAMED[3]], 7, COMMUNITY, id="the community is missing"),
        pytest.param([(*ROWS[0][:5], "Q", "Х")], 5, "категорія", id="an unknown category"),
    ],
)
def test_a_wrong_row_is_named_in_the_language_of_the_reader(
    browser, workbook, loaded, rows, row, reason
):
    preview = bring(browser, workbook(*rows))

    line = preview.lines.order_by("row").first()
    page = browser.get(preview.get_absolute_url()).content.decode()
    assert (preview.state, line.row) == (PreviewState.REJECTED, row)
    assert reason in page
    browser.cookies["django_language"] = "en"
    assert (
        reason == COMMUNITY
        or reason not in browser.get(line.preview.get_absolute_url()).content.decode()
    )
    assert browser.post(preview.get_absolute_url()).status_code == 409
    assert Settlement.objects.get().name_uk == "Чорнобаївка"


def test_an_edition_of_another_time_is_refused(browser, workbook, loaded, in_english):
    ahead = clock.today() + timedelta(days=2)
    older = bring(browser, workbook(*RENAMED), "k_2024-12-31.xlsx")
    future = bring(browser, workbook(*RENAMED), f"k_{ahead}.xlsx")

    assert "stored already" in older.lines.get().reason
    assert "still to come" in future.lines.get().reason


def test_the_form_names_what_is_wrong_with_it(browser):
    ahead = str(clock.today() + timedelta(days=2))
    empty = browser.post(LIST, {})
    nothing = browser.post(LIST, {"kind": "codifier", "file": SimpleUploadedFile("a.xlsx", b"")})
    dayless = browser.post(
        LIST, {"kind": "statuses", "file": SimpleUploadedFile("a.csv", b"x"), "edition": ""}
    )
    late = browser.post(
        LIST, {"kind": "codifier", "file": SimpleUploadedFile("a.xlsx", b"x"), "edition": ahead}
    )

    assert set(empty.context["form"].errors) == {"kind", "file"}
    assert set(nothing.context["form"].errors) == {"file"}
    assert set(dayless.context["form"].errors) == {"edition"}
    assert set(late.context["form"].errors) == {"edition"}
    assert not ImportPreview.objects.exists()


# --- facts by the same way


def test_statuses_show_the_contradictions_of_the_source(browser, in_english):
    code = CommunityFactory.create(code="UA65100170000014054").code
    lines = ["section,code,category,name_in_order,start,end"]
    lines += [f"occupied,{code},H,Громада,{day}," for day in ("2022-02-24", "2022-09-10")]

    preview = bring(browser, "\n".join(lines).encode(), "list_2025-04-30.csv", "statuses")

    assert preview.counts == {"created": 2, "unchanged": 0}
    assert len(preview.warnings) == 2
    browser.cookies["django_language"] = "en"
    page = browser.get(preview.get_absolute_url()).content.decode()
    assert page.count("contradicts another line") == 2
    decide(browser, preview)
    assert preview.state == PreviewState.APPLIED


BOW = [[33, 47], [34, 48], [34, 47], [33, 48.5], [33, 47]]  # crosses itself once


def borders(code, *ring):
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"code": code}, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def test_a_boundary_that_crosses_itself_is_repaired_and_said_so(browser, community):
    browser.cookies["django_language"] = "en"

    preview = bring(browser, borders(community.code, *BOW), "b_2026-07-07.geojson", "boundaries")

    page = browser.get(preview.get_absolute_url()).content.decode()
    assert preview.counts == {"created": 1, "unchanged": 0}
    assert f"{community.code}: the boundary crosses itself at 33." in page
    decide(browser, preview)
    assert preview.state == PreviewState.APPLIED
    assert str(community.boundary.edition) == "2026-07-07"
    assert community.boundary.credit == "© OpenStreetMap contributors"


def test_a_boundary_of_no_unit_is_refused_at_its_feature(browser, community):
    file = borders("UA99", *BOW)

    preview = bring(browser, file, "b_2026-07-07.geojson", "boundaries")

    assert preview.state == PreviewState.REJECTED
    assert [line.row for line in preview.lines.all()] == [1]
    assert not Boundary.objects.exists()


def test_population_of_a_future_date_is_refused_at_its_line(browser, community, in_english):
    day = clock.today() + timedelta(days=1)
    text = f"code,on,people,source\n{community.code},2022-01-01,5,Д\n{community.code},{day},5,Д\n"

    preview = bring(browser, text.encode(), "people.csv", "population")

    line = preview.lines.get()
    assert (preview.state, line.row) == (PreviewState.REJECTED, 3)
    assert "still to come" in line.reason
    assert not Population.objects.exists()


@pytest.mark.parametrize("command", ["import_katottg", "import_population"])
def test_a_preview_by_command_changes_nothing(workbook, loaded, tmp_path, command, in_english):
    path, told = tmp_path / "new_2026-07-07.xlsx", StringIO()
    path.write_bytes(workbook(*RENAMED))
    if command == "import_population":
        path = tmp_path / "people.csv"
        path.write_text(f"code,on,people,source\n{COMMUNITY},2022-01-01,5,Д\n", "utf-8")

    call_command(command, path, "--preview", stdout=told)

    assert "nothing was changed" in told.getvalue()
    assert Settlement.objects.get().name_uk == "Чорнобаївка"
    assert not Population.objects.exists()


# --- who may, what is kept


@pytest.mark.parametrize("role", ["ministry_analyst", "oblast_coordinator", "officer"])
def test_others_neither_see_nor_bring_files(client, community, role):
    preview = ImportPreviewFactory.create()
    client.force_login(account(role, nation=True))

    assert client.get(LIST).status_code == 403
    assert client.get(preview.get_absolute_url()).status_code == 403
    assert b"/imports/" not in client.get("/").content


def test_an_administrator_of_less_than_the_country_imports_nothing(client, community, workbook):
    preview = ImportPreviewFactory.create()
    client.force_login(account("ministry_administrator", oblast=community.oblast))
    file = SimpleUploadedFile("k_2026-07-07.xlsx", workbook(*ROWS))

    assert client.get(preview.get_absolute_url()).status_code == 404
    assert client.post(preview.get_absolute_url()).status_code == 404
    assert client.get(f"{preview.get_absolute_url()}rows.csv").status_code == 404
    assert client.get(LIST).context["rows"] == []
    assert client.post(LIST, {"kind": "codifier", "file": file}).status_code == 400
    assert ImportPreview.objects.get() == preview
    assert Oblast.objects.get() == community.oblast


def test_a_file_of_somebody_who_may_not_is_not_even_read(client, police):
    client.force_login(police)
    file = SimpleUploadedFile("k.xlsx", b"0" * 2_000_000)

    assert client.post(LIST, {"kind": "codifier", "file": file}).status_code == 413
    small = SimpleUploadedFile("k.xlsx", b"0")
    assert client.post(LIST, {"kind": "codifier", "file": small}).status_code == 400


def test_the_navigation_leads_there(browser):
    assert b'href="/imports/"' in browser.get("/").content


def test_rows_are_filtered_and_downloaded(browser, workbook, loaded):
    village = (OBLAST, RAION, COMMUNITY, SECOND, "", "C", "=1+1")
    preview = bring(browser, workbook(*RENAMED, village))
    address = preview.get_absolute_url()

    every = browser.get(address).context["lines"]
    new = browser.get(f"{address}?what=created").context["lines"]
    file = browser.get(f"{address}rows.csv").content.decode()

    assert [each.what for each in every] == ["renamed", "created"]
    assert [each.what for each in new] == ["created"]
    assert len(file.splitlines()) == 3
    assert "'=1+1" in file


def test_files_are_kept_until_they_are_of_no_use(
    browser, workbook, loaded, django_capture_on_commit_callbacks
):
    applied, waiting = (
        bring(browser, workbook(*rows), f"k_2026-0{month}-01.xlsx")
        for month, rows in ((1, RENAMED), (2, ROWS))
    )
    decide(browser, applied)
    places = [applied.kept_as, waiting.kept_as]
    lost = default_storage.save("imports/lost", SimpleUploadedFile("x", b"x"))

    with django_capture_on_commit_callbacks(execute=True):
        forget_imported_files()

    assert [default_storage.exists(each) for each in (*places, lost)] == [False, True, True]
    applied.refresh_from_db()
    assert applied.kept_as == ""


def test_a_file_that_is_gone_says_so(browser, workbook, loaded):
    preview = bring(browser, workbook(*RENAMED))
    default_storage.delete(preview.kept_as)

    decide(browser, preview)

    assert preview.job.state == JobState.FAILED
    assert Settlement.objects.get().name_uk == "Чорнобаївка"


@pytest.mark.parametrize("asked_before", [1, 2], ids=["while it reads", "while it writes"])
def test_an_import_ends_with_the_right_to_it(
    browser, administrator, workbook, loaded, asked_before
):
    """What was promised is not done for an account that may do it no more, nor by half."""
    account("ministry_administrator", nation=True)  # somebody has to stay
    preview = bring(browser, workbook(*RENAMED))
    browser.post(preview.get_absolute_url())
    preview.refresh_from_db()
    asked = []

    def now():
        asked.append(1)
        if len(asked) == 1 + asked_before:  # the first one is the lease
            administrator.grants.all().delete()
        return clock.now()

    jobs.run(pk=preview.job_id, work=lambda taken: imports.apply(job=taken, clock=now), clock=now)

    preview.refresh_from_db()
    job = Job.objects.get(pk=preview.job_id)
    assert (job.state, preview.state) == (JobState.FAILED, PreviewState.READY)
    assert not Settlement.objects.filter(name_uk="Нова Чорнобаївка").exists()
    assert not Community.objects.filter(name_uk="Нова Чорнобаївка").exists()
