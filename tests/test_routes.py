"""Routes: what goes to the engine, what becomes of faulty output, and what a sentence looks like at the end."""

import pytest

from models.glossary import Glossary, read_glossary
from models.hold import Names
from models.lexicon import read_lexicon
from models.routes import Sentence, translate_sentences
from tests.fakes import Phrases
from tests.test_hold import SYMBOLS

LEXICON = read_lexicon()


def through(book, *texts, pair=("es", "en"), other="", glossary=None, fallback=None, names=None):
    engine = Phrases(*pair, book, other=other, stand_ins=SYMBOLS)
    sentences = [Sentence(text, names or Names()) for text in texts]
    results = translate_sentences(
        sentences, engine, lexicon=LEXICON, glossary=glossary or Glossary(), fallback=fallback
    )
    return engine, results


def test_the_engine_sees_stand_ins_and_the_reader_sees_names():
    book = {"A ⟦F0⟧ la capturó la ⟦X0⟧ el ⟦N0⟧.": "⟦F0⟧ was captured by ⟦X0⟧ on ⟦N0⟧."}
    engine, (result,) = through(book, "A Ester Guardado la capturó la Policía Nacional Civil el 04/05/2022.")
    assert result.text == "Ester Guardado was captured by the National Civil Police on 04/05/2022."
    assert result.flags == ("ambiguous_date",)
    assert engine.calls == [list(book)]
    assert result.model == engine.model


@pytest.mark.parametrize(
    ("source", "asked", "answer", "expected"),
    [
        ("— ¿Dónde está mi hijo?", "¿Dónde está mi hijo?", "Where is my son?", "— Where is my son?"),
        ("—¿Dónde está mi hijo?", "¿Dónde está mi hijo?", "Where is my son?", "—Where is my son?"),
        ("• Dos camisas", "Dos camisas", "Two shirts.", "• Two shirts"),
        ("3) Dos camisas", "Dos camisas", "two shirts", "3) Two shirts"),
        ("Mi hijo\n  está en la\tcasa.", "Mi hijo está en la casa.", "My son is in the house.", "My son is in the house."),  # noqa: E501
        ("MI HIJO ESTÁ EN LA CASA", "Mi hijo está en la casa", "My son is in the house", "MY SON IS IN THE HOUSE"),
        ("«Mi hijo está en la casa»", "«Mi hijo está en la casa»", "«My son is in the house»", "“My son is in the house”"),  # noqa: E501
        ("Lo siguiente:", "Lo siguiente:", "The following.", "The following:"),
    ],
)  # fmt: skip
def test_form(source, asked, answer, expected):
    engine, (result,) = through({asked: answer}, source)
    assert engine.calls[0] == [asked]
    assert result.text == expected
    assert result.flags == ()


@pytest.mark.parametrize(
    ("asked", "answer", "expected"),
    [
        ("Where is he?", "Dónde está?", "¿Dónde está?"),
        ("Run, they said!", "Corran, dijeron!", "¡Corran, dijeron!"),
        ("It is late.", "Es tarde.", "Es tarde."),
    ],
)
def test_spanish_signs(asked, answer, expected):
    _, (result,) = through({asked: answer}, asked, pair=("en", "es"))
    assert result.text == expected


def test_capitals_keep_their_names():
    book = {"Mataron a ⟦F0⟧ en ⟦X0⟧": "They killed ⟦F0⟧ in ⟦X0⟧"}
    _, (result,) = through(book, "MATARON A MARTA GUARDADO EN EL SALVADOR")
    assert result.text == "THEY KILLED MARTA GUARDADO IN EL SALVADOR"


def test_names_and_figures_alone_never_meet_the_engine():
    engine, results = through({}, "Rosa Paz, 2022", "Estados Unidos", "…", "12/04/22")
    assert [r.text for r in results] == ["Rosa Paz, 2022", "United States", "…", "12/04/22"]
    assert [r.flags for r in results] == [(), (), (), ("ambiguous_date",)]
    assert engine.calls == []


def test_a_faulty_output_goes_other_ways_and_the_best_stays():
    text = "Mi hijo trabajaba en la maquila, y mi hija cuidaba a los niños."
    whole = text
    first, second = "Mi hijo trabajaba en la maquila,", "y mi hija cuidaba a los niños."
    book = {
        whole: "My son my son my son my son my son",
        first: "My son worked in the garment factory,",
        second: "And my daughter looked after the children.",
    }
    engine, (result,) = through(book, text)
    assert result.text == ("My son worked in the garment factory, and my daughter looked after the children.")
    assert result.flags == ()
    assert engine.calls[0] == [whole]
    assert len(engine.calls) > 1


def test_where_no_way_helps_the_flag_stays():
    _, (result,) = through({}, "Tenía 3 hijos.", other="He had children.")
    assert result.text == "He had children."
    assert result.flags == ("number_lost",)


def test_the_fallback_is_asked_last_and_passes_the_same_checks():
    fallback = Phrases("es", "en", {"Vino el lobo.": "The wolf came."}, other="The wo@@ lf came.")
    text = "Vino el lobo."
    _, (result,) = through({}, text, other="", fallback=fallback)
    assert (result.text, result.model) == ("The wolf came.", fallback.model)
    _, (result,) = through({}, "Vino la loba.", other="", fallback=fallback)
    assert (result.text, result.flags) == ("The wo@@ lf came.", ("garbage",))


def test_nothing_at_all_is_null_and_flagged():
    _, (result,) = through({}, "Vino el lobo.")
    assert (result.text, result.score, result.flags) == (None, None, ("empty",))


def test_a_very_long_sentence_reaches_the_engine_in_parts_and_loses_nothing():
    clause = "llegaron los soldados y quemaron todas las casas del cantón"
    text = ", ".join([clause] * 40) + "."
    engine, (result,) = through({}, text, other="the soldiers came and burned all the houses of the canton,")
    asked = " ".join(engine.calls[0])
    assert asked.split() == text.split()
    assert all(len(part.split()) <= engine.longest for part in engine.calls[0])
    assert result.text is not None
    assert result.text.count("soldiers") == len(engine.calls[0])


def test_each_distinct_sentence_is_asked_once_and_order_is_kept():
    book = {"Buenos días.": "Good morning.", "Gracias.": "Thank you."}
    engine, results = through(book, "Gracias.", "Buenos días.", "Gracias.")
    assert [r.text for r in results] == ["Thank you.", "Good morning.", "Thank you."]
    assert engine.calls == [["Gracias.", "Buenos días."]]


def test_a_glossary_holds_terms_both_ways(tmp_path):
    path = tmp_path / "terms.csv"
    path.write_text("es,en,note\nbartolinas,holding cells,\nla Vega,the Meadow,invented\n", encoding="utf-8")
    glossary = read_glossary(path)
    book = {"Lo llevaron a las ⟦X0⟧ de la ⟦X1⟧.": "They took him to the ⟦X0⟧ of ⟦X1⟧."}
    _, (result,) = through(book, "Lo llevaron a las bartolinas de la Vega.", glossary=glossary)
    assert result.text == "They took him to the holding cells of the Meadow."
    back = {"The ⟦X0⟧ were full.": "El ⟦X0⟧ estaban llenas."}
    _, (result,) = through(back, "The holding cells were full.", pair=("en", "es"), glossary=glossary)
    assert result.text == "El bartolinas estaban llenas."  # without an article the glossary leaves the model's
    found = [form.text for _, _, form in glossary.find("Bartolinas y BARTOLINAS", "es")]
    assert found == ["Holding cells", "HOLDING CELLS"]


@pytest.mark.parametrize(
    ("content", "message"),
    [("a,b\n1,2\n", "no columns es and en"), ("es,en\ncasa,\n", "line 2"), (b"es,en\n\xff,x\n", "can't be read")],
)
def test_a_glossary_that_can_t_be_used_is_refused_with_its_place(tmp_path, content, message):
    from corpus.errors import UsageError

    path = tmp_path / "g.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UsageError, match=message):
        read_glossary(path)
