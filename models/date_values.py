"""Days, months and years, and reckoning with them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from dateutil.easter import easter  # type: ignore[import-untyped]
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

__all__ = [
    "When",
    "checked",
    "feast_day",
    "month_beside",
    "moved",
    "nearest_year",
    "next_weekday",
    "next_year",
    "parsed",
    "past_year",
]


@dataclass(frozen=True, slots=True)
class When:
    """A day, month or year; the year may be unknown."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """The value in EDTF."""
        parts = ["XXXX" if self.year is None else f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    def as_date(self) -> date | None:
        if self.year is None or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)


def of(day: date) -> When:
    return When(day.year, day.month, day.day)


def checked(year: int | None, month: int | None, day: int | None) -> When | None:
    """Such a day, month or year, unless the calendar has none. In an unknown year there may be a 29 February."""
    if year is not None and not MINYEAR <= year <= MAXYEAR:
        return None
    if month is None:
        return When(year) if year is not None and day is None else None
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= monthrange(year or 2000, month)[1]):
        return None
    return When(year, month, day)


def parsed(text: str | None) -> When | None:
    """An ISO day, month or year; None for anything else."""
    parts = (text or "").split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts) > 3 or len(parts[0]) != 4:
        return None
    year, month, day = [*map(int, parts), None, None][:3]
    return checked(year, month, day) if year else None


def moved(base: When, plus: int, unit: str, *, exact: bool = False) -> When | None:
    """`base` moved by so many units: as exact as the unit, unless `exact`, and never more exact than `base`."""
    if base.year is None:
        return None
    day = base.as_date()
    start = date(base.year, base.month or 1, base.day or 1)
    try:
        match unit:
            case "day":
                return of(start + relativedelta(days=plus)) if day else None
            case "week":
                return of(start + relativedelta(weeks=plus)) if day else None
            case "some week":  # a whole week: its month is as much as one value can say
                there = start + relativedelta(weeks=plus)
                return When(there.year, there.month) if day else None
            case "month":
                there = start + relativedelta(months=plus)
                return None if base.month is None else of(there) if exact and day else When(there.year, there.month)
            case _:
                there = start + relativedelta(years=plus)
                return of(there) if exact and day else When(there.year)
    except (ValueError, OverflowError):  # before the year 1 or after 9999
        return None


def feast_day(place: tuple[int, int] | int | None, year: int) -> When | None:
    """A feast on a fixed day, so many days from Easter Sunday, or (None) of which only the year is told."""
    if place is None:
        return checked(year, None, None)
    if isinstance(place, tuple):
        return checked(year, *place)
    if not 1583 <= year <= 4099:  # the years of which dateutil knows Easter
        return None
    return of(easter(year) + timedelta(days=place))


def month_beside(base: When, month: int, way: int) -> int | None:
    """The year of the last (way -1) or next (way 1) such month beside `base`."""
    if base.year is None:
        return None
    if base.month is None:
        return base.year + way
    if way < 0:
        return base.year if month < base.month else base.year - 1
    return base.year if month > base.month else base.year + 1


def past_year(base: When, month: int, day: int | None) -> int:
    """The year of the last such day or month up to `base`, whose year is known."""
    year = base.year or 0
    return year if (month, day or 1) <= (base.month or 12, base.day or 31) else year - 1


def next_year(base: When, month: int, day: int | None) -> int:
    """The year of the next such day or month from `base` on, whose year is known."""
    year = base.year or 0
    return year if (month, day or 31) >= (base.month or 1, base.day or 1) else year + 1


def nearest_year(base: When, month: int, day: int | None) -> int:
    """The year that brings the day or month closest to `base`, whose year is known."""
    year = base.year or 0
    here = (base.month or 6) * 31 + (base.day or 15)
    return min((year, year - 1, year + 1), key=lambda y: abs((y - year) * 372 + month * 31 + (day or 15) - here))


def next_weekday(base: When | None, weekday: int | None, way: int) -> When | None:
    """The next such weekday after `base` (way 1), the last before it (-1), or the last up to and with it (0)."""
    day = base.as_date() if base else None
    if day is None or weekday is None:
        return None
    after = (weekday - day.weekday()) % 7
    days = (after or 7) if way > 0 else after - 7 if after or way < 0 else 0
    return moved(of(day), days, "day")
