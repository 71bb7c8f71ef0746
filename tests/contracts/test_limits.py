"""Every limit holds on the surface people and programs use: at the limit, and one beyond."""

import json
import re
import uuid
import zipfile
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from oauth2_provider.models import Application

from accounts.client_secrets import keep_secret
from accounts.models import ApiClient
from communities import codifier
from communities.importing.kinds import CODIFIER
from core import bounded, clock, jobs
from core.imports import forget_files
from core.models import ImportPreview, JobState
from core.plans import FileRejected, Source
from core.tasks import requeue_overdue_jobs
from reports.services import JOB
from safety_portal.celery import app
from safety_portal.limits import LIMITS
from tests.communities.codifiers import write_workbook
from tests.factories.accounts import UserFactory, account
from tests.factories.communities import (
    CommunityFactory,
    OblastFactory,
    RaionFactory,
    SettlementFactory,
)
from tests.factories.imports import ImportPreviewFactory
from tests.factories.incidents import IncidentFactory
from tests.factories.reports import order

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
TESTS = Path(__file__).resolve().parents[1]
limit = pytest.mark.limit


def test_every_limit_has_a_test():
    texts = [path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py")]
    tried = {name for text in texts for name in re.findall(r'\blimit\("(\w+)"\)', text)}

    assert tried == set(LIMITS)


@pytest.fixture
def lowered(settings):
    """Return a function that lowers a limit: the real one would only cost time."""

    def lower(name, value):
        settings.LIMITS = settings.LIMITS | {name: value}

    return lower


@pytest.fixture
def neighbours(community):
    """Three communities of one oblast."""
    same = {"oblast": community.oblast, "raion": community.raion}
    return [community, *CommunityFactory.create_batch(2, **same)]


# --- requests


@pytest.fixture
def put(api, police):
    """Put a text at an address of its own; return status and errors by pointer."""
    client = api(police)

    def send(text):
        address = f"/api/v1/incidents/{uuid.uuid4()}/"
        answer = client.generic("PUT", address, text, content_type="application/json")
        errors = {each["pointer"]: each["code"] for each in answer.json().get("errors", [])}
        return answer.status_code, answer.json()["type"].rpartition("-")[2], errors

    return send


@limit("address_bytes")
def test_a_longer_address_is_414(client):
    room = "a" * (LIMITS["address_bytes"] - len("/sign-in/next="))

    assert client.get(f"/sign-in/?next={room}").status_code == 200
    assert client.get(f"/sign-in/?next={room}a").status_code == 414


@limit("json_bytes")
def test_a_longer_body_of_the_api_is_413(put):
    body = "{}".ljust(LIMITS["json_bytes"])

    assert put(body)[0] == 400  # read, and found to lack its fields
    assert put(f"{body} ")[0] == 413


@limit("json_depth")
def test_deeper_json_is_refused(put):
    deep = f'{{"a": {"[" * 31}1{"]" * 31}}}'

    assert put(deep)[1] == "invalid"
    assert put(f'{{"a": {"[" * 32}{"]" * 32}}}')[1] == "too_deep"


@limit("json_digits")
def test_a_longer_number_is_refused(put):
    number = "9" * LIMITS["json_digits"]

    assert put(f'{{"a": {number}}}')[2]["/a"] == "unknown_field"
    assert put(f'{{"a": {number}9}}')[2]["/a"] == "number_out_of_range"


@limit("form_bytes")
def test_a_longer_form_is_413(client):
    body = "password=".ljust(LIMITS["form_bytes"], "a")

    assert client.post("/sign-in/", body, content_type=FORM).status_code == 200
    assert client.post("/sign-in/", f"{body}a", content_type=FORM).status_code == 413


@limit("file_form_bytes")
def test_a_longer_form_with_a_file_is_413(client, lowered):
    client.force_login(account("ministry_administrator", nation=True))
    most = LIMITS["form_bytes"] + 100_000
    lowered("file_form_bytes", most)
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'

    def ask(length):
        body = head.ljust(length - 9, b"0") + b"\r\n--x--\r\n"
        kind = "multipart/form-data; boundary=x"
        return client.post("/imports/", body, content_type=kind).status_code

    assert ask(most) == 400  # read, and found to lack its kind
    assert ask(most + 1) == 413


@limit("form_fields")
def test_a_form_of_more_fields_is_refused(client):
    body = "&".join(f"f{at}=" for at in range(LIMITS["form_fields"]))

    assert client.post("/sign-in/", body, content_type=FORM).status_code == 200
    assert client.post("/sign-in/", f"{body}&g=", content_type=FORM).status_code == 400


# --- lists and search


@limit("page")
def test_a_page_of_the_api_holds_as_many(api, ministry, neighbours, lowered):
    lowered("page", 2)

    assert len(api(ministry).get("/api/v1/communities/").json()["results"]) == 2


@limit("page_most")
def test_no_page_of_the_api_holds_more(api, ministry):
    address = "/api/v1/communities/?limit="

    assert api(ministry).get(f"{address}{LIMITS['page_most']}").status_code == 200
    assert api(ministry).get(f"{address}{LIMITS['page_most'] + 1}").status_code == 400


@limit("list_page")
def test_a_page_of_a_list_holds_as_many(client, ministry, neighbours, lowered):
    client.force_login(ministry)
    lowered("list_page", 2)

    assert len(client.get("/communities/").context["page"].rows) == 2


@limit("counted_most")
def test_a_list_is_counted_up_to_here(client, ministry, neighbours, lowered):
    client.force_login(ministry)
    lowered("counted_most", 3)
    assert client.get("/communities/").context["found"] == (3, False)

    lowered("counted_most", 2)
    assert client.get("/communities/").context["found"] == (2, True)


@limit("queue_most")
def test_a_queue_is_counted_up_to_here(client, coordinator, community, lowered):
    client.force_login(coordinator)
    IncidentFactory.create_batch(3, community=community)
    lowered("queue_most", 2)

    assert client.get("/incidents/").context["tabs"][1]["count"] == 2


@limit("search_shortest")
@limit("search_longest")
def test_what_is_searched_has_a_length(client, ministry):
    client.force_login(ministry)
    lengths = (LIMITS["search_shortest"], LIMITS["search_longest"])

    answers = [client.get("/search/", {"q": "a" * each}).status_code for each in lengths]
    beyond = [lengths[0] - 1, lengths[1] + 1]
    refused = [client.get("/search/", {"q": "a" * each}).status_code for each in beyond]

    assert (answers, refused) == ([200, 200], [400, 400])
    assert client.get("/communities/", {"q": "a" * beyond[1]}).status_code == 400
    assert client.get("/officers/", {"q": "a" * beyond[1]}).status_code == 400


@limit("search_shown")
def test_the_search_shows_as_many(client, ministry, neighbours, lowered):
    client.force_login(ministry)
    lowered("search_shown", 2)

    assert len(client.get("/search/", {"q": "Громада"}).context["places"]) == 2


@limit("parts_shown")
def test_the_page_of_a_community_shows_as_many_parts(client, ministry, community, lowered):
    SettlementFactory.create_batch(3, community=community)
    client.force_login(ministry)
    lowered("parts_shown", 2)

    shown = client.get(f"/communities/{community.code}/").context

    assert (len(shown["settlements"]), shown["settlement_count"]) == (2, 3)


@limit("communities_offered")
def test_the_form_offers_as_many_communities(client, neighbours, lowered, categories):
    client.force_login(account("officer", oblast=neighbours[0].oblast, service="police"))
    lowered("communities_offered", 2)

    assert len(client.get("/incidents/log/").context["communities"]) == 2


@limit("jobs_shown")
def test_as_many_reports_on_their_way_are_shown(client, ministry, lowered):
    client.force_login(ministry)
    for language in ("uk", "en"):
        arguments = {**order(language=language).written(), "person": ministry.pk}
        jobs.promise(kind=JOB, arguments=arguments, by=ministry, at=clock.now())
    assert len(client.get("/reports/").context["jobs"]) == 2

    lowered("jobs_shown", 1)
    assert len(client.get("/reports/").context["jobs"]) == 1


# --- time and figures


@limit("earliest")
def test_an_older_moment_is_refused(put):
    first = f"{LIMITS['earliest']}-01-01T00:00:00+02:00"

    assert "/occurred_at" not in put(json.dumps({"occurred_at": first}))[2]
    before = f"{LIMITS['earliest'] - 1}-12-31T23:59:59+02:00"
    assert put(json.dumps({"occurred_at": before}))[2]["/occurred_at"] == "range"


@limit("days_ahead")
def test_a_moment_further_ahead_is_refused(put):
    ahead = clock.now() + timedelta(days=LIMITS["days_ahead"])
    at, beyond = (ahead + timedelta(minutes=each) for each in (-1, 1))

    assert "/occurred_at" not in put(json.dumps({"occurred_at": at.isoformat()}))[2]
    assert put(json.dumps({"occurred_at": beyond.isoformat()}))[2]["/occurred_at"] == "range"


@limit("figure_days")
def test_a_longer_period_is_refused(api, ministry):
    address = "/api/v1/measures/incidents.recorded/?from=2015-01-01&to="
    assert LIMITS["figure_days"] == 3660

    assert api(ministry).get(f"{address}2025-01-08").status_code == 200
    assert api(ministry).get(f"{address}2025-01-09").status_code == 400


# --- incidents


@pytest.mark.parametrize(
    ("field", "at", "beyond"),
    [
        pytest.param("/narrative", "я" * 10_000, "я" * 10_001, marks=limit("narrative")),
        pytest.param("/address", "я" * 300, "я" * 301, marks=limit("place")),
        pytest.param("/register_number", "1" * 40, "1" * 41, marks=limit("register_number")),
        pytest.param("/accuracy_m", 1_000_000, 1_000_001, marks=limit("accuracy")),
        pytest.param("/people/killed", 10_000, 10_001, marks=limit("people")),
    ],
)
def test_more_in_a_record_is_refused(put, field, at, beyond):
    def body(value):
        *outer, name = field.strip("/").split("/")
        return json.dumps({outer[0]: {name: value}} if outer else {name: value})

    assert field not in put(body(at))[2]
    assert field in put(body(beyond))[2]


@limit("reason")
def test_a_longer_reason_is_refused(client, coordinator, community):
    client.force_login(coordinator)
    address = f"/incidents/{IncidentFactory.create(community=community).pk}/return/"
    reason = "я" * LIMITS["reason"]

    assert client.post(address, {"version": 1, "reason": f"{reason}я"}).status_code == 400
    assert client.post(address, {"version": 1, "reason": reason}).status_code == 302


# --- accounts, sessions, tokens


@limit("username")
@limit("password_longest")
@pytest.mark.parametrize(
    ("field", "most"),
    [("username", LIMITS["username"]), ("password", LIMITS["password_longest"])],
)
def test_longer_words_are_refused_unread(client, field, most):
    plain = {"username": "a", "password": "a"}
    at, beyond = (client.post("/sign-in/", plain | {field: "a" * n}) for n in (most, most + 1))

    assert field not in at.context["form"].errors
    assert field in beyond.context["form"].errors


@limit("password_shortest")
def test_a_shorter_password_cannot_be_set(client):
    client.force_login(UserFactory.create(is_superuser=True, is_staff=True))
    person = UserFactory.create()
    password = "vq7Kd2mXw9Lp4rTz8"[: LIMITS["password_shortest"]]

    def set_to(text):
        both = {"password1": text, "password2": text, "usable_password": "true"}
        return client.post(f"/admin/accounts/user/{person.pk}/password/", both).status_code

    assert set_to(password[:-1]) == 200  # the form again, with the reason
    assert set_to(password) == 302


@limit("token")
def test_a_token_ends(client, police):
    program = Application.objects.create(
        client_id="program",
        client_type="confidential",
        authorization_grant_type="client-credentials",
    )
    machine = ApiClient.objects.create(
        application=program, account=police, scopes=["incidents:read"]
    )
    keep_secret(machine, "secret of a program", at=clock.now())
    asked = {
        "grant_type": "client_credentials",
        "client_id": "program",
        "client_secret": "secret of a program",
    }
    with time_machine.travel("2026-07-10T08:00:00Z", tick=False) as moment:
        token = client.post("/oauth/token/", asked).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        moment.shift(LIMITS["token"] - 1)
        assert client.get("/api/v1/me/", headers=headers).status_code == 200

        moment.shift(2)
        assert client.get("/api/v1/me/", headers=headers).status_code == 401


# --- jobs


@pytest.fixture
def job():
    return jobs.promise(kind=JOB, arguments={}, by=None, at=clock.now())


@limit("job_lease")
def test_a_job_nobody_reports_on_is_given_to_another(job):
    begin = clock.now()
    jobs.take(pk=job.pk, at=begin)

    assert jobs.take(pk=job.pk, at=begin + timedelta(seconds=LIMITS["job_lease"])) is None
    assert jobs.take(pk=job.pk, at=begin + timedelta(seconds=LIMITS["job_lease"] + 1))


@limit("job_attempts")
def test_a_job_is_not_tried_for_ever(job):
    hours = (clock.now() + timedelta(hours=n) for n in range(LIMITS["job_attempts"] + 1))
    tries = [bool(jobs.take(pk=job.pk, at=at)) for at in hours]

    assert tries == [True] * LIMITS["job_attempts"] + [False]
    job.refresh_from_db()
    assert job.state == JobState.FAILED


@limit("job_sweep")
def test_one_sweep_queues_as_many(lowered):
    lowered("job_sweep", 2)
    for _turn in range(3):
        jobs.promise(kind=JOB, arguments={}, by=None, at=clock.now())
    with app.connection_for_read() as line:
        queue, channel = app.conf.task_default_queue, line.default_channel
        channel.client.delete(queue)

        requeue_overdue_jobs()

        assert channel.client.llen(queue) == 2
        channel.client.delete(queue)


# --- imported files


@limit("register_bytes")
def test_a_register_that_unpacks_to_more_is_refused(lowered):
    file = codifier.packaged_codifier()
    with zipfile.ZipFile(file) as packed:
        size = sum(entry.file_size for entry in packed.infolist())

    lowered("register_bytes", size)
    assert codifier.read_units(file)
    lowered("register_bytes", size - 1)
    with pytest.raises(codifier.CodifierRejected):
        codifier.read_units(file)


@pytest.fixture
def figures(community, tmp_path):
    """Return a function that imports numbers of residents, one a line."""

    def take(*numbers):
        file = tmp_path / "people.csv"
        lines = [f"{community.code},2020-01-{at + 1:02},{n},x" for at, n in enumerate(numbers)]
        file.write_text("\n".join(["code,on,people,source", *lines]), encoding="utf-8")
        call_command("import_population", file, verbosity=0, stdout=StringIO())

    return take


@limit("community_people")
def test_more_residents_are_refused(figures):
    figures(LIMITS["community_people"])

    with pytest.raises(CommandError):
        figures(LIMITS["community_people"] + 1)


@limit("import_rows")
def test_a_file_of_more_rows_is_refused(figures, lowered):
    lowered("import_rows", 2)

    figures(1, 2)
    with pytest.raises(CommandError):
        figures(1, 2, 3)


@limit("import_seconds")
def test_a_file_that_takes_longer_is_refused(lowered):
    rows = range(2 * bounded.LOOK)
    assert len(list(bounded.numbered(rows, FileRejected))) == len(rows)

    lowered("import_seconds", -1)
    with pytest.raises(FileRejected):
        list(bounded.numbered(rows, FileRejected))


@limit("import_memory")
def test_a_file_that_needs_more_memory_is_refused():
    most = LIMITS["import_memory"]

    with bounded.spare_memory():
        assert bytearray(most // 2)
    with pytest.raises(FileRejected), bounded.spare_memory():
        bytearray(2 * most)
    assert bytearray(2 * most)  # the bound is lifted again


@limit("import_lines")
def test_of_very_many_lines_the_first_are_kept_and_all_are_counted(figures, lowered):
    lowered("import_lines", 2)

    figures(1, 2, 3)

    preview = ImportPreview.objects.get()
    assert (preview.lines.count(), preview.counts["created"]) == (2, 3)


@limit("import_kept")
def test_a_file_nobody_applies_is_forgotten(tmp_path, settings):
    own = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": own}
    brought = clock.now()
    ImportPreviewFactory.create(state="ready", kept_as="imports/a", at=brought)
    days = timedelta(days=LIMITS["import_kept"])

    assert forget_files(at=brought + days) == 0
    assert forget_files(at=brought + days + timedelta(seconds=1)) == 1


@limit("closed_share")
def test_an_edition_that_closes_more_is_doubted(tmp_path):
    oblast = OblastFactory.create(code=f"UA65{0:015}")
    units = [RaionFactory.create(oblast=oblast, name_uk=f"Р{n}") for n in range(100)]
    rows = [(oblast.code, "", "", "", "", "O", "Херсонська")]
    rows += [(oblast.code, each.code, "", "", "", "P", each.name_uk) for each in units]
    path = tmp_path / "k_2026-01-01.xlsx"

    def doubt(kept):
        write_workbook(path, rows[: 1 + kept])
        return CODIFIER.plan(Source(path, path.name, clock.today())).doubt

    assert LIMITS["closed_share"] == 1
    assert not doubt(kept=99)
    assert doubt(kept=98)


@limit("rows_told")
def test_a_command_prints_as_many_changes(community, tmp_path, lowered):
    lowered("rows_told", 1)
    file, told = tmp_path / "people.csv", StringIO()
    lines = [f"{community.code},2020-01-0{n},5,x" for n in (1, 2, 3)]
    file.write_text("\n".join(["code,on,people,source", *lines]), encoding="utf-8")

    call_command("import_population", file, stdout=told)

    assert told.getvalue().splitlines()[1:] == ["… and 2 more", "figures: 3 created, 0 unchanged"]


@limit("problems_shown")
def test_as_many_problems_of_a_file_are_told(figures, lowered):
    lowered("problems_shown", 2)

    with pytest.raises(CommandError) as refused:
        figures("a", "b", "c")

    assert len(str(refused.value).splitlines()) == 1 + 2
