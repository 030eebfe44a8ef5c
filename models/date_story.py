"""What a testimony has named so far, and which of it a date goes on from that says less than all of itself."""

from __future__ import annotations

from dataclasses import dataclass

from models.date_clue import Clue
from models.date_values import When, checked, nearest_year, next_year, past_year

__all__ = ["Named", "Story"]

# A date is gone on from for so many texts (sentences): the next one without a year lies after it.
NEAR = 3
# Beyond them, the day of speaking is the better guess, unless all that is told lies so many years back.
FAR_YEARS = 8
# A text lives in the present if it has named another day or month no farther than so many days from its own; a year
# that it mentions by the way is then no story.
PRESENT_DAYS = 366
# What is told lies elsewhere, when its last day is farther than this from the day of speaking: a weekday then goes by
# it. Of a month or year, of which no weekday can be told, more must be between.
FAR_DAYS = 45
FAR_MONTH_DAYS = 150
# Who names a day without its year that comes within so many days means that, and not the one a year ago.
SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Named:
    """A date that was named, and in which text, counted from 1."""

    when: When
    text: int
    sets: bool = False  # a year that opens its sentence («En 2019 …») and so sets the time of what follows


class Story:
    """The dates named so far in one testimony, and the day on which it is told. `text` counts the texts read."""

    def __init__(self, recorded: When | None) -> None:
        self.recorded = recorded
        self.now = recorded  # the day of speaking; the dated entries of a diary move it
        self.text = 0
        self.last: Named | None = None  # the date named last
        self.last_month: Named | None = None  # the last with a month
        self._last_year: Named | None = None  # the last that is a year alone, and no mere "since 2004"
        self._entry: When | None = None  # the last date that headed an entry
        self._entries = 0  # how many did: two make a diary, which goes on from day to day
        self._names_now = False  # whether the day of speaking is named but at the head
        self._present = 0  # days and months named of the year round the day of speaking, less those of other times
        self._from_now: int | None = None  # the fewest days between another date named and the day of speaking

    def remember(self, when: When, clue: Clue) -> None:
        if when.year is None or (clue.ref and clue.ref.plus == 0 and clue.ref.unit != "day"):
            return  # «ese año» names nothing new
        self.last = Named(when, self.text, clue.opens)
        if when.month is not None:
            self.last_month = self.last
        elif clue.kind == "year":
            self._last_year = self.last
        if clue.heads:
            self._entry = when
            self._entries += 1
            if when.day is not None:
                self.now = when
        elif clue.opens and when.day is not None and self.now is None:
            self.now = when
        elif when in (self.now, self.recorded):
            self._names_now = True
        elif when.month is not None and (days := self._away(when)) is not None:
            self._from_now = days if self._from_now is None else min(days, self._from_now)
            self._present += 1 if days <= PRESENT_DAYS else -1

    def near(self, named: Named | None, texts: int = NEAR) -> When | None:
        """That date, if it was named in one of the last texts."""
        return named.when if named and self.text - named.text <= texts else None

    def untold(self, base: When, when: When) -> bool:
        """Whether the testimony ends between `base` and `when`."""
        recorded = str(self.recorded) if self.recorded else None
        return recorded is not None and str(base) <= recorded < str(when)[: len(recorded)]

    def likely_year(self, clue: Clue, month: int, day: int | None) -> int | None:
        """The year of a month or day that is named without one."""
        now = self.now if self.now and self.now.year else None
        if (clue.heads or (clue.starts and self._entries > 1)) and self._entry and self._entry.year:
            return next_year(self._entry, month, day)
        if now is None:
            return self.last.when.year if self.last else None
        if clue.heads:
            return nearest_year(now, month, day)
        if clue.ahead > 0:
            return next_year(now, month, day)
        past = past_year(now, month, day)
        if clue.planned or _soon(now, month, day):
            past = nearest_year(now, month, day)
        story = self._last_told()
        if clue.ahead < 0 or story is None or story.when.year is None or not self._goes_on(story):
            return past
        year = next_year(story.when, month, day)
        if year <= past:
            return year
        # A story goes on into the next year, but not past the day on which it is told, unless it is there already.
        if str(story.when) > str(now):
            return nearest_year(now, month, day)
        # The months of one sentence belong together: «enero, diagnóstico; febrero y marzo, formación».
        together = story.text == self.text and story.when not in (now, self.recorded)
        return story.when.year if together else past

    def of_weekday(self, clue: Clue) -> When | None:
        """The day that a weekday alone is counted from; None where the text tells of a time without days."""
        now, story = self.now, self._last_told()
        if story is None or now is None or now.year is None:
            return now or (story.when if story else None)
        away, told = self._away(story.when) or 0, story.when
        if told.day is not None and (self.near(story) or (away > FAR_DAYS and not self._lives_now(FAR_DAYS))):
            return told
        if told.day is None and away > FAR_MONTH_DAYS and clue.ahead == 0 and not self._lives_now(FAR_DAYS):
            return None if self.near(story, 2) or not self._names_now else now
        return now

    def _away(self, when: When) -> int | None:
        """How many days, or about how many, lie between `when` and the day of speaking."""
        now = self.now
        if now is None or now.year is None or when.year is None:
            return None
        if when.month is None or now.month is None:
            return abs(now.year - when.year) * 365
        return abs((now.year - when.year) * 365 + (now.month - when.month) * 30 + (now.day or 15) - (when.day or 15))

    def _lives_now(self, days: int = PRESENT_DAYS) -> bool:
        return self._present >= 0 and self._from_now is not None and self._from_now <= days

    def _goes_on(self, story: Named) -> bool:
        """Whether the text still tells of that time: it was named just now, or lies far back as all the rest does."""
        now, then = self.now, story.when
        if now is None or now.year is None or then.year is None:
            return True
        if self.near(story):
            return then.month is not None or story.sets or story.text == self.text or not self._lives_now()
        if then.month is None and not story.sets and not self.near(story, 2 * NEAR):
            return False
        return now.year - then.year > FAR_YEARS and not self._lives_now()

    def _last_told(self) -> Named | None:
        """The date that the text goes on from: the last with a month, unless a year was named since and it is near."""
        year, month = self._last_year, self.last_month
        if year is None or month is None:
            return month or year
        newer = self.near(year, 1) or (self.near(year) and not self.near(month))
        return year if newer and year == self.last else month


def _soon(now: When, month: int, day: int | None) -> bool:
    today, coming = now.as_date(), checked(next_year(now, month, day), month, day)
    then = coming.as_date() if coming else None
    return today is not None and then is not None and (then - today).days <= SOON_DAYS
