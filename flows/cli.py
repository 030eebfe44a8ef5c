"""The command line, `testimonio`. One document of JSON on stdout with `--json`; progress and messages on stderr.

Exit codes: 0 all well · 1 a check found something · 2 wrong usage · 3 some inputs failed · 4 a model is missing ·
5 the corpus can't be opened.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedIOBase
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from typer.exceptions import TyperException

from corpus.errors import TestimonioError, UsageError
from corpus.records import IngestReport
from flows.cli_entities import entities_app
from flows.cli_evaluate import evaluate_app
from flows.cli_models import models_app
from flows.options import CORPUS, CollectionOption, CorpusOption, GlossaryOption, JsonOption, LimitOption
from flows.printing import (
    print_hits,
    print_json,
    print_report,
    print_testimonies,
    print_testimony,
    say,
)

if TYPE_CHECKING:
    from corpus.read import Metadata

__all__ = ["app", "main"]

app = typer.Typer(
    name="testimonio",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(entities_app)
app.add_typer(models_app, name="models")
app.add_typer(evaluate_app, name="evaluate")


def _end_run(report: IngestReport, json_wanted: bool) -> None:
    """Say what a run did; exit code 3 where an input failed."""
    if json_wanted:
        keys = ("run_id", "stored", "skipped", "failed", "segments", "words", "seconds", "failures")
        print_json({key: getattr(report, key) for key in keys})
    else:
        print_report(report)
    if report.failed:
        raise typer.Exit(3)


def _check_metadata(metadata: Metadata, files: list[Path]) -> None:
    """Say which rows fit no file; refuse those that fit several, for one of them would get another's access."""
    if several := metadata.ambiguous(files):
        raise UsageError(
            f"The metadata names files of which there are several: {', '.join(several)}.",
            hint="Write them with their folders.",
        )
    if unmatched := metadata.unmatched(files):
        say(f"The metadata names files that aren't among these: {', '.join(unmatched)}")


@app.command()
def process(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders; folders are read recursively.")],
    collection: Annotated[str | None, typer.Option(help="A name for these testimonies.")] = None,
    metadata: Annotated[
        Path | None,
        typer.Option(help="CSV with columns file, title, recorded_on, language, collection, access, consent."),
    ] = None,
    recorded_on: Annotated[str | None, typer.Option(help="The day they were recorded, YYYY-MM-DD.")] = None,
    text_column: Annotated[str | None, typer.Option(help="The column of a table that holds the testimony.")] = None,
    batch_size: Annotated[int, typer.Option(min=1, help="Testimonies that go through the models together.")] = 32,
    glossary: GlossaryOption = None,
    corpus: CorpusOption = CORPUS,
    as_json: JsonOption = False,
) -> None:
    """Read testimonies, translate them, find the names in them, and store everything in the corpus."""
    from corpus import open_corpus
    from corpus.read import Metadata, find_files
    from corpus.readers.base import ReadOptions
    from flows.engines import load_engines
    from flows.ingest import Request, ingest
    from flows.prefect_api import api_url, prefect_environment, server_is_up
    from flows.settings import Settings

    request = Request(
        tuple(paths),
        collection=collection,
        recorded_on=recorded_on,
        metadata=Metadata.load(metadata) if metadata else None,
        exclude=(metadata,) if metadata else (),
        options=ReadOptions(text_column=text_column),
        batch_size=batch_size,
    )
    if request.metadata:
        _check_metadata(request.metadata, find_files(request.paths)[0])
    engines = load_engines(Settings.read(), glossary=glossary)
    with _progress_bar("files") as progress:
        if server_is_up(api_url()):
            os.environ.update(prefect_environment(api_url()))
            os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
            from flows.process import process_tracked

            folder = Path(os.path.commonpath([p.absolute() for p in paths]))
            report = process_tracked(
                request,
                folder=folder if folder.is_dir() else folder.parent,
                corpus=corpus,
                engines=engines,
                progress=progress,
                say=say,
            )
        else:
            with open_corpus(corpus, create=True) as target:
                report = ingest(request, target, engines, progress=progress)
    if metadata and report.skipped:
        say("The metadata of files that were known already stays as it was.")
    _end_run(report, as_json)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help='Words, "an exact phrase", prefix*, AND OR NOT (or Y, O) and ( ).')],
    lang: Annotated[str | None, typer.Option(help="Only sentences in this language.")] = None,
    person: Annotated[str | None, typer.Option(help="Only testimonies that mention this person.")] = None,
    place: Annotated[str | None, typer.Option(help="Only testimonies that mention this place.")] = None,
    org: Annotated[str | None, typer.Option(help="Only testimonies that mention this organisation.")] = None,
    same_segment: Annotated[bool, typer.Option("--same-segment", help="They must be named in the sentence.")] = False,
    since: Annotated[str | None, typer.Option(help="Testimonies with a date from here on: YYYY[-MM[-DD]].")] = None,
    until: Annotated[str | None, typer.Option(help="Testimonies with a date up to here: YYYY[-MM[-DD]].")] = None,
    collection: CollectionOption = None,
    limit: LimitOption = 20,
    corpus: CorpusOption = CORPUS,
    as_json: JsonOption = False,
) -> None:
    """Find sentences, by their own words or by those of their translation."""
    from corpus import open_corpus
    from corpus.records import Query

    wanted = Query(
        query,
        language=lang,
        person=person,
        place=place,
        org=org,
        since=since,
        until=until,
        collection=collection,
        same_segment=same_segment,
        limit=limit,
    )
    with open_corpus(corpus) as source:
        page = source.search_query(wanted)
    if as_json:
        print_json(page)
    else:
        print_hits(page)


@app.command("list")
def list_testimonies(
    collection: CollectionOption = None, corpus: CorpusOption = CORPUS, as_json: JsonOption = False
) -> None:
    """The testimonies in the corpus."""
    from corpus import open_corpus

    with open_corpus(corpus) as source:
        found = source.list(collection=collection)
    if as_json:
        print_json(found)
    else:
        print_testimonies(found)


@app.command()
def show(
    testimony_id: Annotated[str, typer.Argument(metavar="ID", help="A testimony's id, or its beginning.")],
    corpus: CorpusOption = CORPUS,
    as_json: JsonOption = False,
) -> None:
    """One testimony, original and translation side by side."""
    from corpus import open_corpus

    with open_corpus(corpus) as source:
        found = source.get(testimony_id)
    if as_json:
        print_json(found)
    else:
        print_testimony(found)


@app.command()
def translate(
    source: Annotated[str, typer.Option("--from", help="es or en.")] = "es",
    target: Annotated[str, typer.Option("--to", help="en or es.")] = "en",
    glossary: GlossaryOption = None,
    corpus: CorpusOption = CORPUS,
) -> None:
    """Translate lines from stdin to stdout, one line for each line."""
    from flows.engines import load_engines
    from flows.lines import translate_lines
    from flows.settings import Settings

    if {source, target} != {"es", "en"}:
        raise UsageError("Testimonio translates from es to en and from en to es.")
    streams = cast(BufferedIOBase, sys.stdin.buffer), cast(BufferedIOBase, sys.stdout.buffer)
    engines = load_engines(Settings.read(), languages=[source], glossary=glossary)
    translate_lines(*streams, (source, target), engines)


@app.command()
def export(
    output: Annotated[Path, typer.Option("--output", help="The folder to write to.")],
    format: Annotated[str, typer.Option("--format", help="jsonl or csv.")] = "jsonl",
    query: Annotated[str, typer.Option("--query", help="Only testimonies with a sentence that this finds.")] = "",
    lang: Annotated[str | None, typer.Option(help="As in search.")] = None,
    person: Annotated[str | None, typer.Option(help="As in search.")] = None,
    place: Annotated[str | None, typer.Option(help="As in search.")] = None,
    org: Annotated[str | None, typer.Option(help="As in search.")] = None,
    since: Annotated[str | None, typer.Option(help="As in search.")] = None,
    until: Annotated[str | None, typer.Option(help="As in search.")] = None,
    same_segment: Annotated[bool, typer.Option("--same-segment", help="As in search.")] = False,
    collection: CollectionOption = None,
    corpus: CorpusOption = CORPUS,
) -> None:
    """Write the corpus, or the part of it that the filters keep, to files."""
    from corpus import open_corpus

    with open_corpus(corpus) as opened:
        written = opened.export(
            format,
            output,
            text=query,
            language=lang,
            person=person,
            place=place,
            org=org,
            since=since,
            until=until,
            collection=collection,
            same_segment=same_segment,
        )
    for path in written:
        say(str(path))


@app.command()
def reannotate(
    batch_size: Annotated[int, typer.Option(min=1, help="Testimonies that go through the models together.")] = 32,
    glossary: GlossaryOption = None,
    corpus: CorpusOption = CORPUS,
    as_json: JsonOption = False,
) -> None:
    """Run today's models again over the stored sentences; texts and sentences stay as they are."""
    from corpus import open_corpus
    from flows.engines import load_engines
    from flows.reannotate import reannotate as run
    from flows.settings import Settings

    with open_corpus(corpus) as target, _progress_bar("testimonies") as progress:
        report = run(target, load_engines(Settings.read(), glossary=glossary), batch_size=batch_size, progress=progress)
    _end_run(report, as_json)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="An address of this machine.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The site's port.")] = 8321,
    prefect_port: Annotated[int, typer.Option(help="Prefect's port.")] = 4200,
    corpus: CorpusOption = CORPUS,
) -> None:
    """Start Prefect with the deployments, and the site, for this machine only."""
    from flows.engines import load_engines
    from flows.serve import serve as run
    from flows.settings import Settings

    load_engines(Settings.read())  # a missing model is said now, not in the first run
    run(corpus, host=host, port=port, prefect_port=prefect_port, say=say)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"testimonio {version('testimonio')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Spanish and English testimonies in; a searchable, translated, annotated corpus out. Offline."""


@contextmanager
def _progress_bar(unit: str) -> Iterator[Any]:
    """A bar on the terminal; nothing where stderr is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(unit), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        line = bar.add_task(unit, total=None)
        yield lambda done, of: bar.update(line, completed=done, total=of)


def main() -> None:
    """Run the command line; every error becomes one line on stderr and an exit code."""
    code = 0
    try:
        code = app(standalone_mode=False) or 0
    except typer.Exit as error:
        code = error.exit_code
    except TyperException as error:  # wrong usage, shown with what is wrong
        getattr(error, "show", lambda: None)()
        code = getattr(error, "exit_code", 2)
    except (typer.Abort, KeyboardInterrupt):
        code = 130
    except TestimonioError as error:
        say(f"testimonio: {error}")
        code = error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if os.environ.get("TESTIMONIO_DEBUG"):
            raise
        # The message of a foreign error may quote a testimony.
        say(f"testimonio: unexpected {type(error).__name__}. TESTIMONIO_DEBUG=1 shows where.")
        code = 1
    if code == 130:
        say("Stopped. What was stored stays; run the same command again to go on.")
    sys.exit(code)
