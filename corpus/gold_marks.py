"""What marked texts are made of, whatever form they come in, and what their readers share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import UsageError
from corpus.records import LABELS

__all__ = ["GoldSpan", "GoldText", "composed", "fault", "label_of", "text_of", "value_of"]

_DATE = r"[0-9X]{4}(?:-[0-9X]{2}){0,2}[?~%]?"
_VALUE = re.compile(rf"(~?)({_DATE}(?:/{_DATE})?)")
# What others call our labels. Clock times (TIME) and nationalities (NORP) are no names here.
_LABELS = {
    **{label: label for label in LABELS},
    **dict.fromkeys(("PER", "PERS", "PERSONA"), "PERSON"),
    **dict.fromkeys(("ORGANIZATION", "ORGANISATION", "ORGANIZACION", "ORGANIZACIÓN"), "ORG"),
    **dict.fromkeys(("LOC", "LOCATION", "GPE", "FAC", "FACILITY", "LUGAR"), "PLACE"),
    **dict.fromkeys(("EVT", "EVENTO"), "EVENT"),
    "FECHA": "DATE",
    "LEY": "LAW",
}


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A marked name: half-open offsets in its sentence, label, and of a date its EDTF value and whether inferred."""

    start: int
    end: int
    label: str
    value: str | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class GoldText:
    """One marked text in one language (None: not known): its sentences, each with its spans. All is NFC.

    `paragraphs` says that the sentences are whole paragraphs; a span may then go on in the next one. `left_out` are the
    labels of marks that aren't ours, one for each mark; `in_pieces` counts names with other words between their parts,
    whose span is the whole stretch.
    """

    id: str
    language: str | None
    sentences: tuple[tuple[str, tuple[GoldSpan, ...]], ...]
    recorded_on: str | None = None
    paragraphs: bool = False
    left_out: tuple[str, ...] = ()
    in_pieces: int = 0


def text_of(path: Path) -> str:
    """The text of a UTF-8 file, a byte order mark and all. Raises UsageError."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise UsageError(f"The file can't be read: {path} ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"The file isn't UTF-8: {path}, at byte {error.start}.") from error


def fault(path: Path, line: int, what: str, hint: str = "") -> UsageError:
    """The error for what is wrong in a line."""
    return UsageError(f"{path}, line {line}: {what}.", hint=hint)


def label_of(given: str) -> str | None:
    """Our label for what others call it, or None."""
    return _LABELS.get(given.upper())


def value_of(given: str) -> tuple[str, bool] | None:
    """An EDTF value and whether it is inferred, from "2022-05" or "~2022-05"; None for anything else."""
    match = _VALUE.fullmatch(given.strip())
    return (match[2], bool(match[1])) if match else None


def composed(text: str, spans: Sequence[GoldSpan]) -> tuple[str, tuple[GoldSpan, ...]] | None:
    """`text` in NFC and where the spans are then; None where one of them parts a letter from its accent."""
    if unicodedata.is_normalized("NFC", text):
        return text, tuple(spans)
    result = unicodedata.normalize("NFC", text)
    moved = []
    for span in spans:
        start, end = (len(unicodedata.normalize("NFC", text[:offset])) for offset in (span.start, span.end))
        if result[start:end] != unicodedata.normalize("NFC", text[span.start : span.end]):
            return None
        moved.append(replace(span, start=start, end=end))
    return result, tuple(moved)
