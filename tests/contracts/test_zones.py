"""`tz=UTC` on every route of the API: no moment keeps the offset of Kyiv, whoever writes it."""

import re
from datetime import datetime

import pytest

from core.exports import CSV, GEOJSON, NDJSON
from safety_portal.demo.holders import holders
from safety_portal.policy import policy
from tests.contracts.telling import body_of
from tests.contracts.walking import opened

SUPERUSER = next(each for each in holders() if each.name == "canary.superuser")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
READ = [e for e in policy().routes.values() if e.group == "api" and "GET" in e.methods]
KINDS = ["application/json", CSV, NDJSON, GEOJSON]
TELLS_MOMENTS = {
    *("api:incident-list", "api:incident-detail", "api:incident-history", "api:measure-detail"),
    *("api:incident-transitions", "api:measure-explain"),
}
NOT_TOLD = {"api:schema", "api:knowledge-product-file"}  # examples, and what stands in a file


def moments(answer):
    return MOMENT.findall(body_of(answer))


def with_zone(url):
    return f"{url}{'&' if '?' in url else '?'}tz=UTC"


@pytest.mark.parametrize("route", READ, ids=lambda each: each.name)
def test_moments_end_with_z_where_utc_is_asked_for(world, route):
    url, client = opened(world, route, SUPERUSER)

    there, here = client.get(with_zone(url)), client.get(url)

    assert there.status_code == 200
    if route.name not in NOT_TOLD:
        assert all(each.endswith("Z") for each in moments(there))
        assert not any(each.endswith("Z") for each in moments(here))
    assert len(moments(there)) == len(moments(here))
    assert moments(there) or route.name not in TELLS_MOMENTS


@pytest.mark.parametrize("kind", KINDS)
def test_files_and_pages_tell_the_same_moments_in_both_zones(world, kind):
    client, url = world.client(SUPERUSER), "/api/v1/incidents/"
    there = moments(client.get(f"{url}?tz=UTC", headers={"Accept": kind}))
    here = moments(client.get(url, headers={"Accept": kind}))

    assert there
    assert all(each.endswith("Z") for each in there)
    assert [datetime.fromisoformat(each) for each in there] == [
        datetime.fromisoformat(each) for each in here
    ]


@pytest.mark.parametrize("route", READ, ids=lambda each: each.name)
@pytest.mark.parametrize("zone", ["utc", "Europe/Kyiv", "Z", ""])
def test_another_zone_is_refused(world, route, zone):
    url, client = opened(world, route, SUPERUSER)
    answer = client.get(f"{url}{'&' if '?' in url else '?'}tz={zone}")

    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/tz"]


def test_a_page_of_another_zone_follows_the_same_cursor(world):
    client = world.client(SUPERUSER)
    page = client.get("/api/v1/incidents/?limit=1&tz=UTC").json()
    cursor = page["next"].partition("cursor=")[2].partition("&")[0]

    assert "tz=UTC" in page["next"]
    assert client.get(f"/api/v1/incidents/?limit=1&cursor={cursor}").status_code == 200
    assert client.get("/api/v1/incidents/?limit=1").json()["results"] != page["results"]
