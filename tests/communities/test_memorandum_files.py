"""The signed text of a memorandum: brought, handed out, and part of its versions."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from communities.models import Memorandum
from core.models import Attachment
from tests.core.test_attachments import PDF
from tests.factories.accounts import account
from tests.factories.communities import CommunityFactory, MemorandumFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def memorandum(community):
    return MemorandumFactory.create(community=community, service="police")


@pytest.fixture
def url(memorandum):
    return f"/communities/memoranda/{memorandum.pk}/file/"


def test_the_text_is_brought_and_stands_beside_the_memorandum(
    client, coordinator, memorandum, community, url
):
    client.force_login(coordinator)
    brought = SimpleUploadedFile("Меморандум.pdf", PDF, content_type="text/html")

    stored = client.post(f"{url}edit/", {"file": brought, "version": memorandum.version})

    assert stored.status_code == 302, stored.content.decode()
    memorandum.refresh_from_db()
    assert (memorandum.version, memorandum.file.size) == (2, len(PDF))
    assert url in client.get(community.get_absolute_url()).content.decode()
    file = client.get(url)
    assert (file["Content-Type"], file.content) == ("application/pdf", PDF)
    assert file["Content-Disposition"] == f'attachment; filename="memorandum-{memorandum.pk}.pdf"'


def test_the_api_takes_and_gives_the_text(api, coordinator, memorandum):
    program, url = api(coordinator), f"/api/v1/memoranda/{memorandum.pk}/file/"
    seen = {"If-Match": '"1.plain"'}

    kept = program.generic("PUT", url, PDF, "application/octet-stream", headers=seen)

    assert kept.status_code == 200, kept.content
    told = program.get(f"/api/v1/memoranda/{memorandum.pk}/").json()
    assert told["file"] == kept.json()
    assert told["file"]["kind"] == "document"
    assert kept["ETag"] == '"2.plain"'


def test_whoever_holds_the_other_service_has_no_such_memorandum(client, community, memorandum, url):
    client.force_login(account("oblast_coordinator", oblast=community.oblast, service="rescue"))

    assert client.get(url).status_code == 404
    assert client.get(f"{url}edit/").status_code == 404


def test_a_memorandum_of_elsewhere_is_not_there(client, memorandum, url):
    client.force_login(account("oblast_coordinator", oblast=CommunityFactory.create().oblast))

    assert client.post(f"{url}edit/", {}).status_code == 404
    assert not Memorandum.objects.get().file
    assert not Attachment.objects.exists()
