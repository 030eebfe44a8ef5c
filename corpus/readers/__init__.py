"""Readers: bytes of one format to parts, each a testimony. To add one, write a module with `read` and a line here."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from corpus.readers.base import Extract, Limits, Part, Reader, ReadOptions

__all__ = ["Extract", "Limits", "Part", "ReadOptions", "Reader", "formats", "media_type", "reader_for"]

_FORMATS: dict[str, tuple[str, str]] = {  # suffix: media type, module (imported when the first such file comes)
    ".csv": ("text/csv", "table"),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    ".htm": ("text/html", "html"),
    ".html": ("text/html", "html"),
    ".jsonl": ("application/jsonl", "jsonlines"),
    ".markdown": ("text/markdown", "markdown"),
    ".md": ("text/markdown", "markdown"),
    ".ndjson": ("application/jsonl", "jsonlines"),
    ".pdf": ("application/pdf", "pdf"),
    ".srt": ("application/x-subrip", "subtitles"),
    ".text": ("text/plain", "plain"),
    ".tsv": ("text/tab-separated-values", "table"),
    ".txt": ("text/plain", "plain"),
    ".vtt": ("text/vtt", "subtitles"),
    ".xhtml": ("application/xhtml+xml", "html"),
}


def formats() -> tuple[str, ...]:
    """The suffixes that can be read, sorted, with the dot."""
    return tuple(sorted(_FORMATS))


def media_type(suffix: str) -> str | None:
    """The media type for a suffix in any case, or None where there is no reader."""
    found = _FORMATS.get(suffix.lower())
    return found[0] if found else None


def reader_for(suffix: str) -> Reader:
    """The reader for a suffix. Raises KeyError where there is none."""
    return cast(Reader, import_module(f"corpus.readers.{_FORMATS[suffix.lower()][1]}"))
