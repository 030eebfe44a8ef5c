"""What people decide about entities: checked, written down beside what the machine found, and applied at once.

Each decision is a record of its own that says everything it needs (ids, offsets, words), so that it can be applied
again to the same testimonies after they were processed anew, in any order. Who, when and why stand beside it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select, update

from corpus.errors import UsageError
from corpus.records import Decision
from corpus.store import tables as t
from corpus.store.anchors import locate
from corpus.store.applying import all_decisions, touch
from corpus.store.parameters import chunks, storable
from corpus.store.rules import Rules, anchors_of

__all__ = ["Signature", "listed", "record", "undo", "with_new_names"]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who decides, and why."""

    by: str
    why: str | None = None


def record(connection: Connection, kind: str, data: Mapping[str, Any], signature: Signature) -> Decision:
    """Write a decision down and bring mentions and counts in line. `data["names"]` is for people to read."""
    earlier = all_decisions(connection)
    matter = _matter(data)
    same = sum(1 for one in earlier if one.kind == kind and _matter(one.data) == matter)
    decision = Decision(
        # From what was decided and how often before, not from the clock: two corpora give it the same id.
        id=hashlib.sha256(f"{kind}\n{matter}\n{same}".encode()).hexdigest()[:16],
        number=earlier[-1].number + 1 if earlier else 1,
        kind=kind,
        data=data,
        by=storable(signature.by),
        at=_now(),
        why=None if signature.why is None else storable(signature.why),
    )
    stored = asdict(decision)
    del stored["applies"]
    connection.execute(t.decisions.insert(), {**stored, "data": _stored(data)})
    rules = Rules([*earlier, decision])
    touch(connection, decision, rules, rules)
    return decision


def with_new_names(connection: Connection, decision: Decision) -> Decision:
    """`decision` with the names that its entities have now that it holds: what a split leaves of an entity, and what it
    makes, are called after what each of them says.
    """
    c, names = t.entities.c, decision.data["names"]
    found = connection.execute(select(c.id, c.name).where(c.id.in_(sorted(names))))
    data = {**decision.data, "names": {**names, **{row.id: row.name for row in found}}}
    connection.execute(update(t.decisions).where(t.decisions.c.id == decision.id).values(data=_stored(data)))
    return replace(decision, data=data)


def _stored(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def _matter(data: Mapping[str, Any]) -> str:
    """What was decided, without the names that are for people to read."""
    return json.dumps({key: value for key, value in data.items() if key != "names"}, sort_keys=True)


def undo(connection: Connection, given: str, signature: Signature) -> Decision:
    """Take back the decision whose id is `given` or begins so: what holds is what would hold without it. It stays
    written down. Raises UsageError.
    """
    before = all_decisions(connection)
    found = [one for one in before if given and one.id.startswith(given.lower())]
    if len(found) != 1:
        what = (
            f"Several decisions have an id that begins with {given}." if found else "There is no decision with this id."
        )
        raise UsageError(what, code="unknown_decision", hint="The ids are listed by: testimonio decisions")
    (decision,) = found
    if decision.undone_at is not None:
        raise UsageError("This decision was undone before.", code="undone")
    undone = replace(decision, undone_by=storable(signature.by), undone_at=_now())
    connection.execute(
        update(t.decisions)
        .where(t.decisions.c.id == decision.id)
        .values(undone_by=undone.undone_by, undone_at=undone.undone_at)
    )
    after = [undone if one.id == decision.id else one for one in before]
    touch(connection, decision, Rules(after), Rules(before))
    return undone


def listed(connection: Connection) -> list[Decision]:
    """Every decision, in order; `applies` says whether the words that it is about are still there."""
    decisions = all_decisions(connection)
    wanted = sorted({anchor.testimony for one in decisions for anchor in anchors_of(one.data)})
    texts: dict[str, str] = {}
    for some in chunks(wanted):
        c = t.testimonies.c
        texts |= {row.id: row.text for row in connection.execute(select(c.id, c.text).where(c.id.in_(some)))}
    return [replace(one, applies=_applies(one, texts)) for one in decisions]


def _applies(decision: Decision, texts: Mapping[str, str]) -> bool:
    anchors = anchors_of(decision.data)
    if not anchors:
        return True
    return any(anchor.testimony in texts and locate(texts[anchor.testimony], anchor) for anchor in anchors)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
