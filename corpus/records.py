"""The nouns. Records hold data, functions act on them, nothing changes one in place.

Spans are half-open offsets in code points. For a `Segment`, and for a `Mention` in the source text, they count from the
start of the testimony, so `testimony.text[x.start:x.end] == x.text` always holds. For a mention in a translation
they count from the start of that segment's translation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

__all__ = [
    "ACCESS_LEVELS",
    "CONFIRMED",
    "LABELS",
    "UNCONFIRMED",
    "Access",
    "Anchor",
    "AnnotatedTestimony",
    "Companion",
    "Decision",
    "Entity",
    "EntityView",
    "Failure",
    "Hit",
    "IngestReport",
    "Join",
    "LanguageGuess",
    "Lemma",
    "Mention",
    "ModelRef",
    "Page",
    "Passage",
    "Proposal",
    "Query",
    "ResolvedEntity",
    "Segment",
    "Source",
    "Testimony",
    "Translation",
    "as_json",
    "entity_id",
    "testimony_id",
]

LABELS = ("PERSON", "ORG", "PLACE", "DATE", "LAW", "EVENT", "MISC")
ACCESS_LEVELS = ("open", "restricted", "confidential")

# What an entity's `status` says. Two people of one name are easily taken for one, and the wrong one is then accused.
UNCONFIRMED = "same name, unconfirmed"
CONFIRMED = "confirmed"

Access = Literal["open", "restricted", "confidential"]


@dataclass(frozen=True, slots=True)
class Source:
    """An original as it came: where from (`uri`), what (`media_type`), which bytes (`sha256`, `size`), when."""

    uri: str
    media_type: str
    sha256: str
    size: int
    collected_at: datetime


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a testimony's text as the reader found it: a paragraph, a cue, a line on a page.

    `continues` says that it goes on with the sentence of the passage before (a cue after a cue, a paragraph over a
    page break); such passages are joined by a space, all others by a blank line. Times are in milliseconds.
    """

    start: int
    end: int
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    page: int | None = None
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Testimony:
    """One account: a file, or one row of a table. `text` is NFC; `locator` is its part of the source ("" = all)."""

    __test__ = False

    id: str
    source: Source
    locator: str
    title: str | None
    text: str
    passages: tuple[Passage, ...]
    collection: str | None = None
    recorded_on: str | None = None
    declared_language: str | None = None
    access: Access = "restricted"
    consent: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelRef:
    """Which model said something."""

    name: str
    version: str
    sha256: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """`tag` is BCP 47, or `und` where nobody can tell; `confidence` 0 to 1."""

    tag: str
    confidence: float
    detector: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, or what stands for one (a heading, a list item, a line of dialogue)."""

    testimony: str
    ordinal: int
    start: int
    end: int
    text: str
    language: LanguageGuess | None = None
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Translation:
    """A segment in the other language. `text` is None where there is none, and `flags` then say why.

    `memory` stands for all that decided the translation: another sentence with the same gets the same. It is made from
    the text, so it stays in the corpus and is shown nowhere.
    """

    segment: int
    source_language: str
    target_language: str | None
    text: str | None
    score: float | None = None
    model: ModelRef | None = None
    flags: tuple[str, ...] = ()
    memory: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or date as it stands in segment number `segment`.

    `value` is the EDTF (ISO 8601-2) value of a DATE; `inferred` says that it was worked out from other dates ("two days
    later"), and isn't what the words themselves say.
    """

    segment: int
    start: int
    end: int
    text: str
    label: str
    score: float
    model: ModelRef
    entity: str | None = None
    value: str | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Lemma:
    """`form` is an inflected form of `lemma` in `language`; both folded, and different."""

    language: str
    form: str
    lemma: str


@dataclass(frozen=True, slots=True)
class Join:
    """Why the surface `text` stands for an entity of another name, within one testimony.

    `reason` is one of `known_form` (the lexicon has both), `acronym` (defined in the text), `alias` (named so in the
    text), `short_name` (part of one full name in it), `spelling` (another spelling or order of one name), `translation`
    (the same mention in the other language). `of` is the surface it was joined to, `segment` where the evidence stands,
    `score` 0 to 1.
    """

    text: str
    reason: str
    score: float
    of: str
    segment: int | None = None


@dataclass(frozen=True, slots=True)
class ResolvedEntity:
    """What mentions of one testimony stand for, as the machine sees it. Every `Mention.entity` of it is such an `id`.

    `name` is the fullest, or the known, name. `joins` are its surfaces that aren't that name, each with the reason.
    """

    id: str
    label: str
    name: str
    joins: tuple[Join, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """What mentions speak of. `aliases` are all surfaces seen, most frequent first.

    `status` is UNCONFIRMED for a person of several testimonies whom only the name joins, CONFIRMED after somebody
    reviewed them, else None.
    """

    id: str
    label: str
    name: str
    aliases: tuple[str, ...] = ()
    mentions: int = 0
    testimonies: int = 0
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Companion(Entity):
    """An entity beside another one: in how many testimonies, and in how many sentences, both are mentioned."""

    shared_testimonies: int = 0
    shared_segments: int = 0


@dataclass(frozen=True, slots=True)
class Anchor:
    """A stretch of a testimony's source text that a decision is about."""

    testimony: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about entities: `kind` and `data` say what, then who, when (UTC, ISO 8601) and why.

    `id` follows from what was decided. An undone decision is kept and has no effect. `applies` is False where the text
    that it is about isn't there any more.
    """

    id: str
    number: int
    kind: str
    data: Mapping[str, Any]
    by: str
    at: str
    why: str | None = None
    undone_by: str | None = None
    undone_at: str | None = None
    applies: bool = True


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something for a person to decide: whether `a` and `b` are the same (`duplicate`), or whether all that are called
    `a` are one person (`same_name`; `b` is None then). `score` is 0 to 1.
    """

    kind: Literal["duplicate", "same_name"]
    score: float
    reason: str
    a: Mapping[str, Any]
    b: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class AnnotatedTestimony:
    """The unit of writing: a testimony with all that was found in it. Stages fill it from left to right."""

    testimony: Testimony
    segments: tuple[Segment, ...] = ()
    translations: tuple[Translation, ...] = ()
    mentions: tuple[Mention, ...] = ()
    translation_mentions: tuple[Mention, ...] = ()
    lemmas: frozenset[Lemma] = frozenset()
    entities: tuple[ResolvedEntity, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that was not stored. `source` is what the person gave; `source_id` stands for it elsewhere."""

    source: str
    source_id: str
    stage: str
    code: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What one run did. Counts are of testimonies (`stored`), of files (`skipped`) and of failures."""

    run_id: str
    stored: int
    skipped: int
    segments: int
    words: int
    seconds: float
    failures: tuple[Failure, ...] = ()

    @property
    def failed(self) -> int:
        return len(self.failures)


@dataclass(frozen=True, slots=True)
class Query:
    """A search: `text` in the language of `corpus.query`, and filters that must all hold. Dates are ISO, inclusive."""

    text: str
    language: str | None = None
    person: str | None = None
    place: str | None = None
    org: str | None = None
    since: str | None = None
    until: str | None = None
    collection: str | None = None
    same_segment: bool = False
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A segment that a query found. `snippet` is HTML: the matched side, escaped, with <mark> round the matches."""

    testimony: str
    source: str
    ordinal: int
    language: str
    text: str
    translation: str | None
    matched_in: Literal["text", "translation", "both"]
    snippet: str
    flags: tuple[str, ...] = ()
    speaker: str | None = None
    start_ms: int | None = None
    mentions: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of results: `total` counts all, `hits` are those of this page."""

    total: int
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityView:
    """One entity with its mentions in context, its company and its dates.

    `timeline` are the dates of the sentences that mention it, `first_seen` and `last_seen` the first and the last day
    that these may mean; the same of the days on which its testimonies were recorded. `why` are the reasons for which
    its mentions were taken together, None where nobody asked.
    """

    id: str
    label: str
    name: str
    aliases: tuple[str, ...]
    mentions: tuple[Mapping[str, Any], ...] = ()
    together_with: tuple[Mapping[str, Any], ...] = field(default=())
    status: str | None = None
    timeline: tuple[Mapping[str, Any], ...] = ()
    first_seen: str | None = None
    last_seen: str | None = None
    first_recorded: str | None = None
    last_recorded: str | None = None
    why: tuple[Mapping[str, Any], ...] | None = None


def testimony_id(sha256: str, locator: str) -> str:
    """16 hex digits from the original's hash and the part's locator."""
    return hashlib.sha256(f"{sha256}\n{locator}".encode()).hexdigest()[:16]


def entity_id(label: str, folded_name: str) -> str:
    """16 hex digits from the label and the folded name."""
    return hashlib.sha256(f"{label}\n{folded_name}".encode()).hexdigest()[:16]


def as_json(value: Any) -> Any:
    """Plain dicts, lists and scalars for `json.dumps`; floats rounded to three places."""
    if is_dataclass(value) and not isinstance(value, type):
        return as_json(asdict(value))
    if isinstance(value, Mapping):
        return {k: as_json(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_json(v) for v in value]
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    return value
