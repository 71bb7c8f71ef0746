"""Posts: who assigns whom where, by page and by program, and what is refused."""

from datetime import date

import pytest
from django.urls import reverse

from officers.models import Assignment, AssignmentKind, OfficerKind
from tests.factories.accounts import account
from tests.factories.communities import OrganisationFactory, SettlementFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory

pytestmark = pytest.mark.django_db
URL = "/api/v1/assignments/"
TAG = {"If-Match": '"1.plain"'}


@pytest.fixture
def officer(community):
    """An officer of the oblast who serves nowhere yet."""
    return OfficerFactory.create(unit=OrganisationFactory.create(oblast=community.oblast))


@pytest.fixture
def post(community, officer):
    return AssignmentFactory.create(officer=officer, community=community)


def form(**said):
    return {"kind": "primary", "starts_on": "2026-01-15"} | said


def assign_url(community, officer=None):
    mine = f"&officer={officer.pk}" if officer else ""
    return f"{reverse('officers:assign')}?community={community.code}{mine}"


def edit_url(post):
    return reverse("officers:assignment-edit", args=[post.pk])


def body(officer, community, **said):
    return {
        "officer": officer.pk,
        "community": community.code,
        "kind": "primary",
        "starts_on": "2026-01-15",
    } | said


def codes(answer):
    return {each["pointer"]: each["code"] for each in answer.json()["errors"]}


# --- pages


def test_a_coordinator_assigns_from_the_page_of_the_officer(
    client, coordinator, community, officer
):
    village = SettlementFactory.create(community=community, raion=community.raion)
    client.force_login(coordinator)
    card = client.get(officer.get_absolute_url()).content.decode()
    assert f"{reverse('officers:assign')}?officer={officer.pk}" in card
    assert client.get(f"{reverse('officers:assign')}?officer={officer.pk}").status_code == 200

    said = form(
        last_day="2026-03-31",
        settlements=[village.pk],
        place="Лівий берег",
        lives_in_community="true",
        order_number="12 о/с",
        order_date="2026-01-10",
    )
    answer = client.post(assign_url(community, officer), said)

    made = Assignment.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, made.get_absolute_url())
    assert (made.starts_on, made.last_day) == (date(2026, 1, 15), date(2026, 3, 31))
    assert (made.lives_in_community, list(made.settlements.all())) == (True, [village])
    card = client.get(officer.get_absolute_url()).content.decode()
    for words in (village.name_uk, "Лівий берег", "12 о/с", edit_url(made)):
        assert words in card


def test_the_page_of_the_community_leads_to_a_choice_of_officers(
    client, coordinator, community, elsewhere, officer
):
    stranger = OfficerFactory.create(unit=OrganisationFactory.create(oblast=elsewhere.oblast))
    client.force_login(coordinator)
    page = client.get(community.get_absolute_url()).content.decode()
    assert assign_url(community) in page

    offered = client.get(assign_url(community)).context["form"].fields["officer"].queryset
    refused = client.post(assign_url(community), form(officer=stranger.pk))
    made = client.post(assign_url(community), form(officer=officer.pk))

    assert list(offered) == [officer]
    assert (refused.status_code, made.status_code) == (400, 302)
    assert Assignment.objects.get().officer == officer


@pytest.mark.parametrize("wrong", ["elsewhere", "nowhere", "oblast"])
def test_a_community_out_of_reach_is_refused_at_the_first_step(
    client, coordinator, community, elsewhere, wrong
):
    named = {"elsewhere": elsewhere.code, "nowhere": "Ніде", "oblast": community.oblast.code}
    client.force_login(coordinator)

    answer = client.get(reverse("officers:assign"), {"community": named[wrong]})

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["community"]


@pytest.mark.parametrize("key", ["0", "x", "99999999999", "stranger"])
def test_an_officer_out_of_reach_is_not_there(client, coordinator, community, elsewhere, key):
    stranger = AssignmentFactory.create(community=elsewhere).officer
    client.force_login(coordinator)
    named = {"community": community.code, "officer": stranger.pk if key == "stranger" else key}

    assert client.get(reverse("officers:assign"), named).status_code == 404


def test_an_overlap_is_told_at_its_field_with_the_other_post(client, coordinator, community, post):
    client.force_login(coordinator)

    answer = client.post(assign_url(community, post.officer), form())

    assert answer.status_code == 409
    (message,) = answer.context["form"].errors["starts_on"]
    assert community.title in message
    assert "01.01.2024" in message


def test_an_overlap_with_a_post_out_of_scope_names_nothing(
    client, coordinator, community, elsewhere, officer
):
    AssignmentFactory.create(officer=officer, community=elsewhere)
    client.force_login(coordinator)

    answer = client.post(assign_url(community, officer), form())

    assert answer.status_code == 409
    assert elsewhere.title not in answer.content.decode()
    assert "starts_on" in answer.context["form"].errors


def test_a_substitute_may_serve_besides(client, coordinator, community, post):
    client.force_login(coordinator)

    answer = client.post(assign_url(community, post.officer), form(kind="substitute"))

    assert answer.status_code == 302
    assert Assignment.objects.filter(kind=AssignmentKind.SUBSTITUTE).exists()


@pytest.mark.parametrize(("last_day", "asked"), [("", True), ("2026-02-01", False)])
def test_a_community_dissolved_in_the_period_wants_a_reason(
    client, coordinator, community, officer, last_day, asked
):
    type(community).objects.filter(pk=community.pk).update(dissolved_on=date(2026, 3, 1))
    client.force_login(coordinator)

    answer = client.post(assign_url(community, officer), form(last_day=last_day))
    assert answer.status_code == (409 if asked else 302)
    if asked:
        assert list(answer.context["form"].errors) == ["reason"]
        with_reason = form(last_day=last_day, reason="До передачі справ")
        assert client.post(assign_url(community, officer), with_reason).status_code == 302


def test_an_occupied_community_wants_a_reason(api, coordinator, community, officer):
    community.control_statuses.create(
        status="occupied", starts_on=date(2026, 2, 1), act="a", listed_as="b", edition="2026-02-01"
    )
    client = api(coordinator)

    refused = client.post(URL, body(officer, community))
    before = client.post(URL, body(officer, community, ends_on="2026-02-01"))

    assert (refused.status_code, before.status_code) == (409, 201)
    assert refused.json()["type"].endswith("needs_a_reason")


def test_a_post_ends_with_its_last_day(client, coordinator, post):
    client.force_login(coordinator)
    url = reverse("handovers:leave", args=[post.pk])
    assert client.get(url).status_code == 200

    early = client.post(url, {"last_day": "2023-12-31", "version": 1})
    done = client.post(url, {"last_day": "2026-06-30", "version": 1, "reason": "Звільнення"})
    stale = client.post(url, {"last_day": "2026-07-31", "version": 1})

    assert (early.status_code, done.status_code, stale.status_code) == (409, 302, 409)
    post.refresh_from_db()
    assert (post.ends_on, post.version) == (date(2026, 7, 1), 2)
    assert not Assignment.objects.in_force(date(2026, 7, 1)).exists()


def test_a_change_shows_what_stands_and_keeps_what_a_stale_page_would_lose(
    client, coordinator, post
):
    client.force_login(coordinator)
    initial = client.get(edit_url(post)).context["form"].initial
    assert (initial["starts_on"], initial["version"]) == (date(2024, 1, 1), 1)

    done = client.post(edit_url(post), form(place="Село", version=1))
    stale = client.post(edit_url(post), form(place="Інше", version=1))

    assert (done.status_code, stale.status_code) == (302, 409)
    post.refresh_from_db()
    assert (post.place, post.starts_on) == ("Село", date(2026, 1, 15))


def test_the_history_of_the_officer_tells_of_the_post(client, post):
    nation = account("ministry_administrator", nation=True)
    client.force_login(nation)
    client.post(edit_url(post), form(place="Село", version=1))

    page = client.get(f"{post.officer.get_absolute_url()}history/").content.decode()

    assert "Село" in page


def test_who_only_reads_finds_no_way_to_assign(client, ministry, community, post):
    client.force_login(ministry)

    pages = [client.get(each.get_absolute_url()) for each in (post.officer, community)]
    for page in pages:
        said = page.content.decode()
        assert reverse("officers:assign") not in said
        assert edit_url(post) not in said
    assert client.get(assign_url(community)).status_code == 403
    assert client.get(edit_url(post)).status_code == 403


def test_a_post_elsewhere_is_not_there(client, coordinator, elsewhere):
    stranger = AssignmentFactory.create(community=elsewhere)
    client.force_login(coordinator)

    assert client.get(edit_url(stranger)).status_code == 404
    end = reverse("handovers:leave", args=[stranger.pk])
    assert client.post(end, {"last_day": "2026-06-30"}).status_code == 404


# --- programs


def test_a_program_assigns_changes_and_ends(api, coordinator, community, officer):
    village = SettlementFactory.create(community=community, raion=community.raion)
    client = api(coordinator)
    said = body(officer, community, settlements=[village.code], lives_in_community=False)

    made = client.post(URL, said)
    told = client.get(made["Location"]).json()
    url = made["Location"]
    changed = client.patch(url, {"ends_on": "2026-07-01"}, headers=TAG)

    assert made.status_code == 201, made.content
    assert told["settlements"] == [village.code]
    assert (told["officer_name"], told["ends_on"]) == (str(officer), None)
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert (changed.json()["ends_on"], changed.json()["settlements"]) == (
        "2026-07-01",
        [village.code],
    )


def test_the_same_call_again_assigns_once(api, coordinator, community, officer):
    client, key = api(coordinator), {"Idempotency-Key": "one"}

    first = client.post(URL, body(officer, community), headers=key)
    again = client.post(URL, body(officer, community), headers=key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again["Idempotent-Replayed"] == "true"
    assert Assignment.objects.count() == 1


def test_a_change_wants_the_version_it_saw(api, coordinator, post):
    client, url = api(coordinator), f"{URL}{post.pk}/"

    assert client.patch(url, {"place": "Село"}).status_code == 428
    wrong = {"If-Match": '"5.plain"'}
    assert client.patch(url, {"place": "Село"}, headers=wrong).status_code == 412


def test_all_that_is_wrong_with_a_body_is_told_at_once(api, coordinator, elsewhere, community):
    stranger = AssignmentFactory.create(community=elsewhere).officer
    far = SettlementFactory.create(community=elsewhere, raion=elsewhere.raion)

    answer = api(coordinator).post(
        URL, body(stranger, community, ends_on="2026-01-15", settlements=[far.code], rank="x")
    )

    assert answer.status_code == 400
    found = codes(answer)
    assert found["/ends_on"] == "ends_before_it_starts"
    assert found["/settlements"] == "not_of_community"
    assert found["/rank"] == "unknown_field"
    assert "/officer" in found


def test_who_serves_and_where_stays(api, coordinator, community, post):
    answer = api(coordinator).patch(f"{URL}{post.pk}/", {"community": community.code}, headers=TAG)

    assert codes(answer) == {"/community": "not_writable"}


def test_the_service_of_the_grant_counts(api, community):
    police = account("oblast_coordinator", oblast=community.oblast, service="police")
    rescue = OfficerFactory.create(
        kind=OfficerKind.COMMUNITY_RESCUE, unit=OrganisationFactory.create(oblast=community.oblast)
    )

    answer = api(police).post(URL, body(rescue, community))

    assert answer.status_code == 400
    assert not Assignment.objects.exists()


def test_filters_find_what_they_name(api, coordinator, community, elsewhere, post):
    AssignmentFactory.create(community=elsewhere)
    client = api(coordinator)

    def found(**query):
        answer = client.get(URL, query)
        assert answer.status_code == 200, answer.content
        return [each["id"] for each in answer.json()["results"]]

    assert found() == [post.pk]
    assert found(officer=post.officer.pk, kind="primary", in_force="2026-01-01") == [post.pk]
    assert found(territory=community.oblast.code) == [post.pk]
    assert found(in_force="2023-01-01") == []
    assert found(kind="substitute") == []
    assert found(updated_since="2126-01-01T00:00:00+02:00") == []


@pytest.mark.limit("order_number")
def test_a_number_of_an_order_has_an_end(api, coordinator, community, officer):
    client = api(coordinator)

    assert client.post(URL, body(officer, community, order_number="1" * 61)).status_code == 400
    assert client.post(URL, body(officer, community, order_number="1" * 60)).status_code == 201
