"""Pages of placed lines to one run of lines: gaps and indents part paragraphs, running lines stand once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.readers.reflow import Line

__all__ = ["PageLine", "assemble"]

_GAP = 1.35  # times the usual distance between lines: space between paragraphs
_INDENT = 1.2  # mean character widths: less is a slanted scan
_DEEPEST = 12.0  # mean character widths: more is a centred or right-hand line
_EDGE = 2  # lines at the top and the bottom of a page that may be running ones
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-–—\s|·.(\[]*(?:(?:p[aá]gina|p[aá]g|page|p|hoja|folio)\.?\s*)?#(?:\s*(?:/|de|of)\s*#)?[-–—\s|·.)\]]*",
    re.IGNORECASE,
)
_SPOKEN = re.compile(r"[—–\-¿¡«\"“]")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line on page `page`; `box` is (left, right, middle height) in points, None where that isn't known."""

    text: str
    page: int
    box: tuple[float, float, float] | None = None


def assemble(pages: Sequence[Sequence[PageLine]]) -> tuple[list[Line], tuple[str, ...]]:
    """One run of lines for `reflow`, and notes. Running footers come last, so that they don't cut a paragraph."""
    gaps = [gap for page in pages for gap in _gaps(page)]
    usual = median(gaps) if gaps else 0.0
    dropped, footers, notes = _running(pages, usual)
    lines: list[Line] = []
    for page in pages:
        kept = [line for number, line in enumerate(page) if (line.page, number) not in dropped]
        lines += _placed(kept, usual)
    for footer in footers:
        lines += [Line(""), Line(footer.text, page=footer.page)]
    return lines, notes


def _gaps(page: Sequence[PageLine]) -> list[float]:
    heights = [line.box[2] for line in page if line.box]
    return [a - b for a, b in pairwise(heights) if 2 < a - b < 100]


def _placed(page: Sequence[PageLine], usual: float) -> list[Line]:
    boxes = [(line.box, len(line.text)) for line in page if line.box and line.text]
    if not boxes:
        return [Line(line.text, page=line.page) for line in page]
    width = max(0.5, sum(box[1] - box[0] for box, _ in boxes) / sum(size for _, size in boxes))
    counted = Counter(round(box[0]) for box, _ in boxes)
    margins = sorted(x for x, n in counted.items() if n >= 0.15 * len(boxes)) or [min(counted)]
    lines: list[Line] = []
    before: PageLine | None = None
    for line in page:
        if not line.box:
            lines.append(Line(line.text, page=line.page))
            before = None
            continue
        left, right, height = line.box
        margin = next((m for m in margins if left - _DEEPEST * width <= m <= left + 2), left)
        reference = before.box[0] if before and before.box else margin
        hangs = before is not None and bool(re.match(r"(?:[-•*–]|\(?\w{1,3}[.)])\s", before.text))
        opens = _INDENT * width < left - reference < _DEEPEST * width and not hangs
        if before and before.box and usual and before.box[2] - height > _GAP * usual:
            lines.append(Line(""))
        lines.append(Line(line.text, page=line.page, width=(right - margin) / width, opens=opens))
        before = line
    return lines


def _running(
    pages: Sequence[Sequence[PageLine]], usual: float
) -> tuple[set[tuple[int, int]], list[PageLine], tuple[str, ...]]:
    """Which lines (page, position) to drop, the footers to put at the end, and notes.

    Page numbers go; of another line that comes back at the same edge of pages, set off from the text, the first stays.
    """
    edges: dict[tuple[str, str], list[tuple[PageLine, int]]] = defaultdict(list)
    for page in pages:
        for edge, numbers in _edges(page):
            for number in numbers:
                edges[edge, _NUMBER.sub("#", page[number].text)].append((page[number], number))
    counting = {place: _counts_pages(found) for place, found in edges.items() if _comes_back(found, len(pages))}
    places = {
        (edge, key)
        for (edge, key), counts in counting.items()
        if counts or (len(edges[edge, key]) > 2 and len(key) > 3 and not _SPOKEN.match(key))
    }
    dropped: set[tuple[int, int]] = set()
    footers: list[PageLine] = []
    notes: set[str] = set()
    kept: set[tuple[str, str]] = set()
    for page in pages:
        for edge, numbers in _edges(page):
            for number in _set_off(page, edge, numbers, places, usual):
                line = page[number]
                place = (edge, _NUMBER.sub("#", line.text))
                if counting[place] and _PAGE_NUMBER.fullmatch(place[1]):
                    notes.add("page_numbers_left_out")
                else:
                    notes.add("running_lines_once")
                    if place not in kept:
                        kept.add(place)
                        if edge == "head":
                            continue
                        footers.append(line)
                dropped.add((line.page, number))
    return dropped, footers, tuple(sorted(notes))


def _edges(page: Sequence[PageLine]) -> list[tuple[str, list[int]]]:
    """The positions at the edges of a page, from the outermost inward."""
    head = list(range(min(_EDGE, len(page))))
    return [("head", head), ("foot", [n for n in range(len(page) - 1, len(page) - 1 - _EDGE, -1) if n >= len(head)])]


def _comes_back(found: Sequence[tuple[PageLine, int]], pages: int) -> bool:
    with_it = len({line.page for line, _ in found})
    return with_it >= 2 and with_it >= 0.5 * (pages - 1) and with_it == len(found)


def _set_off(
    page: Sequence[PageLine], edge: str, numbers: Sequence[int], places: set[tuple[str, str]], usual: float
) -> list[int]:
    """Those of `numbers`, from the outermost, that are running lines and stand apart from the text."""
    step = 1 if edge == "head" else -1
    chain: list[int] = []
    apart = 0
    for number in numbers:
        line = page[number]
        if (edge, _NUMBER.sub("#", line.text)) not in places:
            break
        chain.append(number)
        following = page[number + step] if 0 <= number + step < len(page) else None
        if following is None or not line.box or not following.box:
            apart = len(chain)
        elif abs(line.box[2] - following.box[2]) > _GAP * usual or abs(line.box[2] - following.box[2]) < 2:
            apart = len(chain)  # less than 2 points: beside each other, as a title and a page number are
    return chain[:apart]


def _counts_pages(found: Sequence[tuple[PageLine, int]]) -> bool:
    """Whether the lines hold a number that grows with the page."""
    offsets = [{int(n) - line.page for n in _NUMBER.findall(line.text[:200]) if len(n) < 7} for line, _ in found]
    return bool(set.intersection(*offsets))
