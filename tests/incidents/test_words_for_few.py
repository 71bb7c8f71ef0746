"""The protected narrative: of any record, for few, and every showing is written down."""

import uuid

import pytest

from communities.models import Reading
from incidents.models import Incident
from tests.factories.accounts import account
from tests.factories.incidents import IncidentFactory, IncidentTextFactory

pytestmark = pytest.mark.django_db
FEW = "Назва свідка у справі"


@pytest.fixture
def incident(community, categories):
    made = IncidentFactory.create(
        community=community, category=categories["crime.theft"], service="police", text=None
    )
    IncidentTextFactory.create(incident=made, protected_narrative=FEW)
    return made


def test_nobody_is_told_unasked(api, client, police, coordinator, incident):
    url = f"/api/v1/incidents/{incident.pk}/"
    for reader in (police, coordinator):
        assert "protected_narrative" not in api(reader).get(url).json()
        client.force_login(reader)
        files = client.get("/incidents/export.csv"), client.get("/incidents/export.ndjson")
        told = b"".join(part for file in files for part in file.streaming_content).decode()
        assert FEW not in told
        assert FEW not in client.get(incident.get_absolute_url()).content.decode()
    assert Reading.objects.count() == 0


def test_a_purpose_shows_it_and_is_written_down(api, police, incident):
    answer = api(police).get(
        f"/api/v1/incidents/{incident.pk}/", headers={"Reading-Purpose": "proceedings"}
    )

    assert answer.status_code == 200, answer.content
    assert answer.json()["protected_narrative"] == FEW
    assert answer["ETag"] == '"1.whole"'
    assert Reading.objects.count() == 1


def test_a_purpose_does_not_open_it_to_others(api, ministry, incident):
    answer = api(ministry).get(
        f"/api/v1/incidents/{incident.pk}/", headers={"Reading-Purpose": "proceedings"}
    )

    assert "protected_narrative" not in answer.json()
    assert Reading.objects.count() == 0


def test_the_page_shows_it_by_a_step(client, police, incident):
    client.force_login(police)

    shown = client.post(f"{incident.get_absolute_url()}read/", {"purpose": "proceedings"})

    assert FEW in shown.content.decode()
    assert Reading.objects.count() == 1


def test_others_are_not_told_that_there_are_such_words(client, ministry, incident):
    client.force_login(ministry)

    page = client.get(incident.get_absolute_url()).content.decode()

    assert 'id="few"' not in page
    client.post(f"{incident.get_absolute_url()}read/", {"purpose": "proceedings"})
    assert Reading.objects.count() == 0


def test_what_is_not_shown_is_not_changed(api, police, incident, body):
    said = body | {"category": "crime.theft", "people": {}}
    client, url = api(police), f"/api/v1/incidents/{incident.pk}/"

    kept = client.put(url, said, headers={"If-Match": '"1.plain"'})
    refused = client.put(
        url, said | {"protected_narrative": "х"}, headers={"If-Match": '"2.plain"'}
    )

    assert kept.status_code == 200, kept.content
    assert Incident.objects.get().text.protected_narrative == FEW
    assert [each["code"] for each in refused.json()["errors"]] == ["not_writable"]


def test_only_few_write_it(api, police, community, body):
    writer = account("api_writer", community=community, service="police")
    url = f"/api/v1/incidents/{uuid.uuid4()}/"
    said = body | {"protected_narrative": FEW}

    refused = api(writer).put(url, said)
    stored = api(police).put(url, said)

    assert [each["pointer"] for each in refused.json()["errors"]] == ["/protected_narrative"]
    assert stored.status_code == 201
    assert "protected_narrative" not in stored.json()
    assert Incident.objects.get().text.protected_narrative == FEW
