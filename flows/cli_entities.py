"""The commands about entities: who and what is named, together with whom, and what people decide about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import UsageError
from corpus.records import LABELS, UNCONFIRMED, Decision
from flows.options import (
    CORPUS,
    ByOption,
    CorpusOption,
    EntityArgument,
    JsonOption,
    LimitOption,
    MentionOption,
    ReasonOption,
)
from flows.printing import print_json, say
from flows.printing_entities import (
    print_decision,
    print_decisions,
    print_entities,
    print_entity,
    print_proposals,
)

if TYPE_CHECKING:
    from corpus.corpus import Corpus

__all__ = ["entities_app"]

# Its commands stand on the top level, beside search and show.
entities_app = typer.Typer()


def _known_label(label: str | None) -> str | None:
    if label is not None and label.upper() not in LABELS:
        raise UsageError(f"There is no label {label!r}.", hint="The labels are " + ", ".join(LABELS) + ".")
    return label.upper() if label else None


def _decide(corpus: str, as_json: bool, decide: Callable[[Corpus], Decision], *given: str | None) -> None:
    """Make a decision about entities that were `given` by name or id, and say what it was."""
    from corpus import open_corpus

    with open_corpus(corpus) as target:
        others = {name: target.namesakes(name) for name in given if name}
        done = decide(target)
    _say_who_else(others)
    if as_json:
        print_json({"decision": done})
    else:
        print_decision(done)


def _say_who_else(others: Mapping[str, Sequence[str]]) -> None:
    """A name goes before an alias; that somebody else has it as an alias must not go unsaid."""
    for name, aliased in others.items():
        if aliased:
            say(f"“{name}” is an alias too, of: {'; '.join(aliased)}")


@entities_app.command()
def entities(
    label: Annotated[str | None, typer.Option(help="One of " + ", ".join(LABELS) + ".")] = None,
    min_testimonies: Annotated[int, typer.Option(min=1, help="Named in at least so many testimonies.")] = 1,
    like: Annotated[str | None, typer.Option(help="Only names that contain this.")] = None,
    together_with: Annotated[
        str | None, typer.Option(metavar="NAME-OR-ID", help="Only those of the same testimonies, the closest first.")
    ] = None,
    same_segment: Annotated[
        bool, typer.Option("--same-segment", help="With --together-with: of the same sentences.")
    ] = False,
    limit: Annotated[int | None, typer.Option(min=0, help="How many at the most.")] = None,
    corpus: CorpusOption = CORPUS,
    as_json: JsonOption = False,
) -> None:
    """The people, places, organisations, dates, laws and events, most mentioned first."""
    from corpus import open_corpus

    label = _known_label(label)
    with open_corpus(corpus) as source:
        found = source.entities(
            label=label,
            min_testimonies=min_testimonies,
            like=like,
            together_with=together_with,
            same_segment=same_segment,
            limit=limit,
        )
        if together_with is not None:
            _say_who_else({together_with: source.namesakes(together_with)})
            whom = source.meant(together_with)
            if whom.status == UNCONFIRMED:  # these may be the companions of several people
                say(f"{whom.name} ({whom.label}, {whom.id}): {UNCONFIRMED}")
    if as_json:
        print_json(found)
    else:
        print_entities(found)


@entities_app.command()
def entity(
    name_or_id: EntityArgument,
    why: Annotated[bool, typer.Option("--why", help="Also why its mentions are taken together.")] = False,
    corpus: CorpusOption = CORPUS,
    as_json: JsonOption = False,
) -> None:
    """One entity: its names, where it is mentioned, with whom and what, and when."""
    from corpus import open_corpus

    with open_corpus(corpus) as source:
        found = source.entity(name_or_id, why=why)
        others = {name_or_id: source.namesakes(name_or_id)}
    _say_who_else(others)
    if as_json:
        print_json(found)
    else:
        print_entity(found)


@entities_app.command()
def graph(
    output: Annotated[Path, typer.Option("--output", help="The file to write.")],
    format: Annotated[str, typer.Option("--format", help="gexf or graphml.")] = "gexf",
    label: Annotated[
        list[str] | None, typer.Option("--label", help="Only these; may be given several times. Else all but dates.")
    ] = None,
    min_testimonies: Annotated[int, typer.Option(min=1, help="Named in at least so many testimonies.")] = 1,
    same_segment: Annotated[
        bool, typer.Option("--same-segment", help="Linked by a shared sentence, not by a shared testimony.")
    ] = False,
    corpus: CorpusOption = CORPUS,
) -> None:
    """Who and what is named together, as a graph for Gephi and others."""
    from corpus import open_corpus

    with open_corpus(corpus) as source:
        written = source.graph(
            format, output, labels=label or (), min_testimonies=min_testimonies, same_segment=same_segment
        )
    say(str(written))


@entities_app.command()
def review(
    kind: Annotated[str | None, typer.Option(help="Only duplicate, or only same_name.")] = None,
    limit: LimitOption = 20,
    corpus: CorpusOption = CORPUS,
    as_json: JsonOption = False,
) -> None:
    """Names that may mean the same, and people whom only their name joins: for a person to decide."""
    from corpus import open_corpus
    from models.gazetteers import read_short_names

    with open_corpus(corpus) as source:
        found = source.review(kind=kind, limit=limit, short_names=read_short_names())
    if as_json:
        print_json(found)
    else:
        print_proposals(found)


@entities_app.command()
def merge(
    a: Annotated[str, typer.Argument(metavar="A", help="The entity that stays: a name, an alias, or an id.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The entity that goes into it.")],
    by: ByOption = None,
    reason: ReasonOption = None,
    corpus: CorpusOption = CORPUS,
    as_json: JsonOption = False,
) -> None:
    """B is the same as A."""
    _decide(corpus, as_json, lambda target: target.merge(a, b, by=by, reason=reason), a, b)


@entities_app.command()
def split(
    entity: EntityArgument,
    testimony: Annotated[
        list[str] | None, typer.Option("--testimony", help="A testimony's id, or its beginning; may be repeated.")
    ] = None,
    mention: Annotated[
        list[str] | None, typer.Option("--mention", metavar="TESTIMONY:START-END", help="May be repeated.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="What the new one is called.")] = None,
    by: ByOption = None,
    reason: ReasonOption = None,
    corpus: CorpusOption = CORPUS,
    as_json: JsonOption = False,
) -> None:
    """What these testimonies, or these mentions, say is of somebody else."""
    _decide(
        corpus,
        as_json,
        lambda target: target.split(
            entity, testimonies=testimony or (), mentions=mention or (), name=name, by=by, reason=reason
        ),
        entity,
    )


@entities_app.command()
def rename(
    entity: EntityArgument,
    name: Annotated[str, typer.Argument(help="The new name.")],
    by: ByOption = None,
    reason: ReasonOption = None,
    corpus: CorpusOption = CORPUS,
    as_json: JsonOption = False,
) -> None:
    """Give an entity another name; its aliases stay."""
    _decide(corpus, as_json, lambda target: target.rename(entity, name, by=by, reason=reason), entity)


@entities_app.command()
def relabel(
    words: Annotated[
        list[str], typer.Argument(metavar="[ENTITY] LABEL", help="The entity, unless --mention is given.")
    ],
    mention: MentionOption = None,
    by: ByOption = None,
    reason: ReasonOption = None,
    corpus: CorpusOption = CORPUS,
    as_json: JsonOption = False,
) -> None:
    """An entity, or one mention, is of another kind: PERSON, ORG, PLACE, DATE, LAW, EVENT or MISC."""
    if len(words) != (2 if mention is None else 1):
        raise UsageError("Give an entity and a label, or --mention and a label.")
    entity = words[0] if mention is None else None
    _decide(
        corpus, as_json, lambda target: target.relabel(entity, words[-1], mention=mention, by=by, reason=reason), entity
    )


@entities_app.command()
def reject(
    entity: Annotated[str | None, typer.Argument(help="A name, an alias, or an id; unless --mention is given.")] = None,
    mention: MentionOption = None,
    every: Annotated[
        bool, typer.Option("--all", help="Everything that is called exactly so, in every testimony.")
    ] = False,
    label: Annotated[str | None, typer.Option(help="With --all: only things of this kind.")] = None,
    by: ByOption = None,
    reason: ReasonOption = None,
    corpus: CorpusOption = CORPUS,
    as_json: JsonOption = False,
) -> None:
    """An entity with all its mentions, those to come too, or one mention, is no name."""
    if every and (entity is None or mention is not None):
        raise UsageError("--all goes with a name.")
    if label is not None and not every:
        raise UsageError("--label goes with --all.")
    if every:
        name = entity or ""
        _decide(corpus, as_json, lambda target: target.reject_all(name, label=label, by=by, reason=reason))
    else:
        _decide(corpus, as_json, lambda target: target.reject(entity, mention=mention, by=by, reason=reason), entity)


@entities_app.command()
def add(
    testimony: Annotated[str, typer.Argument(help="A testimony's id, or its beginning.")],
    text: Annotated[str, typer.Option("--text", help="The words, as they stand there.")],
    label: Annotated[str, typer.Option("--label", help="One of " + ", ".join(LABELS) + ".")],
    start: Annotated[
        int | None, typer.Option("--start", min=0, help="Where they begin; else everywhere in the testimony.")
    ] = None,
    entity: Annotated[
        str | None, typer.Option("--entity", metavar="NAME-OR-ID", help="Whom or what they mean, if not what they say.")
    ] = None,
    by: ByOption = None,
    reason: ReasonOption = None,
    corpus: CorpusOption = CORPUS,
    as_json: JsonOption = False,
) -> None:
    """Mark a name that the machine missed."""
    _decide(
        corpus,
        as_json,
        lambda target: target.add_mention(testimony, text, label, start=start, entity=entity, by=by, reason=reason),
        entity,
    )


@entities_app.command()
def confirm(
    entity: EntityArgument,
    by: ByOption = None,
    reason: ReasonOption = None,
    corpus: CorpusOption = CORPUS,
    as_json: JsonOption = False,
) -> None:
    """It was reviewed: the entity is the same in all testimonies that mention it now."""
    _decide(corpus, as_json, lambda target: target.confirm(entity, by=by, reason=reason), entity)


@entities_app.command()
def distinct(
    a: Annotated[str, typer.Argument(metavar="A", help="A name, an alias, or an id.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The other one.")],
    by: ByOption = None,
    reason: ReasonOption = None,
    corpus: CorpusOption = CORPUS,
    as_json: JsonOption = False,
) -> None:
    """A and B are not the same, and aren't proposed again."""
    _decide(corpus, as_json, lambda target: target.distinct(a, b, by=by, reason=reason), a, b)


@entities_app.command()
def decisions(corpus: CorpusOption = CORPUS, as_json: JsonOption = False) -> None:
    """All that was decided: by whom, when and why."""
    from corpus import open_corpus

    with open_corpus(corpus) as source:
        found = source.decisions()
    if as_json:
        print_json(found)
    else:
        print_decisions(found)


@entities_app.command()
def undo(
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="A decision's id, or its beginning.")],
    by: ByOption = None,
    corpus: CorpusOption = CORPUS,
    as_json: JsonOption = False,
) -> None:
    """Take a decision back; the record of it stays."""
    _decide(corpus, as_json, lambda target: target.undo(decision, by=by))
