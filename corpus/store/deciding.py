"""The decisions that people can make, one function each: what was given is looked up and checked, then recorded.

A decision that makes no sense is refused with UsageError, and a name that fits nothing or several things with
NameLookupError. No message quotes a testimony.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, func, select

from corpus.errors import NameLookupError, UsageError
from corpus.folding import fold, folded_name
from corpus.personal_names import parts
from corpus.records import Anchor, Decision, entity_id
from corpus.store import tables as t
from corpus.store.anchors import occurrences, overlap
from corpus.store.applying import all_decisions, rules_of
from corpus.store.counting import likeliest_label
from corpus.store.decisions import Signature, record, with_new_names
from corpus.store.given import (
    anchor_of,
    checked_name,
    entities_of,
    entity_of,
    mention_at,
    names_of,
    place_of,
    shown,
    testimonies_of,
)
from corpus.store.names import find_exact, suggestions
from corpus.store.parameters import checked_label
from corpus.store.periods import bounds
from corpus.store.reading import find_id
from corpus.thing_names import without_article

__all__ = ["add", "confirm", "distinct", "merge", "reject", "reject_all", "relabel", "rename", "split"]


def merge(connection: Connection, a: str, b: str, signature: Signature) -> Decision:
    """`b` is the same as `a`, and goes into it: `a` keeps its id, its name and its label."""
    into, gone = entities_of(connection, a, b)
    if into.label != gone.label:
        raise UsageError(
            f"{shown(into)} is labelled {into.label}, {shown(gone)} {gone.label}.",
            code="labels",
            hint=f"Relabel one of them first, for example: testimonio relabel {gone.id} {into.label}",
        )
    if decided := rules_of(connection).distinct.get(frozenset((into.id, gone.id))):
        raise UsageError(
            f"It was decided that {shown(into)} and {shown(gone)} are not the same.",
            code="contradiction",
            hint=f"First take that back: testimonio undo {decided}",
        )
    data: dict[str, Any] = {"into": into.id, "from": gone.id, "label": _machine_label(connection, into)}
    if into.label == "PERSON":
        testimonies = {side: testimonies_of(connection, row.id) for side, row in (("into", into), ("from", gone))}
        data["testimonies"] = testimonies
    return record(connection, "merge", {**data, "names": names_of(into, gone)}, signature)


def split(
    connection: Connection,
    given: str,
    signature: Signature,
    *,
    testimonies: Sequence[str] = (),
    mentions: Sequence[str] = (),
    name: str | None = None,
) -> Decision:
    """The mentions in `testimonies`, and those at `mentions` (TESTIMONY:START-END), are of somebody else."""
    entity = entity_of(connection, given)
    if not testimonies and not mentions:
        raise UsageError("Say which mentions are of somebody else.", hint="Give --testimony or --mention.")
    own = set(testimonies_of(connection, entity.id))
    apart = sorted({find_id(connection, testimony) for testimony in testimonies})
    if strangers := [testimony for testimony in apart if testimony not in own]:
        raise UsageError(f"It isn't mentioned in {', '.join(strangers)}.", code="not_mentioned")
    rows = [mention_at(connection, mention) for mention in mentions]
    if any(row.entity != entity.id for row in rows):
        raise UsageError("A mention that was given is one of another entity.", code="not_mentioned")
    m = t.mentions.c
    said = (m.entity == entity.id, m.side == "text")
    left = {row.id for row in connection.execute(select(m.id).where(*said, m.testimony.not_in(apart)))}
    if not left - {row.id for row in rows}:
        raise UsageError("Nothing would be left of it.", code="nothing_left", hint="Rename it instead.")
    anchors = [asdict(anchor) for anchor in sorted({anchor_of(row) for row in rows}, key=place_of)]
    key = "\n".join(["split", entity.id, *apart, *(f"{a['testimony']}:{a['start']}-{a['end']}" for a in anchors)])
    new = entity_id(entity.label, key)
    data = {"entity": entity.id, "testimonies": apart, "mentions": anchors, "new": new}
    names = {**names_of(entity), new: name or entity.name}
    if name is not None:
        data["name"] = names[new] = checked_name(name)
    return with_new_names(connection, record(connection, "split", {**data, "names": names}, signature))


def rename(connection: Connection, given: str, name: str, signature: Signature) -> Decision:
    """The entity is called `name` from now on; what it was called remains an alias where it was said."""
    entity = entity_of(connection, given)
    name = checked_name(name)
    if name == entity.name:
        raise UsageError("It is called so already.", code="nothing_new")
    return record(connection, "rename", {"entity": entity.id, "name": name, "names": names_of(entity)}, signature)


def relabel(
    connection: Connection, given: str | None, label: str, signature: Signature, *, mention: str | None = None
) -> Decision:
    """The entity, or the one mention, is of another kind."""
    label = checked_label(label)
    if (given is None) == (mention is None):
        raise UsageError("Name either an entity or a mention.")
    if given is not None:
        entity = entity_of(connection, given)
        if entity.label == label:
            raise UsageError(f"It is a {label} already.", code="nothing_new")
        data: dict[str, Any] = {"entity": entity.id, "label": label, "names": names_of(entity)}
        if entity.label == "DATE":  # named after its value, and joined by it: what is no date has neither
            data["called"] = _commonest_surface(connection, entity.id) or entity.name
        return record(connection, "relabel", data, signature)
    row = mention_at(connection, mention or "")
    if row.label == label:
        raise UsageError(f"The mention is a {label} already.", code="nothing_new")
    meant = _meant(connection, row.testimony, label, row.text)
    if row.label == "DATE" and "name" in meant:
        meant["called"] = meant["name"]
    return record(connection, "relabel", {"mentions": [asdict(anchor_of(row))], "label": label, **meant}, signature)


def reject(connection: Connection, given: str | None, signature: Signature, *, mention: str | None = None) -> Decision:
    """The entity, with all its mentions, those to come too, or the one mention, is no name of anything."""
    if (given is None) == (mention is None):
        raise UsageError("Name either an entity or a mention.")
    if given is not None:
        entity = entity_of(connection, given)
        return record(connection, "reject", {"entity": entity.id, "names": names_of(entity)}, signature)
    row = mention_at(connection, mention or "")
    return record(connection, "reject", {"mentions": [asdict(anchor_of(row))]}, signature)


def reject_all(connection: Connection, name: str, signature: Signature, *, label: str | None = None) -> Decision:
    """Nothing that is called exactly `name` is a name: he, in whatever testimony, also in those to come."""
    folded, c = folded_name(checked_name(name)), t.entities.c
    rows = connection.execute(select(c.id, c.label).where(c.folded == folded).order_by(c.id)).all()
    rows = [row for row in rows if label is None or row.label == checked_label(label)]
    labels = sorted({row.label for row in rows})
    if not labels:
        what = "Nothing" if label is None else f"No {checked_label(label)}"
        raise NameLookupError(f"{what} has exactly this name.", candidates=suggestions(connection, name))
    if len(labels) > 1:
        raise UsageError(
            "Things of several kinds are called so.", code="name", hint=f"Say which: --label {' or '.join(labels)}"
        )
    data = {"name": folded, "label": labels[0], "entities": [row.id for row in rows]}
    return record(connection, "reject", data, signature)


def add(
    connection: Connection,
    testimony: str,
    text: str,
    label: str,
    signature: Signature,
    *,
    start: int | None = None,
    entity: str | None = None,
) -> Decision:
    """`text` is a name, where it begins at `start`, or else wherever it stands as whole words in the testimony.

    It means `entity` (a name or id; an unknown name makes a new one), or what the same words mean there already, or
    else what they say; of a DATE, `entity` may be its value. A mention that the machine found at the same place gives
    way; without `start`, longer ones stay.
    """
    label, text = checked_label(label), checked_name(text)
    testimony = find_id(connection, testimony)
    c, s, m = t.testimonies.c, t.segments.c, t.mentions.c
    whole = connection.scalars(select(c.text).where(c.id == testimony)).one()
    sentences = [tuple(row) for row in connection.execute(select(s.start, s.end).where(s.testimony == testimony))]
    spans = [span for span in occurrences(whole, text) if start is None or span[0] == start]
    spans = [span for span in spans if any(first <= span[0] and span[1] <= last for first, last in sentences)]
    if not spans:
        where = "there" if start is not None else "in this testimony"
        raise UsageError(f"These words don't stand {where}, as whole words of one sentence.", code="not_there")
    columns = (m.start, m.end, m.label, m.entity)
    query = select(*columns).where(m.testimony == testimony, m.side == "text", m.status != "rejected")
    marked = connection.execute(query).all()
    meant = _meant(connection, testimony, label, text, entity)
    same = {(row.start, row.end) for row in marked if (row.label, row.entity) == (label, meant["entity"])}
    if start is None:
        long = [(row.start, row.end) for row in marked if row.end - row.start > len(text)]
        spans = [span for span in spans if not any(overlap(span, other) for other in long)]
    spans = [span for span in spans if span not in same]
    if not spans:
        raise UsageError("These words are marked already, or belong to longer names.", code="nothing_new")
    anchors = [asdict(Anchor(testimony, *span, whole[slice(*span)])) for span in spans]
    data = {"mentions": anchors, "label": label, **meant}
    if label == "DATE" and bounds(name := meant["names"][meant["entity"]])[0] is not None:
        data["value"] = name
    if label == "PERSON" and entity is not None and (sides := _sides(connection, meant["entity"], testimony)):
        data["testimonies"] = sides
    return record(connection, "add", data, signature)


def confirm(connection: Connection, given: str, signature: Signature) -> Decision:
    """It was reviewed: in all testimonies that mention the entity now, it is the same."""
    entity = entity_of(connection, given)
    if entity.confirmed:
        raise UsageError("It is confirmed already.", code="nothing_new")
    data = {"entity": entity.id, "testimonies": testimonies_of(connection, entity.id), "names": names_of(entity)}
    return record(connection, "confirm", data, signature)


def distinct(connection: Connection, a: str, b: str, signature: Signature) -> Decision:
    """The two are not the same; nobody will be asked again."""
    one, other = sorted(entities_of(connection, a, b), key=lambda row: row.id)
    if frozenset((one.id, other.id)) in rules_of(connection).distinct:
        raise UsageError("This was decided already.", code="nothing_new")
    return record(connection, "distinct", {"a": one.id, "b": other.id, "names": names_of(one, other)}, signature)


# --- What follows from the corpus ------------------------------------------------------------------------------------


def _sides(connection: Connection, entity: str, testimony: str) -> dict[str, list[str]]:
    """The testimonies that mention `entity`, and the one that does now because a person says so; none where that one
    did before, for then nothing was said of what joined them.
    """
    told = {one.id for one in all_decisions(connection) if one.kind == "add" and "testimonies" in one.data}
    m = t.mentions.c
    here = select(m.decision).where(m.entity == entity, m.testimony == testimony, m.side == "text")
    others = [other for other in testimonies_of(connection, entity) if other != testimony]
    if not others or set(connection.scalars(here)) - told:
        return {}
    return {"into": others, "from": [testimony]}


def _commonest_surface(connection: Connection, entity: str) -> str | None:
    c = t.entity_surfaces.c
    query = select(c.text).where(c.entity == entity, c.mentions > 0)
    return connection.scalars(query.order_by(c.mentions.desc(), func.length(c.text).desc(), c.text)).first()


def _machine_label(connection: Connection, entity: Row[Any]) -> str:
    """The label that its own mentions have without any decision: what it would be called if its relabelling were
    undone.
    """
    m = t.mentions.c
    query = select(m.machine_label, func.count()).where(m.machine == entity.id, m.side == "text")
    counts = Counter({row[0]: row[1] for row in connection.execute(query.group_by(m.machine_label))})
    return likeliest_label(counts) if counts else str(entity.label)


def _meant(connection: Connection, testimony: str, label: str, words: str, given: str | None = None) -> dict[str, Any]:
    """What `words` mean in `testimony` as a `label`: an entity that is there, or ("name" is set then) a new one."""
    name = checked_name(given) if given else " ".join(words.split())
    if given is None and (known := _said_there(connection, testimony, label, name)):
        return known
    # A person's name is never taken for that of a known person elsewhere unless it is said so, or the names are equal.
    if (given is not None or label != "PERSON") and (found := _known(connection, testimony, label, name, given)):
        row = entity_of(connection, found)
        return {"entity": row.id, "names": names_of(row)}
    if given is not None and re.fullmatch(r"[0-9a-f]{16}", name):
        other = entity_of(connection, name)
        raise UsageError(f"{shown(other)} is labelled {other.label}, not {label}.", code="labels")
    # As in the machine's own ids: an article is no part of the key, and one name alone never joins two testimonies.
    key = fold(name) if label == "PERSON" else without_article(fold(name)) or fold(name)
    if label == "PERSON" and len([part for part in parts(name) if len(part) > 1]) < 2:
        key = f"{key}\n{testimony}"
    new = entity_id(label, key)
    return {"entity": new, "name": name, "names": {new: name}}


def _known(connection: Connection, testimony: str, label: str, name: str, given: str | None) -> str | None:
    try:
        return find_exact(connection, name, label=label)
    except NameLookupError as error:
        if given is not None:
            raise
        message = "The words there mean several entities. Say which by its id: testimonio add"
        options = f"--label {label} --start START --entity ID"
        raise NameLookupError(f"{message} {testimony} --text TEXT {options}", candidates=error.candidates) from error


def _said_there(connection: Connection, testimony: str, label: str, name: str) -> dict[str, Any] | None:
    """The one entity that the testimony means by the same words elsewhere."""
    m = t.mentions.c
    query = select(m.text, m.entity).where(
        m.testimony == testimony, m.side == "text", m.label == label, m.entity.is_not(None)
    )
    found = {row.entity for row in connection.execute(query) if folded_name(row.text) == fold(name)}
    if len(found) != 1:
        return None
    row = entity_of(connection, found.pop())
    return {"entity": row.id, "names": names_of(row)}
