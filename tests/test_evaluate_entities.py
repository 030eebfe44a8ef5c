"""Measuring the recogniser: how marked texts are read, what is counted, what is refused. People are invented."""

import json
import re
import unicodedata
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UsageError
from corpus.gold import PARTS, GoldSpan, GoldText, part_of, read_gold, whole
from flows.engines import Engines
from flows.entity_scores import GROUP, Dates, Judged, Score, Share, date_scores, mention_scores, name_scores
from models.lexicon import read_lexicon
from tests.fakes import Announced, Broken, Capitals

GOLD = Path(__file__).parent / "data" / "gold"


def marked(text: GoldText) -> list[tuple]:
    """(surface, label, value, inferred) of each mark, in order, cut out of the text as a whole."""
    joined, _, spans = whole(text)
    return [(joined[s.start : s.end], s.label, s.value, s.inferred) for s in spans]


@pytest.fixture
def jsonl(tmp_path):
    """A file of these lines, texts as they are and others as JSON."""

    def jsonl(*lines):
        path = tmp_path / "gold.jsonl"
        path.write_text(
            "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), encoding="utf-8"
        )
        return path

    return jsonl


@pytest.fixture
def brat(tmp_path):
    """The one text of a pair of files."""

    def brat(text, *lines, name="x"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.with_name(f"{path.name}.txt").write_bytes(text.encode() if isinstance(text, str) else text)
        path.with_name(f"{path.name}.ann").write_bytes("\n".join([*lines, ""]).encode())
        (result,) = read_gold(tmp_path)
        return result

    return brat


# -- Reading JSON lines -----------------------------------------------------------------------------------------------


def test_both_sides_of_a_testimony():
    es, en, other = read_gold(GOLD / "talleres.jsonl")
    assert [(t.id, t.language, t.recorded_on) for t in (es, en, other)] == [
        ("t-1", "es", "2023-05-10"),
        ("t-1", "en", "2023-05-10"),
        ("t-2", "en", None),
    ]
    joined, passages, _ = whole(es)
    assert joined.startswith("Primero vino Marta Quintanilla al taller de Ilobasco. A Marta la citó")
    assert [(p.start, p.end) for p in passages] == [(0, len(joined))]
    assert marked(es) == [
        ("Marta Quintanilla", "PERSON", None, False),
        ("Ilobasco", "PLACE", None, False),
        ("Marta", "PERSON", None, False),
        ("Fiscalía", "ORG", None, False),
        ("3 de marzo de 2022", "DATE", "2022-03-03", False),
        ("Dos días después", "DATE", "2022-03-05", True),
    ]
    assert [(value, inferred) for _, label, value, inferred in marked(en) if label == "DATE"] == [
        ("2022-03-03", False),
        ("2022-03-05", True),
    ]
    assert marked(other) == [("Óscar Lemus", "PERSON", None, False), ("June 2019", "DATE", "2019-06", False)]


def test_labels_of_others_and_unknown_ones(jsonl):
    line = {"id": "a", "segments": [{"es": "[Ana|PER] y [Eva|NORP] en [Apopa|GPE], [ayer|DATE], [Eva|NORP]"}]}
    (text,) = read_gold(jsonl(line))
    assert marked(text) == [
        ("Ana", "PERSON", None, False),
        ("Apopa", "PLACE", None, False),
        ("ayer", "DATE", None, False),
    ]
    assert whole(text)[0] == "Ana y Eva en Apopa, ayer, Eva"
    assert text.left_out == ("NORP", "NORP")


def test_decomposed_letters_are_composed(jsonl):
    plain = "Así la vio [José Peña|PERSON] en [Ahuachapán|PLACE]."
    (text,) = read_gold(jsonl({"id": "a", "segments": [{"es": unicodedata.normalize("NFD", plain)}]}))
    assert whole(text)[0] == "Así la vio José Peña en Ahuachapán."
    assert [name for name, *_ in marked(text)] == ["José Peña", "Ahuachapán"]


WORDS = st.text("abñéx ,.¿—'", min_size=1, max_size=12)
PIECES = st.lists(st.tuples(WORDS, st.sampled_from([None, "PERSON", "PLACE", "ORG", "LAW"])), min_size=1, max_size=6)


@given(st.lists(PIECES, min_size=1, max_size=5))
def test_marks_come_back_as_they_were_made(tmp_path_factory, sentences):
    folder = tmp_path_factory.mktemp("marks")
    written, names, plain = [], [], []
    for pieces in sentences:
        text = "".join(f"[{word}|{label}]" if label and word.strip() else word for word, label in pieces)
        if "".join(word for word, _ in pieces).strip():
            written.append({"en": text})
            plain.append("".join(word for word, _ in pieces))
            names += [(word.strip(), label, None, False) for word, label in pieces if label and word.strip()]
    if not written:
        return
    (folder / "x.jsonl").write_text(json.dumps({"id": "x", "segments": written}), encoding="utf-8")
    (text,) = read_gold(folder)
    assert whole(text)[0] == " ".join(plain)
    assert marked(text) == names


def side(text):
    return {"id": "a", "segments": [{"es": "Nada."}, {"es": text}]}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{secreto", ["line 2", "no JSON"]),
        ('["secreto"]', ["line 2", "segments"]),
        ({"id": "a", "segments": "secreto"}, ["line 2", "segments"]),
        ({"id": "a", "segments": []}, ["line 2", "no segment"]),
        ({"id": "a", "segments": ["secreto"]}, ["line 2", "segment 1"]),
        ({"id": "a", "segments": [{"es": 7}]}, ["line 2", "segment 1 (es)"]),
        ({"id": 7, "segments": [{"es": "x"}]}, ["line 2", "id"]),
        ({"id": "a", "recorded_on": "ayer", "segments": [{"es": "x"}]}, ["line 2", "recorded_on", "YYYY-MM-DD"]),
        (side("vio a [secreto|PERSON"), ["line 2", "segment 2 (es)", "character 7", "[name|LABEL]"]),
        (side("vio a secreto|PERSON]"), ["line 2", "segment 2 (es)", "character 14"]),
        (side("[el [secreto|PERSON] grande|ORG]"), ["line 2", "segment 2 (es)", "character 1:"]),
        (side("[secreto]"), ["line 2", "character 1:"]),
        (side("[secreto|Rosa]"), ["line 2", "character 1:"]),
        (side("en [secreto|DATE=pronto]"), ["line 2", "character 4", "value"]),
        (side("un \ud800 secreto"), ["line 2", "character 4"]),
        (side("un [ |PERSON] secreto"), ["line 2", "character 4", "without a name"]),
        ({"id": "first", "segments": [{"es": "secreto"}]}, ["'first'"]),
        ({"id": "a", "recorded": "2024", "segments": [{"es": "x"}]}, ["line 2", "'recorded'", "'recorded_on'"]),
        ({"id": "a", "segment": [], "segments": [{"es": "x"}]}, ["line 2", "'segment'", "'segments'"]),
        ({"id": "a", "segments": [{"es": "x"}, {"es": "x", "eng": "x"}]}, ["line 2", "segment 2", "'eng'", "'en'"]),
        ({"id": "a", "segments": [{"es": "x", "mi secreto": "x"}]}, ["line 2", "segment 1", "unknown key"]),
    ],
)
def test_lines_that_are_wrong(jsonl, line, words):
    path = jsonl({"id": "first", "segments": [{"es": "Bien."}]}, line)
    with pytest.raises(UsageError) as raised:
        read_gold(path)
    message = str(raised.value)
    assert "gold.jsonl" in message
    assert all(word in message for word in words), message
    assert "secreto" not in message


def test_nothing_to_read(tmp_path):
    (tmp_path / "README.md").write_text("nothing", encoding="utf-8")
    with pytest.raises(UsageError, match=r"no marked texts.*\.jsonl"):
        read_gold(tmp_path)
    with pytest.raises(UsageError, match="no such file"):
        read_gold(tmp_path / "none")
    (tmp_path / "a.jsonl").write_bytes(b'{"id": "\xff"}')
    with pytest.raises(UsageError, match=r"isn't UTF-8: .*a\.jsonl"):
        read_gold(tmp_path)


# -- Reading BRAT -----------------------------------------------------------------------------------------------------


def test_a_folder_of_brat():
    texts = {(t.id, t.language): t for t in read_gold(GOLD)}
    languages = {"carta": ["en", "es"], "grave": ["en"], "nota": [None], "t-1": ["en", "es"], "t-2": ["en"]}
    assert set(texts) == {(name, language) for name, own in languages.items() for language in own}
    assert marked(texts["carta", "es"]) == [
        ("Rosalía Menjívar", "PERSON", None, False),
        ("Suchitoto", "PLACE", None, False),
        ("abril de 1982", "DATE", "1982-04", False),
        ("Elmer", "PERSON", None, False),
        ("Cruz Roja", "ORG", None, False),
    ]
    joined, passages, _ = whole(texts["carta", "es"])
    assert [joined[p.start : p.end][:8] for p in passages] == ["Me llamo", "En abril"]
    assert texts["nota", None].left_out == ("DURATION",)


def test_values_of_dates_in_brat(brat):
    text = brat(
        "Fue ayer, en mayo, el lunes, en 2020.",
        "T1\tDATE 4 8\tayer",
        "T2\tDATE 13 17\tmayo",
        "T3\tDATE 22 27\tlunes",
        "T4\tDATE 32 36\t2020",
        "#1\tAnnotatorNotes T1\t~2022-04-14",
        "A1\tValue T2 2021-05",
        "#2\tAnnotatorNotes T3\twhich Monday?",
        "#3\tAnnotatorNotes T4\t2020",
        "A2\tNegated T4",
        "R1\tBefore Arg1:T1 Arg2:T2\t",
        "E1\tMove:T1",
        "*\tEquiv T1 T2",
        "",
    )
    assert [mark[2:] for mark in marked(text)] == [
        ("2022-04-14", True),
        ("2021-05", False),
        (None, False),
        ("2020", False),
    ]


def test_names_in_pieces(brat):
    text = brat(
        "Ana y Eva Mejía Paz\nfueron.",
        "T1\tPERSON 0 3;10 19\tAna Mejía Paz",
        "T2\tPERSON 6 15;16 19\tEva Mejía Paz",  # nothing stands between its pieces
    )
    assert [name for name, *_ in marked(text)] == ["Ana y Eva Mejía Paz", "Eva Mejía Paz"]
    assert text.in_pieces == 1


@pytest.mark.parametrize("counted", ["as it is", "without mark", "without returns"])
def test_how_tools_count(brat, counted):
    text = "\ufeffUno.\r\n\r\nVino Ana\r\nPaz."
    seen = {"as it is": text, "without mark": text[1:], "without returns": text[1:].replace("\r\n", "\n")}[counted]
    start, end = seen.index("Ana"), seen.index("Paz") + 3
    read = brat(text, f"T1\tPERSON {start} {end}\tAna Paz")
    assert [name.split() for name, *_ in marked(read)] == [["Ana", "Paz"]]


def test_a_wrapped_text_is_read_as_it_would_be_processed(brat):
    lines = [
        "Los custodios nos sacaron de la celda antes de que amaneciera y nos tu-",
        "vieron de rodillas en el patio hasta el mediodía; a Ernestina Campos de",
        "Recinos no la dejaron ni tomar agua, y cuando pidió que la llevaran a la",
        "enfermería le contestaron que en ese lugar nadie se enfermaba sin pedir",
        "permiso primero.",
    ]
    text = unicodedata.normalize("NFD", "\n".join(lines))
    start, end = text.index("Ernestina"), text.index("Recinos") + len("Recinos")
    read = brat(text, f"T1\tPERSON {start} {end}\t{' '.join(text[start:end].split())}")
    assert [name for name, *_ in marked(read)] == ["Ernestina Campos de Recinos"]
    assert "nos tuvieron de rodillas" in whole(read)[0]
    assert len(read.sentences) == 1


def test_languages_by_name(brat, tmp_path):
    assert brat("Hi.", name="a.en").language == "en"
    for path in tmp_path.iterdir():
        path.unlink()
    text = brat("Hola.", name="es/a")
    assert (text.id, text.language) == ("a", "es")
    assert read_gold(tmp_path / "es")[0].language == "es"
    assert read_gold(tmp_path / "es" / "a.txt") == read_gold(tmp_path / "es" / "a.ann")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("Vino el secreto.", "T1\tPERSON 8 14\tsecreto", ["x.ann, line 2", "at 8"]),
        ("Vino el secreto.", "T1\tPERSON 8 99\tsecreto", ["x.ann, line 2"]),
        ("Vino el secreto.", "T1\tPERSON 15 8\tsecreto", ["x.ann, line 2"]),
        ("Vino el secreto.", "T1 PERSON 8 15 secreto", ["x.ann, line 2", "a tab"]),
        ("Vino el secreto.", "secreto", ["x.ann, line 2", "no line of BRAT"]),
        (b"Vino el \xff secreto.", "", ["x.txt", "UTF-8"]),
        (b"", "", ["x.txt"]),
        ("El secreto de Jose\u0301 Paz.", "T1\tPERSON 14 18\tJose", ["x.ann", "accent"]),
    ],
)
def test_brat_that_is_wrong(brat, text, line, words):
    with pytest.raises(UsageError) as raised:
        brat(text, "", line)
    assert all(word in str(raised.value) for word in words), raised.value
    assert "secreto" not in str(raised.value)


def test_marks_without_a_text(tmp_path):
    (tmp_path / "x.ann").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match=r"can't be read: .*x\.txt"):
        read_gold(tmp_path)


# -- Parts ------------------------------------------------------------------------------------------------------------


def test_parts_never_change():
    assert [part_of(name) for name in ("a-001", "a-002", "a-006", "a-007")] == ["train", "train", "train", "test"]
    names = [f"t-{number}" for number in range(5000)]
    shares = {part: sum(part_of(name) == part for name in names) / 5000 for part in PARTS}
    assert shares == {part: pytest.approx(share, abs=0.02) for part, share in zip(PARTS, (0.7, 0.1, 0.2), strict=True)}


# -- Counting ---------------------------------------------------------------------------------------------------------


def spans(text, *names):
    """Spans of (surface, label[, value[, inferred]]), each at its next place in `text`."""
    found, place = [], {}
    for surface, label, *date in names:
        start = text.index(surface, place.get(surface, 0))
        place[surface] = start + 1
        found.append(GoldSpan(start, start + len(surface), label, *date))
    return tuple(found)


SPANISH = "Ana Paz vio a ANA  PAZ en Apopa. Ana Paz volvió a Apopa en mayo de 2020, un día después. Eva, no."
ENGLISH = "Eva left Apopa in May 2020, before Easter."
JUDGED = [
    Judged(
        "es",
        SPANISH,
        spans(
            SPANISH,
            ("Ana Paz", "PERSON"),
            ("ANA  PAZ", "PERSON"),
            ("Apopa", "PLACE"),
            ("Ana Paz", "PERSON"),
            ("Apopa", "PLACE"),
            ("mayo de 2020", "DATE", "2020-05"),
            ("un día después", "DATE", "2020-06-01", True),
            ("Eva", "PERSON"),
        ),
        spans(
            SPANISH,
            ("Ana Paz", "PERSON"),  # right
            ("Apopa", "PLACE"),  # right
            ("Apopa", "ORG"),  # the second one has another label
            ("en mayo de 2020", "DATE", "2020-05"),  # one word too long, and the right value
            ("un día", "DATE", "2020-05-02", True),  # another value
        ),
    ),
    Judged(
        "en",
        ENGLISH,
        spans(ENGLISH, ("Eva", "PERSON"), ("Apopa", "PLACE"), ("May 2020", "DATE", "2020-05"), ("Easter", "DATE")),
        spans(ENGLISH, ("Eva", "PERSON"), ("Apopa", "PLACE"), ("before Easter", "DATE", "2020-04-12")),
    ),
]


def test_mentions_count_at_every_place():
    scores = mention_scores(JUDGED)
    assert scores["es"]["PERSON"] == Score(1, 1 / 4, 2 / 5, 4, 1, 1)
    assert scores["es"]["PLACE"] == Score(1, 1 / 2, 2 / 3, 2, 1, 1)
    assert scores["es"]["ORG"] == Score(0, None, 0, 0, 1, 0)
    assert scores["es"]["DATE"] == Score(0, 0, 0, 2, 2, 0)
    assert scores["es"]["LAW"] == Score(None, None, None, 0, 0, 0)
    assert scores["es"][GROUP] == Score(2 / 3, 1 / 3, 4 / 9, 6, 3, 2)
    assert scores["es"]["all"] == Score(2 / 5, 1 / 4, 4 / 13, 8, 5, 2)
    assert scores["en"]["all"] == Score(2 / 3, 1 / 2, 4 / 7, 4, 3, 2)
    assert scores["both"]["PERSON"] == Score(1, 2 / 5, 4 / 7, 5, 2, 2)
    assert scores["both"]["all"] == Score(1 / 2, 1 / 3, 8 / 20, 12, 8, 4)


def test_names_count_once_a_text():
    scores = name_scores(JUDGED)
    assert scores["es"]["PERSON"] == Score(1, 1 / 2, 2 / 3, 2, 1, 1)  # Ana Paz in three places, and Eva
    assert scores["es"]["PLACE"] == Score(1, 1, 1, 1, 1, 1)
    assert scores["es"]["DATE"] == Score(1 / 2, 1 / 2, 1 / 2, 2, 2, 1)  # by value, wherever it stands
    assert scores["en"]["DATE"] == Score(1, 1 / 2, 2 / 3, 2, 1, 1)  # Easter has no value: its place decides
    assert scores["both"][GROUP] == Score(4 / 5, 4 / 5, 4 / 5, 5, 5, 4)


def test_dates_by_value():
    assert date_scores(JUDGED) == {
        "es": Dates(Share(1, 1), Share(0, 1)),
        "en": Dates(Share(0, 1), Share(0, 0)),
        "both": Dates(Share(1, 2), Share(0, 1)),
    }


# -- The command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def run(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    return partial(run, "evaluate", "entities")


@pytest.fixture
def faked(monkeypatch):
    """Fakes instead of the trained models."""
    pipelines = {"es": Capitals("es"), "en": Capitals("en")}
    engines = Engines({}, pipelines, Announced(), read_lexicon())
    monkeypatch.setattr("flows.engines.load_engines", lambda *_args, **_options: engines)


def test_as_json(run, faked):
    out, err = run("--gold", GOLD, "--json")
    result = json.loads(out)
    assert list(result) == ["part", "testimonies", "engines", "parts"]
    assert (result["part"], result["testimonies"]) == ("all", 5)
    assert [one["engine"] for one in result["engines"]] == ["Testimonio", "spaCy alone"]
    ours, alone = result["engines"]
    assert list(ours["names"]) == ["es", "en", "both"]
    assert set(ours["names"]["es"]["PERSON"]) == {"precision", "recall", "f1", "gold", "found", "right"}
    # Capitals, which begins after the first word, finds: Marta, Quintanilla, Ilobasco, Marta, Fiscalía; Rosalía,
    # Menjívar, Suchitoto, Elmer, Cruz, Roja; Zacamil, Benjamín. Of these Marta, Elmer and Benjamín are whole names.
    assert alone["names"]["es"]["PERSON"] == {
        "gold": 5,
        "found": 12,
        "right": 3,
        "precision": 0.25,
        "recall": 0.6,
        "f1": round(6 / 17, 3),
    }
    assert alone["mentions"]["es"]["PERSON"]["found"] == 13
    assert alone["dates"]["es"] == {"explicit": {"right": 0, "of": 2}, "inferred": {"right": 0, "of": 1}}
    assert ours["dates"]["es"] == {"explicit": {"right": 2, "of": 2}, "inferred": {"right": 1, "of": 1}}
    assert ours["dates"]["both"]["explicit"] == {"right": 5, "of": 5}
    assert ours["names"]["es"]["PERSON"]["right"] > 3
    assert ours["words"] == alone["words"] == sum(len(whole(text)[0].split()) for text in read_gold(GOLD))
    assert ours["seconds"] > 0
    assert [part["testimonies"] for part in result["parts"]] == [
        len({text.id for text in read_gold(GOLD) if part_of(text.id) == part["part"]}) for part in result["parts"]
    ]
    assert err == "Marks with other labels than ours don't count: DURATION 1.\n"


def test_a_part_is_a_part(run, faked):
    names = {text.id for text in read_gold(GOLD)}
    for part in PARTS:
        own = [name for name in names if part_of(name) == part]
        if own:
            result = json.loads(run("--gold", GOLD, "--part", part, "--json")[0])
            assert (result["part"], result["testimonies"], result["parts"]) == (part, len(own), [])
        else:
            assert part in run("--gold", GOLD, "--part", part, code=2)[1]
    assert "--part" in run("--gold", GOLD, "--part", "none", code=2)[1]


def test_for_people_without_a_word_of_the_texts(run, faked):
    out, err = run("--gold", GOLD)
    for words in ("5 testimonies", "PERSON+PLACE+ORG", "spaCy alone", "2 of 2 (100%)", "by part", "words a second"):
        assert words in out
    assert max(len(line.rstrip()) for line in out.split("\n")) <= 100
    said = {word for text in read_gold(GOLD) for word in re.findall(r"[^\W\d_]{5,}", whole(text)[0])}
    assert not said & set(re.findall(r"[^\W\d_]{5,}", out + err))


def test_wrong_usage(run, faked, tmp_path):
    assert "--gold" in run(code=2)[1]
    assert "no marked texts" in run("--gold", tmp_path, code=2)[1]
    (tmp_path / "x.txt").write_text("Tlen tikchiua nochi tonalli ipan tochan.", encoding="utf-8")
    (tmp_path / "x.ann").write_text("", encoding="utf-8")
    out, err = run("--gold", tmp_path, code=2)
    assert out == ""
    assert "language" in err
    assert ".es.txt" in err
    assert "tonalli" not in err


def test_an_engine_that_fails_quotes_nothing(run, monkeypatch, tmp_path):
    (tmp_path / "x.jsonl").write_text('{"id": "x", "segments": [{"es": "Nadie sabe el secreto."}]}', encoding="utf-8")

    class Failing(Broken):
        def recognise(self, texts):
            return self.translate(texts)

    engines = Engines({}, {"es": Failing("secreto"), "en": Capitals("en")}, Announced(), read_lexicon())
    monkeypatch.setattr("flows.engines.load_engines", lambda *_args, **_options: engines)
    out, err = run("--gold", tmp_path, code=3)
    assert out == ""
    assert "recognise" in err
    assert "secreto" not in err


# -- With the trained models ------------------------------------------------------------------------------------------


@pytest.mark.models
def test_more_is_found_than_by_the_pipelines_alone(run, project, tmp_path):
    source = project / "models" / "recipes" / "translation" / "data" / "testimonies" / "a.jsonl"
    lines = source.read_text(encoding="utf-8").split("\n")
    some = [line for line in lines if line and part_of(json.loads(line)["id"]) == "development"][:6]
    (tmp_path / "some.jsonl").write_text("\n".join(some), encoding="utf-8")
    result = json.loads(run("--gold", tmp_path, "--json")[0])
    assert result["testimonies"] == len(some) > 2
    ours, alone = result["engines"]
    for language in ("es", "en"):
        for count in ("names", "mentions"):
            assert ours[count][language][GROUP]["f1"] > alone[count][language][GROUP]["f1"] + 0.1
            assert ours[count][language][GROUP]["gold"] == alone[count][language][GROUP]["gold"] > 30
        explicit = ours["dates"][language]["explicit"]
        assert explicit["right"] >= 0.8 * explicit["of"] > 3
        assert alone["dates"][language]["explicit"]["right"] == 0
    assert any(name.startswith("es") for name in alone["models"])


@pytest.mark.models
def test_brat_and_json_lines_of_one_text_give_the_same(run, tmp_path):
    (tmp_path / "one").mkdir()
    text, _, found = whole(read_gold(GOLD / "talleres.jsonl")[0])
    dated = [(number, span) for number, span in enumerate(found) if span.value]
    (tmp_path / "one" / "t-1.es.txt").write_text(text, encoding="utf-8")
    (tmp_path / "one" / "t-1.es.ann").write_text(
        "".join(f"T{n}\t{s.label} {s.start} {s.end}\t{text[s.start : s.end]}\n" for n, s in enumerate(found))
        + "".join(f"#{n}\tAnnotatorNotes T{n}\t{'~' if s.inferred else ''}{s.value}\n" for n, s in dated),
        encoding="utf-8",
    )
    first = (GOLD / "talleres.jsonl").read_text(encoding="utf-8").split("\n")[0]
    (tmp_path / "t.jsonl").write_text(first, encoding="utf-8")
    ours, _ = json.loads(run("--gold", tmp_path / "one", "--json")[0])["engines"]
    again, _ = json.loads(run("--gold", tmp_path / "t.jsonl", "--json")[0])["engines"]
    assert ours["mentions"]["es"] == again["mentions"]["es"]
    assert ours["dates"]["es"] == again["dates"]["es"]
