"""What is worth a person's look: names that may mean the same, and people whom only a shared name joins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, Row, select

from corpus.errors import UsageError
from corpus.personal_names import PROPOSE, ShortNames, block_keys, compare, parts
from corpus.records import UNCONFIRMED, Proposal
from corpus.store import tables as t
from corpus.store.applying import rules_of
from corpus.store.parameters import checked_limit
from corpus.store.reasons import same_name_score
from corpus.store.statuses import status

__all__ = ["KINDS", "review"]

KINDS = ("duplicate", "same_name")

# A key that more names share says too little, and comparing each with each would take the square of the time. Longer
# names have other keys, under which the likely pairs among them still meet.
MOST_IN_BLOCK = 60
# At some 10 µs each, so that a review takes seconds in a corpus of any size. The most telling keys come first.
MOST_PAIRS = 250_000


def review(
    connection: Connection, *, kind: str | None = None, limit: int | None = None, short: ShortNames | None = None
) -> list[Proposal]:
    """Proposals, the surest first. Pairs that somebody called distinct, and people whom somebody confirmed, are none.

    `short` are the given names that short names stand for, folded. Raises UsageError for an unknown kind or a negative
    limit.
    """
    if kind is not None and kind not in KINDS:
        raise UsageError("There is no such kind of proposal.", hint=f"The kinds are: {', '.join(KINDS)}")
    if limit is not None:
        checked_limit(limit)
    rows = {row.id: row for row in connection.execute(select(t.entities).order_by(t.entities.c.id))}
    found: list[Proposal] = []
    if kind != "same_name":
        found += _duplicates(connection, rows, short or {})
    if kind != "duplicate":
        found += _same_names(rows)
    found.sort(key=_order)
    return found[:limit]


def _order(proposal: Proposal) -> tuple[Any, ...]:
    seen = proposal.a["mentions"] + (proposal.b["mentions"] if proposal.b else 0)
    ids = (proposal.a["id"], proposal.b["id"] if proposal.b else "")
    return -round(proposal.score, 3), -seen, proposal.kind, proposal.a["name"], ids


def _duplicates(connection: Connection, rows: Mapping[str, Row[Any]], short: ShortNames) -> Iterator[Proposal]:
    distinct = rules_of(connection).distinct
    for one, other in _pairs(_blocks(connection, rows, short)):
        a, b = rows[one], rows[other]
        if a.label != b.label:
            continue
        found = compare(a.label, a.name, b.name, short=short)
        if found.score >= PROPOSE and frozenset((one, other)) not in distinct:
            # The more mentioned one first: merging the second into it keeps the better known name.
            first, second = sorted((a, b), key=lambda row: (-row.mentions, row.name, row.id))
            yield Proposal("duplicate", found.score, found.reason, _shown(first), _shown(second))


def _blocks(connection: Connection, rows: Mapping[str, Row[Any]], short: ShortNames) -> Mapping[str, set[str]]:
    """The entities under each key. The index knows no short names, so the few names with one get more keys here."""
    c = t.entity_keys.c
    found: dict[str, set[str]] = defaultdict(set)
    for key, entity in connection.execute(select(c.key, c.entity)):
        found[key].add(entity)
    for row in rows.values():
        if short and row.label == "PERSON" and any(part in short for part in parts(row.name)):
            for key in block_keys(row.label, row.name, short=short):
                found[key].add(row.id)
    return found


def _pairs(blocks: Mapping[str, set[str]]) -> set[tuple[str, str]]:
    """Entities that share a key, each pair once, the smaller id first; of small blocks first, as many as may be."""
    found: set[tuple[str, str]] = set()
    for _, block in sorted(blocks.items(), key=lambda pair: (len(pair[1]), pair[0])):
        if len(block) > MOST_IN_BLOCK or len(found) >= MOST_PAIRS:
            break
        found.update(combinations(sorted(block), 2))
    return found


def _same_names(rows: Mapping[str, Row[Any]]) -> Iterator[Proposal]:
    for row in rows.values():
        if status(row.label, row.testimonies, row.confirmed) == UNCONFIRMED:
            reason = f"same name in {row.testimonies} testimonies"
            yield Proposal("same_name", same_name_score(row.label, row.name), reason, _shown(row))


def _shown(row: Row[Any]) -> dict[str, Any]:
    shown = {key: getattr(row, key) for key in ("id", "label", "name", "testimonies", "mentions")}
    return {**shown, "status": status(row.label, row.testimonies, row.confirmed)}
