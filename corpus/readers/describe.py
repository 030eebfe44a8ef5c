"""What people say about their files in a table of its own: --metadata FILE.csv."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from corpus.errors import InputError, UsageError
from corpus.readers.columns import FIELDS, access_level, field_of, iso_date, language_tag, named
from corpus.readers.encoding import decode
from corpus.readers.table import find_delimiter

__all__ = ["Metadata"]

_FILE_COLUMNS = ("file", "filename", "archivo", "fichero", "nombre_de_archivo")
_MAX_BYTES = 50_000_000  # a line for each of some hundred thousand files

Key = tuple[str, ...]  # the components of a path, NFC


@dataclass(frozen=True, slots=True)
class Metadata:
    """Fields by file. `rows` maps the components of the path in column `file` to canonical fields, values checked."""

    rows: Mapping[Key, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Metadata:
        """Read the table. Raises UsageError that names the line of what is wrong."""
        try:
            with path.open("rb") as file:
                data = file.read(_MAX_BYTES + 1)
        except OSError as error:
            raise UsageError(f"The metadata file can't be read ({error.strerror}).", code="metadata") from error
        if len(data) > _MAX_BYTES:
            raise UsageError(f"The metadata file is larger than {_MAX_BYTES:,} bytes.", code="metadata")
        try:
            text, _ = decode(data)
        except InputError as error:
            raise UsageError("The metadata file is not a text file.", code="metadata", hint="Save as CSV.") from error
        return cls(_rows(text.removeprefix("\ufeff")))

    def find(self, path: Path | str) -> Mapping[str, str]:
        """The fields of a file: those of the row that matches most of the path's end, at least the name. Else empty."""
        key = _key(str(path))
        for start in range(len(key)):
            if (found := self.rows.get(key[start:])) is not None:
                return found
        return {}

    def unmatched(self, paths: Iterable[Path | str]) -> list[str]:
        """The files that the table names and that aren't among `paths`, sorted: a slip of the pen, most often."""
        seen: set[Key] = set()
        for path in paths:
            key = _key(str(path))
            seen.update(key[start:] for start in range(len(key)))
        return sorted(str(PurePosixPath(*key)) for key in self.rows if key not in seen)

    def ambiguous(self, paths: Iterable[Path | str]) -> list[str]:
        """The rows that fit several of `paths`, sorted: "x.txt" where there are a/x.txt and b/x.txt."""
        counts = Counter(
            next((key[start:] for start in range(len(key)) if key[start:] in self.rows), None)
            for key in {_key(str(path)) for path in paths}
        )
        return sorted(str(PurePosixPath(*key)) for key, n in counts.items() if key is not None and n > 1)


def _key(path: str) -> Key:
    # Macs hand out names decomposed, Windows writes "\"; "./" means nothing.
    return PurePosixPath(unicodedata.normalize("NFC", path).replace("\\", "/")).parts


def _rows(text: str) -> dict[Key, dict[str, str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=find_delimiter(text))
    columns: list[str] | None = None
    found: dict[Key, dict[str, str]] = {}
    lines: dict[Key, int] = {}
    try:
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if columns is None:
                columns = _columns(row)
                continue
            key, fields = _row(row, columns, reader.line_num)
            if key in found:
                raise _wrong(reader.line_num, f"the file of line {lines[key]} comes again")
            found[key], lines[key] = fields, reader.line_num
    except csv.Error as error:
        raise _wrong(reader.line_num, "this is not CSV") from error
    if columns is None:
        raise UsageError("The metadata file is empty.", code="metadata")
    return found


def _columns(row: list[str]) -> list[str]:
    columns = ["file" if named(cell) in _FILE_COLUMNS else field_of(cell) or "" for cell in row]
    unknown = [cell.strip() for cell, column in zip(row, columns, strict=True) if cell.strip() and not column]
    if unknown:
        raise UsageError(
            f"The metadata file has unknown columns: {', '.join(name[:40] for name in unknown)}.",
            code="metadata",
            hint=f"Known are: {', '.join(('file', *FIELDS))}.",
        )
    if "file" not in columns:
        raise UsageError("The metadata file has no column named file.", code="metadata")
    twice = {column for column in columns if column and columns.count(column) > 1}
    if twice:
        raise UsageError(f"The metadata file has a column twice: {', '.join(sorted(twice))}.", code="metadata")
    return columns


def _row(row: list[str], columns: list[str], line: int) -> tuple[Key, dict[str, str]]:
    if any(cell.strip() for cell in row[len(columns) :]):
        raise _wrong(line, f"{len(row)} cells, but {len(columns)} columns")
    values = {column: cell.strip() for column, cell in zip(columns, row, strict=False) if column and cell.strip()}
    key = _key(values.pop("file", ""))
    if not key:
        raise _wrong(line, "no file is named")
    if "access" in values:
        level = access_level(values["access"])
        if level is None:
            raise _wrong(line, "access must be open, restricted or confidential")
        values["access"] = level
    if "recorded_on" in values and iso_date(values["recorded_on"], strict=True) is None:
        raise _wrong(line, "recorded_on must be YYYY, YYYY-MM or YYYY-MM-DD")
    if "language" in values:
        tag = language_tag(values["language"])
        if tag is None:
            raise _wrong(line, "language must be a tag such as es or en")
        values["language"] = tag
    return key, values


def _wrong(line: int, what: str) -> UsageError:
    return UsageError(f"Line {line} of the metadata file: {what}.", code="metadata")
