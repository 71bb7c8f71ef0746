"""Recording an act, the list of successions, and what other pages and programs tell of them."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.admin.sites import site
from django.urls import reverse

from communities.admin import SuccessionForm
from communities.models import Community, Succession
from tests.factories.accounts import AccessGrantFactory, account
from tests.factories.communities import (
    CommunityFactory,
    OblastFactory,
    PopulationFactory,
    SettlementFactory,
    SuccessionFactory,
)
from tests.factories.incidents import IncidentFactory
from tests.factories.officers import AssignmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

RECORD, LIST = reverse("communities:record-act"), reverse("communities:successions")
NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(client):
    """A browser that reads English, whatever the account."""
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def three():
    return CommunityFactory.create_batch(3)


@pytest.fixture
def administrator(client):
    client.force_login(account("ministry_administrator", nation=True))
    return client


def said(three, **more):
    return {
        "kind": "merge",
        "predecessors": f"{three[0].code}\n{three[1].name_uk}\n",
        "successors": three[2].code.lower(),
        "effective_on": "2026-06-01",
        "act": "Постанова № 1",
    } | more


def test_the_preview_says_what_it_means_and_records_nothing(administrator, three):
    PopulationFactory.create(community=three[0], people=4321)
    IncidentFactory.create_batch(2, community=three[0])
    AssignmentFactory.create(community=three[1])
    AccessGrantFactory.create(community=three[0])

    answer = administrator.post(RECORD, said(three))

    assert answer.status_code == 200
    first, second = answer.context["means"]["units"]
    assert (first.residents, first.recorded, first.later, first.posts) == (4321, 2, 2, 0)
    assert (second.recorded, second.posts) == (0, 1)
    told = " ".join(answer.context["means"]["said"])
    for words in ("2 records of that day or later", "1 access to what ends", "1 assignment of"):
        assert words in told
    assert not Succession.objects.exists()
    assert Community.objects.shown().count() == Community.objects.count()


def test_an_act_is_recorded_once_it_was_shown(administrator, three):
    answer = administrator.post(RECORD, said(three, record="yes"), follow=True)

    assert answer.redirect_chain == [(LIST, 302)]
    assert Succession.objects.count() == 2
    assert {e.recorded_by for e in Succession.objects.all()} == {answer.wsgi_request.user}
    again = administrator.post(RECORD, said(three, record="yes"))
    assert again.status_code == 400
    assert "already" in again.context["form"].errors["predecessors"][0]


WRONG = {
    "no community": ({"successors": "Немає такої"}, "successors"),
    "a community that does not exist": ({"successors": "UA00000000000000000"}, "successors"),
    "its own successor": (lambda t: {"successors": t[0].code}, "successors"),
    "two successors": (lambda t: {"successors": f"{t[1].code}\n{t[2].code}"}, "successors"),
    "nobody": ({"predecessors": " \n "}, "predecessors"),
    "a day to come": ({"effective_on": "2026-07-02"}, "effective_on"),
    "no day": ({"effective_on": "2026-02-30"}, "effective_on"),
    "no act": ({"act": ""}, "act"),
    "two to be split": ({"kind": "split"}, "predecessors"),
    "the same name": (
        lambda t: {
            "kind": "rename",
            "predecessors": t[0].code,
            "successors": "",
            "name_uk": t[0].name_uk,
        },
        "name_uk",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_at_its_field(administrator, three, case):
    change, field = WRONG[case]

    answer = administrator.post(
        RECORD, said(three, record="yes") | (change(three) if callable(change) else change)
    )

    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {field}
    assert not Succession.objects.exists()


def test_communities_of_one_name_are_told_apart_by_their_code(administrator, three):
    twin = CommunityFactory.create(name_uk=three[1].name_uk)

    answer = administrator.post(RECORD, said(three))

    error = answer.context["form"].errors["predecessors"][0]
    assert error.startswith("Line 2")
    assert twin.code in error
    assert three[1].code in error


@pytest.mark.limit("act_units")
def test_an_act_names_only_so_many_communities(administrator, three, settings):
    most = settings.LIMITS["act_units"]

    for count, complaint in ((most, "twice"), (most + 1, f"At most {most}")):
        lines = "\n".join([three[0].code] * count)
        answer = administrator.post(RECORD, said(three, predecessors=lines))
        assert complaint in answer.context["form"].errors["predecessors"][0]


@pytest.mark.parametrize("role", ["ministry_analyst", "oblast_coordinator", "officer"])
def test_only_the_administrator_of_the_ministry_records_acts(client, three, role):
    client.force_login(account(role, nation=True))

    assert client.get(RECORD).status_code == 403
    assert client.post(RECORD, said(three, record="yes")).status_code == 403
    assert client.get(LIST).status_code == 200
    assert not Succession.objects.exists()


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_costs_the_same_for_any_length(
    client, three, count, ministry, django_assert_num_queries
):
    SuccessionFactory.create_batch(count)
    client.force_login(ministry)
    client.get(LIST)

    with django_assert_num_queries(2):
        assert len(client.get(LIST).context["page"].rows) == count


# --- what others see


@pytest.fixture
def merged():
    row = SuccessionFactory.create()
    IncidentFactory.create(community=row.predecessor)
    return row


def page(client, community, **query):
    return client.get(community.get_absolute_url(), query)


def test_the_page_of_an_ended_community_leads_to_its_successor(client, merged, ministry):
    client.force_login(ministry)

    ended, heir = (
        page(client, each).content.decode() for each in (merged.predecessor, merged.successor)
    )

    assert merged.successor.get_absolute_url() in ended
    assert merged.predecessor.get_absolute_url() in heir
    assert merged.act in ended
    assert merged.act in heir


def test_who_held_what_ended_keeps_it_and_does_not_see_the_successor(client, merged):
    client.force_login(account("officer", community=merged.predecessor))

    answer = page(client, merged.predecessor)

    assert answer.status_code == 200
    assert answer.context["heirs"][0]["url"] == ""
    assert page(client, merged.successor).status_code == 404
    assert client.get("/incidents/").context["page"].rows


def test_who_holds_the_successor_sees_what_its_predecessors_recorded(client, merged):
    holder = account("officer", community=merged.successor)
    client.force_login(holder)

    assert page(client, merged.predecessor).status_code == 200
    assert len(client.get("/incidents/").context["page"].rows) == 1
    assert client.get("/").context["question"].territory.unit == merged.successor
    stranger = account("officer", community=CommunityFactory.create())
    client.force_login(stranger)
    assert page(client, merged.predecessor).status_code == 404


def test_who_holds_a_part_of_a_split_sees_the_records_of_its_settlements(client):
    row = SuccessionFactory.create(kind="split")
    village = SettlementFactory.create(community=row.successor)
    inside = IncidentFactory.create(community=row.predecessor, settlement=village)
    outside = IncidentFactory.create(community=row.predecessor)
    client.force_login(account("officer", community=row.successor))

    assert [each.pk for each in client.get("/incidents/").context["page"].rows] == [inside.pk]
    assert client.get(outside.get_absolute_url()).status_code == 404
    assert page(client, row.predecessor).status_code == 404


def test_pages_and_lists_tell_the_past_either_way(client, merged, ministry):
    client.force_login(ministry)
    june, heir = {"month": "2026-06"}, merged.successor
    now = {"territories": "as_it_is_now"}

    values = [
        page(client, heir, **june, **more).context["figures"][0]["value"] for more in ({}, now)
    ]

    assert values == [0, 1]
    lists = [
        len(client.get("/incidents/", {"territory": heir.code, **more}).context["page"].rows)
        for more in ({}, now)
    ]
    assert lists == [0, 1]
    refused = page(client, merged.predecessor, **june, **now)
    assert refused.status_code == 400
    assert heir.code in refused.content.decode()


def test_the_comparison_lists_the_units_of_the_time_or_those_of_today(client, merged, ministry):
    heir = merged.successor
    Community.objects.filter(pk=heir.pk).update(
        raion=merged.predecessor.raion, oblast=merged.predecessor.oblast
    )
    client.force_login(ministry)

    def rows(month, **more):
        query = {"territory": merged.predecessor.raion.code, "month": month, **more}
        ranking = client.get("/", query).context["ranking"]
        return {row.short: row.values["recorded"] for row in ranking.rows}

    assert rows("2026-06") == {f"{merged.predecessor.name}, until 1 Jun 2026": 1, heir.name: 0}
    assert rows("2026-06", territories="as_it_is_now") == {heir.name: 1}
    assert rows("2026-05") == {f"{merged.predecessor.name}, until 1 Jun 2026": 0, heir.name: 0}


def test_programs_read_successions_and_what_a_community_goes_on_in(api, merged, ministry):
    client = api(ministry)

    rows = client.get("/api/v1/successions/", {"community": merged.successor.code}).json()
    assert [(e["predecessor"], e["successor"], e["kind"]) for e in rows["results"]] == [
        (merged.predecessor.code, merged.successor.code, "merge")
    ]
    one = client.get(f"/api/v1/communities/{merged.predecessor.code}/").json()
    assert (one["dissolved_on"], one["successors"]) == ("2026-06-01", [merged.successor.code])
    listed = client.get("/api/v1/communities/").json()["results"]
    assert [each["code"] for each in listed] == [merged.successor.code]
    ended = client.get("/api/v1/communities/", {"ended": "true"}).json()["results"]
    assert [each["code"] for each in ended] == [merged.predecessor.code]


def test_the_api_refuses_today_for_what_is_no_more_and_words_it_does_not_know(
    api, merged, ministry
):
    client = api(ministry)
    days = {"from": "2026-06-01", "to": "2026-07-01", "territory": merged.predecessor.code}

    for word in ("as_it_is_now", "as_ever"):
        answer = client.get("/api/v1/measures/incidents.recorded/", {**days, "territories": word})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"].endswith("territories")


# --- the admin


def test_the_admin_records_by_the_same_rules(admin_client, three):
    add = reverse("admin:communities_succession_add")
    words = {"kind": "merge", "effective_on": "2026-06-01", "act": "№ 1"}

    own = admin_client.post(add, {**words, "predecessor": three[0].pk, "successor": three[0].pk})
    assert set(own.context["adminform"].form.errors) == {"successor"}
    done = admin_client.post(add, {**words, "predecessor": three[0].pk, "successor": three[1].pk})

    assert done.status_code == 302
    row = Succession.objects.get()
    assert row.recorded_by == done.wsgi_request.user
    assert site.is_registered(Succession)
    assert SuccessionForm.base_fields


def test_the_admin_adds_an_old_community_under_a_code_of_its_own(admin_client):
    oblast = OblastFactory.create()
    add = reverse("admin:communities_community_add")
    words = {
        "code": "OTG-99-1",
        "name_uk": "Вигадана",
        "kind": "amalgamated",
        "oblast": oblast.pk,
        "dissolved_on": "2020-11-26",
        "aliases-TOTAL_FORMS": 0,
        "aliases-INITIAL_FORMS": 0,
    }

    wrong = admin_client.post(add, words)
    assert set(wrong.context["adminform"].form.errors) == {"code"}
    done = admin_client.post(add, words | {"code": f"OTG-{oblast.number}-1"})

    assert done.status_code == 302
    assert Community.objects.get().dissolved_on == date(2020, 11, 26)
