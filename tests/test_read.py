"""Files to testimonies: which files, which bytes, which fields. All sentences are invented."""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import records
from corpus.errors import InputError, UsageError
from corpus.read import Metadata, Original, find_files, open_original, read, read_one
from corpus.readers.base import Limits, ReadOptions
from corpus.records import Source
from tests import builders


def original(name: str, data: bytes) -> Original:
    digest = hashlib.sha256(data).hexdigest()
    return Original(Path(name), data, Source(name, "text/plain", digest, len(data), datetime(2024, 1, 1, tzinfo=UTC)))


def code_of(path: Path, **options) -> str:
    with pytest.raises(InputError) as caught:
        open_original(path, **options)
    return caught.value.code


# --- which files -----------------------------------------------------------------------------------------------------


def test_folders_are_walked_and_litter_is_left(tmp_path):
    for name in (
        "b.txt",
        "a/c.txt",
        "a/.oculto.txt",
        ".git/d.txt",
        "~$carta.docx",
        "Thumbs.db",
        "__MACOSX/b.txt",
        "a/f.xyz",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Hola.")
    found, failures = find_files([tmp_path])
    assert [str(p.relative_to(tmp_path)) for p in found] == ["a/c.txt", "a/f.xyz", "b.txt"]
    assert failures == []
    assert find_files([tmp_path / "a" / ".oculto.txt"])[0] == [tmp_path / "a" / ".oculto.txt"]  # asked for by name


def test_links_are_followed_and_each_file_comes_once(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "z.txt").write_text("Hola.")
    (tmp_path / "in" / "a.txt").symlink_to(tmp_path / "in" / "z.txt")
    (tmp_path / "in" / "up").symlink_to(tmp_path / "in")
    outside = tmp_path / "outside.txt"
    outside.write_text("Otra.")
    (tmp_path / "in" / "o.txt").symlink_to(outside)
    found, failures = find_files([tmp_path / "in", tmp_path / "in" / "z.txt"])
    assert [p.name for p in found] == ["o.txt", "z.txt"]
    assert failures == []


def test_what_cannot_be_looked_at_is_a_failure(tmp_path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    os.mkfifo(tmp_path / "p.txt")
    found, failures = find_files([tmp_path, tmp_path / "nada"])
    assert found == []
    assert sorted(f.code for f in failures) == ["not_a_file", "not_found", "symlink_loop", "symlink_loop"]
    assert {f.stage for f in failures} == {"read"}
    assert len({f.source_id for f in failures}) == 4


def test_excluded_files_and_folders(tmp_path):
    for name in ("a.txt", "meta.csv", "corpus/b.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Hola.")
    found, _ = find_files([tmp_path], exclude=[tmp_path / "meta.csv", tmp_path / "corpus", tmp_path / "nothing"])
    assert [p.name for p in found] == ["a.txt"]


@contextmanager
def _locked(path: Path):
    """Without the right to read `path`; root, who may read everything, becomes nobody meanwhile."""
    mode = stat.S_IMODE(path.stat().st_mode)
    path.chmod(0)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        path.chmod(mode)


def test_no_permission(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("Hola.")
    with _locked(file):
        assert code_of(file) == "no_permission"
    with _locked(tmp_path):
        _, failures = find_files([tmp_path])
    assert [f.code for f in failures] == ["no_permission"]


# --- which bytes -----------------------------------------------------------------------------------------------------


def test_an_original_is_the_file(tmp_path):
    file = tmp_path / "Carta.TXT"
    file.write_bytes("Llegué.".encode())
    opened = open_original(file)
    assert opened.data == "Llegué.".encode()
    source = opened.source
    assert (source.uri, source.media_type, source.size) == (str(file), "text/plain", 8)
    assert source.sha256 == hashlib.sha256(opened.data).hexdigest()
    assert source.collected_at.tzinfo is UTC


def test_files_that_are_refused_before_reading(tmp_path):
    (tmp_path / "vacio.txt").touch()
    (tmp_path / "a.doc").write_text("x")
    (tmp_path / "b.txt").write_text("demasiado")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "d.txt").mkdir()
    assert code_of(tmp_path / "vacio.txt") == "empty"
    assert code_of(tmp_path / "a.doc") == "unsupported_format"
    assert code_of(tmp_path / "b.txt", options=ReadOptions(limits=Limits(max_bytes=3))) == "too_large"
    assert code_of(tmp_path / "nada.txt") == "not_found"
    assert code_of(tmp_path / "loop.txt") == "symlink_loop"
    assert code_of(tmp_path / "d.txt") == "not_a_file"


def test_an_unsupported_format_names_the_others(tmp_path):
    (tmp_path / "voz.mp3").write_bytes(b"ID3")
    with pytest.raises(InputError) as caught:
        open_original(tmp_path / "voz.mp3")
    assert ".docx" in caught.value.hint
    assert ".vtt" in caught.value.hint


def test_a_name_that_is_not_utf8_can_be_stored(tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text("Hola.")
    assert open_original(path).source.uri.encode().endswith(rb"caf\xe9.txt")


@pytest.mark.parametrize("data", [b"   \n\t\n", b"\xef\xbb\xbf\n"])
def test_blank_files_have_no_text(data):
    with pytest.raises(InputError) as caught:
        read_one(original("a.txt", data))
    assert caught.value.code in {"empty", "no_text"}


# --- which text ------------------------------------------------------------------------------------------------------


@given(st.text(max_size=300))
def test_offsets_are_exact_and_all_text_is_in_a_passage(text):
    try:
        [testimony] = read_one(original("a.txt", text.encode("utf-8", "surrogatepass")))
    except InputError:
        return
    whole = testimony.text
    assert unicodedata.is_normalized("NFC", whole)
    covered = "".join(whole[p.start : p.end] for p in testimony.passages)
    assert "".join(covered.split()) == "".join(whole.split())
    assert all(whole[p.start : p.end].strip() == whole[p.start : p.end] != "" for p in testimony.passages)
    between = zip(testimony.passages, testimony.passages[1:], strict=False)
    assert all(whole[a.end : b.start] == (" " if b.continues else "\n\n") for a, b in between)


def test_passages_keep_times_speakers_and_pages():
    cues = ["ANA: Íbamos por el río", "ANA: porque había soldados.", "LUZ: ¿Cuántos?"]
    [testimony] = read_one(original("a.srt", builders.as_srt(cues)))
    assert testimony.text == "ANA: Íbamos por el río porque había soldados.\n\nLUZ: ¿Cuántos?"
    assert [(p.speaker, p.start_ms, p.continues) for p in testimony.passages] == [
        ("ANA", 0, False),
        ("ANA", 5000, True),
        ("LUZ", 10000, False),
    ]


@pytest.mark.parametrize(
    ("text", "clean", "note"),
    [
        ("Ho\x00la a\x07 todos.", "Hola a todos.", "control_characters_removed"),
        ("la deten\u00adción\u200b fue", "la detención fue", "invisible_characters_removed"),
        ("la detencio\u0301n", "la detención", None),
        ("dos\u00a0\u2003espacios  aquí", "dos espacios aquí", None),
        ("la detenciÃ³n", "la detención", "mojibake_mended"),
        ("«Sí», dijo, “no” – ‘ya’…", "«Sí», dijo, “no” – ‘ya’…", None),
    ],
)
def test_text_is_cleaned_and_it_says_so(text, clean, note):
    [testimony] = read_one(original("a.txt", text.encode()))
    assert testimony.text == clean
    assert testimony.notes == ((note,) if note else ())


def test_lone_surrogates_in_json_are_replaced():
    [testimony] = read_one(original("a.jsonl", b'{"texto": "uno \\ud800 dos \\ud83d\\ude00"}'))
    assert testimony.text == "uno \ufffd dos \U0001f600"
    assert testimony.notes == ("lone_surrogates_replaced",)


# --- which fields ----------------------------------------------------------------------------------------------------


def test_ids_come_from_bytes_and_locator():
    data = builders.as_csv([["texto"], ["Uno."], ["Dos."]])
    one, two = read_one(original("a.csv", data))
    assert (one.locator, two.locator) == ("row 1", "row 2")
    assert [one.id, two.id] == [records.testimony_id(hashlib.sha256(data).hexdigest(), f"row {i}") for i in (1, 2)]
    assert [t.id for t in read_one(original("otro.csv", data))] == [one.id, two.id]


def test_order_is_kept_over_originals():
    both = [original("b.txt", b"Dos."), original("a.txt", b"Uno.")]
    assert [t.text for t in read(both)] == ["Dos.", "Uno."]


def test_rows_beat_defaults_and_metadata_beats_rows(tmp_path):
    data = builders.as_csv(
        [["texto", "fecha", "idioma", "acceso"], ["Uno.", "5/20/2021", "inglés", "abierto"], ["Dos.", "", "", ""]]
    )
    one, two = read_one(original("x/a.csv", data), collection="c", recorded_on="2020")
    assert (one.recorded_on, one.declared_language, one.access, one.collection) == ("2021-05-20", "en", "open", "c")
    assert (two.recorded_on, two.declared_language, two.access, two.title) == ("2020", None, "restricted", None)
    table = tmp_path / "m.csv"
    table.write_text("file;collection;access;title;consent\nx/a.csv;otra;confidential;La lista;por escrito\n")
    one, _ = read_one(original("x/a.csv", data), metadata=Metadata.load(table), collection="c")
    assert (one.collection, one.access, one.title, one.consent) == ("otra", "confidential", "La lista", "por escrito")
    assert one.recorded_on == "2021-05-20"


def test_what_a_row_says_and_nobody_understands_is_noted():
    data = builders.as_csv([["texto", "fecha", "idioma", "acceso"], ["Uno.", "05/06/2021", "??", "quién sabe"]])
    [testimony] = read_one(original("a.csv", data))
    assert (testimony.recorded_on, testimony.declared_language, testimony.access) == (None, None, "confidential")
    assert set(testimony.notes) == {"recorded_on_not_understood", "language_not_understood", "access_not_understood"}


def test_rows_without_text_or_too_large_leave_the_others():
    table = "id,texto,zona\n1,\u200b,norte\n2,,sur\n3,Habló.,este\n4,\u200b,este\n5,Calló.,este\n6,A\nB\nC,este\n"
    table = table.replace("A\nB\nC", '"- A\n- B\n- C"')  # with blank lines between its items it is beyond the limit
    options = ReadOptions(limits=Limits(max_characters=12))
    found = read_one(original("a.csv", table.encode()), options=options)
    assert [(t.locator, t.text) for t in found] == [("row 3", "Habló."), ("row 5", "Calló.")]
    assert set(found[0].notes) == {"columns_left_out", "rows_without_text:3", "rows_too_large:1"}
    assert found[1].notes == ()


def test_a_table_without_any_text_is_refused():
    with pytest.raises(InputError) as caught:
        read_one(original("a.csv", "texto\n\u200b\n\ufeff\n".encode()))
    assert caught.value.code == "no_text"


def test_a_bad_day_is_a_usage_error():
    with pytest.raises(UsageError):
        read_one(original("a.txt", b"Hola."), recorded_on="ayer")


# --- metadata --------------------------------------------------------------------------------------------------------


def _metadata(tmp_path: Path, text: str, encoding: str = "utf-8") -> Metadata:
    file = tmp_path / "metadata.csv"
    file.write_bytes(text.encode(encoding))
    return Metadata.load(file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_metadata_is_found_by_path_and_by_name(tmp_path, encoding, delimiter):
    rows = ["archivo,título,recorded_on", "niña.txt,Por nombre,2020-05", "a/niña.txt,Por ruta,"]
    metadata = _metadata(tmp_path, "\n".join(rows).replace(",", delimiter), encoding)
    assert dict(metadata.find(Path("/datos/a/niña.txt"))) == {"title": "Por ruta"}
    assert dict(metadata.find(unicodedata.normalize("NFD", "b/niña.txt"))) == {
        "title": "Por nombre",
        "recorded_on": "2020-05",
    }
    assert dict(metadata.find("otra.txt")) == {}
    assert metadata.unmatched([Path("b/niña.txt")]) == ["a/niña.txt"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("file,access\na.txt,open\nb.txt,secretísimo\n", "Line 3"),
        ("file,recorded_on\na.txt,3/5/2021\n", "Line 2"),
        ("file,recorded_on\na.txt,2021-02-30\n", "Line 2"),
        ("file,title\na.txt,x\n\na.txt,y\n", "line 2"),
        ("file,title\na.txt,x\n./a.txt,y\n", "Line 3"),
        ("file,title\n,x\n", "Line 2"),
        ("file,title\na.txt,x,y\n", "3 cells"),
        ("file,color\na.txt,x\n", "color"),
        ("title\nx\n", "file"),
        ("", "empty"),
    ],
)
def test_metadata_that_is_wrong_is_told_by_line(tmp_path, text, said):
    with pytest.raises(UsageError) as caught:
        _metadata(tmp_path, text)
    assert said in caught.value.message


def test_unknown_columns_list_the_known_ones(tmp_path):
    with pytest.raises(UsageError) as caught:
        _metadata(tmp_path, "file,color\na.txt,x\n")
    assert "recorded_on" in caught.value.hint


def test_metadata_that_is_no_file(tmp_path):
    with pytest.raises(UsageError):
        Metadata.load(tmp_path / "nada.csv")
    (tmp_path / "b.csv").write_bytes(bytes(range(256)) * 9)
    with pytest.raises(UsageError):
        Metadata.load(tmp_path / "b.csv")


# --- nothing leaks, nothing breaks -----------------------------------------------------------------------------------


@given(
    st.binary(max_size=2000),
    st.sampled_from([".txt", ".md", ".html", ".csv", ".jsonl", ".srt", ".vtt", ".docx", ".pdf"]),
)
def test_any_bytes_are_read_or_refused(data, suffix):
    try:
        testimonies = read_one(original(f"a{suffix}", data))
    except InputError as error:
        testimonies, code = [], error.code
    else:
        code = None
    assert code in {None, "empty", "no_text", "not_text", "damaged", "truncated", "text_column", "password"}
    assert all(t.text.encode() for t in testimonies)


def test_errors_do_not_quote_the_text():
    secret = "La palabra Xochiquetzal no sale."
    broken = [
        original("a.docx", secret.encode()),
        original("a.pdf", secret.encode()),
        original("a.srt", secret.encode()),
        original("a.csv", f"{secret},b\n{secret},1\n".encode()),
        original("a.jsonl", secret.encode()),
    ]
    for item in broken:
        with pytest.raises(InputError) as caught:
            read_one(item)
        assert "Xochiquetzal" not in str(caught.value)
