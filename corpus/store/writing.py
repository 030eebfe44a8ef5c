"""Writing testimonies: each in one transaction, there whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from corpus.records import AnnotatedTestimony, Mention, ModelRef
from corpus.store import fulltext
from corpus.store import tables as t
from corpus.store.applying import added_row, rules_of
from corpus.store.checks import check
from corpus.store.counting import Said, Tally, apply, stored_tally, tally
from corpus.store.database import Database
from corpus.store.effects import Found, Place, effects
from corpus.store.forms import add_forms
from corpus.store.periods import bounds

__all__ = ["add", "replace"]


def add(database: Database, item: AnnotatedTestimony, *, language: str, run_id: str) -> bool:
    """Store `item`, or return False and change nothing if its id is stored. Its original must have been kept before.

    Raises InputError for a record that contradicts itself, CorpusError where the corpus can't be written.
    """
    check(item)
    with database.write() as connection:
        known = select(t.testimonies.c.id).where(t.testimonies.c.id == item.testimony.id)
        if connection.execute(known).first():
            return False
        _insert(connection, item, language=language, run_id=run_id, before=Tally())
    return True


def replace(database: Database, item: AnnotatedTestimony, *, language: str, run_id: str) -> None:
    """Store `item` in place of what is stored under its id, if anything is; the errors are those of `add`.

    What people decided about it holds again.
    """
    check(item)
    with database.write() as connection:
        before = stored_tally(connection, item.testimony.id)
        fulltext.unindex(connection, item.testimony.id)
        connection.execute(delete(t.testimonies).where(t.testimonies.c.id == item.testimony.id))
        _insert(connection, item, language=language, run_id=run_id, before=before)


def _insert(connection: Connection, item: AnnotatedTestimony, *, language: str, run_id: str, before: Tally) -> None:
    testimony = item.testimony
    connection.execute(t.testimonies.insert(), _testimony(item, language=language, run_id=run_id))
    # Numbers are given here, because the rows below need them and a row at a time would cost a round trip each. No
    # other writer can take the same ones: the transaction is IMMEDIATE.
    last = connection.scalar(select(func.coalesce(func.max(t.segments.c.id), 0))) or 0
    ids = {segment.ordinal: last + place for place, segment in enumerate(item.segments, start=1)}
    models = _models(connection, item)
    _rows(
        connection,
        t.segments,
        [
            {
                "id": ids[segment.ordinal],
                "testimony": testimony.id,
                "ordinal": segment.ordinal,
                "start": segment.start,
                "end": segment.end,
                "text": segment.text,
                "language": segment.language.tag if segment.language else "und",
                "language_confidence": segment.language.confidence if segment.language else None,
                "detector": segment.language.detector if segment.language else None,
                "speaker": segment.speaker,
                "start_ms": segment.start_ms,
                "end_ms": segment.end_ms,
                "page": segment.page,
            }
            for segment in item.segments
        ],
    )
    _rows(
        connection,
        t.translations,
        [
            {
                "segment": ids[translation.segment],
                "source_language": translation.source_language,
                "target_language": translation.target_language,
                "text": translation.text,
                "score": translation.score,
                "model": models[translation.model] if translation.model else None,
                "flags": json.dumps(translation.flags),
                "memory": translation.memory,
            }
            for translation in item.translations
        ],
    )
    _mentions(connection, item, ids, models, before)
    add_forms(connection, item.lemmas)
    fulltext.index(connection, testimony.id)


def _mentions(
    connection: Connection,
    item: AnnotatedTestimony,
    ids: Mapping[int, int],
    models: Mapping[ModelRef, int],
    before: Tally,
) -> None:
    """Store the mentions as the decisions of people leave them, what the resolver said of them, and the counts."""
    testimony = item.testimony
    rules = rules_of(connection)
    sides = [("text", m) for m in item.mentions] + [("translation", m) for m in item.translation_mentions]
    called = {entity.id: entity.name for entity in item.entities}
    found = [
        Found(key, side, ids[m.segment], m.start, m.end, m.label, m.entity, called.get(m.entity or "", m.text))
        for key, (side, m) in enumerate(sides)
    ]
    places = [Place(ids[segment.ordinal], segment.start, segment.end) for segment in item.segments]
    outcomes, added = effects(rules, testimony.id, testimony.text, places, found)
    rows = [
        {**_mention(mention, side, testimony.id, ids, models), **asdict(outcomes[key])}
        for key, (side, mention) in enumerate(sides)
    ]
    rows += [added_row(connection, testimony.id, one) for one in added]
    _rows(connection, t.mentions, rows)
    _rows(
        connection,
        t.resolved,
        [{"testimony": testimony.id, "entity": e.id, "label": e.label, "name": e.name} for e in item.entities],
    )
    joins = [{"testimony": testimony.id, "entity": e.id, **asdict(join)} for e in item.entities for join in e.joins]
    _rows(connection, t.joins, joins)
    spoken = [row for row in rows if row["side"] == "text"]
    said = [Said(testimony.id, row["machine"], row["entity"], row["label"], row["text"]) for row in spoken]
    names = {(testimony.id, entity): name for entity, name in called.items()}
    if len(spoken) != len(item.mentions) or any(row["status"] == "rejected" for row in spoken):
        count = sum(row["status"] != "rejected" for row in spoken)
        connection.execute(update(t.testimonies).where(t.testimonies.c.id == testimony.id).values(mentions=count))
    apply(connection, before=before, after=tally(said, names), rules=rules)


def _testimony(item: AnnotatedTestimony, *, language: str, run_id: str) -> dict[str, Any]:
    testimony = item.testimony
    recorded_from, recorded_to = bounds(testimony.recorded_on)
    return {
        "id": testimony.id,
        "sha256": testimony.source.sha256,
        "locator": testimony.locator,
        "title": testimony.title,
        "text": testimony.text,
        "collection": testimony.collection,
        "recorded_on": testimony.recorded_on,
        "recorded_from": recorded_from,
        "recorded_to": recorded_to,
        "declared_language": testimony.declared_language,
        "language": language,
        "access": testimony.access,
        "consent": testimony.consent,
        "notes": json.dumps(testimony.notes, ensure_ascii=False),
        "segments": len(item.segments),
        "mentions": len(item.mentions),
        "run": run_id,
    }


def _mention(
    mention: Mention, side: str, testimony: str, ids: Mapping[int, int], models: Mapping[ModelRef, int]
) -> dict[str, Any]:
    value_from, value_to = bounds(mention.value)
    return {
        "testimony": testimony,
        "segment": ids[mention.segment],
        "side": side,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "label": mention.label,
        "score": mention.score,
        "model": models[mention.model],
        "value": mention.value,
        "value_from": value_from,
        "value_to": value_to,
        "inferred": mention.inferred,
        "machine": mention.entity,
        "machine_label": mention.label,
    }


def _models(connection: Connection, item: AnnotatedTestimony) -> dict[ModelRef, int]:
    """The numbers of the models that made the annotations of `item`."""
    used: Iterable[ModelRef | None] = (
        *(translation.model for translation in item.translations),
        *(mention.model for mention in (*item.mentions, *item.translation_mentions)),
    )
    c = t.models.c
    found: dict[ModelRef, int] = {}
    for model in dict.fromkeys(used):
        if model is not None:
            row = {"name": model.name, "version": model.version, "sha256": model.sha256}
            connection.execute(insert(t.models).values(row).on_conflict_do_nothing())
            query = select(c.id).where(c.name == model.name, c.version == model.version, c.sha256 == model.sha256)
            found[model] = connection.scalars(query).one()
    return found


def _rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    # SQLAlchemy takes an empty list for one row of defaults.
    if rows:
        connection.execute(table.insert(), rows)
