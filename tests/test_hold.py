"""What a translation must keep: which stretches are held, and that they come back. All names are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ct2 import PackageTranslator
from models.hold import Held, Names, find_held, fit_articles, mask, unmask
from models.lexicon import Form, read_lexicon
from models.placeholders import KINDS, ORDINARY_NAMES, gender_of, symbol

SYMBOLS = {kind: [symbol(kind, i) for i in range(count)] for kind, count in KINDS.items()}
LEXICON = read_lexicon()


def held(text: str, language: str = "es", *, people: tuple[str, ...] = (), words: tuple[str, ...] = ()) -> list[str]:
    spans = tuple((text.index(name), text.index(name) + len(name)) for name in people)
    known = [
        (start, end, LEXICON.forms.get((language, text[start:end])))
        for start, end, label in LEXICON.find(text)
        if (language, text[start:end]) in LEXICON.forms or label in ("PLACE", "ORG")
    ]
    return [h.source for h in find_held(text, language, names=Names(spans, (), frozenset(words)), known=known)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # surnames that are words, wherever they stand; no recogniser has helped here
        ("Ayer llegó Ester Guardado con don Reyes.", ["Ester Guardado", "Reyes"]),
        ("Vimos a Wilber Paz, a Cruz y a los Flores.", ["Wilber Paz", "Cruz", "Flores"]),
        ("Guardado llegó a las 5:30.", ["Guardado", "5:30"]),
        ("La viuda es Rosa Delmy Arévalo viuda de Quintanilla.", ["Rosa Delmy Arévalo viuda de Quintanilla"]),
        ("Firman A. Peña y E. C. Leal.", ["A. Peña", "E. C. Leal"]),
        ("Vive en El Zapote, cerca de Puerto El Triunfo.", ["El Zapote", "Puerto El Triunfo"]),
        # institutions and feasts are translated; months in small letters and words at a beginning are no names
        ("Fue al Ministerio y al Juzgado antes de Navidad.", []),
        ("Cuando amaneció, los soldados quemaron el maíz en abril.", []),
        ("Cuénteme qué pasó ese día.", []),
        # codes, addresses, figures
        ("Los de la MS-13 iban en un P-123456.", ["MS-13", "P-123456"]),
        ("Placas P-412GKD, por Q48.750,00 cada una.", ["P-412GKD", "Q48.750,00"]),
        ("Escriba a ana.paz@ejemplo.org o al 2222-3344.", ["ana.paz@ejemplo.org", "2222-3344"]),
        ("El 04/05/2022 pagué 1.500 colones y 2,50 más; son 12 500 en total.", ["04/05/2022", "1.500", "2,50", "12 500"]),  # noqa: E501
        ("Eran 3.", ["3"]),
    ],
)  # fmt: skip
def test_what_is_held_in_spanish(text, expected):
    assert held(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My client, Xiomara Flores, fled in March with her Salvadoran husband.", ["Xiomara Flores"]),
        ("Potoy's wife saw Officer Reyes on Monday.", ["Potoy", "Reyes"]),
        ("The Court asked the Ministry about American weapons.", []),
        ("I told him I was from Apopa.", ["Apopa"]),
        ("Arrests of Former Prosecutors in the Capital", []),
    ],
)
def test_what_is_held_in_english(text, expected):
    assert held(text, "en") == expected


def test_what_the_recogniser_and_the_testimony_know_is_held_at_a_beginning_too():
    assert held("Abril no vino.") == []
    assert held("Abril no vino.", people=("Abril",)) == ["Abril"]
    assert held("Abril no vino.", words=("abril",)) == ["Abril"]


def test_known_names_take_the_form_of_the_other_language():
    text = "La Policía Nacional Civil y la PNC en Estados Unidos."
    known = [(s, e, LEXICON.forms.get(("es", text[s:e]))) for s, e, _ in LEXICON.find(text)]
    found = [(h.source, h.target, h.article) for h in find_held(text, "es", names=Names(), known=known)]
    assert found == [
        ("Policía Nacional Civil", "National Civil Police", "the"),
        ("PNC", "PNC", None),
        ("Estados Unidos", "United States", "the"),
    ]


def test_the_glossary_goes_before_everything_else():
    text = "Pasó por la Vega."
    (item,) = find_held(text, "es", names=Names(), glossary=[(12, 16, Form("Meadow", "the"))])
    assert (item.source, item.target) == ("Vega", "Meadow")


@pytest.mark.parametrize(
    ("text", "target", "article", "language", "expected"),
    [
        ("He went to United States.", "United States", "the", "en", "He went to the United States."),
        ("In the Mexico City.", "Mexico City", "", "en", "In Mexico City."),
        ("its United States policy", "United States", "the", "en", "its United States policy"),
        ("United States said no.", "United States", "the", "en", "The United States said no."),
        ("El Fiscalía dijo.", "Fiscalía", "la", "es", "La Fiscalía dijo."),
        ("agentes del Policía Nacional Civil", "Policía Nacional Civil", "la", "es", "agentes de la Policía Nacional Civil"),  # noqa: E501
        ("Fue al Fiscalía.", "Fiscalía", "la", "es", "Fue a la Fiscalía."),
        ("su Fiscalía", "Fiscalía", "la", "es", "su Fiscalía"),
        ("Vive en Estados Unidos.", "Estados Unidos", "los", "es", "Vive en los Estados Unidos."),
        ("Viene de Naciones Unidas.", "Naciones Unidas", "las", "es", "Viene de las Naciones Unidas."),
    ],
)  # fmt: skip
def test_articles(text, target, article, language, expected):
    assert fit_articles(text, [Held(0, 1, "x", target, "X", article)], language) == expected


@given(st.lists(st.sampled_from(["casa", "Ana Paz", "1.500", "y", "Río Hondo", "04/05/2022", "vino"]), max_size=14))
def test_what_was_masked_comes_back(words):
    text = " ".join(words)
    items = find_held(text, "es", names=Names())
    for stand_ins in (SYMBOLS, ORDINARY_NAMES, {}):
        masked, used = mask(text, items, stand_ins)
        assert all(mark in masked for mark, _ in used)
        back, lost = unmask(masked, used, "en")
        assert back == text
        assert lost == []


def test_what_the_model_loses_or_doubles_is_told():
    text = "Ana vio a Beto."
    items = find_held(text, "es", names=Names())
    _, used = mask(text, items, SYMBOLS)
    back, lost = unmask("⟦F0⟧ and ⟦F0⟧ saw him.", used, "en")
    assert back == "Ana and Ana saw him."
    assert [item.source for item in lost] == ["Ana", "Beto"]


def test_a_text_that_holds_a_symbol_itself_doesn_t_lose_it():
    items = find_held("⟦F0⟧ vio a Ana.", "es", names=Names())
    masked, used = mask("⟦F0⟧ vio a Ana.", items, SYMBOLS)
    assert masked == "⟦F0⟧ vio a ⟦F1⟧."
    assert unmask(masked, used, "en")[0] == "⟦F0⟧ vio a Ana."


@pytest.mark.parametrize(
    ("name", "gender"), [("Rosa Paz", "F"), ("Wilber", "M"), ("Guardado", "X"), ("José María Cruz", "M"), ("Xol", "X")]
)
def test_gender(name, gender):
    assert gender_of(name) == gender


@pytest.mark.models
def test_the_packages_that_travel_know_the_symbols(es_en, en_es):
    for engine in (es_en, en_es):
        assert isinstance(engine, PackageTranslator)
        assert engine.stand_ins == SYMBOLS
