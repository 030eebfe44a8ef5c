"""From a name that a person typed to the entity it means."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from corpus.errors import NameLookupError, UsageError
from corpus.folding import fold, folded_name
from corpus.query import words
from corpus.records import UNCONFIRMED
from corpus.store import tables as t
from corpus.store.applying import all_decisions, rules_of
from corpus.store.parameters import storable
from corpus.store.statuses import status

__all__ = ["Candidate", "find_entity", "find_exact", "meant", "namesakes", "only", "suggestions", "two", "whole"]

_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a name may mean."""

    id: str
    label: str
    name: str
    status: str | None

    def __str__(self) -> str:
        note = f", {self.status}" if self.status == UNCONFIRMED else ""
        return f"{self.name} ({self.label}, {self.id}{note})"


def find_entity(connection: Connection, name: str, *, label: str | None = None) -> str:
    """The id of what `meant` finds."""
    return meant(connection, name, label=label).id


def meant(connection: Connection, name: str, *, label: str | None = None) -> Candidate:
    """The entity (of `label`, if given) that `name` means to a reader: its id, the id of one that a person merged into
    it, its name, one of its aliases, or words of these.

    Case and accents don't matter. An exact name goes before an exact alias, and an alias before a part of a name.
    Raises NameLookupError with the candidates when several fit, and with near ones when none does.
    """
    name = storable(name.strip())
    if found := _whole(connection, name, label) or _with_words(connection, name, label):
        return only(found, name)
    raise NameLookupError(f"No entity is called “{name}”.", candidates=_near(connection, name, label))


def find_exact(connection: Connection, name: str, *, label: str | None = None) -> str | None:
    """The same for no part of a name; None where none fits. Raises NameLookupError when several do."""
    found = _whole(connection, name, label)
    return only(found, name).id if found else None


def whole(connection: Connection, name: str) -> list[Candidate]:
    """All that the whole `name` may mean to somebody who decides: a decision must not fall on one who was only half
    named. Raises NameLookupError, with those that may have been meant, where there are none.
    """
    if found := _whole(connection, name, None):
        return found
    raise NameLookupError(
        f"No entity has the name, alias or id “{name.strip()}”; a decision takes no part of one. "
        "All are listed by: testimonio entities.",
        candidates=suggestions(connection, name),
    )


def suggestions(connection: Connection, name: str) -> tuple[str, ...]:
    """Those of whose names `name` is the whole or a part, else those with a like name; as they are shown."""
    found = _whole(connection, name, None) or _with_words(connection, storable(name.strip()), None)
    return tuple(map(str, found[:_CANDIDATES])) or _near(connection, name, None)


def only(found: Sequence[Candidate], name: str) -> Candidate:
    """The one of `found`, which isn't empty. Raises NameLookupError where there are several."""
    if len(found) > 1:
        candidates = tuple(map(str, found[:_CANDIDATES]))
        raise NameLookupError(
            f"“{name.strip()}” fits {len(found)} entities. Give the id of the one that is meant.", candidates=candidates
        )
    return found[0]


def two(connection: Connection, a: str, b: str) -> tuple[str, str]:
    """The ids of the two different entities that are meant by whole names. Raises NameLookupError, and UsageError where
    both mean the same.

    Where only one of them is clear, the other name doesn't mean it too: beside the id of a José Pérez, “José Pérez” is
    the other one.
    """
    one, other = whole(connection, a), whole(connection, b)
    if len(one) == 1:
        other = [each for each in other if each not in one] or other
    elif len(other) == 1:
        one = [each for each in one if each not in other] or one
    first, second = only(one, a), only(other, b)
    if first == second:
        raise _same(connection, first, {folded_name(a), folded_name(b)})
    return first.id, second.id


def _same(connection: Connection, entity: Candidate, given: Collection[str]) -> UsageError:
    """Both names mean one entity: who made it one, and what to do about it."""
    hint = f"Who are not the same are taken apart by: testimonio split {entity.id} --testimony ID"
    rules = rules_of(connection)
    merges: dict[str, str] = {}  # by what was merged into the entity, as an id and as a name: the decision
    for one in all_decisions(connection):
        data = one.data
        if one.kind == "merge" and one.undone_at is None and rules.final(data["from"], one.number - 1) == entity.id:
            merges |= dict.fromkeys((data["from"], folded_name(data["names"][data["from"]])), one.id)
    if named := [decision for called, decision in merges.items() if called in given]:
        hint = f"They were merged. To take that back: testimonio undo {named[-1]}"
    elif merges:
        hint += f" What was merged is taken back by: testimonio undo {[*merges.values()][-1]}"
    return UsageError(f"Both names mean the same entity, {entity}.", code="same_entity", hint=hint)


def namesakes(connection: Connection, name: str) -> tuple[str, ...]:
    """Who has `name` as an alias while another one, who goes before, has it as the name; as they are shown."""
    by_id, merged, by_name, by_alias = _exact(connection, storable(name.strip()), None)
    others = [one for one in by_alias if one not in by_name] if by_name and not (by_id or merged) else []
    return tuple(map(str, others[:_CANDIDATES]))


def _whole(connection: Connection, name: str, label: str | None) -> list[Candidate]:
    return next((found for found in _exact(connection, storable(name.strip()), label) if found), [])


def _exact(connection: Connection, name: str, label: str | None) -> Iterator[list[Candidate]]:
    """Those with this id, those into which the one with this id was merged, those of this name, of this alias."""
    column, folded = t.entities.c, folded_name(name)
    for condition in (
        column.id == name,
        column.id == rules_of(connection).final(name),
        column.folded == folded,
        column.id.in_(select(t.entity_surfaces.c.entity).where(t.entity_surfaces.c.folded == folded)),
    ):
        yield _candidates(connection, _query(label).where(condition))


def _query(label: str | None) -> Select[Any]:
    query = select(t.entities).order_by(t.entities.c.mentions.desc(), t.entities.c.name, t.entities.c.id)
    return query if label is None else query.where(t.entities.c.label == label)


def _candidates(connection: Connection, query: Select[Any]) -> list[Candidate]:
    rows = connection.execute(query)
    return [Candidate(row.id, row.label, row.name, status(row.label, row.testimonies, row.confirmed)) for row in rows]


def _with_words(connection: Connection, name: str, label: str | None) -> list[Candidate]:
    ids = _entities_with_words(connection, folded_name(name))[:900]
    return _candidates(connection, _query(label).where(t.entities.c.id.in_(ids)))


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


def _near(connection: Connection, name: str, label: str | None) -> tuple[str, ...]:
    # difflib takes about 10 µs a name; the most mentioned ones are what people look for.
    by_name: dict[str, Candidate] = {}
    for candidate in _candidates(connection, _query(label).limit(5_000)):
        by_name.setdefault(fold(candidate.name), candidate)
    found = difflib.get_close_matches(folded_name(name), by_name, n=_CANDIDATES, cutoff=0.6)
    return tuple(str(by_name[near]) for near in found)
