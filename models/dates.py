"""Calendar expressions in Spanish and English, with their values in EDTF (ISO 8601-2).

A value is a day (`2022-04-14`), a month (`2022-04`), a year (`2022`), a decade (`198X`) or a century (`18XX`). What the
text doesn't say is taken from the date named last in the testimony, or from the day it was given, and the value is then
marked as inferred; a day whose year can't be known keeps it open (`XXXX-04-14`). Days that share a month or year with
the one beside them («el 3 y el 5 de mayo de 2022») are not inferred. A range («entre 1980 y 1990») is a date beside its
two ends; its value is an interval (`1980/1990`) and its span takes them in.

Figures like 03/04/2022 are read day first in Spanish. In English they are read in the order of the testimony's last
date in figures that left no choice; before there is one, in the order of its dates in words ("April 3", "3 April"),
and are then inferred, unless it has Spanish texts; else they keep the part that is sure, the year.

A bound («desde 1990», "before 1980") is the year that it names, as in the marked texts, and no open interval: `1990/..`
would be a second date of the same words. A month named later takes no year from it.

Clock times, ages and durations are no dates.
"""

from __future__ import annotations

from models.date_clue import Clue
from models.date_clues import find_clues
from models.date_ranges import FoundDate, with_ranges
from models.date_relative import Ref
from models.date_story import Story
from models.date_values import (
    When,
    checked,
    feast_day,
    month_beside,
    moved,
    next_weekday,
    next_year,
    parsed,
    past_year,
)
from models.date_words import FEASTS

__all__ = ["DateReader", "FoundDate"]

# "'26" may be so many years after the testimony; where its day isn't known, up to this year.
SHORT_YEARS_AHEAD = 5
LATEST_SHORT_YEAR = 2030


class DateReader:
    """Finds the dates of one testimony's texts, given in order. `recorded_on` is an ISO day, month or year."""

    def __init__(self, *, recorded_on: str | None = None) -> None:
        self._story = Story(parsed(recorded_on))
        self._day_first: dict[str, bool] = {"es": True}
        self._written: bool | None = None  # whether English texts alone write "14 April" or "April 14"
        self._translated = False  # figures in a translation keep the order of the original

    def read(self, text: str, *, language: str) -> list[FoundDate]:
        """The dates of `text` in order. Only a range overlaps others, its two ends, and comes before them.

        The last date is remembered for the texts that follow.
        """
        story = self._story
        story.text += 1
        recorded = story.recorded.year if story.recorded else None
        latest = recorded + SHORT_YEARS_AHEAD if recorded else LATEST_SHORT_YEAR
        found = []
        if language == "es":
            self._translated = True
        for clue in find_clues(text, language=language, latest=latest):
            if clue.day_first is not None:
                self._written = clue.day_first
            if clue.value is not None:
                found.append(FoundDate(clue.start, clue.end, clue.value))
                continue
            when, inferred = self._work_out(clue, language)
            if when is not None:
                found.append(FoundDate(clue.start, clue.end, str(when), inferred))
                story.remember(when, clue)
        return list(with_ranges(found, text))

    def _work_out(self, clue: Clue, language: str) -> tuple[When | None, bool]:
        """The time that `clue` means, if it can be known, and whether it was inferred."""
        match clue.kind:
            case "calendar" | "year" | "since":
                return self._calendar(clue, language)
            case "feast":
                return self._feast(clue, language)
            case "season" if isinstance(clue.month, int):
                return self._season(clue, clue.month), True
            case "relative" if clue.ref:
                return self._relative(clue.ref, exact=clue.exact, ahead=clue.ahead > 0), True
            case "bare day":
                month = self._story.last_month.when if self._story.last_month else None
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
            return self._figures(clue.figures, clue.year, language)
        if clue.year is not None or clue.month is None:
            return checked(clue.year, clue.month, clue.day), False
        year = self._year_of(clue, clue.month, clue.day)
        when = checked(year, clue.month, clue.day)
        return (when, year is not None) if when else (checked(None, clue.month, clue.day), False)

    def _figures(self, figures: tuple[int, int], year: int, language: str) -> tuple[When | None, bool]:
        """14/04/2022, 04/14/2022; 04/05/2022 only if the order is known, or can be inferred from dates in words."""
        first, second = figures
        options = {True: checked(year, second, first), False: checked(year, first, second)}
        possible = [day_first for day_first, when in options.items() if when]
        if not possible:
            return None, False
        if len(possible) == 1:
            if language != "es":
                self._day_first[language] = possible[0]
            return options[possible[0]], False
        day_first = self._day_first.get(language)
        if day_first is None and self._story.recorded in options.values():
            day_first = self._day_first[language] = options[True] == self._story.recorded
        if day_first is not None or first == second:
            return options[day_first is not False], False
        if self._written is None or self._translated:
            return When(year), False
        return options[self._written], True

    def _feast(self, clue: Clue, language: str) -> tuple[When | None, bool]:
        place = FEASTS[language][clue.feast or ""]
        if isinstance(clue.year, int):
            return feast_day(place, clue.year), False
        if clue.ref and (when := self._relative(clue.ref)):
            return when, True
        if place is None:
            return None, True
        if isinstance(place, tuple):
            year = self._year_of(clue, *place)
            return (feast_day(place, year) if year else None), True
        first = self._year_of(clue, 4, 1)
        for year in (first - 1, first, first + 1) if first else ():  # Easter moves: its own day must lead to the year
            when = feast_day(place, year)
            if when and when.month and self._year_of(clue, when.month, when.day) == year:
                return when, True
        return None, True

    def _relative(self, ref: Ref, *, exact: bool = False, ahead: bool = False) -> When | None:
        """A unit of time so far from the day of speaking or the date named last."""
        story = self._story
        base = story.now if ref.anchor == "now" else story.last.when if story.last else None
        when = moved(base, ref.plus, ref.unit, exact=exact) if base else None
        # «Dos días después volvieron» lies before the day of speaking; where it doesn't, the base is wrong.
        told = ref.anchor == "last" and ref.plus > 0 and not ahead
        return None if base and when and told and story.untold(base, when) else when

    def _season(self, clue: Clue, month: int) -> When | None:
        """The year of "last summer", "this spring", "since spring"."""
        now = self._story.now
        if now is None or now.year is None or now.month is None:
            return None
        if clue.way < 0:  # "last summer" is over
            return When(now.year if now.month > month + 2 else now.year - 1)
        return When(now.year if clue.from_now else past_year(now, month, None))

    def _dated_weekday(self, clue: Clue) -> When | None:
        """«domingo 15»: in the month named last, one beside it or the day of speaking, where that day is a Sunday."""
        story = self._story
        named, now = story.last_month.when if story.last_month else None, story.now
        beside = (0, 1, -1)
        tries = [(named, beside if story.near(story.last_month) else (0,)), (now, beside), (named, beside)]
        for base, distances in [(now, beside), *tries] if clue.heads else tries:
            for months in distances:
                month = moved(base, months, "month") if base else None
                when = checked(month.year, month.month, clue.day) if month else None
                if when and _falls_on(when, clue.weekday):
                    return when
        return None

    def _weekday(self, clue: Clue) -> When | None:
        """«el jueves»: the next after the date that the text goes on from, or the last up to the day of speaking."""
        story = self._story
        if clue.way:
            from_now = clue.from_now or story.last is None
            base = story.now if from_now else story.last.when if story.last else None
            return next_weekday(base, clue.weekday, clue.way)
        if clue.ahead > 0 or (clue.heads and story.now != story.recorded):  # or the next entry of a diary
            return next_weekday(story.now, clue.weekday, 1)
        past = next_weekday(story.now, clue.weekday, 0)
        if clue.from_now:
            return past
        base = story.of_weekday(clue)
        if base is None or base == story.now:
            return past if base else None
        there = next_weekday(base, clue.weekday, 1)
        return there if there and (past is None or str(there) <= str(past)) else past

    def _year_of(self, clue: Clue, month: int, day: int | None) -> int | None:
        """The year of a day or month that is named without one."""
        story = self._story
        if clue.way:
            base = story.now if clue.from_now else story.last.when if story.last else None
            return month_beside(base, month, clue.way) if base else None
        year = story.likely_year(clue, month, day)
        if year is None or day is None or clue.weekday is None:
            return year
        now = story.now if story.now and story.now.year else When(year)
        others = (past_year(now, month, day), next_year(now, month, day), year - 1, year + 1)
        for other in (year, *others):
            when = checked(other, month, day)
            if when and _falls_on(when, clue.weekday):
                return other
        return year


def _falls_on(when: When, weekday: int | None) -> bool:
    day = when.as_date()
    return day is not None and day.weekday() == weekday
