"""Mentions: what is combined, what wins, and how they gather under entities. People are invented."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import LABELS, Translation
from models.lexicon import read_lexicon
from models.recognise import recognise, recognise_translations
from models.resolve import resolve
from models.rules import find_people, may_be_place, trim_name
from models.surfaces import Surfaces
from models.translate import translate
from tests.fakes import Announced, Capitals, WordForWord
from tests.making import annotated

LEXICON = read_lexicon()


def run(*sentences: str, language: str = "es"):
    items = recognise(
        [annotated(*sentences, language=language)],
        recognisers={language: Capitals(language)},
        tagger=Announced(),
        lexicon=LEXICON,
    )
    return resolve(items, lexicon=LEXICON)[0]


def names(item, label=None):
    return [m.text for m in item.mentions if label in (None, m.label)]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Me llamo Rosa Paz y soy de Apopa.", ["Rosa Paz"]),
        ("Mi nombre es María de los Ángeles Guardado.", ["María de los Ángeles Guardado"]),
        ("mi hijo Josué Flores y don Chepe", ["Josué Flores", "Chepe"]),
        ("El licenciado Óscar Cruz Reyes me atendió.", ["Óscar Cruz Reyes"]),
        ("My name is Darwin Escamilla.", ["Darwin Escamilla"]),
        ("my brother Saúl and Mrs. Reyes", ["Saúl", "Reyes"]),
        ("mi mamá Dios la tenga", []),
        ("El señor me dijo que no.", []),
        ("Attorney General's Office", []),
    ],
)
def test_people_by_introduction(text, people):
    assert sorted(text[s:e] for s, e in set(find_people(text))) == sorted(people)


@pytest.mark.parametrize(
    ("text", "span", "left"),
    [
        ("Me llamo Rosa Paz", (0, 17), "Rosa Paz"),
        ("don Chepe", (0, 9), "Chepe"),
        ("vivo en El Pital", (8, 16), "El Pital"),
        ("El presidente", (0, 13), None),
        ("abril", (0, 5), None),
        ("Julio", (0, 5), None),
        ("don Julio Martínez", (0, 18), "Julio Martínez"),
        ("June Carter", (0, 11), "June Carter"),
        ("Enero Paz", (0, 9), "Paz"),
    ],
)
def test_edges_that_are_no_name_are_cut(text, span, left):
    trimmed = trim_name(text, *span)
    assert (text[trimmed[0] : trimmed[1]] if trimmed else None) == left


def test_a_name_found_once_is_found_everywhere():
    item = run("Me llamo Rosa Paz.", "Rosa Paz soy yo, dije.")
    assert names(item, "PERSON") == ["Rosa Paz", "Rosa Paz"]
    assert len({m.entity for m in item.mentions}) == 1


def test_one_thing_has_one_entity_in_both_languages():
    spanish = run("La Policía Nacional Civil y la PNC en Estados Unidos.")
    english = run("The National Civil Police in the United States.", language="en")
    assert {m.entity for m in english.mentions} == {m.entity for m in spanish.mentions}
    assert len({m.entity for m in spanish.mentions}) == 2


def test_spans_are_exact_in_the_testimony_and_in_the_translation():
    item = annotated("Primero nada.", "Ayer vino Marta con Luis desde Mariona.", language="es")
    known = {"recognisers": {"es": Capitals("es"), "en": Capitals("en")}, "tagger": Announced(), "lexicon": LEXICON}
    (item,) = recognise([item], **known)
    (item,) = translate([item], translators={("es", "en"): WordForWord("es", "en")}, lexicon=LEXICON)
    (item,) = resolve(recognise_translations([item], **known), lexicon=LEXICON)
    assert item.mentions
    assert item.translation_mentions
    for mention in item.mentions:
        assert item.testimony.text[mention.start : mention.end] == mention.text
        assert mention.label in LABELS
    for mention in item.translation_mentions:
        text = item.translations[mention.segment].text
        assert text is not None
        assert text[mention.start : mention.end] == mention.text


def test_a_name_of_the_testimony_is_marked_in_its_translations():
    item = annotated("Me llamo Rosa Paz.", "Paz llegó tarde.", language="es")
    (item,) = recognise([item], recognisers={"es": Capitals("es")}, tagger=Announced(), lexicon=LEXICON)
    said = (Translation(0, "es", "en", "My name is Rosa Paz."), Translation(1, "es", "en", "Paz came late."))
    before = item.mentions
    (item,) = recognise_translations(
        [replace(item, translations=said)], recognisers={"en": Capitals("en")}, tagger=Announced(), lexicon=LEXICON
    )
    assert item.mentions == before
    first = item.translation_mentions[0]
    assert (first.segment, first.text, first.label) == (0, "Rosa Paz", "PERSON")


def test_what_the_segment_says_goes_before_what_its_translation_looks_like():
    item = annotated("Vino el custodio Rivas con la Fiscalía el 04/05/2022.", language="es")
    (item,) = recognise([item], recognisers={"es": Capitals("es")}, tagger=Announced(), lexicon=LEXICON)
    said = (Translation(0, "es", "en", "Guard Rivas came with the Attorney General's Office on 04/05/2022."),)
    known = {"recognisers": {"en": Capitals("en")}, "tagger": Announced(), "lexicon": LEXICON}
    (item,) = recognise_translations([replace(item, translations=said)], **known)
    assert [(m.text, m.label, m.value) for m in item.translation_mentions] == [
        ("Rivas", "PERSON", None),
        ("Attorney General's Office", "ORG", None),
        ("04/05/2022", "DATE", "2022-05-04"),
    ]


def test_the_result_does_not_depend_on_the_batch():
    items = [annotated("Vino Marta.", "Marta y José.", language="es", number=n) for n in range(3)]
    recognisers = {"es": Capitals("es")}
    together = recognise(items, recognisers=recognisers, tagger=Announced(), lexicon=LEXICON)
    alone = [recognise([item], recognisers=recognisers, tagger=Announced(), lexicon=LEXICON)[0] for item in items]
    assert together == alone


def test_dates_carry_values_and_gather_by_them():
    item = run("El 14 de abril de 2022.", "Fue el 14/04/2022.")
    dates = [m for m in item.mentions if m.label == "DATE"]
    assert [m.value for m in dates] == ["2022-04-14", "2022-04-14"]
    assert len({m.entity for m in dates}) == 1


@pytest.mark.models
def test_a_message_without_capitals(engines):
    text = "me llamo yesenia guardado y mi hijo kevin fue detenido en soyapango, vivo en paz con mi rosa blanca."
    item = annotated(text, "lo llevaron al penal de mariona con un muchacho.", language="es")
    (found,) = recognise([item], recognisers=engines.recognisers, tagger=engines.tagger, lexicon=engines.lexicon)
    assert {(m.label, m.text) for m in found.mentions} >= {
        ("PERSON", "yesenia guardado"),
        ("PERSON", "kevin"),
        ("PLACE", "soyapango"),
        ("PLACE", "mariona"),
    }
    assert not {"paz", "muchacho", "blanca"} & {m.text for m in found.mentions}
    for mention in found.mentions:
        assert item.testimony.text[mention.start : mention.end] == mention.text


@pytest.mark.models
def test_a_surname_that_is_a_place_as_well(engines):
    """Rivas is a town, and here a man; he must not join all who write of the town."""
    item = annotated("Conocí a Luis Rivas Mena en 2010.", "Lo vio Rivas.", "Yo vivo en Rivas.", language="es")
    (found,) = recognise([item], recognisers=engines.recognisers, tagger=engines.tagger, lexicon=engines.lexicon)
    said = [(m.segment, m.label) for m in found.mentions if m.text == "Rivas"]
    assert said == [(1, "PERSON"), (2, "PLACE")]


@pytest.mark.models
def test_an_abbreviated_given_name_is_part_of_the_name(engines):
    item = annotated("Ma. José Cruz y Fco. Gómez vinieron.", language="es")
    (found,) = recognise([item], recognisers=engines.recognisers, tagger=engines.tagger, lexicon=engines.lexicon)
    assert names(found, "PERSON") == ["Ma. José Cruz", "Fco. Gómez"]


@pytest.mark.parametrize(
    ("text", "can"),
    [
        ("Lo vio *", False),
        ("Le pregunté a *", False),
        ("Fuimos después a *", True),
        ("Vivo en *", True),
        ("cantón *", True),
        ("Managua, León y *", True),
        ("*, 3 de mayo", True),
        ("* vino", False),
        ("Then * said", False),
        ("I live near *", True),
    ],
)
def test_where_a_place_can_stand(text, can):
    start = text.index("*")
    text = text.replace("*", "Rivas")
    assert may_be_place(text, start, start + len("Rivas")) == can


@pytest.mark.models
def test_the_trained_pipelines(engines):
    item = annotated(
        "Me llamo Rosa Guardado y los soldados detuvieron a mi hijo Kevin en Soyapango el 3 de mayo de 2022.",
        "Lo llevaron al penal de Mariona, y la Fiscalía General de la República no dijo nada.",
        language="es",
    )
    (found,) = recognise([item], recognisers=engines.recognisers, tagger=engines.tagger, lexicon=engines.lexicon)
    assert {(m.label, m.text) for m in found.mentions} >= {
        ("PERSON", "Rosa Guardado"),
        ("PERSON", "Kevin"),
        ("PLACE", "Soyapango"),
        ("DATE", "3 de mayo de 2022"),
        ("PLACE", "Mariona"),
        ("ORG", "Fiscalía General de la República"),
    }
    assert ("detuvieron", "detener") in {(entry.form, entry.lemma) for entry in found.lemmas}


@given(st.text(alphabet=st.sampled_from("abríıl 0123456789 de/-.ABCÁé Mayo may «¿\n"), max_size=200))
def test_no_text_breaks_the_rules(text):
    text = text.strip() or "x"
    for language in ("es", "en"):
        for mention in run(text, language=language).mentions:
            assert text[mention.start : mention.end] == mention.text


def test_thousands_of_names_cost_no_more_than_their_text():
    names = [f"Nombre{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)} Paz" for n in range(5000)]
    surfaces = Surfaces(names)
    text = " y ".join(names)
    began = time.monotonic()
    assert [text[s:e] for s, e in surfaces.find(text)] == names
    assert time.monotonic() - began < 5  # milliseconds; a pattern of all names took minutes


def test_surfaces_are_whole_words_and_the_longest():
    surfaces = Surfaces(["Rosa", "Rosa Paz", "U.S.", "Paz"])
    text = "Rosa Paz, Rosas, Rosa Pazos, the U.S. y la_Paz Paz"
    assert [text[s:e] for s, e in surfaces.find(text)] == ["Rosa Paz", "Rosa", "U.S.", "Paz"]
