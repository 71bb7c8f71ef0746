"""`/api/docs/`: the OpenAPI document as pages people can read, one for each kind of resource."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from oauth2_provider.settings import oauth2_settings

from communities.administration.words import scope_word
from core.api.filtering import refuse_unknown

Operation = tuple[str, str, dict[str, Any]]  # path, method, content
OBJECT = {"type": "object"}
KINDS = [each.media_type for each in SpectacularAPIView.renderer_classes]


class SchemaView(SpectacularAPIView):
    """The OpenAPI document in the language of Accept-Language, by Accept as YAML or as JSON."""

    @extend_schema(operation_id="schema", responses={(200, kind): OBJECT for kind in KINDS})
    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        refuse_unknown(request.query_params, ())
        return super().get(request, *args, **kwargs)


@login_not_required
@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """Show how to get in, every operation in a line, and what a refusal means."""
    context = {
        "info": _document()["info"],
        "groups": {name: [_line(each) for each in found] for name, found in _groups().items()},
        "problems": [_problem(each) for each in _document()["components"]["responses"].values()],
        "scopes": {each: scope_word(each) for each in oauth2_settings.SCOPES},
        "base": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "docs/api.html", context)


@login_not_required
@require_safe
def api_docs_of(request: HttpRequest, group: str) -> HttpResponse:
    """Show the operations of one kind of resource with their parameters, fields, answers and scope."""
    if group not in _groups():
        raise Http404
    operations = [_operation(_document(), each) for each in _groups()[group]]
    return render(request, "docs/group.html", {"name": group, "operations": operations})


@cache
def _document() -> dict[str, Any]:
    """Return the document in the language of its words, made once: it hangs on the code alone."""
    with translation.override("en"):
        found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return found


@cache
def _groups() -> dict[str, list[Operation]]:
    """Return path, method and content of the operations by their first tag, in the document's order."""
    groups: dict[str, list[Operation]] = {}
    for path, methods in _document()["paths"].items():
        for method, content in methods.items():
            groups.setdefault(content["tags"][0], []).append((path, method.upper(), content))
    return groups


def _line(operation: Operation) -> dict[str, str]:
    path, method, content = operation
    summary, _, _rest = content.get("description", "").partition("\n")
    return {"id": content["operationId"], "path": path, "method": method, "summary": summary}


def _problem(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the status of a refusal, the code its `type` ends with, and its meaning."""
    told = answer["content"]["application/problem+json"]["example"]
    code = told["type"].rpartition("#")[2]
    return {"id": code, "status": told["status"], "title": told["title"], "text": told["detail"]}


def _operation(schema: dict[str, Any], operation: Operation) -> dict[str, Any]:
    path, method, content = operation
    body = content.get("requestBody", {}).get("content", {}).get("application/json", {})
    return _line(operation) | {
        "title": f"{method} {path}",
        "description": content.get("description", "").partition("\n")[2].strip(),
        "parameters": [_parameter(each) for each in content.get("parameters", [])],
        "fields": _fields(schema, body.get("schema", {})),
        "answers": [
            {
                "status": status,
                "title": f"{method} {path}, {status}",
                "text": answer.get("description", ""),
                "fields": _fields(schema, _content(answer)) if status < "300" else [],
            }
            for status, answer in sorted(_answers(schema, content).items())
        ],
        "scopes": [
            scope
            for way in content.get("security", [])
            for found in way.values()
            for scope in found
        ],
    }


def _parameter(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": given["name"],
        "where": given["in"],
        "required": given.get("required", False),
        "type": _type(given.get("schema", {})),
        "text": given.get("description", ""),
    }


def _answers(schema: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    shared = schema["components"]["responses"]
    return {
        status: shared[answer["$ref"].rpartition("/")[2]] if "$ref" in answer else answer
        for status, answer in operation["responses"].items()
    }


def _content(answer: dict[str, Any]) -> dict[str, Any]:
    contents: list[dict[str, Any]] = list(answer.get("content", {}).values())
    return contents[0].get("schema", {}) if contents else {}


def _fields(
    schema: dict[str, Any], shape: dict[str, Any], prefix: str = ""
) -> list[dict[str, Any]]:
    """Return the members of a JSON shape, inner ones with their path, as rows of a table."""
    shape = _resolved(schema, shape)
    if shape.get("type") == "array":
        return _fields(schema, shape["items"], prefix)
    rows: list[dict[str, Any]] = []
    for name, field in shape.get("properties", {}).items():
        inner = _resolved(schema, field)
        rows.append(
            {
                "name": f"{prefix}{name}",
                "type": _type(inner),
                "required": name in shape.get("required", []),
                "read_only": inner.get("readOnly", False) or field.get("readOnly", False),
                "text": inner.get("description", ""),
            }
        )
        rows += _fields(schema, inner, f"{prefix}{name}.")
    return rows


def _resolved(schema: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    """Follow references and single alternatives to the shape itself."""
    for key in ("allOf", "oneOf", "anyOf"):
        if shape.get(key):
            return _resolved(schema, shape[key][0]) | {k: v for k, v in shape.items() if k != key}
    if "$ref" in shape:
        name = shape["$ref"].rpartition("/")[2]
        return _resolved(schema, schema["components"]["schemas"][name])
    return shape


def _type(shape: dict[str, Any]) -> str:
    """Say a JSON type in a word or two, with its choices."""
    kind = shape.get("type", "")
    text = " | ".join(kind) if isinstance(kind, list) else str(kind)
    if shape.get("format"):
        text += f" ({shape['format']})"
    if shape.get("enum"):
        text += ": " + ", ".join(str(each) for each in shape["enum"])
    return text
