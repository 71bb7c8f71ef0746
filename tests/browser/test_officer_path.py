"""The journey of an officer: from candidate through training, post and equipment to a report."""

import re
import time
from datetime import timedelta

import pytest
import requests
from playwright.sync_api import expect

from accounts.models import User
from communities.models import Community
from core.clock import today
from core.half_years import HalfYear
from core.periods import Month
from officers.models import Officer
from safety_portal.demo.accounts import secret_file
from tests.browser.journeys import open_as

pytestmark = pytest.mark.django_db(transaction=True)
KHERSON = "UA65000000000030969"
SURNAME, BADGE = "Шляхова", "7654321"


def day(ago):
    return str(today() - timedelta(days=ago))


@pytest.fixture
def page(chromium, live_server, demo, worker):
    page = open_as(chromium, live_server, "kherson")
    yield page
    page.context.close()


@pytest.fixture
def vacant(demo):
    """A community of the oblast that nobody of the police serves."""
    here = Community.objects.eligible_on(today()).filter(oblast__code=KHERSON)
    served = here.filter(assignments__officer__service="police")
    return here.exclude(pk__in=served.values("pk")).order_by("pk").first()


def test_a_person_becomes_the_officer_everybody_knows(page, live_server, vacant):
    before = coverage(page)
    told = from_the_api(live_server.url)

    write_down(page)
    train(page)
    assign(page, vacant)
    equip(page)
    report(page)

    assert coverage(page) == before + 1
    assert from_the_api(live_server.url) == told + 1
    assert of_the_oblast_report(page) == before + 1
    assert shown_on_the_map(page, vacant)


def test_an_officer_sees_only_his_own_card(chromium, live_server, demo):
    page = open_as(chromium, live_server, "bilozerka.police")
    page.goto("/officers/")
    own = User.objects.get(username="bilozerka.police").officer
    seen = page.locator("main tbody th a").all()

    assert [each.get_attribute("href") for each in seen] == [own.get_absolute_url()]
    other = Officer.objects.exclude(pk=own.pk).filter(service="police").earliest("pk")
    assert page.goto(other.get_absolute_url()).status == 404
    page.context.close()


def coverage(page):
    """Return how many officers of the oblast are in post, as the page of coverage says it."""
    page.goto(f"/officers/coverage/?territory={KHERSON}&month={Month.of(today())}")
    box = page.locator(".figure", has=page.get_by_text("Officers in post", exact=True))
    return int(re.sub(r"\D", "", box.locator(".value a").inner_text()))


def from_the_api(address):
    secret = secret_file().read_text("ascii").strip()
    token = requests.post(
        f"{address}/oauth/token/",
        data={"grant_type": "client_credentials"},
        auth=("integrator", secret),
        timeout=10,
    ).json()["access_token"]
    told = requests.get(
        f"{address}/api/v1/measures/officers.in_post/",
        params={"territory": KHERSON, "from": day(0), "to": day(-1)},
        headers={"Authorization": f"Bearer {token}"},
        timeout=10,
    ).json()
    return int(told["results"][0]["value"])


def write_down(page):
    page.goto("/officers/new/")
    page.get_by_label("Surname").fill(SURNAME)
    page.get_by_label("Given name").fill("Марія")
    page.get_by_label("Kind", exact=True).select_option("community_police")
    unit = page.get_by_label("Home unit")
    unit.select_option(unit.locator("option", has_text="Police").first.get_attribute("value"))
    page.get_by_label("Badge number").fill(BADGE)
    page.locator("[name=on]").fill(day(100))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(SURNAME)
    step(page, "selected", 90)


def step(page, stage, ago):
    page.get_by_text("Next step", exact=True).click()
    form = page.locator("form", has=page.locator("[name=stage]"))
    form.locator("[name=stage]").select_option(stage)
    form.locator("[name=on]").fill(day(ago))
    form.get_by_role("button", name="Save").click()


def train(page):
    page.goto("/officers/courses/new/")
    page.locator("[name=name_uk]").fill("Курс для громади")
    page.locator("[name=service]").select_option("police")
    page.locator("[name=provider]").select_option(index=1)
    page.locator("[name=place]").fill("Харків")
    page.locator("[name=hours]").fill("270")
    page.locator("[name=starts_on]").fill(day(80))
    page.locator("[name=ends_on]").fill(day(30))
    page.get_by_role("button", name="Save").click()
    page.get_by_label(re.compile(SURNAME)).check()
    page.get_by_role("button", name="Enrol").click()
    page.locator("[name=certified_on]").fill(day(25))
    page.get_by_label(re.compile(f"Certificate of .*{SURNAME}")).fill(BADGE)
    page.get_by_role("button", name="Certify").click()
    expect(page.locator("main")).to_contain_text(BADGE)


def officer():
    return Officer.objects.get(personal__last_name=SURNAME)


def assign(page, community):
    page.goto(f"/officers/assign/?community={community.code}")
    page.locator("[name=officer]").select_option(str(officer().pk))
    page.locator("[name=starts_on]").fill(day(20))
    page.get_by_role("button", name="Save").click()
    page.goto(officer().get_absolute_url())
    step(page, "serving", 20)
    expect(page.locator("main")).to_contain_text("In post")


def equip(page):
    page.goto("/officers/equipment/new/")
    page.locator("[name=kind]").select_option("tablet")
    owner = page.locator("[name=owner]")
    owner.select_option(owner.locator("option", has_text="Police").first.get_attribute("value"))
    page.locator("[name=inventory_number]").fill(BADGE)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Issue").click()
    page.locator("[name=officer]").select_option(str(officer().pk))
    page.locator("[name=starts_on]").fill(day(19))
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text(SURNAME)


def report(page):
    post, half = officer().assignments.get(), HalfYear.of(today())
    page.goto(f"/officers/assignments/{post.pk}/half-year/?half={half}")
    page.get_by_role("link", name="Write the report").click()
    page.get_by_label("Text of the report").fill("Познайомилася з мешканцями громади.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="It was delivered").click()
    page.locator("[name=delivered_at]").fill("Сесія ради")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".tag", has_text="Delivered").first).to_be_visible()
    with page.expect_download() as found:
        page.get_by_role("link", name="DOCX", exact=True).click()
    assert found.value.path().read_bytes().startswith(b"PK")


def of_the_oblast_report(page):
    """Build the report of the oblast on this month and return the officers in post it tells."""
    page.goto("/reports/")
    page.get_by_label("Month").last.fill(str(Month.of(today())))
    page.get_by_role("button", name="Build the report").click()
    for _turn in range(60):
        if re.search(r"/reports/\d+/$", page.url):
            break
        time.sleep(1)
        page.reload()
    told = re.search(r"Officers in post\D*?\n?\s*([\d,]+)", page.locator(".edition").inner_text())
    return int(told[1].replace(",", ""))


def shown_on_the_map(page, community):
    """Say whether the community's own page names the officer where the map leads."""
    page.goto(f"/communities/{community.code}/")
    return SURNAME in page.locator("main").inner_text()
