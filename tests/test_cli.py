"""The command line: wrong usage, exit codes, and that the README knows every command."""

import json
import re

import pytest
import typer

from corpus import open_corpus
from corpus.errors import CorpusError
from flows import cli
from flows.engines import Engines
from flows.ingest import Request, ingest
from models.lexicon import read_lexicon
from tests.fakes import Announced, Capitals, WordForWord
from tests.test_decisions import store, village


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "a.txt").write_text(
        "Ayer vino Marta Paz con la lista.\n\nLas vecinas [todas] oyeron <script>alert(1)</script> los gritos.",
        encoding="utf-8",
    )
    (tmp_path / "b.txt").write_text("My neighbors heard the shouts and told Marta Paz about them.", encoding="utf-8")
    engines = Engines(
        {("es", "en"): WordForWord("es", "en")},
        {"es": Capitals("es"), "en": Capitals("en")},
        Announced(),
        read_lexicon(),
    )
    with open_corpus(tmp_path / "corpus", create=True) as opened:
        ingest(Request((tmp_path / "a.txt", tmp_path / "b.txt")), opened, engines)
    return tmp_path / "corpus"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["frobnicate"], 2, "No such command"),
        (["process"], 2, "Missing argument"),
        (["search", "x", "--limit", "many"], 2, "--limit"),
        (["entities", "--label", "HERO"], 2, "labels are"),
        (["translate", "--from", "fr", "--to", "en"], 2, "from es to en"),
        (["search", "x", "--corpus", "/nowhere/at/all"], 5, "testimonio process"),
        (["list", "--corpus", "postgresql://user:secret@localhost/x"], 5, "folder"),
        (["serve", "--host", "0.0.0.0"], 2, "this machine only"),
        (["merge", "one"], 2, "Missing argument"),
        (["relabel", "Paz"], 2, "an entity and a label"),
        (["reject", "Paz", "--label", "ORG"], 2, "--all"),
        (["reject", "--all"], 2, "a name"),
        (["graph"], 2, "--output"),
    ],
)
def test_wrong_usage_is_one_short_message(run, arguments, code, words):
    out, err = run(*arguments, code=code)
    assert out == ""
    assert words in err
    assert "secret" not in err


def test_an_unknown_error_quotes_nothing(run, monkeypatch):
    def fail(*_args, **_kw):
        raise RuntimeError("the words of a testimony")

    monkeypatch.setattr("corpus.open_corpus", fail, raising=False)
    monkeypatch.setattr("corpus.corpus.open_corpus", fail)
    _, err = run("list", code=1)
    assert "RuntimeError" in err
    assert "words of a testimony" not in err


def test_our_errors_carry_their_exit_code(run, monkeypatch):
    def fail(*_args, **_kw):
        raise CorpusError("The disk is full.", code="disk_full", hint="Make room.")

    monkeypatch.setattr("corpus.open_corpus", fail, raising=False)
    _, err = run("list", code=5)
    assert err == "testimonio: The disk is full. Make room.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["entities"],
        ["search", "gritos"],
        ["search", "Marta", "--lang", "en"],
        ["models", "list"],
    ],
)
def test_every_reading_command_prints_for_people_and_as_json(run, corpus, arguments):
    where = [] if arguments[0] == "models" else ["--corpus", corpus]
    plain, _ = run(*arguments, *where)
    assert plain.strip()
    document, _ = run(*arguments, *where, "--json")
    assert json.loads(document)


def test_show_keeps_brackets_and_markup_as_they_are(run, corpus, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    rows = json.loads(run("list", "--corpus", corpus, "--json")[0])
    for row in rows:
        view = json.loads(run("show", row["id"], "--corpus", corpus, "--json")[0])
        plain, _ = run("show", row["id"], "--corpus", corpus)
        for segment in view["segments"]:
            assert segment["text"] in plain
    page = json.loads(run("search", "script", "--corpus", corpus, "--json")[0])
    assert "&lt;<mark>script</mark>&gt;" in page["hits"][0]["snippet"]


@pytest.fixture
def people(tmp_path):
    """A corpus in which the same few people are named in four testimonies."""
    with open_corpus(tmp_path / "people", create=True) as opened:
        store(opened, village())
    return tmp_path / "people"


@pytest.mark.parametrize(
    "arguments",
    [
        ["entity", "rosa"],
        ["entity", "Rosa Paz", "--why"],
        ["entities", "--together-with", "Apopa", "--same-segment"],
        ["review"],
        ["review", "--kind", "same_name", "--limit", "1"],
    ],
)
def test_every_question_about_people_is_answered_for_people_and_as_json(run, people, arguments):
    plain, _ = run(*arguments, "--corpus", people)
    assert "Paz" in plain
    document = json.loads(run(*arguments, "--corpus", people, "--json")[0])
    assert ("why" in document and document["why"] is not None) == ("--why" in arguments)


def test_decisions_from_the_command_line(run, people):
    def decided(*arguments):
        return json.loads(run(*arguments, "--corpus", people, "--json", "--by", "Ana", "--reason", "x")[0])["decision"]

    def names():
        return {e["name"]: e for e in json.loads(run("entities", "--corpus", people, "--json")[0])}

    before = names()
    testimony = next(item.testimony for _, item in village())
    merged = decided("merge", "Rosa Paz", "Rosa Elena Paz")
    assert {"id", "number", "kind", "data", "by", "at", "why", "undone_by", "undone_at", "applies"} == merged.keys()
    assert (merged["kind"], merged["by"], merged["why"], merged["undone_at"]) == ("merge", "Ana", "x", None)
    assert names()["Rosa Paz"]["mentions"] == before["Rosa Paz"]["mentions"] + before["Rosa Elena Paz"]["mentions"]
    decided("rename", "Rosa Paz", "Rosa E. Paz")
    decided("confirm", "Rosa E. Paz")
    assert names()["Rosa E. Paz"]["status"] == "confirmed"
    decided("add", testimony.id[:8], "--text", "la puerta", "--label", "misc")
    decided("relabel", "la puerta", "LAW")
    assert names()["la puerta"]["label"] == "LAW"
    (said,) = json.loads(run("entity", "la puerta", "--corpus", people, "--json")[0])["mentions"]
    mention = f"{testimony.id[:8]}:{said['start']}-{said['end']}"
    decided("relabel", "--mention", mention, "ORG")
    decided("distinct", "la puerta", "José Mena")
    decided("reject", "--mention", mention)
    assert "la puerta" not in names()
    decided("split", "Rosa E. Paz", "--testimony", testimony.id, "--name", "Rosa la otra")
    assert names()["Rosa la otra"]["testimonies"] == 1
    decided("reject", "Rosa la otra")
    decided("reject", "custodio", "--all")
    assert names().keys() == {"Rosa E. Paz", "José Mena", "Apopa", "Fiscalía General"}
    shown = json.loads(run("decisions", "--corpus", people, "--json")[0])
    assert [decision["number"] for decision in shown] == list(range(1, 12))
    plain, _ = run("decisions", "--corpus", people)
    assert all(decision["id"] in plain for decision in shown)
    for decision in shown:
        undone, _ = run("undo", decision["id"], "--corpus", people)
        assert undone.startswith("Undone: ")
    assert names() == before
    _, err = run("undo", merged["id"], "--corpus", people, code=2)
    assert "before" in err


def test_an_ambiguous_name_shows_whom_it_may_mean(run, people):
    out, err = run("merge", "Paz", "Apopa", "--corpus", people, code=2)
    assert out == ""
    assert err.count("PERSON") == err.count("same name, unconfirmed") == 2


def test_whoever_shows_a_person_says_that_only_the_name_joins_them(run, people, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")  # the words must not be torn apart
    testimony = village()[2][1].testimony.id
    commands = (["entities"], ["entity", "Rosa Paz"], ["show", testimony], ["search", "hablaron"], ["review"])
    for arguments in commands:
        assert "same name, unconfirmed" in run(*arguments, "--corpus", people)[0]
        assert "same name, unconfirmed" in run(*arguments, "--corpus", people, "--json")[0]
    for name in ("Rosa Paz", "José Mena", "Custodio", "Rosa Elena Paz"):
        run("confirm", name, "--corpus", people)
    for arguments in commands:
        assert "unconfirmed" not in run(*arguments, "--corpus", people)[0]
        assert "unconfirmed" not in run(*arguments, "--corpus", people, "--json")[0]


def test_a_graph_is_written_where_it_was_told(run, people, tmp_path):
    for format in ("gexf", "graphml"):
        out, err = run("graph", "--format", format, "--output", tmp_path / f"g.{format}", "--corpus", people)
        assert (out, err.strip()) == ("", str(tmp_path / f"g.{format}"))
        assert "same name, unconfirmed" in (tmp_path / f"g.{format}").read_text(encoding="utf-8")
    run("graph", "--format", "dot", "--output", tmp_path / "g", "--corpus", people, code=2)


def test_export_writes_where_it_was_told(run, corpus, tmp_path):
    run("export", "--format", "csv", "--output", tmp_path / "out", "--corpus", corpus)
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"testimonies.csv", "segments.csv", "mentions.csv"}
    run("export", "--format", "pdf", "--output", tmp_path / "out", "--corpus", corpus, code=2)


def test_the_readme_knows_every_command_and_no_other(project):
    text = (project / "README.md").read_text(encoding="utf-8")
    table = text[text.index("## Commands") : text.index("## What it reads")]
    documented = set(re.findall(r"`testimonio (\w+)", table))
    app = typer.main.get_command(cli.app)
    assert documented == set(app.commands)  # type: ignore[attr-defined]
    for name, command in app.commands.items():  # type: ignore[attr-defined]
        for parameter in command.params:
            for option in getattr(parameter, "opts", []):
                if option.startswith("--") and option not in ("--help", "--corpus", "--json", "--batch-size"):
                    assert option in table, f"{name} {option}"


@pytest.mark.models
def test_metadata_that_fits_several_files_or_none(run, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_text(f"Testimonio inventado {name}.", encoding="utf-8")
    table = tmp_path / "m.csv"
    table.write_text("file,access\nx.txt,open\n", encoding="utf-8")
    _, err = run("process", tmp_path / "a", tmp_path / "b", "--metadata", table, "--corpus", tmp_path / "c", code=2)
    assert "x.txt" in err
    table.write_text("file,access\na/x.txt,open\nzz.txt,confidential\n", encoding="utf-8")
    _, err = run("process", tmp_path / "a", tmp_path / "b", "--metadata", table, "--corpus", tmp_path / "c")
    assert "zz.txt" in err
    rows = json.loads(run("list", "--corpus", tmp_path / "c", "--json")[0])
    assert sorted(row["access"] for row in rows) == ["open", "restricted"]
