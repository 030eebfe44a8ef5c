"""The translate stage and the adapter to Argos packages."""

from dataclasses import replace

import pytest

from corpus.records import AnnotatedTestimony, LanguageGuess, Segment
from models import ct2
from models.lexicon import read_lexicon
from models.recognise import recognise
from models.translate import translate
from tests.fakes import Announced, Capitals, Phrases
from tests.making import annotated

LEXICON = read_lexicon()


def _with_languages(item: AnnotatedTestimony, tags: list[str]) -> AnnotatedTestimony:
    segments = tuple(
        replace(segment, language=LanguageGuess(tag, 1.0, "test"))
        for segment, tag in zip(item.segments, tags, strict=True)
    )
    return replace(item, segments=segments)


BOOK = {
    "Buenos días.": "Good morning.",
    "Mi hijo está en la casa.": "My son is in the house.",
    "Los soldados llegaron.": "The soldiers came.",
}


def test_one_translation_a_segment_in_order_across_testimonies():
    items = [
        _with_languages(annotated("Buenos días.", "The end.", "Los soldados llegaron."), ["es", "en", "es"]),
        _with_languages(annotated("Mi hijo está en la casa."), ["es"]),
    ]
    engine = Phrases("es", "en", BOOK)
    results = translate(items, translators={("es", "en"): engine}, lexicon=LEXICON)
    assert [[t.text for t in item.translations] for item in results] == [
        ["Good morning.", None, "The soldiers came."],
        ["My son is in the house."],
    ]
    assert [t.flags for t in results[0].translations] == [(), ("no_model",), ()]
    assert engine.calls == [["Buenos días.", "Los soldados llegaron.", "Mi hijo está en la casa."]]  # all in one call
    assert results[0].translations[0].model == engine.model


@pytest.mark.parametrize(("tag", "flag"), [("pt", "other_language"), ("und", "no_language"), ("en", "no_model")])
def test_what_no_model_was_made_for_is_flagged_and_left(tag, flag):
    engine = Phrases("es", "en", BOOK)
    (item,) = translate(
        [_with_languages(annotated("Abc."), [tag])], translators={("es", "en"): engine}, lexicon=LEXICON
    )
    assert item.translations[0].text is None
    assert item.translations[0].flags == (flag,)
    assert engine.calls == []


def test_a_model_that_gives_nothing_leaves_null_and_a_flag():
    engine = Phrases("es", "en", {})
    (item,) = translate(
        [_with_languages(annotated("Nada más."), ["es"])], translators={("es", "en"): engine}, lexicon=LEXICON
    )
    assert (item.translations[0].text, item.translations[0].flags) == (None, ("empty",))


def test_the_names_of_a_testimony_are_kept_in_every_sentence_of_it():
    item = _with_languages(annotated("Me llamo Rosa Paz.", "Paz vive aquí."), ["es", "es"])
    (item,) = recognise([item], recognisers={"es": Capitals("es")}, tagger=Announced(), lexicon=LEXICON)
    book = {"Me llamo ⟦F0⟧.": "My name is ⟦F0⟧.", "⟦F0⟧ vive aquí.": "⟦F0⟧ lives here."}
    engine = Phrases("es", "en", book, other="Peace lives here.", stand_ins={"F": ("⟦F0⟧",)})
    (item,) = translate([item], translators={("es", "en"): engine}, lexicon=LEXICON)
    assert [t.text for t in item.translations] == ["My name is Rosa Paz.", "Paz lives here."]
    assert [t.flags for t in item.translations] == [(), ()]


SENTENCES = [
    "Me llamo Marta y vivo en Apopa.",
    "Los soldados llegaron a las cinco de la mañana.",
    "Mi hijo está en la cárcel.",
    "No sé.",
    "La policía se llevó a tres hombres de la colonia, y nadie nos dijo por qué ni adónde los llevaban.",
    "El abogado dijo que la audiencia era el lunes.",
]


@pytest.mark.models
def test_the_package_translates_and_a_sentence_never_depends_on_its_neighbours(es_en):
    together = es_en.translate(SENTENCES)
    assert [es_en.translate([s])[0] for s in SENTENCES] == together
    assert es_en.translate(SENTENCES[::-1]) == together[::-1]
    words = " ".join(text for text, _ in together).lower()
    for word in ("soldiers", "son", "police", "lawyer", "hearing", "apopa"):
        assert word in words
    assert all(0 < score <= 1 for _, score in together)


@pytest.mark.models
def test_empty_in_empty_out_and_decoding_keeps_underscores(es_en):
    assert es_en.translate([""]) == [("", 0.0)]
    _, tokenizer, _ = es_en._loaded
    assert ct2._decode(tokenizer, tokenizer.encode("PERSONA_1 y PERSONA_2")) == "PERSONA_1 y PERSONA_2"


def test_segments_know_nothing_of_translators():
    segment = annotated("Hola.").segments[0]
    assert isinstance(segment, Segment)
    (item,) = translate([annotated("Hola.")], translators={}, lexicon=LEXICON)
    assert item.translations[0].flags == ("no_language",)


def test_a_speaker_s_name_is_not_translated():
    item = _with_languages(annotated("ANA CRUZ: Buenos días."), ["es"])
    item = replace(item, segments=(replace(item.segments[0], speaker="Ana Cruz"),))
    engine = Phrases("es", "en", BOOK)
    (item,) = translate([item], translators={("es", "en"): engine}, lexicon=LEXICON)
    assert item.translations[0].text == "ANA CRUZ: Good morning."
    assert engine.calls == [["Buenos días."]]
