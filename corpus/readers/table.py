"""Tables (.csv, .tsv): each row is a testimony."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator, Sequence

from corpus.errors import InputError
from corpus.readers.base import Part, ReadOptions
from corpus.readers.columns import TEXT_COLUMNS, find_column
from corpus.readers.encoding import decode
from corpus.readers.rows import parts_of

__all__ = ["find_delimiter", "parse", "read"]

_DELIMITERS = ",;\t|"
_SAMPLE = 200_000  # characters looked at to find the delimiter
_SAMPLE_ROWS = 60


def read(data: bytes, options: ReadOptions) -> list[Part]:
    """A part for each row that has text; locators count the rows under the head from 1, empty lines left out."""
    text, notes = decode(data)
    rows, found = parse(text)
    if not rows:
        raise InputError("The table is empty.", code="empty")
    names, body = _head(rows)
    return parts_of(names, body, options, notes=(*notes, *found))


def parse(text: str) -> tuple[list[list[str]], tuple[str, ...]]:
    """The rows of a delimited text, blank ones left out, and notes.

    A row with more cells than the head came from a text with unquoted delimiters: the text gets them back.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if match := re.match(r"sep=(.)\n", text):  # Excel's own hint
        delimiter, text = match.group(1), text[match.end() :]
    else:
        delimiter = find_delimiter(text)
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # the standard 128 KB cuts long interviews off
    notes: list[str] = []
    try:
        rows = list(_reader(text, delimiter, strict=True))
    except csv.Error:
        # A quotation mark that never closes swallows the rest of the file into one cell; then quotes mean nothing here.
        rows = list(_reader(text, delimiter, strict=False))
        if _swallowed(rows, text):
            rows = _unquoted(text, delimiter)
            notes.append("quotes_unbalanced")
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        return [], ()
    repaired = [_repair(row, rows, delimiter) for row in rows]
    if any(a is not b for a, b in zip(rows, repaired, strict=True)):
        notes.append("rows_repaired")
    return repaired, tuple(notes)


def _lines(text: str) -> Iterator[str]:
    """The lines one by one: io.StringIO would take four bytes for each character of a large table."""
    return (match.group() for match in re.finditer("[^\n]*\n|[^\n]+", text))


def _reader(text: str, delimiter: str, *, strict: bool) -> Sequence[list[str]]:
    return list(csv.reader(_lines(text), delimiter=delimiter, strict=strict))


def _swallowed(rows: Sequence[Sequence[str]], text: str) -> bool:
    last = rows[-1][-1] if rows and rows[-1] else ""
    return text.count('"') % 2 == 1 and "\n" in last.strip()


def _unquoted(text: str, delimiter: str) -> list[list[str]]:
    """The rows with quotes as plain characters; a short row is the rest of a cell that was cut at a line break."""
    rows: list[list[str]] = []
    for row in csv.reader(_lines(text), delimiter=delimiter, quoting=csv.QUOTE_NONE):
        if len(rows) > 1 and len(row) < len(rows[0]):
            rows[-1][-1] += "\n" + delimiter.join(row)
        else:
            rows.append(row)
    return rows


def find_delimiter(text: str) -> str:
    """The delimiter that gives most rows the head's number of cells; only one that the head holds counts."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
        rows = [row for row in csv.reader(_lines(sample), delimiter=delimiter) if row][:_SAMPLE_ROWS]
        if not rows or len(rows[0]) < 2:
            continue
        width = len(rows[0])
        score = sum(len(row) == width for row in rows) / len(rows) + 0.001 * width
        # A head of known names settles it: prose in the cells has commas of its own.
        score += 1.0 if find_column(rows[0], TEXT_COLUMNS) is not None else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _repair(row: list[str], rows: Sequence[list[str]], delimiter: str) -> list[str]:
    names = rows[0]
    extra = len(row) - len(names)
    if extra <= 0:
        return row
    if not any(cell.strip() for cell in row[len(names) :]):
        return row[: len(names)]  # a trailing delimiter
    position = find_column(names, TEXT_COLUMNS)
    if position is None:
        position = len(names) - 1
    return [*row[:position], delimiter.join(row[position : position + extra + 1]), *row[position + extra + 1 :]]


def _head(rows: list[list[str]]) -> tuple[list[str] | None, list[list[str]]]:
    """The names of the columns, or None where the first row is a testimony already."""
    first = rows[0]
    if find_column(first, TEXT_COLUMNS) is None and any(len(cell) > 60 or "\n" in cell.strip() for cell in first):
        return None, rows
    return [cell.strip() for cell in first], rows[1:]
