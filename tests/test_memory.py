"""The translation memory: what was translated before under the same circumstances isn't translated again."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from corpus import Corpus, open_corpus, records
from corpus.errors import CorpusError
from corpus.records import AnnotatedTestimony, LanguageGuess, Mention, ModelRef, Segment, as_json
from corpus.store import schema
from corpus.store.database import Database
from corpus.store.folder import make_folder
from corpus.store.views import Remembered
from flows.engines import Engines
from flows.ingest import Request, ingest
from flows.reannotate import reannotate
from models import routes
from models.glossary import Glossary
from models.hold import Names
from models.lexicon import Form, read_lexicon
from models.routes import Sentence
from models.translate import memory_key, names_in, translate
from tests.fakes import Announced, Capitals, WordForWord
from tests.making import annotated, testimony

LEXICON = read_lexicon()
PAIR = ("es", "en")
SHARED = "Los soldados llegaron a la casa de noche."
OTHER = "Mi hermana estaba en el mercado con los niños."
NAMED = "Esa tarde vino Marta con los papeles."


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with open_corpus(tmp_path / "corpus", create=True) as opened:
        yield opened


def engines(translator: WordForWord, **more) -> Engines:
    return Engines({PAIR: translator}, {"es": Capitals("es"), "en": Capitals("en")}, Announced(), LEXICON, **more)


def sent(translator: WordForWord) -> list[str]:
    """Everything that the engine was asked for, in order."""
    return [text for texts in translator.calls for text in texts]


def process(corpus: Corpus, path: Path, text: str, translator: WordForWord | None = None, **more) -> list[str]:
    """Process `text` as the file `path`; returns what an engine was sent for it."""
    path.write_text(text, encoding="utf-8")
    translator = translator or WordForWord(*PAIR)
    report = ingest(Request((path,)), corpus, engines(translator, **more))
    assert (report.stored, report.failed) == (1, 0)
    return sent(translator)


def translations(corpus: Corpus) -> dict[str, set[tuple[object, ...]]]:
    """For each sentence, all the different translations that the corpus shows for it."""
    shown: dict[str, set[tuple[object, ...]]] = {}
    for row in corpus.list():
        for s in corpus.get(row.id).segments:
            made = (s.translation, s.translation_score, s.translation_model, s.flags)
            shown.setdefault(s.text, set()).add(made)
    return shown


def keys(corpus: Corpus) -> list[str]:
    """All keys in the database."""
    with sqlite3.connect(corpus.path / "corpus.sqlite") as connection:
        found = connection.execute("SELECT memory FROM translations WHERE memory IS NOT NULL ORDER BY segment")
        result = [key for (key,) in found]
    connection.close()
    return result


def exported(corpus: Corpus, folder: Path) -> bytes:
    corpus.export("jsonl", folder)
    return (folder / "testimonies.jsonl").read_bytes()


# --- What is sent to an engine ---------------------------------------------------------------------------------------


def test_a_sentence_of_another_file_is_not_sent_again(corpus: Corpus, tmp_path: Path) -> None:
    first = process(corpus, tmp_path / "a.txt", SHARED)
    assert SHARED in first
    second = process(corpus, tmp_path / "b.txt", f"{SHARED} {OTHER}")
    assert OTHER in second
    assert SHARED not in second
    assert all(len(made) == 1 for made in translations(corpus).values())
    assert len(keys(corpus)) == 3
    assert len(set(keys(corpus))) == 2


def test_where_all_is_known_no_engine_is_touched(corpus: Corpus, tmp_path: Path) -> None:
    process(corpus, tmp_path / "a.txt", f"{SHARED} {OTHER}")

    class Unloaded(WordForWord):
        """An engine that would have to load its model to say which stand-ins it knows."""

        @property
        def stand_ins(self):
            raise AssertionError

    assert process(corpus, tmp_path / "b.txt", f"{OTHER} {SHARED}", Unloaded(*PAIR)) == []


def test_what_no_engine_could_do_is_not_tried_again(corpus: Corpus, tmp_path: Path) -> None:
    assert process(corpus, tmp_path / "a.txt", SHARED, WordForWord(*PAIR, gaps=[SHARED]))
    assert process(corpus, tmp_path / "b.txt", f"{SHARED} {SHARED}", WordForWord(*PAIR, gaps=[SHARED])) == []
    ((text, _, model, flags),) = translations(corpus)[SHARED]
    assert (text, model) == (None, "fake-es_en 1")
    assert "empty" in flags


def _newer(translator: WordForWord) -> WordForWord:
    translator.model = replace(translator.model, version="2")
    return translator


def test_another_model_translates_anew(corpus: Corpus, tmp_path: Path) -> None:
    process(corpus, tmp_path / "a.txt", SHARED)
    assert SHARED in process(corpus, tmp_path / "b.txt", f"{SHARED} {OTHER}", _newer(WordForWord(*PAIR)))


def test_another_fallback_translates_anew(corpus: Corpus, tmp_path: Path) -> None:
    process(corpus, tmp_path / "a.txt", SHARED)
    more = {"fallbacks": {PAIR: _newer(WordForWord(*PAIR))}}
    assert SHARED in process(corpus, tmp_path / "b.txt", f"{SHARED} {OTHER}", **more)


def test_another_glossary_translates_anew(corpus: Corpus, tmp_path: Path) -> None:
    process(corpus, tmp_path / "a.txt", SHARED)
    more = {"glossary": Glossary({("es", "soldados"): Form("troops")}, "ab")}
    assert SHARED in process(corpus, tmp_path / "b.txt", f"{SHARED} {OTHER}", **more)


def test_other_rules_translate_anew(corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    process(corpus, tmp_path / "a.txt", SHARED)
    monkeypatch.setattr(routes, "VERSION", "next")
    assert SHARED in process(corpus, tmp_path / "b.txt", f"{SHARED} {OTHER}")


def test_reannotating_sends_only_what_other_models_must_do(corpus: Corpus, tmp_path: Path) -> None:
    process(corpus, tmp_path / "a.txt", SHARED)
    process(corpus, tmp_path / "b.txt", OTHER)
    before = exported(corpus, tmp_path / "before")
    same, newer = WordForWord(*PAIR), _newer(WordForWord(*PAIR))
    reannotate(corpus, engines(same), batch_size=1)
    assert sent(same) == []
    assert exported(corpus, tmp_path / "after") == before
    reannotate(corpus, engines(newer), batch_size=1)
    assert {SHARED, OTHER} <= set(sent(newer))
    assert {model for made in translations(corpus).values() for *_, model, _ in made} == {"fake-es_en 2"}


# --- The key ---------------------------------------------------------------------------------------------------------

ENGINE = WordForWord(*PAIR)
SENTENCE = Sentence(NAMED, Names(((15, 20),), (), frozenset({"marta", "paz"})))


def key(
    sentence: Sentence = SENTENCE,
    engine: WordForWord = ENGINE,
    *,
    lexicon=LEXICON,
    glossary: Glossary | None = None,
    fallback: WordForWord | None = None,
) -> str:
    return memory_key(sentence, engine, lexicon=lexicon, glossary=glossary or Glossary(), fallback=fallback)


def _engine(**changes: str) -> WordForWord:
    engine = WordForWord(*PAIR)
    engine.model = replace(engine.model, **changes)
    return engine


def test_all_that_decides_a_translation_is_in_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    turned = WordForWord("en", "es")
    turned.model = ENGINE.model
    found = [
        key(),
        key(Sentence(NAMED + " ", SENTENCE.names)),
        key(Sentence(NAMED, replace(SENTENCE.names, people=()))),
        key(Sentence(NAMED, replace(SENTENCE.names, people=((0, 3), (15, 20))))),
        key(Sentence(NAMED, Names((), ((15, 20),), SENTENCE.names.words))),
        key(Sentence(NAMED, replace(SENTENCE.names, words=frozenset({"marta"})))),
        key(engine=_engine(name="else")),
        key(engine=_engine(version="2")),
        key(engine=_engine(sha256="ab")),
        key(engine=turned),
        key(fallback=ENGINE),
        key(fallback=_engine(version="2")),
        key(lexicon=replace(LEXICON, model=ModelRef("lexicon", "2"))),
        key(glossary=Glossary(digest="ab")),
        key(glossary=Glossary({("es", "papeles"): Form("papers")})),
        key(glossary=Glossary({("es", "papeles"): Form("papers", "the")})),
    ]
    monkeypatch.setattr(routes, "VERSION", "next")
    found.append(key())
    assert len(set(found)) == len(found)
    assert all(len(k) == 32 and int(k, 16) >= 0 for k in found)


def test_the_key_can_be_made_of_anything_in_any_order() -> None:
    words = [f"palabra{number}" for number in range(50)]
    one, other = (key(Sentence(NAMED, Names(words=frozenset(some)))) for some in (words, words[::-1]))
    assert one == other
    assert key(Sentence("Ñandú\n\x00 \ud800.")) != key(Sentence("Ñandú\n\x00 \udfff."))


def _with_people(text: str, *people: str, speaker: str | None = None) -> AnnotatedTestimony:
    """One segment up to the first line end; the people are found in the whole text, the segment's or the next one's."""
    whole = testimony(text)
    segments, start = [], 0
    for ordinal, line in enumerate(text.split("\n")):
        guess = LanguageGuess("es", 1.0, "test")
        segments.append(
            Segment(whole.id, ordinal, start, start + len(line), line, guess, speaker=speaker if not ordinal else None)
        )
        start += len(line) + 1
    mentions = []
    for name in people:
        at = text.index(name)
        ordinal = text[:at].count("\n")
        mentions.append(Mention(ordinal, at, at + len(name), name, "PERSON", 1.0, ModelRef("by-hand", "1")))
    return AnnotatedTestimony(whole, tuple(segments), mentions=tuple(mentions))


def memory_of(item: AnnotatedTestimony) -> str | None:
    """The key of the first segment."""
    (done,) = translate([item], translators={PAIR: WordForWord(*PAIR)}, lexicon=LEXICON)
    return done.translations[0].memory


def test_names_matter_where_they_stand() -> None:
    """Who else is named in a testimony doesn't; whether a word of this sentence is somebody's name does."""
    plain = memory_of(_with_people(f"{SHARED}\nVino Berta Mena."))
    assert memory_of(_with_people(f"{SHARED}\nVino Berta Mena.", "Berta Mena")) == plain
    unnamed = memory_of(_with_people(f"{NAMED}\nVino Berta Mena.", "Berta Mena"))
    assert memory_of(_with_people(f"{NAMED}\nVino Berta Mena.")) == unnamed
    assert memory_of(_with_people(f"{NAMED}\nMarta Mena vino.", "Marta Mena")) != unnamed
    assert memory_of(_with_people(f"{NAMED}\nVino Berta Mena.", "Marta")) != unnamed


@pytest.mark.parametrize(
    ("said", "name", "kept"),
    [
        ("Vino Marta.", "Marta", {"marta"}),
        ("VINO MARTA", "Marta", {"marta"}),
        ("Vino María.", "Maria", {"maria"}),
        ("Fue mañana.", "Ana", set()),
        ("Con María-José vino.", "María", {"maria"}),
        ("O'Neil's house.", "O'Neil", {"o'neil"}),
        ("«Peña»", "Peña", {"pena"}),
        ("Llegó la PNC.", "Marta", set()),
        ("Dr.Paz vino.", "Paz", {"paz"}),
    ],
)
def test_the_words_of_names_that_stand_in_a_sentence(said: str, name: str, kept: set[str]) -> None:
    found = dict(names_in(_with_people(f"{said}\n{name} vino.", name)))
    assert found[0].words == kept


def test_recalling_changes_no_result(corpus: Corpus) -> None:
    """Whatever is known and whatever isn't: the records are the same."""
    items = [annotated(SHARED, OTHER, NAMED, language="es"), annotated("A good day.", SHARED, language="en", number=1)]
    options = {"translators": {PAIR: WordForWord(*PAIR), PAIR[::-1]: WordForWord("en", "es")}, "lexicon": LEXICON}
    anew = translate(items, **options)
    data = items[0].testimony.text.encode()
    store(corpus, data, anew[0])
    assert translate(items, **options, memory=corpus) == anew
    assert translate(items[::-1], **options, memory=corpus) == anew[::-1]


def store(corpus: Corpus, data: bytes, item: AnnotatedTestimony) -> str:
    """Store `item` with the original `data`; returns its id."""
    sha256 = hashlib.sha256(data).hexdigest()
    source = replace(item.testimony.source, sha256=sha256, size=len(data))
    new = records.testimony_id(sha256, "")
    segments = tuple(replace(segment, testimony=new) for segment in item.segments)
    corpus.keep_original(data, source)
    whole = replace(item.testimony, id=new, source=source)
    corpus.replace(replace(item, testimony=whole, segments=segments), language="es", run_id="run")
    return new


# --- Speakers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "then"), [("TOMASA: ", ""), ("", "TOMASA: "), ("TOMASA: ", "PEDRO — "), ("TOMASA: ", "TOMASA: ")]
)
def test_who_says_it_does_not_matter(corpus: Corpus, first: str, then: str) -> None:
    def spoken(label: str) -> AnnotatedTestimony:
        return _with_people(label + SHARED, speaker=label.split(" ")[0].rstrip(":") or None)

    (before,) = translate([spoken(first)], translators={PAIR: WordForWord(*PAIR)}, lexicon=LEXICON)
    store(corpus, b"first", before)
    again = WordForWord(*PAIR)
    (after,) = translate([spoken(then)], translators={PAIR: again}, lexicon=LEXICON, memory=corpus)
    assert again.calls == []
    made, repeated = before.translations[0], after.translations[0]
    assert made.text is not None
    assert repeated.text == then + made.text.removeprefix(first)
    assert replace(repeated, text=made.text) == made


def test_a_name_that_only_the_label_has_does_not_matter() -> None:
    named = _with_people(f"TOMASA: {SHARED}\nTomasa vino.", "Tomasa", speaker="TOMASA")
    assert memory_of(named) == memory_of(_with_people(SHARED))


class Wrong:
    """A memory that holds something else under every key."""

    def __init__(self, remembered: Remembered) -> None:
        self.all = remembered

    def remembered(self, keys: Collection[str]) -> dict[str, Remembered]:
        return dict.fromkeys(keys, self.all)


@pytest.mark.parametrize(
    ("segment", "text"), [(OTHER, "x"), (OTHER, None), ("ANA: " + SHARED, "Nothing that begins as it should.")]
)
def test_what_does_not_fit_is_not_used(segment: str, text: str | None) -> None:
    memory = Wrong(Remembered(segment, text, 1.0, None, ()))
    options = {"translators": {PAIR: WordForWord(*PAIR)}, "lexicon": LEXICON}
    items = [annotated(SHARED, language="es")]
    assert translate(items, **options, memory=memory) == translate(items, **options)


# --- In the store ----------------------------------------------------------------------------------------------------


def test_the_order_of_files_does_not_show(tmp_path: Path) -> None:
    texts = {
        "a.txt": f"{SHARED} {NAMED} {OTHER}",
        "b.txt": f"{OTHER} La señora Marta Paz lo vio todo. {SHARED}",
        "c.txt": f"{NAMED}\n\nMi vecina dijo que Marta no estaba. {SHARED} {NAMED}",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = []
    for number, order in enumerate(("abc", "cba", "bac", None)):
        with open_corpus(tmp_path / f"corpus-{number}", create=True) as corpus:
            if order is None:
                ingest(Request(tuple(tmp_path / name for name in texts)), corpus, engines(WordForWord(*PAIR)))
            for letter in order or "":
                ingest(Request((tmp_path / f"{letter}.txt",)), corpus, engines(WordForWord(*PAIR)))
            found.append((exported(corpus, tmp_path / f"out-{number}"), sorted(keys(corpus))))
    assert found.count(found[0]) == len(found)
    assert len(set(found[0][1])) < len(found[0][1])  # something was there to be remembered


def test_what_is_replaced_or_deleted_is_forgotten(corpus: Corpus) -> None:
    options = {"translators": {PAIR: WordForWord(*PAIR)}, "lexicon": LEXICON}
    (old,) = translate([annotated(SHARED, language="es")], **options)
    (new,) = translate([annotated(OTHER, language="es")], **options)
    gone, kept = old.translations[0].memory, new.translations[0].memory
    store(corpus, b"same", old)
    assert corpus.remembered([gone, kept]).keys() == {gone}
    testimony_id = store(corpus, b"same", new)
    assert corpus.remembered([gone, kept]).keys() == {kept}
    with sqlite3.connect(corpus.path / "corpus.sqlite") as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DELETE FROM testimonies WHERE id = ?", [testimony_id])
    connection.close()
    assert corpus.remembered([gone, kept]) == {}
    assert keys(corpus) == []


def test_more_keys_than_a_statement_takes(corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    process(corpus, tmp_path / "a.txt", f"{SHARED} {SHARED} {OTHER}")
    connect = Database._connect

    def limited(self: Database) -> sqlite3.Connection:
        connection = connect(self)
        connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)
        return connection

    monkeypatch.setattr(Database, "_connect", limited)
    with open_corpus(corpus.path) as again:
        found = again.remembered([*(f"{number:032x}" for number in range(3000)), *keys(corpus)])
        assert found.keys() == set(keys(corpus))
        assert {remembered.segment for remembered in found.values()} == {SHARED, OTHER}
        assert again.remembered([]) == {}


def test_the_key_leaves_the_corpus_by_no_way(corpus: Corpus, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("a.txt", "b.txt"):
        process(corpus, tmp_path / name, f"{SHARED} {OTHER if name == 'a.txt' else NAMED}")
    corpus.export("jsonl", tmp_path / "out")
    corpus.export("csv", tmp_path / "out")
    shown = [path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()]
    shown += [json.dumps(as_json(corpus.get(row.id))) for row in corpus.list()]
    shown += [json.dumps(as_json(corpus.search("soldados"))), caplog.text]
    assert len(keys(corpus)) == 4
    assert not [key for key in keys(corpus) if any(key in text for text in shown)]


def test_a_corpus_that_fails_stops_the_run(corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no fault of a testimony, so no testimony is counted as failed."""
    (tmp_path / "a.txt").write_text(SHARED, encoding="utf-8")

    def broken(*_: object) -> None:
        raise CorpusError("The database is damaged.", code="damaged")

    monkeypatch.setattr(type(corpus), "remembered", broken)
    with pytest.raises(CorpusError, match="damaged"):
        ingest(Request((tmp_path / "a.txt",)), corpus, engines(WordForWord(*PAIR)))


# --- Corpora from before ---------------------------------------------------------------------------------------------


TABLES = "sources source_names testimonies segments models translations mentions entities entity_surfaces forms".split()


def _first_version(folder: Path, corpus: Corpus) -> None:
    """Make in `folder` what the first version of the tables made, with the testimonies of `corpus`."""
    make_folder(folder)
    database = Database(folder, read_only=False)
    database.use_wal()
    with database.write() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
        command.upgrade(config, "0001")
    database.close()
    with sqlite3.connect(folder / "corpus.sqlite") as connection:
        connection.execute("ATTACH ? AS new", [str(corpus.path / "corpus.sqlite")])
        for table in TABLES:
            columns = [f'"{row[1]}"' for row in connection.execute(f"PRAGMA main.table_info({table})")]
            assert '"memory"' not in columns
            names = ", ".join(columns)
            connection.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM new.{table}")  # noqa: S608
        connection.execute("INSERT INTO segments_fts(segments_fts) VALUES ('rebuild')")
    connection.close()
    for original in (corpus.path / "originals").rglob("*.*"):
        copy = folder / original.relative_to(corpus.path)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(original.read_bytes())


def test_a_corpus_from_before_is_brought_up_to_date(corpus: Corpus, tmp_path: Path) -> None:
    process(corpus, tmp_path / "a.txt", f"{SHARED} {OTHER}")
    _first_version(tmp_path / "old", corpus)
    with open_corpus(tmp_path / "old") as old:
        assert exported(old, tmp_path / "out-old") == exported(corpus, tmp_path / "out")
        assert old.search("soldados").total == 1
        with sqlite3.connect(old.path / "corpus.sqlite") as connection:
            assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(schema.HEAD,)]
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.close()
        # Nobody knows what decided the translations in it: they are made once more, and remembered from then on.
        assert keys(old) == []
        assert SHARED in process(old, tmp_path / "b.txt", f"{SHARED} {NAMED}")
        assert process(old, tmp_path / "c.txt", f"{NAMED} {SHARED}") == []
        again = WordForWord(*PAIR)
        reannotate(old, engines(again))
        assert OTHER in sent(again)
        assert SHARED not in sent(again)
    with open_corpus(tmp_path / "old") as old:
        assert len(keys(old)) == 6


def test_a_corpus_from_before_that_may_not_be_written(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _first_version(tmp_path / "old", corpus)
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda _, mode: mode == os.R_OK)  # tests may run as root, whom no mode stops
        with pytest.raises(CorpusError, match="older") as caught:
            open_corpus(tmp_path / "old")
    assert caught.value.code == "read_only"
    assert caught.value.hint
    with open_corpus(tmp_path / "old") as old:
        assert old.list() == []
