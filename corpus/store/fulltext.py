"""The full-text index of SQLite: from a query tree to FTS5, and from FTS5's marks to spans.

Whatever a person types reaches FTS5 only inside quotation marks, as words without punctuation; no input is FTS5 syntax.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import TypeAlias

from sqlalchemy import ColumnClause, Connection, FromClause, TextClause, func, literal_column, select, text

from corpus.query import And, Node, Not, Or, Phrase, Word, words
from corpus.store import tables as t
from corpus.store.parameters import chunks

__all__ = ["Spans", "compile_match", "highlights", "index", "matches", "unindex"]

Spans: TypeAlias = tuple[tuple[int, int], ...]

# FTS5 knows its own table's hidden column only by this name; SQLAlchemy has no notion of it.
_TABLE: ColumnClause[str] = literal_column("segments_fts")


def index(connection: Connection, testimony: str) -> None:
    """Add the segments and translations of `testimony`, which are stored already."""
    connection.execute(
        text(
            "INSERT INTO segments_fts(rowid, text, translation) "
            "SELECT id, text, translation FROM segment_search WHERE testimony = :testimony"
        ),
        {"testimony": testimony},
    )


def unindex(connection: Connection, testimony: str) -> None:
    """Take them out again; they must still be stored, because the index holds no text and must be told what it
    indexed.
    """
    connection.execute(
        text(
            "INSERT INTO segments_fts(segments_fts, rowid, text, translation) "
            "SELECT 'delete', id, text, translation FROM segment_search WHERE testimony = :testimony"
        ),
        {"testimony": testimony},
    )


def compile_match(node: Node, forms: Callable[[str], Sequence[str]]) -> str:
    """The FTS5 expression for `node`; `forms` gives the forms of a word, itself first."""
    if isinstance(node, Word):
        parts = [_quoted((form,)) for form in forms(node.text)]
        return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"
    if isinstance(node, Phrase):
        return f"{_quoted(node.words)} *" if node.prefix else _quoted(node.words)
    if isinstance(node, Or):
        return f"({' OR '.join(compile_match(child, forms) for child in node.children)})"
    if isinstance(node, And):
        wanted = " AND ".join(compile_match(c, forms) for c in node.children if not isinstance(c, Not))
        # FTS5's NOT stands between two operands, so all that is unwanted is gathered into one.
        unwanted = " OR ".join(compile_match(c.child, forms) for c in node.children if isinstance(c, Not))
        return f"(({wanted}) NOT ({unwanted}))" if unwanted else f"({wanted})"
    raise TypeError("a Not stands only inside an And")  # corpus.query.parse sees to it


def _quoted(phrase: Sequence[str]) -> str:
    # `words` leaves no quotation mark in a word, so there is nothing to double; forms come from the store, hence again.
    return '"' + " ".join(word for part in phrase for word in words(part)) + '"'


def matches(match: str) -> FromClause:
    """The segments that fit: columns `segment` and `rank` (bm25: the smaller, the better)."""
    found = select(t.segments_fts.c.rowid.label("segment"), func.bm25(_TABLE).label("rank"))
    # The LIMIT keeps SQLite from folding this into the outer query, where it may run the match once for every segment.
    return found.where(_fits(match)).limit(-1).subquery("found")


def _fits(match: str) -> TextClause:
    return text("segments_fts MATCH :match").bindparams(match=match)


def highlights(connection: Connection, match: str, segments: Sequence[int]) -> dict[int, tuple[Spans, Spans]]:
    """Where `match` falls in each of `segments`: spans in the text, spans in the translation, both in code points."""
    # Random marks: no text can hold them, by chance or by design.
    opening, closing = f"\x02{secrets.token_hex(8)}\x02", f"\x03{secrets.token_hex(8)}\x03"
    marked = [func.highlight(_TABLE, column, opening, closing) for column in (0, 1)]
    found: dict[int, tuple[Spans, Spans]] = {}
    for some in chunks(segments):
        query = select(t.segments_fts.c.rowid, *marked).where(_fits(match), t.segments_fts.c.rowid.in_(some))
        for segment, in_text, in_translation in connection.execute(query):
            found[segment] = (_spans(in_text, opening, closing), _spans(in_translation, opening, closing))
    return found


def _spans(marked: str | None, opening: str, closing: str) -> Spans:
    spans: list[tuple[int, int]] = []
    pieces = (marked or "").split(opening)
    at = len(pieces[0])
    for piece in pieces[1:]:
        inside, _, outside = piece.partition(closing)
        spans.append((at, at + len(inside)))
        at += len(inside) + len(outside)
    return tuple(spans)
