"""The first stage: files to testimonies.

find_files     which files there are
open_original  the bytes of one, read once, so that its hash and its text can't disagree
read           its testimonies: a reader of `corpus.readers` takes the bytes apart, here they become records
"""

from __future__ import annotations

import errno
import hashlib
import stat
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from corpus.errors import InputError, UsageError
from corpus.readers import formats, media_type, reader_for
from corpus.readers.base import Limits, Part, ReadOptions, too_large
from corpus.readers.clean import clean
from corpus.readers.columns import access_level, iso_date, language_tag
from corpus.readers.describe import Metadata
from corpus.readers.find import find_files, shown
from corpus.records import Access, Passage, Source, Testimony, testimony_id

__all__ = ["Metadata", "Original", "find_files", "open_original", "read", "read_one"]

_DEFAULTS = ReadOptions()
_ROW_NOTES = {"no_text": "rows_without_text", "too_large": "rows_too_large"}  # by the code of the error
_SAVE_AS_DOCX = frozenset({".doc", ".docm", ".odt", ".rtf", ".pages", ".wpd"})


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it is on disk."""

    path: Path
    data: bytes
    source: Source


def open_original(path: Path, *, options: ReadOptions = _DEFAULTS) -> Original:
    """Read the bytes of `path`.

    Raises InputError "unsupported_format", "not_found", "no_permission", "symlink_loop", "not_a_file", "unreadable",
    "empty" or "too_large".
    """
    kind = media_type(path.suffix)
    limit = options.limits.max_bytes
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a named pipe would be waited for without end
            raise InputError("This is not a file.", code="not_a_file")
        if kind is None:
            raise _unsupported(path.suffix)
        if status.st_size > limit:
            raise too_large("The file", status.st_size, limit, "bytes")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise _from_os(error) from error
    if len(data) > limit:
        raise too_large("The file", len(data), limit, "bytes")
    if not data:
        raise InputError("The file is empty.", code="empty")
    digest = hashlib.sha256(data).hexdigest()
    return Original(path, data, Source(shown(path), kind, digest, len(data), datetime.now(UTC)))


def read(
    originals: Sequence[Original],
    *,
    options: ReadOptions = _DEFAULTS,
    metadata: Metadata | None = None,
    collection: str | None = None,
    recorded_on: str | None = None,
) -> list[Testimony]:
    """The testimonies of all originals, in order. Raises InputError at the first that can't be taken."""
    return [
        testimony
        for original in originals
        for testimony in read_one(
            original, options=options, metadata=metadata, collection=collection, recorded_on=recorded_on
        )
    ]


def read_one(
    original: Original,
    *,
    options: ReadOptions = _DEFAULTS,
    metadata: Metadata | None = None,
    collection: str | None = None,
    recorded_on: str | None = None,
) -> list[Testimony]:
    """The testimonies of one original: one, or one a row of a table. A row that can't be taken doesn't cost the others:
    it is left out, and the first testimony notes how many were.

    What `metadata` says of the file beats what the file says of itself; `collection` and `recorded_on` are for what
    neither says. Raises InputError with the reader's code, "empty" or "no_text"; UsageError for a bad `recorded_on`.
    """
    if recorded_on is not None and iso_date(recorded_on, strict=True) is None:
        raise UsageError("The day of recording must be YYYY, YYYY-MM or YYYY-MM-DD.")
    if not original.data.strip():
        raise InputError("The file is blank.", code="empty")
    parts = reader_for(original.path.suffix).read(original.data, options)
    given = metadata.find(original.path) if metadata else {}
    defaults = {"collection": collection, "recorded_on": recorded_on}
    testimonies: list[Testimony] = []
    refused: list[InputError] = []
    for part in parts:
        try:
            testimonies.append(_testimony(original.source, part, given, defaults, options.limits))
        except InputError as error:
            if not part.locator or error.code not in _ROW_NOTES:
                raise
            refused.append(error)
    if refused and not testimonies:
        raise refused[0]
    if refused:
        first = testimonies[0]  # may be the third row: what the reader noted of the whole stands at its first part
        noted = _counted((*parts[0].notes, *first.notes), Counter(_ROW_NOTES[error.code] for error in refused))
        testimonies[0] = replace(first, notes=noted)
    return testimonies


def _counted(notes: Sequence[str], more: Mapping[str, int]) -> tuple[str, ...]:
    """`notes`, each once, with `more` put to the counts that are among them."""
    counts = dict(more)
    others: list[str] = []
    for note in dict.fromkeys(notes):
        word, _, count = note.partition(":")
        if word in counts:
            counts[word] += int(count)
        else:
            others.append(note)
    return (*others, *(f"{word}:{count}" for word, count in sorted(counts.items())))


def _testimony(
    source: Source, part: Part, given: Mapping[str, str], defaults: Mapping[str, str | None], limits: Limits
) -> Testimony:
    text, passages, notes = _compose(part)
    if not text:
        raise InputError("There is no text in it.", code="no_text", hint="If it is a scan, give a typed copy.")
    if len(text) > limits.max_characters:
        raise too_large("The text", len(text), limits.max_characters, "characters")
    own, own_notes = _understood(part.metadata)
    fields: dict[str, str | None] = {**defaults, **own, **given}
    title = given.get("title") or own.get("title") or part.title
    return Testimony(
        id=testimony_id(source.sha256, part.locator),
        source=source,
        locator=part.locator,
        title=clean(title)[0] or None if title else None,
        text=text,
        passages=passages,
        collection=fields["collection"],
        recorded_on=fields["recorded_on"],
        declared_language=fields.get("language"),
        access=cast(Access, fields.get("access") or "restricted"),
        consent=fields.get("consent"),
        notes=tuple(dict.fromkeys([*part.notes, *notes, *own_notes])),
    )


def _compose(part: Part) -> tuple[str, tuple[Passage, ...], list[str]]:
    """The text of a part, its passages, and what was done to it.

    Each extract is NFC, and neither a space nor a line break composes with what follows, so the whole is NFC.
    """
    pieces: list[str] = []
    passages: list[Passage] = []
    notes: list[str] = []
    end = 0
    for extract in part.extracts:
        text, found = clean(extract.text)
        notes += found
        if not text:
            continue
        if pieces:
            pieces.append(" " if extract.continues else "\n\n")
            end += len(pieces[-1])
        speaker = clean(extract.speaker)[0] if extract.speaker else None
        start, end = end, end + len(text)
        pieces.append(text)
        continues = extract.continues and start > 0
        passages.append(Passage(start, end, speaker or None, extract.start_ms, extract.end_ms, extract.page, continues))
    return "".join(pieces), tuple(passages), notes


def _understood(metadata: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """What a file or a row says of itself, values checked. What can't be understood is noted and left out."""
    fields = {name: clean(value)[0] for name, value in metadata.items()}
    notes: list[str] = []
    checks = {"recorded_on": iso_date, "language": language_tag, "access": access_level}
    for name, check in checks.items():
        if name not in fields:
            continue
        value = check(fields.pop(name))
        if value is not None:
            fields[name] = value
        else:
            notes.append(f"{name}_not_understood")
            if name == "access":  # someone meant to restrict it: the strictest level does no harm
                fields[name] = "confidential"
    return {name: value for name, value in fields.items() if value}, notes


def _unsupported(suffix: str) -> InputError:
    hint = "Save it as .docx." if suffix.lower() in _SAVE_AS_DOCX else f"Formats: {', '.join(formats())}."
    return InputError(
        f"Files ending in {suffix} can't be read." if suffix else "A file without an ending can't be read.",
        code="unsupported_format",
        hint=hint,
    )


def _from_os(error: OSError) -> InputError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return InputError("There is no such file.", code="not_found")
    if isinstance(error, PermissionError):
        return InputError("The file may not be read.", code="no_permission", hint="Change its permissions.")
    if error.errno == errno.ELOOP:
        return InputError("The link leads back to itself.", code="symlink_loop")
    return InputError(f"The file can't be read ({error.strerror}).", code="unreadable", retryable=True)
