"""The list as a workbook: opened again, cell by cell; at once, or by a worker."""

import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from core import clock, job_files
from core.models import Job, JobState
from incidents import long_exports
from incidents.tasks import write_workbook
from tests.factories.incidents import CategoryFactory, IncidentFactory, ResponseFactory

XLSX, LIST = reverse("incidents:xlsx"), reverse("incidents:list")


@pytest.fixture
def reader(client, coordinator):
    client.cookies["django_language"] = "en"
    client.force_login(coordinator)
    return client


def sheet_of(answer):
    content = b"".join(answer.streaming_content)
    return load_workbook(io.BytesIO(content)).active


def lines(answer):
    head, *rows = sheet_of(answer).iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_cells_are_what_they_say(reader, community):
    incident = IncidentFactory.create(
        community=community,
        occurred_at=datetime(2026, 6, 15, 9, 40, tzinfo=ZoneInfo("Europe/Kyiv")),
        injured=2,
        latitude="46.5",
        longitude="32.25",
        text__narrative="Горів сарай",
    )
    ResponseFactory.create(incident=incident)

    (line,) = lines(reader.get(XLSX))

    assert line["Number"] == incident.number
    assert line["Occurred"] == datetime(2026, 6, 15, 9, 40)  # noqa: DTZ001 - of Kyiv, as a sheet has it
    assert (line["Injured"], line["Killed"], line["Officers who went there"]) == (2, 0, 1)
    assert (line["Latitude"], line["Longitude"]) == (46.5, 32.25)
    assert (line["What happened"], line["War-related"]) == ("Горів сарай", "No")
    assert line["Community"] == community.name_en
    assert line["UUID"] == str(incident.pk)


def test_the_head_speaks_the_language_of_the_reader(reader, community):
    IncidentFactory.create(community=community)
    reader.cookies["django_language"] = "uk"

    (line,) = lines(reader.get(XLSX))

    assert line["Громада"] == community.name_uk
    assert line["Стан"] == "Подано"


def test_nothing_becomes_a_formula(reader, community):
    words = '=HYPERLINK("http://example.org";"x")'
    IncidentFactory.create(community=community, text__narrative=words, register_number="+1")

    sheet = sheet_of(reader.get(XLSX))
    cells = {cell.value: cell for row in sheet.iter_rows(min_row=2) for cell in row}

    assert cells[words].data_type == "s"
    assert cells["+1"].data_type == "s"
    assert not any(cell.hyperlink for cell in cells.values())


def test_the_workbook_holds_what_the_list_shows_in_its_order(reader, community, elsewhere):
    old, new = (
        IncidentFactory.create(
            community=community, occurred_at=datetime(2026, 6, d, tzinfo=ZoneInfo("Europe/Kyiv"))
        )
        for d in (3, 4)
    )
    IncidentFactory.create(community=community, status="void")
    IncidentFactory.create(community=elsewhere)

    found = lines(reader.get(XLSX, {"status": "submitted", "ordering": "occurred_at"}))

    assert [line["UUID"] for line in found] == [str(old.pk), str(new.pk)]


def test_protected_cells_of_sensitive_records_are_empty(reader, community):
    hidden = CategoryFactory.create(code="violence", sensitive=True)
    IncidentFactory.create(
        community=community,
        category=hidden,
        latitude="46.5",
        longitude="32.25",
        register_number="7",
    )

    (line,) = lines(reader.get(XLSX))

    assert line["Register number"] == "7"
    shut = ("Settlement", "Latitude", "Longitude", "What happened", "Address or place in words")
    assert {line[name] for name in shut} == {None}


def test_wrong_filters_are_named_on_the_page(reader):
    assert reader.get(XLSX, {"since": "never"}).status_code == 400


@pytest.mark.limit("workbook_rows")
@pytest.mark.parametrize(("rows", "status"), [(2, 200), (3, 302)])
def test_a_list_that_no_sheet_holds_is_refused_in_words(reader, community, settings, rows, status):
    settings.LIMITS = {**settings.LIMITS, "workbook_rows": 2}
    IncidentFactory.create_batch(rows, community=community)

    answer = reader.get(XLSX)

    assert answer.status_code == status
    if status == 200:
        assert len(lines(answer)) == rows
    else:
        assert "A workbook holds 2 rows." in reader.get(answer["Location"]).content.decode()


@pytest.fixture
def job(reader, community, settings, coordinator):
    settings.LIMITS = {**settings.LIMITS, "workbook_at_once": 1}
    IncidentFactory.create_batch(2, community=community, status="verified")
    answer = reader.get(XLSX, {"status": "verified"})
    found = Job.objects.get()
    assert answer["Location"] == reverse("incidents:workbook", args=[found.pk])
    yield found
    default_storage.delete(long_exports.place_of(found))


@pytest.mark.limit("workbook_at_once")
def test_a_long_list_is_written_by_a_worker(reader, job, ministry, client):
    page = reverse("incidents:workbook", args=[job.pk])
    assert "2 incidents as XLSX" in reader.get(page).content.decode()
    assert reader.get(page, {"file": "1"}).status_code == 404

    write_workbook(job=str(job.pk))

    assert "Download" in reader.get(page).content.decode()
    assert len(lines(reader.get(page, {"file": "1"}))) == 2
    client.force_login(ministry)
    assert client.get(page).status_code == client.get(page, {"file": "1"}).status_code == 404


def test_a_list_of_as_many_is_written_at_once(reader, community, settings):
    settings.LIMITS = {**settings.LIMITS, "workbook_at_once": 1}
    IncidentFactory.create(community=community)

    assert len(lines(reader.get(XLSX))) == 1


def test_rights_that_change_end_the_writing_and_the_file(reader, job, coordinator):
    page = reverse("incidents:workbook", args=[job.pk])
    write_workbook(job=str(job.pk))
    coordinator.grants.update(ends_on=clock.today())

    assert reader.get(page, {"file": "1"}).status_code == 404

    Job.objects.filter(pk=job.pk).update(state=JobState.WAITING)
    write_workbook(job=str(job.pk))
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert User.objects.get(pk=coordinator.pk).rights_version != job.arguments["rights"]


@pytest.mark.limit("job_file_hours")
@pytest.mark.parametrize(("hours", "gone"), [(23, 0), (25, 1)])
def test_a_workbook_is_kept_for_a_day(job, hours, gone):
    write_workbook(job=str(job.pk))

    assert job_files.forget(long_exports.FOLDER, at=clock.now() + timedelta(hours=hours)) == gone

    assert default_storage.exists(long_exports.place_of(job)) != bool(gone)
