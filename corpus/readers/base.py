"""What readers are given and what they hand on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from corpus.errors import InputError

__all__ = ["Extract", "Limits", "Part", "ReadOptions", "Reader", "too_large"]

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one input may be. Sizes in bytes, texts in code points.

    `max_bytes`: a larger file isn't text; it would also be held in memory twice.
    `max_characters`: of one testimony; a fifteen-hour interview has about 900,000, the whole Bible 4,000,000.
    `max_unpacked`: of an archive (a .docx) with its pictures. `max_unpacked_text` of one XML member in it: markup is
    some ten times the text, and a parsed tree some ten times the markup.
    `max_ratio`: Word's XML packs 10 to 40 times, a bomb 1,000 times; asked only of members above `ratio_from`,
    because little members may be anything and do no harm.
    `max_members`: of an archive; each costs a directory entry, however small.
    """

    max_bytes: int = 200 * _MB
    max_characters: int = 5 * _MB
    max_unpacked: int = 200 * _MB
    max_unpacked_text: int = 100 * _MB
    max_ratio: int = 100
    ratio_from: int = 10 * _MB
    max_members: int = 20_000


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """`text_column` names the column of a table that holds the testimony; None lets the reader guess."""

    text_column: str | None = None
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Extract:
    """A stretch as the reader found it: a paragraph, a cue, a list item, a table cell, a line on a page.

    Times in milliseconds, pages from 1. `continues` says that it goes on with the sentence of the extract before.
    """

    text: str
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    page: int | None = None
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One testimony inside a file. `locator` is "" for a whole file and "row 12" for the 12th data row of a table.

    `metadata` has the canonical names of `corpus.readers.columns` and values as they were written.
    `notes` are code words about what was done to the text; they never quote it.
    """

    extracts: tuple[Extract, ...]
    locator: str = ""
    title: str | None = None
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[str, ...] = ()


class Reader(Protocol):
    """What a reader module offers. Raises InputError for bytes that it can't take."""

    def read(self, data: bytes, options: ReadOptions) -> list[Part]: ...


def too_large(what: str, size: int, limit: int, unit: str) -> InputError:
    """The error for an input beyond a limit; sizes go into the message."""
    return InputError(
        f"{what} is too large: {size:,} {unit}, the limit is {limit:,}.",
        code="too_large",
        hint="Split it into smaller files.",
    )
