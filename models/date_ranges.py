"""Dates as they are found, and the ranges between two of them («entre 1980 y 1990», "from March to June 2022")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["FoundDate", "with_ranges"]


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: half-open offsets, its EDTF value, and whether any of it comes from elsewhere."""

    start: int
    end: int
    value: str
    inferred: bool = False


_ARTICLE = r"(?: el| los| los años| the(?: years)?)?"
# What stands before the first end of a range, and between the two.
_RANGES = [
    (re.compile(rf"\b{before}{_ARTICLE}\s$", re.IGNORECASE), re.compile(link, re.IGNORECASE))
    for before, link in (
        ("entre", r"\s(?:y|e)(?: el| los)?\s"),
        ("between", r"\sand(?: the)?\s"),
        ("from", r"\s(?:to|until|through|till)(?: the)?\s"),
        ("(?:de|del|desde)", r"\s(?:a|al|hasta)(?: el)?\s"),
    )
]
_DASH = re.compile(r"\s?[-–—]\s?")
LONGEST_OPENING = 20


def with_ranges(found: Sequence[FoundDate], text: str) -> Iterator[FoundDate]:
    """`found`, and before each two that are the ends of a range the range itself (`1980/1990`), over both."""
    for number, first in enumerate(found, 1):
        second = found[number] if number < len(found) else None
        if second and _same_grain(first.value, second.value) and first.value < second.value:
            link = text[first.end : second.start]
            start = first.start if _DASH.fullmatch(link) else None
            for before, between in _RANGES:
                opening = before.search(text[max(0, first.start - LONGEST_OPENING) : first.start])
                if opening and between.fullmatch(link):
                    start = max(0, first.start - LONGEST_OPENING) + opening.start()
            if start is not None:
                value = f"{first.value}/{second.value}"
                yield FoundDate(start, second.end, value, first.inferred or second.inferred)
        yield first


def _same_grain(first: str, second: str) -> bool:
    return len(first) == len(second) and "X" not in first + second
