"""`testimonio evaluate …`: how good the models are on the user's own sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from corpus.errors import UsageError
from flows.options import CORPUS, CorpusOption, GlossaryOption, JsonOption
from flows.printing import print_evaluation, print_json

__all__ = ["evaluate_app"]

evaluate_app = typer.Typer(no_args_is_help=True, help="How good the models are on texts of your own.")


@evaluate_app.command("translation")
def evaluate_translation(
    source: Annotated[Path, typer.Option("--source", help="Sentences, one a line, UTF-8.")],
    reference: Annotated[Path, typer.Option("--reference", help="A person's translation of each, in the same line.")],
    from_language: Annotated[str, typer.Option("--from", help="es or en.")] = "es",
    to_language: Annotated[str, typer.Option("--to", help="en or es.")] = "en",
    engine: Annotated[
        str | None, typer.Option("--engine", help="An installed package's name, instead of the best one.")
    ] = None,
    glossary: GlossaryOption = None,
    corpus: CorpusOption = CORPUS,
    as_json: JsonOption = False,
) -> None:
    """BLEU, chrF2, names and numbers kept, flags by kind and speed; Apertium beside it, where it is installed."""
    from flows.engines import load_engines
    from flows.evaluate import evaluate_translation as run
    from flows.evaluate import read_pairs, with_package
    from flows.settings import Settings
    from models.apertium import find_apertium

    if {from_language, to_language} != {"es", "en"}:
        raise UsageError("Testimonio translates from es to en and from en to es.")
    pair = (from_language, to_language)
    sources, references = read_pairs(source, reference)
    settings = Settings.read()
    engines = load_engines(settings, languages=[from_language], glossary=glossary)
    if engine:
        engines = with_package(engines, engine, pair, settings)
    result = run(sources, references, pair, engines, baseline=find_apertium(*pair))
    if as_json:
        print_json({"lines": result.lines, "from": pair[0], "to": pair[1], "engines": result.engines})
    else:
        print_evaluation(result)


@evaluate_app.command("entities")
def evaluate_entities(
    gold: Annotated[
        Path,
        typer.Option("--gold", help="Texts whose names are marked: a .jsonl file, BRAT's .txt and .ann, or a folder."),
    ],
    part: Annotated[
        Literal["train", "development", "test", "all"],
        typer.Option("--part", help="Testimonies are split by their id; what was tuned on is no test."),
    ] = "all",
    as_json: JsonOption = False,
) -> None:
    """Precision, recall and F1 of names and dates by label and language; the spaCy pipelines alone beside them."""
    from corpus.gold import read_gold
    from flows.engines import load_engines
    from flows.evaluate_entities import evaluate_entities as run
    from flows.printing_evaluate import print_entity_evaluation, say_what_was_left_out
    from flows.settings import Settings

    texts = read_gold(gold)
    engines = load_engines(Settings.read())
    result = run(texts, engines, pipelines=engines.recognisers, part=part)
    say_what_was_left_out(texts)
    if as_json:
        print_json(result)
    else:
        print_entity_evaluation(result)
