"""What the store shows of a testimony; `records.as_json` of these is what the command line prints and the export
writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.records import Access, ModelRef

__all__ = ["MentionView", "Remembered", "RunSummary", "SegmentView", "TestimonySummary", "TestimonyView"]


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A segment beside its translation. Offsets count code points of the testimony; `flags` are the translation's."""

    ordinal: int
    start: int
    end: int
    language: str
    text: str
    translation: str | None
    flags: tuple[str, ...]
    language_confidence: float | None
    detector: str | None
    speaker: str | None
    start_ms: int | None
    end_ms: int | None
    page: int | None
    translation_language: str | None
    translation_score: float | None
    translation_model: str | None


@dataclass(frozen=True, slots=True)
class MentionView:
    """A mention in segment `ordinal`; offsets count in the testimony, or for one in a translation in that
    translation.

    `name` and `status` are those of its entity. `inferred` dates were worked out from others. `decision` is the id of
    the decision of a person that added, rejected or changed it (`review` says which); None for the machine's own.
    """

    ordinal: int
    start: int
    end: int
    text: str
    label: str
    value: str | None
    entity: str | None
    model: str
    score: float
    name: str | None
    status: str | None
    inferred: bool
    review: Literal["added", "changed", "rejected"] | None
    decision: str | None


@dataclass(frozen=True, slots=True)
class TestimonyView:
    """All that is kept of a testimony. `source` is the first of `names` by the alphabet; `models` made the
    annotations. `rejected_mentions` are those of the source text that a person rejected.
    """

    __test__ = False

    id: str
    source: str
    language: str
    segments: tuple[SegmentView, ...]
    mentions: tuple[MentionView, ...]
    translation_mentions: tuple[MentionView, ...]
    title: str | None
    collection: str | None
    recorded_on: str | None
    declared_language: str | None
    access: Access
    consent: str | None
    notes: tuple[str, ...]
    text: str
    sha256: str
    media_type: str
    size: int
    locator: str
    names: tuple[str, ...]
    models: tuple[dict[str, str], ...]
    rejected_mentions: tuple[MentionView, ...]


@dataclass(frozen=True, slots=True)
class TestimonySummary:
    """A line of the list. `segments` and `mentions` are counts."""

    __test__ = False

    id: str
    source: str
    collection: str | None
    language: str
    segments: int
    mentions: int
    locator: str
    title: str | None
    recorded_on: str | None
    access: str


@dataclass(frozen=True, slots=True)
class Remembered:
    """A translation made before. `segment` is the whole text that it stands beside, with a speaker's name if that has
    one, as `text` then has too.
    """

    segment: str
    text: str | None
    score: float | None
    model: ModelRef | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One run of the pipeline; counts are None while it goes on, and after it was killed."""

    id: str
    started_at: str
    ended_at: str | None
    options: dict[str, object]
    stored: int | None
    skipped: int | None
    failed: int | None
    segments: int | None
    words: int | None
    seconds: float | None
