"""A correction after verification: with a reason, by a reviewer, and what it replaced is kept."""

import pytest

from incidents.models import Amendment, Incident
from tests.factories.accounts import account
from tests.factories.incidents import IncidentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def verified(community, categories):
    return IncidentFactory.create(
        community=community,
        category=categories["fire.residential"],
        service="police",
        status="verified",
    )


@pytest.fixture
def patch(api, coordinator, verified):
    def sent(said, by=coordinator):
        version = Incident.objects.get(pk=verified.pk).version
        url = f"/api/v1/incidents/{verified.pk}/"
        return api(by).patch(url, said, headers={"If-Match": f'"{version}.plain"'})

    return sent


def codes(answer):
    return {each["pointer"]: each["code"] for each in answer.json().get("errors", ())}


def test_a_reviewer_amends_and_what_was_replaced_is_kept(patch, verified, coordinator, api):
    answer = patch({"people": {"rescued": 3}, "narrative": "Горів дім", "reason": "Помилка"})

    assert answer.status_code == 200, answer.content.decode()
    kept = api(coordinator).get(f"/api/v1/incidents/{verified.pk}/amendments/").json()["results"]
    assert len(kept) == 1
    assert (kept[0]["version_before"], kept[0]["version_after"]) == (1, 2)
    assert kept[0]["reason"] == "Помилка"
    assert kept[0]["replaced"]["narrative"] == {"was": "Горів сарай", "became": "Горів дім"}
    assert kept[0]["replaced"]["people"]["was"]["rescued"] == 0
    assert set(kept[0]["replaced"]) == {"people", "narrative"}


def test_it_takes_a_reason(patch):
    assert codes(patch({"channel": "101"})) == {"/reason": "required"}
    assert codes(patch({"channel": "101", "reason": "  "})) == {"/reason": "blank"}
    assert Amendment.objects.count() == 0
    assert Incident.objects.get().channel == "102"


def test_it_takes_a_difference(patch):
    answer = patch({"channel": "102", "reason": "Помилка"})

    assert answer.status_code == 409
    assert Incident.objects.get().version == 1


def test_who_records_does_not_amend(patch, police):
    assert patch({"channel": "101", "reason": "Помилка"}, by=police).status_code == 403


def test_an_annulled_record_is_amended_by_nobody(patch, verified):
    Incident.objects.filter(pk=verified.pk).update(status="void")

    assert patch({"channel": "101", "reason": "Помилка"}).status_code in {403, 409}
    assert Incident.objects.get().channel == "102"


def test_an_amendment_stays_within_the_scope(api, verified, elsewhere, patch):
    patch({"channel": "101", "reason": "Помилка"})
    other = account("oblast_coordinator", oblast=elsewhere.oblast)

    assert api(other).get(f"/api/v1/incidents/{verified.pk}/amendments/").status_code == 404


def test_the_page_amends_and_tells_it(client, coordinator, verified):
    client.force_login(coordinator)
    url = f"/incidents/{verified.pk}/edit/"
    form = client.get(url).context["form"]
    said = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    said |= {"occurred_at": "2026-06-15T09:40", "reported_at": "2026-06-15T09:40"}

    refused = client.post(url, said | {"rescued": "4"})
    client.post(url, said | {"rescued": "4", "reason": "Уточнено лікарнею"})

    assert refused.status_code == 400
    assert Incident.objects.get().rescued == 4
    page = client.get(verified.get_absolute_url()).content.decode()
    assert "Уточнено лікарнею" in page
