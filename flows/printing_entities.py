"""What the commands about entities print for people: entities, reasons, proposals and decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from corpus.records import UNCONFIRMED, Companion, Decision, Entity, EntityView, Proposal
from flows.printing import STYLES, _console, _text

__all__ = [
    "print_decision",
    "print_decisions",
    "print_entities",
    "print_entity",
    "print_proposals",
]

COMPANY = 15  # the closest; --json has all


def _label(label: str) -> Text:
    return Text(label, style=STYLES.get(label, ""))


def _note(status: str | None) -> Text:
    return Text(status or "", style="bold red" if status == UNCONFIRMED else "dim")


def print_entities(entities: Sequence[Entity]) -> None:
    """A table, in the order given: how often each is mentioned, or of companions how often together. Below a name stand
    its other names, and that it is only a shared name, where that is so.
    """
    together = any(isinstance(entity, Companion) for entity in entities)
    table = Table("label", box=None, header_style="dim")
    table.add_column("name", min_width=len(UNCONFIRMED))  # the note must never be torn apart
    for title in ("shared", "sentences") if together else ("mentions", "testimonies"):
        table.add_column(title)
    table.add_column("id", no_wrap=True)
    for entity in entities:
        name = _text(entity.name)
        if entity.status == UNCONFIRMED:
            name.append_text(Text("\n") + _note(entity.status))
        counts = (entity.mentions, entity.testimonies)
        if isinstance(entity, Companion):
            counts = (entity.shared_testimonies, entity.shared_segments)
        if others := [alias for alias in entity.aliases if alias != entity.name]:
            also = "; ".join(others[:3]) + (" …" if len(others) > 3 else "")
            name.append_text(Text("\nalso as ", style="dim") + _text(also))
        table.add_row(_label(entity.label), name, *map(str, counts), Text(entity.id, style="dim"))
    _console().print(table)


def print_entity(entity: EntityView) -> None:
    """Names, company, dates and mentions; the reasons, where they were asked for."""
    console = _console()
    head = _label(entity.label) + Text(" ") + _text(entity.name)
    console.print(head + (Text("  ") + _note(entity.status) if entity.status else Text()), soft_wrap=True)
    console.print(Text("also as: ", style="dim") + _text("; ".join(entity.aliases)))
    if entity.first_seen:
        console.print(Text("seen: ", style="dim") + _text(f"{entity.first_seen} to {entity.last_seen}"))
    if entity.together_with:
        console.print(Text("together with:", style="dim"))
        for other in entity.together_with[:COMPANY]:
            counts = f"{other['testimonies']}, in a sentence {other['same_segment']}"
            note = f"; {other['status']}" if other["status"] == UNCONFIRMED else ""
            console.print(_text(f"  {other['name']} ({other['label']}, {counts}{note})"), soft_wrap=True)
    if entity.timeline:
        console.print(Text("dates:", style="dim"))
        for date in entity.timeline:
            worked_out = " (worked out)" if date["inferred"] else ""
            console.print(_text(f"  {date['value']}{worked_out}, {_count(date['testimonies'], 'testimony')}"))
    if entity.why is not None:
        console.print(Text("why:", style="dim"))
        for reason in entity.why:
            console.print(_text(f"  {_reason(reason)}"))
    console.print(Text("mentions:", style="dim"))
    for mention in entity.mentions:
        sentence = _text(mention["sentence"])
        start = mention["start"] - mention["sentence_start"]
        sentence.stylize("bold", start, start + mention["end"] - mention["start"])
        value = f" = {mention['value']}" if mention["value"] else ""
        made = f" [{mention['review']} by {mention['decision'][:8]}]" if mention["review"] else ""
        place = Text(f"  {mention['testimony']}:{mention['ordinal']}  ", style="dim")
        console.print(place + sentence + _text(value + made))


def _count(number: int, what: str) -> str:
    return (
        f"{number} {what}" if number == 1 else f"{number} {what.removesuffix('y')}{'ies' if what[-1] == 'y' else 's'}"
    )


def _reason(reason: Mapping[str, Any]) -> str:
    if reason["decision"]:
        note = f": {reason['note']}" if reason["note"] else ""
        return f"{reason['reason']} of “{reason['text']}” by {reason['by']}, {reason['decision'][:8]}{note}"
    if reason["testimony"] is None:
        where = _count(reason["testimonies"], "testimony")
        return f"{reason['score']:.2f}  “{reason['text']}”: the same name in {where}"
    place = f"{reason['testimony']}" + (f":{reason['segment']}" if reason["segment"] is not None else "")
    return f"{reason['score']:.2f}  “{reason['text']}” is “{reason['of']}”: {reason['reason']} ({place})"


def print_proposals(proposals: Sequence[Proposal]) -> None:
    """Each with what to type for yes and for no."""
    console = _console()
    if not proposals:
        console.print("Nothing to review.")
    for proposal in proposals:
        console.print(Text(f"{proposal.score:.2f}  ", style="bold") + _text(proposal.reason))
        a, b = proposal.a, proposal.b
        for side in (a, b):
            if side is not None:
                counts = f"{_count(side['mentions'], 'mention')}, {_count(side['testimonies'], 'testimony')}"
                line = Text("    ") + _label(side["label"]) + Text(" ") + _text(f"{side['name']}  ({counts})  ")
                note = _note(side["status"] if side["status"] == UNCONFIRMED else None)
                console.print(line + note, soft_wrap=True)
        if b is not None:
            choices = f"testimonio merge {a['id']} {b['id']} · testimonio distinct {a['id']} {b['id']}"
        else:
            choices = f"testimonio entity {a['id']} · testimonio confirm {a['id']} · testimonio split {a['id']}"
        console.print(Text(f"    {choices}", style="dim"), soft_wrap=True)


def print_decision(decision: Decision) -> None:
    """What was done, or undone, and how to take it back."""
    console = _console()
    if decision.undone_at is not None:
        console.print(_text(f"Undone: {_told(decision)}"))
        return
    console.print(_text(_told(decision)))
    console.print(Text(f"decision {decision.id}; take it back with: testimonio undo {decision.id}", style="dim"))


def print_decisions(decisions: Iterable[Decision]) -> None:
    """A line each: id, day, who, what, and why below."""
    console = _console()
    for decision in decisions:
        style = "dim strike" if decision.undone_at is not None else ""
        head = Text(f"{decision.id}  {decision.at[:10]}  ", style="dim")
        console.print(head + Text(_text(f"{decision.by}: {_told(decision)}").plain, style=style))
        notes = [decision.why] if decision.why else []
        if decision.undone_at is not None:
            notes.append(f"undone by {decision.undone_by} on {decision.undone_at[:10]}")
        elif not decision.applies:
            notes.append("has no effect: its words are not in the corpus any more")
        for note in notes:
            console.print(Text("    ") + _text(note))


def _told(decision: Decision) -> str:
    """What was decided, as a sentence. Names are those of the time."""
    data = decision.data
    names: Mapping[str, str] = data.get("names", {})

    def called(key: str) -> str:
        return f"{names.get(data[key], '?')} ({data[key]})"

    places = [f"{m['testimony']}:{m['start']}-{m['end']}" for m in data.get("mentions", ())]
    here = ", ".join(places[:3]) + (f" and {len(places) - 3} more" if len(places) > 3 else "")
    if decision.kind == "merge":
        return f"{called('from')} is {called('into')}."
    if decision.kind == "split":
        parts = [*data["testimonies"], *places]
        return f"{called('new')} was split off {called('entity')}: {_count(len(parts), 'part')}."
    if decision.kind == "rename":
        return f"{called('entity')} is called {data['name']}."
    if decision.kind == "add":
        return f"{called('entity')} is mentioned at {here}, as {data['label']}."
    if decision.kind == "relabel":
        if places:
            return f"What stands at {here} is labelled {data['label']}."
        also = f", and called {data['called']}" if "called" in data else ""
        return f"{called('entity')} is labelled {data['label']}{also}."
    if decision.kind == "reject" and "name" in data:
        return f"Whatever is called {data['name']} and labelled {data['label']} is no name."
    if decision.kind == "reject":
        return f"What stands at {here} is no name." if places else f"{called('entity')} is no name."
    if decision.kind == "confirm":
        return f"{called('entity')} is the same in {_count(len(data['testimonies']), 'testimony')}."
    return f"{called('a')} and {called('b')} are not the same."
