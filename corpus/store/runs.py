"""The runs of the pipeline and what failed in them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import select

from corpus.records import Failure, IngestReport
from corpus.store import tables as t
from corpus.store.database import Database
from corpus.store.parameters import storable
from corpus.store.views import RunSummary

__all__ = ["add_failures", "begin", "end", "failures", "summaries"]


def begin(database: Database, options: Mapping[str, object]) -> str:
    """Note that a run begins; `options` go in as JSON. Returns the run's id, 32 hex digits."""
    run_id = uuid.uuid4().hex
    with database.write() as connection:
        row = {"id": run_id, "started_at": _now(), "options": json.dumps(dict(options), sort_keys=True)}
        connection.execute(t.runs.insert(), row)
    return run_id


def end(database: Database, report: IngestReport) -> None:
    """Note what the run did; its failures are added apart, as they happen."""
    with database.write() as connection:
        connection.execute(
            t.runs.update()
            .where(t.runs.c.id == report.run_id)
            .values(
                ended_at=_now(),
                stored=report.stored,
                skipped=report.skipped,
                failed=report.failed,
                segments=report.segments,
                words=report.words,
                seconds=report.seconds,
            )
        )


def add_failures(database: Database, run_id: str, items: Sequence[Failure]) -> None:
    """Keep failures of a run; they stay when the program is killed."""
    if not items:
        return
    rows = [
        {
            "run": run_id,
            "source": storable(item.source),
            "source_id": storable(item.source_id),
            "stage": item.stage,
            "code": item.code,
            "message": storable(item.message),
            "hint": storable(item.hint),
        }
        for item in items
    ]
    with database.write() as connection:
        connection.execute(t.failures.insert(), rows)


def failures(database: Database, run_id: str) -> list[Failure]:
    """The failures of a run, in the order in which they were added."""
    c = t.failures.c
    query = select(c.source, c.source_id, c.stage, c.code, c.message, c.hint).where(c.run == run_id).order_by(c.id)
    with database.read() as connection:
        return [Failure(*row) for row in connection.execute(query)]


def summaries(database: Database) -> list[RunSummary]:
    """The runs, the newest first."""
    c = t.runs.c
    columns = (c.id, c.started_at, c.ended_at, c.options, c.stored, c.skipped, c.failed, c.segments, c.words, c.seconds)
    with database.read() as connection:
        rows = connection.execute(select(*columns).order_by(c.started_at.desc(), c.id)).all()
    return [RunSummary(**{**row._mapping, "options": json.loads(row.options)}) for row in rows]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
