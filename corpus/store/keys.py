"""The index of names: two names that may mean the same share a key, so that looking for them is no scan."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from corpus.personal_names import block_keys
from corpus.store import tables as t
from corpus.store.parameters import chunks

__all__ = ["fill", "rekey"]

# A date is the same as another by its value, and two dates with like names are no slip of the pen.
UNNAMED = "DATE"


def rekey(connection: Connection, entities: Sequence[tuple[str, str, str]]) -> None:
    """Put (id, label, name) under the keys of these names, and under no others."""
    c = t.entity_keys.c
    for some in chunks([entity for entity, _, _ in entities]):
        connection.execute(delete(t.entity_keys).where(c.entity.in_(some)))
    rows = [
        {"key": key, "entity": entity}
        for entity, label, name in entities
        if label != UNNAMED
        for key in sorted(block_keys(label, name))
    ]
    if rows:
        connection.execute(insert(t.entity_keys).on_conflict_do_nothing(), rows)


def fill(connection: Connection) -> None:
    """Give keys to the entities that have none: those of a corpus from before there were keys."""
    e = t.entities.c
    bare = e.id.not_in(select(t.entity_keys.c.entity))
    rows = connection.execute(select(e.id, e.label, e.name).where(bare).order_by(e.id)).all()
    rekey(connection, [(row.id, row.label, row.name) for row in rows])
