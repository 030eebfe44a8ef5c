"""How a run shows in Prefect, and what Prefect gets to know of it: counts, source ids, codes.

Prefect keeps parameters, the messages of errors, and logs in clear. So errors are handed back instead of raised, and
only our own messages, which quote nothing, are passed on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from logging import LogRecord, getLogger
from pathlib import Path
from typing import Any

from prefect import task
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.exceptions import FailedRun
from prefect.logging import get_logger
from prefect.states import Completed, Failed

from corpus.errors import CorpusError, ModelMissing, TestimonioError
from corpus.records import Failure, IngestReport
from flows.ingest import Outcome

__all__ = ["NO_FOLDER", "ProgressArtifact", "in_a_task", "run_name", "state_of"]

NO_FOLDER = "no_folder"  # the code of the one UsageError whose message names nothing
ROWS = 1000  # of the table of failures; more would make the page slow, and the corpus has them all


def run_name() -> str:
    """A name that says when the run began."""
    return f"testimonies {datetime.now():%Y-%m-%d %H:%M:%S}"


def state_of(work: Callable[[], IngestReport]) -> Any:
    """Do the work of a run, leave its artifacts, and give the state that its flow returns. Nothing is raised."""
    try:
        report = work()
    except Exception as error:  # raised, its message would stay in Prefect's database, and it might quote a testimony
        getLogger("prefect.flow_runs").addFilter(_is_news)
        return Failed(message=_message(error))
    _tolerant(_leave_artifacts, report)
    return Completed(message=f"{report.stored} stored, {report.skipped} known already, {report.failed} failed.")


def _is_news(record: LogRecord) -> bool:
    """Prefect's engine logs a Failed state that was returned a second time, as an exception with its traceback."""
    return not (record.exc_info and isinstance(record.exc_info[1], FailedRun))


def _message(error: Exception) -> str:
    """What may be told of an error: the message where it names the corpus folder at the most, else its code or type."""
    if isinstance(error, CorpusError | ModelMissing):
        return str(error)
    if isinstance(error, TestimonioError):
        return str(error) if error.code == NO_FOLDER else f"Stopped ({error.code})."
    return f"Unexpected {type(error).__name__}."


@task(name="batch", task_run_name="batch {number}", persist_result=False, cache_policy=NO_CACHE)
def _batch(number: int, work: Callable[[], Any]) -> Any:
    return work()


def in_a_task(number: int, work: Callable[[], Outcome]) -> Outcome:
    """Do the work of a batch as a task run; `work` is a function, so Prefect never looks at its texts.

    Raises what `work` raised; Prefect gets to know the type.
    """
    results: list[Outcome | Exception] = []

    def kept() -> Any:
        try:
            outcome = work()
        except Exception as error:
            results.append(error)
            return Failed(message=_message(error))
        results.append(outcome)
        return Completed(message=f"{outcome.stored} stored, {len(outcome.failures)} failed.")

    _tolerant(_batch, number, kept, return_state=True)
    result = results[0] if results else work()
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
            self._artifact = _tolerant(create_progress_artifact, percent, key="progress", description=description)
        else:
            _tolerant(update_progress_artifact, self._artifact, percent, description=description)


def _leave_artifacts(report: IngestReport) -> None:
    """A summary, and a table of what failed, by source id."""
    create_markdown_artifact(
        "| stored | known already | failed | sentences | words | seconds |\n|---|---|---|---|---|---|\n"
        f"| {report.stored} | {report.skipped} | {report.failed} | {report.segments} | {report.words} "
        f"| {report.seconds:.0f} |\n",
        key="summary",
        description="What this run did",
    )
    if report.failures:
        more = f" (the first {ROWS} of {report.failed})" if report.failed > ROWS else ""
        create_table_artifact(
            [_row(failure) for failure in report.failures[:ROWS]],
            key="failures",
            description=f"Not stored{more}. The corpus knows which file each id is.",
        )


def _row(failure: Failure) -> dict[str, str]:
    path = Path(failure.source)
    names = {failure.source, path.name, path.stem} - {""}

    def safe(text: str) -> str:
        # Our messages name no file; this is for the one that some day does.
        return "" if any(name in text for name in names) else text

    return {
        "source": failure.source_id,
        "stage": failure.stage,
        "code": failure.code,
        "what": safe(failure.message),
        "what to do": safe(failure.hint),
    }


def _tolerant(call: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Call Prefect. A server that is gone or busy costs the picture of the work, never the work."""
    try:
        return call(*arguments, **options)
    except Exception as error:  # httpx's, Prefect's own, and a bare RuntimeError: "Failed to reach API"
        get_logger(__name__).warning("Prefect's server did not take it: %s.", type(error).__name__)
        return None
