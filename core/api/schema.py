"""The OpenAPI document: scopes and refusals stand in it, because tests hold the answers to it."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, OpenApiTypes

from core.api.examples import add_examples
from core.exports import CSV, GEOJSON, NDJSON
from core.zones import UTC, ZONE

KATOTTH = {  # the code of a territory; its format is named so that programs know what it is
    "type": "string",
    "format": "katotth",
    "pattern": "^[A-Z0-9-]{1,19}$",
    "examples": ["UA65100150000088815"],
}
JSON_ANSWER = (200, "application/json")  # the key of an answer that has other formats, too
ENTITY_TAG = {"type": "string", "format": "entity-tag", "examples": ['"3.plain"']}
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "request_id": {
            "type": ["string", "null"],
            "description": "As X-Request-ID; quote it when you ask.",
        },
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
FILES = {CSV: OpenApiTypes.STR, GEOJSON: OpenApiTypes.OBJECT, NDJSON: OpenApiTypes.STR}
IN_UTC = {
    "name": ZONE,
    "in": "query",
    "required": False,
    "description": "UTC: moments end with Z, instead of the offset of Kyiv.",
    "schema": {"type": "string", "enum": [UTC]},
}
FOR_EXCEL = {
    "name": "excel",
    "in": "query",
    "required": False,
    "description": "With Accept: text/csv only: a byte-order mark and semicolons, for Excel.",
    "schema": {"type": "string", "enum": ["1"]},
}
RATES = {
    "RateLimit-Policy": {
        "description": "How many calls (q) in how many seconds (w), as in"
        " draft-ietf-httpapi-ratelimit-headers.",
        "schema": {"type": "string", "examples": ['"account";q=1200;w=60']},
        "required": True,
    },
    "RateLimit": {
        "description": "How many calls are left (r), and after how many seconds all are (t).",
        "schema": {"type": "string", "examples": ['"account";r=1199;t=60']},
        "required": True,
    },
}
REFUSALS = {
    "400": "A parameter or a field is wrong; `errors` names each.",
    "401": "No valid token or session.",
    "403": "The account or the token may not do this.",
    "404": "Not there, or outside the caller's territory.",
    "405": "This address does not know the method.",
    "406": "The wanted format is not offered.",
    "411": "The length of the body is not said.",
    "413": "The body is too large.",
    "414": "The address is too long.",
    "429": "Too many requests; try again after Retry-After seconds.",
    "503": "The database is away; try again after Retry-After seconds.",
}
REFUSALS_OF_WRITES = {
    "409": "The state of the record does not allow it.",
    "412": "The record has changed since the version named in If-Match.",
    "415": "The body is not JSON in UTF-8.",
    "428": "Name the version you change in If-Match.",
}
REFUSAL_OF_KEYS = {"422": "The Idempotency-Key came with another body before."}
SECONDS = {"schema": {"type": "integer", "minimum": 1}, "description": "Seconds.", "required": True}
HEADERS_OF_REFUSALS = {
    "401": {"WWW-Authenticate": {"schema": {"type": "string"}, "required": True}},
    "405": {"Allow": {"schema": {"type": "string"}, "required": True}},
    "429": {"Retry-After": SECONDS},
    "503": {"Retry-After": SECONDS},
}


def problem_with_current(component: str) -> dict[str, Any]:
    """Return the schema of a 412 that shows the record as it is now."""
    current = {"$ref": f"#/components/schemas/{component}"}
    return {
        "allOf": [
            {"$ref": "#/components/schemas/Problem"},
            {"type": "object", "properties": {"current": current}},
        ]
    }


class PortalSchema(AutoSchema):
    """Adds to each operation the scope its view asks for."""

    def get_auth(self) -> list[dict[str, list[str]]]:
        scopes = getattr(self.view, "scopes", None)
        if not scopes:
            return [{}]  # open to everybody
        scope = scopes[0 if self.method in {"GET", "HEAD"} else 1]
        return [{"clientCredentials": [scope] if scope else []}, {"session": []}]

    def get_response_serializers(self) -> Any:
        """Name the types of file that a list can be had as, besides its JSON."""
        said = super().get_response_serializers()
        kinds = getattr(self.view, "file_kinds", ())
        if not kinds or self.method != "GET":
            return said
        files = {(200, kind): FILES[kind] for kind in kinds}
        head = OpenApiExample("Columns", ",".join(self.view.column_names), media_type=CSV)
        files[200, CSV] = OpenApiResponse(FILES[CSV], examples=[head])  # core.api.examples goes on
        serializer = said if isinstance(said, type) else type(said)
        return {JSON_ANSWER: serializer(many=True), **files}

    def _is_list_view(self, serializer: Any = None) -> bool:
        """Judge a list that can be had as a file, too, by what it is as JSON."""
        said = self.get_response_serializers() if serializer is None else serializer
        if isinstance(said, dict) and JSON_ANSWER in said:
            return super()._is_list_view(said[JSON_ANSWER])
        return super()._is_list_view(serializer)


def complete(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Say in the document what holds for every operation."""
    for step in (add_problems, add_parameters, add_rates, close_objects, add_examples):
        result = step(result)
    return result


def add_problems(result: dict[str, Any]) -> dict[str, Any]:
    """Describe the refusals once and name them in every operation."""
    from django.conf import settings

    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["securitySchemes"] = {
        "clientCredentials": {
            "type": "oauth2",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": "/oauth/token/",
                    "scopes": settings.OAUTH2_PROVIDER["SCOPES"],
                }
            },
        },
        "session": {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME},
    }
    components["responses"] = {
        f"Problem{status}": _refusal(status, text)
        for status, text in sorted((REFUSALS | REFUSALS_OF_WRITES | REFUSAL_OF_KEYS).items())
    }
    for path in result.get("paths", {}).values():
        for method, operation in path.items():
            refusals = REFUSALS if method == "get" else REFUSALS | REFUSALS_OF_WRITES
            if any(each["name"] == "Idempotency-Key" for each in operation.get("parameters", ())):
                refusals = refusals | REFUSAL_OF_KEYS
            for status in refusals:
                answer = {"$ref": f"#/components/responses/Problem{status}"}
                operation["responses"].setdefault(status, answer)
    return result


def add_parameters(result: dict[str, Any]) -> dict[str, Any]:
    """Name the parameters that every operation takes, and every one that gives CSV."""
    for path in result["paths"].values():
        for operation in path.values():
            gives_csv = CSV in operation["responses"].get("200", {}).get("content", {})
            own = operation.setdefault("parameters", [])
            own += [dict(IN_UTC), *([dict(FOR_EXCEL)] if gives_csv else [])]
            own.sort(key=lambda each: (each["in"], each["name"]))
    return result


def add_rates(result: dict[str, Any]) -> dict[str, Any]:
    """Say that every answer tells how often its caller may call."""
    result["components"]["headers"] = RATES
    named = {name: {"$ref": f"#/components/headers/{name}"} for name in RATES}
    answers = [
        answer
        for path in result["paths"].values()
        for operation in path.values()
        for answer in operation["responses"].values()
        if "$ref" not in answer
    ]
    for answer in [*answers, *result["components"]["responses"].values()]:
        answer["headers"] = answer.get("headers", {}) | named
    return result


def _refusal(status: str, text: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    headers = HEADERS_OF_REFUSALS.get(status)
    answer = {"description": text, "content": {"application/problem+json": {"schema": schema}}}
    return answer | {"headers": headers} if headers else answer


def close_objects(result: dict[str, Any]) -> dict[str, Any]:
    """Say that unknown fields are refused, and that a parameter without a value is none."""
    for name, schema in result["components"]["schemas"].items():
        if name.endswith("Request"):
            schema["additionalProperties"] = False
    for path, methods in result["paths"].items():
        result["paths"][path] = dict(sorted(methods.items()))  # the generator keeps them in a set
        for operation in methods.values():
            for parameter in operation.get("parameters", []):
                shape = parameter["schema"]
                if parameter["in"] == "query" and shape.get("type") == "string":
                    shape |= {} if {"enum", "format"} & set(shape) else {"minLength": 1}
    return result
