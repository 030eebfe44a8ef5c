"""Calendar expressions in Spanish and English, with their values in EDTF (ISO 8601-2).

A value is a day (`2022-04-14`), a month (`2022-04`), a year (`2022`), a decade (`198X`) or a century (`18XX`). What the
text doesn't say is taken from the date named last in the testimony, or from the day it was given, and the value is then
marked as inferred; a day whose year can't be known keeps it open (`XXXX-04-14`). Days that share a month or year with
the one beside them («el 3 y el 5 de mayo de 2022») are not inferred. A range («entre 1980 y 1990») is a date beside its
two ends; its value is an interval (`1980/1990`) and its span takes them in.

Figures like 03/04/2022 are read day first in Spanish. In English they are read in the order of the testimony's last
date in figures that left no choice; before there is one, they keep the part that is sure, the year.
Clock times, ages and durations are no dates.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.date_clues import Clue, find_clues
from models.date_ranges import FoundDate, with_ranges
from models.date_relative import Ref
from models.date_values import (
    When,
    checked,
    feast_day,
    month_beside,
    moved,
    nearest_year,
    next_weekday,
    next_year,
    parsed,
    past_year,
)
from models.date_words import FEASTS

__all__ = ["DateReader", "FoundDate"]

# A date is gone on from for so many texts (sentences): the next one without a year lies after it.
NEAR = 3
# Beyond them, the day of speaking is the better guess, unless what is told lies so many years back.
FAR_YEARS = 8
# "'26" may be so many years after the testimony; where its day isn't known, up to this year.
SHORT_YEARS_AHEAD = 5
LATEST_SHORT_YEAR = 2030


@dataclass(frozen=True, slots=True)
class _Named:
    """A date that was named, and in which text, counted from 1."""

    when: When
    text: int


class DateReader:
    """Finds the dates of one testimony's texts, given in order. `recorded_on` is an ISO day, month or year."""

    def __init__(self, *, recorded_on: str | None = None) -> None:
        self._recorded = parsed(recorded_on)
        self._now = self._recorded  # the day of speaking; the dated entries of a diary move it
        self._entry: When | None = None  # the last date that headed an entry
        self._text = 0
        self._last: _Named | None = None  # the date named last
        self._last_month: _Named | None = None  # the last with a month
        self._last_year: _Named | None = None  # the last that is a year alone, and no mere "since 2004"
        self._day_first: dict[str, bool] = {"es": True}

    def read(self, text: str, *, language: str) -> list[FoundDate]:
        """The dates of `text` in order. Only a range overlaps others, its two ends, and comes before them.

        The last date is remembered for the texts that follow.
        """
        self._text += 1
        recorded = self._recorded.year if self._recorded else None
        latest = recorded + SHORT_YEARS_AHEAD if recorded else LATEST_SHORT_YEAR
        found = []
        for clue in find_clues(text, language=language, latest=latest):
            if clue.value is not None:
                found.append(FoundDate(clue.start, clue.end, clue.value))
                continue
            when, inferred = self._work_out(clue, language)
            if when is not None:
                found.append(FoundDate(clue.start, clue.end, str(when), inferred))
                self._remember(when, clue)
        return list(with_ranges(found, text))

    def _remember(self, when: When, clue: Clue) -> None:
        if when.year is None or (clue.ref and clue.ref.plus == 0 and clue.ref.unit != "day"):
            return  # «ese año» names nothing new
        self._last = _Named(when, self._text)
        if when.month is not None:
            self._last_month = self._last
        elif clue.kind == "year":
            self._last_year = self._last
        if clue.heads:
            self._entry = when
            if when.day is not None:
                self._now = when

    def _near(self, named: _Named | None, texts: int = NEAR) -> When | None:
        """That date, if it was named in one of the last texts."""
        return named.when if named and self._text - named.text <= texts else None

    def _work_out(self, clue: Clue, language: str) -> tuple[When | None, bool]:
        """The time that `clue` means, if it can be known, and whether it was inferred."""
        match clue.kind:
            case "calendar" | "year" | "since":
                return self._calendar(clue, language)
            case "feast":
                return self._feast(clue, language)
            case "relative" if clue.ref:
                return self._relative(clue.ref, exact=clue.exact), True
            case "bare day":
                month = self._last_month.when if self._last_month else None
                return (checked(month.year, month.month, clue.day) if month else None), True
            case "weekday" if clue.day is not None:
                return self._dated_weekday(clue), True
            case _:
                return self._weekday(clue), True

    def _calendar(self, clue: Clue, language: str) -> tuple[When | None, bool]:
        """A day, month or year."""
        if isinstance(clue.month, Ref):
            there = self._relative(clue.month)
            return (checked(there.year, there.month, clue.day) if there else None), True
        if isinstance(clue.year, Ref):
            there = self._relative(clue.year)
            return checked(there.year if there else None, clue.month, clue.day), there is not None
        if clue.figures and clue.year is not None:
            return self._figures(clue.figures, clue.year, language), False
        if clue.year is not None or clue.month is None:
            return checked(clue.year, clue.month, clue.day), False
        year = self._year_of(clue, clue.month, clue.day)
        when = checked(year, clue.month, clue.day)
        return (when, year is not None) if when else (checked(None, clue.month, clue.day), False)

    def _figures(self, figures: tuple[int, int], year: int, language: str) -> When | None:
        """14/04/2022, 04/14/2022; 04/05/2022 only if the order is known."""
        first, second = figures
        options = {True: checked(year, second, first), False: checked(year, first, second)}
        possible = [day_first for day_first, when in options.items() if when]
        if not possible:
            return None
        if len(possible) == 1:
            if language != "es":
                self._day_first[language] = possible[0]
            return options[possible[0]]
        day_first = self._day_first.get(language)
        if day_first is None and self._recorded in options.values():
            day_first = self._day_first[language] = options[True] == self._recorded
        if day_first is None and first != second:
            return When(year)
        return options[day_first is not False]

    def _feast(self, clue: Clue, language: str) -> tuple[When | None, bool]:
        place = FEASTS[language][clue.feast or ""]
        if isinstance(clue.year, int):
            return feast_day(place, clue.year), False
        if place is None:
            return None, True
        month, day = place if isinstance(place, tuple) else (4, 1)
        year = self._year_of(clue, month, day)
        return (feast_day(place, year) if year else None), True

    def _relative(self, ref: Ref, *, exact: bool = False) -> When | None:
        """A unit of time so far from the day of speaking or the date named last."""
        base = self._now if ref.anchor == "now" else self._last.when if self._last else None
        return moved(base, ref.plus, ref.unit, exact=exact) if base else None

    def _dated_weekday(self, clue: Clue) -> When | None:
        """«domingo 15»: in the month named last, one beside it or the day of speaking, where that day is a Sunday."""
        named, now = self._last_month.when if self._last_month else None, self._now
        beside = (0, 1, -1)
        tries = [(named, beside if self._near(self._last_month) else (0,)), (now, beside), (named, beside)]
        for base, distances in [(now, beside), *tries] if clue.heads else tries:
            for months in distances:
                month = moved(base, months, "month") if base else None
                when = checked(month.year, month.month, clue.day) if month else None
                if when and _falls_on(when, clue.weekday):
                    return when
        return None

    def _weekday(self, clue: Clue) -> When | None:
        """«el jueves»: the next after the date that the text goes on from, or the last up to the day of speaking."""
        now = self._now
        if clue.way and (clue.from_now or self._last is None):
            return next_weekday(now, clue.weekday, clue.way)
        if clue.way:
            return next_weekday(self._last.when if self._last else None, clue.weekday, clue.way)
        if clue.ahead > 0 or (clue.heads and now != self._recorded):  # or the next entry of a diary
            return next_weekday(now, clue.weekday, 1)
        story = self._last_month.when if self._last_month and self._goes_on(self._last_month) else None
        there = next_weekday(story, clue.weekday, 1) if story != now and not clue.from_now else None
        past = next_weekday(now, clue.weekday, 0)
        if there and (past is None or str(there) <= str(past)):
            return there
        return past

    def _year_of(self, clue: Clue, month: int, day: int | None) -> int | None:
        """The year of a day or month that is named without one."""
        if clue.way:
            base = self._now if clue.from_now else self._last.when if self._last else None
            return month_beside(base, month, clue.way) if base else None
        year = self._likely_year(clue, month, day)
        if year is None or day is None or clue.weekday is None:
            return year
        now = self._now if self._now and self._now.year else When(year)
        others = (past_year(now, month, day), next_year(now, month, day), year - 1, year + 1)
        for other in (year, *others):
            when = checked(other, month, day)
            if when and _falls_on(when, clue.weekday):
                return other
        return year

    def _likely_year(self, clue: Clue, month: int, day: int | None) -> int | None:
        now = self._now if self._now and self._now.year else None
        if clue.heads and self._entry and self._entry.year:
            return next_year(self._entry, month, day)
        if now is None:
            return self._last.when.year if self._last else None
        story = self._story()
        if clue.heads:
            return nearest_year(now, month, day)
        if clue.ahead > 0:
            return next_year(now, month, day)
        if clue.ahead < 0 or story is None or story.when.year is None or not self._goes_on(story):
            return past_year(now, month, day)
        year = next_year(story.when, month, day)
        # A story goes on into the next year, but not past the day on which it is told.
        return year if past_year(now, month, day) >= year else story.when.year

    def _goes_on(self, story: _Named) -> bool:
        """Whether the text still tells of that time: it was named just now, or lies far back."""
        now, then = self._now, story.when
        if now is None or now.year is None or then.year is None or self._near(story):
            return True
        return now.year - then.year > FAR_YEARS

    def _story(self) -> _Named | None:
        """The date that the text goes on from: the last with a month, unless a year was named since and it is near."""
        year, month = self._last_year, self._last_month
        if year is None or month is None:
            return month or year
        newer = self._near(year, 1) or (self._near(year) and not self._near(month))
        return year if newer and year == self._last else month


def _falls_on(when: When, weekday: int | None) -> bool:
    day = when.as_date()
    return day is not None and day.weekday() == weekday
