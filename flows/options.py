"""The options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "CORPUS",
    "ByOption",
    "CollectionOption",
    "CorpusOption",
    "EntityArgument",
    "GlossaryOption",
    "JsonOption",
    "LimitOption",
    "MentionOption",
    "ReasonOption",
]

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
EntityArgument = Annotated[str, typer.Argument(help="A name, an alias, or an id.")]
MentionOption = Annotated[
    str | None, typer.Option("--mention", metavar="TESTIMONY:START-END", help="With the offsets of show --json.")
]
ByOption = Annotated[
    str | None, typer.Option("--by", envvar="TESTIMONIO_USER", help="Who decides; else your login name.")
]
ReasonOption = Annotated[str | None, typer.Option("--reason", help="Why; it is kept with the decision.")]
