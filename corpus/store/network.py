"""Who and what is named together, as a graph: entities, and how often two of them share a testimony and a sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from corpus.errors import UsageError
from corpus.records import LABELS
from corpus.store import tables as t
from corpus.store.statuses import status

__all__ = ["Edge", "Network", "Node", "network"]

# A date links all that happened in a year, and hides who knew whom.
LEFT_OUT = "DATE"


@dataclass(frozen=True, slots=True)
class Node:
    """An entity."""

    id: str
    label: str
    name: str
    mentions: int
    testimonies: int
    status: str | None


@dataclass(frozen=True, slots=True)
class Edge:
    """Two nodes, by id, the smaller first, and what they share."""

    source: str
    target: str
    testimonies: int
    segments: int


class Network:
    """The graph. Nodes are few enough to be held; edges are made one after the other, for there may be millions."""

    def __init__(self, nodes: list[Node], places: list[tuple[int, int, int]], *, same_segment: bool) -> None:
        """`places` are (number of a node, number of a testimony, number of a sentence), each once."""
        self.nodes = nodes
        self._same_segment = same_segment
        self._testimonies: dict[int, set[int]] = defaultdict(set)
        self._segments: dict[int, set[int]] = defaultdict(set)
        self._in_testimony: dict[int, set[int]] = defaultdict(set)
        self._in_segment: dict[int, set[int]] = defaultdict(set)
        for node, testimony, segment in places:
            self._testimonies[node].add(testimony)
            self._segments[node].add(segment)
            self._in_testimony[testimony].add(node)
            self._in_segment[segment].add(node)

    def edges(self) -> Iterator[Edge]:
        """The edges, by their nodes' ids."""
        for number, node in enumerate(self.nodes):
            testimonies: Counter[int] = Counter()
            segments: Counter[int] = Counter()
            for testimony in self._testimonies[number]:
                testimonies.update(self._in_testimony[testimony])
            for segment in self._segments[number]:
                segments.update(self._in_segment[segment])
            for other in sorted(segments if self._same_segment else testimonies):
                if other > number:
                    yield Edge(node.id, self.nodes[other].id, testimonies[other], segments[other])


def network(
    connection: Connection, *, labels: Collection[str] = (), min_testimonies: int = 1, same_segment: bool = False
) -> Network:
    """The graph of the entities of `labels` (none: all but dates) that are named in at least so many testimonies.

    An edge is a shared testimony, with `same_segment` a shared sentence. Raises UsageError for an unknown label.
    """
    wanted = {label.upper() for label in labels}
    if unknown := wanted - set(LABELS):
        raise UsageError(
            f"There is no label {sorted(unknown)[0]!r}.", code="label", hint=f"The labels are: {', '.join(LABELS)}"
        )
    e, m = t.entities.c, t.mentions.c
    chosen = e.label.in_(sorted(wanted)) if wanted else e.label != LEFT_OUT
    query = select(t.entities).where(chosen, e.testimonies >= min_testimonies).order_by(e.id)
    nodes = [
        Node(
            *(row.id, row.label, row.name, row.mentions, row.testimonies),
            status(row.label, row.testimonies, row.confirmed),
        )
        for row in connection.execute(query)
    ]
    numbers = {node.id: number for number, node in enumerate(nodes)}
    testimonies: dict[str, int] = {}
    said = select(m.entity, m.testimony, m.segment).where(m.side == "text", m.entity.is_not(None)).distinct()
    places = [
        (numbers[row.entity], testimonies.setdefault(row.testimony, len(testimonies)), row.segment)
        for row in connection.execute(said)
        if row.entity in numbers
    ]
    return Network(nodes, places, same_segment=same_segment)
