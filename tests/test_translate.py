"""The translate stage and the adapter to Argos packages."""

from dataclasses import replace

import pytest

from corpus.records import AnnotatedTestimony, LanguageGuess, Segment
from models import argos
from models.translate import translate
from tests.fakes import WordForWord
from tests.making import annotated


def _with_languages(item: AnnotatedTestimony, tags: list[str]) -> AnnotatedTestimony:
    segments = tuple(
        replace(segment, language=LanguageGuess(tag, 1.0, "test"))
        for segment, tag in zip(item.segments, tags, strict=True)
    )
    return replace(item, segments=segments)


def test_one_translation_a_segment_in_order_across_testimonies():
    items = [
        _with_languages(annotated("Uno dos.", "Three four.", "Cinco."), ["es", "en", "es"]),
        _with_languages(annotated("Seis."), ["es"]),
    ]
    engine = WordForWord("es", "en")
    results = translate(items, translators={("es", "en"): engine})
    assert [[t.text for t in item.translations] for item in results] == [
        ["Uno/en dos./en", None, "Cinco./en"],
        ["Seis./en"],
    ]
    assert [t.flags for t in results[0].translations] == [(), ("no_model",), ()]
    assert engine.calls == [["Uno dos.", "Cinco.", "Seis."]]  # all testimonies in one call
    assert results[0].translations[0].model == engine.model


@pytest.mark.parametrize(("tag", "flag"), [("pt", "other_language"), ("und", "no_language"), ("en", "no_model")])
def test_what_no_model_was_made_for_is_flagged_and_left(tag, flag):
    (item,) = translate(
        [_with_languages(annotated("Abc."), [tag])], translators={("es", "en"): WordForWord("es", "en")}
    )
    assert item.translations[0].text is None
    assert item.translations[0].flags == (flag,)


def test_a_model_that_gives_nothing_leaves_the_text_and_a_flag():
    engine = WordForWord("es", "en", gaps=["Nada."])
    (item,) = translate([_with_languages(annotated("Nada."), ["es"])], translators={("es", "en"): engine})
    assert (item.translations[0].text, item.translations[0].flags) == ("Nada.", ("untranslated",))


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
def test_a_sentence_longer_than_the_model_knows_is_translated_to_its_end(es_en):
    text = (
        ", ".join(["los soldados entraron a la casa y preguntaron por mi hermano"] * 30) + " y después mataron la vaca"
    )
    (translated, _) = es_en.translate([text])[0]
    assert translated.lower().count("soldiers") >= 25
    assert "cow" in translated.lower()[-60:]


@pytest.mark.models
def test_empty_in_empty_out_and_decoding_keeps_underscores(es_en):
    assert es_en.translate([""]) == [("", 0.0)]
    _, tokenizer, _ = es_en._load()
    assert argos._decode(tokenizer, tokenizer.encode("PERSONA_1 y PERSONA_2")) == "PERSONA_1 y PERSONA_2"


def test_segments_know_nothing_of_translators():
    segment = annotated("Hola.").segments[0]
    assert isinstance(segment, Segment)
    (item,) = translate([annotated("Hola.")], translators={})
    assert item.translations[0].flags == ("no_language",)


def test_a_speaker_s_name_is_not_translated():
    item = _with_languages(annotated("ANA CRUZ: Buenos días."), ["es"])
    item = replace(item, segments=(replace(item.segments[0], speaker="Ana Cruz"),))
    engine = WordForWord("es", "en")
    (item,) = translate([item], translators={("es", "en"): engine})
    assert item.translations[0].text == "ANA CRUZ: Buenos/en días./en"
    assert engine.calls == [["Buenos días."]]
