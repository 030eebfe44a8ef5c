"""SEGMENT: a testimony's passages → sentences, with exact offsets, before anybody knows their language.

The boundaries come from the rules of `models.boundaries`. Two libraries were measured first, on the invented parallel
testimonies (each joined into one line; F1 in Spanish / English on files g to m, the rules being tuned on a to f):
sentencex .940 / .940, syntok .947 / .944, the rules .965 / .966. sentencex is quadratic in unclosed quotes and reads
the word "no." as an abbreviation; syntok's proposals added to the rules changed no boundary, so neither is used.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.records import AnnotatedTestimony, Passage, Segment, Testimony
from models.boundaries import sentence_starts

__all__ = ["MAX_CHARACTERS", "segment", "speaker_label", "split_sentences"]

MAX_CHARACTERS = 1000  # longer "sentences" are tables or lost punctuation; translators and readers choke on them


def segment(testimonies: Sequence[Testimony]) -> list[AnnotatedTestimony]:
    """Cut each testimony into sentences; order kept.

    Segments are in order, don't overlap, have no white space at their ends, at most `MAX_CHARACTERS` code points, and
    together cover every character of the text that isn't white space. Passages that continue one another share
    sentences, others never do. Speaker and page are those of the first passage a segment touches, `start_ms` is that
    passage's, `end_ms` is that of the last one.
    """
    return [AnnotatedTestimony(testimony=t, segments=tuple(_segments(t))) for t in testimonies]


def speaker_label(segment: Segment) -> str:
    """The speaker's name where a segment begins with it ("TOMASA: ", with the space), else "": it isn't spoken."""
    if segment.speaker and segment.text.casefold().startswith(segment.speaker.casefold()):
        label = re.match(r"\s*[:.)—–-]+\s+", segment.text[len(segment.speaker) :])
        if label and len(segment.speaker) + label.end() < len(segment.text):
            return segment.text[: len(segment.speaker) + label.end()]
    return ""


def split_sentences(text: str) -> list[str]:
    """The sentences of one paragraph or line, trimmed; none for white space."""
    return [text[start:end] for start, end in _spans(text, 0, len(text))]


def _segments(testimony: Testimony) -> Iterator[Segment]:
    text = testimony.text
    passages = sorted(testimony.passages, key=lambda p: (p.start, p.end))
    first = 0  # the earliest passage that the next segment can touch: spans come in order
    ordinal = 0
    for stretch_start, stretch_end in _stretches(passages, len(text)):
        for start, end in _spans(text, stretch_start, stretch_end):
            while first < len(passages) and passages[first].end <= start:
                first += 1
            touched = _touched(passages, first, end)
            opening = touched[0] if touched else None
            ends = [p.end_ms for p in touched if p.end_ms is not None]
            yield Segment(
                testimony=testimony.id,
                ordinal=ordinal,
                start=start,
                end=end,
                text=text[start:end],
                speaker=opening.speaker if opening else None,
                start_ms=opening.start_ms if opening else None,
                end_ms=ends[-1] if ends else None,
                page=opening.page if opening else None,
            )
            ordinal += 1


def _touched(passages: Sequence[Passage], first: int, end: int) -> list[Passage]:
    found = []
    for k in range(first, len(passages)):
        if passages[k].start >= end:
            break
        found.append(passages[k])
    return found


def _stretches(passages: Sequence[Passage], length: int) -> Iterator[tuple[int, int]]:
    """Spans that sentences may not cross. They cover the whole text, so text that no passage claims isn't lost."""
    starts = [0, *(p.start for p in passages if not p.continues), length]
    if passages:
        # A passage ends its stretch even where the text after it belongs to none.
        starts += [p.end for p, after in pairwise(passages) if not after.continues]
        starts.append(passages[-1].end)
    cuts = sorted({min(max(s, 0), length) for s in starts})
    yield from pairwise(cuts)


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences of `text[start:end]`, trimmed, capped, in order."""
    stretch = text[start:end]
    if not stretch or stretch.isspace():
        return
    for a, b in pairwise([0, *sentence_starts(stretch), len(stretch)]):
        for low, high in _capped(stretch, *_trimmed(stretch, a, b)):
            yield start + low, start + high


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    # By index: slicing the rest of a line of a megabyte for each piece of it would be quadratic.
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _capped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`[start, end)` in pieces of at most `MAX_CHARACTERS`, each trimmed."""
    while end - start > MAX_CHARACTERS:
        cut = _cut(text, start)
        low, high = _trimmed(text, start, cut)
        yield low, high
        start, end = _trimmed(text, cut, end)
    if start < end:
        yield start, end


def _cut(text: str, start: int) -> int:
    """Where to cut an overlong sentence: after the last ; or : in the window's second half, else comma, else space."""
    limit = start + MAX_CHARACTERS
    middle = start + MAX_CHARACTERS // 2
    for marks in (";:", ","):
        for k in range(limit - 1, middle, -1):
            if text[k] in marks and text[k + 1].isspace():
                return k + 1
    space = _last_space(text, start + 1, limit + 1)
    if space <= limit:
        return space
    cut = limit
    while cut > middle and unicodedata.combining(text[cut]):  # keep an accent with its letter
        cut -= 1
    return cut


def _last_space(text: str, low: int, high: int) -> int:
    """The last white space in `text[low:high]`; `high` where there is none."""
    for k in range(high - 1, low - 1, -1):
        if text[k].isspace():
            return k
    return high
