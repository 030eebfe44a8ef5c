"""The decisions that people can make, one function each: what was given is looked up and checked, then recorded.

A decision that makes no sense is refused with UsageError, and a name that fits nothing or several things with
NameLookupError. No message quotes a testimony.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, func, select

from corpus.errors import UsageError
from corpus.folding import fold, folded_name
from corpus.personal_names import parts
from corpus.records import Anchor, Decision, entity_id
from corpus.store import tables as t
from corpus.store.anchors import occurrences, overlap
from corpus.store.applying import rules_of
from corpus.store.counting import likeliest_label
from corpus.store.decisions import Signature, record
from corpus.store.names import find_entity, find_exact
from corpus.store.parameters import checked_label, storable
from corpus.store.periods import bounds
from corpus.store.reading import find_id
from corpus.thing_names import without_article

__all__ = ["add", "confirm", "distinct", "merge", "reject", "reject_all", "relabel", "rename", "split"]

LONGEST_NAME = 200  # the longest name of an institution in a law has some 120 characters


def merge(connection: Connection, a: str, b: str, signature: Signature) -> Decision:
    """`b` is the same as `a`, and goes into it: `a` keeps its id, its name and its label."""
    into, gone = _entity(connection, a), _entity(connection, b)
    if into.id == gone.id:
        raise UsageError(f"Both names mean the same entity, {into.id}.", code="same_entity")
    data: dict[str, Any] = {"into": into.id, "from": gone.id, "label": _machine_label(connection, into)}
    if into.label == "PERSON":
        testimonies = {side: _testimonies(connection, row.id) for side, row in (("into", into), ("from", gone))}
        data["testimonies"] = testimonies
    return record(connection, "merge", {**data, "names": _names(into, gone)}, signature)


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
    entity = _entity(connection, given)
    if not testimonies and not mentions:
        raise UsageError("Say which mentions are of somebody else.", hint="Give --testimony or --mention.")
    own = set(_testimonies(connection, entity.id))
    apart = sorted({find_id(connection, testimony) for testimony in testimonies})
    if strangers := [testimony for testimony in apart if testimony not in own]:
        raise UsageError(f"It isn't mentioned in {', '.join(strangers)}.", code="not_mentioned")
    rows = [_mention(connection, mention) for mention in mentions]
    if any(row.entity != entity.id for row in rows):
        raise UsageError("A mention that was given is one of another entity.", code="not_mentioned")
    m = t.mentions.c
    said = (m.entity == entity.id, m.side == "text")
    left = {row.id for row in connection.execute(select(m.id).where(*said, m.testimony.not_in(apart)))}
    if not left - {row.id for row in rows}:
        raise UsageError("Nothing would be left of it.", code="nothing_left", hint="Rename it instead.")
    anchors = [asdict(anchor) for anchor in sorted({_anchor(row) for row in rows}, key=_place)]
    key = "\n".join(["split", entity.id, *apart, *(f"{a['testimony']}:{a['start']}-{a['end']}" for a in anchors)])
    new = entity_id(entity.label, key)
    data = {"entity": entity.id, "testimonies": apart, "mentions": anchors, "new": new}
    names = {**_names(entity), new: name or entity.name}
    if name is not None:
        data["name"] = names[new] = _checked_name(name)
    return record(connection, "split", {**data, "names": names}, signature)


def rename(connection: Connection, given: str, name: str, signature: Signature) -> Decision:
    """The entity is called `name` from now on; what it was called remains an alias where it was said."""
    entity = _entity(connection, given)
    name = _checked_name(name)
    if name == entity.name:
        raise UsageError("It is called so already.", code="nothing_new")
    return record(connection, "rename", {"entity": entity.id, "name": name, "names": _names(entity)}, signature)


def relabel(
    connection: Connection, given: str | None, label: str, signature: Signature, *, mention: str | None = None
) -> Decision:
    """The entity, or the one mention, is of another kind."""
    label = checked_label(label)
    if (given is None) == (mention is None):
        raise UsageError("Name either an entity or a mention.")
    if given is not None:
        entity = _entity(connection, given)
        if entity.label == label:
            raise UsageError(f"It is a {label} already.", code="nothing_new")
        data = {"entity": entity.id, "label": label, "names": _names(entity)}
        return record(connection, "relabel", data, signature)
    row = _mention(connection, mention or "")
    if row.label == label:
        raise UsageError(f"The mention is a {label} already.", code="nothing_new")
    meant = _meant(connection, row.testimony, label, row.text)
    return record(connection, "relabel", {"mentions": [asdict(_anchor(row))], "label": label, **meant}, signature)


def reject(connection: Connection, given: str | None, signature: Signature, *, mention: str | None = None) -> Decision:
    """The entity, with all its mentions, those to come too, or the one mention, is no name of anything."""
    if (given is None) == (mention is None):
        raise UsageError("Name either an entity or a mention.")
    if given is not None:
        entity = _entity(connection, given)
        return record(connection, "reject", {"entity": entity.id, "names": _names(entity)}, signature)
    row = _mention(connection, mention or "")
    return record(connection, "reject", {"mentions": [asdict(_anchor(row))]}, signature)


def reject_all(connection: Connection, name: str, signature: Signature, *, label: str | None = None) -> Decision:
    """Nothing that is called exactly `name` is a name: he, in whatever testimony, also in those to come."""
    folded, c = folded_name(_checked_name(name)), t.entities.c
    rows = connection.execute(select(c.id, c.label).where(c.folded == folded).order_by(c.id)).all()
    rows = [row for row in rows if label is None or row.label == checked_label(label)]
    labels = sorted({row.label for row in rows})
    if not labels:
        raise UsageError("Nothing is called so.", code="name")
    if len(labels) > 1:
        raise UsageError("Things of several kinds are called so.", hint=f"Say which: {', '.join(labels)}.")
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
    label, text = checked_label(label), _checked_name(text)
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
    return record(connection, "add", data, signature)


def confirm(connection: Connection, given: str, signature: Signature) -> Decision:
    """It was reviewed: in all testimonies that mention the entity now, it is the same."""
    entity = _entity(connection, given)
    if entity.confirmed:
        raise UsageError("It is confirmed already.", code="nothing_new")
    data = {"entity": entity.id, "testimonies": _testimonies(connection, entity.id), "names": _names(entity)}
    return record(connection, "confirm", data, signature)


def distinct(connection: Connection, a: str, b: str, signature: Signature) -> Decision:
    """The two are not the same; nobody will be asked again."""
    one, other = sorted((_entity(connection, a), _entity(connection, b)), key=lambda row: row.id)
    if one.id == other.id:
        raise UsageError(f"Both names mean the same entity, {one.id}.", code="same_entity")
    if frozenset((one.id, other.id)) in rules_of(connection).distinct:
        raise UsageError("This was decided already.", code="nothing_new")
    return record(connection, "distinct", {"a": one.id, "b": other.id, "names": _names(one, other)}, signature)


# --- Looking up and checking ----------------------------------------------------------------------------------------


def _entity(connection: Connection, given: str) -> Row[Any]:
    query = select(t.entities).where(t.entities.c.id == find_entity(connection, given))
    return connection.execute(query).one()


def _names(*rows: Row[Any]) -> dict[str, str]:
    return {row.id: row.name for row in rows}


def _testimonies(connection: Connection, entity: str) -> list[str]:
    m = t.mentions.c
    query = select(m.testimony).where(m.entity == entity, m.side == "text").distinct().order_by(m.testimony)
    return list(connection.scalars(query))


def _machine_label(connection: Connection, entity: Row[Any]) -> str:
    """The label that its own mentions have without any decision: what it would be called if its relabelling were
    undone.
    """
    m = t.mentions.c
    query = select(m.machine_label, func.count()).where(m.machine == entity.id, m.side == "text")
    counts = Counter({row[0]: row[1] for row in connection.execute(query.group_by(m.machine_label))})
    return likeliest_label(counts) if counts else str(entity.label)


def _mention(connection: Connection, given: str) -> Row[Any]:
    """The mention at TESTIMONY:START-END of the source text."""
    match = re.fullmatch(r"([0-9a-f]+):([0-9]{1,12})-([0-9]{1,12})", given.strip())
    if match is None:
        raise UsageError("A mention is written TESTIMONY:START-END, with the offsets that show --json gives.")
    testimony, start, end = find_id(connection, match[1]), int(match[2]), int(match[3])
    m = t.mentions.c
    here = (m.testimony == testimony, m.side == "text", m.status != "rejected")
    found = connection.execute(select(t.mentions).where(*here, m.start == start, m.end == end)).first()
    if found is None:
        near = connection.execute(select(m.start, m.end).where(*here, m.start < end, m.end > start)).all()
        hint = "Mentions there: " + ", ".join(f"{row.start}-{row.end}" for row in near) + "." if near else ""
        raise UsageError(f"There is no mention at {start}-{end} of {testimony}.", code="unknown_mention", hint=hint)
    return found


def _anchor(row: Row[Any]) -> Anchor:
    return Anchor(row.testimony, row.start, row.end, row.text)


def _place(anchor: Anchor) -> tuple[str, int, int]:
    return anchor.testimony, anchor.start, anchor.end


def _meant(connection: Connection, testimony: str, label: str, words: str, given: str | None = None) -> dict[str, Any]:
    """What `words` mean in `testimony` as a `label`: an entity that is there, or ("name" is set then) a new one."""
    name = _checked_name(given) if given else " ".join(words.split())
    if given is None and (known := _said_there(connection, testimony, label, name)):
        return known
    # A person's name is never taken for that of a known person elsewhere unless it is said so, or the names are equal.
    if (given is not None or label != "PERSON") and (found := find_exact(connection, name, label=label)):
        row = _entity(connection, found)
        return {"entity": row.id, "names": _names(row)}
    if given is not None and re.fullmatch(r"[0-9a-f]{16}", name):
        raise UsageError(
            "There is no entity with this id.", code="name", hint="The ids are listed by: testimonio entities"
        )
    # As in the machine's own ids: an article is no part of the key, and one name alone never joins two testimonies.
    key = fold(name) if label == "PERSON" else without_article(fold(name)) or fold(name)
    if label == "PERSON" and len([part for part in parts(name) if len(part) > 1]) < 2:
        key = f"{key}\n{testimony}"
    new = entity_id(label, key)
    return {"entity": new, "name": name, "names": {new: name}}


def _said_there(connection: Connection, testimony: str, label: str, name: str) -> dict[str, Any] | None:
    """The one entity that the testimony means by the same words elsewhere."""
    m = t.mentions.c
    query = select(m.text, m.entity).where(
        m.testimony == testimony, m.side == "text", m.label == label, m.entity.is_not(None)
    )
    found = {row.entity for row in connection.execute(query) if folded_name(row.text) == fold(name)}
    if len(found) != 1:
        return None
    row = _entity(connection, found.pop())
    return {"entity": row.id, "names": _names(row)}


def _checked_name(name: str) -> str:
    name = unicodedata.normalize("NFC", " ".join(storable(name).split()))  # as the texts are
    if not name:
        raise UsageError("A name can't be empty.", code="name")
    if len(name) > LONGEST_NAME or any(ord(c) < 32 or 127 <= ord(c) < 160 for c in name):
        raise UsageError(f"A name has at most {LONGEST_NAME} characters, all of them printable.", code="name")
    return name
