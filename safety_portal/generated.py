"""The documents that are made from the code: measures and limits."""

from collections.abc import Callable

from django.utils import translation

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


DOCUMENTS: dict[str, Callable[[], str]] = {
    "indicators.md": indicators,
    "limits.md": limits,
}
