"""JSON lines (.jsonl, .ndjson): each line, an object or a bare string, is a testimony."""

from __future__ import annotations

import json
from typing import Any

from corpus.errors import InputError
from corpus.readers.base import Part, ReadOptions
from corpus.readers.encoding import decode
from corpus.readers.rows import parts_of

__all__ = ["read"]

_BARE = "text"  # the name we give to the text of a line that is only a string


def read(data: bytes, options: ReadOptions) -> list[Part]:
    """A part for each line that has text; a line that isn't JSON is counted in a note, and the others are read."""
    text, notes = decode(data)
    values = _values(text.removeprefix("\ufeff"))
    if not values:
        raise InputError("The file is empty.", code="empty")
    records = [_record(value) for value in values]
    if all(record is None for record in records):
        raise InputError(
            f"None of the {len(values)} lines is a JSON object.", code="damaged", hint="Each line must be an object."
        )
    names = list(dict.fromkeys(name for record in records if record for name in record))
    at = {name: i for i, name in enumerate(names)}
    rows = [
        dict(sorted((at[name], cell) for name, cell in record.items())) if record is not None else None
        for record in records
    ]
    return parts_of(names, rows, options, notes=notes)


def _values(text: str) -> list[Any]:
    """The value of each line, in a list with one more None for each that can't be read. One array is taken as well."""
    if text.lstrip()[:1] == "[":
        try:
            whole = json.loads(text)
        except (ValueError, RecursionError):
            whole = None
        if isinstance(whole, list):
            return whole
    # Only "\n" ends a line: the JSON strings themselves may hold U+2028 and the like.
    return [_parse(line) for line in text.split("\n") if line.strip()]


def _parse(line: str) -> Any:
    try:
        return json.loads(line, strict=False)
    except (ValueError, RecursionError):  # ValueError: also numbers of a million digits
        return None


def _record(value: Any) -> dict[str, str] | None:
    if isinstance(value, str):
        return {_BARE: value}
    if not isinstance(value, dict):
        return None
    return {str(name): _shown(cell) for name, cell in value.items()}


def _shown(value: Any) -> str:
    """Strings as they are, lists of them as paragraphs, other scalars as JSON has them; nothing for null."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n\n".join(value)
    return "" if value is None else json.dumps(value, ensure_ascii=False)
