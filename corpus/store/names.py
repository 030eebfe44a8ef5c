"""From a name that a person typed to the entity it means."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from corpus.errors import NameLookupError
from corpus.folding import fold, folded_name
from corpus.query import words
from corpus.records import UNCONFIRMED
from corpus.store import tables as t
from corpus.store.applying import rules_of
from corpus.store.parameters import storable
from corpus.store.statuses import status

__all__ = ["find_entity", "find_exact"]

_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class _Candidate:
    id: str
    label: str
    name: str
    status: str | None

    def __str__(self) -> str:
        note = f", {self.status}" if self.status == UNCONFIRMED else ""
        return f"{self.name} ({self.label}, {self.id}{note})"


def find_entity(connection: Connection, name: str, *, label: str | None = None) -> str:
    """The id of the entity (of `label`, if given) that `name` means: its id, the id of one that a person merged into
    it, its name, one of its aliases, or words of these.

    Case and accents don't matter. An exact name goes before an exact alias, and an alias before a part of a name.
    Raises NameLookupError with the candidates when several fit, and with near ones when none does.
    """
    name = storable(name.strip())
    if found := find_exact(connection, name, label=label):
        return found
    query, folded = _query(label), folded_name(name)
    with_words = t.entities.c.id.in_(_entities_with_words(connection, folded)[:900])
    if found := _only(connection, query.where(with_words), name):
        return found
    raise NameLookupError(f"No entity is called “{name}”.", candidates=_near(connection, query, folded))


def find_exact(connection: Connection, name: str, *, label: str | None = None) -> str | None:
    """The same for a whole id, name or alias; None where none fits. Raises NameLookupError when several do."""
    name = storable(name.strip())
    column, folded = t.entities.c, folded_name(name)
    for condition in (
        column.id == name,
        column.id == rules_of(connection).final(name),
        column.folded == folded,
        column.id.in_(select(t.entity_surfaces.c.entity).where(t.entity_surfaces.c.folded == folded)),
    ):
        if found := _only(connection, _query(label).where(condition), name):
            return found
    return None


def _query(label: str | None) -> Select[Any]:
    query = select(t.entities).order_by(t.entities.c.mentions.desc(), t.entities.c.name, t.entities.c.id)
    return query if label is None else query.where(t.entities.c.label == label)


def _only(connection: Connection, query: Select[Any], name: str) -> str | None:
    found = [_candidate(row) for row in connection.execute(query)]
    if len(found) > 1:
        candidates = tuple(str(candidate) for candidate in found[:_CANDIDATES])
        raise NameLookupError(f"“{name}” fits {len(found)} entities.", candidates=candidates)
    return found[0].id if found else None


def _candidate(row: Any) -> _Candidate:
    return _Candidate(row.id, row.label, row.name, status(row.label, row.testimonies, row.confirmed))


def _entities_with_words(connection: Connection, folded: str) -> list[str]:
    """Entities whose name, or one of whose surfaces, has all words of `folded`, whole and in any order."""
    wanted = set(words(folded))
    if not wanted:
        return []
    surface, entity = t.entity_surfaces.c, t.entities.c
    queries = (
        select(surface.entity, surface.folded).where(*(surface.folded.contains(word) for word in wanted)),
        select(entity.id, entity.folded).where(*(entity.folded.contains(word) for word in wanted)),
    )
    rows = [row for query in queries for row in connection.execute(query)]
    return sorted({entity for entity, found in rows if wanted <= set(words(found))})


def _near(connection: Connection, query: Select[Any], folded: str) -> tuple[str, ...]:
    # difflib takes about 10 µs a name; the most mentioned ones are what people look for.
    known = [_candidate(row) for row in connection.execute(query.limit(5_000))]
    by_name: dict[str, _Candidate] = {}
    for candidate in known:
        by_name.setdefault(fold(candidate.name), candidate)
    return tuple(str(by_name[near]) for near in difflib.get_close_matches(folded, by_name, n=_CANDIDATES, cutoff=0.6))
