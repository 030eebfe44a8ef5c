"""Names of people and things: their parts, their sounds, what is worth a person's look. Everybody is invented."""

from __future__ import annotations

import random
import time
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.folding import fold
from corpus.likeness import is_near, sounds
from corpus.personal_names import (
    PROPOSE,
    block_keys,
    compare,
    nickname,
    parse,
    parts,
    plain,
    short_forms,
    short_names,
)
from corpus.thing_names import acronym_of, content_words, spells, without_article

SHORT = short_names({"Chepe": ["José"], "Chayo": ["Rosario"], "Bill": ["William"]})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Juan Carlos Cruz Batres", "juan carlos cruz batres"),
        ("Cruz Batres, Juan Carlos", "juan carlos cruz batres"),
        ("MENA, LIDIA", "lidia mena"),
        ("María de la Paz Guerra", "maria paz guerra"),
        ("Blanca Huezo viuda de Paz", "blanca huezo paz"),
        ("Blanca Huezo vda. de Paz", "blanca huezo paz"),
        ("doña  Rosa\nPaz", "rosa paz"),
        ("Mr. Robert Ashby", "robert ashby"),
        ("J. C. Cruz", "j c cruz"),
        ("J.C. Cruz", "j c cruz"),
        ("Y. Cruz", "y cruz"),
        ("Ana-María Cruz", "ana maria cruz"),
        ("O'Brien", "obrien"),
        ("El Chele", "chele"),
        ("«Pepe»", "pepe"),
        ("José «El Chele» Pérez", "jose perez"),
        ("John Ashby, Jr.", "john ashby"),
        ("Encarnación Mena, viuda de Paz", "encarnacion mena paz"),
        ("", ""),
        ("—", ""),
    ],
)
def test_parts(name, expected):
    assert parts(name) == tuple(expected.split())


def test_what_else_a_name_says():
    assert parse("José Pérez hijo").generation == parse("José Pérez, Jr.").generation == "jr"
    assert parse("José Hijo").generation == ""  # a name of two parts has both
    assert parse("Parra Luna de Mata").married
    assert not parse("Juan de la Cruz").married
    assert nickname("José «El Chele» Pérez") == nickname('José "El Chele" Pérez') == "El Chele"
    assert nickname("José Pérez") is None
    assert nickname("«José»") is None
    assert plain(" lic. Cruz Batres,\nJuan ") == plain("«Lic. Juan  Cruz Batres».") == "Juan Cruz Batres"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Menjívar", "Menjíbar"),
        ("González", "Gonsales"),
        ("Henríquez", "Enríquez"),
        ("Yanes", "Llanes"),
        ("Giménez", "Jiménez"),
        ("Quezada", "Kesada"),
        ("Nohemí", "Noemy"),
        ("Ascencio", "Asensio"),
        ("Nelly", "Neli"),
        ("Wilber", "Wilver"),
        ("Canpos", "Campos"),
        ("Esther", "Ester"),
    ],
)
def test_sound_alikes(a, b):
    assert sounds(fold(a)) == sounds(fold(b))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Caro", "Carro"),
        ("Mario", "María"),
        ("Hernández", "Fernández"),
        ("Chicas", "Cicas"),
        ("Guerra", "Gerra Luz"),
        ("Guevara", "Jebara"),
        ("Rivas", "Rivera"),
        ("Paz", "Páez"),
    ],
)
def test_what_sounds_otherwise(a, b):
    assert sounds(fold(a)) != sounds(fold(b))


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [
        ("orellana", "orelana", True),
        ("rodriguez", "rodrigez", True),
        ("alvarenga", "alvaernga", True),
        ("hernandez", "fernandez", False),
        ("daniel", "daniela", False),
        ("marcelo", "marcela", False),
        ("rivas", "rivera", False),
        ("marta", "maria", False),
        ("paz", "pas", False),
    ],
)
def test_slips_of_the_pen(a, b, near):
    assert is_near(a, b) == is_near(b, a) == near


WORTH_ASKING = [
    ("Rosa Paz", "Rosa Elena Paz", "one has more parts"),
    ("Juan Pérez", "Juan Pérez Cruz", "one has more parts"),
    ("María Hernández López", "María Hernández", "one has more parts"),
    ("Juan Cruz", "Juan Carlos Cruz Batres", "one has more parts"),
    ("Juan Carlos Cruz", "Juan Carlos Cruz Batres", "one has more parts"),
    ("Blanca Huezo", "Blanca Huezo de Paz", "one has more parts"),
    ("Blanca de Paz", "Blanca Huezo de Paz", "one has more parts"),
    ("Rosa Menjívar", "Rosa Menjíbar", "spelling"),
    ("Rosa Orellana", "Rosa Orelana", "spelling"),
    ("Rosa Elena Orellana", "Rosa Elena Oreyana", "spelling"),
    ("Cruz Batres Juan Carlos", "Juan Carlos Cruz Batres", "same parts, other order"),
    ("J. C. Cruz", "Juan Carlos Cruz", "initials"),
    ("J. Cruz", "Juan Cruz", "initials"),
    ("Juan C. Cruz", "Juan Carlos Cruz Batres", "initials"),
    ("Chepe Pérez", "José Pérez", "short form of given name"),
    ("Bill Ashby", "William Ashby", "short form of given name"),
    ("José Pérez", "José Pérez hijo", "same name"),
    ("José Pérez", "JOSE  PEREZ", "same name"),
    ("El Tacuazín", "el Tacuasín", "same nickname"),
]
NOT_WORTH_ASKING = [
    ("Rosa Paz", "José Paz"),
    ("Rosa Paz", "Rosa Mena"),
    ("Rosa", "Rosa"),
    ("Cruz", "Juan Cruz"),
    ("Juan Pérez Cruz", "Juan Pérez Rivas"),
    ("Juan Carlos Pérez Cruz", "Juan Carlos Pérez Rivas"),
    ("Juan Pérez", "Pedro Pérez"),
    ("Mario Paz", "María Paz"),
    ("Daniel Paz Mena", "Daniela Paz Mena"),
    ("Juan Hernández", "Juan Fernández"),
    ("Cruz Batres", "Juan Carlos Cruz Batres"),
    ("Juan Batres", "Juan Carlos Cruz Batres"),
    ("Carlos Batres", "Juan Carlos Cruz Batres"),
    ("Rosa P.", "Rosa Paz"),
    ("P. Cruz", "Juan Cruz"),
    ("José Pérez hijo", "José Pérez padre"),
    ("Rosa Elena Paz", "Rosa Elba Paz"),
    ("Ana Lucía Paz", "Ana Sofía Paz"),
    ("José Pérez", "Chayo Pérez"),
    ("El Chele", "El Chepe"),
    ("", "Rosa Paz"),
    ("—", "—"),
]


@pytest.mark.parametrize(("a", "b", "reason"), WORTH_ASKING)
def test_people_worth_asking_about(a, b, reason):
    found = compare("PERSON", a, b, short=SHORT)
    assert PROPOSE <= found.score <= 1
    assert found.reason == reason
    assert compare("PERSON", b, a, short=SHORT) == found
    assert block_keys("PERSON", a, short=SHORT) & block_keys("PERSON", b, short=SHORT)


@pytest.mark.parametrize(("a", "b"), NOT_WORTH_ASKING)
def test_people_not_worth_asking_about(a, b):
    assert compare("PERSON", a, b, short=SHORT).score < PROPOSE
    assert compare("PERSON", b, a, short=SHORT).score < PROPOSE


def test_the_more_agrees_the_surer():
    full = "Juan Carlos Cruz Batres"
    order = ["Juan Carlos Cruz Batres", "Juan Carlos Crus Batres", "Juan Carlos Cruz", "Juan Cruz", "Carlos Cruz"]
    scores = [compare("PERSON", name, full).score for name in order]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)
    assert compare("PERSON", "Juan Pérez", "Juan Pérez Cruz").score < 0.75  # middling


def test_what_somebody_may_be_called():
    called = {" ".join("Juan Carlos Cruz Batres".split()[n] for n in form) for form in short_forms(4, 2)}
    assert called == {
        *("Juan", "Carlos", "Cruz", "Batres", "Juan Carlos", "Cruz Batres"),
        *("Juan Cruz", "Carlos Cruz", "Juan Carlos Cruz", "Juan Cruz Batres", "Carlos Cruz Batres"),
    }
    assert (0, 3) in short_forms(4, 2, married=True)


THINGS = [
    ("ORG", "Comité de Familiares de Detenidos", "COFADE", True),
    ("ORG", "Unión de Trabajadores de Apopa", "UTA", True),
    ("ORG", "Instituto Salvadoreño para el Desarrollo de la Mujer", "ISDEMU", True),
    ("ORG", "Comité Familiares de Detenidos", "el «Comité de Familiares de los Detenidos»", True),
    ("ORG", "Comité de Familiares de Detenidos", "Comité de Familares de Detenidos", True),
    ("ORG", "Juzgado Especializado", "Juzgado Especializado de Instrucción A", True),
    ("LAW", "Ley de Amnistía", "Ley de Amnistía General", True),
    ("PLACE", "Río Sumpul", "Sumpul River", True),
    ("PLACE", "Río Sumpul", "Sumpul", True),
    ("PLACE", "Zacatecoluca", "Sacatecoluca", True),
    ("PLACE", "Tecoluca", "la Tecoluca", True),
    ("ORG", "Juzgado Especializado de Instrucción A", "Juzgado Especializado de Instrucción B", False),
    ("ORG", "Juzgado Primero de Paz", "Juzgado Segundo de Paz", False),
    ("LAW", "Decreto 333", "Decreto 334", False),
    ("PLACE", "San José", "San José Las Flores", False),
    ("PLACE", "Río Lempa", "Puente Lempa", False),
    ("PLACE", "Apopa", "Ilopango", False),
    ("ORG", "Comité de Familiares", "Comité de Madres", False),
    ("ORG", "Comité de Familiares de Detenidos", "FESPAD", False),
    ("ORG", "Radio Victoria", "Radio Venceremos", False),
    ("EVENT", "masacre de El Mozote", "masacre de El Calabozo", False),
    ("DATE", "2022-04-14", "2022-04-15", False),
]


@pytest.mark.parametrize(("label", "a", "b", "worth"), THINGS)
def test_things_worth_asking_about(label, a, b, worth):
    found = compare(label, a, b)
    assert (found.score >= PROPOSE) == worth
    assert compare(label, b, a) == found
    if worth:
        assert block_keys(label, a) & block_keys(label, b)


@pytest.mark.parametrize(
    ("acronym", "name", "fits"),
    [
        ("cofade", "Comité de Familiares de Detenidos", True),
        ("pnc", "la Policía Nacional Civil", True),
        ("comadres", "Comité de Madres", True),
        ("fusades", "Fundación Salvadoreña para el Desarrollo Económico y Social", True),
        ("aclu", "American Civil Liberties Union", True),
        ("issp", "Instituto de Seguros", False),
        ("pnc", "Comité de Familiares", False),
        ("onu", "Comité de Organizaciones No Unidas", False),  # not from its first word
        ("fmln", "Frente", False),
    ],
)
def test_acronyms_are_read_off_names(acronym, name, fits):
    assert (spells(acronym, name) is not None) == fits


def test_what_is_an_acronym():
    assert [acronym_of(name) for name in ("COFADE", "P.N.C.", "EE. UU.", "FUNDe", "Co-Madres")] == [
        *("cofade", "pnc", "eeuu", "funde", "comadres")
    ]
    assert not any(acronym_of(name) for name in ("Apopa", "de", "A", "Comité de Familiares", "18", "EL SALVADOR"))


def test_articles_and_quotation_marks_are_no_part_of_a_name():
    assert without_article("la «Prensa\n Gráfica»") == "Prensa Gráfica"
    assert without_article("Attorney General's Office") == "Attorney General's Office"
    assert without_article("El") == "El"
    assert content_words("Juzgado de Instrucción A") == ("juzgado", "instruccion", "a")


# -- What holds for all names ---------------------------------------------------------------------------------------

PARTS = """Rosa Elena José Josué Juan Juana Carlos María Mario Chepe J. C. Paz Cruz Pérez Peres Menjívar Menjíbar
Orellana Orelana Hernández Henríquez Enríquez Batres Rivas de la Jr. hijo""".split()
people = st.lists(st.sampled_from(PARTS), min_size=1, max_size=5).map(" ".join)
WORDS = """Comité Comite de Familiares Familares Detenidos la El Juzgado Especializado A B 333 Río River Sumpul Zumpul
San José Hospital COFADE CFD CSJ Corte Suprema Justicia y Orellana Orelana""".split()
things = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


@given(people, people)
def test_whom_to_ask_about_meets_under_a_key(a, b):
    found = compare("PERSON", a, b, short=SHORT)
    assert found == compare("PERSON", b, a, short=SHORT)
    assert 0 <= found.score <= 1
    if found.score >= PROPOSE:
        assert block_keys("PERSON", a, short=SHORT) & block_keys("PERSON", b, short=SHORT)


@given(st.sampled_from(["ORG", "PLACE", "LAW"]), things, things)
def test_what_to_ask_about_meets_under_a_key(label, a, b):
    found = compare(label, a, b)
    assert found == compare(label, b, a)
    if found.score >= PROPOSE:
        assert block_keys(label, a) & block_keys(label, b)


@given(st.sampled_from(["PERSON", "ORG", "PLACE", "LAW", "EVENT", "MISC", "DATE"]), st.text(max_size=60))
@example("PERSON", "¼")
@example("PERSON", "℀")
def test_no_text_breaks_them(label, name):
    assert compare(label, name, name).score <= 1
    assert all(len(key) < 1000 for key in block_keys(label, name))
    assert len(parts(name)) <= len(name)
    assert "\n" not in plain(name)


def test_keys_keep_names_few():
    """Of 20,000 people with the names of a small country, no key has more than one in a hundred."""
    chance = random.Random(3)  # noqa: S311 (nothing secret)
    syllables = ["ma", "ro", "sel", "vi", "den", "tu", "lia", "ber", "no", "cas", "qui", "fel"]
    stock = ["".join(pair).capitalize() for pair in combinations(syllables, 2)]  # 66 given names and surnames
    names = {" ".join(chance.sample(stock, chance.choice((2, 3, 4)))) for _ in range(20_000)}
    blocks: dict[str, int] = {}
    began = time.monotonic()
    for name in names:
        keys = block_keys("PERSON", name)
        assert len(keys) <= 9
        for key in keys:
            blocks[key] = blocks.get(key, 0) + 1
    pairs = {key: count for key, count in blocks.items() if len(key.split()[0]) > len("person:x")}
    assert max(pairs.values()) < len(names) / 100
    assert time.monotonic() - began < 20  # half a second


def test_comparing_takes_microseconds():
    a, b = "Juan Carlos Cruz Batres", "José Carlos Cruz Alvarenga"
    began = time.monotonic()
    for _ in range(20_000):
        compare("PERSON", a, b)
    assert time.monotonic() - began < 4  # a tenth of a second


@pytest.mark.parametrize("name", ["A" * 100_000, "Aaaa " * 20_000, "«" * 50_000, "Cruz, " * 20_000, "a.b." * 20_000])
def test_hostile_names_cost_little(name):
    began = time.monotonic()
    for label in ("PERSON", "ORG"):
        compare(label, name, name + "b")
        block_keys(label, name)
    assert time.monotonic() - began < 5
