"""The OpenAPI document: scopes and refusals stand in it, because tests hold the answers to it."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

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
REFUSALS = {
    "400": "A parameter or a field is wrong; `errors` names each.",
    "401": "No valid token or session.",
    "403": "The account or the token may not do this.",
    "404": "Not there, or outside the caller's territory.",
    "405": "This address does not know the method.",
    "406": "The wanted format is not offered.",
    "503": "The database is away; try again after Retry-After seconds.",
}
REFUSALS_OF_WRITES = {
    "409": "The state of the record does not allow it.",
    "412": "The record has changed since the version named in If-Match.",
    "413": "The body is too large.",
    "415": "The body is not JSON.",
    "428": "Name the version you change in If-Match.",
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
            return super().get_auth()
        scope = scopes[0 if self.method in {"GET", "HEAD"} else 1]
        return [{"clientCredentials": [scope] if scope else []}, {"session": []}]


def add_problems(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
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
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path in result.get("paths", {}).values():
        for method, operation in path.items():
            refusals = REFUSALS if method == "get" else REFUSALS | REFUSALS_OF_WRITES
            for status, text in refusals.items():
                operation["responses"].setdefault(status, {"description": text, "content": content})
    return result
