"""The filters of a query as conditions on segments."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from corpus.records import Query
from corpus.store import tables as t
from corpus.store.names import find_entity
from corpus.store.parameters import storable
from corpus.store.periods import day_range

__all__ = ["conditions", "has_filter"]


def has_filter(query: Query) -> bool:
    """Whether `query` narrows anything besides its text."""
    given = (query.language, query.person, query.place, query.org, query.since, query.until, query.collection)
    return any(value is not None for value in given)


def conditions(connection: Connection, query: Query) -> list[ColumnElement[bool]]:
    """Conditions on `segments`, all of which must hold. Raises NameLookupError, and UsageError for a malformed date.

    Time: a testimony stays if it was recorded within [since, until], or mentions a date that may lie within. A month
    or year spans its days on both sides: "2022" stays for since=2022-04, because leaving out what may fit loses a
    testimony.
    """
    found: list[ColumnElement[bool]] = []
    segment, testimony, mention = t.segments.c, t.testimonies.c, t.mentions.c
    if query.language is not None:
        language = query.language.lower()
        found.append(or_(segment.language == language, segment.language.startswith(f"{language}-", autoescape=True)))
    for name, label in ((query.person, "PERSON"), (query.place, "PLACE"), (query.org, "ORG")):
        if name is not None:
            entity = find_entity(connection, name, label=label)
            # Only what the source itself says counts as a mention, as in the counts of entities.
            said = and_(mention.entity == entity, mention.side == "text")
            if query.same_segment:
                found.append(segment.id.in_(select(mention.segment).where(said)))
            else:
                found.append(segment.testimony.in_(select(mention.testimony).where(said)))
    days = day_range(query.since, query.until)
    if days is not None:
        first, last = days
        dated = select(mention.testimony).where(
            *(mention.side == "text", mention.label == "DATE", mention.status != "rejected"),
            *(mention.value_from <= last, mention.value_to >= first),
        )
        recorded = select(testimony.id).where(testimony.recorded_from <= last, testimony.recorded_to >= first)
        found.append(or_(segment.testimony.in_(dated), segment.testimony.in_(recorded)))
    if query.collection is not None:
        collection = storable(query.collection)
        found.append(segment.testimony.in_(select(testimony.id).where(testimony.collection == collection)))
    return found
