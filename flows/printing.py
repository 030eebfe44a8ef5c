"""What the commands print: for people, or with `--json` one document for scripts, on stdout; messages on stderr."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from corpus.records import UNCONFIRMED, IngestReport, Page, as_json

if TYPE_CHECKING:
    from flows.evaluate import Evaluation

__all__ = [
    "print_evaluation",
    "print_hits",
    "print_json",
    "print_models",
    "print_report",
    "print_testimonies",
    "print_testimony",
    "say",
]

STYLES = {
    "PERSON": "bold cyan",
    "PLACE": "bold green",
    "ORG": "bold magenta",
    "DATE": "yellow",
    "LAW": "blue",
    "EVENT": "red",
    "MISC": "bold",
}


def print_json(value: Any) -> None:
    """One JSON document on stdout, floats rounded to three places."""
    document = json.dumps(as_json(value), ensure_ascii=False, indent=1)
    sys.stdout.write(document.encode("utf-8", "backslashreplace").decode() + "\n")


def say(line: str) -> None:
    """A line for the person at the terminal, on stderr."""
    sys.stderr.write(line + "\n")


class _Console(Console):
    """Rich ends the program with 1 when the reader of a pipe goes away; that is no fault found."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def _console() -> Console:
    return _Console(highlight=False)


def _text(value: Any) -> Text:
    """Without Rich's own markup: a testimony may hold [brackets]. Control characters can't reach the terminal."""
    return Text(re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "�", str(value)))


def print_report(report: IngestReport) -> None:
    """What a run did, and each failure with what to do about it."""
    console = _console()
    speed = f", {report.words / report.seconds:,.0f} words a second" if report.seconds > 1 else ""
    console.print(
        _text(
            f"{report.stored} stored, {report.skipped} known already, {report.failed} failed; "
            f"{report.segments} sentences, {report.words} words in {report.seconds:.1f} s{speed}"
        )
    )
    for failure in report.failures:
        console.print(_text(f"  {failure.source}: {failure.message} {failure.hint} [{failure.stage}, {failure.code}]"))


def print_hits(page: Page) -> None:
    """Sentences with the matches marked, each with its other language below."""
    console = _console()
    console.print(_text(f"{page.total} sentence{'' if page.total == 1 else 's'}"))
    for hit in page.hits:
        console.print()
        console.print(Text(f"{hit.testimony}:{hit.ordinal}  ", style="dim") + _text(hit.source))
        marked = _marked(hit.snippet)
        if hit.matched_in == "translation":
            console.print(Text(f"  {hit.language}  ", style="dim") + _text(hit.text))
            console.print(Text("  =>  ", style="dim") + marked)
        else:
            console.print(Text(f"  {hit.language}  ", style="dim") + marked)
            if hit.translation:
                console.print(Text("  =>  ", style="dim") + _text(hit.translation))
        if hit.flags:
            console.print(Text("      " + ", ".join(hit.flags), style="dim"))
        _print_unconfirmed(console, hit.mentions, "      ")


def _print_unconfirmed(console: Console, mentions: Iterable[Any], indent: str = "") -> None:
    """Whom only a name joins to other testimonies: the reader must not take them for one person."""
    names = dict.fromkeys(_get(m, "name") for m in mentions if _get(m, "status") == UNCONFIRMED)
    if names:
        console.print(Text(f"{indent}{UNCONFIRMED}: ", style="bold red") + _text("; ".join(names)))


def _marked(snippet: str) -> Text:
    text = Text()
    for number, part in enumerate(re.split(r"</?mark>", snippet)):
        plain = part.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        text.append_text(_text(plain) if number % 2 == 0 else Text(_text(plain).plain, style="bold reverse"))
    return text


def print_testimonies(testimonies: Sequence[Any]) -> None:
    """A table of the corpus."""
    table = Table(box=None, header_style="dim")
    table.add_column("id", no_wrap=True)
    for name in ("language", "sentences", "mentions", "collection", "source"):
        table.add_column(name, overflow="fold")
    for row in testimonies:
        source = row.source + (f" ({row.locator})" if getattr(row, "locator", "") else "")
        table.add_row(
            row.id, row.language, str(row.segments), str(row.mentions), _text(row.collection or ""), _text(source)
        )
    _console().print(table)


def print_testimony(view: Any) -> None:
    """Both languages side by side, mentions coloured by label."""
    console = _console()
    console.print(_text(view.title or view.source), style="bold")
    console.print(Text("The right side is a machine's draft; what was said stands on the left.", style="dim italic"))
    table = Table("", "said", "translation", box=None, header_style="dim", padding=(0, 2, 1, 0))
    for segment in view.segments:
        ordinal, start = _get(segment, "ordinal"), _get(segment, "start")
        said = _text(_get(segment, "text"))
        for mention in view.mentions:
            if _get(mention, "ordinal") == ordinal:
                _colour(said, mention, start)
        translation = _text(_get(segment, "translation") or "")
        for mention in view.translation_mentions:
            if _get(mention, "ordinal") == ordinal:
                _colour(translation, mention, 0)
        if flags := _get(segment, "flags"):
            translation.append((" " if translation.plain else "") + "[" + ", ".join(flags) + "]", style="dim")
        table.add_row(Text(f"{ordinal} {_get(segment, 'language')}", style="dim"), said, translation)
    console.print(table)
    _print_unconfirmed(console, view.mentions)


def _get(record: Any, key: str) -> Any:
    return record[key] if isinstance(record, Mapping) else getattr(record, key)


def _colour(text: Text, mention: Any, offset: int) -> None:
    text.stylize(STYLES.get(_get(mention, "label"), ""), _get(mention, "start") - offset, _get(mention, "end") - offset)


def print_models(rows: Sequence[Mapping[str, Any]]) -> None:
    """What is installed and what could be: a line each, licence and scores below."""
    console = _console()
    for row in rows:
        style = "bold" if row["installed"] else "dim"
        state = "installed" if row["installed"] else "not installed"
        name = f"{row['task']} {' → '.join(row['languages'])}: {row['name']} {row['version']}".rstrip()
        console.print(Text(f"{name} ({state})", style=style))
        scores = ", ".join(f"{score} {value:g}" for score, value in row["scores"].items())
        for line in (row["licence"], scores):
            if line:
                console.print(Text(f"    {line}", style="dim"))


def print_evaluation(result: Evaluation) -> None:
    """A column an engine; the signatures below, for whoever wants to compare the scores with others."""
    engines, console = result.engines, _console()
    table = Table(box=None, header_style="bold")
    table.add_column(_text(f"{result.lines} line{'' if result.lines == 1 else 's'}, {' → '.join(result.pair)}"))
    for one in engines:
        table.add_column(_text(one.engine), overflow="fold")
    table.add_row("BLEU", *(f"{one.bleu:.1f}" for one in engines))
    table.add_row("chrF2", *(f"{one.chrf2:.1f}" for one in engines))
    table.add_row("people's names kept", *(_share(one.names.kept, one.names.of) for one in engines))
    table.add_row(
        "places, organisations kept", *(_share(one.places_and_orgs.kept, one.places_and_orgs.of) for one in engines)
    )
    table.add_row("numbers kept", *(_share(one.numbers.kept, one.numbers.of) for one in engines))
    table.add_row("lines with a flag", *(_share(one.flagged_lines, result.lines) for one in engines))
    for flag in dict.fromkeys(flag for one in engines for flag in one.flags):
        table.add_row(f"  {flag}", *(str(one.flags.get(flag, 0)) for one in engines))
    table.add_row("sentences a second", *(_rate(result.lines, one.seconds) for one in engines))
    table.add_row("words a second", *(_rate(result.words, one.seconds) for one in engines))
    console.print(table)
    for signature in dict.fromkeys(one.bleu_signature for one in engines):
        console.print(Text(f"BLEU   {signature}", style="dim"), soft_wrap=True)
    for signature in dict.fromkeys(one.chrf2_signature for one in engines):
        console.print(Text(f"chrF2  {signature}", style="dim"), soft_wrap=True)


def _share(some: int, of: int) -> str:
    return f"{some} of {of} ({some / of:.0%})" if of else "none there"


def _rate(count: int, seconds: float) -> str:
    return f"{count / seconds:,.1f}" if seconds > 0 else "-"
