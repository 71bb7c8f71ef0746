"""The photograph of an officer: brought on a page or by the API, seen where the names are."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import Attachment
from officers.models import Officer
from safety_portal.demo.pictures import portrait
from tests.factories.accounts import account
from tests.factories.communities import CommunityFactory, OrganisationFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory

pytestmark = pytest.mark.django_db
OCTETS = "application/octet-stream"


@pytest.fixture
def officer(community):
    unit = OrganisationFactory.create(oblast=community.oblast, kind="directorate", code="home")
    officer = OfficerFactory.create(unit=unit)
    AssignmentFactory.create(officer=officer, community=community)
    return officer


@pytest.fixture
def url(officer):
    return f"/api/v1/officers/{officer.pk}/photo/"


@pytest.fixture
def page(officer, coordinator, client):
    client.force_login(coordinator)
    return f"/officers/{officer.pk}/photo/edit/"


@pytest.fixture
def stranger(api):
    return api(account("oblast_coordinator", oblast=CommunityFactory.create().oblast))


def picture(name="photo.jpg", content=None):
    return SimpleUploadedFile(name, content or portrait(), content_type="image/jpeg")


def put(program, url, octets=None, **headers):
    return program.generic("PUT", url, octets or portrait(), content_type=OCTETS, headers=headers)


def tag(program, officer):
    return program.get(f"/api/v1/officers/{officer.pk}/")["ETag"]


def test_a_photograph_is_brought_on_a_page_and_shown_on_the_card(client, page, officer):
    assert "officers:photo" not in client.get(officer.get_absolute_url()).content.decode()

    stored = client.post(page, {"file": picture(), "version": Officer.objects.get().version})

    assert stored.status_code == 302, stored.content.decode()
    card = client.get(officer.get_absolute_url()).content.decode()
    assert f'src="/officers/{officer.pk}/photo/?v=' in card
    file = client.get(f"/officers/{officer.pk}/photo/")
    assert file["Content-Type"] == "image/jpeg"
    assert file["Content-Disposition"] == f'attachment; filename="officer-{officer.pk}.jpg"'
    assert file["Content-Security-Policy"] == "sandbox"
    assert file.content.startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Оберіть файл."),
        ({"file": picture(content=b"%PDF-1.7 %%EOF")}, "Це не JPEG, PNG чи WebP."),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(client, page, said, words):
    refused = client.post(page, said | {"version": Officer.objects.get().version})

    assert refused.status_code == 400
    assert words in refused.content.decode()
    assert not Attachment.objects.exists()


def test_another_photograph_takes_the_place_of_the_first_which_is_gone(
    client, page, officer, django_capture_on_commit_callbacks
):
    client.post(page, {"file": picture(), "version": Officer.objects.get().version})
    first = Attachment.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page, {"file": picture(), "version": Officer.objects.get().version})

    assert Attachment.objects.get() != first
    assert not default_storage.exists(first.place)

    client.post(page, {"remove": "on", "version": Officer.objects.get().version})
    assert not Attachment.objects.exists()
    assert client.get(f"/officers/{officer.pk}/photo/").status_code == 404


def test_a_form_that_saw_an_older_card_is_told_and_nothing_is_kept(client, page):
    refused = client.post(page, {"file": picture(), "version": 0})

    assert refused.status_code == 409
    assert not Attachment.objects.exists()


def test_a_program_puts_reads_and_takes_away(api, coordinator, officer, url):
    program = api(coordinator)
    assert program.get(url).status_code == 404

    kept = put(program, url, **{"If-Match": tag(program, officer)})

    assert kept.status_code == 200, kept.content
    told = program.get(f"/api/v1/officers/{officer.pk}/").json()
    assert told["photo"] == kept.json()
    assert (told["photo"]["kind"], told["photo"]["size"]) == (
        "photo",
        Attachment.objects.get().size,
    )
    assert kept["ETag"] == tag(program, officer)
    assert len(program.get(url).content) == told["photo"]["size"]
    gone = program.delete(url, headers={"If-Match": kept["ETag"]})
    assert (gone.status_code, program.get(url).status_code) == (204, 404)
    assert gone["ETag"] == tag(program, officer)


def test_a_write_names_the_version_it_saw(api, coordinator, officer, url):
    program = api(coordinator)
    seen = tag(program, officer)
    put(program, url, **{"If-Match": seen})

    assert put(program, url).status_code == 428
    assert put(program, url, **{"If-Match": seen}).status_code == 412
    assert program.delete(url).status_code == 428


def test_what_a_program_sends_wrong_is_named(api, coordinator, officer, url):
    program = api(coordinator)
    wrong = put(program, url, b"no picture", **{"If-Match": tag(program, officer)})

    assert wrong.status_code == 400
    assert wrong.json()["errors"][0]["code"] == "type"
    other = program.put(url, {}, headers={"If-Match": tag(program, officer)})
    assert other.status_code == 415


def test_outside_the_territory_there_is_no_officer_and_no_photograph(
    api, coordinator, stranger, officer, url
):
    program = api(coordinator)
    put(program, url, **{"If-Match": tag(program, officer)})

    assert stranger.get(url).status_code == 404
    assert put(stranger, url, **{"If-Match": tag(program, officer)}).status_code == 404
    assert stranger.get(f"/officers/{officer.pk}/photo/").status_code == 404


def test_who_only_sees_an_officer_changes_no_photograph(api, police, officer, url):
    reader = api(police)

    assert put(reader, url, **{"If-Match": '"1.plain"'}).status_code == 403
    assert reader.post(f"/officers/{officer.pk}/photo/edit/").status_code == 403
