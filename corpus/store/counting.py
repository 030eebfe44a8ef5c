"""Keeping entities and their counts in step with the mentions, as testimonies come, change and go.

The counts are kept and not recounted: a recount for every testimony that mentions El Salvador would make ingest
quadratic. An entity's name and label follow from the counts alone, so they don't depend on the order in which
testimonies came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from corpus.folding import fold
from corpus.records import LABELS, Mention
from corpus.store import tables as t
from corpus.store.parameters import chunks

__all__ = ["Tally", "apply", "by_frequency", "likeliest_label", "stored_tally", "surface_of", "tally"]

# How often each (entity, label, surface) occurs in the source text of one testimony.
Tally: TypeAlias = Counter[tuple[str, str, str]]


def tally(mentions: Iterable[Mention]) -> Tally:
    """Count the linked mentions of one testimony's source text."""
    return Counter((m.entity, m.label, surface_of(m.text)) for m in mentions if m.entity is not None)


def stored_tally(connection: Connection, testimony: str) -> Tally:
    """The same for a testimony as it is stored."""
    c = t.mentions.c
    query = select(c.entity, c.label, c.text).where(c.testimony == testimony, c.side == "text", c.entity.is_not(None))
    return Counter((entity, label, surface_of(text)) for entity, label, text in connection.execute(query))


def surface_of(text: str) -> str:
    """A mention's text as a name: one broken over two lines is the same name."""
    return " ".join(text.split())


def by_frequency(surfaces: Counter[str]) -> list[str]:
    """The surfaces, most frequent first; then the longest, then by the alphabet. The first is the entity's name."""
    return sorted(surfaces, key=lambda text: (-surfaces[text], -len(text), text))


def likeliest_label(labels: Counter[str]) -> str:
    """The most frequent label; of equals the first in LABELS."""
    return min(labels, key=lambda label: (-labels[label], LABELS.index(label)))


def apply(connection: Connection, *, before: Tally, after: Tally) -> None:
    """Change the counts by what a testimony now holds (`after`) against what it held (`before`)."""
    touched = sorted({key[0] for key in before} | {key[0] for key in after})
    if not touched:
        return
    changes = [
        {
            "entity": key[0],
            "label": key[1],
            "text": key[2],
            "folded": fold(key[2]),
            "mentions": after[key] - before[key],
        }
        for key in sorted(before.keys() | after.keys())
        if after[key] != before[key]
    ]
    had, has = {key[0] for key in before}, {key[0] for key in after}
    # A new entity starts empty; its name and counts are settled below like those of the others.
    blank = {"label": "MISC", "name": "", "folded": "", "mentions": 0, "testimonies": 0}
    connection.execute(insert(t.entities).on_conflict_do_nothing(), [{"id": entity, **blank} for entity in touched])
    if changes:
        surfaces = insert(t.entity_surfaces)
        added = t.entity_surfaces.c.mentions + surfaces.excluded.mentions
        keys = ["entity", "label", "text"]
        connection.execute(surfaces.on_conflict_do_update(index_elements=keys, set_={"mentions": added}), changes)
    gone = [entity for some in chunks(touched) for entity in _settle(connection, some, had=had, has=has)]
    for some in chunks(gone):
        connection.execute(delete(t.entities).where(t.entities.c.id.in_(some)))


def _settle(connection: Connection, entities: Sequence[str], *, had: set[str], has: set[str]) -> list[str]:
    """Work out name, label and counts of `entities` from their surfaces; return those that have none left."""
    c = t.entity_surfaces.c
    connection.execute(delete(t.entity_surfaces).where(c.entity.in_(entities), c.mentions <= 0))
    texts: dict[str, Counter[str]] = {entity: Counter() for entity in entities}
    labels: dict[str, Counter[str]] = {entity: Counter() for entity in entities}
    query = select(c.entity, c.label, c.text, c.mentions).where(c.entity.in_(entities))
    for entity, label, text, mentions in connection.execute(query):
        texts[entity][text] += mentions
        labels[entity][label] += mentions
    rows: list[dict[str, Any]] = []
    gone: list[str] = []
    for entity, counts in texts.items():
        if not counts:
            gone.append(entity)
            continue
        name = by_frequency(counts)[0]
        rows.append(
            {
                "entity": entity,
                "new_name": name,
                "new_folded": fold(name),
                "new_label": likeliest_label(labels[entity]),
                "new_mentions": counts.total(),
                "change": (entity in has) - (entity in had),
            }
        )
    if rows:
        e = t.entities.c
        connection.execute(
            update(t.entities)
            .where(e.id == bindparam("entity"))
            .values(
                name=bindparam("new_name"),
                folded=bindparam("new_folded"),
                label=bindparam("new_label"),
                mentions=bindparam("new_mentions"),
                testimonies=e.testimonies + bindparam("change"),
            ),
            rows,
        )
    return gone
