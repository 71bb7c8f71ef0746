"""Numbers as people read them: grouped, with the decimal mark of the language and a real minus."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

NO_BREAK_SPACE = "\u00a0"
MINUS = "−"


def is_ukrainian() -> bool:
    """Tell whether the reader has chosen Ukrainian, the language of everything not English."""
    return not (get_language() or "uk").startswith("en")


def number(value: Any, places: int | None = None) -> str:
    """Write a number: 18 160 or 18,160; whole ones as they are, others with one digit.

    What is unknown (None) is said in words, never as zero; what is no number, for example
    «< 5», stays as it is.
    """
    if value is None or value == "":
        return _("no data")
    exact = _exact(value)
    if exact is None:
        return str(value)
    if places is None:
        places = 0 if isinstance(value, int) else 1
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = _in_language(f"{abs(rounded):,.{places}f}")
    return f"{MINUS}{text}" if rounded < 0 else text


def percent(value: Any, places: int | None = None) -> str:
    """Write a share given in per cent: 72,7 % or 72.7%."""
    if _exact(value) is None:
        return number(value)
    return number(value, places) + (f"{NO_BREAK_SPACE}%" if is_ukrainian() else "%")


def change(value: Any, places: int | None = None) -> str:
    """Write a change in per cent with its sign: +4,1 %, −4,1 %, 0,0 %."""
    text = percent(value, places)
    exact = _exact(value)
    grows = exact is not None and exact > 0 and any(digit in "123456789" for digit in text)
    return f"+{text}" if grows else text


def _exact(value: Any) -> Decimal | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return None
    return exact if exact.is_finite() else None


def _in_language(text: str) -> str:
    if not is_ukrainian():
        return text
    return text.replace(",", NO_BREAK_SPACE).replace(".", ",")
