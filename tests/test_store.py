"""The store's contract. Tests that take `corpus` say nothing about SQLite; another store joins by another `make`."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import json
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import Corpus, open_corpus
from corpus.errors import CorpusError, InputError, NameLookupError, UsageError
from corpus.records import AnnotatedTestimony, Failure, IngestReport, as_json, entity_id
from corpus.store import counting, database, writing
from corpus.store.folder import make_folder
from corpus.store.periods import bounds
from corpus.store.rules import Rules
from tests.samples import COLLECTED, NAMES, ROSA, Line, annotated, office

Make = Callable[[], Corpus]


@pytest.fixture(params=["sqlite"])
def make(tmp_path: Path) -> Iterator[Make]:
    """Makes new, empty corpora."""
    made: list[Corpus] = []

    def new() -> Corpus:
        made.append(open_corpus(tmp_path / f"corpus-{len(made)}", create=True))
        return made[-1]

    yield new
    for corpus in made:
        corpus.close()


@pytest.fixture
def corpus(make: Make) -> Corpus:
    return make()


def store(corpus: Corpus, *items: tuple[bytes, AnnotatedTestimony]) -> None:
    for data, item in items:
        corpus.keep_original(data, item.testimony.source)
        assert corpus.add(item, language=item.segments[0].language.tag if item.segments else "und", run_id="run")
        corpus.finish(item.testimony.source.sha256, parts=1)


def exported(corpus: Corpus, folder: Path) -> bytes:
    corpus.export("jsonl", folder)
    return (folder / "testimonies.jsonl").read_bytes()


def integrity(corpus: Corpus) -> None:
    """Raise unless SQLite, its foreign keys and its full-text index find everything in order."""
    with sqlite3.connect(corpus.path / "corpus.sqlite") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO segments_fts(segments_fts, rank) VALUES ('integrity-check', 1)")
    connection.close()


# --- Round trips ----------------------------------------------------------------------------------------------------


def test_a_testimony_comes_back_whole(corpus: Corpus) -> None:
    data, item = office()[0]
    store(corpus, (data, item))
    view = corpus.get(item.testimony.id)
    assert view.text == item.testimony.text
    assert (view.title, view.collection, view.recorded_on) == ("Declaración de una vecina", "cárceles", "2023-06")
    assert view.notes == ("encoding:utf-8",)
    assert [s.text for s in view.segments] == [s.text for s in item.segments]
    assert [s.translation for s in view.segments] == [x.text for x in item.translations]
    assert all(view.text[s.start : s.end] == s.text for s in view.segments)
    assert {(s.language, s.speaker, s.page) for s in view.segments} == {("es", "Testigo", 1)}
    assert {s.translation_language for s in view.segments} == {"en"}
    kept = [(m.ordinal, m.start, m.end, m.text, m.label, m.value, m.entity) for m in view.mentions]
    given_ = [(m.segment, m.start, m.end, m.text, m.label, m.value, m.entity) for m in item.mentions]
    assert kept == sorted(given_)
    assert view.translation_mentions[0].text == "Rosa Paz"
    assert view.models == (
        {"name": "names-by-hand", "version": "1", "sha256": "ab" * 32},
        {"name": "translation-by-hand", "version": "2", "sha256": "cd" * 32},
    )
    integrity(corpus)


def test_show_has_the_keys_that_scripts_rely_on(corpus: Corpus) -> None:
    store(corpus, *office())
    shown = json.loads(json.dumps(as_json(corpus.get(office()[0][1].testimony.id))))
    assert {"id", "source", "language", "segments", "mentions", "translation_mentions"} <= shown.keys()
    assert {"ordinal", "start", "end", "language", "text", "translation", "flags"} <= shown["segments"][0].keys()
    mention = {"ordinal", "start", "end", "text", "label", "value", "entity", "model"}
    assert mention <= shown["mentions"][0].keys()
    assert mention <= shown["translation_mentions"][0].keys()
    assert shown["mentions"][0]["model"] == "names-by-hand 1"
    assert shown["mentions"][0]["score"] == 0.877


def test_a_segment_without_translation_says_why(corpus: Corpus) -> None:
    data, item = office()[3]
    item = dataclasses.replace(item, translations=item.translations[:1])
    store(corpus, (data, item))
    segments = corpus.get(item.testimony.id).segments
    assert [(s.translation, s.flags) for s in segments] == [
        (None, ("no_model_for_language",)),
        (None, ("not_translated",)),
    ]


KNOWN_ODD = ["a\x00b", "e\u0301", "\U0001f9d1\u200d\u2696\ufe0f", "\u202eabc", "1º ª ß ﬁ", "\x02\x03"]
ODD = st.text(min_size=1, max_size=60) | st.sampled_from(KNOWN_ODD)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.tuples(ODD, st.none() | ODD), min_size=1, max_size=4))
def test_any_text_comes_back_as_it_was(corpus: Corpus, lines: list[tuple[str, str | None]]) -> None:
    data, item = annotated("odd.txt", [Line(text, "es", translation) for text, translation in lines])
    corpus.keep_original(data, item.testimony.source)
    corpus.replace(item, language="es", run_id="run")
    view = corpus.get(item.testimony.id)
    assert [(s.text, s.translation) for s in view.segments] == lines
    assert view.text == item.testimony.text
    hits = corpus.search(language="es", limit=10_000).hits
    assert [(hit.text, hit.translation) for hit in hits if hit.testimony == item.testimony.id] == lines


def test_a_lone_surrogate_is_refused_without_the_text(corpus: Corpus) -> None:
    data, item = annotated("odd.txt", [Line("secreto \ud800")])
    corpus.keep_original(data, item.testimony.source)
    with pytest.raises(InputError) as caught:
        corpus.add(item, language="es", run_id="run")
    assert caught.value.code == "surrogates"
    assert caught.value.__cause__ is None
    assert corpus.list() == []


# --- Whole or not at all --------------------------------------------------------------------------------------------


def test_adding_twice_changes_nothing(corpus: Corpus, tmp_path: Path) -> None:
    data, item = office()[0]
    store(corpus, (data, item))
    before = exported(corpus, tmp_path / "a")
    assert not corpus.add(item, language="es", run_id="later")
    assert exported(corpus, tmp_path / "b") == before
    assert [entity.mentions for entity in corpus.entities(label="PERSON")] == [2]


@pytest.mark.parametrize("step", ["apply", "add_forms", "_models"])
@pytest.mark.parametrize("replacing", [False, True])
def test_a_failure_in_the_middle_leaves_things_as_they_were(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, replacing: bool
) -> None:
    first, second = office()[0], office()[1]
    store(corpus, first, second) if replacing else store(corpus, first)
    before, entities = exported(corpus, tmp_path / "a"), corpus.entities()

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    corpus.keep_original(second[0], second[1].testimony.source)
    with monkeypatch.context() as patch:
        patch.setattr(writing, step, killed)
        with pytest.raises(KeyboardInterrupt):
            (corpus.replace if replacing else corpus.add)(second[1], language="es", run_id="run")
    assert exported(corpus, tmp_path / "b") == before
    assert corpus.entities() == entities
    integrity(corpus)
    corpus.replace(second[1], language="es", run_id="run")
    integrity(corpus)


def test_a_killed_process_leaves_nothing_half(tmp_path: Path) -> None:
    script = (
        "import os, sys; from tests.samples import office\n"
        "from corpus import open_corpus; from corpus.store import writing\n"
        "corpus = open_corpus(sys.argv[1], create=True); data, item = office()[0]\n"
        "corpus.keep_original(data, item.testimony.source)\n"
        "writing.add_forms = lambda *a: os._exit(9)\n"
        "corpus.add(item, language='es', run_id='run')\n"
    )
    path = str(Path(__file__).parents[1])
    folder = tmp_path / "c"
    done = subprocess.run([sys.executable, "-c", script, folder], env={**os.environ, "PYTHONPATH": path}, check=False)
    assert done.returncode == 9
    with open_corpus(folder) as corpus:
        assert corpus.list() == []
        assert corpus.known([office()[0][1].testimony.source.sha256]) == set()
        integrity(corpus)
        store(corpus, office()[0])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda i: dataclasses.replace(i, segments=(dataclasses.replace(i.segments[0], start=1), *i.segments[1:])),
        lambda i: dataclasses.replace(i, segments=(i.segments[0], *i.segments)),
        lambda i: dataclasses.replace(i, mentions=(dataclasses.replace(i.mentions[0], end=400),)),
        lambda i: dataclasses.replace(i, mentions=(dataclasses.replace(i.mentions[0], text="Rosa"),)),
        lambda i: dataclasses.replace(i, mentions=(dataclasses.replace(i.mentions[0], segment=77),)),
        lambda i: dataclasses.replace(i, mentions=(dataclasses.replace(i.mentions[0], label="HUMAN"),)),
        lambda i: dataclasses.replace(i, translations=(i.translations[0], i.translations[0])),
        lambda i: dataclasses.replace(
            i, translation_mentions=(dataclasses.replace(i.translation_mentions[0], start=0),)
        ),
    ],
)
def test_a_record_that_contradicts_itself_is_refused(corpus: Corpus, spoil: Callable[[Any], Any]) -> None:
    data, item = office()[0]
    corpus.keep_original(data, item.testimony.source)
    with pytest.raises(InputError) as caught:
        corpus.add(spoil(item), language="es", run_id="run")
    assert "Rosa" not in str(caught.value)
    assert corpus.list() == []


def test_no_testimony_without_its_original(corpus: Corpus) -> None:
    with pytest.raises(CorpusError) as caught:
        corpus.add(office()[0][1], language="es", run_id="run")
    assert "Rosa" not in repr(caught.value) + repr(caught.value.__cause__)
    assert corpus.list() == []


def test_replacing_changes_counts_and_index(corpus: Corpus) -> None:
    store(corpus, *office()[:2])
    _, item = office()[0]
    only = dataclasses.replace(
        item,
        segments=item.segments[:1],
        translations=item.translations[:1],
        mentions=tuple(m for m in item.mentions if m.segment == 0 and m.label != "PLACE"),
    )
    corpus.replace(only, language="es", run_id="again")
    assert corpus.search("detención").total == 0
    assert corpus.search("custodios").total == 1
    assert [(e.name, e.mentions, e.testimonies) for e in corpus.entities(like="rosa")] == [("Rosa Paz", 2, 2)]
    assert corpus.entities(label="PLACE") == []
    assert corpus.get(item.testimony.id).translation_mentions[1].entity is None
    integrity(corpus)


# --- Order, batches and clocks don't show ---------------------------------------------------------------------------


def test_the_order_of_arrival_does_not_show(make: Make, tmp_path: Path) -> None:
    one, other = make(), make()
    items = office()
    store(one, *items)
    store(other, *reversed(items))
    _, item = items[1]
    other.replace(dataclasses.replace(item, mentions=item.mentions[:1]), language="es", run_id="x")
    other.replace(item, language="es", run_id="y")
    for corpus in (one, other):
        corpus.add_name(item.testimony.source.sha256, "copia.txt", COLLECTED)
    assert exported(one, tmp_path / "a") == exported(other, tmp_path / "b")
    assert one.entities() == other.entities()
    assert [one.entity(e.id) for e in one.entities()] == [other.entity(e.id) for e in other.entities()]
    assert one.list() == other.list()
    for query in ("rosa", "custodios OR guards", "no"):
        assert one.search(query) == other.search(query)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(["e1", "e2"]), st.sampled_from(["PERSON", "ORG"]), st.sampled_from("aAbb"))),
        max_size=4,
    ),
    st.randoms(use_true_random=False),
)
def test_names_follow_from_counts_alone(groups: list[list[tuple[str, str, str]]], shuffle: Any) -> None:
    from sqlalchemy import create_engine, select

    from corpus.store import tables as t

    def said(keys: list[tuple[str, str, str]]) -> counting.Tally:
        names = {("t", "e1"): "B b", ("t", "e2"): "a"}
        return counting.tally([counting.Said("t", entity, entity, label, text) for entity, label, text in keys], names)

    def settled(order: list[list[tuple[str, str, str]]]) -> list[Any]:
        engine = create_engine("sqlite://")
        t.metadata.create_all(engine)
        with engine.begin() as connection:
            for keys in order:
                counting.apply(connection, before=counting.Tally(), after=said(keys), rules=Rules())
            gone = said([("e3", "PERSON", "x")])
            counting.apply(connection, before=counting.Tally(), after=gone, rules=Rules())
            counting.apply(connection, before=gone, after=counting.Tally(), rules=Rules())
            found = list(connection.execute(select(t.entities).order_by(t.entities.c.id)))
            assert {row.name for row in found} <= {"B b", "a"}
            return found

    shuffled = list(groups)
    shuffle.shuffle(shuffled)
    assert settled(groups) == settled(shuffled)


def test_an_entity_is_called_by_its_most_frequent_surface(corpus: Corpus) -> None:
    means = "Rosa Paz"
    store(
        corpus,
        annotated("a", [Line("Rosa vino.", names=[("Rosa", "PERSON", means)])]),
        annotated("b", [Line("ROSA PAZ vino.", names=[("ROSA PAZ", "PERSON", means)])]),
        annotated("c", [Line("Con Rosa\nPaz.", names=[("Rosa\nPaz", "PERSON", means)])]),
    )
    (entity,) = corpus.entities()
    assert (entity.name, entity.aliases) == ("ROSA PAZ", ("ROSA PAZ", "Rosa Paz", "Rosa"))
    assert (entity.mentions, entity.testimonies, entity.id) == (3, 3, entity_id("PERSON", "rosa paz"))


# --- Entities, list, ids --------------------------------------------------------------------------------------------


def test_entities(corpus: Corpus) -> None:
    store(corpus, *office())
    assert corpus.entities(label="person")[0].mentions == 3
    assert [e.name for e in corpus.entities(min_testimonies=2)] == ["Rosa Paz"]
    assert [e.name for e in corpus.entities(like="FISCALIA")] == ["Fiscalía General"]
    assert corpus.entities(like="%") == []
    assert len(corpus.entities(limit=2)) == 2
    with pytest.raises(UsageError):
        corpus.entities(label="HUMAN")


def test_one_entity_in_context(corpus: Corpus) -> None:
    store(corpus, *office())
    rosa = corpus.entity("rosa paz")
    assert rosa.aliases == ("Rosa Paz", "Rosa")
    first = next(m for m in rosa.mentions if m["dates"])
    assert first["dates"] == ["2022-05-04"]
    assert {"testimony", "ordinal", "text", "start", "end", "value"} <= first.keys()
    text = corpus.get(first["testimony"]).text
    assert text[first["start"] : first["end"]] == first["text"]
    apopa = next(e for e in rosa.together_with if e["name"] == "Apopa")
    assert (apopa["label"], apopa["testimonies"], apopa["same_segment"]) == ("PLACE", 1, 1)
    assert corpus.entity(apopa["id"]).name == "Apopa"
    with pytest.raises(NameLookupError) as caught:
        corpus.entity("Rossa Pas")
    assert "Rosa Paz" in caught.value.candidates[0]


def test_list_and_ids(corpus: Corpus) -> None:
    store(corpus, *office())
    row = annotated("declaraciones/mixta.txt", [Line("Tentli kimati."), Line("Nadie volvió a San Salvador.")])[1]
    assert [(s.source, s.segments, s.mentions) for s in corpus.list()] == [
        ("declaraciones/apopa.txt", 3, 4),
        ("declaraciones/mejicanos.txt", 2, 4),
        ("declaraciones/mixta.txt", 2, 0),
        ("statements/clinic.txt", 2, 1),
    ]
    assert [s.collection for s in corpus.list("vecinos")] == ["vecinos"]
    some = corpus.list()[0].id
    assert corpus.get(some[:6]).id == some
    for wrong in ("", "zz", "%", some + "0", row.testimony.id):
        with pytest.raises(UsageError) as caught:
            corpus.get(wrong)
        assert caught.value.exit_code == 2


# --- Originals and runs ---------------------------------------------------------------------------------------------


def test_originals_are_kept_unchanged(corpus: Corpus) -> None:
    data, item = office()[0]
    source = item.testimony.source
    corpus.keep_original(data, source)
    assert corpus.known([source.sha256]) == set()
    corpus.keep_original(data, dataclasses.replace(source, uri="otra/copia.TXT"))
    corpus.add_name(source.sha256, "caf\udce9.txt", COLLECTED)
    corpus.add(item, language="es", run_id="run")
    corpus.finish(source.sha256, parts=2)
    assert corpus.known([source.sha256]) == set()  # one of two is stored
    assert corpus.known_testimonies([item.testimony.id, "none"]) == {item.testimony.id}
    corpus.finish(source.sha256, parts=1)
    assert corpus.known([source.sha256, "00"]) == {source.sha256}
    (original,) = corpus.originals()
    assert original.data() == data
    assert original.names == ("caf\\udce9.txt", "declaraciones/apopa.txt", "otra/copia.TXT")
    assert original.path == corpus.path / "originals" / source.sha256[:2] / f"{source.sha256}.txt"
    assert stat.S_IMODE(original.path.stat().st_mode) == 0o400
    assert [(part.id, part.recorded_on) for part in original.parts] == [(item.testimony.id, "2023-06")]
    assert list((corpus.path / "tmp").iterdir()) == []
    original.path.chmod(0o600)
    original.path.write_bytes(b"altered")
    with pytest.raises(CorpusError, match="changed"):
        original.data()
    with pytest.raises(CorpusError, match="changed"):
        corpus.keep_original(data, source)
    original.path.unlink()
    with pytest.raises(CorpusError, match="missing"):
        original.data()


def test_bytes_that_are_not_those_of_the_source(corpus: Corpus) -> None:
    data, item = office()[0]
    with pytest.raises(CorpusError) as caught:
        corpus.keep_original(data + b" ", item.testimony.source)
    assert caught.value.code == "hash_mismatch"


def test_a_full_disk_while_copying(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    data, item = office()[0]
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(CorpusError) as caught:
            corpus.keep_original(data, item.testimony.source)
    assert caught.value.code == "disk_full"
    assert [*corpus.path.rglob("*.txt"), *(corpus.path / "tmp").iterdir()] == []
    store(corpus, office()[0])


def test_a_full_disk_while_storing(corpus: Corpus) -> None:
    data, item = office()[0]
    corpus.keep_original(data, item.testimony.source)
    # The limit holds for a connection; the pool hands out the same one again.
    with corpus._database.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    big = annotated("declaraciones/apopa.txt", [Line(f"línea {n} " + "palabra " * 200) for n in range(50)])
    with pytest.raises(CorpusError) as caught:
        store(corpus, big)
    assert caught.value.code == "disk_full"
    assert "palabra" not in repr(caught.value.__cause__)
    assert corpus.list() == []


def test_another_writer_that_does_not_finish(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    corpus = make()
    other = sqlite3.connect(corpus.path / "corpus.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert corpus.list() == []
    with pytest.raises(CorpusError) as caught:
        corpus.begin_run()
    assert (caught.value.code, caught.value.retryable) == ("busy", True)
    other.close()
    corpus.begin_run()


def test_runs(corpus: Corpus) -> None:
    run = corpus.begin_run({"languages": ["es", "en"]})
    failure = Failure("caf\udce9.pdf", "abc", "read", "no_text", "No text layer.", "It is a scan.")
    corpus.add_failures(run, [failure])
    (unfinished,) = corpus.runs()
    assert (unfinished.id, unfinished.stored, unfinished.ended_at) == (run, None, None)
    corpus.end_run(IngestReport(run, 3, 1, 20, 300, 1.5, (failure,)))
    (done,) = corpus.runs()
    assert (done.stored, done.skipped, done.failed, done.segments, done.words) == (3, 1, 1, 20, 300)
    assert done.options == {"languages": ["es", "en"]}
    assert corpus.failures(run) == [dataclasses.replace(failure, source="caf\\udce9.pdf")]


# --- Several at once ------------------------------------------------------------------------------------------------


def test_threads_may_share_a_corpus(corpus: Corpus, tmp_path: Path) -> None:
    items = [annotated(f"{n}.txt", [Line(f"Rosa Paz, número {n}.", names=[ROSA])]) for n in range(12)]
    results: list[bool] = []

    def work() -> None:
        for data, item in items:
            corpus.keep_original(data, item.testimony.source)
            results.append(corpus.add(item, language="es", run_id="run"))
            corpus.search("rosa")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results.count(True) == len(items)
    assert len(results) == 4 * len(items)
    (rosa,) = corpus.entities()
    assert (rosa.mentions, rosa.testimonies) == (12, 12)
    integrity(corpus)


def test_processes_may_make_and_fill_the_same_corpus(tmp_path: Path) -> None:
    script = (
        "import sys; from tests.samples import office; from corpus import open_corpus\n"
        "with open_corpus(sys.argv[1], create=True) as corpus:\n"
        "    for data, item in office():\n"
        "        corpus.keep_original(data, item.testimony.source)\n"
        "        print(corpus.add(item, language='es', run_id='run'))\n"
        "        corpus.finish(item.testimony.source.sha256, parts=1)\n"
    )
    path = str(Path(__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": path}
    command = [sys.executable, "-c", script, str(tmp_path / "c")]
    running = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    output = [process.communicate(timeout=60)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert "".join(output).count("True") == len(office())
    with open_corpus(tmp_path / "c") as corpus:
        assert len(corpus.list()) == len(office())
        integrity(corpus)


# --- Opening (SQLite) -----------------------------------------------------------------------------------------------


def test_the_folder_is_private(make: Make) -> None:
    corpus = make()
    store(corpus, office()[0])
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in [corpus.path, *corpus.path.rglob("*")]}
    assert modes.pop(f"{office()[0][1].testimony.source.sha256}.txt") == 0o400
    assert modes.pop("corpus.sqlite") == modes.pop(".gitignore") == 0o600
    assert modes.pop("corpus.sqlite-wal", 0o600) == modes.pop("corpus.sqlite-shm", 0o600) == 0o600
    assert set(modes.values()) == {0o700}
    assert (corpus.path / ".gitignore").read_text() == "*\n"


def test_where_the_corpus_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TESTIMONIO_CORPUS", raising=False)
    with open_corpus(create=True) as corpus:
        assert corpus.path == tmp_path / "testimonio-corpus"
    monkeypatch.setenv("TESTIMONIO_CORPUS", "deep/other 100% ?#ñ")
    with open_corpus(create=True) as corpus:
        store(corpus, *office())
    with open_corpus(tmp_path / "deep" / "other 100% ?#ñ") as corpus:
        assert len(corpus.list()) == len(office())
        assert corpus.inbox == corpus.path / "inbox"


def refused(location: Path | str, code: str, *, create: bool = False) -> CorpusError:
    with pytest.raises(CorpusError) as caught:
        open_corpus(location, create=create)
    assert caught.value.code == code
    assert caught.value.exit_code == 5
    return caught.value


def test_what_is_no_corpus_is_left_alone(tmp_path: Path) -> None:
    refused(tmp_path / "nothing", "no_corpus")
    assert not (tmp_path / "nothing").exists()
    (tmp_path / "empty").mkdir()
    refused(tmp_path / "empty", "no_corpus")
    (tmp_path / "file").write_text("x")
    refused(tmp_path / "file", "not_a_folder", create=True)
    refused(tmp_path / "file" / "below", "disk_error", create=True)
    (tmp_path / "empty" / "thesis.docx").write_text("x")
    refused(tmp_path / "empty", "not_empty", create=True)
    assert [p.name for p in (tmp_path / "empty").iterdir()] == ["thesis.docx"]
    error = refused("postgresql://user:secret@host/db", "unsupported_store")
    assert "secret" not in str(error)


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_database(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "corpus.sqlite").write_bytes(content)
    refused(tmp_path, "damaged")
    refused(tmp_path, "damaged", create=True)
    assert (tmp_path / "corpus.sqlite").read_bytes() == content


def test_somebody_elses_database(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "corpus.sqlite") as connection:
        connection.execute("CREATE TABLE recipes (name)")
    connection.close()
    refused(tmp_path, "not_a_corpus", create=True)


def test_a_newer_corpus_is_not_touched(make: Make) -> None:
    corpus = make()
    corpus.close()
    with sqlite3.connect(corpus.path / "corpus.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = hashlib.sha256((corpus.path / "corpus.sqlite").read_bytes()).digest()
    assert "newer" in str(refused(corpus.path, "newer_schema"))
    assert hashlib.sha256((corpus.path / "corpus.sqlite").read_bytes()).digest() == before


def test_an_interrupted_creation_is_taken_up(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "corpus.sqlite").touch()
    refused(tmp_path, "no_corpus")
    with open_corpus(tmp_path, create=True) as corpus:
        assert corpus.list() == []


def test_a_corpus_that_may_not_be_written_can_be_read(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = make()
    store(corpus, *office())
    corpus.close()
    # Tests may run as root, whom no mode stops.
    monkeypatch.setattr(os, "access", lambda _, mode: mode == os.R_OK)
    with open_corpus(corpus.path) as reader:
        assert reader.search("custodios").total == 2
        with pytest.raises(CorpusError) as caught:
            reader.add(office()[0][1], language="es", run_id="run")
        assert caught.value.code == "read_only"
    monkeypatch.setattr(os, "access", lambda _, mode: False)
    refused(corpus.path, "no_permission")


def test_migrations_and_tables_agree(make: Make) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from sqlalchemy import create_engine

    import corpus.store as package
    from corpus.store import schema, tables

    scripts = ScriptDirectory(str(Path(package.__file__).parent / "migrations"))
    assert tuple(s.revision for s in reversed(list(scripts.walk_revisions()))) == schema.REVISIONS
    engine = create_engine(f"sqlite:///{make().path / 'corpus.sqlite'}")
    with engine.connect() as connection:
        options = {"include_name": lambda name, kind, _: kind != "table" or not name.startswith("segments_fts")}
        context = MigrationContext.configure(connection, opts={**options, "compare_type": True})
        assert compare_metadata(context, tables.metadata) == []
    engine.dispose()


def test_a_corpus_from_before_there_were_decisions(tmp_path: Path) -> None:
    """What it holds counts as the machine's, and people can decide about it at once."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import column, table

    import corpus.store as package

    made, text = "2024-01-01T00:00:00+00:00", "Rosa Paz, Rosa Luz Paz"
    known: dict[str, Any] = {"testimony": "ab" * 8, "segment": 1, "side": "text", "score": 1, "model": 1}
    rows: list[tuple[str, dict[str, Any]]] = [
        ("sources", {"sha256": "00", "sha1": "00", "media_type": "text/plain", "size": 9, "suffix": ".txt"}),
        ("source_names", {"sha256": "00", "uri": "a.txt", "seen_at": made}),
        ("testimonies", {"id": "ab" * 8, "sha256": "00", "locator": "", "text": text, "language": "es", "notes": "[]"}),
        ("segments", {"id": 1, "testimony": "ab" * 8, "ordinal": 0, "start": 0, "end": len(text), "text": text}),
        ("models", {"id": 1, "name": "old", "version": "1", "sha256": ""}),
    ]
    rows[0][1].update(collected_at=made, complete=True)
    rows[2][1].update(access="restricted", segments=1, mentions=2, run="run")
    rows[3][1].update(language="es")
    for start, name in ((0, "Rosa Paz"), (10, "Rosa Luz Paz")):
        entity = entity_id("PERSON", name.lower())
        where = {"start": start, "end": start + len(name), "text": name, "label": "PERSON", "entity": entity}
        counts = {"label": "PERSON", "folded": name.lower(), "mentions": 1}
        rows.append(("mentions", {**known, **where}))
        rows.append(("entities", {"id": entity, "name": name, "testimonies": 1, **counts}))
        rows.append(("entity_surfaces", {"entity": entity, "text": name, **counts}))
    folder = tmp_path / "old"
    make_folder(folder)
    old = database.Database(folder, read_only=False)
    with old.write() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path(package.__file__).parent / "migrations"))
        command.upgrade(config, "0002")
        for name, row in rows:
            connection.execute(table(name, *map(column, row)).insert(), row)
    old.close()
    with open_corpus(folder) as corpus:
        assert {(e.name, e.aliases, e.mentions, e.testimonies) for e in corpus.entities()} == {
            ("Rosa Paz", ("Rosa Paz",), 1, 1),
            ("Rosa Luz Paz", ("Rosa Luz Paz",), 1, 1),
        }
        assert [proposal.kind for proposal in corpus.review()] == ["duplicate"]  # so their names are in the index
        before = corpus.get("ab" * 8)
        decision = corpus.merge("Rosa Luz Paz", "Rosa Paz")
        assert [(e.name, e.mentions, e.testimonies) for e in corpus.entities()] == [("Rosa Luz Paz", 2, 1)]
        corpus.undo(decision.id)
        assert corpus.get("ab" * 8) == before


def test_opening_loads_neither_alembic_nor_models(make: Make) -> None:
    path = make().path
    script = (
        "import sys, corpus; assert 'sqlalchemy' not in sys.modules\n"
        "import time; from corpus import open_corpus; t = time.perf_counter(); c = open_corpus(sys.argv[1])\n"
        "took = time.perf_counter() - t; c.list()\n"
        "bad = {'alembic', 'prefect', 'spacy', 'ctranslate2', 'argostranslate', 'langdetect'} & set(sys.modules)\n"
        "assert not bad, bad; print(took)\n"
    )
    root = str(Path(__file__).parents[1])
    done = subprocess.run([sys.executable, "-c", script, path], cwd=root, capture_output=True, text=True, check=True)
    assert float(done.stdout) < 0.3


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2022", ("2022-01-01", "2022-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2022-05-04T10:00", ("2022-05-04", "2022-05-04")),
        ("2022-05/2022-06", ("2022-05-01", "2022-06-30")),
        ("2022-06/2022-05", (None, None)),
        ("2022-13", (None, None)),
        ("2022-02-30", (None, None)),
        ("0000", (None, None)),
        ("XXXX-05-04", (None, None)),
        ("२०२२", (None, None)),
        (None, (None, None)),
    ],
)
def test_bounds(value: str | None, days: tuple[str | None, str | None]) -> None:
    assert bounds(value) == days


def test_model_rows_are_shared(corpus: Corpus) -> None:
    store(corpus, *office())
    assert NAMES.name in {model["name"] for model in corpus.get(corpus.list()[0].id).models}
