"""Reading entities."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from corpus.errors import UsageError
from corpus.folding import fold
from corpus.records import LABELS, Entity, EntityView
from corpus.store import tables as t
from corpus.store.names import find_entity
from corpus.store.parameters import chunks, storable
from corpus.store.reading import source_name

__all__ = ["entities", "view"]


def entities(
    connection: Connection,
    *,
    label: str | None = None,
    min_testimonies: int = 1,
    like: str | None = None,
    limit: int | None = None,
) -> list[Entity]:
    """The entities, most mentioned first. `like` is a part of the name or of an alias; case and accents don't
    matter.
    """
    c = t.entities.c
    query = select(c.id, c.label, c.name, c.mentions, c.testimonies).where(c.testimonies >= min_testimonies)
    if label is not None:
        if label.upper() not in LABELS:
            raise UsageError("There is no such label.", code="label", hint=f"The labels are: {', '.join(LABELS)}")
        query = query.where(c.label == label.upper())
    if like is not None:
        surface = t.entity_surfaces.c
        # autoescape: % and _ are ordinary characters here.
        part = surface.folded.contains(fold(storable(like)), autoescape=True)
        query = query.where(c.id.in_(select(surface.entity).where(part)))
    if limit is not None:
        if limit < 0:
            raise UsageError("A limit can't be negative.")
        query = query.limit(limit)
    rows = connection.execute(query.order_by(c.mentions.desc(), c.testimonies.desc(), c.name, c.id)).all()
    aliases = _aliases(connection, [row.id for row in rows])
    return [Entity(row.id, row.label, row.name, aliases[row.id], row.mentions, row.testimonies) for row in rows]


def _aliases(connection: Connection, ids: list[str]) -> dict[str, tuple[str, ...]]:
    c = t.entity_surfaces.c
    found: dict[str, list[str]] = {entity: [] for entity in ids}
    total = func.sum(c.mentions)
    for some in chunks(ids):
        query = select(c.entity, c.text).where(c.entity.in_(some)).group_by(c.entity, c.text)
        for entity, text in connection.execute(query.order_by(total.desc(), func.length(c.text).desc(), c.text)):
            found[entity].append(text)
    return {entity: tuple(texts) for entity, texts in found.items()}


def view(connection: Connection, given: str) -> EntityView:
    """One entity, by id, name or alias. Raises NameLookupError.

    Each mention comes with its sentence, the sentence's translation, and `dates`, the ISO dates of that sentence.
    `together_with` are the entities of the same testimonies; `same_segment` counts the sentences shared with each.
    """
    entity = find_entity(connection, given)
    row = connection.execute(select(t.entities).where(t.entities.c.id == entity)).one()
    return EntityView(
        id=row.id,
        label=row.label,
        name=row.name,
        aliases=_aliases(connection, [entity])[entity],
        mentions=tuple(_mentions(connection, entity)),
        together_with=tuple(_company(connection, entity)),
    )


def _own(query: Select[Any]) -> Select[Any]:
    """`query` with its own FROM: SQLAlchemy would take the table of the same name from the query round it."""
    return query.correlate(None)


def _mentions(connection: Connection, entity: str) -> list[dict[str, Any]]:
    m, s, v = t.mentions.c, t.segments.c, t.translations.c
    said = and_(m.entity == entity, m.side == "text")
    dates_query = select(m.segment, m.value).where(
        m.label == "DATE", m.side == "text", m.value.is_not(None), m.segment.in_(_own(select(m.segment).where(said)))
    )
    dates: dict[int, list[str]] = {}
    for segment, value in connection.execute(dates_query.distinct().order_by(m.value)):
        dates.setdefault(segment, []).append(value)
    query = (
        select(m.segment, m.text, m.start, m.end, m.value, s.testimony, s.ordinal, s.language, s.text.label("sentence"))
        .add_columns(s.start.label("sentence_start"), v.text.label("translation"))
        .add_columns(source_name(t.testimonies.c.sha256).label("source"))
        .select_from(t.mentions)
        .join(t.segments, s.id == m.segment)
        .join(t.testimonies, t.testimonies.c.id == s.testimony)
        .outerjoin(t.translations, v.segment == s.id)
        .where(said)
        .order_by(s.testimony, s.ordinal, m.start, m.end)
    )
    shown = ("testimony", "ordinal", "text", "start", "end", "value")
    context = ("source", "language", "sentence", "sentence_start", "translation")
    return [
        {**{key: getattr(row, key) for key in (*shown, *context)}, "dates": dates.get(row.segment, [])}
        for row in connection.execute(query)
    ]


def _company(connection: Connection, entity: str) -> list[dict[str, Any]]:
    m, e = t.mentions.c, t.entities.c
    said = and_(m.entity == entity, m.side == "text")
    shared = _own(select(m.segment).where(said))
    testimonies = func.count(m.testimony.distinct())
    segments = func.count(m.segment.distinct()).filter(m.segment.in_(shared))
    query = (
        select(e.id, e.label, e.name, testimonies.label("testimonies"), segments.label("same_segment"))
        .select_from(t.mentions)
        .join(t.entities, e.id == m.entity)
        .where(m.testimony.in_(_own(select(m.testimony).where(said))), m.side == "text", m.entity != entity)
        .group_by(e.id, e.label, e.name)
        .order_by(testimonies.desc(), segments.desc(), e.name, e.id)
    )
    return [dict(row._mapping) for row in connection.execute(query)]
