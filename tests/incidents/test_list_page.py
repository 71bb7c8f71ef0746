"""The list of incidents: what its filters find, what it hides, what a wrong filter says."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import translation

from incidents.models import Incident
from tests.factories.accounts import UserFactory, account
from tests.factories.communities import CommunityFactory
from tests.factories.incidents import CategoryFactory, IncidentFactory, ResponseFactory

LIST, FILE = reverse("incidents:list"), reverse("incidents:ndjson")
KYIV = ZoneInfo("Europe/Kyiv")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def shown(client, **filters):
    return [each.pk for each in client.get(LIST, filters).context["page"].rows]


def on(day, hour=12):
    return datetime(2026, 6, day, hour, tzinfo=KYIV)


def test_the_newest_stand_first(client, coordinator, community):
    old, new = (IncidentFactory.create(community=community, occurred_at=on(d)) for d in (3, 4))
    client.force_login(coordinator)

    assert shown(client) == [new.pk, old.pk]


def test_other_oblasts_and_the_other_service_are_not_there(client, community, elsewhere):
    mine = IncidentFactory.create(community=community, service="police")
    IncidentFactory.create(community=community, service="rescue")
    IncidentFactory.create(community=elsewhere, service="police")
    client.force_login(account("oblast_coordinator", oblast=community.oblast, service="police"))

    assert shown(client) == [mine.pk]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        pytest.param({"since": "2026-06-15", "until": "2026-06-15"}, True, id="on the day"),
        pytest.param({"until": "2026-06-14"}, False, id="before"),
        pytest.param({"since": "2026-06-16"}, False, id="after"),
        pytest.param({"service": "police"}, True, id="service"),
        pytest.param({"service": "rescue"}, False, id="other service"),
        pytest.param({"category": "fire.residential"}, True, id="category"),
        pytest.param({"category": "crime.theft"}, False, id="other category"),
        pytest.param({"group": "fire"}, True, id="group"),
        pytest.param({"group": "road"}, False, id="other group"),
        pytest.param({"status": "submitted"}, True, id="status"),
        pytest.param({"status": "void"}, False, id="other status"),
        pytest.param({"war_related": "false"}, True, id="not of the war"),
        pytest.param({"war_related": "true"}, False, id="of the war"),
        pytest.param({"counted": "true"}, True, id="counted"),
        pytest.param({"counted": "false"}, False, id="not counted"),
        pytest.param({"since": "2026-06-16", "clock": "reported"}, True, id="reported later"),
        pytest.param({"until": "2026-06-15", "clock": "reported"}, False, id="reported before"),
        pytest.param({"channel": "102"}, True, id="channel"),
        pytest.param({"channel": "101"}, False, id="other channel"),
        pytest.param({"people": "injured"}, True, id="of injured"),
        pytest.param({"people": "killed"}, False, id="of killed"),
        pytest.param({"responded": "true"}, True, id="somebody went"),
        pytest.param({"responded": "false"}, False, id="nobody went"),
        pytest.param({"mine": "true"}, True, id="by me"),
        pytest.param({"mine": "false"}, False, id="by others"),
        pytest.param({"box": "32,46,33,47"}, True, id="in the box"),
        pytest.param({"box": "32.5,46,33,47"}, True, id="on its western side"),
        pytest.param({"box": "32,46,32.5,47"}, False, id="on its eastern side"),
    ],
)
def test_a_filter_finds_what_it_names(client, api, coordinator, community, filters, found):
    """On the page, in a file and over the API alike."""
    CategoryFactory.create(code="crime.theft", group="crime")
    incident = IncidentFactory.create(
        community=community,
        occurred_at=on(15, 23),
        reported_at=on(16, 1),
        injured=1,
        logged_by=coordinator,
        longitude="32.5",
        latitude="46.5",
    )
    ResponseFactory.create(incident=incident)
    client.force_login(coordinator)

    assert shown(client, **filters) == ([incident.pk] if found else [])
    lines = b"".join(client.get(FILE, filters).streaming_content).splitlines()
    assert len(lines) == found
    assert len(api(coordinator).get("/api/v1/incidents/", filters).json()["results"]) == found


@pytest.mark.parametrize("column", ["occurred_at", "reported_at", "updated_at"])
def test_a_head_sorts_and_turns_the_order(client, coordinator, community, column):
    moments = {"occurred_at": on(3), "reported_at": on(4), "updated_at": on(5)}
    first = IncidentFactory.create(community=community, **moments)
    last = IncidentFactory.create(community=community, **moments | {"updated_at": on(9)})
    Incident.objects.filter(pk=last.pk).update(**{"reported_at": on(9), column: on(9)})
    client.force_login(coordinator)

    def heads(**filters):
        found = client.get(LIST, filters).context["heads"]
        return {each["url"].rpartition("=")[2].lstrip("-"): each for each in found}

    down, up = f"-{column}", column
    assert heads(ordering=down)[column]["direction"] == "descending"
    assert heads(ordering=down)[column]["url"] == f"?ordering={up}"
    assert heads(ordering=up)[column]["url"] == f"?ordering={down}"
    assert 'aria-sort="ascending"' in client.get(LIST, {"ordering": up}).content.decode()
    assert shown(client, ordering=down) == [last.pk, first.pk]
    assert shown(client, ordering=up) == [first.pk, last.pk]


def test_an_order_that_is_none_is_refused(client, coordinator):
    client.force_login(coordinator)

    assert client.get(LIST, {"ordering": "weather"}).status_code == 400


def test_a_territory_holds_its_whole_subtree(client, ministry, community, elsewhere):
    incident = IncidentFactory.create(community=community)
    IncidentFactory.create(community=elsewhere)
    client.force_login(ministry)

    for code in (community.code, community.raion.code, community.oblast.code):
        assert shown(client, territory=code) == [incident.pk]


@pytest.mark.parametrize(
    ("filters", "field", "words"),
    [
        pytest.param({"since": "9999-12-31"}, "since", "from 1 Jan 1990 to", id="far day"),
        pytest.param({"until": "0001-01-01"}, "until", "from 1 Jan 1990 to", id="old day"),
        pytest.param({"since": "yesterday"}, "since", "for example 22.11.2026", id="day in words"),
        pytest.param(
            {"since": "2026-02-02", "until": "2026-02-01"}, "until", "before the first", id="order"
        ),
        pytest.param({"territory": "UA00"}, "territory", "do not see", id="territory of nobody"),
        pytest.param({"territory": "\x00"}, "territory", "Null", id="null character"),
        pytest.param({"service": "navy"}, "service", "navy", id="service"),
        pytest.param({"category": "no.such"}, "category", "choice", id="category"),
        pytest.param({"status": "1"}, "status", "1", id="status"),
        pytest.param({"group": "x"}, "group", "x", id="group"),
        pytest.param({"war_related": "maybe"}, "war_related", "maybe", id="war"),
    ],
)
def test_a_wrong_filter_is_named_and_shows_nothing(
    client, coordinator, community, filters, field, words
):
    IncidentFactory.create(community=community)
    client.force_login(coordinator)

    answer = client.get(LIST, filters)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert words in str(answer.context["form"].errors)
    assert answer.context["page"].rows == []


def test_a_territory_out_of_scope_is_refused_like_one_that_does_not_exist(
    client, coordinator, elsewhere
):
    client.force_login(coordinator)

    errors = [
        str(client.get(LIST, {"territory": code}).context["form"].errors)
        for code in (elsewhere.code, "UA99999999999999999")
    ]

    assert errors[0] == errors[1]


def test_the_pages_of_the_list_join_without_loss(client, coordinator, community, settings):
    settings.LIMITS = settings.LIMITS | {"list_page": 2}
    CategoryFactory.create()
    made = [IncidentFactory.create(community=community, occurred_at=on(d)) for d in range(1, 6)]
    client.force_login(coordinator)

    seen, url = [], LIST
    while url:
        page = client.get(url).context["page"]
        seen += [each.pk for each in page.rows]
        last, url = page, LIST + page.older if page.older else ""

    assert seen == [each.pk for each in reversed(made)]
    back = client.get(LIST + last.newer).context["page"]
    assert [each.pk for each in back.rows] == seen[2:4]


def test_a_marker_of_another_list_begins_at_the_top(client, coordinator, community, settings):
    settings.LIMITS = settings.LIMITS | {"list_page": 1}
    CommunityFactory.create(oblast=community.oblast)
    incident = IncidentFactory.create(community=community)
    client.force_login(coordinator)
    marker = client.get(reverse("communities:list")).context["page"].older

    for wrong in (marker, "?after=nonsense", "?after=%00", "?before=WyIxIl0:1:x"):
        assert [each.pk for each in client.get(LIST + wrong).context["page"].rows] == [incident.pk]


def test_reviewers_have_a_queue_and_decide_in_it(client, coordinator, community):
    incident = IncidentFactory.create(community=community)
    client.force_login(coordinator)
    page = client.get(LIST, {"status": "submitted"})
    review = page.context["review"]

    answer = client.post(
        reverse("incidents:verify", args=[incident.pk]),
        {"version": review["verify"].initial["version"], "next": review["next"]},
    )

    assert review["incident"] == incident
    assert answer.url == f"{LIST}?status=submitted"
    assert shown(client, status="submitted") == []


def test_those_who_do_not_review_have_no_queue(client, police, community):
    IncidentFactory.create(community=community)
    client.force_login(police)

    page = client.get(LIST, {"status": "submitted"})

    assert [tab["url"] for tab in page.context["tabs"]] == ["?", "?status=returned"]
    assert page.context["review"] is None


def test_chips_take_one_filter_away_and_keep_the_others(client, coordinator, community):
    client.force_login(coordinator)

    chips = client.get(LIST, {"service": "police", "group": "fire"}).context["chips"]

    assert {chip["url"] for chip in chips} == {"?service=police", "?group=fire"}


def test_an_empty_list_says_why(client, coordinator, community):
    client.force_login(coordinator)

    assert "No incidents yet" in read(client, {})
    assert "No incidents match these filters" in read(client, {"group": "fire"})


def read(client, filters):
    return client.get(LIST, filters).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(
    client, coordinator, community, count, django_assert_num_queries
):
    IncidentFactory.create_batch(count, community=community)
    client.force_login(coordinator)

    with django_assert_num_queries(13):
        client.get(LIST)


def test_an_account_without_grants_is_refused(client, db):
    client.force_login(UserFactory.create())

    assert client.get(LIST).status_code == 403
