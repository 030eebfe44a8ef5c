"""The whole system in one flow.

A run of `process-testimonies` does this:

1. find the files of a folder that aren't in the corpus yet;
2. batch by batch: read → segment → identify → recognise → translate → resolve → store (`flows.ingest`);
3. after each batch, move the progress artifact;
4. at the end, leave a summary, and a table of what failed.

`reannotate` runs the stages of the models again over what is stored. The command line does the same work without
Prefect, or as a tracked run where a server is up (`process_tracked`).

Prefect sees folders, counts and ids. The text of a testimony, the names in it and the names of files stay in the
corpus: parameters carry folders only, results aren't persisted, and errors are reported by type and code.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

from prefect import flow
from pydantic import Field

from corpus import open_corpus
from corpus.corpus import Corpus
from corpus.errors import UsageError
from corpus.records import IngestReport
from corpus.store.folder import private_folder
from flows import reannotate as again
from flows.children import end_with_runner
from flows.engines import LANGUAGES, Engines, load_engines
from flows.ingest import BATCH_SIZE, Each, Progress, Request, ingest
from flows.settings import Settings
from flows.tracked import NO_FOLDER, ProgressArtifact, in_a_task, run_name, state_of

__all__ = ["process_testimonies", "process_tracked", "reannotate"]

BatchSize = Annotated[int, Field(ge=1, le=1000)]


# Prefect takes the descriptions of a form's fields from the docstring, not from `Field`.
@flow(name="process-testimonies", flow_run_name=run_name, persist_result=False)
def process_testimonies(
    folder: str = "",
    collection: str = "",
    languages: Annotated[list[Literal["es", "en"]], Field(min_length=1)] = list(LANGUAGES),  # type: ignore[arg-type]  # noqa: B006 (it is shown in the form, and never changed)
    batch_size: BatchSize = BATCH_SIZE,
    corpus: str = "",
) -> Any:
    """Read new testimonies from a folder, translate them, find the names in them, and store all in the corpus.

    Args:
        folder: The folder with the testimonies, read recursively; its whole path. Empty: the corpus's own inbox.
        collection: A name for these testimonies, to search among them later. It may stay empty.
        languages: The languages spoken in them: es is Spanish, en is English.
        batch_size: How many testimonies go through the models together, 1 to 1000.
        corpus: The corpus folder. Empty: the one that this server was started for.
    """
    handover = _handover.get()
    if handover:
        return state_of(partial(handover.work, progress=ProgressArtifact("files"), each=in_a_task))
    end_with_runner()

    def work() -> IngestReport:
        settings = Settings.read()
        with open_corpus(corpus or settings.corpus, create=True) as target:
            request = Request((_folder(folder, target),), collection=collection or None, batch_size=batch_size)
            engines = load_engines(settings, languages=languages)
            return ingest(request, target, engines, progress=ProgressArtifact("files"), each=in_a_task)

    return state_of(work)


@flow(name="reannotate", flow_run_name=run_name, persist_result=False)
def reannotate(batch_size: BatchSize = BATCH_SIZE, corpus: str = "") -> Any:
    """Run today's models again over every stored testimony; texts and sentences stay as they are.

    Args:
        batch_size: How many testimonies go through the models together, 1 to 1000.
        corpus: The corpus folder. Empty: the one that this server was started for.
    """
    end_with_runner()

    def work() -> IngestReport:
        settings = Settings.read()
        with open_corpus(corpus or settings.corpus) as target:
            engines = load_engines(settings)
            progress = ProgressArtifact("testimonies")
            return again.reannotate(target, engines, batch_size=batch_size, progress=progress, each=in_a_task)

    return state_of(work)


@dataclass(slots=True)
class _Handover:
    """What the command line gives to a run in its own process, and gets back, past Prefect's parameters."""

    request: Request
    corpus: str
    engines: Engines
    progress: Progress
    result: IngestReport | Exception | None = None

    def work(self, *, progress: Progress | None = None, each: Each = lambda number, work: work()) -> IngestReport:
        try:
            with open_corpus(self.corpus, create=True) as target:
                both = _both(progress, self.progress) if progress else self.progress
                self.result = ingest(self.request, target, self.engines, progress=both, each=each)
        except Exception as error:
            self.result = error
            raise
        return self.result


_handover: ContextVar[_Handover | None] = ContextVar("handover", default=None)


def process_tracked(
    request: Request,
    *,
    folder: Path,
    corpus: str,
    engines: Engines,
    progress: Progress,
    say: Callable[[str], None] = lambda line: None,
) -> IngestReport:
    """Run the flow in this process, seen by the Prefect server of the environment, which gets to know `folder` only.

    Where that server doesn't take the run, the same work is done without it. Raises what the work raised.
    """
    handover = _Handover(request, corpus, engines, progress)
    token = _handover.set(handover)
    try:
        process_testimonies(
            folder=str(folder),
            collection=request.collection or "",
            languages=list(engines.languages),
            batch_size=request.batch_size,
            corpus="" if "://" in corpus else os.path.abspath(corpus),
            return_state=True,
        )
    except Exception as error:
        # Prefect is there to show the work. Its troubles (a server that stops meanwhile, say) must not stop it.
        if handover.result is None:
            say(f"Prefect didn't take this run ({type(error).__name__}); working without it.")
    finally:
        _handover.reset(token)
    if handover.result is None:
        return handover.work()
    if isinstance(handover.result, Exception):
        raise handover.result
    return handover.result


def _folder(given: str, corpus: Corpus) -> Path:
    """The folder of a run's form, else the inbox. Raises UsageError where there is none, before anything is done."""
    if not given.strip():
        private_folder(corpus.inbox)
        return corpus.inbox
    folder = Path(given.strip()).expanduser()
    if not folder.is_dir():
        raise UsageError(
            "There is no such folder on the machine that runs this.", code=NO_FOLDER, hint="Give its whole path."
        )
    return folder


def _both(first: Progress, second: Progress) -> Progress:
    def progress(done: int, of: int) -> None:
        first(done, of)
        second(done, of)

    return progress
