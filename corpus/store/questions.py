"""What people ask about one entity: where it is mentioned, beside whom and what, and when.

Only what the source texts say is counted, and nothing that a person rejected.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from corpus.store import tables as t
from corpus.store.reading import source_name
from corpus.store.statuses import status

__all__ = ["company", "mentions_of", "recorded", "shared", "timeline"]


def _said(entity: str) -> ColumnElement[bool]:
    return and_(t.mentions.c.entity == entity, t.mentions.c.side == "text")


def _own(query: Select[Any]) -> Select[Any]:
    """`query` with its own FROM: SQLAlchemy would take the table of the same name from the query round it."""
    return query.correlate(None)


def _dates() -> ColumnElement[bool]:
    m = t.mentions.c
    return and_(m.label == "DATE", m.side == "text", m.value.is_not(None), m.status != "rejected")


def mentions_of(connection: Connection, entity: str) -> list[dict[str, Any]]:
    """Each mention with its sentence, the translation of that and its dates, in the order of the texts."""
    m, s, v = t.mentions.c, t.segments.c, t.translations.c
    dates_query = select(m.segment, m.value).where(
        _dates(), m.segment.in_(_own(select(m.segment).where(_said(entity))))
    )
    dates: dict[int, list[str]] = {}
    for segment, value in connection.execute(dates_query.distinct().order_by(m.value)):
        dates.setdefault(segment, []).append(value)
    query = (
        select(m.segment, m.text, m.label, m.start, m.end, m.value, m.inferred, m.decision, m.status.label("review"))
        .add_columns(s.testimony, s.ordinal, s.language, s.text.label("sentence"), s.start.label("sentence_start"))
        .add_columns(v.text.label("translation"), source_name(t.testimonies.c.sha256).label("source"))
        .select_from(t.mentions)
        .join(t.segments, s.id == m.segment)
        .join(t.testimonies, t.testimonies.c.id == s.testimony)
        .outerjoin(t.translations, v.segment == s.id)
        .where(_said(entity))
        .order_by(s.testimony, s.ordinal, m.start, m.end)
    )
    shown = ("testimony", "ordinal", "text", "start", "end", "decision")
    context = ("source", "language", "sentence", "sentence_start", "translation")
    return [
        {
            **{key: getattr(row, key) for key in (*shown, *context)},
            # What the machine took for a date keeps its value in the store, for the day when a relabelling is undone.
            "value": row.value if row.label == "DATE" else None,
            "inferred": row.inferred and row.label == "DATE",
            "review": row.review or ("changed" if row.decision else None),
            "dates": dates.get(row.segment, []),
        }
        for row in connection.execute(query)
    ]


def shared(entity: str, *, same_segment: bool = False) -> Select[Any]:
    """The entities that share a testimony (or a sentence) with `entity`: columns entity, testimonies, segments."""
    m = t.mentions.c
    there = _own(select(m.segment).where(_said(entity)))
    testimonies = func.count(m.testimony.distinct())
    segments = func.count(m.segment.distinct()).filter(m.segment.in_(there))
    query = select(m.entity, testimonies.label("testimonies"), segments.label("segments"))
    beside = m.testimony.in_(_own(select(m.testimony).where(_said(entity))))
    query = query.where(beside, m.side == "text", m.entity != entity).group_by(m.entity)
    return query.having(segments > 0) if same_segment else query


def company(connection: Connection, entity: str) -> list[dict[str, Any]]:
    """The entities of the same testimonies, the most shared first."""
    e, beside = t.entities.c, shared(entity).subquery("beside")
    counts = (beside.c.testimonies, beside.c.segments.label("same_segment"))
    query = (
        select(e.id, e.label, e.name, *counts, e.testimonies.label("all"), e.confirmed)
        .join(beside, beside.c.entity == e.id)
        .order_by(beside.c.testimonies.desc(), beside.c.segments.desc(), e.name, e.id)
    )
    return [
        {
            **{key: getattr(row, key) for key in ("id", "label", "name", "testimonies", "same_segment")},
            "status": status(row.label, row.all, row.confirmed),
        }
        for row in connection.execute(query)
    ]


def timeline(connection: Connection, entity: str) -> list[dict[str, Any]]:
    """The dates of the sentences that mention `entity`, in order; those that mean no days on a calendar come last.

    `from` and `to` are the first and the last day that a date may mean, `segments` and `testimonies` count where it
    stands. `inferred`: it is nowhere said, but was worked out from other dates.
    """
    m = t.mentions.c
    there = m.segment.in_(_own(select(m.segment).where(_said(entity))))
    first, last = func.min(m.value_from), func.max(m.value_to)
    counts = (
        func.count(m.segment.distinct()).label("segments"),
        func.count(m.testimony.distinct()).label("testimonies"),
    )
    query = (
        select(m.value, first.label("from"), last.label("to"), *counts, func.min(m.inferred).label("inferred"))
        .where(_dates(), or_(there, m.entity == entity))
        .group_by(m.value)
        .order_by(first.is_(None), first, last, m.value)
    )
    return [{**row._mapping, "inferred": bool(row.inferred)} for row in connection.execute(query)]


def recorded(connection: Connection, entity: str) -> tuple[str | None, str | None]:
    """The first and the last day on which a testimony that mentions `entity` may have been recorded."""
    c = t.testimonies.c
    there = c.id.in_(select(t.mentions.c.testimony).where(_said(entity)))
    row = connection.execute(select(func.min(c.recorded_from), func.max(c.recorded_to)).where(there)).one()
    return row[0], row[1]
