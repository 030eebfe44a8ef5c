"""Search: a query in, a page of segments out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import Connection, func, select

from corpus.errors import QueryError, UsageError
from corpus.query import parse
from corpus.records import Hit, Page, Query
from corpus.store import tables as t
from corpus.store.filters import conditions, has_filter
from corpus.store.forms import forms_of
from corpus.store.fulltext import Spans, compile_match, highlights, matches
from corpus.store.parameters import chunks
from corpus.store.reading import flags_of, mention_rows, mention_status, source_name
from corpus.store.snippets import snippet

__all__ = ["search", "testimonies_with_hits"]


def search(connection: Connection, query: Query) -> Page:
    """The segments that fit `query`, best first (bm25, then testimony and ordinal); without words, in the order of the
    texts.

    Raises QueryError, NameLookupError, and UsageError for a negative limit or a malformed date.
    """
    if query.limit < 0 or query.offset < 0:
        raise UsageError("A limit and an offset can't be negative.")
    match, found = _found(connection, query)
    total = connection.scalar(select(func.count()).select_from(found.subquery())) or 0
    c = t.segments.c
    order = [found.selected_columns["rank"]] if match else []
    page = found.order_by(*order, c.testimony, c.ordinal).limit(query.limit).offset(query.offset)
    ids = list(connection.scalars(page)) if total > query.offset and query.limit else []
    hits = [hit for some in chunks(ids) for hit in _hits(connection, some, match)]
    return Page(total=total, hits=tuple(hits))


def testimonies_with_hits(connection: Connection, query: Query) -> list[str]:
    """Ids, sorted, of the testimonies with a segment that fits; all testimonies for a query without words and
    filters.
    """
    if not query.text.strip() and not has_filter(query):
        return list(connection.scalars(select(t.testimonies.c.id).order_by(t.testimonies.c.id)))
    found = _found(connection, query)[1].subquery()
    return list(connection.scalars(select(found.c.testimony).distinct().order_by(found.c.testimony)))


def _found(connection: Connection, query: Query) -> tuple[str | None, Any]:
    """The full-text expression, and the statement for all that fits: columns id, testimony and (with words) rank."""
    tree = parse(query.text)
    if tree is None and not has_filter(query):
        raise QueryError("The query is empty", position=0)
    # Names are looked up before anything is searched: a wrong one must not cost a search.
    narrowing = conditions(connection, query)
    if tree is None:
        return None, select(t.segments.c.id, t.segments.c.testimony).where(*narrowing)
    match = compile_match(tree, lambda word: forms_of(connection, word))
    fits: Any = matches(match)
    statement = select(t.segments.c.id, t.segments.c.testimony, fits.c.rank)
    return match, statement.join_from(fits, t.segments, t.segments.c.id == fits.c.segment).where(*narrowing)


def _hits(connection: Connection, ids: Sequence[int], match: str | None) -> list[Hit]:
    marks = highlights(connection, match, ids) if match else {}
    s, v = t.segments.c, t.translations.c
    columns = (s.id, s.testimony, s.ordinal, s.language, s.text, s.speaker, s.start_ms)
    query = (
        select(*columns, v.text.label("translation"), v.flags, source_name(t.testimonies.c.sha256).label("source"))
        .select_from(t.segments)
        .join(t.testimonies, t.testimonies.c.id == s.testimony)
        .outerjoin(t.translations, v.segment == s.id)
    )
    rows = {row.id: row for row in connection.execute(query.where(s.id.in_(ids)))}
    mentions: dict[int, list[dict[str, Any]]] = {}
    m = t.mentions.c
    for row in mention_rows(connection, m.segment.in_(ids), m.side == "text", m.status != "rejected"):
        mention = {key: getattr(row, key) for key in ("start", "end", "text", "label", "entity", "inferred")}
        mention["value"] = row.value if row.label == "DATE" else None
        mention |= {"name": row.entity_name, "status": mention_status(row)}
        mentions.setdefault(row.segment, []).append(mention)
    hits: list[Hit] = []
    for segment in ids:
        row = rows[segment]
        in_text, in_translation = marks.get(segment, ((), ()))
        side = _side(in_text, in_translation)
        seen, spans = (row.translation, in_translation) if side == "translation" else (row.text, in_text)
        hits.append(
            Hit(
                testimony=row.testimony,
                source=row.source,
                ordinal=row.ordinal,
                language=row.language,
                text=row.text,
                translation=row.translation,
                matched_in=side,
                snippet=snippet(seen, spans),
                flags=flags_of(row.flags),
                speaker=row.speaker,
                start_ms=row.start_ms,
                mentions=tuple(mentions.get(segment, ())),
            )
        )
    return hits


def _side(in_text: Spans, in_translation: Spans) -> Literal["text", "translation", "both"]:
    if in_text and in_translation:
        return "both"
    return "translation" if in_translation else "text"
