"""Measuring the translator: what is counted, what is refused, and that no sentence is ever printed."""

import json
import re
from functools import partial

import pytest

from corpus.errors import ModelMissing
from corpus.records import ModelRef
from flows.engines import Engines
from flows.evaluate import Kept, evaluate_translation, read_pairs
from models.apertium import find_apertium
from models.lexicon import read_lexicon
from tests.fakes import Announced, Broken, Capitals, WordForWord

ES_EN = ("es", "en")


class Phrasebook(WordForWord):
    """A translator that knows whole sentences and repeats the others."""

    def __init__(self, name, phrases):
        super().__init__("es", "en")
        self.model = ModelRef(name, "1")
        self.phrases = phrases

    def translate(self, texts, *, beam=1):
        self.calls.append(list(texts))
        return [(self.phrases.get(text, text), 0.9) for text in texts]


SAID = {
    "Ayer vino Marta con 40 hombres y 40 caballos.": "Yesterday Marta came with 40 men and 40 horses.",
    "Vivió en Estados Unidos 12 años con Tomás.": "He lived in the United States for 12 years with Tomás.",
    "La vecina pagó 1 500 pesos a las 3:30 por su hijo.": "The neighbor paid 1 500 pesos at 3:30 for her son.",
}
# One name in another spelling, one "40" too few, a time gone, and a country in its Spanish form.
PLAIN = {
    "Ayer vino Marta con 40 hombres y 40 caballos.": "Yesterday Martha came with 40 men and some horses.",
    "Vivió en Estados Unidos 12 años con Tomás.": "He lived in Estados Unidos for 12 years with Tomás.",
    "La vecina pagó 1 500 pesos a las 3:30 por su hijo.": "The neighbor paid 1 500 pesos at dawn for her son.",
}


def fake_engines(translator):
    return Engines({ES_EN: translator}, {"es": Capitals("es"), "en": Capitals("en")}, Announced(), read_lexicon())


@pytest.fixture
def ours():
    return fake_engines(Phrasebook("ours", SAID))


@pytest.fixture
def run(run):
    return partial(run, "evaluate", "translation")


@pytest.fixture
def files(tmp_path):
    """Options that name two files with these lines."""

    def files(sources, references):
        for name, lines in (("source", sources), ("reference", references)):
            (tmp_path / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return ["--source", tmp_path / "source", "--reference", tmp_path / "reference"]

    return files


@pytest.fixture
def faked(monkeypatch, ours):
    """The command with fakes instead of the trained models, and a plain engine beside them."""
    monkeypatch.setattr("flows.engines.load_engines", lambda *_args, **_options: ours)
    monkeypatch.setattr("models.apertium.find_apertium", lambda *_pair: Phrasebook("plain", PLAIN))


def test_what_is_kept_and_what_is_flagged(ours):
    result = evaluate_translation(list(SAID), list(SAID.values()), ES_EN, ours, baseline=Phrasebook("plain", PLAIN))
    good, plain = result.engines
    assert (result.lines, result.words) == (3, sum(len(line.split()) for line in SAID))
    assert (good.engine, plain.engine) == ("ours 1", "plain 1")
    assert good.bleu == pytest.approx(100)
    assert good.chrf2 == pytest.approx(100)
    assert 20 < plain.bleu < 90
    assert plain.bleu < plain.chrf2 < 100
    assert (good.names, plain.names) == (Kept(2, 2), Kept(1, 2))
    # A country may stay as it is or take its known form; the flag is stricter.
    assert (good.places_and_orgs, plain.places_and_orgs) == (Kept(1, 1), Kept(1, 1))
    assert (good.numbers, plain.numbers) == (Kept(5, 5), Kept(3, 5))
    assert (good.flags, good.flagged_lines) == ({}, 0)
    assert plain.flags["name_lost"] == 2
    assert plain.flags["number_lost"] == 2
    assert plain.flagged_lines == 3
    assert list(plain.flags.values()) == sorted(plain.flags.values(), reverse=True)
    assert good.bleu_signature.startswith("nrefs:1|case:mixed|")
    assert "nc:6|nw:0" in good.chrf2_signature


def test_a_name_inside_a_longer_word_is_not_kept():
    said = {"Ayer vino Mar con su hermana mayor.": "Yesterday Marta came with her elder sister."}
    (scores,) = evaluate_translation(list(said), ["x"], ES_EN, fake_engines(Phrasebook("ours", said))).engines
    assert scores.names == Kept(0, 1)


def test_empty_lines_keep_their_places(ours):
    sources = ["", *SAID, "  ", ""]
    references = ["", *SAID.values(), "", ""]
    plain = Phrasebook("plain", SAID)
    result = evaluate_translation(sources, references, ES_EN, ours, baseline=plain)
    assert result.lines == 6
    assert [round(one.bleu) for one in result.engines] == [100, 100]
    assert plain.calls == [list(SAID)]


def test_lines_that_no_route_translated_are_counted():
    result = evaluate_translation(
        ["Los vecinos oyeron gritos."],
        ["x"],
        ES_EN,
        fake_engines(WordForWord(*ES_EN, gaps=["Los vecinos oyeron gritos."])),
    )
    assert result.engines[0].flags == {"empty": 1}


def test_no_model_for_the_direction(ours):
    with pytest.raises(ModelMissing):
        evaluate_translation(["Hello there."], ["Hola."], ("en", "es"), ours)


def test_lines_end_at_line_ends_only(tmp_path):
    (tmp_path / "a").write_bytes("\ufeffUno\u2028dos.\r\n\r\nTres\x0c.".encode())
    (tmp_path / "b").write_bytes(b"One.\n\nThree.\n")
    assert read_pairs(tmp_path / "a", tmp_path / "b") == (["Uno\u2028dos.", "", "Tres\x0c."], ["One.", "", "Three."])


@pytest.mark.parametrize(
    ("source", "reference", "words"),
    [
        (b"Uno.\nDos.\nTres.\n", b"One.\nTwo.\n", ["3 in", "2 in"]),
        (b"", b"One.\n", ["no sentence"]),
        (b"Uno.\n", b"\xef\xbb\xbf \n\n", ["no sentence"]),
        (b"Uno.\nsecreto \xff\n", b"One.\nTwo.\n", ["UTF-8", "line 2"]),
        (None, b"One.\n", ["can't be read"]),
    ],
)
def test_files_that_make_no_pairs(run, faked, tmp_path, source, reference, words):
    for name, content in (("source", source), ("reference", reference)):
        if content is not None:
            (tmp_path / name).write_bytes(content)
    out, err = run("--source", tmp_path / "source", "--reference", tmp_path / "reference", code=2)
    assert out == ""
    assert err.count("\n") == 1
    assert all(word in err for word in words)
    assert "secreto" not in err


def test_wrong_options(run, faked, files):
    pairs = files(["Uno."], ["One."])
    assert "--reference" in run(*pairs[:2], code=2)[1]
    assert "from es to en" in run(*pairs, "--from", "fr", code=2)[1]
    assert "from es to en" in run(*pairs, "--from", "en", "--to", "en", code=2)[1]


def test_an_engine_that_is_not_there(run, faked, files, tmp_path, monkeypatch):
    monkeypatch.setenv("TESTIMONIO_MODELS", str(tmp_path / "none"))
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "none"))
    pairs = files(["Uno."], ["One."])
    assert "'nobody'" in run(*pairs, "--engine", "nobody", code=2)[1]
    assert "models install" in run(*pairs, "--engine", "argos-es_en", code=4)[1]


def test_a_machine_without_models(run, files, tmp_path, monkeypatch):
    monkeypatch.setenv("TESTIMONIO_MODELS", str(tmp_path / "none"))
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "none"))
    out, err = run(*files(["Uno."], ["One."]), code=4)
    assert out == ""
    assert "models install" in err


def test_for_people_and_as_json_without_a_word_of_the_sentences(run, faked, files):
    pairs = files(SAID, SAID.values())
    plain, warnings = run(*pairs)
    for words in ("ours 1", "plain 1", "BLEU", "chrF2", "2 of 2 (100%)", "1 of 2 (50%)", "name_lost", "words a second"):
        assert words in plain
    assert plain.count("nrefs:1|case:mixed|") == 2
    document, more = run(*pairs, "--json")
    result = json.loads(document)
    assert list(result) == ["lines", "from", "to", "engines"]
    assert (result["lines"], result["from"], result["to"]) == (3, "es", "en")
    assert result["engines"][1]["numbers"] == {"kept": 3, "of": 5}
    said = {word for text in [*SAID, *SAID.values(), *PLAIN.values()] for word in re.findall(r"[^\W\d_]{5,}", text)}
    shown = set(re.findall(r"[^\W\d_]{5,}", plain + document + warnings + more))
    assert not said & shown


def test_an_engine_that_fails_quotes_nothing(run, files, monkeypatch):
    monkeypatch.setattr("flows.engines.load_engines", lambda *_args, **_options: fake_engines(Broken("secreto")))
    out, err = run(*files(["Los vecinos guardaron el secreto."], ["The neighbors kept the secret."]), code=1)
    assert out == ""
    assert "ValueError" in err
    assert "secreto" not in err


PAIRS = [
    ("Me llamo Rosa Guardado y nací en San Salvador.", "My name is Rosa Guardado and I was born in San Salvador."),
    ("En 1980 llegaron 40 soldados a nuestra casa.", "In 1980, 40 soldiers came to our house."),
    ("Mi hermano Tomás Menjívar no volvió nunca.", "My brother Tomás Menjívar never came back."),
    ("Nos llevaron a un cuartel cerca de Chalatenango.", "They took us to a barracks near Chalatenango."),
    ("En Estados Unidos trabajé 12 años.", "In the United States I worked for 12 years."),
    ("La vecina escuchó los gritos a las 3:30.", "The neighbor heard the screams at 3:30."),
    ("Doña Elvira Paz escondió a los niños.", "Doña Elvira Paz hid the children."),
    ("No sabemos dónde están enterrados.", "We do not know where they are buried."),
    ("El juez Mario Cruz pidió 900 dólares.", "Judge Mario Cruz asked for 900 dollars."),
    ("La Fiscalía nunca respondió a nuestras cartas.", "The Prosecutor's Office never answered our letters."),
    ("Caminamos tres días hasta la frontera.", "We walked for three days to the border."),
    ("Tengo miedo de que vuelvan a buscarme.", "I am afraid that they will come back for me."),
]


@pytest.mark.models
def test_the_real_models_on_invented_sentences(run, files):
    out, err = run(*files(*zip(*PAIRS, strict=True)), "--json")
    assert err == ""
    result = json.loads(out)
    assert result["lines"] == 12
    for one in result["engines"]:
        assert set(one) == {
            *("engine", "bleu", "bleu_signature", "chrf2", "chrf2_signature", "names", "places_and_orgs"),
            *("numbers", "flags", "flagged_lines", "seconds"),
        }
        assert 5 < one["bleu"] < 100
        assert 30 < one["chrf2"] < 100
        assert one["names"]["of"] >= 3
        assert one["places_and_orgs"]["of"] >= 3
        assert one["numbers"]["of"] == 5
        assert 0 <= one["flagged_lines"] <= 12
        assert one["seconds"] > 0
    best = result["engines"][0]
    assert best["names"]["kept"] == best["names"]["of"]
    assert best["numbers"]["kept"] == 5


@pytest.mark.models
def test_apertium_stands_beside_on_the_same_lines(run, files):
    if not find_apertium(*ES_EN):
        pytest.skip("Apertium isn't installed")
    pairs = files(*zip(*PAIRS, strict=True))
    ours, apertium = json.loads(run(*pairs, "--json")[0])["engines"]
    assert re.fullmatch(r"apertium-spa-eng \d[\d.]*", apertium["engine"])
    assert [ours[key]["of"] for key in ("names", "places_and_orgs", "numbers")] == [
        apertium[key]["of"] for key in ("names", "places_and_orgs", "numbers")
    ]
    assert apertium["engine"] in run(*pairs)[0]
