"""Finding again the stretch of text that a decision is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from corpus.records import Anchor

__all__ = ["Span", "locate", "occurrences", "overlap"]

Span: TypeAlias = tuple[int, int]

# How far a text may have moved when it is read anew (a header left out, pages joined). Beyond that it is another place.
NEARBY = 2_000


def locate(text: str, anchor: Anchor) -> Span | None:
    """Where `anchor` stands in `text`: at its offsets, else the nearest place with the same words, else None."""
    if text[anchor.start : anchor.end] == anchor.text:
        return anchor.start, anchor.end
    first, last = max(0, anchor.start - NEARBY), anchor.end + NEARBY
    found = occurrences(text, anchor.text, first, last)
    return min(found, key=lambda span: (abs(span[0] - anchor.start), span[0]), default=None)


def occurrences(text: str, words: str, first: int = 0, last: int | None = None) -> Iterator[Span]:
    """Where `words` stand in text[first:last] as whole words. A line break counts as a space."""
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        return
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)")
    for match in pattern.finditer(text, first, len(text) if last is None else last):
        yield match.span()


def overlap(one: Span, other: Span) -> bool:
    """Whether two stretches share a character."""
    return one[0] < other[1] and other[0] < one[1]
