"""How a run shows in Prefect, and what Prefect gets to know of it: counts, source ids, codes.

Prefect keeps parameters, the messages of errors, and logs in clear. So errors are handed back instead of raised, and only
our own messages, which quote nothing, are passed on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from prefect import get_run_logger, task
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed, Failed

from corpus.errors import TestimonioError
from corpus.records import IngestReport
from flows.ingest import Outcome

__all__ = ["ProgressArtifact", "final_state", "in_a_task", "leave_artifacts", "run_name"]


def run_name() -> str:
    """A name that says when the run began."""
    return f"testimonies {datetime.now():%Y-%m-%d %H:%M:%S}"


def final_state(result: IngestReport | Exception) -> Any:
    """The state that a flow returns for what its work gave."""
    if isinstance(result, IngestReport):
        return Completed(message=f"{result.stored} stored, {result.skipped} known already, {result.failed} failed.")
    message = str(result) if isinstance(result, TestimonioError) else f"Unexpected {type(result).__name__}."
    return Failed(message=message)


@task(name="batch", task_run_name="batch {number}", persist_result=False, cache_policy=NO_CACHE)
def _batch(number: int, work: Callable[[], Outcome]) -> Outcome | Exception:
    try:
        outcome = work()
    except Exception as error:
        get_run_logger().error("Batch %d stopped: %s.", number, type(error).__name__)
        return error
    get_run_logger().info("Batch %d: %d stored, %d failed.", number, outcome.stored, len(outcome.failures))
    return outcome


def in_a_task(number: int, work: Callable[[], Outcome]) -> Outcome:
    """Do the work of a batch as a task run; `work` is a function, so Prefect never looks at its texts."""
    result = _batch(number, work)
    if isinstance(result, Exception):
        raise result
    return result


class ProgressArtifact:
    """A progress bar in the run's page that counts what is done."""

    def __init__(self, unit: str) -> None:
        self._unit = unit
        self._artifact: Any = None

    def __call__(self, done: int, of: int) -> None:
        percent = 100.0 * done / of if of else 100.0
        description = f"{done} of {of} {self._unit}"
        if self._artifact is None:
            self._artifact = create_progress_artifact(percent, key="progress", description=description)
        else:
            update_progress_artifact(self._artifact, percent, description=description)


def leave_artifacts(report: IngestReport) -> None:
    """A summary, and a table of what failed, by source id."""
    create_markdown_artifact(
        "| stored | known already | failed | sentences | words | seconds |\n|---|---|---|---|---|---|\n"
        f"| {report.stored} | {report.skipped} | {report.failed} | {report.segments} | {report.words} "
        f"| {report.seconds:.0f} |\n",
        key="summary",
        description="What this run did",
    )
    if report.failures:
        rows = [
            {"source": f.source_id, "stage": f.stage, "code": f.code, "what": f.message, "what to do": f.hint}
            for f in report.failures
        ]
        create_table_artifact(rows, key="failures", description="Not stored; the corpus knows which file each id is")
