"""From what the machine found in a testimony, and what people decided, to what holds. Touches no database.

Only the testimony itself and the decisions go in, so it doesn't matter which came first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.folding import folded_name
from corpus.records import Decision
from corpus.store.anchors import Span, locate, overlap
from corpus.store.rules import Outcome, Rules, Start, anchors_of

__all__ = ["Added", "Found", "Place", "effects"]


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence: its number in the store, and its offsets in the testimony."""

    segment: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """A mention as the machine found it; `key` is the caller's own, `name` the entity's name there."""

    key: int
    side: str
    segment: int
    start: int
    end: int
    label: str
    entity: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Added:
    """A mention that a person added to the source text; `value` where they said which date it is."""

    segment: int
    start: int
    end: int
    text: str
    outcome: Outcome
    value: str | None = None


@dataclass(slots=True)
class _Item:
    """A mention of the source text while the decisions are replayed; `found` is None for an added one."""

    span: Span
    segment: int
    label: str
    start: Start | None
    found: Found | None = None
    rejected: str | None = None
    replaced_by: _Item | None = None
    value: str | None = None


def effects(
    rules: Rules, testimony: str, text: str, places: Sequence[Place], found: Iterable[Found]
) -> tuple[dict[int, Outcome], list[Added]]:
    """What becomes of each mention that the machine found, by its key, and the mentions that people added.

    `text` and `places` are only looked at where decisions are about stretches of this testimony; then `found` must be
    all of its mentions.
    """
    mentions = list(found)
    if not rules.anchored(testimony):
        return {one.key: _unanchored(rules, testimony, one) for one in mentions}, []
    items = [
        _Item((one.start, one.end), one.segment, one.label, _start(one), one) for one in mentions if one.side == "text"
    ]
    split: dict[int, list[Span]] = {}
    for decision in rules.anchored(testimony):
        spans = [span for a in anchors_of(decision.data) if a.testimony == testimony and (span := locate(text, a))]
        if decision.kind == "split":
            split[decision.number] = spans
        elif decision.kind == "reject":
            for item in _live(items):
                if any(first <= item.span[0] and item.span[1] <= last for first, last in spans):
                    item.rejected = decision.id
        else:
            for span in dict.fromkeys(spans):
                _put(items, decision, span, places)
    outcomes = [(item, _outcome(rules, testimony, item, split)) for item in items]
    result = {item.found.key: outcome for item, outcome in outcomes if item.found}
    added = [
        Added(item.segment, *item.span, text[slice(*item.span)], outcome, item.value)
        for item, outcome in outcomes
        if item.found is None and outcome.status != "rejected"
    ]
    ends = {id(item): outcome for item, outcome in outcomes}
    peers: dict[tuple[int, str], set[Outcome]] = {}
    for item, outcome in outcomes:
        if item.found and item.found.entity:
            end = ends[id(item.replaced_by)] if item.replaced_by else outcome
            peers.setdefault((item.segment, item.found.entity), set()).add(end)
    result |= {one.key: _beside(rules, testimony, one, peers) for one in mentions if one.side != "text"}
    return result, added


def _start(one: Found) -> Start | None:
    return None if one.entity is None else Start(one.entity, one.label, folded_name(one.name))


def _unanchored(rules: Rules, testimony: str, one: Found) -> Outcome:
    start = _start(one)
    return Outcome(None, one.label) if start is None else rules.follow(start, testimony)


def _live(items: Iterable[_Item]) -> list[_Item]:
    return [item for item in items if item.rejected is None]


def _put(items: list[_Item], decision: Decision, span: Span, places: Sequence[Place]) -> None:
    """A person said what stands at `span`. The mention there becomes that; others that overlap it give way."""
    data = decision.data
    # Named by an entity that the person saw, or by words alone: then earlier merges of what they stand for count too.
    since = 0 if "name" in data else decision.number
    name = folded_name(data.get("name", ""))
    start = Start(data["entity"], data["label"], name, since=since, made=decision.number, decision=decision.id)
    touching = [item for item in _live(items) if overlap(item.span, span)]
    # A date's value stands with the machine's mention, so one that a person gave needs a mention of its own.
    same = None if "value" in data else next((item for item in touching if item.span == span), None)
    if same is None:
        place = next((p for p in places if p.start <= span[0] and span[1] <= p.end), None)
        if place is None:
            return
        same = _Item(span, place.segment, data["label"], start, value=data.get("value"))
        items.append(same)
    same.start = start
    for item in touching:
        if item is not same:
            item.rejected, item.replaced_by = decision.id, same


def _outcome(rules: Rules, testimony: str, item: _Item, split: Mapping[int, Sequence[Span]]) -> Outcome:
    if item.rejected is not None:
        return Outcome(None, item.label, "rejected", item.rejected)
    if item.start is None:
        return Outcome(None, item.label)
    spots = {number for number, spans in split.items() if any(overlap(span, item.span) for span in spans)}
    return rules.follow(item.start, testimony, spots)


def _beside(rules: Rules, testimony: str, one: Found, peers: Mapping[tuple[int, str], set[Outcome]]) -> Outcome:
    """A name in a translation goes where those of its entity in the sentence itself went, if they went one way."""
    ends = peers.get((one.segment, one.entity or ""), set())
    return next(iter(ends)) if len(ends) == 1 else _unanchored(rules, testimony, one)
