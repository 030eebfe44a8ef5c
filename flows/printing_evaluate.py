"""What `testimonio evaluate entities` prints for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from rich.table import Table
from rich.text import Text

from corpus.gold import GoldText
from corpus.records import LABELS
from flows.entity_scores import ALL, BOTH, GROUP, Scores, Share
from flows.evaluate_entities import EntityEvaluation
from flows.printing import STYLES, _console, _rate, _share, _text, say

__all__ = ["print_entity_evaluation", "say_what_was_left_out"]

_LANGUAGES = ("es", "en", BOTH)
_SHOWN = ("PERSON", "PLACE", "ORG", GROUP)  # in the table of the parts


def say_what_was_left_out(texts: Sequence[GoldText]) -> None:
    """Marks that don't count as they stand, on stderr."""
    labels = Counter(label for text in texts for label in text.left_out)
    if labels:
        counted = ", ".join(f"{label} {n}" for label, n in sorted(labels.items(), key=lambda pair: (-pair[1], pair[0])))
        say(f"Marks with other labels than ours don't count: {counted}.")
    if pieces := sum(text.in_pieces for text in texts):
        say(f"Marks in pieces, each taken as the whole stretch from its first to its last: {pieces}.")
    dates = [span for text in texts for _, spans in text.sentences for span in spans if span.label == "DATE"]
    if unvalued := sum(1 for span in dates if span.value is None):
        say(f"Marked dates without a value, counted by what they say: {unvalued} of {len(dates)}.")


def print_entity_evaluation(result: EntityEvaluation) -> None:
    """A table of names, one of mentions, one of dates: a row a language and label, columns by engine."""
    console = _console()
    words = result.engines[0].words
    count = f"{result.testimonies} testimon{'y' if result.testimonies == 1 else 'ies'}"
    console.print(_text(f"{count} (part: {result.part}), {words:,} words"), style="bold")
    names = {one.engine: one.names for one in result.engines}
    mentions = {one.engine: one.mentions for one in result.engines}
    tables = [_counted("names, each once in a text", names), _counted("mentions, exactly where they stand", mentions)]
    for table in (*tables, _dates(result), *([_parts(result)] if result.parts else [])):
        console.print()
        console.print(table)
    console.print()
    for one in result.engines:
        speed = f"{_rate(words, one.seconds)} words a second"
        console.print(_text(f"{one.engine}: {', '.join(one.models)}; {speed}"), style="dim", soft_wrap=True)


def _headed(title: str) -> Table:
    return Table(title=title, title_justify="left", title_style="bold", box=None, header_style="dim")


def _counted(title: str, engines: Mapping[str, Scores]) -> Table:
    table = _headed(title)
    table.add_column("")
    table.add_column("")
    table.add_column("marked", justify="right")
    for engine in engines:
        for name in (f"{engine}: precision", "recall", "F1"):
            table.add_column(name, justify="right")
    for language in _LANGUAGES:
        for label in (*LABELS, GROUP, ALL):
            scores = [one[language][label] for one in engines.values()]
            if any(score.gold or score.found for score in scores):
                numbers = [_number(n) for score in scores for n in (score.precision, score.recall, score.f1)]
                style = "bold" if label in (GROUP, ALL) else STYLES.get(label, "")
                table.add_row(language, Text(label, style=style), f"{scores[0].gold:,}", *numbers)
    return table


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _dates(result: EntityEvaluation) -> Table:
    table = _headed("dates found with exactly their value")
    table.add_column("")
    for engine in result.engines:
        table.add_column(f"{engine.engine}: explicit", justify="right")
        table.add_column("inferred", justify="right")
    for language in _LANGUAGES:
        table.add_row(language, *(_share(s.right, s.of) for s in _shares(result, language)))
    return table


def _shares(result: EntityEvaluation, language: str) -> Iterator[Share]:
    for engine in result.engines:
        yield engine.dates[language].explicit
        yield engine.dates[language].inferred


def _parts(result: EntityEvaluation) -> Table:
    table = _headed("F1 of names, both languages, by part")
    table.add_column("")
    table.add_column("testimonies", justify="right")
    table.add_column("")
    for label in _SHOWN:
        table.add_column(label, justify="right")
    for one in result.parts:
        for number, engine in enumerate(one.engines):
            scores = [_number(engine.names[BOTH][label].f1) for label in _SHOWN]
            part = ["", ""] if number else [one.part, str(one.testimonies)]
            table.add_row(*part, engine.engine, *scores)
    return table
