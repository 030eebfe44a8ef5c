"""From a name that a person typed to the entity it means."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from corpus.errors import NameLookupError
from corpus.folding import fold
from corpus.query import words
from corpus.store import tables as t
from corpus.store.parameters import storable

__all__ = ["find_entity"]

_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class _Candidate:
    id: str
    label: str
    name: str
    mentions: int

    def __str__(self) -> str:
        return f"{self.name} ({self.label}, {self.id})"


def find_entity(connection: Connection, name: str, *, label: str | None = None) -> str:
    """The id of the entity (of `label`, if given) that `name` means: its id, its name, one of its aliases, or words of
    these.

    Case and accents don't matter. An exact name goes before an exact alias, and an alias before a part of a name.
    Raises NameLookupError with the candidates when several fit, and with near ones when none does.
    """
    name = storable(name.strip())
    query = select(t.entities.c.id, t.entities.c.label, t.entities.c.name, t.entities.c.mentions)
    query = query.order_by(t.entities.c.mentions.desc(), t.entities.c.name, t.entities.c.id)
    if label is not None:
        query = query.where(t.entities.c.label == label)
    folded = fold(" ".join(name.split()))
    attempts = (
        t.entities.c.id == name,
        t.entities.c.folded == folded,
        t.entities.c.id.in_(_entities_called(folded)),
        t.entities.c.id.in_(_entities_with_words(connection, folded)[:900]),
    )
    for condition in attempts:
        attempt = query.where(condition)
        found = [_candidate(row) for row in connection.execute(attempt)]
        if len(found) == 1:
            return found[0].id
        if found:
            candidates = tuple(str(candidate) for candidate in found[:_CANDIDATES])
            raise NameLookupError(f"“{name}” fits {len(found)} entities.", candidates=candidates)
    raise NameLookupError(f"No entity is called “{name}”.", candidates=_near(connection, query, folded))


def _candidate(row: Any) -> _Candidate:
    return _Candidate(row.id, row.label, row.name, row.mentions)


def _entities_called(folded: str) -> Select[tuple[str]]:
    return select(t.entity_surfaces.c.entity).where(t.entity_surfaces.c.folded == folded)


def _entities_with_words(connection: Connection, folded: str) -> list[str]:
    """Entities one of whose surfaces has all words of `folded`, whole and in any order."""
    wanted = set(words(folded))
    if not wanted:
        return []
    surface = t.entity_surfaces.c
    query = select(surface.entity, surface.folded).where(*(surface.folded.contains(word) for word in wanted))
    return sorted({entity for entity, found in connection.execute(query) if wanted <= set(words(found))})


def _near(connection: Connection, query: Select[tuple[str, str, str, int]], folded: str) -> tuple[str, ...]:
    # difflib takes about 10 µs a name; the most mentioned ones are what people look for.
    known = [_candidate(row) for row in connection.execute(query.limit(5_000))]
    by_name: dict[str, _Candidate] = {}
    for candidate in known:
        by_name.setdefault(fold(candidate.name), candidate)
    return tuple(str(by_name[near]) for near in difflib.get_close_matches(folded, by_name, n=_CANDIDATES, cutoff=0.6))
