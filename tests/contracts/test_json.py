"""JSON that programs might read in different ways is refused, every fault with its pointer."""

import json
import uuid

import pytest

from tests.contracts.test_input import INCIDENTS, problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def put(api, police):
    """Put a text at an address of its own and return the answer."""
    client = api(police)

    def send(text, **headers):
        return client.generic(
            "PUT",
            f"{INCIDENTS}{uuid.uuid4()}/",
            text,
            content_type="application/json",
            headers={"Accept-Language": "en"} | headers,
        )

    return send


@pytest.mark.parametrize(
    ("text", "code", "detail"),
    [
        pytest.param(b'{"a": "\xff"}', "not_utf8", "The body is not UTF-8 at byte 7.", id="latin"),
        pytest.param(
            '{"a": 1}'.encode("utf-16"), "not_utf8", "The body is not UTF-8 at byte 0.", id="utf-16"
        ),
        pytest.param(
            b"\xef\xbb\xbf{}",
            "byte_order_mark",
            "The body begins with a byte-order mark.",
            id="byte-order mark",
        ),
        pytest.param(
            b'{"a":\n 1,}', "not_json", "Not valid JSON at line 2, column 4.", id="a comma too many"
        ),
        pytest.param(b"{} {}", "not_json", "Not valid JSON at line 1, column 4.", id="two texts"),
        pytest.param(
            b"[" * 500_000, "too_deep", "The JSON is nested deeper than 32 levels.", id="too deep"
        ),
    ],
)
def test_what_is_no_json_says_so(put, text, code, detail):
    assert problem(put(text), 400, code)["detail"] == detail


@pytest.mark.parametrize(
    ("text", "pointer", "code"),
    [
        pytest.param('{"a": 1, "a": 2}', "/a", "duplicate_key", id="a key twice"),
        pytest.param('{"a": [{"b": 1, "b": 1}]}', "/a/0/b", "duplicate_key", id="inside"),
        pytest.param('{"a": NaN}', "/a", "not_a_number", id="NaN"),
        pytest.param('{"a": -Infinity}', "/a", "not_a_number", id="infinity"),
        pytest.param('{"a": 1e400}', "/a", "number_out_of_range", id="1e400"),
        pytest.param(f'{{"a": {"9" * 5000}}}', "/a", "number_out_of_range", id="5000 digits"),
        pytest.param('{"a": "\\u0000"}', "/a", "invalid", id="zero"),
        pytest.param('{"a": "\\ud800"}', "/a", "invalid", id="half a pair"),
        pytest.param('{"\\udfff": 1}', "", "invalid", id="half a pair as a key"),
        pytest.param('{"a/b~c": NaN}', "/a~1b~0c", "not_a_number", id="a key of signs"),
    ],
)
def test_every_fault_of_json_has_its_pointer(put, text, pointer, code):
    errors = problem(put(text), 400, "invalid")["errors"]

    assert [(each["pointer"], each["code"]) for each in errors] == [(pointer, code)]


def test_all_faults_of_json_are_told_at_once(put):
    errors = problem(put('{"a": NaN, "b": [1e999, "\\u0000"], "c": 1, "c": 1}'), 400)["errors"]

    assert {each["pointer"] for each in errors} == {"/a", "/b/0", "/b/1", "/c"}


@pytest.mark.parametrize("text", ["null", "[]", '"text"', "1", "true", ""])
def test_what_is_no_object_is_refused(put, text):
    assert problem(put(text), 400)["errors"]


TYPES = {
    "community": [1, True, [], {}, 1.5],
    "settlement": [1, False, ["UA65"]],
    "category": [1, {}],
    "occurred_at": [1, 1.5, True, [], "2026-06-15", "15.06.2026 10:00", "2026-W25-1T10:00+03:00"],
    "reported_at": ["2026-06-15T10:00:00", "now", "9999-12-31T23:59:59-12:00"],
    "channel": [101, True, ["101"]],
    "war_related": [1, 0, "true", "yes", [], None],
    "latitude": ["46.6", True, [], 1e300],
    "accuracy_m": ["15", 1.5, True, -1, 10**30],
    "address": [1, True, [], {}, None],
    "narrative": [1.0, {"a": 1}],
    "people": [1, [], "none", None],
    "register_number": [12, False],
    "responses": [{}, "all", [1], [None], [{"officer": "1"}], [{"officer": True}]],
}


@pytest.mark.parametrize("field", TYPES)
def test_a_value_of_another_type_is_named(put, field):
    for value in TYPES[field]:
        errors = problem(put(json.dumps({field: value})), 400)["errors"]

        assert any(each["pointer"].startswith(f"/{field}") for each in errors), value


def test_contradictions_are_told_beside_wrong_values(put, community, categories):
    body = {
        "community": community.code,
        "category": "fire.residential",
        "occurred_at": "2026-06-15T11:00:00+03:00",
        "reported_at": "2026-06-15T10:00:00+03:00",
        "channel": "smoke",
        "latitude": 46.6,
        "people": {"children_killed": 1, "rescued": "two"},
        "responses": [
            {"officer": 1, "dispatched_at": "2026-06-15T10:00:00Z"},
            {"officer": "x", "colour": 1},
        ],
    }

    errors = problem(put(json.dumps(body)), 400)["errors"]

    assert {each["pointer"] for each in errors} == {
        "/occurred_at",
        "/channel",
        "/longitude",
        "/people/children_killed",
        "/people/rescued",
        "/responses/0/officer",
        "/responses/1/officer",
        "/responses/1/colour",
    }
