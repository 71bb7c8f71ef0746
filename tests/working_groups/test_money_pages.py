"""Money on pages: the section of an initiative, the forms, the overview and its file."""

import re

import pytest

from tests.factories.accounts import account
from tests.factories.communities import OrganisationFactory
from tests.factories.money import FundingFactory, initiative_of
from working_groups.models import Funding

pytestmark = pytest.mark.django_db
URL = "/working-groups/funding/"


@pytest.fixture
def initiative(community):
    return initiative_of(community, title="Камери на в’їзді")


@pytest.fixture
def chain(initiative):
    """Two steps of one sum."""
    donor, agency = (OrganisationFactory.create(name_uk=each) for each in ("Донор", "Агенція"))
    first = FundingFactory.create(initiative=initiative, giver=donor, receiver=agency)
    return first, FundingFactory.create(initiative=initiative, giver=agency)


def text(answer):
    return answer.content.decode().replace("\u00a0", " ")


def said(giver, **more):
    body = {"giver": giver.pk, "receiver": "", "kind": "commitment", "amount": "150 000,50"}
    return body | {"currency": "UAH", "given_on": "2024-01-10"} | more


def test_the_page_of_an_initiative_shows_its_chain_as_one_sum(page, initiative, chain):
    shown = text(page.get(initiative.get_absolute_url()))

    assert shown.index("Донор") < re.search(r"Агенція</a>\s*→ <b>", shown).start()
    assert shown.count("<dd>100 000,00</dd>") == 1
    assert f"{URL}initiatives/{initiative.pk}/new/" in shown
    assert f"{URL}{chain[0].pk}/edit/" in shown


def test_money_is_written_down_and_changed(page, initiative):
    giver = OrganisationFactory.create()
    stored = page.post(f"{URL}initiatives/{initiative.pk}/new/", said(giver))

    assert stored.status_code == 302, text(stored)
    link = Funding.objects.get()
    assert (str(link.uah), link.rate_date) == ("150000.50", None)
    change = {"amount": "1 000", "currency": "DKK", "rate_date": "2024-01-09", "uah": "5 500"}
    changed = page.post(f"{URL}{link.pk}/edit/", said(giver, version=link.version, **change))
    assert changed.status_code == 302, text(changed)
    link.refresh_from_db()
    assert (str(link.amount), link.currency, str(link.uah)) == ("1000.00", "DKK", "5500.00")


@pytest.mark.parametrize(
    ("more", "name", "words"),
    [
        ({"amount": "багато"}, "amount", "12 500,50"),
        ({"amount": "0"}, "amount", "більша за нуль"),
        ({"currency": "DKK", "rate_date": "2024-01-09"}, "uah", "скільки це в гривнях"),
        ({"currency": "DKK", "uah": "5"}, "rate_date", "якого дня курс"),
        ({"given_on": "2199-01-01"}, "given_on", ""),
        ({"kind": ""}, "kind", ""),
    ],
)
def test_what_is_wrong_of_money_is_said_at_its_field(page, initiative, more, name, words):
    giver = OrganisationFactory.create()
    refused = page.post(f"{URL}initiatives/{initiative.pk}/new/", said(giver, **more))

    assert refused.status_code == 400
    assert refused.context["form"].errors[name]
    assert words in text(refused)
    assert not Funding.objects.exists()


def test_a_broken_chain_is_said_at_its_field(page, initiative, chain):
    _first, last = chain
    refused = page.post(f"{URL}initiatives/{initiative.pk}/new/", said(last.giver, amount="1"))
    assert refused.status_code == 409
    assert "Агенція передає далі 100 001,00 грн" in text(refused)
    assert refused.context["form"].errors["uah"]

    back = said(last.giver, receiver=chain[0].giver.pk, amount="1")
    refused = page.post(f"{URL}initiatives/{initiative.pk}/new/", back)
    assert refused.context["form"].errors["receiver"]
    assert Funding.objects.count() == 2


def test_money_of_an_initiative_elsewhere_is_not_there(page, elsewhere, community):
    other = FundingFactory.create(initiative=initiative_of(elsewhere))
    shared = FundingFactory.create(initiative=initiative_of(community, elsewhere))

    assert page.get(f"{URL}{other.pk}/edit/").status_code == 404
    assert page.get(f"{URL}initiatives/{other.initiative_id}/new/").status_code == 404
    assert page.get(f"{URL}{shared.pk}/edit/").status_code == 404
    shown = text(page.get(URL))
    assert shared.initiative.get_absolute_url() in shown
    assert other.initiative.get_absolute_url() not in shown


def test_who_only_reads_is_offered_no_form(client, community, initiative, chain):
    client.force_login(account("council", community=community))

    assert "/edit/" not in text(client.get(initiative.get_absolute_url()))
    assert client.get(f"{URL}{chain[0].pk}/edit/").status_code == 403


def test_the_overview_counts_each_sum_once_and_shows_each_step(page, initiative, chain):
    shown = text(page.get(URL))

    assert "100 000,00 грн надійшло ініціативам (1)" in shown
    assert "Донор → Агенція" in shown
    assert "Агенція → ініціативи" in shown


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("since=2024-01-10&until=2024-01-10", 2),
        ("since=2024-01-11", 0),
        ("theme=public_safety", 2),
        ("theme=power", 0),
        ("kind=commitment", 2),
        ("kind=in_kind", 0),
    ],
)
def test_the_overview_is_narrowed_and_taken_along_as_a_file(page, initiative, chain, query, count):
    assert page.get(f"{URL}?{query}").status_code == 200
    file = b"".join(page.get(f"{URL}export.csv?{query}").streaming_content).decode()

    assert len(file.splitlines()) == count + 1


def test_the_overview_is_narrowed_by_giver(page, initiative, chain):
    shown = page.get(f"{URL}?giver={chain[0].giver.pk}")

    assert [each.pk for each in shown.context["page"].rows] == [chain[0].pk]


def test_wrong_filters_are_named(page):
    for path in ("", "export.csv"):
        assert page.get(f"{URL}{path}?kind=x").status_code == 400
