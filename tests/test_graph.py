"""Graphs for Gephi: every one is parsed again. Everybody is invented."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from corpus import Corpus, open_corpus
from corpus.errors import CorpusError, UsageError
from corpus.graph import write_graph
from corpus.records import UNCONFIRMED
from corpus.store.network import Network, Node
from tests.test_decisions import store, the
from tests.test_questions import office

GEXF = "{http://www.gexf.net/1.2draft}"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"

Graph = tuple[dict[str, dict[str, str]], dict[frozenset[str], dict[str, str]]]


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with open_corpus(tmp_path / "c", create=True) as made:
        store(made, office())
        yield made


def read_gexf(path: Path) -> Graph:
    root = etree.parse(path).getroot()
    titles = {a.get("id"): a.get("title") for a in root.iter(f"{GEXF}attribute")}

    def values(element: Any) -> dict[str, str]:
        return {titles[value.get("for")]: value.get("value") for value in element.iter(f"{GEXF}attvalue")}

    nodes = {node.get("id"): {"label": node.get("label"), **values(node)} for node in root.iter(f"{GEXF}node")}
    edges = {
        frozenset((edge.get("source"), edge.get("target"))): {"weight": edge.get("weight"), **values(edge)}
        for edge in root.iter(f"{GEXF}edge")
    }
    return nodes, edges


def read_graphml(path: Path) -> Graph:
    root = etree.parse(path).getroot()
    names = {key.get("id"): key.get("attr.name") for key in root.iter(f"{GRAPHML}key")}

    def values(element: Any) -> dict[str, str]:
        return {names[data.get("key")]: data.text or "" for data in element.iter(f"{GRAPHML}data")}

    nodes = {node.get("id"): values(node) for node in root.iter(f"{GRAPHML}node")}
    edges = {frozenset((e.get("source"), e.get("target"))): values(e) for e in root.iter(f"{GRAPHML}edge")}
    return nodes, edges


READ = {"gexf": read_gexf, "graphml": read_graphml}


@pytest.mark.parametrize("format", ["gexf", "graphml"])
def test_who_is_named_with_whom(corpus: Corpus, tmp_path: Path, format: str) -> None:
    path = corpus.graph(format, tmp_path / "out" / f"g.{format}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    nodes, edges = READ[format](path)
    assert {node["name"] for node in nodes.values()} == {"Rosa Paz", "Luis Gil", "Apopa", "Policía Nacional Civil"}
    rosa, luis, apopa = (the(corpus, name).id for name in ("Rosa Paz", "Luis Gil", "Apopa"))
    assert nodes[rosa] == {
        "label": "Rosa Paz",
        "name": "Rosa Paz",
        "type": "PERSON",
        "mentions": "4",
        "testimonies": "2",
        "status": UNCONFIRMED,
    }
    assert "status" not in nodes[apopa]
    together = edges[frozenset((rosa, luis))]
    assert (float(together["weight"]), together["shared_testimonies"], together["shared_segments"]) == (2, "2", "1")
    assert len(edges) == 6
    expected = {
        frozenset((entity.id, other["id"])): str(other["testimonies"])
        for entity in map(corpus.entity, nodes)
        for other in entity.together_with
        if other["label"] != "DATE"
    }
    assert {pair: edge["shared_testimonies"] for pair, edge in edges.items()} == expected


@pytest.mark.parametrize("format", ["gexf", "graphml"])
def test_only_what_is_asked_for(corpus: Corpus, tmp_path: Path, format: str) -> None:
    def graph(**options: Any) -> Graph:
        return READ[format](corpus.graph(format, tmp_path / "g", **options))

    nodes, edges = graph(labels=["person", "PLACE"], same_segment=True)
    assert {node["name"] for node in nodes.values()} == {"Rosa Paz", "Luis Gil", "Apopa"}
    assert len(edges) == 3
    assert all(float(edge["weight"]) == int(edge["shared_segments"]) > 0 for edge in edges.values())
    assert graph(min_testimonies=3) == ({}, {})
    rosa, police = the(corpus, "Rosa Paz").id, the(corpus, "Policía Nacional Civil").id
    assert frozenset((rosa, police)) in graph(same_segment=True)[1]
    luis = the(corpus, "Luis Gil").id
    assert frozenset((luis, police)) not in graph(same_segment=True)[1]
    assert frozenset((luis, police)) in graph()[1]


@pytest.mark.parametrize("format", ["gexf", "graphml"])
def test_order_and_clock_do_not_show(corpus: Corpus, tmp_path: Path, format: str) -> None:
    with open_corpus(tmp_path / "other", create=True) as other:
        store(other, office()[::-1])
        one, two = (each.graph(format, tmp_path / str(n)) for n, each in enumerate((corpus, other)))
        assert one.read_bytes() == two.read_bytes()


@given(name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_any_name_makes_well_formed_xml(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    nodes = [Node("a", "PERSON", name, 1, 1, None), Node("b", "PLACE", "<&\"'>\x00\ufffe", 1, 1, None)]
    for format, read in READ.items():
        path = tmp_path_factory.mktemp("graph") / "g.xml"
        write_graph(Network(nodes, [(0, 0, 0), (1, 0, 0)], same_segment=False), format, path)
        found, edges = read(path)
        assert set(found) == {"a", "b"}
        assert set(edges) == {frozenset("ab")}
        plain = "".join(c for c in name if c.isprintable())
        assert "".join(c for c in found["a"]["name"] if c.isprintable() and c != "\ufffd") == plain.replace(
            "\ufffd", ""
        )


def test_what_cannot_be_written(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="gexf"):
        corpus.graph("dot", tmp_path / "g.dot")
    with pytest.raises(UsageError, match="folder"):
        corpus.graph("gexf", tmp_path)
    with pytest.raises(UsageError, match="labels"):
        corpus.graph("gexf", tmp_path / "g", labels=["HERO"])
    (tmp_path / "file").write_text("x")
    with pytest.raises(CorpusError):
        corpus.graph("gexf", tmp_path / "file" / "g.gexf")
    assert not (tmp_path / "g").exists()
