"""A sentence as HTML with its matches marked, shortened where it is long."""

from __future__ import annotations

import html

from corpus.store.fulltext import Spans

__all__ = ["snippet"]

WIDTH = 320  # characters; four lines of a terminal
BEFORE = 80  # of these at most, before the first match


def snippet(text: str, spans: Spans, *, width: int = WIDTH) -> str:
    """`text` escaped, `spans` in <mark>; at most about `width` characters of it, from shortly before the first span."""
    start, end = 0, len(text)
    if end > width:
        if spans and spans[0][1] > width:
            start = _word_start(text, max(0, spans[0][0] - BEFORE), spans[0][0])
        end = _word_end(text, start + width, max(start, spans[0][1] if spans else 0))
    pieces = ["…"] if start else []
    at = start
    for first, last in spans:
        if first >= end:
            break
        pieces += [_escape(text[at:first]), "<mark>", _escape(text[first : min(last, end)]), "</mark>"]
        at = min(last, end)
    pieces.append(_escape(text[at:end]))
    if end < len(text):
        pieces.append("…")
    return "".join(pieces)


def _escape(text: str) -> str:
    return html.escape(text, quote=False)


def _word_start(text: str, wanted: int, latest: int) -> int:
    """The first beginning of a word from `wanted` on, or `wanted` where there is none up to `latest`."""
    space = text.find(" ", wanted, latest)
    return wanted if wanted == 0 or space < 0 else space + 1


def _word_end(text: str, wanted: int, earliest: int) -> int:
    """The last end of a word up to `wanted`, or `wanted` where there is none from `earliest` on."""
    wanted = min(max(wanted, earliest), len(text))
    if wanted == len(text):
        return wanted
    space = text.rfind(" ", earliest, wanted + 1)
    return wanted if space < 0 else space
