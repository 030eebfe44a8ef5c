"""SEGMENT. All sentences here are invented; none is anybody's testimony."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import Passage, Segment
from models.segment import MAX_CHARACTERS, segment, split_sentences
from tests.making import testimony


def cut(text: str, passages: tuple[Passage, ...] | None = None) -> tuple[Segment, ...]:
    whole = testimony(text)
    if passages is not None:
        whole = replace(whole, passages=passages)
    return segment([whole])[0].segments


def sentences(text: str) -> list[str]:
    return [s.text for s in cut(text)]


def check(text: str, segments: tuple[Segment, ...]) -> None:
    """The promises that hold for any text."""
    end = 0
    for ordinal, s in enumerate(segments):
        assert s.ordinal == ordinal
        assert text[s.start : s.end] == s.text
        assert s.start >= end
        assert text[end : s.start].strip() == ""
        assert s.text == s.text.strip() != ""
        assert len(s.text) <= MAX_CHARACTERS
        end = s.end
    assert text[end:].strip() == ""


# "|" marks the cuts.
@pytest.mark.parametrize(
    "marked",
    [
        "Me llamo Rosa.| Vivo en Apopa.| Tengo tres hijos.",
        "El Sr. Paz y la Licda. Ana M. Díaz vinieron.| Firmó el Lic. J. M. Mena.",
        "La Sra. Cruz vio a Mons. Rivas con el Gral. Luna y el Tte. Soto.| Doña Mercedes no.",
        "Ud. lo sabe.| Vinieron Uds. ayer.| Fue Ud.| El otro no.",
        "Según el art. 5 y la pág. 12, inc. 3, procede.| Véase el núm. 8 del exp. HC-12.",
        "Vivo en EE. UU. desde 1999.| Antes viví en los EE.UU. con ella.",
        "Trabajé en Textiles Lempa, S.A. de C.V. dos años.| La dueña era de S.A. de C.V.| La cerraron.",
        "Salí a las 5 p. m. del lunes.| Volví a las 6 a.m. y nada.| Eran las 3 p. m.| Rosa lloró.",
        "Llevaba, p. ej. el lunes, pan.| Y etc. etc. de todo.| Nada más, etc.| Luego me fui.",
        "Mr. Cruz met Mrs. Stone and Ms. Paz on Main St. near No. 5.| Dr. Lee did not come.",
        "She lives in the U.S. Army base.| He left the U.S.| He came back.",
        "We left at 5 p.m. Monday.| We came back at 9 a.m.| Nobody was there.",
        "Mena v. Stone was heard in St. Louis.| Acme Inc. appealed.| So did Stone Co. of Dallas.",
        "Pagué $1.500 en total.| Eran 2.300 colones.| Quedó de 3.° lugar.",
        "Fueron el No. 3 y el No. 4.| Él dijo que no.| Luego se fue.",
        "No.| No vi nada.| No.| I did not see it.| He said no.| We went on to No. 12.",
        "Works of art.| She sold them.| Véase el art. IV del decreto.| A unos 5 km.| Luego el 11 nov. 1981.",
        "Le teníamos un miedo…| A mediodía comíamos.",
        "Era un… ¿cómo se llama?, un pick-up.| Y ya.",
        "¿Y por qué?| ¡Ay, Dios!| ¡No, no!| ¿Quién?!| Nadie.",
        "Dijo: «No sé. Era de noche.»| Luego calló.",
        "He said, “Stop. Don't move.”| Then he left.",
        'Dijo "no sé" y se fue.| "¿Qué?" preguntó ella.| "Nada."| Eso dijo.',
        "“Where is he?” Rosa asked.| “Gone.”| I sat down.",
        "—¿Y por qué me llevan? —les preguntó.| —Porque sí —dijo uno—.| Súbase.",
        "—No —dijo Rosa—, no fui yo.| —Ajá.",
        "1. Que el día 3 vino.| 2. Que no volvió.| 10. Que firmó.",
        "Se resuelve:| 1) Declarar lugar.| 2) Notificar.",
        "I. Hechos.| Todo empezó en 1981.| II. Análisis.| III. Conclusión.",
        "Vea https://example.org/a.b?c=D.E y www.example.org.| Luego escriba a rosa.paz@example.org hoy.",
        "vino de noche.| no dijo nada.| luego se fue.| y ya.",
        "Vivo en Apopa.|Tengo tres hijos.",
        "(Llora.)| Sigue hablando.| [Pausa.]| Y se fue.",
        "P. ¿Dónde vive?| R. En Apopa.",
        "他在家。|她走了。",
    ],
)
def test_sentences_end_where_people_end_them(marked: str) -> None:
    assert sentences(marked.replace("|", "")) == [piece.strip() for piece in marked.split("|")]


def test_blank_lines_and_list_items_end_a_sentence() -> None:
    assert sentences("Lista\n\nUno\n- dos cosas\n- tres\nque siguen") == [
        "Lista",
        "Uno",
        "- dos cosas",
        "- tres\nque siguen",
    ]


def test_a_line_is_split_like_a_testimony() -> None:
    assert split_sentences(" Uno.  Dos? ") == ["Uno.", "Dos?"]
    assert split_sentences(" \n ") == []


def test_a_long_quotation_is_cut() -> None:
    speech = " ".join(f"Esa noche número {n} tampoco vino nadie a la casa." for n in range(12))
    assert len(sentences(f"Dijo: «{speech}» Y calló.")) == 13


def test_passages_share_no_sentence_unless_one_continues() -> None:
    text = "Primera parte\n\nsigue aquí y sigue más. Otra frase\n\nFin"
    a, b, c = text.index("sigue aquí"), text.index("y sigue"), text.index("Fin")
    passages = (
        Passage(0, 13, speaker="A", start_ms=0, end_ms=900, page=1),
        Passage(a, b - 1, speaker="B", start_ms=1000, end_ms=1900, page=1),
        Passage(b, c - 2, speaker="C", start_ms=2000, end_ms=2900, page=2, continues=True),
        Passage(c, len(text), speaker="D", page=2),
    )
    found = cut(text, passages)
    check(text, found)
    assert [(s.text, s.speaker, s.start_ms, s.end_ms, s.page) for s in found] == [
        ("Primera parte", "A", 0, 900, 1),
        ("sigue aquí y sigue más.", "B", 1000, 2900, 1),
        ("Otra frase", "C", 2000, 2900, 2),
        ("Fin", "D", None, None, 2),
    ]


def test_text_outside_all_passages_is_kept() -> None:
    text = "Uno dos. Tres."
    found = cut(text, (Passage(0, 3, speaker="A"),))
    check(text, found)
    assert [(s.text, s.speaker) for s in found] == [("Uno", "A"), ("dos.", None), ("Tres.", None)]
    assert [s.text for s in cut(text, ())] == ["Uno dos.", "Tres."]


@pytest.mark.parametrize(
    ("mark", "unit"), [(";", "uno dos, tres cuatro; "), (",", "uno dos, "), ("", "uno "), ("", "x")]
)
def test_overlong_sentences_are_cut_at_the_best_place(mark: str, unit: str) -> None:
    text = (unit * 3000)[:2500].strip()
    found = cut(text)
    check(text, found)
    assert 3 <= len(found) <= 6
    assert all(s.text.endswith(mark) for s in found[:-1])


def test_no_accent_is_cut_from_its_letter() -> None:
    text = "x" * (MAX_CHARACTERS - 1) + "q\u0323\u0307 fin"
    found = cut(text)
    check(text, found)
    assert not any("\u0300" <= s.text[0] <= "\u036f" for s in found)


def test_order_is_kept_and_a_testimony_stands_alone() -> None:
    batch = [testimony("Uno. Dos."), testimony("Tres."), testimony("Cuatro. Cinco.")]
    together = segment(batch)
    assert [a.testimony.text for a in together] == [t.text for t in batch]
    assert together == [segment([t])[0] for t in batch]


UNITS = [
    "¿Y? ",
    "a. ",
    "J. M. ",
    "«",
    '"',
    "...",
    "…",
    "\n",
    "\n- x",
    "1. ",
    "p. m. ",
    "(",
    "ab.Cd",
    "—",
    "U.S. ",
    "e\u0301",
]


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_a_megabyte_without_a_line_break_takes_seconds(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    started = time.perf_counter()
    found = cut(text)
    assert time.perf_counter() - started < 15  # 2.5 s at most on the slowest machine we have; quadratic would be hours
    check(text, found)


WRITING = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            [
                "Sr. ",
                "No. 5",
                ". ",
                "? ",
                "… ",
                "»",
                "«",
                '" ',
                "\n\n",
                "—dijo ",
                " EE. UU. ",
                "1. ",
                "a.m. ",
                "\x85",
                "\u2028",
            ]
        ),
        st.sampled_from(["palabra ", "Rosa ", "the ", ", ", "; ", "x" * 400]),
    ),
    max_size=40,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(WRITING)
def test_offsets_hold_for_any_text(text: str) -> None:
    check(text, cut(text))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(WRITING, st.booleans()), min_size=1, max_size=6))
def test_offsets_hold_for_any_passages(parts: list[tuple[str, bool]]) -> None:
    text, passages = "", []
    for number, (part, continues) in enumerate(parts):
        joint = (" " if continues else "\n\n") if number else ""
        start = len(text) + len(joint)
        text += joint + part
        passages.append(Passage(start, len(text), speaker=str(number), continues=continues and number > 0))
    found = cut(text, tuple(passages))
    check(text, found)
    for s in found:
        touched = [n for n, p in enumerate(passages) if p.start < s.end and s.start < p.end]
        assert s.speaker == str(touched[0])
        assert all(passages[n].continues for n in touched[1:])
