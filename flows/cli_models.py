"""`testimonio models …`: what is on this machine, how good it is, and whether it is what it was."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.options import CORPUS, CorpusOption, JsonOption
from flows.printing import print_json, print_models, say

__all__ = ["models_app"]

models_app = typer.Typer(no_args_is_help=True, help="The machine-learning models on this machine.")


@models_app.command("list")
def models_list(corpus: CorpusOption = CORPUS, as_json: JsonOption = False) -> None:
    """What is installed, with licence and measured score."""
    from flows.settings import Settings
    from models.install import list_models

    rows = list_models(Settings.read().package_dirs())
    if as_json:
        print_json(rows)
    else:
        print_models(rows)


@models_app.command("install")
def models_install(
    source: Annotated[
        Path | None,
        typer.Option("--from", help="A folder with .argosmodel files, or one such file: no network is used."),
    ] = None,
    corpus: CorpusOption = CORPUS,
    as_json: JsonOption = False,
) -> None:
    """Install translation packages: from a folder, or our own and the official ones if the network answers."""
    from flows.settings import Settings
    from models.install import fetch_official, install_packages

    into = Settings.read().models
    results = install_packages(into, source=source)
    if source is None:
        results += fetch_official(into)
    if as_json:
        print_json(results)
    else:
        for result in results:
            say(f"{result.package}: {result.outcome}{' (' + result.reason + ')' if result.reason else ''}")
    if any(result.outcome == "refused" for result in results):
        raise typer.Exit(1)


@models_app.command("verify")
def models_verify(corpus: CorpusOption = CORPUS, as_json: JsonOption = False) -> None:
    """Check that every installed model is what it was when it was installed."""
    from flows.settings import Settings
    from models.install import verify_models

    faults = verify_models(Settings.read().package_dirs())
    if as_json:
        print_json({"faults": faults})
    else:
        for fault in faults:
            say(fault)
    if faults:
        raise typer.Exit(1)
