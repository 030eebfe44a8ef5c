"""Plain text (.txt, .text)."""

from __future__ import annotations

from corpus.readers.base import Part, ReadOptions
from corpus.readers.encoding import decode_within
from corpus.readers.reflow import lines_of, reflow

__all__ = ["read"]


def read(data: bytes, options: ReadOptions) -> list[Part]:
    """The whole file as one testimony, its lines joined to paragraphs."""
    text, notes = decode_within(data, options.limits)
    return [Part(tuple(reflow(lines_of(text))), notes=notes)]
