"""The administrator's pages: accounts, grants, links, events."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import AccessEvent, EventKind, User
from communities.models import AccessGrant
from core import clock
from safety_portal.limits import LIMITS
from tests.factories.accounts import AccessGrantFactory, UserFactory, account
from tests.factories.communities import CommunityFactory

pytestmark = pytest.mark.django_db
ACCOUNTS = reverse("administration:accounts")
PASSWORD = "п'ять слів поспіль і крапка"


def page_of(user):
    return reverse("administration:account", args=[user.pk])


def step(name, user):
    return reverse(f"administration:{name}", args=[user.pk])


@pytest.fixture
def admin(db):
    return account("ministry_administrator", nation=True)


@pytest.fixture
def of(client):
    """Return a function that gives the browser of an account."""

    def browser(user):
        client.force_login(user)
        return client

    return browser


def names(answer):
    return {each.username for each in answer.context["page"].rows}


def test_a_coordinator_sees_the_accounts_of_the_own_region_only(of, coordinator, police, elsewhere):
    account("officer", community=elsewhere)
    account("ministry_analyst", nation=True)

    answer = of(coordinator).get(ACCOUNTS)

    assert names(answer) == {coordinator.username, police.username}
    assert answer.context["found"] == (2, False)


def test_an_account_of_his_own_making_is_seen_before_it_holds_anything(of, coordinator, elsewhere):
    browser = of(coordinator)
    said = {"username": "new.one", "full_name": "Нова", "email": "n@x.ua", "language": "uk"}

    assert browser.post(reverse("administration:new-account"), said).status_code == 200

    assert "new.one" in names(browser.get(ACCOUNTS))
    other = account("oblast_coordinator", oblast=elsewhere.oblast)
    assert "new.one" not in names(of(other).get(ACCOUNTS))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "гриценко"}, True),
        ({"q": "nobody"}, False),
        ({"role": "officer"}, True),
        ({"role": "council"}, False),
        ({"service": "police"}, True),
        ({"service": "rescue"}, False),
        ({"state": "closed"}, False),
        ({"role": "officer", "service": "rescue"}, False),
    ],
    ids=str,
)
def test_the_list_is_filtered_by_one_and_the_same_grant(of, admin, community, query, found):
    user = account("officer", community=community, service="police")
    AccessGrantFactory.create(
        user=user, community=community, service="rescue", ends_on="2021-01-01"
    )

    answer = of(admin).get(ACCOUNTS, query)

    assert (user.username in names(answer)) == found


def test_no_filter_betrays_a_grant_out_of_reach(of, coordinator, police, elsewhere):
    AccessGrantFactory.create(user=police, community=elsewhere, service="both")

    assert police.username not in names(of(coordinator).get(ACCOUNTS, {"service": "both"}))
    assert elsewhere.name_uk not in of(coordinator).get(page_of(police)).content.decode()


def test_a_wrong_filter_is_named(of, admin):
    answer = of(admin).get(ACCOUNTS, {"role": "king"})

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["role"]


def test_the_page_says_exactly_what_the_account_may_do(of, admin, police):
    lines = of(admin).get(page_of(police)).context["lines"]

    told = sum(len(line.actions) for line in lines)
    assert told == len(User.objects.get(pk=police.pk).get_all_permissions())
    assert {place for line in lines for place in line.places} == {
        (police.grants.get().community.title, "police")
    }


def test_access_is_given_on_the_page_and_counts_at_once(of, coordinator, community):
    user = UserFactory.create()
    AccessGrantFactory.create(user=user, community=community, ends_on="2021-01-01")
    reader = Client()
    reader.force_login(user)
    assert reader.get("/officers/").status_code == 403
    said = {
        "role": "officer",
        "territory": community.name_uk,
        "service": "police",
        "starts_on": str(clock.today()),
        "ends_on": "",
        "reason": "наказ",
    }

    answer = of(coordinator).post(step("grant", user), said)

    assert answer.status_code == 302
    assert reader.get("/officers/").status_code == 200
    grant = AccessGrant.objects.get(user=user, ends_on=None)
    ended = {"ends_on": str(clock.today()), "reason": "звільнення"}
    answer = of(coordinator).post(reverse("administration:end-grant", args=[grant.pk]), ended)
    assert answer.status_code == 302
    assert reader.get("/officers/").status_code == 403


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"territory": "Ніде"}, "territory"),
        ({"territory": "Україна"}, "territory"),
        ({"role": "ministry_administrator"}, "role"),
        ({"starts_on": "2020-01-01"}, "starts_on"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"reason": ""}, "reason"),
        ({"service": "army"}, "service"),
    ],
    ids=str,
)
def test_a_wrong_grant_is_refused_at_its_field(of, coordinator, police, community, change, field):
    said = {
        "role": "council",
        "territory": community.code,
        "service": "police",
        "starts_on": str(clock.today()),
        "ends_on": "",
        "reason": "наказ",
    }

    answer = of(coordinator).post(step("grant", police), said | change)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert police.grants.count() == 1


def test_closing_ends_the_session_and_reopening_gives_it_back(of, coordinator, police):
    reader = Client()
    reader.force_login(police)
    browser = of(coordinator)

    assert browser.post(step("close", police), {"reason": "пішов"}).status_code == 302
    assert reader.get("/officers/").status_code == 302

    assert browser.post(step("reopen", police), {"reason": "повернувся"}).status_code == 302
    kinds = set(AccessEvent.objects.filter(account=police).values_list("kind", flat=True))
    assert kinds == {EventKind.ACCOUNT_CLOSED, EventKind.ACCOUNT_REOPENED}


@pytest.mark.parametrize("name", ["close", "link"])
def test_who_holds_more_is_not_touched(of, coordinator, police, elsewhere, name):
    """A link to the account of somebody mightier would be a way to all that he holds."""
    AccessGrantFactory.create(user=police, community=elsewhere)

    answer = of(coordinator).post(step(name, police), {"reason": "x"})

    assert answer.status_code == 400
    police.refresh_from_db()
    assert police.is_active
    assert AccessEvent.objects.get(kind=EventKind.GRANT_REFUSED).detail["why"] == "more_than_held"


def test_nobody_closes_himself(of, admin):
    account("ministry_administrator", nation=True)

    assert of(admin).post(step("close", admin), {"reason": "x"}).status_code == 400


# --- the link


def link_in(answer):
    return re.search(r"http://testserver(/welcome/[^<\s]+)", answer.content.decode())[1]


@pytest.fixture
def link(of, coordinator, police):
    return link_in(of(coordinator).post(step("link", police), {"reason": "загубив"}))


def choose(link, password=PASSWORD, again=None):
    browser = Client()
    browser.get(link)
    said = {"password": password, "again": again or password}
    return browser.post("/welcome/", said)


def test_a_link_sets_a_password_once(link, police):
    assert choose(link).status_code == 302

    police.refresh_from_db()
    assert police.check_password(PASSWORD)
    assert choose(link, "зовсім інші слова поспіль").status_code == 400
    police.refresh_from_db()
    assert police.check_password(PASSWORD)
    assert AccessEvent.objects.filter(kind=EventKind.PASSWORD_CHANGED).count() == 1


def test_a_bad_password_is_refused_at_its_field(link, police):
    short = choose(link, "коротке")
    differing = choose(link, PASSWORD, "інше")

    assert list(short.context["form"].errors) == ["password"]
    assert list(differing.context["form"].errors) == ["again"]
    assert choose(link).status_code == 302


def test_a_link_of_nobody_is_answered_like_one_of_somebody(link, police):
    police.is_active = False
    police.save()

    pages = []
    for each in (link, "/welcome/999999-abc-def/", "/welcome/x/", f"{link[:-3]}x/"):
        browser = Client()
        pages.append(browser.get(each, follow=True).content)
    plain = {re.sub(rb'value="\w+"', b"", each) for each in pages}
    assert len(plain) == 1


@pytest.mark.limit("welcome")
def test_a_link_grows_old(of, coordinator, police, time_machine):
    time_machine.move_to("2026-07-10T08:00:00Z", tick=False)
    link = link_in(of(coordinator).post(step("link", police), {"reason": "x"}))
    made = clock.now()

    time_machine.move_to(made + timedelta(seconds=LIMITS["welcome"]), tick=False)
    assert choose(link, "коротке").context["form"].errors
    time_machine.move_to(made + timedelta(seconds=LIMITS["welcome"] + 1), tick=False)
    assert choose(link).status_code == 400


def test_the_link_is_kept_by_nothing(of, coordinator, police):
    answer = of(coordinator).post(step("link", police), {"reason": "x"})

    assert answer["Cache-Control"] == "no-store"
    token = link_in(answer).split("/")[2]
    assert not any(token in str(each.detail) for each in AccessEvent.objects.all())
    assert not mail.outbox


def test_the_link_is_sent_where_the_portal_sends_mail(of, coordinator, police, settings):
    settings.EMAIL_URL = "smtp://mail.example"
    User.objects.filter(pk=police.pk).update(email="p@x.ua")

    answer = of(coordinator).post(step("link", police), {"reason": "x"})

    assert mail.outbox[0].to == ["p@x.ua"]
    assert link_in(answer) in mail.outbox[0].body


# --- events


def test_events_are_those_of_the_own_region(of, community, elsewhere):
    near, far = (account("officer", community=each) for each in (community, elsewhere))
    for user in (near, far):
        AccessEvent.objects.create(kind="account_changed", account=user, at=clock.now())
    AccessEvent.objects.create(kind="sign_in_refused", at=clock.now())
    auditor = account("auditor", oblast=community.oblast)
    above = account("auditor", nation=True)

    def told(user):
        events = of(user).get(reverse("administration:events")).context["events"]
        return {each.event.account for each in events}

    assert told(auditor) == {near}
    assert told(above) == {near, far, None}


def test_the_file_of_events_has_the_rows_of_the_list(of, admin, police):
    AccessEvent.objects.create(
        kind="account_changed", account=police, at=clock.now(), detail={"reason": "=1+1"}
    )
    AccessEvent.objects.create(kind="signed_out", account=police, at=clock.now())

    answer = of(admin).get(reverse("administration:events-csv"), {"kind": "account_changed"})

    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert len(rows) == 2
    assert police.username in rows[1]


@pytest.mark.parametrize(
    "query", [{"kind": "x"}, {"since": "99"}, {"until": "2026-02-31"}], ids=str
)
def test_a_wrong_filter_of_events_is_named(of, admin, query):
    for name in ("events", "events-csv"):
        answer = of(admin).get(reverse(f"administration:{name}"), query)
        assert answer.status_code == 400
        assert list(answer.context["form"].errors) == list(query)


def test_of_two_communities_with_one_name_the_one_in_reach_is_meant(of, coordinator, community):
    twin = CommunityFactory.create(name_uk=community.name_uk)
    account("oblast_coordinator", oblast=twin.oblast)
    user = account("council", community=community)
    said = {
        "role": "officer",
        "territory": community.name_uk,
        "service": "police",
        "starts_on": str(clock.today()),
        "reason": "наказ",
    }

    assert of(coordinator).post(step("grant", user), said).status_code == 302
    assert user.grants.latest("pk").community == community

    nation = account("ministry_administrator", nation=True)
    answer = of(nation).post(step("grant", user), said | {"role": "council"})
    assert twin.code in str(answer.context["form"].errors["territory"])
