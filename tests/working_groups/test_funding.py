"""Links of chains of money, as the services store them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection

from core.exceptions import RuleBroken
from tests.factories.communities import OrganisationFactory
from tests.factories.money import FundingFactory, initiative_of
from working_groups.admin import FundingAdminForm
from working_groups.funding import add_link, change_link
from working_groups.models import Funding
from working_groups.money import terminal_uah

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 2, 9, tzinfo=UTC)
LAKH = Decimal(100000)


@pytest.fixture
def initiative(community):
    return initiative_of(community)


@pytest.fixture
def donor():
    return OrganisationFactory.create(name_uk="Донор")


@pytest.fixture
def agency():
    return OrganisationFactory.create(name_uk="Агенція")


@pytest.fixture
def foundation():
    return OrganisationFactory.create(name_uk="Фонд")


@pytest.fixture
def add(initiative, group_coordinator):
    def link(giver, receiver=None, uah=LAKH, kind="commitment"):
        said = {"initiative": initiative, "giver": giver, "receiver": receiver, "kind": kind}
        said |= {"amount": uah, "uah": uah, "currency": "UAH", "given_on": date(2024, 1, 10)}
        return add_link(said=said, by=group_coordinator, at=AT)

    return link


def change(link, **said):
    return change_link(link=link, said=said, at=AT, version=link.version)


def refused(call, *args, **more):
    with pytest.raises(RuleBroken) as broken:
        call(*args, **more)
    return broken.value.code, broken.value.field


def test_a_chain_is_one_sum(add, initiative, donor, agency, foundation, django_assert_num_queries):
    add(donor, agency)
    add(agency, foundation)
    add(foundation)

    with django_assert_num_queries(1):
        assert terminal_uah([initiative]) == {initiative.pk: LAKH}


def test_what_was_given_is_the_sum_where_nothing_was_promised(add, initiative, foundation):
    add(foundation, kind="in_kind", uah=Decimal(5))
    add(foundation, kind="disbursement", uah=Decimal(7))
    assert terminal_uah([initiative]) == {initiative.pk: 12}

    add(foundation, uah=Decimal(10))
    assert terminal_uah([initiative]) == {initiative.pk: 10}


def test_money_goes_in_no_circle(add, donor, agency, foundation):
    add(donor, agency)
    last = add(agency, foundation)

    assert refused(add, foundation, donor) == ("circle", "receiver")
    assert refused(change, last, receiver=donor) == ("circle", "receiver")
    assert Funding.objects.count() == 2


def test_nobody_passes_on_more_than_came(add, donor, agency):
    add(donor, agency)
    add(agency, uah=Decimal(60000))

    assert refused(add, agency, uah=Decimal(40001)) == ("more_than_came", "uah")
    add(agency, uah=Decimal(40000))


def test_an_earlier_link_is_not_lowered_below_what_went_on(add, donor, agency, foundation):
    first = add(donor, agency)
    add(agency)

    assert refused(change, first, amount=LAKH - 1, uah=LAKH - 1) == ("more_than_came", "uah")
    first.refresh_from_db()
    assert (first.uah, first.version) == (LAKH, 1)
    more = add(donor, agency, uah=Decimal(1))
    assert refused(change, first, receiver=foundation) == ("more_than_came", "receiver")
    assert refused(change, first, kind="in_kind") == ("more_than_came", "kind")
    change(more, amount=LAKH, uah=LAKH)
    change(first, receiver=foundation)


def test_each_kind_is_counted_by_itself(add, donor, agency):
    add(donor, agency)
    add(donor, agency, kind="disbursement", uah=Decimal(1000))
    add(agency)

    assert refused(add, agency, kind="disbursement", uah=Decimal(1001)) == (
        "more_than_came",
        "uah",
    )


def test_whoever_nothing_came_to_is_a_source(add, agency):
    add(agency, uah=LAKH * 9)


def test_a_stale_version_changes_nothing(add, donor):
    link = add(donor)
    change(link, note="Перше")

    assert refused(change, link, note="Друге") == ("stale", "")


def test_an_initiative_of_a_community_elsewhere_is_not_written_of(
    initiative, elsewhere, donor, group_coordinator
):
    initiative.places.create(community=elsewhere)
    said = {"initiative": initiative, "giver": donor, "receiver": None, "kind": "commitment"}
    said |= {"amount": LAKH, "uah": LAKH, "currency": "UAH", "given_on": date(2024, 1, 10)}

    assert refused(add_link, said=said, by=group_coordinator, at=AT) == (
        "out_of_reach",
        "initiative",
    )


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_do_not_pass_on_twice_what_came(add, donor, agency):
    add(donor, agency)

    def write(_number):
        try:
            add(agency, uah=Decimal(60000))
        except RuleBroken as broken:
            return broken.code
        finally:
            connection.close()
        return "stored"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(write, range(2))) == ["more_than_came", "stored"]


def test_the_history_keeps_what_a_link_was(add, donor):
    link = add(donor)
    change(link, amount=Decimal(5), uah=Decimal(5))

    events = link.events.order_by("pgh_id")
    assert [(each.pgh_label, each.uah) for each in events] == [("insert", LAKH), ("update", 5)]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"amount": Decimal(0), "uah": Decimal(0)}, "amount"),
        ({"uah": Decimal(5)}, "uah"),
        ({"currency": "DKK"}, "rate_date"),
        ({"rate_date": date(2024, 1, 1)}, "rate_date"),
    ],
)
def test_amounts_that_contradict_each_other(initiative, more, field):
    link = FundingFactory.build(initiative=initiative, **more)

    assert field in link.wrong()


def test_the_admin_asks_the_same_rule(add, initiative, donor, agency):
    add(donor, agency)
    body = {"initiative": initiative.pk, "giver": agency.pk, "kind": "commitment"}
    body |= {"amount": LAKH + 1, "uah": LAKH + 1, "currency": "UAH", "given_on": "2024-01-10"}

    assert FundingAdminForm(body).errors.keys() == {"uah"}
    assert FundingAdminForm(body | {"receiver": donor.pk}).errors.keys() == {"receiver"}
    assert FundingAdminForm(body | {"amount": LAKH, "uah": LAKH}).is_valid()
