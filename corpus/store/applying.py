"""Decisions in the database, and bringing mentions and counts in line with them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, Row, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from corpus.records import Decision
from corpus.store import tables as t
from corpus.store.counting import Names, Said, apply, tally
from corpus.store.effects import Added, Found, Place, effects
from corpus.store.parameters import chunks
from corpus.store.periods import bounds
from corpus.store.rules import Rules, anchors_of

__all__ = ["added_row", "all_decisions", "names_in", "refresh", "rules_of", "touch"]

# Names the "model" of a mention that a person added.
_BY_HAND = {"name": "decision", "version": "by hand", "sha256": ""}

_known: WeakKeyDictionary[Engine, tuple[tuple[int, int], Rules]] = WeakKeyDictionary()


def all_decisions(connection: Connection) -> list[Decision]:
    """Every decision, in order, the undone ones too."""
    c = t.decisions.c
    columns = (c.id, c.number, c.kind, c.data, c.by, c.at, c.why, c.undone_by, c.undone_at)
    rows = connection.execute(select(*columns).order_by(c.number))
    return [Decision(**{**row._mapping, "data": json.loads(row.data)}) for row in rows]


def rules_of(connection: Connection) -> Rules:
    """The rules that hold, as of the last transaction that is done.

    Read once: decisions are only ever added and undone, so two counts tell their states apart. A transaction that adds
    one must make its own `Rules`: it may yet fail, and its counts would then stand for another decision.
    """
    c = t.decisions.c
    row = connection.execute(select(func.count(), func.count(c.undone_at)).select_from(t.decisions)).one()
    stamp = (row[0], row[1])
    known = _known.get(connection.engine)
    if known is None or known[0] != stamp:
        known = (stamp, Rules(all_decisions(connection) if row[0] else ()))
        _known[connection.engine] = known
    return known[1]


def touch(connection: Connection, decision: Decision, rules: Rules, wider: Rules) -> None:
    """Bring in line all that `decision` concerns. `rules` are those that hold now; `wider` count it in either way."""
    data = decision.data
    sources = {source for entity in _moved(decision) for source in wider.reaching(entity)}
    testimonies = {anchor.testimony for anchor in anchors_of(data)} | wider.testimonies_naming(sources)
    if decision.kind == "reject" and "name" in data:
        testimonies |= _called(connection, decision)
    named = {data[key] for key in ("entity", "into", "from") if key in data}
    also = named | {rules.final(entity, decision.number) for entity in named}
    refresh(connection, rules, sources=sources, testimonies=testimonies, also=also)


def _moved(decision: Decision) -> Collection[str]:
    """The entities whose mentions, all that come by them, may go another way."""
    data = decision.data
    if decision.kind == "merge":
        return (data["from"],)
    if decision.kind == "split" or (decision.kind in ("relabel", "reject") and "entity" in data):
        return () if decision.kind == "relabel" and "mentions" in data else (data["entity"],)
    return list(data.get("entities", ()))


def _called(connection: Connection, decision: Decision) -> set[str]:
    """The testimonies with a mention that `decision` may reject by its entity's name, or did reject."""
    m, s = t.mentions.c, t.entity_surfaces.c
    called = select(s.entity).where(s.folded == decision.data.get("name", ""))
    query = select(m.testimony).where(or_(m.entity.in_(called), m.decision == decision.id)).distinct()
    return set(connection.scalars(query))


def refresh(
    connection: Connection,
    rules: Rules,
    *,
    sources: Collection[str],
    testimonies: Collection[str],
    also: Collection[str],
) -> None:
    """Bring in line the mentions that the machine gave one of `sources`, all those of `testimonies`, and the counts."""
    m = t.mentions.c
    whole = set(testimonies)
    concerned = set(whole)
    for some in chunks(sorted(sources)):
        concerned |= set(connection.scalars(select(m.testimony).where(m.machine.in_(some)).distinct()))
    whole |= {testimony for testimony in concerned if rules.anchored(testimony)}
    rows = _rows(connection, sources, concerned - whole, whole)
    names = names_in(connection, sorted(whole)) | names_in(connection, sorted(concerned - whole), sorted(sources))
    changes: list[dict[str, Any]] = []
    before: list[Said] = []
    after: list[Said] = []
    recount = set(whole)
    for testimony, mentions in rows.items():
        text, places = _read(connection, testimony) if testimony in whole else ("", [])
        found = [row for row in mentions if row.status != "added"]
        outcomes, added = effects(rules, testimony, text, places, [_found(row, names) for row in found])
        before += [_said(testimony, row, row.entity, row.label) for row in mentions if row.side == "text"]
        for row in found:
            outcome = outcomes[row.id]
            new = (outcome.entity, outcome.label, outcome.status, outcome.decision)
            if outcome.status != row.status:
                recount.add(testimony)
            if new != (row.entity, row.label, row.status, row.decision):
                changes.append(dict(zip(("row", "e", "l", "s", "d"), (row.id, *new), strict=True)))
            if row.side == "text":
                after.append(_said(testimony, row, outcome.entity, outcome.label))
        if testimony in whole:
            _replace_added(connection, testimony, added)
            after += [Said(testimony, None, one.outcome.entity, one.outcome.label, one.text) for one in added]
    if changes:
        values = {"entity": "e", "label": "l", "status": "s", "decision": "d"}
        statement = update(t.mentions).where(m.id == bindparam("row"))
        connection.execute(statement.values({name: bindparam(key) for name, key in values.items()}), changes)
    _count_mentions(connection, sorted(recount))
    apply(connection, before=tally(before, names), after=tally(after, names), rules=rules, also=also, recount=True)


def _rows(
    connection: Connection, sources: Collection[str], parts: Collection[str], whole: Collection[str]
) -> Mapping[str, list[Any]]:
    """By testimony: of `parts` the mentions that the machine gave one of `sources`, of `whole` all. In text order."""
    m = t.mentions.c
    columns = (m.id, m.testimony, m.segment, m.side, m.start, m.end, m.text, m.label, m.entity)
    query = select(*columns, m.machine, m.machine_label, m.status, m.decision).order_by(m.segment, m.start, m.end, m.id)
    found: dict[str, list[Any]] = {testimony: [] for testimony in (*parts, *whole)}
    if parts:
        for some in chunks(sorted(sources)):
            for row in connection.execute(query.where(m.machine.in_(some))):
                if row.testimony in parts:
                    found[row.testimony].append(row)
    for some in chunks(sorted(whole)):
        for row in connection.execute(query.where(m.testimony.in_(some))):
            found[row.testimony].append(row)
    return found


def _found(row: Row[Any], names: Names) -> Found:
    name = names.get((row.testimony, row.machine), row.text)
    return Found(row.id, row.side, row.segment, row.start, row.end, row.machine_label, row.machine, name)


def _said(testimony: str, row: Row[Any], entity: str | None, label: str) -> Said:
    return Said(testimony, row.machine, entity, label, row.text)


def names_in(
    connection: Connection, testimonies: Sequence[str], entities: Sequence[str] | None = None
) -> dict[tuple[str, str], str]:
    """The names that the resolver gave `entities` (None: all) in `testimonies`."""
    c = t.resolved.c
    found: dict[tuple[str, str], str] = {}
    for some in chunks(testimonies):
        query = select(c.testimony, c.entity, c.name).where(c.testimony.in_(some))
        queries = [query] if entities is None else [query.where(c.entity.in_(few)) for few in chunks(entities)]
        for one in queries:
            found |= {(row.testimony, row.entity): row.name for row in connection.execute(one)}
    return found


def _read(connection: Connection, testimony: str) -> tuple[str, list[Place]]:
    s = t.segments.c
    text = connection.scalar(select(t.testimonies.c.text).where(t.testimonies.c.id == testimony)) or ""
    query = select(s.id, s.start, s.end).where(s.testimony == testimony).order_by(s.ordinal)
    return text, [Place(*row) for row in connection.execute(query)]


def _replace_added(connection: Connection, testimony: str, added: Iterable[Added]) -> None:
    m = t.mentions.c
    connection.execute(delete(t.mentions).where(m.testimony == testimony, m.status == "added"))
    rows = [added_row(connection, testimony, one) for one in added]
    if rows:
        connection.execute(t.mentions.insert(), rows)


def added_row(connection: Connection, testimony: str, added: Added) -> dict[str, Any]:
    """The row of a mention that a person added."""
    k = t.models.c
    connection.execute(insert(t.models).values(_BY_HAND).on_conflict_do_nothing())
    model = connection.scalars(select(k.id).where(*(k[name] == value for name, value in _BY_HAND.items()))).one()
    value_from, value_to = bounds(added.value)
    return {
        "testimony": testimony,
        "segment": added.segment,
        "side": "text",
        "start": added.start,
        "end": added.end,
        "text": added.text,
        "label": added.outcome.label,
        "score": 1.0,
        "model": model,
        "value": added.value,
        "value_from": value_from,
        "value_to": value_to,
        "entity": added.outcome.entity,
        "inferred": False,
        "machine": None,
        "machine_label": None,
        "status": "added",
        "decision": added.outcome.decision,
    }


def _count_mentions(connection: Connection, testimonies: Sequence[str]) -> None:
    m, c = t.mentions.c, t.testimonies.c
    count = select(func.count()).where(m.testimony == c.id, m.side == "text", m.status != "rejected")
    for some in chunks(testimonies):
        connection.execute(update(t.testimonies).where(c.id.in_(some)).values(mentions=count.scalar_subquery()))
