"""The journey of a working group: from a meeting and a voiced problem to three hydrants on the map.

Whoever coordinates the group does it on a tablet, in Ukrainian; the numbers follow everywhere.
"""

import io
import json
import re
import time
from datetime import timedelta

import docx
import pypdf
import pytest
import requests
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from communities.models import Community, SafetyAsset
from core.clock import today
from core.periods import Month
from indicators.catalogue import BY_CODE
from safety_portal.demo.accounts import secret_file
from tests.browser.journeys import open_as
from tests.factories.accounts import account
from working_groups.models import Initiative, Meeting, Problem, WorkingGroup

pytestmark = pytest.mark.django_db(transaction=True)
KHERSON, BILOZERKA = "UA65000000000030969", "UA65100010000048953"
TABLET = {"width": 768, "height": 1024}
CAME = 14
PROBLEM, INITIATIVE = "Пожежним машинам ніде набрати води", "Три гідранти для Білозерки"
DECISION, TASK = "Встановити три пожежні гідранти", "Визначити місця для гідрантів"
HYDRANTS, WHERE = 3, "Вул. Свободи, біля ліцею"
MEASURES = ("meetings.held", "participations", "problems.open", "actions.open", "initiatives")
MONEY, THINGS = "initiatives.uah_spent", "handouts"


@pytest.fixture
def page(chromium, live_server, demo, worker):
    page = open_as(chromium, live_server, "union", "uk", viewport=TABLET, is_mobile=True)
    yield page
    page.context.close()


@pytest.fixture
def coordinator_of_the_oblast(chromium, live_server, demo):
    page = open_as(chromium, live_server, "kherson")
    yield page
    page.context.close()


@pytest.fixture
def stranger(chromium, live_server, demo):
    """An officer who serves a community of another oblast."""
    far = Community.objects.eligible_on(today()).exclude(oblast__code=KHERSON)
    user = account("officer", service="police", community=far.earliest("pk"))
    user.username, user.email = "far.police", f"far.police@{settings.DEMO_DOMAIN}"
    user.set_password("far.police-demo-2026")
    user.save()
    page = open_as(chromium, live_server, user.username, "uk")
    yield page
    page.context.close()


@pytest.fixture
def group(demo):
    return WorkingGroup.objects.get(community__code=BILOZERKA)


def test_what_a_meeting_agrees_stands_in_the_village_and_in_every_figure(
    page, live_server, group, coordinator_of_the_oblast, stranger
):
    before, told = of_the_page(page), from_the_api(live_server.url)
    reported = of_the_report(coordinator_of_the_oblast)
    assert before == told

    meeting = plan(page, group)
    problem = voice(page, group, meeting)
    hold(page, meeting, problem)
    decide(page, meeting)
    approve(page, meeting)
    initiative = propose(page, group, problem)
    fund(page, initiative)
    hand_over(page, initiative)

    more = dict.fromkeys(MEASURES, 1) | {"participations": CAME, MONEY: 90_000, THINGS: HYDRANTS}
    now = {code: before[code] + more[code] for code in before}
    assert of_the_page(page) == now
    assert from_the_api(live_server.url) == now
    after = of_the_report(coordinator_of_the_oblast)
    assert {code: after[code] - reported[code] for code in after} == more
    sees_the_hydrants(page)
    sees_nothing(stranger, meeting, problem, initiative)


def go(page, record):
    page.goto(record.get_absolute_url())


def part(page, name):
    """Return a part of a page by the name its heading carries."""
    return page.locator("section", has=page.locator(f"h2#{name}"))


def save(page):
    page.get_by_role("button", name="Зберегти").click()


def fill(page, **said):
    """Type or choose what a form asks, by the names of its fields."""
    for name, value in said.items():
        field = page.locator(f"[name={name}]")
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def organisation(page, name, words):
    field = page.locator(f"[name={name}]")
    field.select_option(field.locator("option", has_text=words).first.get_attribute("value"))


def plan(page, group):
    """Plan a meeting for this morning from the page of the group; return it."""
    page.goto("/working-groups/")
    page.locator("main").get_by_role("link", name=re.compile("Білозерська")).first.click()
    page.get_by_role("link", name="Нове засідання").click()
    fill(page, planned_for=f"{today()}T00:05", mode="in_person", place="Укриття ліцею")
    save(page)
    meeting = Meeting.objects.latest("pk")
    assert meeting.group == group
    expect(page).to_have_url(re.compile(meeting.get_absolute_url()))
    return meeting


def voice(page, group, meeting):
    """Write down the problem that is voiced at the meeting; return it."""
    go(page, group)
    page.get_by_role("link", name="Нова проблема").click()
    fill(page, title=PROBLEM, theme="fire_safety", raised_on=str(today()), priority="normal")
    fill(page, meeting=str(meeting.pk), description="Найближча вода за сім кілометрів.")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text(PROBLEM)
    return Problem.objects.latest("pk")


def hold(page, meeting, problem):
    """Run the sitting: the agenda, who is there, what is said."""
    go(page, meeting)
    page.get_by_role("link", name="Нове питання порядку денного").click()
    fill(page, title="Вода для пожежників", problem=str(problem.pk))
    save(page)
    for each in page.locator("fieldset.presence").all()[:CAME]:
        each.get_by_label("Особисто").check()
    expect(page.locator("#came")).to_contain_text(f"{CAME} ")
    page.get_by_role("link", name=re.compile("Записати або змінити")).click()
    fill(page, discussion="Депутати й рятувальники просять три гідранти.")
    save(page)
    page.get_by_role("link", name="Провести, перенести чи скасувати").click()
    fill(page, status="held", held_on=str(today()), minutes="Слухали про воду. Ухвалили рішення.")
    save(page)
    expect(page.locator("main")).to_contain_text("Слухали про воду")


def decide(page, meeting):
    """Turn the problem into a decision and what somebody does by a day."""
    go(page, meeting)
    page.get_by_role("link", name=re.compile("Нове рішення")).click()
    fill(page, text=DECISION)
    save(page)
    page.get_by_role("link", name=re.compile("Нове доручення")).click()
    fill(page, text=TASK, due_on=str(today() + timedelta(days=30)), priority="normal")
    organisation(page, "owner_organisation", "Об’єднання")
    save(page)
    go(page, meeting)
    expect(part(page, "agenda")).to_contain_text(TASK)


def approve(page, meeting):
    """Send the minutes round, approve them, and open them as papers."""
    page.get_by_role("button", name="Розіслати протокол").click()
    page.get_by_role("button", name="Затвердити протокол").click()
    expect(part(page, "card")).to_contain_text("Затверджен")
    expect(page.get_by_role("link", name="Нове питання порядку денного")).to_have_count(0)
    pdf = pypdf.PdfReader(io.BytesIO(download(page, "PDF")))
    word = docx.Document(io.BytesIO(download(page, "DOCX")))
    for text in (
        " ".join("".join(each.extract_text() for each in pdf.pages).split()),
        " ".join(each.text for each in word.paragraphs),
    ):
        assert DECISION in text


def download(page, name):
    with page.expect_download() as found:
        page.get_by_role("link", name=name, exact=True).click()
    return found.value.path().read_bytes()


def propose(page, group, problem):
    """Make an initiative of the decision and take it as far as the work; return it."""
    go(page, group)
    page.get_by_role("link", name="Нова ініціатива").click()
    fill(page, title=INITIATIVE, category="hydrants", theme="fire_safety")
    fill(page, problem=str(problem.pk), decision=str(problem.decisions.get().pk))
    page.locator("[name=stage][value=proposed]").check()
    save(page)
    for stage in ("approved", "funded", "in_progress"):
        page.get_by_role("link", name="Наступний крок").click()
        page.locator(f"[name=stage][value={stage}]").check()
        save(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text(INITIATIVE)
    return Initiative.objects.latest("pk")


def fund(page, initiative):
    """Write down the way of the money, link by link from the donor to the initiative."""
    for giver, receiver in (
        ("Данії", "Програма розвитку ООН"),
        ("Програма розвитку ООН", "Об’єднання"),
        ("Об’єднання", None),
    ):
        go(page, initiative)
        page.get_by_role("link", name="Новий запис про фінансування").click()
        organisation(page, "giver", giver)
        if receiver:
            organisation(page, "receiver", receiver)
        fill(page, kind="disbursement", amount="90000", currency="UAH", given_on=str(today()))
        save(page)
    expect(part(page, "funding")).to_contain_text("Програма розвитку ООН")


def hand_over(page, initiative):
    """Hand three hydrants over, which stand in the village from now on."""
    go(page, initiative)
    page.get_by_role("link", name="Нова передача майна").click()
    organisation(page, "recipient", "Білозер")
    fill(page, item="hydrant", quantity=str(HYDRANTS), unit="piece", handed_on=str(today()))
    fill(page, new_kind="hydrant", new_address=WHERE, new_latitude="46,63", new_longitude="32,44")
    save(page)
    expect(part(page, "thread")).to_contain_text("Об’єкт безпеки")


def sees_the_hydrants(page):
    """Find them on the page of the community, in its list and on its map."""
    page.goto(f"/communities/{BILOZERKA}/")
    row = part(page, "safety-assets").locator("tr", has_text=WHERE)
    expect(row).to_contain_text(f"× {HYDRANTS}")
    marks = json.loads(page.locator("#map").get_attribute("data-marks"))
    assert [each[3] for each in marks if WHERE in each[3]] == [
        f"Пожежний гідрант × {HYDRANTS}, {WHERE}. Невідомо"
    ]


def sees_nothing(page, meeting, problem, initiative):
    """Whoever serves elsewhere finds nothing of it, by address, in lists or by words."""
    asset = SafetyAsset.objects.get(address=WHERE)
    papers = [reverse(f"minutes:{each}", args=[meeting.pk]) for each in ("pdf", "docx")]
    records = (meeting.group, meeting, problem, initiative, problem.decisions.get().actions.get())
    for address in [*(each.get_absolute_url() for each in records), *papers]:
        assert page.goto(address).status == 404, address
    assert page.goto(asset.get_absolute_url()).status == 404
    for address in ("/working-groups/meetings/", "/working-groups/problems/"):
        page.goto(address)
        expect(page.locator("main")).not_to_contain_text(PROBLEM)
        expect(page.locator("main")).not_to_contain_text("Білозер")
    page.goto("/working-groups/initiatives/")
    expect(page.locator("main")).not_to_contain_text(INITIATIVE)


def of_the_page(page):
    """Return the figures of the community this month, as the page of all measures says them."""
    page.goto(f"/measures/?territory={BILOZERKA}&month={Month.of(today())}")
    return {code: shown(page, code) for code in (*MEASURES, MONEY, THINGS)}


def shown(page, code):
    row = page.locator("tr", has=page.locator(f"th a[href*='/measures/{code}/']"))
    return whole(row.locator("td").first.inner_text())


def whole(text):
    """Return a number without its decimals; 90 000,00 and 90,000.00 are one."""
    return int(re.sub(r"\D", "", re.sub(r"[.,]\d\d$", "", text.strip())) or 0)


def from_the_api(address):
    secret = secret_file().read_text("ascii").strip()
    token = requests.post(
        f"{address}/oauth/token/",
        data={"grant_type": "client_credentials"},
        auth=("integrator", secret),
        timeout=10,
    ).json()["access_token"]
    return {code: asked(address, token, code) for code in (*MEASURES, MONEY, THINGS)}


def asked(address, token, code):
    month = Month.of(today())
    told = requests.get(
        f"{address}/api/v1/measures/{code}/",
        params={"territory": BILOZERKA, "from": month.first_day, "to": month.shift(1).first_day},
        headers={"Authorization": f"Bearer {token}"},
        timeout=10,
    ).json()
    return int(float(told["results"][0]["value"] or 0))


def of_the_report(page):
    """Build the report of the community on this month and return what it tells of the group."""
    page.goto("/reports/")
    form = page.locator("form#new")
    form.locator("[name=territory]").select_option(BILOZERKA)
    form.locator("[name=month]").fill(str(Month.of(today())))
    form.get_by_role("button", name="Build the report").click()
    for _turn in range(60):
        if re.search(r"/reports/\d+/$", page.url):
            break
        time.sleep(1)
        page.reload()
    return {code: reported(page, code) for code in (*MEASURES, MONEY, THINGS)}


def reported(page, code):
    with translation.override("en"):
        label = str(BY_CODE[code].label)
    row = page.locator(".edition tr", has=page.get_by_role("rowheader", name=label, exact=True))
    return whole(row.first.locator("td").first.inner_text())
