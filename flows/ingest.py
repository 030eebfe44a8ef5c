"""The work itself, without Prefect: batches of testimonies through the stages and into the corpus.

    read → segment → identify → recognise → translate → resolve → store

One failing file or testimony becomes a counted Failure and takes nothing else with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar
from uuid import uuid4

from corpus.corpus import Corpus
from corpus.errors import CorpusError, InputError, ModelMissing, TestimonioError, UsageError
from corpus.read import Metadata, Original, find_files, open_original, read_one
from corpus.readers.base import ReadOptions
from corpus.readers.find import shown
from corpus.records import AnnotatedTestimony, Failure, IngestReport, Testimony
from flows.engines import Engines
from models.identify import identify, language_of
from models.recognise import recognise, recognise_translations
from models.resolve import resolve
from models.segment import segment
from models.translate import Memory, translate

__all__ = [
    "BATCH_SIZE",
    "Batch",
    "Each",
    "Outcome",
    "Progress",
    "Request",
    "Store",
    "analyse",
    "annotate",
    "ingest",
    "isolating",
    "read_batches",
    "store_batch",
    "store_each",
]

BATCH_SIZE = 32  # testimonies: enough for full batches in the models, little enough to show progress
BATCH_CHARACTERS = 2_000_000  # a batch of long interviews is cut short: the models hold all of it in memory
FILES_A_STEP = 200  # known files between two signs of progress

Given = TypeVar("Given")
Progress = Callable[[int, int], None]  # (done, of)


@dataclass(frozen=True, slots=True)
class Request:
    """What to ingest and how. `paths` are files and folders; `exclude` are files in them to leave alone."""

    paths: tuple[Path, ...]
    collection: str | None = None
    recorded_on: str | None = None
    metadata: Metadata | None = None
    exclude: tuple[Path, ...] = ()
    options: ReadOptions = field(default_factory=ReadOptions)
    batch_size: int = BATCH_SIZE


@dataclass(frozen=True, slots=True)
class Batch:
    """Some testimonies, and the sources whose last one is among them: (sha256, number of testimonies in all)."""

    testimonies: tuple[Testimony, ...]
    sources: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of some inputs; outcomes add up. `files` counts files done with, in whatever way."""

    files: int = 0
    stored: int = 0
    skipped: int = 0
    segments: int = 0
    words: int = 0
    failures: tuple[Failure, ...] = ()

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.files + other.files,
            self.stored + other.stored,
            self.skipped + other.skipped,
            self.segments + other.segments,
            self.words + other.words,
            self.failures + other.failures,
        )

    def report(self, run_id: str, seconds: float) -> IngestReport:
        return IngestReport(run_id, self.stored, self.skipped, self.segments, self.words, seconds, self.failures)


Each = Callable[[int, Callable[[], Outcome]], Outcome]  # (number of the batch, its work): does the work


class Store(Protocol):
    """`Corpus.add` or `Corpus.replace`, bound to a run; False says that it was stored already."""

    def __call__(self, item: AnnotatedTestimony, *, language: str) -> bool | None: ...


def ingest(
    request: Request,
    corpus: Corpus,
    engines: Engines,
    *,
    progress: Progress = lambda done, of: None,
    each: Each = lambda number, work: work(),
) -> IngestReport:
    """Ingest all that `request` names. `progress(done, of)` counts files; `each(number, work)` does a batch's work."""
    started = time.monotonic()
    run_id = corpus.begin_run({"languages": list(engines.languages), "batch_size": request.batch_size})
    files, failures = find_files(request.paths, exclude=(*request.exclude, corpus.path))
    failures = list(failures)
    corpus.add_failures(run_id, failures)
    total = Outcome(failures=tuple(failures))
    progress(0, len(files))
    for number, (batch, read) in enumerate(read_batches(files, request, corpus), 1):
        corpus.add_failures(run_id, read.failures)
        total += read
        if batch.testimonies or batch.sources:
            total += each(number, partial(store_batch, batch, corpus, engines, run_id=run_id))
        progress(total.files, len(files))
    report = total.report(run_id, time.monotonic() - started)
    corpus.end_run(report)
    return report


def read_batches(files: Sequence[Path], request: Request, corpus: Corpus) -> Iterator[tuple[Batch, Outcome]]:
    """Read files one after the other and hand on their testimonies in batches of about `request.batch_size`.

    Each batch comes with what became of the files read meanwhile: those known already, and those that failed.
    """
    waiting: list[Testimony] = []
    sources: list[tuple[str, int]] = []
    seen: set[str] = set()
    outcome = Outcome()
    for path in files:
        outcome += Outcome(files=1)
        try:
            original = open_original(path, options=request.options)
            sha256 = original.source.sha256
            if sha256 in seen or corpus.known([sha256]):
                corpus.add_name(sha256, original.source.uri, datetime.now(UTC))
                outcome += Outcome(skipped=1)
                if outcome.files >= FILES_A_STEP:
                    yield Batch(()), outcome
                    outcome = Outcome()
                continue
            testimonies = _read(original, request)
            corpus.keep_original(original.data, original.source)
            seen.add(sha256)
            outcome += Outcome(failures=tuple(_lost_rows(shown(path), testimonies)))
        except (CorpusError, UsageError):
            raise
        except Exception as error:
            outcome += Outcome(failures=(failure_of(shown(path), "read", error),))
            continue
        known = corpus.known_testimonies([t.id for t in testimonies])
        new = [t for t in testimonies if t.id not in known]
        for start in range(0, len(new), request.batch_size):
            if len(waiting) >= request.batch_size or sum(len(t.text) for t in waiting) >= BATCH_CHARACTERS:
                yield Batch(tuple(waiting), tuple(sources)), outcome
                waiting, sources, outcome = [], [], Outcome()
            waiting.extend(new[start : start + request.batch_size])
        sources.append((sha256, len(testimonies)))
    yield Batch(tuple(waiting), tuple(sources)), outcome


def _lost_rows(source: str, testimonies: Sequence[Testimony]) -> Iterator[Failure]:
    """A Failure for the rows of a table that couldn't be taken; the reader counts them in notes."""
    for note in (note for testimony in testimonies for note in testimony.notes):
        code, _, count = note.partition(":")
        if code in ("rows_unreadable", "rows_too_large"):
            what = "can't be read" if code == "rows_unreadable" else "are too large"
            message = f"{count} row(s) of this table {what}; the others are stored."
            yield Failure(source, uuid4().hex[:16], "read", code, message, "Mend them and process the file again.")


def _read(original: Original, request: Request) -> list[Testimony]:
    return read_one(
        original,
        options=request.options,
        metadata=request.metadata,
        collection=request.collection,
        recorded_on=request.recorded_on,
    )


def store_batch(batch: Batch, corpus: Corpus, engines: Engines, *, run_id: str) -> Outcome:
    """Annotate the batch and store each testimony in a transaction of its own."""
    items = isolating(partial(annotate, engines=engines, memory=corpus), batch.testimonies, uri=lambda t: t.source.uri)
    outcome = store_each(items, partial(corpus.add, run_id=run_id))
    corpus.add_failures(run_id, outcome.failures)
    for sha256, parts in batch.sources:
        corpus.finish(sha256, parts=parts)
    return outcome


def store_each(items: Iterable[AnnotatedTestimony | Failure], store: Store) -> Outcome:
    """Store each testimony with `store`; what it refuses becomes a Failure, and failures from before stay."""
    outcome = Outcome()
    for item in items:
        if isinstance(item, Failure):
            outcome += Outcome(failures=(item,))
            continue
        try:
            stored = store(item, language=language_of(item))
        except InputError as error:
            outcome += Outcome(failures=(failure_of(item.testimony.source.uri, "store", error),))
            continue
        if stored is False:  # another run over the same files was quicker
            outcome += Outcome(skipped=1)
        else:
            words = sum(len(segment.text.split()) for segment in item.segments)
            outcome += Outcome(stored=1, segments=len(item.segments), words=words)
    return outcome


def annotate(testimonies: Sequence[Testimony], engines: Engines, memory: Memory) -> list[AnnotatedTestimony]:
    """The stages between reading and storing, from the text alone. Order is kept."""
    return analyse(_stage("segment", segment, testimonies), engines, memory)


def analyse(items: Sequence[AnnotatedTestimony], engines: Engines, memory: Memory) -> list[AnnotatedTestimony]:
    """The stages of the models, from the segments on. Order is kept; an error names its stage and quotes no text."""
    items = _stage("identify", partial(identify, languages=engines.languages), items)
    # Names are found first, so that the translator can keep them; then once more, in the translations.
    items = _stage(
        "recognise",
        partial(recognise, recognisers=engines.recognisers, tagger=engines.tagger, lexicon=engines.lexicon),
        items,
    )
    items = _stage(
        "translate",
        partial(
            translate,
            translators=engines.translators,
            lexicon=engines.lexicon,
            glossary=engines.glossary,
            fallbacks=engines.fallbacks,
            memory=memory,
        ),
        items,
    )
    items = _stage(
        "recognise",
        partial(
            recognise_translations, recognisers=engines.recognisers, tagger=engines.tagger, lexicon=engines.lexicon
        ),
        items,
    )
    return _stage("resolve", partial(resolve, lexicon=engines.lexicon), items)


def _stage(
    name: str, work: Callable[[Sequence[Given]], list[AnnotatedTestimony]], items: Sequence[Given]
) -> list[AnnotatedTestimony]:
    try:
        return work(items)
    except TestimonioError:
        raise
    except Exception as error:
        raise InputError(
            f"The stage {name!r} failed ({type(error).__name__}).",
            code="internal",
            hint="Please report it with the version; the original file is unchanged.",
            stage=name,
        ) from error


def isolating(
    work: Callable[[Sequence[Given]], list[AnnotatedTestimony]], items: Sequence[Given], *, uri: Callable[[Given], str]
) -> Iterator[AnnotatedTestimony | Failure]:
    """Do `work` on all items together; if that fails, on each alone, so that only the faulty one becomes a Failure."""
    try:
        yield from work(items)
    except (ModelMissing, CorpusError):  # no fault of a testimony
        raise
    except Exception as error:
        if len(items) > 1:
            for item in items:
                yield from isolating(work, [item], uri=uri)
        else:
            yield failure_of(uri(items[0]), "annotate", error)


def failure_of(source: str, stage: str, error: Exception) -> Failure:
    """A Failure that is safe to show: of an error that isn't ours, only its type."""
    source_id = uuid4().hex[:16]  # random, so that nobody can guess a file name from it
    if isinstance(error, InputError):
        return Failure(source, source_id, error.stage, error.code, error.message, error.hint)
    hint = "The file is unchanged. Please report the format and this message."
    return Failure(source, source_id, stage, "internal", f"Unexpected {type(error).__name__}.", hint)
