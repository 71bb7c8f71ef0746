"""The journey of the first slice: an event logged in the browser reaches every surface."""

import io
import re
import time

import openpyxl
import pypdf
import pytest
import requests
from playwright.sync_api import expect

from core.clock import today
from core.periods import Month
from safety_portal.demo.accounts import secret_file
from tests.browser.journeys import open_as

pytestmark = pytest.mark.django_db(transaction=True)
KHERSON = "UA65000000000030969"


@pytest.fixture
def sign_in(chromium, live_server):
    """Return a function that opens the portal as one of the demo accounts, in English."""
    contexts = []

    def as_account(name):
        page = open_as(chromium, live_server, name)
        contexts.append(page.context)
        return page

    yield as_account
    for context in contexts:
        context.close()


def figure(page, label):
    """Return the number under a label of the overview."""
    box = page.locator(".figure", has=page.get_by_text(label, exact=True))
    return int(re.sub(r"\D", "", box.locator(".value a").inner_text()))


def overview(page, **query):
    month = Month.of(today())
    page.goto(f"/?month={month}" + "".join(f"&{k}={v}" for k, v in query.items()))
    return figure(page, "Incidents recorded")


def test_an_event_logged_in_the_browser_reaches_every_surface(sign_in, live_server, demo, worker):
    ministry = sign_in("ministry")
    before = overview(ministry)

    number = log_an_event(sign_in("bilozerka.police"))
    verify_it(sign_in("kherson"), number)

    assert overview(ministry) == before + 1
    find_it_behind_the_figure(ministry, number)
    get_it_from_the_api(live_server.url, number)
    kherson = overview(ministry, territory=KHERSON)
    assert figures_of_the_report(sign_in("kherson")) == {
        "html": kherson,
        "pdf": kherson,
        "xlsx": kherson,
    }


def log_an_event(page):
    page.goto("/incidents/log/")
    page.locator(".tile", has_text="Theft").click()
    page.get_by_label("Place in words").fill("вул. Свободи, біля школи")
    page.get_by_label("In short").fill("Зник велосипед з подвірʼя")
    page.get_by_role("button", name="Record", exact=True).click()
    page.wait_for_url(re.compile(r"/incidents/[0-9a-f-]{36}/"))
    number = re.search(r"\d{2}-\d{4}-\d{6}", page.locator("main").inner_text())[0]

    page.goto("/incidents/")
    expect(page.get_by_role("link", name=number, exact=True)).to_be_visible()
    return number


def verify_it(page, number):
    page.goto(f"/incidents/?number={number}")
    page.get_by_role("link", name=number, exact=True).click()
    page.get_by_role("button", name="Verified").click()
    expect(page.locator(".tag", has_text="Verified").first).to_be_visible()


def find_it_behind_the_figure(page, number):
    page.locator(".figure", has_text="Incidents recorded").locator(".value a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Incidents recorded")
    expect(page.get_by_role("link", name=number, exact=True)).to_be_visible()


def get_it_from_the_api(address, number):
    secret = secret_file().read_text("ascii").strip()
    token = requests.post(
        f"{address}/oauth/token/",
        data={"grant_type": "client_credentials"},
        auth=("integrator", secret),
        timeout=10,
    ).json()["access_token"]
    found = requests.get(
        f"{address}/api/v1/incidents/",
        params={"number": number},
        headers={"Authorization": f"Bearer {token}"},
        timeout=10,
    ).json()["results"]
    assert [row["status"] for row in found] == ["verified"]


def figures_of_the_report(page):
    """Build the monthly report from the page and return the total it says in each form."""
    page.goto("/reports/")
    page.get_by_label("Month").last.fill(str(Month.of(today())))
    page.get_by_role("button", name="Build the report").click()
    for _turn in range(60):
        if re.search(r"/reports/\d+/$", page.url):
            break
        time.sleep(1)
        page.reload()
    return {
        "html": number_in(page.locator(".edition").inner_text()),
        "pdf": number_in(text_of_pdf(download(page, "PDF"))),
        "xlsx": cell_of_workbook(download(page, "XLSX")),
    }


def download(page, name):
    with page.expect_download() as found:
        page.get_by_role("link", name=name, exact=True).click()
    return found.value.path().read_bytes()


def text_of_pdf(data):
    return "\n".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(data)).pages)


def number_in(text):
    found = re.search(r"Incidents recorded\D*?\n?\s*([\d,]+)", text)
    return int(found[1].replace(",", ""))


def cell_of_workbook(data):
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        for row in sheet.iter_rows(values_only=True):
            if "Incidents recorded" in row:
                return next(value for value in row if isinstance(value, int))
    raise AssertionError("the workbook has no such figure")
