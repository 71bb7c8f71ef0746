"""Moments and days as people write them in a cell, read by the clock of Kyiv."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from core.reasons import Reason

UKRAINIAN = re.compile(
    r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})[ ,T]+(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2}))?"
    r"\s*(?P<z>Z|[+-]\d{2}:?\d{2})?"
)
ISO = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})[ ,T]+(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<z>Z|[+-]\d{2}:?\d{2})?"
)
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - day 0 of spreadsheets
PARTS = "%Y %m %d %H %M %S"
DAY = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2}")
SERIALS = (10_000, 110_000)  # days since 1900 that can be meant as a moment: from 1927 to 2201
WRITE = gettext_noop("Write the day and the time, for example 22.11.2026 14:05.")
WRITE_DAY = gettext_noop("Write the day, for example 22.11.2026.")
NO_TIME = gettext_noop("Write the time, too, for example 22.11.2026 14:05.")


def moment(value: Any, *, epoch: datetime, has_time: bool = True) -> str:
    """Return a cell as ISO 8601 with its offset; ValueError with the reason where it says none.

    `epoch` is where the days of the workbook begin; `has_time` says whether the cell shows a
    time of day. Excel counts in fractions of a day: to the second it is exact.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = _of_serial(value, epoch)
    if isinstance(value, datetime):
        whole = (value + timedelta(milliseconds=500)).replace(microsecond=0)
        if whole.time() == time() and not has_time:
            raise ValueError(Reason(NO_TIME))
        return _in_kyiv(whole).isoformat()
    if isinstance(value, date):
        raise ValueError(Reason(NO_TIME))  # noqa: TRY004 - what is written is wrong, not the code
    return _of_text(str(value).strip()).isoformat()


def day(value: Any, *, epoch: datetime) -> str:
    """Return a cell as a day written 2026-11-22; ValueError with the reason where it says none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = _of_serial(value, epoch, WRITE_DAY)
    if isinstance(value, datetime):
        return value.date().isoformat()
    text = str(value).strip()
    pattern = "%Y-%m-%d" if "-" in text else "%d.%m.%Y"
    try:
        return datetime.strptime(text, pattern).date().isoformat()  # noqa: DTZ007 - a day
    except ValueError as error:
        raise ValueError(Reason(WRITE_DAY)) from error


def _of_serial(value: float, epoch: datetime, wrong: str = WRITE) -> datetime:
    if not SERIALS[0] <= value < SERIALS[1]:
        raise ValueError(Reason(wrong))
    from openpyxl.utils.datetime import from_excel  # here: it brings numpy with it

    return from_excel(value, epoch)


def _of_text(text: str) -> datetime:
    found = UKRAINIAN.fullmatch(text) or ISO.fullmatch(text)
    if found is None:
        raise ValueError(Reason(NO_TIME if DAY.fullmatch(text) else WRITE))
    try:
        local = datetime.strptime(" ".join(found[part] or "0" for part in "ymdHMS"), PARTS)  # noqa: DTZ007 - Kyiv's
        if not found["z"]:
            return _in_kyiv(local)
        return datetime.fromisoformat(f"{local.isoformat()}{_offset(found['z'])}")
    except OverflowError as error:
        raise ValueError(Reason(WRITE)) from error
    except ValueError as error:
        known = error.args and isinstance(error.args[0], Reason)
        raise error if known else ValueError(Reason(WRITE)) from error


def _offset(text: str) -> str:
    digits = text.replace(":", "")
    return "+00:00" if text == "Z" else f"{digits[:3]}:{digits[3:]}"


def _in_kyiv(local: datetime) -> datetime:
    """Return what the clocks of Kyiv showed as a moment, where they showed it exactly once."""
    kyiv = timezone.get_default_timezone()
    first, second = (local.replace(tzinfo=kyiv, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    shown = f"{local:%d.%m.%Y %H:%M}"
    if first.astimezone(UTC).astimezone(kyiv).replace(tzinfo=None) != local:
        text = gettext_noop("The clocks went forward: %(moment)s did not exist that night.")
        raise ValueError(Reason(text, moment=shown))
    text = gettext_noop(
        "The clocks went back: this time came twice. Write “%(moment)s %(first)s” for the first"
        " time or “%(moment)s %(second)s” for the second."
    )
    offsets = {"first": first.isoformat()[-6:], "second": second.isoformat()[-6:]}
    raise ValueError(Reason(text, moment=shown, **offsets))
