"""An example of every body in the OpenAPI document, made from its schema.

A field is told by what its schema says (examples, choices, format), and otherwise by its name.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from core.api.example_words import OBJECTS, WORDS
from core.api.problems import problem
from core.exports import CSV, GEOJSON, NDJSON, in_words_of_json

Shape = dict[str, Any]
JSON = "application/json"
UNTOLD = "…"  # a text nobody has a word for: tests/contracts/test_examples.py asks for one
BY_FORMAT: Shape = {
    "binary": "octets of the file",
    "date": "2026-11-20",
    "date-time": "2026-11-20T21:14:00+02:00",
    "uuid": "0192f5a0-6c1e-7c3a-9a51-0f5b8f6f2a10",
    "uri": "http://localhost:8000/api/v1/",
}
BY_TYPE: Shape = {"string": UNTOLD, "integer": 1, "number": 1.5, "boolean": True}
TYPES = {"string": str, "integer": int, "number": float, "boolean": bool}
KINDS = {  # of problems: the code that an answer of a status usually has
    "400": "invalid",
    "401": "not_authenticated",
    "403": "permission_denied",
    "404": "not_found",
    "405": "method_not_allowed",
    "406": "not_acceptable",
    "409": "no_such_step",
    "411": "length_required",
    "412": "precondition_failed",
    "413": "too_large",
    "414": "address_too_long",
    "415": "unsupported_media_type",
    "422": "key_reused",
    "428": "precondition_required",
    "429": "throttled",
    "503": "unavailable",
}


def add_examples(result: Shape) -> Shape:
    """Give an example to each body that has none."""
    for path, methods in result["paths"].items():
        for operation in methods.values():
            _of_bodies(result, operation.get("requestBody", {}).get("content", {}))
            for answer in operation["responses"].values():
                _of_bodies(result, answer.get("content", {}), path)
    for name, answer in result["components"]["responses"].items():
        status = name.removeprefix("Problem")
        told = problem_like(status, answer["description"], "/api/v1/incidents/")
        answer["content"]["application/problem+json"]["example"] = told
    return result


def problem_like(status: str, detail: str, path: str) -> Shape:
    """Return a problem document as an answer of a status has it."""
    told = problem(int(status), code=KINDS[status], detail=detail, instance=path)
    if status == "400":
        wrong = {"pointer": "/occurred_at", "code": "required", "detail": "This field is required."}
        told["errors"] = [wrong]
    return told


def example_of(document: Shape, shape: Shape, name: str = "", owner: str = "") -> Any:
    """Return a value that a schema allows; a field is called `name` in the component `owner`."""
    if "$ref" in shape:
        owner = shape["$ref"].rpartition("/")[2]
        return example_of(document, document["components"]["schemas"][owner], name, owner)
    for key in ("oneOf", "anyOf"):
        if key in shape:
            return example_of(document, shape[key][0], name, owner)
    if "allOf" in shape:
        parts = [example_of(document, each, name, owner) for each in shape["allOf"]]
        return {k: v for part in parts for k, v in part.items()} if len(parts) > 1 else parts[0]
    if "examples" in shape:
        return shape["examples"][0]
    if "enum" in shape:
        told = WORDS.get(name)
        return told if told in shape["enum"] else next(each for each in shape["enum"] if each)
    return _of_type(document, shape, name, owner)


def _of_type(document: Shape, shape: Shape, name: str, owner: str) -> Any:
    kind = shape.get("type", "object")
    kinds = [kind] if isinstance(kind, str) else kind
    if "object" in kinds:
        fields = shape.get("properties", {})
        told = {each: example_of(document, inner, each, owner) for each, inner in fields.items()}
        return told or OBJECTS[name]
    if "array" in kinds:
        return [example_of(document, shape["items"], name, owner)]
    word = WORDS.get(f"{owner}.{name}", WORDS.get(name, BY_FORMAT.get(shape.get("format"))))
    if word is None and "null" in kinds and name in WORDS:
        return None
    return word if isinstance(word, TYPES[kinds[0]]) else BY_TYPE[kinds[0]]


def _of_bodies(document: Shape, contents: Shape, path: str = "") -> None:
    """Give each type of body an example; files tell the row that the list tells."""
    rows: list[Any] = []
    for kind, content in contents.items():
        if kind == CSV:
            content["example"] = _as_table(_head_of(content), rows[0])
        elif {"example", "examples"} & set(content):
            continue
        elif kind in {NDJSON, GEOJSON} and rows:
            content["example"] = _as_file(kind, rows[0])
        elif kind == "application/problem+json":
            told = problem_like("412", "The record is at version 4 now.", path)
            content["example"] = example_of(document, content["schema"]) | told
        else:
            content["example"] = found = example_of(document, content["schema"])
            rows = found.get("results", []) if isinstance(found, dict) else list(found)


def _as_file(kind: str, row: Shape) -> Any:
    if kind == NDJSON:
        return json.dumps(row, ensure_ascii=False) + "\n"
    place = {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}
    feature = {"type": "Feature", "geometry": place, "properties": row}
    return {"type": "FeatureCollection", "features": [feature]}


def _head_of(content: Shape) -> list[str]:
    """Return the columns that the schema of a view left in the place of an example."""
    [head] = content.pop("examples").values()
    return head["value"].split(",")


def _as_table(columns: list[str], row: Shape) -> str:
    """Return the head of a table and one line of it; people of an event stand one by one."""
    within = {name: each for name, each in row.items() if isinstance(each, dict)}
    flat = (
        WORDS | row | {f"{n}.{e}": told for n, each in within.items() for e, told in each.items()}
    )
    cells = [flat.get(each, "") for each in columns]
    file = io.StringIO()
    csv.writer(file).writerows([columns, map(in_words_of_json, cells)])
    return file.getvalue()
