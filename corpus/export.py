"""The corpus out: JSON lines with everything, or CSV for spreadsheets.

Two corpora over the same files give byte-identical testimonies and entities: no clock, no run, no row number goes in,
testimonies are sorted by id and scores rounded to three places. Decisions say when they were made.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias

from corpus.errors import UsageError
from corpus.records import Decision, Query, as_json
from corpus.store.counting import likeliest_label, surface_of
from corpus.store.files import whole_files
from corpus.store.rules import anchors_of
from corpus.store.views import MentionView, TestimonyView

if TYPE_CHECKING:
    from corpus.corpus import Corpus

__all__ = ["FORMATS", "export"]

FORMATS = ("csv", "jsonl")

Files: TypeAlias = Mapping[str, IO[Any]]
Choose: TypeAlias = Callable[["_Export"], Iterable[Decision]]


def export(corpus: Corpus, format: str, output: Path, *, query: Query) -> tuple[Path, ...]:
    """Write the testimonies that `query` finds (an empty one: all) into `output`, made 0700 if it isn't there.

    The files (0600) come into being whole, at the end; those of an earlier export of the same format are replaced,
    others are left alone. jsonl: testimonies.jsonl, a line as `show --json` prints it; entities.jsonl, as
    `entities --json` does; decisions.jsonl, as `decisions --json` does. csv: the same, and segments.csv and
    mentions.csv (this with the rejected ones too); in UTF-8 with a byte order mark, without which Excel takes the
    accents for Latin-1. A cell that a spreadsheet would run as a formula gets a ' before it: for the exact text take
    jsonl. Entities are counted over what is exported; decisions about nothing in it are left out.
    Raises UsageError for another format and CorpusError where `output` can't be written.
    """
    writers: dict[str, tuple[tuple[str, ...], Callable[[Iterator[TestimonyView], Choose, Files], None]]] = {
        "csv": (tuple(f"{name}.csv" for name in sorted(_COLUMNS)), _write_csv),
        "jsonl": (("decisions.jsonl", "entities.jsonl", "testimonies.jsonl"), _write_jsonl),
    }
    if format not in writers:
        raise UsageError(f"Can't export as {format!r}.", code="format", hint=f"The formats are: {', '.join(FORMATS)}")
    names, write = writers[format]
    decisions = corpus.decisions()

    def choose(seen: _Export) -> Iterable[Decision]:
        return decisions if query == Query(query.text) and not query.text.strip() else seen.about(decisions)

    testimonies = (corpus.get(testimony) for testimony in corpus.select(query))
    encoding, newline = ("utf-8-sig", "") if format == "csv" else ("utf-8", "\n")
    with whole_files(output, names, encoding=encoding, newline=newline) as files:
        write(testimonies, choose, files)
    return tuple(output / name for name in names)


def _write_jsonl(testimonies: Iterator[TestimonyView], choose: Choose, files: Files) -> None:
    def line(name: str, value: Any) -> None:
        files[f"{name}.jsonl"].write(json.dumps(as_json(value), ensure_ascii=False) + "\n")

    seen = _Export()
    for testimony in testimonies:
        line("testimonies", testimony)
        seen.see(testimony)
    for entity in seen.rows():
        line("entities", entity)
    for decision in choose(seen):
        line("decisions", decision)


_METADATA = ("title", "collection", "recorded_on", "language", "access", "consent")
_TESTIMONY = ("id", "source", "locator", "sha256", *_METADATA)
_SEGMENT = ("ordinal", "start", "end", "language", "speaker", "start_ms", "end_ms", "page", "text", "translation")
_MENTION = ("ordinal", "side", "start", "end", "text", "label", "value", "entity", "model", "score")
_REVIEW = ("name", "status", "inferred", "review", "decision")
_DECISION = ("id", "number", "kind", "by", "at", "why", "undone_by", "undone_at", "applies", "data")
_COLUMNS = {
    "decisions": _DECISION,
    "entities": ("id", "label", "name", "aliases", "mentions", "testimonies", "status"),
    "mentions": ("testimony", *_MENTION, *_REVIEW),
    "segments": ("testimony", *_SEGMENT, "flags"),
    "testimonies": (*_TESTIMONY, "notes", "segments", "mentions"),
}


def _write_csv(testimonies: Iterator[TestimonyView], choose: Choose, files: Files) -> None:
    tables = {name: csv.writer(files[f"{name}.csv"]) for name in _COLUMNS}
    for name, columns in _COLUMNS.items():
        tables[name].writerow(columns)
    seen = _Export()
    for testimony in testimonies:
        own = as_json([getattr(testimony, key) for key in _TESTIMONY])
        lengths = [len(testimony.segments), len(testimony.mentions)]
        tables["testimonies"].writerow(_cells([*own, " ".join(testimony.notes), *lengths]))
        for segment in testimony.segments:
            values = as_json([getattr(segment, key) for key in _SEGMENT])
            tables["segments"].writerow(_cells([testimony.id, *values, " ".join(segment.flags)]))
        spoken = sorted((*testimony.mentions, *testimony.rejected_mentions), key=lambda m: (m.start, m.end))
        for side, mentions in (("text", spoken), ("translation", testimony.translation_mentions)):
            for mention in mentions:
                values = [side if key == "side" else getattr(mention, key) for key in (*_MENTION, *_REVIEW)]
                tables["mentions"].writerow(_cells([testimony.id, *as_json(values)]))
        seen.see(testimony)
    for row in seen.rows():
        tables["entities"].writerow(_cells({**row, "aliases": "; ".join(row["aliases"])}.values()))
    for decision in choose(seen):
        data = {**asdict(decision), "data": json.dumps(decision.data, ensure_ascii=False, sort_keys=True)}
        tables["decisions"].writerow(_cells(data[key] for key in _DECISION))


@dataclass(slots=True)
class _Seen:
    """An entity as the exported testimonies mention it: counted anew, because the export may be a part of the
    corpus. Name and status are those of the whole.
    """

    name: str | None = None
    status: str | None = None
    surfaces: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    testimonies: int = 0


@dataclass(slots=True)
class _Export:
    """What went out so far."""

    testimonies: set[str] = field(default_factory=set)
    entities: dict[str, _Seen] = field(default_factory=dict)
    decisions: set[str] = field(default_factory=set)

    def see(self, testimony: TestimonyView) -> None:
        """Add the mentions of one testimony."""
        self.testimonies.add(testimony.id)
        linked = [(mention.entity, mention) for mention in testimony.mentions if mention.entity is not None]
        for entity, mention in linked:
            seen = self.entities.setdefault(entity, _Seen(mention.name, mention.status))
            seen.surfaces[surface_of(mention.text)] += 1
            seen.labels[mention.label] += 1
        for entity in {entity for entity, _ in linked}:
            self.entities[entity].testimonies += 1
        every: Iterable[MentionView] = (*testimony.mentions, *testimony.rejected_mentions)
        self.decisions.update(mention.decision for mention in every if mention.decision is not None)

    def rows(self) -> Iterator[dict[str, Any]]:
        """The entities, most mentioned first."""
        for entity, seen in sorted(self.entities.items(), key=lambda pair: (-pair[1].surfaces.total(), pair[0])):
            aliases = sorted(seen.surfaces, key=lambda text: (-seen.surfaces[text], -len(text), text))
            yield {
                "id": entity,
                "label": likeliest_label(seen.labels),
                "name": seen.name,
                "aliases": aliases,
                "mentions": seen.surfaces.total(),
                "testimonies": seen.testimonies,
                "status": seen.status,
            }

    def about(self, decisions: Iterable[Decision]) -> Iterator[Decision]:
        """Those of `decisions` that concern what went out, without what they say of other testimonies."""
        for decision in decisions:
            data = decision.data
            named = {data[key] for key in ("entity", "into", "from", "new") if key in data}
            both = {data[key] for key in ("a", "b") if key in data}
            anchors = [asdict(anchor) for anchor in anchors_of(data) if anchor.testimony in self.testimonies]
            known = named & self.entities.keys() or (both and both <= self.entities.keys())
            if not (anchors or known or decision.id in self.decisions):
                continue
            kept = {**data, "mentions": anchors} if "mentions" in data else dict(data)
            if isinstance(data.get("testimonies"), list):
                kept["testimonies"] = self._own(data["testimonies"])
            elif "testimonies" in data:
                kept["testimonies"] = {side: self._own(ids) for side, ids in data["testimonies"].items()}
            yield replace(decision, data=kept)

    def _own(self, testimonies: Iterable[str]) -> list[str]:
        return [testimony for testimony in testimonies if testimony in self.testimonies]


def _cells(values: Iterable[Any]) -> list[Any]:
    """Texts that begin as a formula does are marked as text; spreadsheets would otherwise run what a stranger wrote."""
    return [f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value for value in values]


# The last four are the full-width forms of the first four, which Excel takes for them.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
