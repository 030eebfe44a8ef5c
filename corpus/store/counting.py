"""Keeping entities and their counts in step with the mentions, as testimonies come, change and go.

The counts are kept and not recounted: a recount for every testimony that mentions El Salvador would make ingest
quadratic. An entity's name and label follow from the counts and from what people decided, so they don't depend on the
order in which testimonies came.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection, Row, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from corpus.folding import fold
from corpus.records import LABELS
from corpus.store import tables as t
from corpus.store.keys import rekey
from corpus.store.parameters import chunks
from corpus.store.rules import Rules

__all__ = ["Names", "Said", "Tally", "apply", "likeliest_label", "stored_tally", "surface_of", "tally"]

# How often each (entity, label, surface) counts, in each of the columns of `entity_surfaces`.
Tally: TypeAlias = Counter[tuple[str, str, str, str]]
# The canonical name that the resolver gave each (testimony, machine's entity).
Names: TypeAlias = Mapping[tuple[str, str], str]

_COLUMNS = ("mentions", "own", "named", "own_named")


@dataclass(frozen=True, slots=True)
class Said:
    """A mention of a testimony's source text: the entity and label that hold, and the entity that the machine saw."""

    testimony: str
    machine: str | None
    entity: str | None
    label: str
    text: str


def tally(mentions: Iterable[Said], names: Names) -> Tally:
    """Count mentions that have an entity, and the names that the resolver gave these entities."""
    found: Tally = Counter()
    reached: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for said in mentions:
        if said.entity is None:
            continue
        key = (said.entity, said.label, surface_of(said.text))
        found[*key, "mentions"] += 1
        if said.machine in (None, said.entity):
            found[*key, "own"] += 1
        if said.machine is not None:
            reached[said.testimony, said.machine, said.entity].add(said.label)
    for (testimony, machine, entity), labels in reached.items():
        name = names.get((testimony, machine))
        if name is not None:
            key = (entity, min(labels, key=LABELS.index), surface_of(name))
            found[*key, "named"] += 1
            if machine == entity:
                found[*key, "own_named"] += 1
    return found


def stored_tally(connection: Connection, testimony: str) -> Tally:
    """The tally of a testimony as it is stored."""
    c, r = t.mentions.c, t.resolved.c
    columns = (c.testimony, c.machine, c.entity, c.label, c.text)
    query = select(*columns).where(c.testimony == testimony, c.side == "text", c.entity.is_not(None))
    names = select(r.testimony, r.entity, r.name).where(r.testimony == testimony)
    return tally(
        [Said(*row) for row in connection.execute(query)],
        {(row.testimony, row.entity): row.name for row in connection.execute(names)},
    )


def surface_of(text: str) -> str:
    """A mention's text as a name: one broken over two lines is the same name."""
    return " ".join(text.split())


def likeliest_label(labels: Counter[str]) -> str:
    """The most frequent label; of equals the first in LABELS."""
    return min(labels, key=lambda label: (-labels[label], LABELS.index(label)))


def apply(
    connection: Connection,
    *,
    before: Tally,
    after: Tally,
    rules: Rules,
    also: Collection[str] = (),
    recount: bool = False,
) -> None:
    """Change the counts by what is said now (`after`) against what was said (`before`).

    Without `recount` the two are all of one testimony; with it they may be parts of many, and the testimonies of each
    entity are counted again. The entities `also` get their name, label and status anew too.
    """
    had = {key[0] for key in before if key[3] == "mentions"}
    has = {key[0] for key in after if key[3] == "mentions"}
    touched = sorted(had | has)
    # A new entity starts empty; its name and counts are settled below like those of the others.
    blank = {"label": "MISC", "name": "", "folded": "", "mentions": 0, "testimonies": 0, "confirmed": False}
    if touched:
        connection.execute(insert(t.entities).on_conflict_do_nothing(), [{"id": entity, **blank} for entity in touched])
    _change(connection, before, after)
    gone: list[str] = []
    for some in chunks(sorted({*touched, *also})):
        changes = None if recount else {entity: (entity in has) - (entity in had) for entity in some}
        gone += _settle(connection, some, rules, changes)
    for some in chunks(gone):
        connection.execute(delete(t.entities).where(t.entities.c.id.in_(some)))


def _change(connection: Connection, before: Tally, after: Tally) -> None:
    changes: dict[tuple[str, str, str], dict[str, Any]] = {}
    for key in sorted(before.keys() | after.keys()):
        if difference := after[key] - before[key]:
            entity, label, text, column = key
            new = {"entity": entity, "label": label, "text": text, "folded": fold(text), **dict.fromkeys(_COLUMNS, 0)}
            changes.setdefault((entity, label, text), new)[column] = difference
    if changes:
        surfaces = insert(t.entity_surfaces)
        added = {name: t.entity_surfaces.c[name] + surfaces.excluded[name] for name in _COLUMNS}
        keys = ["entity", "label", "text"]
        connection.execute(surfaces.on_conflict_do_update(index_elements=keys, set_=added), list(changes.values()))


def _settle(
    connection: Connection, entities: Sequence[str], rules: Rules, changes: Mapping[str, int] | None
) -> list[str]:
    """Work out name, label and counts of `entities` from their surfaces; return those that have none left."""
    c, e = t.entity_surfaces.c, t.entities.c
    connection.execute(delete(t.entity_surfaces).where(c.entity.in_(entities), c.mentions <= 0, c.named <= 0))
    surfaces: dict[str, list[Row[Any]]] = {entity: [] for entity in entities}
    for row in connection.execute(select(t.entity_surfaces).where(c.entity.in_(entities))):
        surfaces[row.entity].append(row)
    old = {row.id: row for row in connection.execute(select(t.entities).where(e.id.in_(entities)))}
    counted = _testimonies(connection, entities) if changes is None else {}
    rows: list[dict[str, Any]] = []
    gone: list[str] = []
    renamed: list[tuple[str, str, str]] = []
    for entity, own in surfaces.items():
        mentions = sum(row.mentions for row in own)
        if not mentions:
            gone.append(entity)
            continue
        name, label = _name(entity, own, rules), _label(own)
        if (old[entity].label, old[entity].name) != (label, name):
            renamed.append((entity, label, name))
        testimonies = counted[entity] if changes is None else old[entity].testimonies + changes[entity]
        rows.append(
            {
                "entity": entity,
                "new_name": name,
                "new_folded": fold(name),
                "new_label": label,
                "new_mentions": mentions,
                "new_testimonies": testimonies,
                "new_confirmed": _confirmed(connection, entity, testimonies, rules),
            }
        )
    if rows:
        connection.execute(
            update(t.entities)
            .where(e.id == bindparam("entity"))
            .values({name: bindparam(f"new_{name}") for name in _SETTLED}),
            rows,
        )
    rekey(connection, renamed)
    return gone


_SETTLED = ("name", "folded", "label", "mentions", "testimonies", "confirmed")


def _name(entity: str, surfaces: Sequence[Row[Any]], rules: Rules) -> str:
    """The name that a person gave; else the one that the resolver gave most often, then the one most said; of equals
    the longest, then the first by the alphabet. What was merged into the entity counts only where nothing else does.
    """
    if given := rules.given_name(entity):
        return given
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for row in surfaces:
        sums[row.text].update({name: getattr(row, name) for name in _COLUMNS})
    if (suggested := rules.suggested_name(entity)) and not any(counts["named"] for counts in sums.values()):
        return suggested

    def rank(text: str) -> tuple[Any, ...]:
        counts = sums[text]
        order = (-counts["own_named"], -counts["own"], -counts["named"], -counts["mentions"])
        return (*order, -len(text), text)

    return min(sums, key=rank)


def _label(surfaces: Sequence[Row[Any]]) -> str:
    own: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for row in surfaces:
        own[row.label] += row.own
        every[row.label] += row.mentions
    return likeliest_label(own if own.total() else every)


def _testimonies(connection: Connection, entities: Sequence[str]) -> dict[str, int]:
    m = t.mentions.c
    query = select(m.entity, func.count(m.testimony.distinct())).where(m.entity.in_(entities), m.side == "text")
    return {row[0]: row[1] for row in connection.execute(query.group_by(m.entity))}


def _confirmed(connection: Connection, entity: str, testimonies: int, rules: Rules) -> bool:
    """Whether people said of all its testimonies that it is the same in them."""
    groups = [group for group in rules.reviewed(entity) if len(group) >= testimonies]
    if not groups:  # as for most entities, and whenever a new testimony names a person who was reviewed before
        return False
    m = t.mentions.c
    query = select(m.testimony).where(m.entity == entity, m.side == "text").distinct()
    found = set(connection.scalars(query))
    return any(found <= group for group in groups)
