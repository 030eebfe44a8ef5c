"""The way through the stages with fakes for the trained models: what is counted, what fails alone, what resumes."""

import json
from pathlib import Path

import pytest

from corpus import open_corpus
from corpus.errors import CorpusError, UsageError
from corpus.records import ModelRef
from flows.engines import Engines
from flows.ingest import Request, ingest, read_batches, store_batch
from flows.reannotate import reannotate
from models.lexicon import read_lexicon
from models.recognise import Analysis
from tests.fakes import Announced, Broken, Capitals, WordForWord

LEXICON = read_lexicon()
TEXTS = {
    "a.txt": "Mi nombre es Rosa Paz y vivo en Apopa con mis hijos.\n\nEllos trabajan en el mercado todos los días.",
    "b.txt": "The soldiers came at night and took my brother away.\n\nNobody told us where he was.",
    "sub/c.txt": "El abogado nos dijo que la audiencia era en abril de 2023.",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in TEXTS.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    return tmp_path / "in"


@pytest.fixture
def corpus(tmp_path):
    with open_corpus(tmp_path / "corpus", create=True) as opened:
        yield opened


def engines(translator=None) -> Engines:
    return Engines(
        {("es", "en"): translator or WordForWord("es", "en")},
        {"es": Capitals("es"), "en": Capitals("en")},
        Announced(),
        LEXICON,
    )


def test_a_folder_is_stored_and_then_known(folder, corpus):
    seen = []
    report = ingest(Request((folder,)), corpus, engines(), progress=lambda done, of: seen.append((done, of)))
    assert (report.stored, report.skipped, report.failed, report.segments) == (3, 0, 0, 5)
    assert report.words == sum(len(text.split()) for text in TEXTS.values())
    assert seen[0] == (0, 3)
    assert seen[-1] == (3, 3)
    assert {Path(row.source).name for row in corpus.list()} == {"a.txt", "b.txt", "c.txt"}
    again = ingest(Request((folder,)), corpus, engines())
    assert (again.stored, again.skipped) == (0, 3)


def test_the_same_bytes_under_another_name_are_kept_as_a_name(folder, corpus):
    ingest(Request((folder / "a.txt",)), corpus, engines())
    (folder / "copy.txt").write_bytes((folder / "a.txt").read_bytes())
    report = ingest(Request((folder / "copy.txt",)), corpus, engines())
    assert (report.stored, report.skipped) == (0, 1)
    (row,) = corpus.list()
    assert set(corpus.get(row.id).names) == {str(folder / "a.txt"), str(folder / "copy.txt")}


def test_the_same_bytes_twice_in_one_run_are_stored_once(folder, corpus):
    (folder / "copy.txt").write_bytes((folder / "a.txt").read_bytes())
    report = ingest(Request((folder,), batch_size=100), corpus, engines())
    assert (report.stored, report.skipped, report.failed) == (3, 1, 0)
    row = next(row for row in corpus.list() if row.source.endswith("a.txt"))
    assert len(corpus.get(row.id).names) == 2


def test_a_failing_stage_takes_one_testimony_and_quotes_nothing(folder, corpus):
    report = ingest(Request((folder,), batch_size=10), corpus, engines(Broken("abogado")))
    assert report.stored == 2
    (failure,) = report.failures
    assert failure.source.endswith("c.txt")
    assert (failure.stage, failure.code) == ("translate", "internal")
    assert "abogado" not in json.dumps([failure.message, failure.hint])
    assert "c.txt" not in failure.source_id
    # Once the stage works, the same command stores what is missing.
    again = ingest(Request((folder,)), corpus, engines())
    assert (again.stored, again.skipped, again.failed) == (1, 2, 0)


def test_unreadable_files_are_counted_and_the_rest_is_stored(folder, corpus):
    (folder / "empty.txt").write_bytes(b"")
    (folder / "what.xyz").write_bytes(b"abc")
    (folder / "bad.docx").write_bytes(b"no zip")
    report = ingest(Request((folder, folder / "gone.txt")), corpus, engines())
    assert report.stored == 3
    assert {Path(f.source).name for f in report.failures} == {"empty.txt", "what.xyz", "bad.docx", "gone.txt"}
    assert all(f.stage == "read" and f.code and f.message for f in report.failures)
    assert [f.code for f in corpus.failures(report.run_id)] == [f.code for f in report.failures]


def test_a_table_cut_short_goes_on_where_it_stopped(tmp_path, corpus):
    rows = "\n".join(f'{n},"Testimonio inventado número {n} de una vecina de Apopa."' for n in range(10))
    (tmp_path / "t.csv").write_text(f"id,testimonio\n{rows}\n", encoding="utf-8")
    request = Request((tmp_path / "t.csv",), batch_size=4)
    run_id = corpus.begin_run()
    batch, _ = next(read_batches([tmp_path / "t.csv"], request, corpus))
    store_batch(batch, corpus, engines(), run_id=run_id)  # … and then the machine goes off
    assert len(corpus.list()) == 4
    report = ingest(request, corpus, engines())
    assert (report.stored, report.skipped, report.failed) == (6, 0, 0)
    assert len(corpus.list()) == 10
    assert ingest(request, corpus, engines()).skipped == 1


def test_a_row_that_fails_keeps_its_table_open(tmp_path, corpus):
    (tmp_path / "t.csv").write_text(
        "id,testimonio\n1,Esto es un testimonio inventado.\n2,La palabra veneno rompe el motor de prueba.\n",
        encoding="utf-8",
    )
    request = Request((tmp_path / "t.csv",), batch_size=1)
    report = ingest(request, corpus, engines(Broken("veneno")))
    assert (report.stored, report.failed) == (1, 1)
    report = ingest(request, corpus, engines())
    assert (report.stored, report.skipped, report.failed) == (1, 0, 0)


def test_batches_hold_what_was_asked_for(folder, corpus):
    sizes = [
        len(batch.testimonies)
        for batch, _ in read_batches(sorted(folder.rglob("*.txt")), Request((), batch_size=2), corpus)
    ]
    assert sum(sizes) == 3
    assert max(sizes) <= 2


def test_a_full_disk_stops_the_run_with_words(folder, corpus, monkeypatch):
    def full(*_args, **_kw):
        raise CorpusError("The disk is full.", code="disk_full")

    monkeypatch.setattr(type(corpus), "keep_original", full)
    with pytest.raises(CorpusError, match="disk is full"):
        ingest(Request((folder,)), corpus, engines())


def test_reannotate_replaces_what_models_said_and_nothing_else(folder, corpus):
    ingest(Request((folder,)), corpus, engines())
    before = {row.id: corpus.get(row.id) for row in corpus.list()}

    class Louder(WordForWord):
        def translate(self, texts, *, beam=1):
            return [(text.upper(), 0.9) for text in texts]

    louder = Louder("es", "en")
    louder.model = ModelRef("louder", "1")  # another model: what the same one said is remembered
    report = reannotate(corpus, engines(louder), batch_size=2)
    assert (report.stored, report.failed) == (3, 0)
    for testimony_id, old in before.items():
        new = corpus.get(testimony_id)
        assert (new.text, new.title, new.access, new.names) == (old.text, old.title, old.access, old.names)
        assert [(s.start, s.end, s.text, s.language) for s in new.segments] == [
            (s.start, s.end, s.text, s.language) for s in old.segments
        ]
        assert [s.translation for s in new.segments] == [
            s.text.upper() if s.language == "es" else None for s in old.segments
        ]
    assert corpus.search("MERCADO").total == 1


def test_what_another_run_stored_meanwhile_counts_as_skipped(folder, corpus):
    run_id = corpus.begin_run()
    batches = list(read_batches(sorted(folder.rglob("*.txt")), Request(()), corpus))
    first = [store_batch(batch, corpus, engines(), run_id=run_id) for batch, _ in batches]
    second = [store_batch(batch, corpus, engines(), run_id=run_id) for batch, _ in batches]
    assert (sum(o.stored for o in first), sum(o.skipped for o in first)) == (3, 0)
    assert (sum(o.stored for o in second), sum(o.skipped for o in second)) == (0, 3)
    assert len(corpus.list()) == 3


def test_a_corpus_inside_the_folder_is_not_ingested(folder, tmp_path):
    with open_corpus(folder / "testimonio-corpus", create=True) as inside:
        for expected in ((3, 0), (0, 3)):
            report = ingest(Request((folder,)), inside, engines())
            assert (report.stored, report.skipped, report.failed) == (*expected, 0)


def test_what_the_store_refuses_is_one_failure(folder, corpus):
    report = ingest(Request((folder,), collection="col\udcff"), corpus, engines())
    assert report.stored == 0
    assert {f.stage for f in report.failures} == {"store"}
    assert len(report.failures) == 3


def test_a_wrong_option_is_said_once(folder, corpus):
    with pytest.raises(UsageError):
        ingest(Request((folder,), recorded_on="ayer"), corpus, engines())


def test_rows_that_cannot_be_read_are_a_failure_beside_the_rest(tmp_path, corpus):
    (tmp_path / "x.jsonl").write_text(
        '{"text":"La vecina vio todo."}\nno json\n{"text":"El vecino no."}\n', encoding="utf-8"
    )
    report = ingest(Request((tmp_path / "x.jsonl",)), corpus, engines())
    assert report.stored == 2
    (failure,) = report.failures
    assert (failure.code, failure.stage, failure.source) == ("rows_unreadable", "read", str(tmp_path / "x.jsonl"))
    assert failure.message.startswith("1 row")


def test_a_form_nobody_used_finds_the_others(tmp_path, corpus):
    (tmp_path / "x.txt").write_text("Esa noche huimos por la quebrada con los niños.", encoding="utf-8")
    trained = engines()
    corpus_has = {("huimos", "huir")}
    trained.recognisers["es"].recognise = lambda texts: [  # type: ignore[index]
        Analysis((), frozenset(corpus_has)) for _ in texts
    ]
    ingest(Request((tmp_path / "x.txt",)), corpus, trained)
    assert corpus.search("huyó").total == 1
    assert corpus.search("huir").total == 1
    assert corpus.search("cantó").total == 0
