"""Reading entities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, func, or_, select

from corpus.errors import UsageError
from corpus.folding import fold
from corpus.records import Companion, Entity, EntityView
from corpus.store import tables as t
from corpus.store.names import find_entity
from corpus.store.parameters import checked_label, checked_limit, chunks, storable
from corpus.store.questions import company, mentions_of, recorded, shared, timeline
from corpus.store.reasons import reasons
from corpus.store.statuses import status

__all__ = ["entities", "view"]


def entities(
    connection: Connection,
    *,
    label: str | None = None,
    min_testimonies: int = 1,
    like: str | None = None,
    together_with: str | None = None,
    same_segment: bool = False,
    limit: int | None = None,
) -> list[Entity]:
    """The entities, most mentioned first. `like` is a part of the name or of an alias; case and accents don't
    matter.

    With `together_with` (a name, an alias or an id) those that share a testimony with that entity, or with
    `same_segment` a sentence, as `Companion`s, the closest first. Raises UsageError and NameLookupError.
    """
    c = t.entities.c
    query = select(t.entities).where(c.testimonies >= min_testimonies)
    if label is not None:
        query = query.where(c.label == checked_label(label))
    if like is not None:
        surface = t.entity_surfaces.c
        # autoescape: % and _ are ordinary characters here.
        part = fold(storable(like))
        said = select(surface.entity).where(surface.folded.contains(part, autoescape=True))
        query = query.where(or_(c.id.in_(said), c.folded.contains(part, autoescape=True)))
    if limit is not None:
        query = query.limit(checked_limit(limit))
    order = (c.mentions.desc(), c.testimonies.desc(), c.name, c.id)
    if together_with is not None:
        return _companions(connection, query, together_with, same_segment=same_segment)
    if same_segment:
        raise UsageError("Which sentence? Name somebody with --together-with too.")
    rows = connection.execute(query.order_by(*order)).all()
    aliases = aliases_of(connection, [row.id for row in rows])
    return [
        Entity(row.id, row.label, row.name, aliases[row.id], row.mentions, row.testimonies, _status(row))
        for row in rows
    ]


def _companions(connection: Connection, query: Select[Any], name: str, *, same_segment: bool) -> list[Entity]:
    beside = shared(find_entity(connection, name), same_segment=same_segment).subquery("beside")
    counts = (beside.c.testimonies.label("shared_testimonies"), beside.c.segments.label("shared_segments"))
    c = t.entities.c
    found = query.join(beside, beside.c.entity == c.id).add_columns(*counts)
    closest = counts if not same_segment else counts[::-1]
    rows = connection.execute(found.order_by(*(one.desc() for one in closest), c.mentions.desc(), c.name, c.id)).all()
    aliases = aliases_of(connection, [row.id for row in rows])
    return [
        Companion(
            *(row.id, row.label, row.name, aliases[row.id], row.mentions, row.testimonies, _status(row)),
            shared_testimonies=row.shared_testimonies,
            shared_segments=row.shared_segments,
        )
        for row in rows
    ]


def _status(row: Row[Any]) -> str | None:
    return status(row.label, row.testimonies, row.confirmed)


def aliases_of(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """All surfaces of each entity, most frequent first. A name that is never said is none of them."""
    c = t.entity_surfaces.c
    found: dict[str, list[str]] = {entity: [] for entity in ids}
    total = func.sum(c.mentions)
    for some in chunks(ids):
        query = select(c.entity, c.text).where(c.entity.in_(some), c.mentions > 0).group_by(c.entity, c.text)
        for entity, text in connection.execute(query.order_by(total.desc(), func.length(c.text).desc(), c.text)):
            found[entity].append(text)
    return {entity: tuple(texts) for entity, texts in found.items()}


def view(connection: Connection, given: str, *, why: bool = False) -> EntityView:
    """One entity, by id, name or alias; with `why` also the reasons for which its mentions are taken together. Raises
    NameLookupError.

    Each mention comes with its sentence, the sentence's translation, and `dates`, the dates of that sentence.
    `together_with` are the entities of the same testimonies; `same_segment` counts the sentences shared with each.
    """
    entity = find_entity(connection, given)
    row = connection.execute(select(t.entities).where(t.entities.c.id == entity)).one()
    dates = timeline(connection, entity)
    days = [date["from"] for date in dates if date["from"]], [date["to"] for date in dates if date["to"]]
    first_recorded, last_recorded = recorded(connection, entity)
    return EntityView(
        id=row.id,
        label=row.label,
        name=row.name,
        aliases=aliases_of(connection, [entity])[entity],
        mentions=tuple(mentions_of(connection, entity)),
        together_with=tuple(company(connection, entity)),
        status=_status(row),
        timeline=tuple(dates),
        first_seen=min(days[0], default=None),
        last_seen=max(days[1], default=None),
        first_recorded=first_recorded,
        last_recorded=last_recorded,
        why=tuple(reasons(connection, row)) if why else None,
    )
