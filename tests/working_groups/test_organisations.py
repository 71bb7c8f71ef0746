"""Pages of organisations: the list, one with all it does in reach, adding and changing."""

import pytest

from communities.models import Organisation
from communities.register import load_organisations
from tests.factories.accounts import account
from tests.factories.communities import OblastFactory, OrganisationFactory
from tests.factories.money import FundingFactory, GrantFactory, GrantPartnerFactory, initiative_of
from tests.factories.people import (
    MembershipFactory,
    PersonFactory,
    PositionFactory,
    WorkingGroupFactory,
)

pytestmark = pytest.mark.django_db
URL = "/organisations/"


@pytest.fixture
def partner():
    return OrganisationFactory.create(
        name_uk="Фонд «Об’єднання»", name_en="Union Foundation", kind="ngo", edrpou="12345678"
    )


def text(answer):
    return answer.content.decode().replace("\u00a0", " ")


def said(**more):
    return {
        "name_uk": "Данська рада у справах біженців",
        "name_en": "Danish Refugee Council",
        "kind": "ngo",
        "country": "DK",
        "edrpou": "",
        "service": "",
    } | more


def known(place, organisation, **more):
    return PersonFactory.create(community=place, organisation=organisation, **more)


def test_an_organisation_is_added_and_has_a_code(page):
    assert f'href="{URL}new/"' in text(page.get(URL))

    stored = page.post(f"{URL}new/", said())

    assert stored.status_code == 302, text(stored)
    made = Organisation.objects.get()
    assert (made.code, made.listed, made.version) == ("danish-refugee-council", False, 1)
    shown = text(page.get(stored["Location"]))
    assert "Danish Refugee Council" in shown
    assert "<dd>Данія</dd>" in shown
    assert stored["Location"] in text(page.get(URL))


def test_codes_are_made_of_the_name_and_differ(page):
    for oblast in (OblastFactory.create(), OblastFactory.create()):
        body = said(name_uk="Об’єднана школа", name_en="", kind="school", oblast=oblast.pk)
        assert page.post(f"{URL}new/", body).status_code == 302

    codes = Organisation.objects.order_by("pk").values_list("code", flat=True)
    assert list(codes) == ["obiednana-shkola", "obiednana-shkola-2"]


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"edrpou": "12345678"}, "edrpou", "має цей код ЄДРПОУ"),
        ({"name_uk": 'фонд "Обєднання"'}, "name_uk", "уже є в переліку"),
        ({"name_en": "union foundation"}, "name_uk", "уже є в переліку"),
    ],
)
def test_what_is_in_the_list_is_not_added_again_and_the_page_leads_to_it(
    page, partner, more, field, words
):
    refused = page.post(f"{URL}new/", said(**more))

    assert refused.status_code == 400
    [error] = refused.context["form"].errors[field]
    assert words in error
    assert f"№ {partner.pk}" in error
    assert f'href="{partner.get_absolute_url()}"' in text(refused)
    assert Organisation.objects.count() == 1


def test_edrpou_codes_or_oblasts_tell_organisations_of_one_name_apart(page, partner, community):
    same = said(name_uk=partner.name_uk, name_en="")
    assert page.post(f"{URL}new/", same).status_code == 400
    assert page.post(f"{URL}new/", {**same, "edrpou": "87654321"}).status_code == 302

    OrganisationFactory.create(name_uk="Міська лікарня", oblast=community.oblast)
    clinic = said(name_uk="Міська лікарня", kind="clinic")
    here, there = community.oblast.pk, OblastFactory.create().pk
    assert page.post(f"{URL}new/", clinic).status_code == 400
    assert page.post(f"{URL}new/", {**clinic, "oblast": here}).status_code == 400
    away = {**clinic, "name_en": "", "oblast": there}
    assert page.post(f"{URL}new/", away).status_code == 302


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name_uk": ""}, "name_uk"),
        ({"kind": "bakery"}, "kind"),
        ({"edrpou": "123"}, "edrpou"),
        ({"edrpou": "1234567a"}, "edrpou"),
        ({"country": "ZZ"}, "country"),
        ({"service": "army"}, "service"),
        ({"oblast": "9999"}, "oblast"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(page, more, field):
    refused = page.post(f"{URL}new/", said(**more))

    assert refused.status_code == 400
    assert refused.context["form"].errors[field]
    assert not Organisation.objects.exists()


def test_it_is_changed_by_its_version_and_the_history_keeps_what_it_was(page, partner):
    edit = f"{partner.get_absolute_url()}edit/"
    assert f'href="{edit}"' in text(page.get(partner.get_absolute_url()))
    body = said(name_uk="Фонд Об’єднання", name_en="Union", edrpou="12345678", version=1)

    assert page.post(edit, body).status_code == 302
    assert page.post(edit, body).status_code == 409
    partner.refresh_from_db()
    assert (partner.name_en, partner.version) == ("Union", 2)
    events = partner.events.order_by("pgh_id").values_list("name_en", flat=True)
    assert list(events) == ["Union Foundation", "Union"]


def test_the_published_list_alone_changes_its_own(page, partner):
    load_organisations()
    ministry = Organisation.objects.get(code="mia")
    shown = text(page.get(ministry.get_absolute_url()))

    assert "Опублікований перелік" in shown
    assert "/edit/" not in shown
    assert page.get(f"{ministry.get_absolute_url()}edit/").status_code == 404
    Organisation.objects.filter(pk=ministry.pk).update(name_en="Something else")
    load_organisations()
    ministry.refresh_from_db()
    assert (ministry.name_en, ministry.version) == ("Ministry of Internal Affairs of Ukraine", 3)
    partner.refresh_from_db()
    assert partner.version == 1


def test_units_of_the_state_take_the_whole_country(page, client, community):
    """Their oblast and service decide who sees officers."""
    unit = OrganisationFactory.create(kind="unit", oblast=community.oblast, service="police")
    edit = f"{unit.get_absolute_url()}edit/"
    assert page.get(edit).status_code == 404
    assert page.post(f"{URL}new/", said(kind="unit")).status_code == 400

    client.force_login(account("ministry_administrator", nation=True))
    assert client.get(edit).status_code == 200
    assert client.post(f"{URL}new/", said(kind="unit")).status_code == 302


def test_who_sees_groups_reads_the_list_and_changes_nothing(client, community, partner):
    client.force_login(account("council", community=community))

    assert partner.get_absolute_url() in text(client.get(URL))
    assert f"{URL}new/" not in text(client.get(URL))
    assert client.get(partner.get_absolute_url()).status_code == 200
    assert client.get(f"{URL}new/").status_code == 403
    assert client.get(f"{partner.get_absolute_url()}edit/").status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=обьеднання", ["partner"]),
        ("q=union", ["partner"]),
        ("q=12345678", ["partner"]),
        ("kind=donor", ["donor"]),
        ("country=DK", ["donor"]),
        ("country=DK&kind=ngo", []),
        ("", ["donor", "partner"]),
    ],
)
def test_the_list_is_narrowed_by_its_address(page, partner, query, found):
    donor = OrganisationFactory.create(name_uk="Данія", name_en="", kind="donor", country="DK")
    rows = {"partner": partner.pk, "donor": donor.pk}

    shown = page.get(f"{URL}?{query}")

    assert [each.pk for each in shown.context["page"].rows] == [rows[name] for name in found]


def test_wrong_filters_are_named(page):
    for query in ("kind=bakery", "country=XX"):
        assert page.get(f"{URL}?{query}").status_code == 400


def test_the_page_tells_of_people_and_groups_in_reach_alone(page, partner, community, elsewhere):
    here, away = (known(place, partner) for place in (community, elsewhere))
    guest = known(community, None)
    PositionFactory.create(person=guest, organisation=partner, title="Керівниця")
    group, other = (WorkingGroupFactory.create(community=each) for each in (community, elsewhere))
    for each, person in ((group, here), (other, away)):
        MembershipFactory.create(group=each, person=person, organisation=partner)

    shown = text(page.get(partner.get_absolute_url()))

    for each in (here, guest, group):
        assert f'href="{each.get_absolute_url()}"' in shown
    assert "Керівниця" in shown
    for each in (away, other):
        assert f'href="{each.get_absolute_url()}"' not in shown


def test_the_page_tells_of_initiatives_and_money_in_reach(page, partner, community, elsewhere):
    initiative, other = (
        initiative_of(each, proposed_by_organisation=partner) for each in (community, elsewhere)
    )
    donor = OrganisationFactory.create(name_uk="Донор")
    for each in (initiative, other):
        FundingFactory.create(initiative=each, giver=donor, receiver=partner)
        FundingFactory.create(initiative=each, giver=partner)
    grant = GrantFactory.create(oblast=community.oblast, giver=donor)
    GrantPartnerFactory.create(grant=grant, organisation=partner)
    GrantFactory.create(oblast=elsewhere.oblast, giver=donor, organisation=partner)

    answer = page.get(partner.get_absolute_url())

    shown, money = text(answer), answer.context["money"]
    assert initiative.get_absolute_url() in shown
    assert other.get_absolute_url() not in shown
    promised, given, granted = money.sums
    assert (str(promised.gave), str(promised.received)) == ("100000.00", "100000.00")
    assert (given.gave, given.received, granted.received) == (None, None, None)
    assert [each.pk for each in money.grants.rows] == [grant.pk]
    overview = text(page.get(money.given_url))
    assert "100 000,00 грн надійшло ініціативам (1)" in overview
    assert "Донор → Фонд «Об’єднання»" in shown
    assert "Фонд «Об’єднання» → ініціативи" in shown


def test_the_list_of_initiatives_is_narrowed_by_who_proposed_them(page, partner, community):
    mine = initiative_of(community, proposed_by_organisation=partner)
    initiative_of(community)

    shown = page.get(f"/working-groups/initiatives/?organisation={partner.pk}")

    assert [each.pk for each in shown.context["page"].rows] == [mine.pk]
    assert f'name="organisation" value="{partner.pk}"' in text(shown)


def test_wherever_it_is_named_the_name_leads_to_it(page, partner, community):
    person = known(community, partner)
    PositionFactory.create(person=person, organisation=partner)
    group = WorkingGroupFactory.create(community=community, coordinator=partner)
    MembershipFactory.create(group=group, person=person, organisation=partner)
    initiative = initiative_of(community, proposed_by_organisation=partner)
    FundingFactory.create(initiative=initiative, giver=partner)
    grant = GrantFactory.create(oblast=community.oblast, giver=partner)

    for each in (
        *("/people/", person.get_absolute_url(), group.get_absolute_url()),
        *(initiative.get_absolute_url(), "/working-groups/funding/", "/working-groups/grants/"),
        grant.get_absolute_url(),
    ):
        assert f'href="{partner.get_absolute_url()}"' in text(page.get(each)), each
    for each in ("/people/", "/working-groups/"):
        assert f'href="{URL}"' in text(page.get(each)), each
