"""Run the models again over stored testimonies. Text and sentences stay; what the models say of them is replaced."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

from corpus.corpus import Corpus
from corpus.records import (
    AnnotatedTestimony,
    IngestReport,
    Segment,
    Source,
    Testimony,
)
from corpus.store.views import TestimonyView
from flows.engines import Engines
from flows.ingest import BATCH_SIZE, Each, Outcome, Progress, analyse, isolating, store_each

__all__ = ["reannotate"]


def reannotate(
    corpus: Corpus,
    engines: Engines,
    *,
    batch_size: int = BATCH_SIZE,
    progress: Progress = lambda done, of: None,
    each: Each = lambda number, work: work(),
) -> IngestReport:
    """Annotate every testimony anew, each replaced in a transaction of its own. `progress` counts testimonies."""
    started = time.monotonic()
    run_id = corpus.begin_run({"reannotate": True})
    ids = [row.id for row in corpus.list()]
    total = Outcome()
    progress(0, len(ids))
    for number, start in enumerate(range(0, len(ids), batch_size), 1):
        some = ids[start : start + batch_size]
        total += each(number, partial(_replace_batch, corpus, engines, some, run_id))
        progress(start + len(some), len(ids))
    report = total.report(run_id, time.monotonic() - started)
    corpus.end_run(report)
    return report


def _replace_batch(corpus: Corpus, engines: Engines, ids: list[str], run_id: str) -> Outcome:
    stored = list(_stored(corpus, ids))
    work = partial(analyse, engines=engines, memory=corpus)
    items = isolating(work, stored, uri=lambda item: item.testimony.source.uri)
    outcome = store_each(items, partial(corpus.replace, run_id=run_id))
    corpus.add_failures(run_id, outcome.failures)
    return outcome


def _stored(corpus: Corpus, ids: list[str]) -> Iterator[AnnotatedTestimony]:
    for testimony_id in ids:
        view = corpus.get(testimony_id)
        yield AnnotatedTestimony(
            _testimony(view),
            tuple(
                Segment(
                    view.id,
                    s.ordinal,
                    s.start,
                    s.end,
                    s.text,
                    speaker=s.speaker,
                    start_ms=s.start_ms,
                    end_ms=s.end_ms,
                    page=s.page,
                )
                for s in view.segments
            ),
        )


def _testimony(view: TestimonyView) -> Testimony:
    return Testimony(
        id=view.id,
        source=Source(view.source, view.media_type, view.sha256, view.size, datetime.now(UTC)),
        locator=view.locator,
        title=view.title,
        text=view.text,
        passages=(),
        collection=view.collection,
        recorded_on=view.recorded_on,
        declared_language=view.declared_language,
        access=view.access,
        consent=view.consent,
        notes=view.notes,
    )
