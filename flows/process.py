"""The whole system in one flow.

A run of `process-testimonies` does this:

1. find the files of a folder that aren't in the corpus yet;
2. batch by batch: read → segment → identify → translate → recognise → resolve → store (`flows.ingest`);
3. after each batch, move the progress artifact;
4. at the end, leave a summary, and a table of what failed.

`reannotate` runs the stages of the models again over what is stored. The command line does the same work without
Prefect, or as a tracked run where a server is up (`process_tracked`).

Prefect sees folders, counts and ids. The text of a testimony, the names in it and the names of files stay in the
corpus: parameters carry folders only, results aren't persisted, and errors are reported by type and code.
"""

from __future__ import annotations

import os
from contextvars import ContextVar
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from prefect import flow
from pydantic import Field

from corpus import open_corpus
from corpus.errors import TestimonioError, UsageError
from corpus.records import IngestReport
from flows import reannotate as again
from flows.engines import LANGUAGES, Engines, load_engines
from flows.ingest import BATCH_SIZE, Progress, Request, ingest
from flows.settings import Settings
from flows.tracked import ProgressArtifact, final_state, in_a_task, leave_artifacts, run_name

__all__ = ["process_testimonies", "process_tracked", "reannotate"]

BatchSize = Annotated[int, Field(description="How many testimonies go through the models together.", ge=1, le=1000)]
CorpusLocation = Annotated[str, Field(description="The corpus folder. Empty: the one this server was started for.")]


@flow(name="process-testimonies", flow_run_name=run_name, persist_result=False)
def process_testimonies(
    folder: Annotated[
        str, Field(description="The folder with the testimonies, read recursively. Empty: the corpus's own inbox.")
    ] = "",
    collection: Annotated[
        str, Field(description="A name for these testimonies, to search among them later. It may stay empty.")
    ] = "",
    languages: Annotated[
        list[Literal["es", "en"]], Field(description="The languages spoken in them.", min_length=1)
    ] = list(LANGUAGES),  # type: ignore[arg-type]  # noqa: B006 (it is shown in the form, and never changed)
    batch_size: BatchSize = BATCH_SIZE,
    corpus: CorpusLocation = "",
) -> Any:
    """Read new testimonies from a folder, translate them, find the names in them, and store all in the corpus."""
    handover = _handover.get()
    settings = Settings()
    artifact = ProgressArtifact("files")
    result: IngestReport | Exception
    try:
        with open_corpus(corpus or settings.corpus, create=True) as target:
            if handover:
                request, engines = handover.request, handover.engines
            else:
                request = Request((_folder(folder) if folder else target.inbox,), collection=collection or None)
                engines = load_engines(settings, languages=languages)
            result = ingest(
                replace(request, batch_size=batch_size),
                target,
                engines,
                progress=_both(artifact, handover.progress) if handover else artifact,
                each=in_a_task,
            )
        leave_artifacts(result)
    except Exception as error:  # raised, its message would stay in Prefect's database, and it might quote a testimony
        result = error
    if handover:
        handover.result = result
    return final_state(result)


@flow(name="reannotate", flow_run_name=run_name, persist_result=False)
def reannotate(batch_size: BatchSize = BATCH_SIZE, corpus: CorpusLocation = "") -> Any:
    """Run today's models again over every stored testimony; texts and sentences stay as they are."""
    settings = Settings()
    result: IngestReport | Exception
    try:
        with open_corpus(corpus or settings.corpus) as target:
            result = again.reannotate(
                target,
                load_engines(settings),
                batch_size=batch_size,
                progress=ProgressArtifact("testimonies"),
                each=in_a_task,
            )
        leave_artifacts(result)
    except Exception as error:
        result = error
    return final_state(result)


@dataclass(slots=True)
class _Handover:
    """What the command line gives to a run in its own process, and gets back, past Prefect's parameters."""

    request: Request
    engines: Engines
    progress: Progress
    result: IngestReport | Exception | None = None


_handover: ContextVar[_Handover | None] = ContextVar("handover", default=None)


def process_tracked(
    request: Request, *, folder: Path, corpus: str, engines: Engines, progress: Progress
) -> IngestReport:
    """Run the flow in this process, seen by the Prefect server of the environment, which gets to know `folder` only.

    Raises what the work raised.
    """
    handover = _Handover(request, engines, progress)
    token = _handover.set(handover)
    try:
        process_testimonies(
            folder=str(folder),
            collection=request.collection or "",
            languages=list(engines.languages),  # type: ignore[arg-type]
            batch_size=request.batch_size,
            corpus=os.path.abspath(corpus),
            return_state=True,
        )
    finally:
        _handover.reset(token)
    if isinstance(handover.result, IngestReport):
        return handover.result
    raise handover.result or TestimonioError("The Prefect run ended before its work began.", code="run")


def _folder(given: str) -> Path:
    """The folder of a run's form. Raises UsageError where there is none, before anything else is done."""
    folder = Path(given).expanduser()
    if not folder.is_dir():
        raise UsageError("There is no such folder on the machine that runs this.", hint="Give its whole path.")
    return folder


def _both(first: Progress, second: Progress) -> Progress:
    def progress(done: int, of: int) -> None:
        first(done, of)
        second(done, of)

    return progress
