"""Lines to paragraphs.

A hard-wrapped text is known by its lines: the first word of the next one would not have fitted. Such lines are joined;
lists, dialogue, speaker turns, headings, verse and addresses keep their lines. No word is lost, doubled or glued.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.readers.base import Extract
from corpus.readers.hyphens import REACH, ends_cut, seam, words_of
from corpus.readers.turns import find_labels, speaker_of

__all__ = ["Line", "ends_sentence", "lines_of", "reflow"]

_LONGEST_WRAP = 130  # characters; no editor or page wraps wider, longer lines are paragraphs
_OWN_LINE = re.compile(
    r"""[-–*•·▪◦‣o]\s            # bullets, and the dash of a dialogue with a space
      | [—―–‒]\S                 # the dash of a dialogue
      | [-]\s?[¿¡«"“A-ZÁÉÍÓÚÑ]   # a hyphen in its place
      | \(?\d{1,3}[.)]\s         # 1. 2)
      | \(?[a-zA-Z][)]\s         # a) b)
      | (?:[IVX]{1,5})[.)]\s     # IV.
      | \#{1,6}\s | >\s | \d{1,2}:\d{2}(?::\d{2})?\s | \[\d{1,2}:\d{2}
    """,
    re.VERBOSE,
)
_ENDS = re.compile(r"(?:[.!?…:;]|\.\.\.)[\"'»”’)\]*_]*\d{0,2}$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands.

    `width` is its length in characters as seen (None: count them); `opens` says that a paragraph surely begins here.
    """

    text: str
    page: int | None = None
    width: float | None = None
    opens: bool = False

    @property
    def length(self) -> float:
        return len(self.text) if self.width is None else self.width


@dataclass(frozen=True, slots=True)
class _Wrap:
    """How a stretch of lines is wrapped: at `width` characters, if `wrapped`."""

    width: float
    wrapped: bool


def ends_sentence(text: str) -> bool:
    """Whether `text` ends with what ends a sentence, quotes and brackets after it allowed."""
    return bool(_ENDS.search(text[-8:]))


def lines_of(text: str) -> list[Line]:
    """The lines of a plain text; an indented first line opens a paragraph."""
    lines: list[Line] = []
    indent = 0
    for raw in text.expandtabs(4).splitlines() if "\t" in text else text.splitlines():
        stripped = raw.strip()
        before, indent = indent, (len(raw) - len(raw.lstrip()) if stripped else 0)
        hangs = bool(lines) and bool(_OWN_LINE.match(lines[-1].text))
        lines.append(Line(" ".join(stripped.split()), opens=before + 2 <= indent <= 12 and not hangs))
    return lines


def reflow(lines: Sequence[Line]) -> list[Extract]:
    """Paragraphs of `lines` (blank ones part them), in order. A paragraph over a page break gives an extract a page."""
    labels = find_labels(line.text for line in lines)
    words = words_of(line.text for line in lines) if any(ends_cut(line.text) for line in lines) else frozenset()
    blocks = _blocks(lines)
    whole = _measure([line for block in blocks for line in block], blocks, labels)
    extracts: list[Extract] = []
    for block in blocks:
        wrap = _measure(block, [block], labels) if len(block) >= 5 else whole
        if not wrap.wrapped and whole.wrapped:
            wrap = _Wrap(whole.width, wrapped=True)
        group = [block[0]]
        for line in block[1:]:
            if _joins(group[-1], line, wrap, labels):
                group.append(line)
            else:
                extracts += _paragraph(group, words, labels)
                group = [line]
        extracts += _paragraph(group, words, labels)
    return extracts


def _blocks(lines: Iterable[Line]) -> list[list[Line]]:
    blocks: list[list[Line]] = [[]]
    for line in lines:
        if line.text:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [b for b in blocks if b]


def _measure(lines: Sequence[Line], blocks: Sequence[Sequence[Line]], labels: frozenset[str]) -> _Wrap:
    """Wrapped if most lines are full, and many of the next ones begin in the middle of a sentence."""
    lengths = sorted(line.length for line in lines)
    if not lengths or lengths[int(0.9 * (len(lengths) - 1))] > _LONGEST_WRAP:
        return _Wrap(0, wrapped=False)
    width = lengths[-1 - len(lengths) // 50]  # the two longest in a hundred may be addresses and the like
    pairs = [(a, b) for block in blocks for a, b in pairwise(block) if not _starts_own(b, labels)]
    full = [(a, b) for a, b in pairs if _is_full(a, b, width)]
    middle = sum(1 for _, b in full if not b.text[0].isupper())
    wrapped = width >= 25 and len(full) >= max(2, 0.5 * len(pairs)) and middle >= 0.4 * len(full)
    return _Wrap(width, wrapped=wrapped)


def _is_full(line: Line, following: Line, width: float) -> bool:
    first = len(following.text.split(maxsplit=1)[0]) if len(following.text) < 1000 else 12
    slack = 1 if line.width is None else 2.5  # measured widths are means over a line
    return line.length + 1 + first > width - slack


def _starts_own(line: Line, labels: frozenset[str]) -> bool:
    return line.opens or bool(_OWN_LINE.match(line.text)) or speaker_of(line.text, labels) is not None


def _joins(line: Line, following: Line, wrap: _Wrap, labels: frozenset[str]) -> bool:
    if ends_cut(line.text) and following.text[0].isalnum():
        return True
    if _starts_own(following, labels):
        return False
    lower = not following.text[0].isupper() and not following.text[0].isdigit()
    open_end = not ends_sentence(line.text)
    if wrap.wrapped:
        return _is_full(line, following, wrap.width) or (lower and open_end and line.length >= 0.5 * wrap.width)
    return following.text[0].islower() and open_end and line.length >= 40


def _paragraph(group: Sequence[Line], words: frozenset[str], labels: frozenset[str]) -> list[Extract]:
    """The lines of one paragraph joined; a word cut over a page break stays whole on the first page."""
    pages: list[tuple[int | None, list[str]]] = [(group[0].page, [group[0].text])]
    tail = group[0].text  # what the next line may go on from; the whole, put together anew each time, may be long
    for line in group[1:]:
        text = line.text
        page, pieces = pages[-1]
        if ends_cut(tail):
            head, _, text = text.partition(" ")
            between = seam(tail, head, words)
            pieces[-1] = pieces[-1][:-1]
            pieces += [between, head]
            tail = (tail[-REACH:-1] + between + head)[-REACH:]
        if not text:
            continue
        if line.page != page:
            pages.append((line.page, [text]))
        else:
            pieces.append(f" {text}")
        tail = text
    speaker = speaker_of(group[0].text, labels)
    return [
        Extract("".join(pieces), speaker=speaker, page=page, continues=number > 0)
        for number, (page, pieces) in enumerate(pages)
    ]
