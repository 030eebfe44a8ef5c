"""The corpus out: JSON lines with everything, or CSV for spreadsheets.

Two corpora over the same files give byte-identical JSON lines: no clock, no run, no row number goes in, testimonies are
sorted by id and scores rounded to three places.
"""

from __future__ import annotations

import contextlib
import csv
import json
import os
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias

from corpus.errors import CorpusError, UsageError
from corpus.records import Query, as_json
from corpus.store.counting import by_frequency, likeliest_label, surface_of
from corpus.store.faults import os_fault
from corpus.store.views import MentionView, TestimonyView

if TYPE_CHECKING:
    from corpus.corpus import Corpus

__all__ = ["FORMATS", "export"]

FORMATS = ("csv", "jsonl")

Files: TypeAlias = dict[str, IO[str]]


def export(corpus: Corpus, format: str, output: Path, *, query: Query) -> tuple[Path, ...]:
    """Write the testimonies that `query` finds (an empty one: all) into `output`, made 0700 if it isn't there.

    The files (0600) come into being whole, at the end; those of an earlier export of the same format are replaced,
    others are left alone. jsonl: testimonies.jsonl, a line as `show --json` prints it. csv: testimonies.csv,
    segments.csv, mentions.csv, entities.csv; in UTF-8 with a byte order mark, without which Excel takes the accents
    for Latin-1. A cell that a spreadsheet would run as a formula gets a ' before it: for the exact text take jsonl.
    Raises UsageError for another format and CorpusError where `output` can't be written.
    """
    writers: dict[str, tuple[tuple[str, ...], Callable[[Iterator[TestimonyView], Files], None]]] = {
        "csv": (("entities.csv", "mentions.csv", "segments.csv", "testimonies.csv"), _write_csv),
        "jsonl": (("testimonies.jsonl",), _write_jsonl),
    }
    if format not in writers:
        raise UsageError(f"Can't export as {format!r}.", code="format", hint=f"The formats are: {', '.join(FORMATS)}")
    names, write = writers[format]
    testimonies = (corpus.get(testimony) for testimony in corpus.select(query))
    with _files(output, names, newline="" if format == "csv" else "\n", bom=format == "csv") as files:
        write(testimonies, files)
    return tuple(output / name for name in names)


@contextlib.contextmanager
def _files(output: Path, names: Sequence[str], *, newline: str, bom: bool) -> Iterator[Files]:
    """Files in `output` under temporary names, which get their own when all is written, and vanish when anything
    fails.
    """
    mark = uuid.uuid4().hex[:8]
    temporary = {name: output / f".{name}.{mark}.tmp" for name in names}
    try:
        output.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.ExitStack() as stack:
            files: Files = {}
            for name, path in temporary.items():
                descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
                encoding = "utf-8-sig" if bom else "utf-8"
                files[name] = stack.enter_context(open(descriptor, "w", encoding=encoding, newline=newline))
            yield files
            for file in files.values():
                file.flush()
                os.fsync(file.fileno())
        for name, path in temporary.items():
            path.replace(output / name)
    except FileExistsError as error:
        raise CorpusError(f"{output} is a file; an export needs a folder.", code="output") from error
    except OSError as error:
        raise os_fault(error, output, "write into") from error
    finally:
        for path in temporary.values():
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


def _write_jsonl(testimonies: Iterator[TestimonyView], files: Files) -> None:
    for testimony in testimonies:
        files["testimonies.jsonl"].write(json.dumps(as_json(testimony), ensure_ascii=False) + "\n")


_METADATA = ("title", "collection", "recorded_on", "language", "access", "consent")
_TESTIMONY = ("id", "source", "locator", "sha256", *_METADATA)
_SEGMENT = ("ordinal", "start", "end", "language", "speaker", "start_ms", "end_ms", "page", "text", "translation")
_MENTION = ("ordinal", "side", "start", "end", "text", "label", "value", "entity", "model", "score")


def _write_csv(testimonies: Iterator[TestimonyView], files: Files) -> None:
    tables = {name.removesuffix(".csv"): csv.writer(file) for name, file in files.items()}
    tables["testimonies"].writerow([*_TESTIMONY, "notes", "segments", "mentions"])
    tables["segments"].writerow(["testimony", *_SEGMENT, "flags"])
    tables["mentions"].writerow(["testimony", *_MENTION])
    tables["entities"].writerow(["id", "label", "name", "aliases", "mentions", "testimonies"])
    entities: dict[str, _Seen] = {}
    for testimony in testimonies:
        own = as_json([getattr(testimony, key) for key in _TESTIMONY])
        lengths = [len(testimony.segments), len(testimony.mentions)]
        tables["testimonies"].writerow(_cells([*own, " ".join(testimony.notes), *lengths]))
        for segment in testimony.segments:
            values = as_json([getattr(segment, key) for key in _SEGMENT])
            tables["segments"].writerow(_cells([testimony.id, *values, " ".join(segment.flags)]))
        for side, mentions in (("text", testimony.mentions), ("translation", testimony.translation_mentions)):
            for mention in mentions:
                values = [side if key == "side" else getattr(mention, key) for key in _MENTION]
                tables["mentions"].writerow(_cells([testimony.id, *as_json(values)]))
        _see(testimony.mentions, entities)
    for entity, seen in sorted(entities.items(), key=lambda pair: (-pair[1].surfaces.total(), pair[0])):
        aliases = by_frequency(seen.surfaces)
        label = likeliest_label(seen.labels)
        row = [entity, label, aliases[0], "; ".join(aliases), seen.surfaces.total(), seen.testimonies]
        tables["entities"].writerow(_cells(row))


@dataclass(slots=True)
class _Seen:
    """An entity as the exported testimonies mention it: counted anew, because the export may be a part of the
    corpus.
    """

    surfaces: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    testimonies: int = 0


def _see(mentions: Iterable[MentionView], entities: dict[str, _Seen]) -> None:
    """Add the mentions of one testimony."""
    linked = [(mention.entity, mention) for mention in mentions if mention.entity is not None]
    for entity, mention in linked:
        seen = entities.setdefault(entity, _Seen())
        seen.surfaces[surface_of(mention.text)] += 1
        seen.labels[mention.label] += 1
    for entity in {entity for entity, _ in linked}:
        entities[entity].testimonies += 1


def _cells(values: Iterable[Any]) -> list[Any]:
    """Texts that begin as a formula does are marked as text; spreadsheets would otherwise run what a stranger wrote."""
    return [f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value for value in values]


# The last four are the full-width forms of the first four, which Excel takes for them.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
