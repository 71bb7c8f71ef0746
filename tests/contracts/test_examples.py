"""Every body of the API has an example, and each example is one that its schema allows."""

import json

import pytest
import yaml
from jsonschema import Draft202012Validator

from core.api.examples import UNTOLD
from safety_portal import generated

JSON = ("application/json", "application/geo+json", "application/problem+json")


@pytest.fixture(scope="module")
def document():
    return yaml.safe_load(generated.openapi())


def bodies(document):
    """Yield every body, sent or answered: where it stands, its type, and what the document says."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            sent = {"body": operation.get("requestBody", {})}
            for place, each in (sent | operation["responses"]).items():
                for kind, content in each.get("content", {}).items():
                    yield f"{method} {path} {place}", kind, content
    for name, answer in document["components"]["responses"].items():
        for kind, content in answer["content"].items():
            yield name, kind, content


def examples(content):
    if "example" in content:
        return [content["example"]]
    return [each["value"] for each in content.get("examples", {}).values()]


def test_every_body_has_an_example(document):
    bare = [(place, kind) for place, kind, content in bodies(document) if not examples(content)]

    assert bare == []


def test_every_example_is_one_of_its_schema(document):
    wrong = []
    for place, _kind, content in bodies(document):
        schema = content["schema"] | {"components": document["components"]}
        check = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
        for each in examples(content):
            wrong += [
                f"{place}: {error.json_path} {error.message}" for error in check.iter_errors(each)
            ]

    assert wrong == []


def test_an_example_tells_every_field(document):
    """An example of objects without a field would be allowed by most schemas, and tell nothing."""
    empty = [
        (place, kind)
        for place, kind, content in bodies(document)
        if kind in JSON and not all(examples(content)) and "schema/" not in place
    ]

    assert empty == []


def test_no_example_leaves_a_text_untold(document):
    """A field whose name says nothing to anybody gets its word in core/api/example_words.py."""
    bare = [
        (place, kind)
        for place, kind, content in bodies(document)
        if UNTOLD in json.dumps(examples(content), ensure_ascii=False)
    ]

    assert bare == []


def test_every_kind_of_problem_has_its_example(document):
    for name, answer in document["components"]["responses"].items():
        told = answer["content"]["application/problem+json"]["example"]
        assert told["status"] == int(name.removeprefix("Problem"))
        assert told["type"].startswith("/api/docs/#problem-")
        assert told["title"] != "The request was refused", name


def test_every_answer_tells_the_rate_and_every_operation_may_be_throttled(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert "429" in operation["responses"], f"{method} {path}"
            for answer in operation["responses"].values():
                if "$ref" in answer:
                    name = answer["$ref"].rpartition("/")[2]
                    answer = document["components"]["responses"][name]
                assert {"RateLimit", "RateLimit-Policy"} <= set(answer["headers"])


def test_every_operation_names_its_way_in(document):
    ways = set(document["components"]["securitySchemes"])
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            named = {name for way in operation["security"] for name in way}
            assert named == (set() if path.endswith("/schema/") else ways), f"{method} {path}"
