"""Search over hand-made testimonies, through the facade."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import Corpus, open_corpus
from corpus.errors import NameLookupError, QueryError, UsageError
from corpus.records import Hit, Query, as_json
from corpus.store.snippets import snippet
from tests.samples import Line, annotated, office


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with open_corpus(tmp_path_factory.mktemp("search") / "corpus", create=True) as made:
        for data, item in office():
            made.keep_original(data, item.testimony.source)
            made.add(item, language="es", run_id="run")
        yield made


def places(corpus: Corpus, text: str = "", **filters: object) -> set[tuple[str, int]]:
    """(file name without suffix, ordinal) of all hits."""
    page = corpus.search(text, limit=100, **filters)  # type: ignore[arg-type]
    assert page.total == len(page.hits)
    return {(Path(hit.source).stem, hit.ordinal) for hit in page.hits}


APOPA, BEATEN, ARRESTED = ("apopa", 0), ("apopa", 1), ("apopa", 2)
MENA, LAWYER = ("mejicanos", 0), ("mejicanos", 1)
CLINIC, AFRAID = ("clinic", 0), ("clinic", 1)
OTHER, NOBODY = ("mixta", 0), ("mixta", 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("custodios", {APOPA, CLINIC}),  # text here, translation there
        ("CUSTODIOS", {APOPA, CLINIC}),
        ("detencion", {BEATEN}),
        ("ano", {BEATEN}),  # año: intended
        ("AÑO", {BEATEN}),
        ("ano\u0303", {BEATEN}),
        ("detener", {ARRESTED, MENA}),
        ("detuvieron", {ARRESTED, MENA}),
        ("golpear", {APOPA}),
        ("guard", {APOPA, CLINIC}),
        ("custodio", {APOPA, CLINIC}),  # the form that ingest learnt in one text serves all
        ("guards beat", {APOPA, CLINIC}),
        ("durar", {BEATEN}),
        ('"los custodios"', {APOPA, CLINIC}),
        ('"custodios los"', set()),
        ('"detener"', {MENA}),  # a phrase is as it stands
        ("golpe*", {APOPA, CLINIC}),
        ("g*", {APOPA, CLINIC, MENA}),
        ('"rosa m"*', {CLINIC}),
        ("custodios Apopa", {APOPA}),
        ("custodios guards", {APOPA, CLINIC}),  # a word of each language
        ("custodios NOT Apopa", {CLINIC}),
        ("custodios -apopa", {CLINIC}),
        ("-apopa custodios", {CLINIC}),
        ("Apopa OR miedo", {APOPA, AFRAID}),
        ("Apopa O miedo", {APOPA, AFRAID}),
        ("(Apopa OR miedo) -guards", {AFRAID}),
        ("rosa -(apopa OR abril)", {LAWYER, CLINIC}),
        ("EE.UU.", {LAWYER}),
        ("o'brien", {LAWYER}),
        ("O’Brien", {LAWYER}),
        ("kimati", {OTHER}),
        ("nichtda", set()),
        ("rosa nichtda", set()),
        ("text:rosa", set()),
        ("NEAR", set()),
        ("\U0001d5d4bc", set()),
    ],
)
def test_words(corpus: Corpus, text: str, found: set[tuple[str, int]]) -> None:
    assert places(corpus, text) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"language": "en"}, {CLINIC, AFRAID}),
        ({"language": "EN"}, {CLINIC, AFRAID}),
        ({"language": "und"}, {OTHER}),
        ({"language": "e"}, set()),
        ({"language": "%"}, set()),
        ({"collection": "vecinos"}, {MENA, LAWYER}),
        ({"collection": "cárceles", "text": "rosa"}, {APOPA, ARRESTED}),
        ({"person": "ROSA PAZ"}, {APOPA, BEATEN, ARRESTED, MENA, LAWYER}),
        ({"person": "rosa paz", "same_segment": True}, {APOPA, ARRESTED, LAWYER}),
        ({"person": "rosa"}, {APOPA, BEATEN, ARRESTED, MENA, LAWYER}),  # an alias goes before a part of a name
        ({"person": "Brien"}, {MENA, LAWYER}),  # a word that one name has
        ({"person": "rosa paz", "place": "apopa"}, {APOPA, BEATEN, ARRESTED}),
        ({"place": "Apopa", "same_segment": True}, {APOPA}),
        ({"org": "fiscalia general"}, {MENA, LAWYER}),
        ({"since": "2022-05-04", "until": "2022-05-04"}, {APOPA, BEATEN, ARRESTED}),
        ({"since": "2022-05", "until": "2022"}, {APOPA, BEATEN, ARRESTED}),
        ({"since": "2023-06-30"}, {APOPA, BEATEN, ARRESTED}),  # recorded in June 2023
        ({"since": "2023-07"}, set()),
        ({"until": "2021-03-01"}, {MENA, LAWYER}),
        ({"until": "2021-02"}, set()),
        ({"since": "2021", "until": "2023", "text": "rosa", "language": "es"}, {APOPA, ARRESTED, LAWYER}),
    ],
)
def test_filters(corpus: Corpus, filters: dict[str, object], found: set[tuple[str, int]]) -> None:
    assert places(corpus, **filters) == found  # type: ignore[arg-type]


def test_an_entity_may_be_named_by_its_id(corpus: Corpus) -> None:
    rosa = corpus.entities(like="Rosa Paz")[0]
    assert places(corpus, person=rosa.id) == places(corpus, person="Rosa Paz")


def test_a_translated_name_is_no_mention(corpus: Corpus) -> None:
    with pytest.raises(NameLookupError):
        corpus.search(org="Attorney General")


@pytest.mark.parametrize(
    ("name", "candidates"),
    [("Mena", ["José Mena", "Rosa Mena"]), ("Roza Paz", ["Rosa Paz"]), ("Apopa", []), ("—", []), ("caf\udce9", [])],
)
def test_a_name_that_fits_several_or_none(corpus: Corpus, name: str, candidates: list[str]) -> None:
    with pytest.raises(NameLookupError) as caught:
        corpus.search("custodios", person=name)
    shown = [candidate.partition(" (")[0] for candidate in caught.value.candidates]
    assert shown[: len(candidates)] == candidates
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, QueryError),
        ({"text": "  "}, QueryError),
        ({"text": 'casa "perro'}, QueryError),
        ({"text": "casa", "since": "ayer"}, UsageError),
        ({"text": "casa", "since": "2022-13"}, UsageError),
        ({"text": "casa", "since": "2022-05-04T10:00"}, UsageError),
        ({"text": "casa", "since": "2023", "until": "2022"}, UsageError),
        ({"text": "casa", "limit": -1}, UsageError),
        ({"text": "casa", "offset": -1}, UsageError),
    ],
)
def test_wrong_usage(corpus: Corpus, arguments: dict[str, object], error: type[UsageError]) -> None:
    with pytest.raises(error) as caught:
        corpus.search(**arguments)  # type: ignore[arg-type]
    assert caught.value.exit_code == 2


def the_hit(corpus: Corpus, text: str, where: tuple[str, int]) -> Hit:
    return next(h for h in corpus.search(text).hits if (Path(h.source).stem, h.ordinal) == where)


@pytest.mark.parametrize(
    ("text", "where", "side", "shown"),
    [
        ("custodios", APOPA, "text", "Los <mark>custodios</mark> golpearon a Rosa Paz el 4 de mayo de 2022 en Apopa."),
        ("beat", APOPA, "translation", "The guards <mark>beat</mark> Rosa Paz on May 4, 2022 in Apopa."),
        ('"rosa paz"', APOPA, "both", "Los custodios golpearon a <mark>Rosa Paz</mark> el 4 de mayo de 2022 en Apopa."),
        ("miedo afraid", AFRAID, "both", "I was <mark>afraid</mark>."),
        ("medio", BEATEN, "text", "La detención duró un año &lt;y <mark>medio</mark>&gt; &amp; más."),
        ("durar", BEATEN, "text", "La detención <mark>duró</mark> un año &lt;y medio&gt; &amp; más."),
        ("half", BEATEN, "translation", "The detention lasted a year and a <mark>half</mark>."),
        ("o'brien", LAWYER, "both", "La señora Rosa Paz no estaba; en EE.UU. vive <mark>O'Brien</mark>, su abogado."),
    ],
)
def test_where_it_matched(corpus: Corpus, text: str, where: tuple[str, int], side: str, shown: str) -> None:
    hit = the_hit(corpus, text, where)
    assert (hit.matched_in, hit.snippet) == (side, shown)


def test_a_hit_as_json(corpus: Corpus) -> None:
    hit = json.loads(json.dumps(as_json(corpus.search("custodios apopa"))))
    assert hit["total"] == 1
    (found,) = hit["hits"]
    keys = {"testimony", "source", "ordinal", "language", "text", "translation", "matched_in", "snippet", "mentions"}
    assert keys <= found.keys()
    text = corpus.get(found["testimony"]).text
    assert {(m["label"], m["value"]) for m in found["mentions"]} == {
        ("PERSON", None),
        ("DATE", "2022-05-04"),
        ("PLACE", None),
    }
    for mention in found["mentions"]:
        assert {"start", "end", "text", "label", "value", "entity", "name", "status", "inferred"} == mention.keys()
        assert text[mention["start"] : mention["end"]] == mention["text"]


def test_a_hit_without_translation_says_why(corpus: Corpus) -> None:
    hit = the_hit(corpus, "kimati", OTHER)
    assert (hit.translation, hit.flags, hit.matched_in) == (None, ("no_model_for_language",), "text")


def test_pages(corpus: Corpus) -> None:
    whole = corpus.search(language="es", limit=100)
    assert [(h.testimony, h.ordinal) for h in whole.hits] == sorted((h.testimony, h.ordinal) for h in whole.hits)
    pages = [corpus.search(language="es", limit=2, offset=at) for at in range(0, 8, 2)]
    assert [hit for page in pages for hit in page.hits] == list(whole.hits)
    assert {page.total for page in pages} == {whole.total} == {6}
    assert corpus.search("rosa", limit=0).total == 4
    assert corpus.search("rosa", limit=1).hits == corpus.search("rosa").hits[:1]
    assert corpus.search_query(Query("rosa", language="en")).total == 1


SYNTAX = 'rosa "los custodios" ( ) OR AND NOT -rosa { } ^ : + NEAR( x* , \''.split()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=25) | st.lists(st.sampled_from(SYNTAX), max_size=6).map(" ".join))
def test_no_input_is_full_text_syntax(corpus: Corpus, text: str) -> None:
    try:
        wrong = corpus.search(text).total < 0
    except QueryError as error:
        wrong = error.position not in range(len(text) + 1)
    assert not wrong


def test_a_word_may_have_very_many_forms(tmp_path: Path) -> None:
    with open_corpus(tmp_path / "c", create=True) as corpus:
        forms = {f"forma{n:03}": "formar" for n in range(400)}
        data, item = annotated("a", [Line("Una forma399 y formar.", lemmas=forms)])
        corpus.keep_original(data, item.testimony.source)
        corpus.add(item, language="es", run_id="run")
        assert corpus.search("forma399").total == 1
        assert corpus.search("forma001").total == 1  # through the lemma
        assert corpus.search(" ".join(f"forma{n:03}" for n in range(200))).total == 1


# --- Snippets -------------------------------------------------------------------------------------------------------


def test_a_long_sentence_is_shortened_round_the_match() -> None:
    text = " ".join(f"palabra{n}" for n in range(400))
    at = text.index("palabra300")
    shown = snippet(text, ((at, at + 10),))
    assert "<mark>palabra300</mark>" in shown
    assert shown.startswith("…palabra")
    assert shown.endswith("…")
    assert len(shown) < 360
    assert set(re.sub(r"<.?mark>|…", "", shown).split()) <= set(text.split())


@given(st.text(max_size=80), st.lists(st.integers(0, 80), max_size=6, unique=True), st.integers(1, 100))
def test_a_snippet_is_a_piece_of_the_text(text: str, cuts: list[int], width: int) -> None:
    cuts = sorted(cut for cut in cuts if cut <= len(text))
    spans = tuple(zip(cuts[::2], cuts[1::2], strict=False))
    shown = snippet(text, spans, width=width)
    assert shown.count("<mark>") == shown.count("</mark>")
    if spans:
        assert f"<mark>{html.escape(text[slice(*spans[0])], quote=False)}</mark>" in shown
    plain = html.unescape(shown.replace("<mark>", "").replace("</mark>", ""))
    if "…" not in text and not re.search("&[#a-z0-9]*;?", text, re.IGNORECASE) and "\r" not in text:
        assert plain.strip("…") in text
        if len(text) <= width:
            assert plain == text


def test_a_page_may_be_longer_than_a_statement(tmp_path: Path) -> None:
    with open_corpus(tmp_path / "c", create=True) as corpus:
        data, item = annotated("a", [Line(f"Línea {n}.") for n in range(2_000)])
        corpus.keep_original(data, item.testimony.source)
        corpus.add(item, language="es", run_id="run")
        assert [hit.ordinal for hit in corpus.search(language="es", limit=100_000).hits] == list(range(2_000))
        assert len(corpus.search("linea", limit=100_000).hits) == 2_000
