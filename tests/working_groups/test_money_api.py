"""Money for programs, and as a sheet."""

import pytest
from django.urls import reverse

from tests.communities.sheets import bring, problems, store, xlsx
from tests.factories.communities import OrganisationFactory
from tests.factories.money import FundingFactory, initiative_of
from working_groups.models import Funding

pytestmark = pytest.mark.django_db
URL = "/api/v1/fundings/"


@pytest.fixture
def program(api, group_coordinator):
    return api(group_coordinator)


@pytest.fixture
def initiative(community):
    return initiative_of(community)


@pytest.fixture
def donor():
    return OrganisationFactory.create(code="donor")


@pytest.fixture
def agency():
    return OrganisationFactory.create(code="agency")


def body(initiative, organisation, **more):
    return {
        "initiative": initiative.pk,
        "giver": organisation.code,
        "kind": "commitment",
        "amount": "1000.00",
        "currency": "UAH",
        "uah": "1000.00",
        "given_on": "2024-01-10",
    } | more


def codes(answer):
    return {each["pointer"]: each["code"] for each in answer.json()["errors"]}


def test_a_link_is_made_changed_and_found(program, initiative, donor, agency):
    first = program.post(URL, body(initiative, donor, receiver="agency"))
    last = program.post(URL, body(initiative, agency))

    assert (first.status_code, last.status_code) == (201, 201), last.content
    found = program.get(f"{URL}?initiative={initiative.pk}&terminal=true").json()["results"]
    assert found == [last.json()]
    lowered = program.patch(
        last["Location"], {"amount": "5.00", "uah": "5.00"}, headers={"If-Match": last["ETag"]}
    )
    assert lowered.status_code == 200, lowered.content
    assert lowered.json()["uah"] == "5.00"


def test_a_broken_chain_is_refused_by_its_field(program, initiative, donor, agency):
    first = program.post(URL, body(initiative, donor, receiver="agency"))
    refused = program.post(URL, body(initiative, agency, amount="1000.01", uah="1000.01"))
    assert refused.status_code == 400
    assert codes(refused) == {"/uah": "more_than_came"}
    back = program.post(URL, body(initiative, agency, receiver="donor"))
    assert codes(back) == {"/receiver": "circle"}

    program.post(URL, body(initiative, agency))
    lowered = program.patch(
        first["Location"], {"amount": "5.00", "uah": "5.00"}, headers={"If-Match": first["ETag"]}
    )
    assert codes(lowered) == {"/uah": "more_than_came"}
    assert Funding.objects.filter(receiver__code="agency").get().version == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"amount": "1,00"}, {"/amount": "money"}),
        ({"amount": "2.00"}, {"/uah": "rate"}),
        ({"currency": "USD"}, {"/rate_date": "rate"}),
        ({"receiver": "donor"}, {"/receiver": "circle"}),
        ({"giver": "nobody"}, {"/giver": "does_not_exist"}),
        ({"kind": "loan"}, {"/kind": "invalid_choice"}),
    ],
)
def test_what_is_wrong_of_money_is_named(program, initiative, donor, more, code):
    refused = program.post(URL, body(initiative, donor, **more))

    assert refused.status_code == 400
    assert codes(refused) == code


def test_money_stays_with_its_initiative(program, community, initiative, donor):
    made = program.post(URL, body(initiative, donor))
    other = initiative_of(community)
    moved = program.patch(
        made["Location"], {"initiative": other.pk}, headers={"If-Match": made["ETag"]}
    )

    assert codes(moved) == {"/initiative": "not_writable"}


def test_money_of_an_initiative_of_somebody_else_too_is_read_and_not_changed(
    program, community, elsewhere, donor
):
    shared = FundingFactory.create(initiative=initiative_of(community, elsewhere), giver=donor)
    other = FundingFactory.create(initiative=initiative_of(elsewhere), giver=donor)
    url = f"{URL}{shared.pk}/"

    seen = program.get(url)
    assert program.patch(url, {"note": "x"}, headers={"If-Match": seen["ETag"]}).status_code == 403
    refused = program.post(URL, body(shared.initiative, donor))
    assert codes(refused) == {"/initiative": "out_of_reach"}
    assert program.get(f"{URL}{other.pk}/").status_code == 404
    assert codes(program.post(URL, body(other.initiative, donor))) == {
        "/initiative": "does_not_exist"
    }


HEADS = ("Initiative", "From", "To", "Kind", "Amount", "Currency", "Amount in hryvnias", "Given on")


def test_money_is_brought_as_a_sheet_and_a_broken_chain_stays_outside(
    client, group_coordinator, initiative, donor, agency
):
    client.force_login(group_coordinator)
    client.post(reverse("set-language"), {"language": "en"})
    begin, rest = f"{initiative.title} ({initiative.pk})", ("1000.00", "UAH", "1000.00")
    rows = [
        (begin, "donor", "agency", "Commitment", *rest, "10.01.2024"),
        (begin, "agency", "", "Commitment", *rest, "11.01.2024"),
        (begin, "agency", "", "Commitment", *rest, "12.01.2024"),
    ]
    preview = bring(client, "fundings", xlsx(HEADS, *rows))

    assert preview.counts == {"created": 2, "rejected": 1, "unchanged": 0}, problems(preview)
    assert "passes on" in str(problems(preview))
    store(client, preview)
    assert Funding.objects.count() == 2
    again = bring(client, "fundings", xlsx(HEADS, *rows[:2]))
    assert again.counts == {"unchanged": 2}
