"""The tagger of names: what it is shown, what it answers, and how good it is on testimonies it never saw."""

from collections import Counter
from pathlib import Path

import pytest

from corpus.gold import part_of, read_gold
from models.features import Features, Sentence
from models.gazetteers import Gazetteers, read_gazetteers
from models.tagger import find_tagger, spans_of
from models.tokens import Token
from tests.fakes import Capitals
from tests.making import annotated

UNSEEN = Path(__file__).parents[1] / "models" / "recipes" / "entities" / "test"
GOLD = Path(__file__).parents[1] / "models" / "recipes" / "translation" / "data" / "testimonies"


def sentence(text: str, language: str = "es") -> Sentence:
    tokens, start = [], 0
    for word in text.split():
        start = text.index(word, start)
        tokens.append(Token(start, start + len(word), word, "X", "O"))
    return Sentence(text, language, tokens)


def gazetteers() -> Gazetteers:
    tree = {"san": {"miguel": {"": ("PLACE:city",), "arcangel": {"": ("ORG:church",)}}}}
    return Gazetteers(tree, given={"rosa": 900.0}, surnames={"paz": 12.0})


def test_the_longest_listed_name_at_each_place():
    found = list(gazetteers().find(["en", "san", "miguel", "arcangel", "san", "miguel"]))
    assert [(m.start, m.end, m.kinds) for m in found] == [(1, 4, ("ORG:church",)), (4, 6, ("PLACE:city",))]


def test_the_gazetteers_of_the_project_know_places_people_and_institutions():
    known = read_gazetteers()
    for name, kind in (("san vicente", "PLACE:department"), ("pddh", "ORG:prosecutor"), ("cecot", "PLACE:prison")):
        assert any(kind in match.kinds for match in known.find(name.split())), name
    assert known.surnames["hernandez"] > known.surnames["guardado"] > 0
    assert known.given["maria"] > 100


def test_each_token_is_seen_with_its_neighbours_and_lists():
    (rows,) = Features(gazetteers()).of([sentence("Vino Rosa de San Miguel ayer")])
    assert len(rows) == 6
    assert {"l=rosa", "-1:l=vino", "gf=3", "capital", "2:l=san"} <= set(rows[1])
    assert {"g=BPLACE:city", "G=BPLACE"} <= set(rows[3])
    assert {"g=LPLACE:city", "run:first:l=vino"} <= set(rows[4])
    assert "capital?" in rows[0]


def test_what_a_testimony_says_elsewhere_is_seen():
    features = Features(gazetteers())
    alone, _ = features.of([sentence("Luna llegó"), sentence("nada más")])
    told, _ = features.of([sentence("Luna llegó"), sentence("vino don Luna")])
    assert "d=title" in told[0]
    assert "d=title" not in alone[0]


def test_tags_become_spans():
    tokens = sentence("Rosa Paz y Luis Mena").tokens
    found = list(spans_of(tokens, ["B-PERSON", "I-PERSON", "O", "B-PERSON", "B-PERSON"]))
    assert [(start, end, label) for _, _, start, end, label in found] == [
        (0, 8, "PERSON"),
        (11, 15, "PERSON"),
        (16, 20, "PERSON"),
    ]
    assert list(spans_of([], [])) == []


@pytest.mark.models
def test_spans_and_probabilities_are_sound():
    tagger = find_tagger()
    assert tagger is not None
    item = annotated("Me llamo Rosa Guardado.", "Vivo en Soyapango.", "", language="es")
    analyses = Capitals("es").recognise([s.text for s in item.segments])
    sentences = [Sentence(s.text, "es", a.tokens) for s, a in zip(item.segments, analyses, strict=True)]
    for found, one in zip(tagger.tag(sentences), sentences, strict=True):
        for name in found:
            assert 0 <= name.start < name.end <= len(one.text)
            assert 0 < name.score <= 1


@pytest.mark.models
def test_names_of_testimonies_it_never_saw(engines):
    """A guard, a little below what was measured (models/packages/README.md)."""
    from flows.evaluate_entities import evaluate_entities

    texts = [text for text in read_gold(GOLD) if part_of(text.id) == "test"][:80]
    assert Counter(text.language for text in texts) == {"es": 40, "en": 40}
    result = evaluate_entities(texts, engines, pipelines=engines.recognisers, part="test")
    ours, plain = result.engines
    for language in ("es", "en"):
        assert ours.names[language]["PERSON+PLACE+ORG"].f1 > 0.86
        assert ours.names[language]["PERSON+PLACE+ORG"].f1 > plain.names[language]["PERSON+PLACE+ORG"].f1 + 0.2


@pytest.mark.models
def test_names_of_texts_written_last(engines):
    """The same, on texts by other hands, of which nothing was used for training."""
    from flows.evaluate_entities import evaluate_entities

    texts = read_gold(UNSEEN)
    assert Counter(text.language for text in texts) == {"es": 57, "en": 58}
    (ours, _) = evaluate_entities(texts, engines, pipelines=engines.recognisers).engines
    assert ours.names["es"]["PERSON+PLACE+ORG"].f1 > 0.91
    assert ours.names["en"]["PERSON+PLACE+ORG"].f1 > 0.89
    for language in ("es", "en"):
        explicit = ours.dates[language].explicit
        assert explicit.right >= 0.95 * explicit.of
