"""What people give when they decide something, found in the corpus and checked: names, ids, places in a text.

Raises UsageError for what makes no sense, and NameLookupError for a name that fits nothing or several things. No
message quotes a testimony.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from sqlalchemy import Connection, Row, select

from corpus.errors import UsageError
from corpus.records import Anchor
from corpus.store import tables as t
from corpus.store.names import only, two, whole
from corpus.store.parameters import storable
from corpus.store.reading import find_id

__all__ = [
    "anchor_of",
    "checked_name",
    "entities_of",
    "entity_of",
    "mention_at",
    "names_of",
    "place_of",
    "row_of",
    "shown",
    "testimonies_of",
]

LONGEST_NAME = 200  # the longest name of an institution in a law has some 120 characters


def entity_of(connection: Connection, given: str) -> Row[Any]:
    return row_of(connection, only(whole(connection, given), given).id)


def entities_of(connection: Connection, a: str, b: str) -> tuple[Row[Any], Row[Any]]:
    one, other = two(connection, a, b)
    return row_of(connection, one), row_of(connection, other)


def shown(row: Row[Any]) -> str:
    return f"{row.name} ({row.id})"


def row_of(connection: Connection, entity: str) -> Row[Any]:
    return connection.execute(select(t.entities).where(t.entities.c.id == entity)).one()


def names_of(*rows: Row[Any]) -> dict[str, str]:
    return {row.id: row.name for row in rows}


def testimonies_of(connection: Connection, entity: str) -> list[str]:
    m = t.mentions.c
    query = select(m.testimony).where(m.entity == entity, m.side == "text").distinct().order_by(m.testimony)
    return list(connection.scalars(query))


def mention_at(connection: Connection, given: str) -> Row[Any]:
    """The mention at TESTIMONY:START-END of the source text."""
    match = re.fullmatch(r"([0-9a-f]+):([0-9]{1,12})-([0-9]{1,12})", given.strip())
    if match is None:
        raise UsageError("A mention is written TESTIMONY:START-END, with the offsets that show --json gives.")
    testimony, start, end = find_id(connection, match[1]), int(match[2]), int(match[3])
    m = t.mentions.c
    here = (m.testimony == testimony, m.side == "text", m.status != "rejected")
    found = connection.execute(select(t.mentions).where(*here, m.start == start, m.end == end)).first()
    if found is None:
        near = connection.execute(select(m.start, m.end).where(*here, m.start < end, m.end > start)).all()
        hint = "Mentions there: " + ", ".join(f"{row.start}-{row.end}" for row in near) + "." if near else ""
        raise UsageError(f"There is no mention at {start}-{end} of {testimony}.", code="unknown_mention", hint=hint)
    return found


def anchor_of(row: Row[Any]) -> Anchor:
    return Anchor(row.testimony, row.start, row.end, row.text)


def place_of(anchor: Anchor) -> tuple[str, int, int]:
    return anchor.testimony, anchor.start, anchor.end


def checked_name(name: str) -> str:
    name = unicodedata.normalize("NFC", " ".join(storable(name).split()))  # as the texts are
    if not name:
        raise UsageError("A name can't be empty.", code="name")
    if len(name) > LONGEST_NAME or any(ord(c) < 32 or 127 <= ord(c) < 160 for c in name):
        raise UsageError(f"A name has at most {LONGEST_NAME} characters, all of them printable.", code="name")
    return name
