"""The documents that are made from the code: measures, limits, and the contract of the API."""

from collections.abc import Callable

import yaml
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from core.api.contract import breaking
from indicators.catalogue import CATALOGUE
from safety_portal.limits import GROUPS, Limit

NOT_BY_HAND = "by `./portal fix`; not edited by hand.\n"


def indicators() -> str:
    """Return the catalogue as a table, in English."""
    head = (
        "| code | name | what it counts | kind | adds up over |\n| --- | --- | --- | --- | --- |\n"
    )
    with translation.override("en"):
        lines = [
            f"| `{each.code}` | {each.label} | {each.definition} | {each.kind} |"
            f" {', '.join(each.adds_up) or 'nothing'} |"
            for each in CATALOGUE
        ]
    made = f"# Measures\n\nMade from `indicators/catalogue.py` {NOT_BY_HAND}\n"
    return made + head + "\n".join(lines) + "\n"


def limits() -> str:
    """Return every limit with its unit and meaning, a table for each group."""
    made = f"# Limits\n\nMade from `safety_portal/limits.py` {NOT_BY_HAND}"
    return made + "".join(_table(title, group) for title, group in GROUPS.items())


def _table(title: str, group: dict[str, Limit]) -> str:
    head = f"\n## {title}\n\n| name | limit | unit | meaning |\n| --- | ---: | --- | --- |\n"
    lines = [
        f"| `{name}` | {_number(each)} | {each.unit} | {each.meaning} |\n"
        for name, each in group.items()
    ]
    return head + "".join(lines)


def _number(limit: Limit) -> str:
    return str(limit.value) if limit.unit == "year" else f"{limit.value:,}"


def openapi() -> str:
    """Return the OpenAPI document in English."""
    with translation.override("en"):
        document = SchemaGenerator().get_schema(request=None, public=True)
        return OpenApiYamlRenderer().render(document, renderer_context={}).decode()


def broken(old: str, new: str) -> list[str]:
    """Return what the new OpenAPI text breaks of the old; nothing after a new major version."""
    before, after = yaml.safe_load(old), yaml.safe_load(new)
    if _major(before) != _major(after):
        return []
    return breaking(before, after)


def _major(document: dict) -> str:
    return document["info"]["version"].partition(".")[0]


DOCUMENTS: dict[str, Callable[[], str]] = {
    "indicators.md": indicators,
    "limits.md": limits,
    "openapi.yaml": openapi,
}
