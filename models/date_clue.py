"""One expression of a time, as it is found and before it is worked out."""

from __future__ import annotations

from dataclasses import dataclass

from models.date_relative import Ref

__all__ = ["Clue"]


@dataclass(frozen=True, slots=True)
class Clue:
    """One expression: half-open offsets, and the parts it names; `value` where nothing is left to work out.

    `figures` are two numbers of which one is the day, one the month. `ref` places the whole beside another date.
    `way` is the side of its anchor on which a month or weekday lies: -1 before, 1 after, 0 unsaid.
    """

    start: int
    end: int
    kind: str
    year: int | Ref | None = None
    month: int | Ref | None = None
    day: int | None = None
    weekday: int | None = None
    figures: tuple[int, int] | None = None
    value: str | None = None
    feast: str | None = None
    ref: Ref | None = None
    exact: bool = False
    way: int = 0
    day_first: bool | None = None  # English in words: "14 April" or "April 14"
    from_now: bool = False  # `way` is reckoned from the day of speaking
    ahead: int = 0  # what is said before puts it in the future (1) or the past (-1)
    planned: bool = False  # an appointment or hearing, which may be still to come
    starts: bool = False  # nothing stands before it in its text
    heads: bool = False  # stands at the head of an entry
    opens: bool = False  # the day on which the record was drawn up, or a year that opens a sentence («En 2019 …»)
