"""The command line: wrong usage, exit codes, and that the README knows every command."""

import json
import re
import sys

import pytest
import typer

from corpus import open_corpus
from corpus.errors import CorpusError
from flows import cli
from flows.engines import Engines
from flows.ingest import Request, ingest
from models.lexicon import read_lexicon
from tests.fakes import Capitals, WordForWord


@pytest.fixture
def run(monkeypatch, capsys):
    def run(*arguments, code=0):
        monkeypatch.setattr(sys, "argv", ["testimonio", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        assert (ended.value.code or 0) == code, err
        assert "Traceback" not in out + err
        return out, err

    return run


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "a.txt").write_text(
        "Ayer vino Marta Paz con la lista.\n\nLas vecinas [todas] oyeron <script>alert(1)</script> los gritos.",
        encoding="utf-8",
    )
    (tmp_path / "b.txt").write_text("My neighbors heard the shouts and told Marta Paz about them.", encoding="utf-8")
    engines = Engines(
        {("es", "en"): WordForWord("es", "en")}, {"es": Capitals("es"), "en": Capitals("en")}, read_lexicon()
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
        ["entity", "Marta"],
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
