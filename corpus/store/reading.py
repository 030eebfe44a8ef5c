"""Reading testimonies."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Row, ScalarSelect, and_, func, select

from corpus.errors import UsageError
from corpus.records import ModelRef
from corpus.store import tables as t
from corpus.store.parameters import chunks, storable
from corpus.store.statuses import status
from corpus.store.views import MentionView, Remembered, SegmentView, TestimonySummary, TestimonyView

__all__ = ["find_id", "flags_of", "get", "mention_rows", "mention_status", "remembered", "source_name", "summaries"]

# A segment that the translation stage never saw.
NOT_TRANSLATED = ("not_translated",)


def source_name(sha256: ColumnElement[str]) -> ScalarSelect[str]:
    """The name to show for a source: the first by the alphabet, because the first to come depends on the order of
    runs.
    """
    return select(func.min(t.source_names.c.uri)).where(t.source_names.c.sha256 == sha256).scalar_subquery()


def flags_of(stored: str | None) -> tuple[str, ...]:
    """The flags of a translation from their column; `stored` is None where there is no row."""
    return NOT_TRANSLATED if stored is None else tuple(json.loads(stored))


def mention_rows(connection: Connection, *conditions: ColumnElement[bool]) -> Sequence[Row[Any]]:
    """Mentions in the order of the text, rejected ones too. `entity` is null where no source text mentions that
    entity.
    """
    m, s, k, e = t.mentions.c, t.segments.c, t.models.c, t.entities.c
    columns = (m.segment, m.side, m.start, m.end, m.text, m.label, m.value, m.score, m.model, s.testimony, s.ordinal)
    # What was relabelled keeps the value of a date in the store; like that, it isn't shown.
    inferred = and_(m.inferred, m.label == "DATE").label("inferred")
    own = (inferred, m.status.label("review"), m.decision)
    entity = (e.id.label("entity"), e.name.label("entity_name"), e.label.label("entity_label"))
    query = (
        select(*columns, *own, *entity, e.testimonies, e.confirmed, k.name, k.version, k.sha256)
        .select_from(t.mentions)
        .join(t.segments, s.id == m.segment)
        .join(t.models, k.id == m.model)
        .outerjoin(t.entities, e.id == m.entity)
        .where(*conditions)
        # All columns that are shown: two corpora over the same files must list the same, whatever their row numbers.
        .order_by(
            *(s.testimony, s.ordinal, m.start, m.end, m.label, m.text, m.entity, m.value),
            *(k.name, k.version, m.score, m.machine, m.decision),
        )
    )
    return cast("Sequence[Row[Any]]", connection.execute(query).all())


def summaries(connection: Connection, *, collection: str | None = None) -> list[TestimonySummary]:
    """The testimonies, by source and by place in it."""
    c = t.testimonies.c
    columns = (c.id, source_name(c.sha256).label("source"), c.collection, c.language, c.segments, c.mentions)
    query = select(*columns, c.locator, c.title, c.recorded_on, c.access)
    if collection is not None:
        query = query.where(c.collection == storable(collection))
    found = [TestimonySummary(*row) for row in connection.execute(query)]
    return sorted(found, key=lambda item: (item.source, _natural(item.locator), item.id))


def _natural(locator: str) -> list[tuple[int, str]]:
    """A sort key that puts row 2 before row 10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"([0-9]+)", locator)]


def find_id(connection: Connection, given: str) -> str:
    """The whole id for an id or its beginning. Raises UsageError where none, or more than one, begins so."""
    if re.fullmatch(r"[0-9a-f]{1,16}", given):
        column = t.testimonies.c.id
        # "g" follows all hexadecimal digits.
        query = select(column).where(column >= given, column < f"{given}g").order_by(column).limit(2)
        found: list[str] = list(connection.scalars(query))
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(f"Several testimonies have an id that begins with {given}.", code="ambiguous_id")
    raise UsageError(
        "There is no testimony with this id.", code="unknown_id", hint="The ids are listed by: testimonio list"
    )


def get(connection: Connection, given: str) -> TestimonyView:
    """All of the testimony whose id is `given` or begins so. Raises UsageError."""
    testimony = find_id(connection, given)
    c = t.testimonies.c
    query = select(t.testimonies, t.sources.c.media_type, t.sources.c.size).join(t.sources).where(c.id == testimony)
    row = connection.execute(query).one()
    names_query = select(t.source_names.c.uri).where(t.source_names.c.sha256 == row.sha256)
    names = tuple(connection.scalars(names_query.order_by(t.source_names.c.uri)))
    segments, used = _segments(connection, testimony)
    mentions: dict[str, list[MentionView]] = {"text": [], "translation": [], "rejected": []}
    for mention in mention_rows(connection, t.mentions.c.testimony == testimony):
        used.add((mention.name, mention.version, mention.sha256))
        if mention.review != "rejected":
            mentions[mention.side].append(_mention(mention))
        elif mention.side == "text":
            mentions["rejected"].append(_mention(mention))
    return TestimonyView(
        id=row.id,
        source=names[0],
        language=row.language,
        segments=segments,
        mentions=tuple(mentions["text"]),
        translation_mentions=tuple(mentions["translation"]),
        title=row.title,
        collection=row.collection,
        recorded_on=row.recorded_on,
        declared_language=row.declared_language,
        access=row.access,
        consent=row.consent,
        notes=tuple(json.loads(row.notes)),
        text=row.text,
        sha256=row.sha256,
        media_type=row.media_type,
        size=row.size,
        locator=row.locator,
        names=names,
        models=tuple({"name": name, "version": version, "sha256": sha256} for name, version, sha256 in sorted(used)),
        rejected_mentions=tuple(mentions["rejected"]),
    )


def _mention(row: Row[Any]) -> MentionView:
    return MentionView(
        ordinal=row.ordinal,
        start=row.start,
        end=row.end,
        text=row.text,
        label=row.label,
        value=row.value if row.label == "DATE" else None,
        entity=row.entity,
        model=f"{row.name} {row.version}",
        score=row.score,
        name=row.entity_name,
        status=mention_status(row),
        inferred=row.inferred,
        review=row.review or ("changed" if row.decision else None),
        decision=row.decision,
    )


def mention_status(row: Row[Any]) -> str | None:
    """The status of the entity of a row of `mention_rows`."""
    return status(row.entity_label, row.testimonies, row.confirmed)


def _segments(connection: Connection, testimony: str) -> tuple[tuple[SegmentView, ...], set[tuple[str, str, str]]]:
    s, v, k = t.segments.c, t.translations.c, t.models.c
    translation = (v.text.label("translation"), v.target_language, v.score, v.flags, k.name, k.version, k.sha256)
    query = (
        select(t.segments, *translation)
        .outerjoin(t.translations, v.segment == s.id)
        .outerjoin(t.models, k.id == v.model)
        .where(s.testimony == testimony)
        .order_by(s.ordinal)
    )
    found: list[SegmentView] = []
    used: set[tuple[str, str, str]] = set()
    for row in connection.execute(query):
        if row.name is not None:
            used.add((row.name, row.version, row.sha256))
        found.append(
            SegmentView(
                ordinal=row.ordinal,
                start=row.start,
                end=row.end,
                language=row.language,
                text=row.text,
                translation=row.translation,
                flags=flags_of(row.flags),
                language_confidence=row.language_confidence,
                detector=row.detector,
                speaker=row.speaker,
                start_ms=row.start_ms,
                end_ms=row.end_ms,
                page=row.page,
                translation_language=row.target_language,
                translation_score=row.score,
                translation_model=None if row.name is None else f"{row.name} {row.version}",
            )
        )
    return tuple(found), used


def remembered(connection: Connection, keys: Collection[str]) -> dict[str, Remembered]:
    """One translation for each of `keys` that is the `memory` of any; those of a key differ in speakers' names only."""
    s, v, k = t.segments.c, t.translations.c, t.models.c
    found: dict[str, Remembered] = {}
    for some in chunks(sorted(keys)):
        # One a key: a short answer may have been given, and stored, thousands of times.
        firsts = select(func.min(v.segment)).where(v.memory.in_(some)).group_by(v.memory)
        query = (
            select(v.memory, s.text.label("segment"), v.text, v.score, v.flags, k.name, k.version, k.sha256)
            .join(t.segments, s.id == v.segment)
            .outerjoin(t.models, k.id == v.model)
            .where(v.segment.in_(firsts))
        )
        for row in connection.execute(query):
            model = None if row.name is None else ModelRef(row.name, row.version, row.sha256)
            found[row.memory] = Remembered(row.segment, row.text, row.score, model, flags_of(row.flags))
    return found
