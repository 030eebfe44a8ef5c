"""The options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["CORPUS", "CollectionOption", "CorpusOption", "GlossaryOption", "JsonOption", "LimitOption"]

CORPUS = "./testimonio-corpus"
CorpusOption = Annotated[
    str, typer.Option("--corpus", envvar="TESTIMONIO_CORPUS", metavar="DIR-OR-URL", help="The corpus folder.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
LimitOption = Annotated[int, typer.Option("--limit", min=0, help="How many at the most.")]
CollectionOption = Annotated[str | None, typer.Option("--collection", help="Only this collection.")]
GlossaryOption = Annotated[
    Path | None,
    typer.Option("--glossary", help="CSV with columns es,en: terms that must be translated so."),
]
