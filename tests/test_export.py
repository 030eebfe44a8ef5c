"""Exports of hand-made testimonies."""

from __future__ import annotations

import csv
import errno
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus import Corpus, open_corpus
from corpus.errors import CorpusError, QueryError, UsageError
from corpus.records import UNCONFIRMED, as_json
from tests.samples import Line, annotated, office


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with open_corpus(tmp_path / "corpus", create=True) as made:
        for data, item in office():
            made.keep_original(data, item.testimony.source)
            made.add(item, language="es", run_id="run")
        yield made


JSONL = ["decisions.jsonl", "entities.jsonl", "testimonies.jsonl"]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_json_lines_hold_everything(corpus: Corpus, tmp_path: Path) -> None:
    path = corpus.export("jsonl", tmp_path / "new" / "out")[-1]
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    assert [line["id"] for line in found] == sorted(item.testimony.id for _, item in office())
    assert found == [json.loads(json.dumps(as_json(corpus.get(line["id"])))) for line in found]
    mixed = next(line for line in found if line["locator"] == "row 10")
    assert mixed["names"] == ["declaraciones/mixta.txt"]
    assert [s["flags"] for s in mixed["segments"]] == [["no_model_for_language"], []]
    assert "año" in path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert sorted(p.name for p in path.parent.iterdir()) == JSONL


def test_no_clock_no_run_and_no_row_number(corpus: Corpus, tmp_path: Path) -> None:
    with open_corpus(tmp_path / "other", create=True) as other:
        for data, item in reversed(office()):
            other.keep_original(data, item.testimony.source)
            other.add(item, language="es", run_id="another run")
        for name, each in (("a", corpus), ("b", other)):
            each.export("jsonl", tmp_path / name)
            each.export("csv", tmp_path / name)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_the_filters_of_search(corpus: Corpus, tmp_path: Path) -> None:
    def exported(**filters: object) -> set[str]:
        path = corpus.export("jsonl", tmp_path / "out", **filters)[-1]  # type: ignore[arg-type]
        return {Path(json.loads(line)["source"]).stem for line in path.read_text(encoding="utf-8").splitlines()}

    assert exported(person="Rosa Paz") == {"apopa", "mejicanos"}
    assert exported(text="custodios") == {"apopa", "clinic"}
    assert exported(text="custodios", language="en") == {"clinic"}
    assert exported(collection="nobody's") == set()
    assert len(exported()) == 4
    with pytest.raises(QueryError):
        exported(text="(")


def test_csv(corpus: Corpus, tmp_path: Path) -> None:
    paths = corpus.export("csv", tmp_path, place="Apopa")
    names = ["decisions.csv", "entities.csv", "mentions.csv", "segments.csv", "testimonies.csv"]
    assert [path.name for path in paths] == names
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in paths)
    (testimony,) = rows(tmp_path / "testimonies.csv")
    assert (testimony["title"], testimony["segments"]) == ("Declaración de una vecina", "3")
    assert [row["ordinal"] for row in rows(tmp_path / "segments.csv")] == ["0", "1", "2"]
    # Counted over what is exported: Rosa Paz is mentioned elsewhere too.
    entities = rows(tmp_path / "entities.csv")
    rosa = next(row for row in entities if row["label"] == "PERSON")
    assert [rosa[key] for key in ("name", "aliases", "mentions", "testimonies", "status")] == [
        "Rosa Paz",
        "Rosa Paz; Rosa",
        "2",
        "1",
        UNCONFIRMED,
    ]
    sides = [row["side"] for row in rows(tmp_path / "mentions.csv")]
    assert (sides.count("text"), sides.count("translation")) == (4, 2)


def test_csv_counts_as_the_corpus_does(corpus: Corpus, tmp_path: Path) -> None:
    corpus.export("csv", tmp_path)
    written = {row["id"]: (row["label"], row["name"], int(row["mentions"])) for row in rows(tmp_path / "entities.csv")}
    assert written == {entity.id: (entity.label, entity.name, entity.mentions) for entity in corpus.entities()}


def test_entities_and_decisions_as_json_lines(corpus: Corpus, tmp_path: Path) -> None:
    corpus.merge("José Mena", "Rosa Mena", by="Ana", reason="=casada")
    corpus.distinct("Rosa Paz", "José Mena")
    apopa = corpus.get(corpus.entity("Apopa").mentions[0]["testimony"])
    corpus.reject("Apopa")
    corpus.export("jsonl", tmp_path)
    entities = lines(tmp_path / "entities.jsonl")
    keys = ("id", "label", "name", "mentions", "testimonies", "status")
    shown = {entity["id"]: tuple(entity[key] for key in keys) for entity in entities}
    assert shown == {entity.id: tuple(getattr(entity, key) for key in keys) for entity in corpus.entities()}
    assert lines(tmp_path / "decisions.jsonl") == [as_json(decision) for decision in corpus.decisions()]
    corpus.export("csv", tmp_path)
    merged = rows(tmp_path / "decisions.csv")[0]
    assert (merged["kind"], merged["by"], merged["why"]) == ("merge", "Ana", "'=casada")
    (rejected,) = [
        row for row in rows(tmp_path / "mentions.csv") if row["review"] == "rejected" and row["side"] == "text"
    ]
    assert (rejected["text"], rejected["entity"]) == ("Apopa", "")
    # A part of the corpus goes out without what was decided about others.
    corpus.export("jsonl", tmp_path, collection="clinic")
    (merge,) = lines(tmp_path / "decisions.jsonl")
    assert merge["kind"] == "merge"
    assert merge["data"]["testimonies"]["into"] == []
    corpus.export("jsonl", tmp_path, collection=apopa.collection)
    assert [decision["kind"] for decision in lines(tmp_path / "decisions.jsonl")] == ["reject"]


@pytest.mark.parametrize("text", ["=1+1", "+x", "-Sí", "@x", "\t=x", "＝x"])
def test_a_spreadsheet_runs_nothing(corpus: Corpus, tmp_path: Path, text: str) -> None:
    data, item = annotated("=formula.csv", [Line(text)], title="=HYPERLINK()")
    corpus.keep_original(data, item.testimony.source)
    corpus.add(item, language="es", run_id="run")
    corpus.export("csv", tmp_path)
    written = rows(tmp_path / "segments.csv") + rows(tmp_path / "testimonies.csv")
    assert {f"'{text}", "'=formula.csv", "'=HYPERLINK()"} <= {cell for line in written for cell in line.values()}


def test_other_files_stay_and_own_ones_are_replaced(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("x")
    (tmp_path / "out" / "testimonies.jsonl").write_text("old")
    corpus.export("jsonl", tmp_path / "out")
    assert (tmp_path / "out" / "mine.txt").read_text() == "x"
    assert (tmp_path / "out" / "testimonies.jsonl").stat().st_size > 100


def test_a_full_disk_leaves_the_old_export(corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = corpus.export("jsonl", tmp_path / "out")[-1]
    before = path.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CorpusError) as caught:
        corpus.export("jsonl", tmp_path / "out", person="Rosa Paz")
    assert caught.value.code == "disk_full"
    assert path.read_bytes() == before
    assert sorted(p.name for p in path.parent.iterdir()) == JSONL


def test_wrong_usage(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="csv, jsonl"):
        corpus.export("xlsx", tmp_path)  # type: ignore[arg-type]
    (tmp_path / "file").write_text("x")
    with pytest.raises(CorpusError, match="is a file"):
        corpus.export("jsonl", tmp_path / "file")
