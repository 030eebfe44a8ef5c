"""Days, months, years and longer as EDTF values, and the first and last day that each may mean."""

from __future__ import annotations

import calendar
import re
from datetime import date

from corpus.errors import UsageError

__all__ = ["bounds", "day_range"]

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
# A decade or a century: `198X`, `18XX`.
_YEARS = re.compile(r"[0-9]{2}(?:[0-9]X|XX)")


def bounds(value: str | None) -> tuple[str | None, str | None]:
    """First and last day of a date, month, year, decade or century, date with a time, or interval of these; (None,
    None) for others, and where the year is open (`XXXX-04-14`).
    """
    if value is None:
        return None, None
    first, slash, last = value.partition("/")
    start = _period(first)
    end = _period(last) if slash else start
    if start is None or end is None or start[0] > end[1]:
        return None, None
    return start[0], end[1]


def day_range(since: str | None, until: str | None) -> tuple[str, str] | None:
    """First and last day of a filter, both inclusive; None where there is no filter. Raises UsageError."""
    if since is None and until is None:
        return None
    start, end = ("0001-01-01", "9999-12-31")
    if since is not None:
        start = _asked(since)[0]
    if until is not None:
        end = _asked(until)[1]
    if start > end:
        raise UsageError(f"The time ends before it begins: {start} to {end}.", code="date")
    return start, end


def _asked(value: str) -> tuple[str, str]:
    found = _day_month_or_year(value.strip())
    if found is None:
        raise UsageError("A date is written YYYY, YYYY-MM or YYYY-MM-DD.", code="date")
    return found


def _period(value: str) -> tuple[str, str] | None:
    if _YEARS.fullmatch(value):
        first, last = _day_month_or_year(value.replace("X", "0")), _day_month_or_year(value.replace("X", "9"))
        return (first[0], last[1]) if first and last else None
    return _day_month_or_year(value.partition("T")[0])


def _day_month_or_year(value: str) -> tuple[str, str] | None:
    match = _DATE.fullmatch(value)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if day is not None:
        last = first
    elif month is not None:
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    else:
        last = first.replace(month=12, day=31)
    return first.isoformat(), last.isoformat()
