"""Grants to organisations: on pages, for programs, in the history."""

import pytest

from tests.factories.accounts import account
from tests.factories.communities import OrganisationFactory
from tests.factories.money import GrantFactory, initiative_of
from working_groups.models import Grant

pytestmark = pytest.mark.django_db
URL, API = "/working-groups/grants/", "/api/v1/grants/"


@pytest.fixture
def keeper(community):
    """Who coordinates an oblast."""
    return account("oblast_coordinator", oblast=community.oblast)


@pytest.fixture
def page(client, keeper):
    client.force_login(keeper)
    return client


@pytest.fixture
def three():
    return [OrganisationFactory.create(code=each, name_uk=each) for each in ("don", "rcv", "prt")]


@pytest.fixture
def grant(community):
    return GrantFactory.create(oblast=community.oblast)


def text(answer):
    return answer.content.decode().replace("\u00a0", " ")


def said(three, place, **more):
    giver, receiver, partner = three
    body = {"title": "Інклюзивна безпека", "giver": giver.pk, "organisation": receiver.pk}
    body |= {"partners": [partner.pk], "theme": "inclusion", "amount": "5 000", "currency": "UAH"}
    return body | {"place": place, "given_on": "2024-05-01"} | more


def test_a_grant_is_written_down_shown_and_changed(page, community, three):
    stored = page.post(f"{URL}new/", said(three, community.oblast.code))

    assert stored.status_code == 302, text(stored)
    shown = text(page.get(stored["Location"]))
    assert "5 000,00" in shown
    assert "prt" in shown
    assert stored["Location"] in text(page.get(URL))
    grant = Grant.objects.get()
    body = said(three, community.oblast.code, partners=[], version=grant.version)
    assert page.post(f"{grant.get_absolute_url()}edit/", body).status_code == 302
    partnership = grant.partners.through.pgh_event_model
    assert [each.pgh_label for each in partnership.objects.order_by("pgh_id")] == [
        "insert",
        "delete",
    ]


def test_a_grant_stays_within_reach(page, community, elsewhere, three):
    for place in (elsewhere.oblast.code, "Україна"):
        refused = page.post(f"{URL}new/", said(three, place))
        assert refused.status_code == 409
        assert refused.context["form"].errors["place"]
    refused = page.post(f"{URL}new/", said(three, community.code))
    assert refused.context["form"].errors["place"]
    assert not Grant.objects.exists()


def test_grants_elsewhere_and_of_the_country_are_not_there(page, elsewhere):
    for oblast in (elsewhere.oblast, None):
        other = GrantFactory.create(oblast=oblast)
        assert page.get(other.get_absolute_url()).status_code == 404
        assert other.get_absolute_url() not in text(page.get(URL))


def test_a_grant_is_seen_from_a_place_of_its_oblast_and_not_changed_there(
    client, api, community, grant
):
    near = account("group_coordinator", community=community)
    client.force_login(near)

    assert client.get(grant.get_absolute_url()).status_code == 200
    assert client.get(f"{grant.get_absolute_url()}edit/").status_code == 404
    url = f"{API}{grant.pk}/"
    seen = api(near).get(url)
    refused = api(near).patch(url, {"note": "x"}, headers={"If-Match": seen["ETag"]})
    assert refused.status_code == 403


def test_who_only_reads_is_offered_no_form(client, community, grant):
    client.force_login(account("ministry_analyst", nation=True))

    assert "edit/" not in text(client.get(grant.get_absolute_url()))
    assert client.get(f"{URL}new/").status_code == 403


def test_the_list_is_narrowed_by_theme_and_by_partner(page, grant, three):
    grant.partners.add(three[2])

    def found(query):
        return len(page.get(f"{URL}?{query}").context["page"].rows)

    assert [found("theme=inclusion"), found("theme=power")] == [1, 0]
    assert [
        found(f"organisation={three[2].pk}"),
        page.get(f"{URL}?organisation=0").status_code,
    ] == [
        1,
        400,
    ]


def test_an_initiative_out_of_reach_is_kept_and_not_named(page, community, elsewhere, three):
    hidden = initiative_of(elsewhere, title="Чуже")
    grant = GrantFactory.create(oblast=community.oblast, initiative=hidden)

    assert "Чуже" not in text(page.get(grant.get_absolute_url()))
    body = said(three, community.oblast.code, version=grant.version)
    assert page.post(f"{grant.get_absolute_url()}edit/", body).status_code == 302
    grant.refresh_from_db()
    assert grant.initiative == hidden


def program_body(community, **more):
    body = {"oblast": community.oblast.code, "giver": "don", "organisation": "rcv"}
    body |= {"partners": ["prt", "prt"], "title": "Безпека", "theme": "inclusion"}
    body |= {"amount": "10.00", "currency": "UAH", "uah": "10.00", "given_on": "2024-05-01"}
    return body | more


def test_programs_make_change_and_find_grants(api, keeper, community, three):
    program = api(keeper)
    made = program.post(API, program_body(community))

    assert made.status_code == 201, made.content
    assert made.json()["partners"] == ["prt"]
    assert program.get(f"{API}?partner=prt").json()["results"] == [made.json()]
    changed = program.patch(
        made["Location"], {"partners": ["don"]}, headers={"If-Match": made["ETag"]}
    )
    assert changed.json()["partners"] == ["don"]
    assert not program.get(f"{API}?partner=prt").json()["results"]


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"organisation": "don"}, "/organisation"),
        ({"partners": ["nobody"]}, "/partners/0"),
        ({"currency": "EUR"}, "/rate_date"),
        ({"theme": ""}, "/theme"),
    ],
)
def test_what_is_wrong_of_a_grant_is_named(api, keeper, community, three, more, pointer):
    refused = api(keeper).post(API, program_body(community, **more))

    assert refused.status_code == 400
    assert pointer in {each["pointer"] for each in refused.json()["errors"]}


def test_a_grant_of_an_oblast_elsewhere_is_refused(api, keeper, elsewhere, three):
    refused = api(keeper).post(API, program_body(elsewhere))

    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == "/oblast"


@pytest.mark.limit("grant_partners")
def test_a_grant_has_so_many_partners(api, keeper, community, three, settings):
    most = settings.LIMITS["grant_partners"]
    codes = [OrganisationFactory.create(code=f"p-{n}").code for n in range(most + 1)]
    program = api(keeper)

    assert program.post(API, program_body(community, partners=codes)).status_code == 400
    assert program.post(API, program_body(community, partners=codes[:most])).status_code == 201
