"""What is shown at a meeting, as a file of the agenda item it belongs to."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.core.test_attachments import PDF
from tests.factories.accounts import account
from tests.factories.people import AgendaItemFactory, MeetingFactory
from working_groups.models import AgendaItem, Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(group):
    return AgendaItemFactory.create(meeting=MeetingFactory.create(group=group))


def url(item, rest=""):
    return f"/working-groups/meetings/agenda/{item.pk}/material/{rest}"


def bring(page, item):
    file = SimpleUploadedFile("m.pdf", PDF)
    version = AgendaItem.objects.get(pk=item.pk).version
    return page.post(url(item, "edit/"), {"file": file, "version": version})


def test_the_material_is_kept_and_named_on_the_page_of_the_meeting(page, item):
    assert bring(page, item).status_code == 302

    assert url(item) in page.get(item.get_absolute_url()).content.decode()
    assert page.get(url(item)).content == PDF


def test_a_program_reads_it(api, page, group_coordinator, item):
    address = f"/api/v1/agenda-items/{item.pk}/"
    bring(page, item)

    told = api(group_coordinator).get(address).json()["material"]

    assert (told["kind"], told["size"]) == ("document", len(PDF))
    assert api(group_coordinator).get(f"{address}material/").content == PDF


def test_it_is_sealed_with_the_minutes(page, item):
    bring(page, item)
    Meeting.objects.filter(pk=item.meeting_id).update(
        minutes_state="approved", approved_on="2023-09-20"
    )

    refused = bring(page, item)

    assert refused.status_code == 409
    assert page.get(url(item)).content == PDF


def test_nobody_elsewhere_has_it(page, client, item, elsewhere):
    bring(page, item)
    client.force_login(account("group_coordinator", community=elsewhere))

    assert client.get(url(item)).status_code == 404
    assert client.get(url(item, "edit/")).status_code == 404
