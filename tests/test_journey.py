"""The whole way with trained models and the command line, in an empty network namespace where the kernel lets us.

The eight testimonies of tests/data/journey are invented; expected.json says what a careful reader finds in them.
"""

import json
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

pytestmark = pytest.mark.models

DATA = Path(__file__).parent / "data" / "journey"
EXPECTED = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))
TESTIMONIO = Path(sys.executable).parent / "testimonio"


def _no_network() -> list[str]:
    for command in (["unshare", "-n"], ["unshare", "-rn"]):
        try:
            if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
                return command
        except FileNotFoundError:
            break
    return []


class Journey:
    """The command line over one corpus, with an empty HOME and no network."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.home.mkdir()
        self.corpus = folder / "corpus"
        self.before = _no_network()

    def run(self, *arguments: str | Path, code: int = 0, stdin: str = "") -> str:
        environment = {
            k: v for k, v in os.environ.items() if not k.startswith(("TESTIMONIO", "PREFECT", "XDG", "ARGOS"))
        }
        done = subprocess.run(
            [*self.before, TESTIMONIO, *map(str, arguments)],
            env={**environment, "HOME": str(self.home)},
            cwd=self.home,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout

    def json(self, *arguments: str | Path, code: int = 0):
        return json.loads(self.run(*arguments, "--json", "--corpus", self.corpus, code=code))


@pytest.fixture(scope="module")
def journey(tmp_path_factory):
    journey = Journey(tmp_path_factory.mktemp("journey"))
    report = journey.json("process", DATA / "files")
    assert (report["stored"], report["skipped"], report["failed"], report["failures"]) == (8, 0, 0, [])
    assert report["segments"] > 100
    assert set(report) == {"run_id", "stored", "skipped", "failed", "segments", "words", "seconds", "failures"}
    return journey


@pytest.fixture(scope="module")
def shown(journey):
    views = {}
    for row in journey.json("list"):
        assert set(row) >= {"id", "source", "collection", "language", "segments", "mentions"}
        views[Path(row["source"]).name, row["locator"]] = journey.json("show", row["id"])
    return views


@pytest.mark.skipif(not _no_network(), reason="the kernel gives no network namespace to this user")
def test_there_was_no_network(journey):
    probe = "import socket; socket.create_connection(('127.0.0.1', 9), 1)"
    done = subprocess.run([*journey.before, sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert "Network is unreachable" in done.stderr


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text))


def _pairs(shown):
    for expected in EXPECTED["testimonies"]:
        yield expected, shown[expected["file"], expected["locator"]]


def test_every_word_is_there_in_order_and_every_offset_is_exact(shown):
    assert len(shown) == len(EXPECTED["testimonies"])
    for expected, view in _pairs(shown):
        said = " ".join(segment["text"] for segment in view["segments"])
        words = iter(_words(said))
        assert all(word in words for word in _words(expected["text"])), expected["file"]  # in order, none lost
        speakers = sum(len(_words(segment["speaker"] or "")) for segment in view["segments"])
        assert len(_words(said)) <= len(_words(expected["text"])) + speakers  # their names may come on top
        for segment in view["segments"]:
            assert view["text"][segment["start"] : segment["end"]] == segment["text"]
        for mention in view["mentions"]:
            assert view["text"][mention["start"] : mention["end"]] == mention["text"]
        translations = {segment["ordinal"]: segment["translation"] for segment in view["segments"]}
        for mention in view["translation_mentions"]:
            assert translations[mention["ordinal"]][mention["start"] : mention["end"]] == mention["text"]


def test_languages(shown):
    right = Counter()
    for expected, view in _pairs(shown):
        assert view["language"] == expected["language"]
        languages = {" ".join(_words(segment["text"])): segment["language"] for segment in view["segments"]}
        for sentence in expected["sentences"]:
            text = " ".join(_words(sentence["text"]))
            tag = next((tag for said, tag in languages.items() if text in said), None)
            # A date in figures or a name in a cell of its own has no language.
            nobodys = tag == "und" and not re.search(r"\b[a-záéíóúñ]{2}", sentence["text"])
            right[nobodys or tag == sentence["language"]] += 1
    assert right[True] / right.total() >= 0.98


def test_every_sentence_stands_beside_the_other_language_and_a_third_language_alone(shown):
    for view in shown.values():
        for segment in view["segments"]:
            if segment["language"] in ("es", "en"):
                assert segment["translation"]
            else:
                assert segment["translation"] is None
                assert segment["flags"]


def test_people_are_called_in_the_translation_as_they_were_called(shown):
    kept = Counter()
    for view in shown.values():
        translations = {segment["ordinal"]: segment["translation"] for segment in view["segments"]}
        for mention in view["mentions"]:
            if mention["label"] == "PERSON" and translations[mention["ordinal"]]:
                kept[mention["text"] in translations[mention["ordinal"]]] += 1
    assert kept.total() > 30
    assert kept[True] / kept.total() >= 0.99


def test_people_places_organisations_and_dates(shown):
    found = Counter()
    for expected, view in _pairs(shown):
        names = {(m["label"], m["text"]) for m in view["mentions"]}
        values = {m["value"] for m in view["mentions"]}
        for mention in expected["mentions"]:
            if mention["label"] == "DATE":
                if not mention.get("relative"):
                    found["date", mention["value"] in values] += 1
            else:
                found["name", (mention["label"], mention["text"]) in names] += 1
    dates, named = (found[kind, True] / (found[kind, True] + found[kind, False]) for kind in ("date", "name"))
    assert dates >= 0.9
    assert named >= 0.7


@pytest.mark.parametrize("search", EXPECTED["searches"], ids=lambda s: f"{s['query']} {s['filters'] or ''}")
def test_searches(journey, search):
    options = [part for name, value in search["filters"].items() for part in (f"--{name}", value)]
    page = journey.json("search", search["query"], *options, "--limit", "200")
    files = {Path(hit["source"]).name for hit in page["hits"]}
    assert files >= {*search["files"], *search.get("also_with_en_es", [])}
    for hit in page["hits"]:
        assert "<mark>" in hit["snippet"]
        assert hit["matched_in"] in ("text", "translation", "both")
    for file in search["through_translation"]:
        sides = {hit["matched_in"] for hit in page["hits"] if Path(hit["source"]).name == file}
        assert sides & {"translation", "both"}


def test_who_is_named(journey):
    people = journey.json("entities", "--label", "PERSON")
    assert {"id", "label", "name", "aliases", "mentions", "testimonies"} <= set(people[0])
    assert people == sorted(people, key=lambda p: -p["mentions"])
    paz = journey.json("entity", "Wilmer Paz")
    assert paz["label"] == "PERSON"
    assert len({mention["testimony"] for mention in paz["mentions"]}) == 3
    assert any(other["name"] == "Mariona" for other in paz["together_with"])


def test_known_files_are_skipped_and_a_second_name_is_kept(journey, tmp_path):
    copy = tmp_path / "another-name.txt"
    copy.write_bytes((DATA / "files" / "madre-cojutepeque.txt").read_bytes())
    report = journey.json("process", DATA / "files", copy)
    assert (report["stored"], report["skipped"], report["failed"]) == (0, 8, 0)
    names = [name for row in journey.json("list") for name in journey.json("show", row["id"])["names"]]
    assert str(copy) in names


def test_annotating_again_changes_nothing(journey, tmp_path):
    journey.run("export", "--format", "jsonl", "--output", tmp_path / "before", "--corpus", journey.corpus)
    report = journey.json("reannotate")
    assert (report["stored"], report["failed"]) == (8, 0)
    journey.run("export", "--format", "jsonl", "--output", tmp_path / "after", "--corpus", journey.corpus)
    before, after = ((tmp_path / side / "testimonies.jsonl").read_bytes() for side in ("before", "after"))
    assert before == after


def test_two_runs_over_the_same_files_export_the_same_bytes(journey, tmp_path):
    second = Journey(tmp_path)
    files = sorted((DATA / "files").iterdir(), reverse=True)
    second.json("process", *files, "--batch-size", "3")
    exports = []
    for number, corpus in enumerate((journey.corpus, second.corpus)):
        folder = tmp_path / f"export-{number}"
        second.run("export", "--format", "jsonl", "--output", folder, "--corpus", corpus)
        lines = (json.loads(line) for line in (folder / "testimonies.jsonl").read_text(encoding="utf-8").splitlines())
        exports.append(
            [{key: value for key, value in line.items() if key not in ("source", "names")} for line in lines]
        )
    assert exports[0] == exports[1]


def test_lines_in_lines_out(journey):
    lines = "Me llamo Rosa Paz.\n\nLos soldados se lo llevaron. Nadie dijo nada.\n"
    out = journey.run("translate", "--from", "es", "--to", "en", stdin=lines).split("\n")
    assert len(out) == 4
    assert "Rosa Paz" in out[0]
    assert out[1] == ""
    assert "soldiers" in out[2].lower()
    back = journey.run("translate", "--from", "en", "--to", "es", stdin="My son Rutilio Guardado was 19.\n")
    assert {"Rutilio", "Guardado", "19", "hijo"} <= set(re.findall(r"\w+", back))


def test_exit_codes_and_one_line_errors(journey, tmp_path):
    journey.run("search", '"never closed', "--corpus", journey.corpus, code=2)
    journey.run("search", "casa", "--person", "Nadie Conocido", "--corpus", journey.corpus, code=2)
    journey.run("search", "casa", "--corpus", tmp_path / "none", code=5)
    (tmp_path / "file").write_text("x")
    journey.run("process", DATA / "files", "--corpus", tmp_path / "file", code=5)
    (tmp_path / "noise.txt").write_bytes(bytes(range(256)) * 20)
    report = journey.json("process", tmp_path / "noise.txt", code=3)
    (failure,) = report["failures"]
    assert failure["source"] == str(tmp_path / "noise.txt")
    assert failure["stage"] == "read"
    assert failure["code"]
    assert failure["message"]


def test_home_stays_empty(journey):
    assert list(journey.home.iterdir()) == []
