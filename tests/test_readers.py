"""Each format: what is said stays, in order, once; what nobody said goes. All sentences are invented."""

from __future__ import annotations

import io
import json
import random
import time
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import InputError
from corpus.readers import formats, reader_for
from corpus.readers.base import Limits, ReadOptions
from corpus.readers.encoding import decode
from corpus.readers.reflow import lines_of, reflow
from tests import builders
from tests.builders import paragraph, run

WORDS = (
    "la señora dijo que vio a su hermano cuando bajaba del río con las manos atadas y nadie respondió porque había "
    "miedo The officer said nothing then we walked back before dawn Óscar Apopa Ñuñoa 1981 tres niños también más"
).split()
sentences = st.lists(st.sampled_from(WORDS), min_size=3, max_size=60).map(
    lambda words: " ".join(words)[0].upper() + " ".join(words)[1:] + "."
)
documents = st.lists(sentences, min_size=1, max_size=8)


def read(suffix: str, data: bytes, **options) -> list:
    return reader_for(suffix).read(data, ReadOptions(**options))


def texts(suffix: str, data: bytes, **options) -> list[str]:
    return [extract.text for part in read(suffix, data, **options) for extract in part.extracts]


def failure(suffix: str, data: bytes, **options) -> InputError:
    with pytest.raises(InputError) as caught:
        read(suffix, data, **options)
    assert caught.value.stage == "read"
    return caught.value


# --- words in, words out ---------------------------------------------------------------------------------------------

BUILDERS = {
    ".txt": builders.as_txt,
    ".md": builders.as_markdown,
    ".html": builders.as_html,
    ".srt": builders.as_srt,
    ".vtt": builders.as_vtt,
}


@pytest.mark.parametrize("suffix", BUILDERS)
@given(documents)
def test_all_words_come_back_in_order(suffix, document):
    found = " ".join(texts(suffix, BUILDERS[suffix](document))).split()
    assert found == " ".join(document).split()


@settings(max_examples=12)
@given(documents)
def test_all_words_of_a_word_document_come_back(document):
    assert texts(".docx", builders.as_docx(document)) == document


@settings(max_examples=15)
@given(st.lists(sentences, min_size=1, max_size=25))
def test_all_words_of_a_pdf_come_back(document):
    assert " ".join(texts(".pdf", builders.as_pdf(document))).split() == " ".join(document).split()


@given(documents, st.sampled_from(",;\t|"))
def test_all_rows_of_a_table_come_back(document, delimiter):
    rows = [["id", "texto"], *([str(i), text] for i, text in enumerate(document))]
    parts = read(".csv", builders.as_csv(rows, delimiter=delimiter))
    assert [" ".join(e.text for e in p.extracts) for p in parts] == document
    assert [p.locator for p in parts] == [f"row {i + 1}" for i in range(len(document))]


@given(documents)
def test_all_lines_of_json_come_back(document):
    parts = read(".jsonl", builders.as_jsonl([{"id": i, "testimony": text} for i, text in enumerate(document)]))
    assert [" ".join(e.text for e in p.extracts) for p in parts] == document


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs", "Cn", "Cf", "Co")), max_size=400))
def test_reflow_keeps_every_character_that_is_not_space_or_hyphen(text):
    found = "".join(e.text for e in reflow(lines_of(text)))
    assert "".join(found.split()).replace("-", "").replace("\u2010", "") == "".join(text.split()).replace(
        "-", ""
    ).replace("\u2010", "")


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join), max_size=30))
def test_reflow_neither_glues_nor_splits_words(lines):
    found = " ".join(e.text for e in reflow(lines_of("\n".join(lines))))
    assert found.split() == " ".join(lines).split()


# --- lines to paragraphs ---------------------------------------------------------------------------------------------


def test_hard_wrapped_paragraphs_are_joined_without_blank_lines_too():
    first = (
        "Esa noche llegaron a la casa cuatro hombres que preguntaban por mi hermano y por el hijo de la vecina. " * 2
    )
    second = (
        "Nosotros no abrimos la puerta porque la abuela nos había dicho que no abriéramos a nadie después de oscurecer."
    )
    import textwrap

    wrapped = textwrap.fill(first.strip(), 60) + "\n" + textwrap.fill(second, 60)
    assert [e.text for e in reflow(lines_of(wrapped))] == [first.strip(), second]


@pytest.mark.parametrize(
    "text",
    [
        "—¿Lo vio usted?\n—Lo vi.\n—¿De lejos?\n—De lejos.",
        "- pan\n- agua\n- una cobija",
        "1. El acta.\n2. La carta.\n3. El retrato.",
        "Luna de abril\nsobre el maizal\nnadie me nombra\nnadie se va",
        "DECLARACIÓN\nSoyapango, 3 de mayo\nPresente",
    ],
)
def test_lines_that_stand_alone_stay_alone(text):
    assert [e.text for e in reflow(lines_of(text))] == text.split("\n")


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Nos contaron de la deten-\nción de Elmer.", "Nos contaron de la detención de Elmer."),
        ("Vino un ex-\nguerrillero de la zona.", "Vino un ex-guerrillero de la zona."),
        ("No quiso ex-\nplicar nada.", "No quiso explicar nada."),
        ("Era un examen teórico-\npráctico muy largo.", "Era un examen teórico-práctico muy largo."),
        ("El peritaje médico-\nlegal no llegó.", "El peritaje médico-legal no llegó."),
        ("Lo dejaron en Pico-\nUnion esa tarde.", "Lo dejaron en Pico-Union esa tarde."),
        ("She was a well-\nknown teacher.", "She was a well-known teacher."),
        ("They asked for the docu-\nment again.", "They asked for the document again."),
        ("La guerra de 1980-\n1992 terminó.", "La guerra de 1980-1992 terminó."),
        ("La casa des\u00ad\ntruida quedó ahí.", "La casa destruida quedó ahí."),
        ("Un anti-\nmotines. Vi al antimotines caer.", "Un antimotines. Vi al antimotines caer."),
    ],
)
def test_words_cut_at_the_end_of_a_line(text, joined):
    assert " ".join(e.text for e in reflow(lines_of(text))) == joined


def test_speakers_are_named_and_their_labels_stay():
    text = "Entrevistadora: ¿Quién llegó?\nMARTA: Llegó el sargento.\nEntrevistadora: ¿Solo?\nMARTA: Con otros dos."
    extracts = reflow(lines_of(text))
    assert [e.speaker for e in extracts] == ["Entrevistadora", "MARTA"] * 2
    assert "\n".join(e.text for e in extracts) == text


def test_question_and_answer_by_letters():
    extracts = reflow(lines_of("P. ¿Dónde vive?\nR. En Apopa.\nP. ¿Desde cuándo?\nR. Desde siempre."))
    assert [e.speaker for e in extracts] == ["P", "R", "P", "R"]


def test_a_form_has_no_speakers():
    extracts = reflow(lines_of("Fecha: 3 de mayo\nLugar: Apopa\n\nFecha: 4 de mayo\nLugar: Izalco"))
    assert {e.speaker for e in extracts} == {None}


# --- encodings -------------------------------------------------------------------------------------------------------

SPANISH = "El señor Muñoz volvió al cantón con su niña; ¿qué más podía hacer? Allí también llovió."


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", ()),
        ("utf-8-sig", ()),
        ("utf-16", ("encoding:utf-16-le",)),
        ("utf-16-le", ("encoding:utf-16-le",)),
        ("utf-16-be", ("encoding:utf-16-be",)),
        ("utf-32", ("encoding:utf-32-le",)),
        ("latin-1", ("encoding:iso-8859-1",)),
        ("mac_roman", ("encoding:mac_roman",)),
        ("cp850", ("encoding:cp850",)),
    ],
)
def test_encodings_are_told_apart(encoding, note):
    assert decode(SPANISH.encode(encoding)) == (SPANISH, note)


def test_another_script_is_asked_for_elsewhere():
    text = "Φύγαμε από το σπίτι τη νύχτα και περπατήσαμε κατά μήκος του ποταμού, γιατί στέκονταν στρατιώτες. " * 4
    assert decode(text.encode("cp1253")) == (text, ("encoding:cp1253", "encoding_guessed"))


@pytest.mark.parametrize(
    "text", ["Habló el señor Brož.", "¡Él! —dijo—. «¿Qué?»", "Brentwood. Josué wrote.", "a 20 °C, 3 €"]
)
def test_single_odd_letters_stay_windows(text):
    assert decode(text.encode("cp1252"))[0] == text


def test_curly_quotes_mean_windows():
    text = "She said “I don’t know” — and that was all… nothing."
    assert decode(text.encode("cp1252")) == (text, ("encoding:windows-1252",))


def test_a_latin_paragraph_pasted_into_utf8_is_not_lost():
    data = (SPANISH * 3).encode() + b"\nRam\xf3n"
    assert decode(data) == (SPANISH * 3 + "\nRamón", ("mixed_encoding",))


def test_mojibake_is_mended_line_by_line():
    broken = "La detención".encode().decode("cp1252")
    assert decode(f"Él llegó.\n{broken}".encode()) == ("Él llegó.\nLa detención", ("mojibake_mended",))


@given(st.integers(0, 2**32), st.integers(200, 20_000))
def test_random_bytes_are_not_text(seed, size):
    noise = random.Random(seed).randbytes(size)  # noqa: S311  (no secret)
    assert failure(".txt", noise).code == "not_text"


@pytest.mark.parametrize(
    "data", [b"%PDF-1.4 hola", b"PK\x03\x04hola", b"\x89PNG\r\n", b"{\\rtf1 hola}", bytes(range(30))]
)
def test_other_formats_under_a_wrong_name(data):
    assert failure(".txt", data).code == "not_text"


# --- Markdown and HTML -----------------------------------------------------------------------------------------------


def test_markdown_marks_go_and_words_stay():
    text = (
        "# El *final*\n\nLeí [la carta](https://example.org/carta), el archivo caso_de_apopa y 2*3*4.\n"
        "[P]: ¿Quién?\n\n> —Nadie.\n\n1. uno\n2. <Juan> dos\n\n| a | b |\n|---|---|\n| c | d | e |\n\n* * *\n\n**Fin.**"
    )
    assert texts(".md", text.encode()) == [
        "El final",
        "Leí la carta, el archivo caso_de_apopa y 2*3*4.",
        "[P]: ¿Quién?",
        "—Nadie.",
        "1. uno",
        "2. <Juan> dos",
        "a | b",
        "c | d | e",
        "Fin.",
    ]


def test_front_matter_is_metadata_and_the_rest_of_it_stays():
    [part] = read(".md", b'---\ntitle: "La carta"\nfecha: 2022-05-01\nlugar: Apopa\n---\n\nUna carta.\n')
    assert dict(part.metadata) == {"title": "La carta", "recorded_on": "2022-05-01"}
    assert [e.text for e in part.extracts] == ["lugar: Apopa", "Una carta."]


def test_deep_markdown_loses_nothing():
    assert "fondo" in " ".join(texts(".md", (">" * 500 + " fondo").encode()))


def test_html_shows_what_a_browser_shows():
    page = """<html><head><title>El título</title><style>p {}</style></head><body>
    <nav><a href="/">Inicio</a></nav><div role="navigation">Ir</div><ul class="menu"><li><a href="/a">A</a></ul>
    <!-- nada --><script>nada()</script><noscript>nada</noscript><template>nada</template>
    <p>Una pala<b>bra</b> y otra<br>línea &amp; fin</p>suelto<div>dentro<p>más</p>después</div>
    <table><tr><td>uno<td>dos<tr><td>tres</table><pre>Primera línea
Segunda línea</pre><ul><li><a href="/1">Ana Inventada</a></ul></body></html>"""
    [part] = read(".html", page.encode())
    assert part.title == "El título"
    assert part.notes == ("navigation_left_out",)
    assert [e.text for e in part.extracts] == [
        "Una palabra y otra", "línea & fin", "suelto", "dentro", "más", "después", "uno", "dos", "tres",
        "Primera línea", "Segunda línea", "Ana Inventada",
    ]  # fmt: skip


def test_html_without_body_text_gives_its_title():
    assert texts(".html", b"<title>Solo esto</title>") == ["Solo esto"]


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1251", "shift_jis"])
def test_html_charset_is_honoured(charset):
    word = {"iso-8859-1": "canción", "windows-1251": "Это слова", "shift_jis": "日本の言葉"}[charset]
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><p>{word}</p>'
    assert texts(".html", page.encode(charset)) == [word]


def test_deeply_nested_html_keeps_its_words():
    assert texts(".html", ("<div>" * 5000 + "fondo").encode()) == ["fondo"]


def test_html_goes_on_after_a_nul():
    assert texts(".html", b"<p>antes\x00</p><p>despu\xc3\xa9s</p>") == ["antes", "después"]


# --- Word ------------------------------------------------------------------------------------------------------------


def test_word_keeps_links_insertions_controls_and_drops_deletions():
    body = (
        paragraph(
            run("Uno "),
            f'<w:hyperlink r:id="x">{run("dos")}</w:hyperlink>',
            f'<w:ins w:id="1">{run(" tres")}</w:ins>',
            '<w:del w:id="2"><w:r><w:delText>NUNCA</w:delText></w:r></w:del>',
            f"<w:sdt><w:sdtContent>{run(' cuatro')}</w:sdtContent></w:sdt>",
            f'<w:smartTag w:element="x">{run(" cin")}</w:smartTag>',
            "<w:r><w:softHyphen/><w:t>co</w:t><w:tab/><w:t>seis</w:t><w:noBreakHyphen/><w:t>siete</w:t></w:r>",
            '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>',
        )
        + f"<w:sdt><w:sdtContent>{paragraph(run('ocho'))}</w:sdtContent></w:sdt>"
    )
    [part] = read(".docx", builders.word_package(body))
    assert [e.text.replace("\u00ad", "") for e in part.extracts] == ["Uno dos tres cuatro cinco seis-siete", "ocho"]
    assert part.notes == ("deleted_text_left_out",)


def test_word_text_boxes_come_once_and_tables_in_place():
    box = f"<w:txbxContent>{paragraph(run('En la caja.'))}</w:txbxContent>"
    shape = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    cells = "".join(f"<w:tc>{paragraph(run(t))}</w:tc>" for t in ("Izquierda.", "Derecha."))
    body = paragraph(run("Antes."), shape) + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>" + paragraph(run("Después."))
    assert texts(".docx", builders.word_package(body)) == [
        "Antes.",
        "En la caja.",
        "Izquierda.",
        "Derecha.",
        "Después.",
    ]


def test_word_notes_headers_and_comments():
    note = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="{}">{}</w:footnote>'
    body = (
        paragraph(run("Con nota."), '<w:r><w:footnoteReference w:id="7"/></w:r>')
        + paragraph(run("Sigue."))
        + '<w:sectPr><w:headerReference r:id="header"/><w:headerReference r:id="header"/></w:sectPr>'
    )
    data = builders.word_package(
        body,
        footnotes=note.format(7, paragraph(run("La nota."))),
        header=paragraph(run("Caso inventado")),
        comments=f"<w:comment>{paragraph(run('Un comentario'))}</w:comment>",
    )
    [part] = read(".docx", data)
    assert [e.text for e in part.extracts] == ["Caso inventado", "Con nota.", "La nota.", "Sigue."]
    assert part.notes == ("comments_left_out",)


def test_word_paragraph_whose_end_was_struck_out_goes_on():
    joined = (
        '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>' + run("Una pala") + "</w:p>" + paragraph(run("bra."))
    )
    assert texts(".docx", builders.word_package(joined)) == ["Una palabra."]


def test_word_entities_are_not_resolved(tmp_path):
    secret = tmp_path / "secreto.txt"
    secret.write_text("SECRETO")
    data = builders.word_package(paragraph(run("&x;")))
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                entity = f'?><!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
                content = content.replace(b"?>", entity, 1)
            archive.writestr(name, content)
    assert "SECRETO" not in "".join(texts(".docx", target.getvalue()))


def test_word_damage_passwords_and_bombs():
    assert failure(".docx", b"esto no es un zip").code == "damaged"
    assert failure(".docx", builders.as_docx(["Hola."])[:2000]).code == "damaged"
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
    assert failure(".docx", ole + "EncryptedPackage".encode("utf-16-le")).code == "password"
    assert failure(".docx", ole).code == "damaged"
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as member:
        for _ in range(30):
            member.write(b" " * 1_000_000)
    started = time.monotonic()
    assert failure(".docx", bomb.getvalue()).code == "archive_bomb"
    assert time.monotonic() - started < 10


# --- PDF -------------------------------------------------------------------------------------------------------------


def test_pdf_paragraphs_go_on_over_pages():
    long = (
        "Caminamos toda la noche por la vereda hasta que vimos las luces del pueblo y nadie quiso seguir adelante, "
        * 30
    )
    [part] = read(".pdf", builders.as_pdf(["El camino.", long.strip(" ,") + "."], numbers=True))
    assert part.extracts[0].text == "El camino."
    assert [e.page for e in part.extracts[1:]] == sorted({e.page for e in part.extracts[1:]})
    assert len(part.extracts) > 2
    assert all(e.continues for e in part.extracts[2:])
    assert part.notes == ("page_numbers_left_out",)


def _drawn(*pages: list[tuple[str, int]], **options) -> bytes:
    from reportlab.pdfgen import canvas

    buffer = io.BytesIO()
    drawing = canvas.Canvas(buffer, **options)
    for page in pages:
        for text, height in page:
            drawing.drawString(72, height, text)
        drawing.showPage()
    drawing.save()
    return buffer.getvalue()


def test_pdf_words_cut_at_a_line_or_a_page_are_whole():
    data = _drawn(
        [("Nos contaron de la deten-", 700), ("ción de Elmer y de los inte-", 686)], [("grantes del grupo.", 700)]
    )
    [part] = read(".pdf", data)
    assert " ".join(e.text for e in part.extracts) == (
        "Nos contaron de la detención de Elmer y de los integrantes del grupo."
    )


def test_pdf_form_fields_are_read():
    from reportlab.pdfgen import canvas

    buffer = io.BytesIO()
    drawing = canvas.Canvas(buffer)
    drawing.drawString(72, 700, "Nombre:")
    drawing.acroForm.textfield(name="n", x=150, y=690, width=300, height=20, value="Juana Inventada")
    drawing.save()
    assert "Juana Inventada" in " ".join(texts(".pdf", buffer.getvalue()))


def test_pdf_running_lines_stand_once():
    pages = [
        [
            ("Caso inventado 12", 800),
            (f"La página {n} dice algo", 700),
            ("distinto cada vez.", 686),
            (f"- {n + 1} -", 30),
        ]
        for n in range(4)
    ]
    found = texts(".pdf", _drawn(*pages))
    assert sum("Caso inventado 12" in t for t in found) == 1
    assert not any(t.startswith("- ") for t in found)
    assert sum("dice algo" in t for t in found) == 4


def test_pdf_refusals():
    from reportlab.lib import pdfencrypt

    whole = _drawn([("Hola.", 700)])
    assert failure(".pdf", whole[: len(whole) // 2]).code == "truncated"
    assert failure(".pdf", b"hola").code == "damaged"
    assert failure(".pdf", b"%PDF-1.4\nnada\n%%EOF").code == "damaged"
    assert failure(".pdf", _drawn([("Hola.", 700)], encrypt=pdfencrypt.StandardEncryption("a", "b"))).code == "password"
    scan = failure(".pdf", _drawn([]))
    assert (scan.code, "scan" in scan.hint) == ("no_text", True)


def test_pdf_pages_without_text_are_counted():
    [part] = read(".pdf", _drawn([("Hola.", 700)], [], []))
    assert part.notes == ("pages_without_text:2",)


# --- subtitles -------------------------------------------------------------------------------------------------------


def test_subrip_slips_lose_no_cue():
    text = """1
00:00:01,000 --> 00:00:04,000 X1:3
- ¿Dónde <i>estaba</i>?
- En {\\an8}casa.

00:00:05,000 --> 00:00:06,000
Sin número.

3
00:00:07,000 -> 00:00:09
¿Cuántos años tenía?
14

4
00:00:9 --> 00,00
Tiempo roto.
00:00:20,000 --> 00:00:21,000
<Juan> & 3 < 4 &amp; fin.
"""
    [part] = read(".srt", text.encode())
    assert [(e.start_ms, e.text) for e in part.extracts] == [
        (1000, "- ¿Dónde estaba?"),
        (1000, "- En casa."),
        (5000, "Sin número."),
        (7000, "¿Cuántos años tenía? 14"),
        (None, "Tiempo roto."),
        (20000, "<Juan> & 3 < 4 & fin."),
    ]
    assert part.notes == ("times_unreadable",)


def test_webvtt_voices_names_and_notes():
    text = (
        "WEBVTT - Entrevista\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE\nnada\n\nuno\n"
        "00:01.000 --> 00:02.500 align:start\n<v.loud Ana>Hola</v>\n\ndos\n01:00:03.000 --> 01:00:04.000\n"
        "<v Rosa>Yo <c.x>también</c> &lt;fui&gt;.\n<v Ana>Bueno."
    )
    [part] = read(".vtt", text.encode())
    assert part.title == "Entrevista"
    assert [(e.speaker, e.start_ms, e.end_ms, e.text) for e in part.extracts] == [
        ("Ana", 1000, 2500, "Hola"),
        ("Rosa", 3603000, 3604000, "Yo también <fui>."),
        ("Ana", 3603000, 3604000, "Bueno."),
    ]


def test_a_sentence_over_two_cues_continues():
    cues = ["ANA: Íbamos por el río", "ANA: porque había soldados.", "LUZ: ¿Cuántos?", "ANA: Muchos"]
    extracts = read(".srt", builders.as_srt(cues))[0].extracts
    assert [(e.speaker, e.continues) for e in extracts] == [
        ("ANA", False),
        ("ANA", True),
        ("LUZ", False),
        ("ANA", False),
    ]
    assert extracts[1].text == "porque había soldados."


def test_scrolling_captions_say_each_line_once():
    text = (
        "WEBVTT\n\n00:00.000 --> 00:02.000\n \nllegamos<00:00.500><c> al</c><00:01.000><c> puente</c>\n\n"
        "00:02.000 --> 00:02.010\nllegamos al puente\n\n"
        "00:02.010 --> 00:04.000\nllegamos al puente\ny<00:02.500><c> esperamos</c>"
    )
    assert " ".join(texts(".vtt", text.encode())) == "llegamos al puente y esperamos"


def test_a_transcript_that_is_no_subtitle():
    assert failure(".srt", b"solo un texto sin tiempos").code == "damaged"


# --- tables ----------------------------------------------------------------------------------------------------------


def test_columns_say_things_about_the_row():
    rows = [
        ["Nº", "Título", "Fecha", "Idioma", "Acceso", "Hablante", "Declaración"],
        ["1", "La noche", "2021-03-04", "español", "confidencial", "Ana", "Una línea.\n\nOtra línea."],
        ["2", "", "", "", "", "", ""],
    ]
    [part] = read(".csv", builders.as_csv(rows, delimiter=";"))
    assert dict(part.metadata) == {
        "title": "La noche",
        "recorded_on": "2021-03-04",
        "language": "español",
        "access": "confidencial",
    }
    assert [(e.speaker, e.text) for e in part.extracts] == [("Ana", "Una línea."), ("Ana", "Otra línea.")]
    assert part.notes == ("rows_without_text:1", "columns_left_out")


def test_text_column_is_named_guessed_or_asked_for():
    long = "Esta es una historia inventada que tiene bastantes palabras para una celda."
    table = builders.as_csv([["clave", "zona", "lo que contó"], ["a", "norte", long], ["b", "sur", long]])
    assert texts(".csv", table) == [long, long]
    assert texts(".csv", table, text_column="zona") == ["norte", "sur"]
    assert "zona" in failure(".csv", table, text_column="otra").hint
    short = failure(".csv", b"a,b\n1,2\n")
    assert (short.code, "a, b" in short.hint, "--text-column" in short.hint) == ("text_column", True, True)


def test_names_of_columns_that_are_content_stay_out_of_messages():
    secret = "Una frase inventada que sería el nombre de una columna si no fuera larga como es"
    error = failure(".csv", f"{secret},{secret}\n{secret},{secret}\n".encode())
    assert "frase" not in str(error)


def test_commas_in_unquoted_cells_are_text():
    [part] = read(".csv", "id,texto,zona\n1,Llegó, vio y se fue,norte\n".encode())
    assert [e.text for e in part.extracts] == ["Llegó, vio y se fue"]
    assert "rows_repaired" in part.notes


def test_a_quote_that_never_closes_swallows_nothing():
    parts = read(".csv", b'id,texto\n1,"abre y no cierra\n2,dos\n3,tres\n')
    assert [p.extracts[0].text for p in parts] == ['"abre y no cierra', "dos", "tres"]
    assert "quotes_unbalanced" in parts[0].notes


def test_cells_of_a_megabyte():
    cell = "palabra " * 130_000
    [part] = read(".csv", builders.as_csv([["id", "texto"], ["1", cell]]))
    assert sum(len(e.text.split()) for e in part.extracts) == 130_000


def test_bad_json_lines_are_counted_and_keep_their_numbers():
    data = '{"texto": "Uno."}\n{rota\n{"texto": "Tres."}\n["no"]\n{"texto": "Cinco."}'
    parts = read(".jsonl", data.encode())
    assert [(p.locator, p.extracts[0].text) for p in parts] == [
        ("row 1", "Uno."),
        ("row 3", "Tres."),
        ("row 5", "Cinco."),
    ]
    assert "rows_unreadable:2" in parts[0].notes
    assert failure(".jsonl", b"nada\nde json").code == "damaged"


# --- limits ----------------------------------------------------------------------------------------------------------


def test_large_texts_are_refused_fast():
    started = time.monotonic()
    assert failure(".txt", b"palabra " * 6_250_000).code == "too_large"
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".csv", ".srt"])
@pytest.mark.parametrize("unit", ["a", "palabra ", "ex-", "*a ", "[", "<b>", '"', "ñ:", "- ", "00:00 --> "])
def test_a_line_of_a_megabyte_takes_no_time(suffix, unit):
    line = unit * (1_000_000 // len(unit) if suffix in {".txt", ".csv", ".srt"} else 200_000 // len(unit))
    started = time.monotonic()
    with suppress(InputError):
        read(suffix, line.encode())
    assert time.monotonic() - started < 5


JSON_NAMES = b"".join(
    json.dumps({"texto": "Una frase.", **{f"k{n}_{i}": "x" for i in range(10)}}).encode() + b"\n" for n in range(4_000)
)
HOSTILE = {
    "voices": (".vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v" + b"." * 50_000),
    "voices with spaces": (".vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v" + b" " * 50_000 + b"x"),
    "comments": (".md", b"<!-- " * 200_000),
    "rules": (".md", b"|" + b"-" * 200_000 + b"x"),
    "images": (".md", b"![" * 20_000),
    "as many images as are parsed": (".md", b"![" * 2_000),
    "hyphens": (".txt", b"abcdefghij-\n" * 60_000),
    "names": (".jsonl", JSON_NAMES),
    "menus": (".html", b"<div class=menu>" * 6_000 + b"<a href=x>Inicio</a> " * 6_000),
    "links": (".html", b"<object><a href=x>I" * 6_000),
}


@pytest.mark.parametrize("pattern", HOSTILE)
def test_hostile_patterns_take_no_time(pattern):
    suffix, data = HOSTILE[pattern]
    started = time.monotonic()
    with suppress(InputError):
        read(suffix, data)
    assert time.monotonic() - started < 5


def test_a_long_chain_of_cut_words_loses_no_letter():
    assert texts(".txt", b"abcdefghij-\n" * 500) == ["abcdefghij" * 500 + "-"]
    assert texts(".txt", "ex-\nsoldado que deten-\ndrían un exsol-\ndado".encode()) == [
        "ex-soldado que detendrían un exsoldado"
    ]


def test_names_of_json_lines_may_all_differ():
    parts = read(".jsonl", JSON_NAMES)
    assert len(parts) == 4_000
    assert {extract.text for part in parts for extract in part.extracts} == {"Una frase."}
    assert parts[0].notes == ("columns_left_out",)


def test_a_row_that_is_too_large_leaves_the_others():
    parts = read(".csv", b"texto\nonce letras.\nsi\nno\n", limits=Limits(max_characters=10))
    assert [part.locator for part in parts] == ["row 2", "row 3"]
    assert parts[0].notes == ("rows_too_large:1",)


def test_comments_that_never_close_are_text():
    assert texts(".md", b"Uno <!-- nota --> dos <!-- tres") == ["Uno dos <!-- tres"]


def test_limits_are_the_callers():
    small = Limits(max_characters=10)
    assert failure(".txt", b"once letras", limits=small).code == "too_large"
    assert failure(".csv", b"texto\nonce letras.\n", limits=small).code == "too_large"


def test_every_format_has_a_reader():
    assert all(callable(reader_for(suffix).read) for suffix in formats())


def test_captions_name_their_speakers_at_once() -> None:
    data = (
        "1\n00:00:01,000 --> 00:00:03,000\nMARGARITA: Estaba en la casa.\n\n"
        "2\n00:00:04,000 --> 00:00:06,000\n- ENTREVISTADOR: ¿Con quién?\n- Con mi hermana.\n"
    )
    [part] = reader_for(".srt").read(data.encode(), ReadOptions())
    assert [extract.speaker for extract in part.extracts][:2] == ["MARGARITA", "ENTREVISTADOR"]
    assert part.extracts[0].text == "MARGARITA: Estaba en la casa."
