"""The entities as a graph for Gephi and others: GEXF 1.2 or GraphML.

Written as a stream by lxml, node after node and edge after edge: a large corpus has millions of edges, and a library
that builds the graph in memory first needs gigabytes for them. Nothing of the clock or of the machine goes in, so two
corpora over the same files give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any, TypeAlias

from lxml import etree

from corpus.errors import UsageError
from corpus.store.files import whole_files
from corpus.store.network import Edge, Network, Node

__all__ = ["FORMATS", "write_graph"]

FORMATS = ("gexf", "graphml")

Values: TypeAlias = Mapping[str, str | int | None]

_GEXF = "http://www.gexf.net/1.2draft"
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_NODE = {"name": "string", "type": "string", "mentions": "int", "testimonies": "int", "status": "string"}
_EDGE = {"shared_testimonies": "int", "shared_segments": "int"}
# What XML 1.0 can't hold in any spelling.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_graph(network: Network, format: str, path: Path, *, same_segment: bool = False) -> None:
    """Write `network` to the file `path` (0600), whole or not at all; a file that is there is replaced.

    Programs show a node by its name; `type` is PERSON, ORG and so on. The weight of an edge is the number of shared
    testimonies, with `same_segment` of shared sentences. Raises UsageError and CorpusError.
    """
    if format not in FORMATS:
        raise UsageError(
            f"Can't write a graph as {format!r}.", code="format", hint=f"The formats: {', '.join(FORMATS)}"
        )
    if path.is_dir():
        raise UsageError(f"{path} is a folder; a graph is one file.", code="output")
    write = {"gexf": _write_gexf, "graphml": _write_graphml}[format]
    with whole_files(path.parent, [path.name], mode="wb", encoding=None) as files:
        write(network, files[path.name], same_segment)


def _node_values(node: Node) -> Values:
    return {
        "name": node.name,
        "type": node.label,
        "mentions": node.mentions,
        "testimonies": node.testimonies,
        "status": node.status,
    }


def _edge_values(edge: Edge) -> Values:
    return {"shared_testimonies": edge.testimonies, "shared_segments": edge.segments}


def _weight(edge: Edge, same_segment: bool) -> str:
    return str(edge.segments if same_segment else edge.testimonies)


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)


def _write_gexf(network: Network, file: IO[bytes], same_segment: bool) -> None:
    with etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with (
            xml.element("gexf", {"version": "1.2"}, nsmap={None: _GEXF}),
            xml.element("graph", {"defaultedgetype": "undirected", "mode": "static"}),
        ):
            for of, kinds in (("node", _NODE), ("edge", _EDGE)):
                with xml.element("attributes", {"class": of, "mode": "static"}):
                    for name, kind in kinds.items():
                        kind = "integer" if kind == "int" else kind
                        _empty(xml, "attribute", {"id": name, "title": name, "type": kind})
            with xml.element("nodes"):
                for node in network.nodes:
                    with xml.element("node", {"id": node.id, "label": _clean(node.name)}):
                        _gexf_values(xml, _node_values(node))
            with xml.element("edges"):
                for number, edge in enumerate(network.edges()):
                    ends = {"id": str(number), "source": edge.source, "target": edge.target}
                    with xml.element("edge", {**ends, "weight": _weight(edge, same_segment)}):
                        _gexf_values(xml, _edge_values(edge))


def _gexf_values(xml: Any, values: Values) -> None:
    with xml.element("attvalues"):
        for name, value in _given(values):
            _empty(xml, "attvalue", {"for": name, "value": value})


def _write_graphml(network: Network, file: IO[bytes], same_segment: bool) -> None:
    with etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("graphml", nsmap={None: _GRAPHML}):
            # Gephi shows a node by its `label`.
            for of, kinds in (("node", {"label": "string", **_NODE}), ("edge", {"weight": "double", **_EDGE})):
                for name, kind in kinds.items():
                    key = {"id": f"{of}_{name}", "for": of, "attr.name": name, "attr.type": kind}
                    _empty(xml, "key", key)
            with xml.element("graph", {"edgedefault": "undirected"}):
                for node in network.nodes:
                    with xml.element("node", {"id": node.id}):
                        _graphml_values(xml, "node", {"label": node.name, **_node_values(node)})
                for edge in network.edges():
                    with xml.element("edge", {"source": edge.source, "target": edge.target}):
                        _graphml_values(xml, "edge", {"weight": _weight(edge, same_segment), **_edge_values(edge)})


def _graphml_values(xml: Any, of: str, values: Values) -> None:
    for name, value in _given(values):
        with xml.element("data", {"key": f"{of}_{name}"}):
            xml.write(value)


def _given(values: Values) -> Iterable[tuple[str, str]]:
    return ((name, _clean(str(value))) for name, value in values.items() if value is not None)


def _empty(xml: Any, tag: str, attributes: Mapping[str, str]) -> None:
    with xml.element(tag, attributes):
        pass
