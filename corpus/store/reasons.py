"""Why mentions are taken for one entity: each automatic join with its reason and score, and what people decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select

from corpus.personal_names import parts
from corpus.store import tables as t
from corpus.store.applying import all_decisions
from corpus.store.parameters import chunks

__all__ = ["reasons", "same_name_score"]

# How far a shared name alone goes for a person. Of 100,000 people many are called Juan Pérez, few Juan Carlos Cruz
# Batres. For the others: two institutions or places of one name are the exception.
_SAME_PERSON = {1: 0.3, 2: 0.6, 3: 0.8}
_SAME_FULL_PERSON = 0.9
_SAME_THING = 0.95


def same_name_score(label: str, name: str) -> float:
    """How sure it is that testimonies which use the same `name` mean the same, 0 to 1."""
    if label == "PERSON":
        return _SAME_PERSON.get(len(parts(name)), _SAME_FULL_PERSON)
    return 1.0 if label == "DATE" else _SAME_THING


def reasons(connection: Connection, entity: Row[Any]) -> Iterator[dict[str, Any]]:
    """First what joins testimonies, then what people decided, in order, then the joins within each testimony.

    `reason` is `same_name`, the kind of a decision (then `decision`, `by`, `at` and `note`), or that of a join.
    """
    machines = _machines(connection, entity.id)
    for machine, said, testimonies in machines:
        if testimonies > 1:
            name = entity.name if machine == entity.id else said
            score = same_name_score(entity.label, name)
            yield {**_reason(name, "same_name", score, name), "testimonies": testimonies}
    yield from _decided(connection, entity, {machine for machine, _, _ in machines})
    j, m = t.joins.c, t.mentions.c
    here = select(m.id).where(
        m.entity == entity.id, m.side == "text", m.testimony == j.testimony, m.machine == j.entity
    )
    query = select(t.joins).where(here.exists()).order_by(j.testimony, j.segment, j.text, j.reason, j.of)
    for some in chunks(sorted(machine for machine, _, _ in machines)):
        for row in connection.execute(query.where(j.entity.in_(some))):
            yield _reason(row.text, row.reason, row.score, row.of, row.testimony, row.segment)


def _reason(
    text: str, reason: str, score: float, of: str, testimony: str | None = None, segment: int | None = None
) -> dict[str, Any]:
    place = {"testimony": testimony, "segment": segment}
    return {"text": text, "reason": reason, "score": score, "of": of, **place, "decision": None}


def _machines(connection: Connection, entity: str) -> list[tuple[str, str, int]]:
    """The machine's entities that ended here: id, name, and in how many testimonies they did."""
    m, r = t.mentions.c, t.resolved.c
    name = func.coalesce(func.min(r.name), func.min(m.text))
    query = (
        select(m.machine, name, func.count(m.testimony.distinct()))
        .select_from(t.mentions)
        .outerjoin(t.resolved, and_(r.testimony == m.testimony, r.entity == m.machine))
        .where(m.entity == entity, m.side == "text", m.machine.is_not(None))
        .group_by(m.machine)
    )
    return sorted((str(row[0]), " ".join(str(row[1]).split()), int(row[2])) for row in connection.execute(query))


def _decided(connection: Connection, entity: Row[Any], machines: set[str]) -> Iterator[dict[str, Any]]:
    """The decisions that hold and have to do with this entity."""
    ids = {entity.id} | machines
    m = t.mentions.c
    used = set(connection.scalars(select(m.decision).where(m.entity == entity.id, m.decision.is_not(None)).distinct()))
    for decision in all_decisions(connection):
        data = decision.data
        named = {data[key] for key in ("entity", "into", "from", "new", "a", "b") if key in data}
        anchored = decision.kind in ("add", "relabel") and "mentions" in data
        if decision.undone_at is None and (decision.id in used or (named & ids and not anchored)):
            names = data.get("names", {})
            other = data.get("from") or data.get("entity") or data.get("a") or ""
            text = data.get("name") or names.get(other) or entity.name
            entry = _reason(text, decision.kind, 1.0, entity.name)
            yield {**entry, "decision": decision.id, "by": decision.by, "at": decision.at, "note": decision.why}
