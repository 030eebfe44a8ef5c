"""What the decisions that hold say of each entity.

They are replayed in the order in which they were made, as rules on entity ids: the id that the machine gave a mention
goes from one to the next until nothing more is said of it. So a new testimony needs no more than a look into a
dictionary, and undoing a decision gives what would be without it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.records import Anchor, Decision

__all__ = ["Outcome", "Rules", "Start", "anchors_of"]


@dataclass(frozen=True, slots=True)
class Start:
    """Where a mention sets out: an entity, and who said so.

    `name` is the entity's name there, folded. Nothing up to number `since` concerns it. `made` is the number of the
    decision that named it: what was rejected before then was named again on purpose.
    """

    entity: str
    label: str
    name: str
    since: int = 0
    made: int = 0
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a mention ends. No `entity` and `status` "rejected" where a person said that it is no mention."""

    entity: str | None
    label: str
    status: str = ""
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class _Step:
    """One decision as a rule on one entity. A split concerns some `testimonies`, and mentions found by its number."""

    number: int
    decision: str
    kind: str
    target: str = ""
    label: str = ""
    testimonies: frozenset[str] = frozenset()

    def concerns(self, testimony: str, spots: Collection[int]) -> bool:
        return self.kind != "split" or testimony in self.testimonies or self.number in spots


@dataclass(frozen=True, slots=True)
class _Review:
    """A person's word that all testimonies of `sides` speak of the same; of two sides, each must be one already."""

    sides: tuple[frozenset[str], ...]


class Rules:
    """The decisions that hold, ready to be applied. Made once, then only read."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._steps: dict[str, list[_Step]] = defaultdict(list)
        self._rejected: dict[tuple[str, str], list[_Step]] = defaultdict(list)
        self._sources: dict[str, set[str]] = defaultdict(set)
        self._anchored: dict[str, list[Decision]] = defaultdict(list)
        self._bases: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, str] = {}
        self._suggested: dict[str, str] = {}
        self._reviews: dict[str, list[_Review]] = defaultdict(list)
        self._groups: dict[str, list[frozenset[str]]] = {}
        active = sorted((d for d in decisions if d.undone_at is None), key=lambda d: d.number)
        for decision in active:
            self._take(decision)
        for decision in active:  # once all merges are known
            self._take_review(decision)
        # The pairs of entities that people told apart, and by which decision.
        self.distinct: Mapping[frozenset[str], str] = {
            frozenset((self.final(d.data["a"], d.number), self.final(d.data["b"], d.number))): d.id
            for d in active
            if d.kind == "distinct"
        }

    def _take(self, decision: Decision) -> None:
        data, number, kind = decision.data, decision.number, decision.kind
        for testimony in {anchor.testimony for anchor in anchors_of(data)}:
            self._anchored[testimony].append(decision)
            if kind in ("add", "relabel"):
                self._bases[data["entity"]].add(testimony)
        if "called" in data:  # no date after all, so its value is no name; one that somebody gave goes before
            self._names.setdefault(data["entity"], data["called"])
        if kind == "merge":
            self._step(data["from"], _Step(number, decision.id, kind, data["into"], data["label"]))
        elif kind == "split":
            split = _Step(number, decision.id, kind, data["new"], testimonies=frozenset(data["testimonies"]))
            self._step(data["entity"], split)
            if data.get("name"):
                self._names[data["new"]] = data["name"]
        elif kind == "rename":
            self._names[data["entity"]] = data["name"]
        elif kind == "reject" and "name" in data:
            step = _Step(number, decision.id, kind)
            self._rejected[data["label"], data["name"]].append(step)
            for entity in data["entities"]:
                self._step(entity, step)
        elif kind in ("relabel", "reject") and "mentions" not in data:
            self._step(data["entity"], _Step(number, decision.id, kind, label=data.get("label", "")))
        elif "name" in data:
            self._suggested[data["entity"]] = data["name"]

    def _step(self, entity: str, step: _Step) -> None:
        self._steps[entity].append(step)
        if step.target:
            self._sources[step.target].add(entity)

    def _take_review(self, decision: Decision) -> None:
        said = decision.data.get("testimonies")
        if not said or decision.kind == "split":
            return
        # A confirmation is about one group; a merge and what was added about two.
        sides = (frozenset(said["into"]), frozenset(said["from"])) if isinstance(said, Mapping) else (frozenset(said),)
        entity = decision.data["into" if decision.kind == "merge" else "entity"]
        self._reviews[self.final(entity, decision.number)].append(_Review(sides))

    # --- For mentions ----------------------------------------------------------------------------------------------

    def __bool__(self) -> bool:
        """Whether any mention may be concerned."""
        return bool(self._steps or self._anchored or self._rejected)

    def follow(self, start: Start, testimony: str, spots: Collection[int] = ()) -> Outcome:
        """Where a mention of `testimony` ends; `spots` are the numbers of the splits that name this very mention."""
        entity, label, number, decision = start.entity, start.label, start.since, start.decision
        by_name = self._rejected.get((start.label, start.name), [])
        while True:
            steps: Iterable[_Step] = self._steps.get(entity, ())
            if by_name and entity == start.entity:  # what was taken for somebody else before isn't called so
                steps = sorted((*steps, *by_name), key=lambda step: step.number)
            step = _next(steps, number, start.made, testimony, spots)
            if step is None:
                return Outcome(entity, label, "", decision)
            number = step.number
            if step.kind == "reject":
                return Outcome(None, label, "rejected", step.decision)
            if step.kind == "relabel":
                label, decision = step.label, step.decision
                continue
            entity = step.target
            if step.kind == "merge":
                label = self._label_at(entity, number) or step.label

    def _label_at(self, entity: str, number: int) -> str:
        """The label that a person had given `entity` before decision `number`."""
        given = [s.label for s in self._steps.get(entity, ()) if s.kind == "relabel" and s.number < number]
        return given[-1] if given else ""

    def anchored(self, testimony: str) -> Sequence[Decision]:
        """The decisions about stretches of the text of `testimony`, in order."""
        return self._anchored.get(testimony, ())

    # --- For entities ----------------------------------------------------------------------------------------------

    def final(self, entity: str, since: int = 0) -> str:
        """What `entity` was merged into after decision `since`, or itself."""
        number = since
        while step := next((s for s in self._steps.get(entity, ()) if s.kind == "merge" and s.number > number), None):
            entity, number = step.target, step.number
        return entity

    def reaching(self, entity: str) -> set[str]:
        """All ids whose mentions may come by `entity`."""
        found, waiting = {entity}, [entity]
        while waiting:
            new = self._sources.get(waiting.pop(), set()) - found
            found |= new
            waiting += new
        return found

    def testimonies_naming(self, entities: Collection[str]) -> set[str]:
        """The testimonies in which a person said that a stretch of text means one of `entities`."""
        return {testimony for entity in entities for testimony in self._bases.get(entity, ())}

    def given_name(self, entity: str) -> str | None:
        """The name that a person gave `entity`."""
        return self._names.get(entity)

    def suggested_name(self, entity: str) -> str | None:
        """What a person called `entity` when adding a mention of it."""
        return self._suggested.get(entity)

    def reviewed(self, entity: str) -> Sequence[frozenset[str]]:
        """The groups of testimonies in each of which people said that it is the same `entity`.

        A review joins the testimonies that it covered. A merge joins two groups if each of them is one already: who
        merged two names has not looked at two people of the same name. So does a mention that was added for an entity.
        """
        if entity not in self._groups:
            groups: list[frozenset[str]] = []
            for review in self._reviews.get(entity, ()):
                single = len(review.sides) == 1
                if single or all(len(side) == 1 or any(side <= group for group in groups) for side in review.sides):
                    union = frozenset().union(*review.sides)
                    touching = [group for group in groups if group & union]
                    groups = [group for group in groups if not group & union] + [union.union(*touching)]
            self._groups[entity] = groups
        return self._groups[entity]


def _next(steps: Iterable[_Step], number: int, made: int, testimony: str, spots: Collection[int]) -> _Step | None:
    for step in steps:
        late = max(number, made) if step.kind == "reject" else number
        if step.number > late and step.concerns(testimony, spots):
            return step
    return None


def anchors_of(data: Mapping[str, Any]) -> tuple[Anchor, ...]:
    """The stretches of text that a decision is about."""
    return tuple(Anchor(**anchor) for anchor in data.get("mentions", ()))
