"""Rows of a table to testimonies: which column holds the text, which ones say something about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from corpus.errors import InputError
from corpus.readers.base import Part, ReadOptions, too_large
from corpus.readers.columns import SPEAKER_COLUMNS, TEXT_COLUMNS, field_of, find_column, named
from corpus.readers.reflow import lines_of, reflow

__all__ = ["parts_of"]

# What may be shown as a column's name. Anything longer, or with the marks of a sentence, is content of a table without
# a head, and content isn't shown in messages.
_NAME = re.compile(r"(?=.{1,40}$)[^\s.!?¿¡,;:«»“”\"]+(?: [^\s.!?¿¡,;:«»“”\"]+){0,4}")
_SHOWN_NAMES = 50  # JSON lines may have a name of their own each

# Cells by position; where each row fills other columns, a mapping has only the filled ones, in the columns' order.
Row = Sequence[str] | Mapping[int, str]


def parts_of(
    names: Sequence[str] | None,
    rows: Sequence[Row | None],
    options: ReadOptions,
    *,
    notes: tuple[str, ...] = (),
) -> list[Part]:
    """A part for each row with text. A row that is None couldn't be read; it is counted in a note and keeps its number.
    So is a row beyond the limit of characters: it is left out, and the others are taken.

    `names` is None for a table without a head. Raises InputError "text_column", and where no row is
    left "no_text" or "too_large".
    """
    width = max((len(row) for row in rows if row), default=0)
    columns = list(names) if names is not None else [str(i + 1) for i in range(width)]
    text_at = _text_column(columns, [row for row in rows if row is not None], options, headless=names is None)
    fields = {i: field for i, name in enumerate(columns) if i != text_at and (field := field_of(name))}
    speaker_at = next((i for i, name in enumerate(columns) if i != text_at and named(name) in SPEAKER_COLUMNS), None)
    used = {text_at, *fields, *([speaker_at] if speaker_at is not None else [])}
    parts: list[Part] = []
    without = unread = 0
    large: list[tuple[int, int]] = []  # (number of the row, characters)
    left_out = False
    for number, row in enumerate(rows, start=1):
        if row is None:
            unread += 1
            continue
        cell = _cell(row, text_at)
        if not cell.strip():
            without += 1
            continue
        if len(cell) > options.limits.max_characters:
            large.append((number, len(cell)))
            continue
        left_out = left_out or any(c.strip() for i, c in _cells(row) if i not in used)
        metadata: dict[str, str] = {}
        for i, c in _cells(row):
            if i in fields and c.strip():
                metadata.setdefault(fields[i], c.strip())
        extracts = reflow(lines_of(cell))
        speaker = _cell(row, speaker_at).strip() if speaker_at is not None else ""
        if speaker:
            extracts = [replace(extract, speaker=extract.speaker or speaker) for extract in extracts]
        parts.append(Part(tuple(extracts), locator=f"row {number}", title=metadata.get("title"), metadata=metadata))
    if not parts and large:
        number, size = large[0]
        raise too_large(f"Row {number}", size, options.limits.max_characters, "characters")
    if not parts:
        raise InputError(f"None of the {len(rows)} rows has text.", code="no_text", hint=_hint(columns, names is None))
    counts = ((without, "rows_without_text"), (len(large), "rows_too_large"), (unread, "rows_unreadable"))
    more = [f"{word}:{count}" for count, word in counts if count]
    more += ["columns_left_out"] if left_out else []
    return [replace(parts[0], notes=(*notes, *more)), *(replace(part, notes=notes) for part in parts[1:])]


def _cells(row: Row) -> Iterable[tuple[int, str]]:
    return row.items() if isinstance(row, Mapping) else enumerate(row)


def _cell(row: Row, position: int) -> str:
    if isinstance(row, Mapping):
        return row.get(position, "")
    return row[position] if position < len(row) else ""


def _text_column(columns: Sequence[str], rows: Sequence[Row], options: ReadOptions, *, headless: bool) -> int:
    wanted = options.text_column
    if wanted is not None:
        for i, name in enumerate(columns):
            if name == wanted:
                return i
        for i, name in enumerate(columns):
            if named(name) == named(wanted):
                return i
        raise InputError(
            "The table has no column of the name that --text-column gives.",
            code="text_column",
            hint=_hint(columns, headless),
        )
    if not headless and (found := find_column(columns, TEXT_COLUMNS)) is not None:
        return found
    if len(columns) == 1:
        return 0
    sizes = [0] * len(columns)
    for row in rows[:2000]:
        for i, cell in _cells(row):
            if i < len(columns):
                sizes[i] += len(cell)
    ranked = sorted(range(len(columns)), key=lambda i: sizes[i], reverse=True)
    average = sizes[ranked[0]] / max(1, min(2000, len(rows))) if ranked else 0
    # "Clearly the longest": twice the next one, and long enough for a sentence or two.
    if not ranked or average < 40 or sizes[ranked[0]] < 2 * sizes[ranked[1]]:
        raise InputError("No column stands out as the testimony.", code="text_column", hint=_hint(columns, headless))
    return ranked[0]


def _hint(columns: Sequence[str], headless: bool) -> str:
    if headless or not 0 < len(columns) <= _SHOWN_NAMES or not all(_NAME.fullmatch(name) for name in columns):
        return f"Name it with --text-column; the table has {len(columns)} columns."
    return f"Name it with --text-column; the columns are: {', '.join(columns)}."
