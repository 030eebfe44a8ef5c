"""Which entity each mention stands for. Everybody is invented."""

from __future__ import annotations

import dataclasses
import random
import re
import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import fold
from corpus.records import AnnotatedTestimony, Join, LanguageGuess, Mention, ModelRef, Segment, Translation, entity_id
from models.lexicon import read_lexicon
from models.resolve import resolve
from tests.making import testimony

LEXICON = read_lexicon()
MODEL = ModelRef("by-hand", "1")
Marked = str | tuple[str, str]


def marked(*lines: Marked, number: int = 0, languages: Sequence[str] = ()) -> AnnotatedTestimony:
    """A testimony of sentences, or pairs of a sentence and its translation, in which `[Rosa Paz|PERSON]` is a mention
    and `[mayo de 2022|DATE=2022-05]` one with a value.
    """
    pairs = [(line, None) if isinstance(line, str) else line for line in lines]
    plain = [_plain(source)[0] for source, _ in pairs]
    whole = testimony("\n\n".join(plain), number=number)
    segments, translations, mentions, translated = [], [], [], []
    start = 0
    for ordinal, (source, target) in enumerate(pairs):
        language = languages[ordinal] if languages else "es"
        text, found = _plain(source)
        guess = LanguageGuess(language, 1.0, "by hand")
        segments.append(Segment(whole.id, ordinal, start, start + len(text), text, guess))
        mentions += [_mention(ordinal, text, span, start) for span in found]
        if target is not None:
            other, found = _plain(target)
            translations.append(Translation(ordinal, language, "en" if language == "es" else "es", other))
            translated += [_mention(ordinal, other, span, 0) for span in found]
        start += len(text) + 2
    return AnnotatedTestimony(whole, tuple(segments), tuple(translations), tuple(mentions), tuple(translated))


def _plain(line: str) -> tuple[str, list[tuple[int, int, str, str | None]]]:
    text, spans, done = "", [], 0
    for mark in re.finditer(r"\[([^\[\]|]+)\|([A-Z]+)(?:=([^\]]+))?\]", line):
        text += line[done : mark.start()]
        spans.append((len(text), len(text) + len(mark[1]), mark[2], mark[3]))
        text += mark[1]
        done = mark.end()
    return text + line[done:], spans


def _mention(ordinal: int, text: str, span: tuple[int, int, str, str | None], offset: int) -> Mention:
    start, end, label, value = span
    return Mention(ordinal, offset + start, offset + end, text[start:end], label, 0.9, MODEL, value=value)


def run(*lines: Marked, **options) -> AnnotatedTestimony:
    return resolve([marked(*lines, **options)], lexicon=LEXICON)[0]


def meant(item: AnnotatedTestimony, *, translated: bool = False) -> list[str]:
    """The names of the entities that the mentions stand for, in order."""
    names = {entity.id: entity.name for entity in item.entities}
    return [names[str(m.entity)] for m in (item.translation_mentions if translated else item.mentions)]


def ids(*lines: Marked, **options) -> list[str | None]:
    return [mention.entity for mention in run(*lines, **options).mentions]


def joins(item: AnnotatedTestimony) -> list[Join]:
    return [join for entity in item.entities for join in entity.joins]


# -- People within a testimony --------------------------------------------------------------------------------------

FULL = "Juan Carlos Cruz Batres"
ONE_PERSON = {
    "a surname after the full name": ["[Juan Cruz|PERSON] vino.", "[Cruz|PERSON] dijo que no."],
    "a given name after it": ["[Rosa Paz|PERSON] came.", "[Rosa|PERSON] said no."],
    "the full name comes later": ["A [Rosa|PERSON] la vi.", "Es [Rosa Paz|PERSON]."],
    "a chain": [f"[{FULL}|PERSON].", "[Juan Cruz|PERSON].", "[Cruz|PERSON].", "[Cruz Batres|PERSON].", "[Juan|PERSON]"],
    "a chain the other way round": ["[Cruz|PERSON].", "[Juan Cruz|PERSON].", f"[{FULL}|PERSON]."],
    "both given names": [f"[{FULL}|PERSON].", "[Juan Carlos|PERSON]."],
    "initials": [f"[{FULL}|PERSON].", "[J. C. Cruz|PERSON] y [J. Cruz|PERSON].", "[Juan C. Cruz|PERSON]."],
    "the surnames first": [
        f"[{FULL}|PERSON].",
        "[Cruz Batres, Juan Carlos|PERSON]",
        "[CRUZ BATRES JUAN CARLOS|PERSON]",
    ],
    "accents and capitals": ["[Óscar Menjívar|PERSON].", "[OSCAR MENJIVAR|PERSON].", "[Oscar\nMenjívar|PERSON]"],
    "a title before it": ["[Rosa Paz|PERSON].", "La señora [Paz|PERSON].", "[doña Rosa|PERSON]"],
    "a name that sounds the same": ["[Ana Menjívar|PERSON].", "[Ana Menjíbar|PERSON].", "[Menjivar|PERSON]"],
    "a slip of the pen": ["[Ana Orellana|PERSON].", "[Ana Orelana|PERSON]."],
    "a husband's name": ["[Blanca Huezo de Paz|PERSON].", "[Blanca de Paz|PERSON].", "[Blanca Huezo|PERSON]."],
    "particles": ["[Juan de la Cruz|PERSON].", "[Cruz|PERSON] y [Juan De La Cruz|PERSON]."],
    "an alias": ["[José Pérez|PERSON], alias [El Chele|PERSON].", "[el Chele|PERSON] y [Chele|PERSON]."],
    "an alias in quotation marks": ["[José Pérez|PERSON], alias «[El Chele|PERSON]».", "El [Chele|PERSON]."],
    "an alias after an apposition": ["[José Pérez|PERSON], albañil de 30 años, alias [Mano de Roca|PERSON]."],
    "conocido como": ["[José Pérez|PERSON], más conocido como «[Sapo|PERSON]», vino.", "[Sapo|PERSON] vino."],
    "apodado": ["Era [José Pérez|PERSON], apodado el [Sapo|PERSON].", "[Sapo|PERSON] vino."],
    "a quien le decían": ["[Ana Mena|PERSON], a quien le decían [La Negra|PERSON].", "[La Negra|PERSON] vino."],
    "known as": ["[José Pérez|PERSON], also known as [El Chele|PERSON], came.", "[El Chele|PERSON] left."],
    "a.k.a.": ["[José Pérez|PERSON] (a.k.a. “[Sapo|PERSON]”) came.", "[Sapo|PERSON] left."],
    "nicknamed": ["[José Pérez|PERSON], nicknamed [Sapo|PERSON], came.", "[Sapo|PERSON] left."],
    "the nickname first": [
        "[El Chele|PERSON], cuyo nombre es [José Pérez|PERSON].",
        "[El Chele|PERSON] y [Pérez|PERSON].",
    ],
    "the name in brackets": ["[El Chele|PERSON] ([José Pérez|PERSON]) vino.", "[Chele|PERSON]."],
    "the nickname in brackets": ["[José Pérez|PERSON] («[Pirulo|PERSON]») vino.", "[Pirulo|PERSON]."],
    "a title inside of the quotation marks": [
        "[José Pérez|PERSON], conocido como «Comandante [Nico|PERSON]», vino.",
        "[Nico|PERSON] vino.",
    ],
    "a son, twice": ["Busco a mi hijo [José Pérez Mena|PERSON].", "Mi hijo [José Pérez|PERSON] no volvió."],
    "one who tells it": ["Me llamo [José Pérez Mena|PERSON].", "Yo, [José Pérez|PERSON], lo juro.", "[José|PERSON]"],
    "a brother after the full name": ["Capturaron a [José Pérez Mena|PERSON].", "Mi hermano [José|PERSON] no vino."],
    "a man's two surnames": ["[Mario Reyes Mena|PERSON] left.", "Mr. [Reyes Mena|PERSON] came back."],
    "a mother of two words": ["Mi mamá, doña [Guadalupe Paz|PERSON].", "Doña [Guadalupe|PERSON], mi madre."],
    "the nickname inside of the name": ["[José «El Chele» Pérez|PERSON].", "[El Chele|PERSON] y [José Pérez|PERSON]."],
}


@pytest.mark.parametrize("lines", ONE_PERSON.values(), ids=ONE_PERSON.keys())
def test_one_person(lines):
    item = run(*lines)
    assert len({mention.entity for mention in item.mentions}) == 1
    assert len(item.entities) == 1


APART = {
    "relatives": (["[Rosa Paz|PERSON] y [José Paz|PERSON]."], 2),
    "a surname of two people": (["[Rosa Paz|PERSON] y [José Paz|PERSON].", "[Paz|PERSON] dijo."], 3),
    "a given name of two people": (["[Rosa Paz|PERSON] and [Rosa Cruz|PERSON].", "[Rosa|PERSON] said."], 3),
    "a given name that is also a surname": (["[Juan Cruz|PERSON] y [Cruz Mata|PERSON].", "[Cruz|PERSON]."], 3),
    "another second surname": (["[Juan Pérez Cruz|PERSON] y [Juan Pérez Rivas|PERSON]."], 2),
    "a short name of two people": (
        ["[Juan Carlos Cruz|PERSON] y [Juan José Cruz|PERSON].", "[Juan Cruz|PERSON]."],
        3,
    ),
    "the mother's surname only": ([f"[{FULL}|PERSON].", "[Juan Batres|PERSON]."], 2),
    "the middle one left out": (["[Juan Pérez Cruz|PERSON].", "[Juan Cruz|PERSON]."], 2),
    "surnames exchanged": (["[Juan Cruz Batres|PERSON].", "[Juan Batres Cruz|PERSON]."], 2),
    "two surnames, exchanged": (["[Cruz Mata|PERSON] y [Mata Cruz|PERSON]."], 2),
    "another given name": (["[Rosa Elena Paz|PERSON].", "[Ana Paz|PERSON]."], 2),
    "names of a man and a woman": (["[Mario Paz|PERSON].", "[María Paz|PERSON]."], 2),
    "surnames that are only alike": (["[Ana Hernández|PERSON] y [Ana Fernández|PERSON]."], 2),
    "a slip that may be of two": (["[Ana Barreza|PERSON].", "[Ana Barrera|PERSON]", "[Ana Barreda|PERSON]"], 3),
    "a woman, where only a man is called so": (["[José Paz|PERSON].", "Doña [Paz|PERSON]."], 2),
    "a man, where only a woman is called so": (["[Rosa Paz|PERSON].", "Mr. [Paz|PERSON]."], 2),
    "a family": (["[Rosa Paz|PERSON].", "La familia [Paz|PERSON] se fue."], 2),
    "a family in English": (["[Rosa Paz|PERSON].", "The [Paz|PERSON] brothers left."], 2),
    "father and son": (["[José Pérez|PERSON] y [José Pérez hijo|PERSON]."], 2),
    "somebody else's son": (["[José Luis Pérez|PERSON] y [José Pérez hijo|PERSON]."], 2),
    "a letter that hides a surname": (["[Rosa Paz|PERSON] y [Rosa P.|PERSON]."], 2),
    "initials of two people": (["[Juan Cruz|PERSON] y [Julia Cruz|PERSON].", "[J. Cruz|PERSON]."], 3),
    "other initials": (["[Juan Cruz|PERSON].", "[P. Cruz|PERSON]."], 2),
    "somebody else's alias": (["[José Pérez|PERSON] golpeó a un custodio alias [El Sapo|PERSON]."], 2),
    "a list": (["[José Pérez|PERSON], [El Chele|PERSON] y [Ana Mena|PERSON]."], 3),
    "somebody called by somebody": (["[José Pérez|PERSON] le decía [Chele|PERSON] a su hijo."], 2),
    "an alias of two people": (
        ["[José Pérez|PERSON], alias [Sapo|PERSON].", "[Ana Mena|PERSON], alias [Sapo|PERSON].", "[Sapo|PERSON]."],
        3,
    ),
    "a sentence in brackets": (["Hablé con [José Pérez|PERSON] ([Rosa|PERSON] no quiso)."], 2),
    "somebody in brackets": (["Hablé con [José Pérez|PERSON] ([Rosa|PERSON])."], 2),
    "strangers": (["[Rosa|PERSON] y [Cruz|PERSON]."], 2),
    "his father, who lacks a surname": (["Soy [José Pérez Mena|PERSON].", "[José Pérez|PERSON] es mi padre."], 2),
    "his father in English": (["I am [Luis Rivas Mena|PERSON].", "My father was [Luis Rivas|PERSON]."], 2),
    "her mother": (["Me llamo [Ana Paz Mena|PERSON].", "Mi mamá se llama [Ana Paz|PERSON]."], 2),
    "somebody's father": (["Vino [José Pérez Mena|PERSON].", "Su padre, [José Pérez|PERSON], lloraba."], 2),
    "somebody's son": (["[José Pérez Mena|PERSON], hijo de [José Pérez|PERSON]."], 2),
    "the son of one": (["Soy el padre de [José Pérez|PERSON].", "Me llamo [José Pérez Mena|PERSON]."], 2),
    "his son, by the given name": (["Yo, [José Pérez|PERSON], vine.", "Mi hijo [José|PERSON] no."], 2),
    "his brother, at the end": (["[José Pérez Mena|PERSON] came with [José Pérez|PERSON], his brother."], 2),
    "father and son of one name": (["Mi padre, [José Pérez|PERSON].", "Mi hijo, [José Pérez|PERSON]."], 2),
    "one who has his father's name": (["Me llamo [José Pérez|PERSON].", "[José Pérez|PERSON] era mi padre."], 2),
    "husband and wife": (["Mr. [Rivas Mena|PERSON] left.", "Mrs. [Rivas Mena|PERSON] stayed."], 2),
    "a man and a woman of one surname": (["Don [Cruz|PERSON] se fue.", "Doña [Cruz|PERSON] no."], 2),
    "a man's two surnames, and a woman": (["[Mario Reyes Mena|PERSON].", "Mrs. [Reyes Mena|PERSON] cried."], 2),
}


@pytest.mark.parametrize(("lines", "people"), APART.values(), ids=APART.keys())
def test_people_who_stay_apart(lines, people):
    assert len(run(*lines).entities) == people


def test_the_alias_of_two_people_is_each_ones_where_it_is_given():
    item = run("[José Pérez|PERSON], alias [Sapo|PERSON].", "[Ana Mena|PERSON], alias [Sapo|PERSON].", "[Sapo|PERSON].")
    assert meant(item) == ["José Pérez", "José Pérez", "Ana Mena", "Ana Mena", "Sapo"]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["Doña [Paz|PERSON] dijo.", "Don [Paz|PERSON] calló.", "[Paz|PERSON]."], ["Rosa Paz", "José Paz", "Paz"]),
        (["Mi hermana [Paz|PERSON].", "El tío [Paz|PERSON]."], ["Rosa Paz", "José Paz"]),
        (["Mrs. [Paz|PERSON] spoke.", "His brother, [Paz|PERSON], too."], ["Rosa Paz", "José Paz"]),
        (["El hijo de [Paz|PERSON].", "My mother's friend [Paz|PERSON]."], ["Paz", "Paz"]),
    ],
)
def test_a_title_or_kinship_tells_who_of_two_is_meant(lines, names):
    item = run("[Rosa Paz|PERSON] y [José Paz|PERSON].", *lines)
    assert meant(item)[2:] == names
    scores = {join.score for join in joins(item)}
    assert all(score < 0.7 for score in scores)


def test_what_stands_before_a_full_name_tells_too():
    """No list says whether Guadalupe is a woman's name or a man's."""
    lines = ["Doña [Guadalupe Paz|PERSON] y [José Paz|PERSON].", "La señora [Paz|PERSON] y don [Paz|PERSON]."]
    assert meant(run(*lines))[2:] == ["Guadalupe Paz", "José Paz"]


def test_who_was_named_before_goes_first():
    item = run("[Rosa Paz|PERSON] vino.", "[Paz|PERSON] habló.", "Luego [José Paz|PERSON].", "[Paz|PERSON] calló.")
    assert meant(item) == ["Rosa Paz", "Rosa Paz", "José Paz", "Paz"]
    (join,) = joins(item)
    assert (join.text, join.of, join.reason, join.segment) == ("Paz", "Rosa Paz", "short_name", 0)


def test_an_alias_is_no_name_of_those_who_are_christened_so():
    item = run("[José Pérez|PERSON], alias [Cruz|PERSON], y [Juan Cruz|PERSON].", "[Cruz|PERSON] vino.")
    assert meant(item) == ["José Pérez", "José Pérez", "Juan Cruz", "Cruz"]


def test_the_surer_the_evidence_the_higher_the_score():
    full = f"[{FULL}|PERSON]."
    tried = [
        [full, "[Juan Cruz|PERSON]."],
        [full, "[Cruz Batres|PERSON]."],
        [full, "[Cruz|PERSON]."],
        [full, "[J. C. Cruz|PERSON]."],
        [full, "[Batres|PERSON]."],
        [full, "[Julia Cruz|PERSON]", "Don [Cruz|PERSON]."],
        [full, "[Cruz|PERSON].", "[Julia Cruz|PERSON]."],
    ]
    scores = [joins(run(*lines))[0].score for lines in tried]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_every_other_surface_has_a_reason():
    item = run(
        f"[{FULL}|PERSON], alias [El Chele|PERSON].", "[cruz|PERSON] y [CRUZ|PERSON].", f"[{FULL.upper()}|PERSON]."
    )
    (entity,) = item.entities
    assert entity.name == FULL
    assert [(j.text, j.reason, j.of, j.segment) for j in entity.joins] == [
        ("El Chele", "alias", FULL, 0),
        ("cruz", "short_name", FULL, 0),
    ]


# -- People of several testimonies ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Rosa Paz", "Juan Pérez Cruz", "Mano de Roca", "Juan C. Cruz"])
def test_one_full_name_is_one_entity_everywhere(name):
    written = fold(name).upper() if "de" not in name else name
    assert ids(f"[{name}|PERSON]", number=1) == ids(f"Vino\n[{written}|PERSON].", number=2)
    assert ids(f"[{name}|PERSON]") == [entity_id("PERSON", fold(name))]


@pytest.mark.parametrize(
    "name", ["Cruz", "Rosa", "El Chele", "de la Cruz", "J. Cruz", "Juan Carlos", "Rosa P.", "Cruz Batres"]
)
def test_less_than_a_full_name_is_never_one_person_everywhere(name):
    assert ids(f"[{name}|PERSON]", number=1) != ids(f"[{name}|PERSON]", number=2)
    assert ids(f"[{name}|PERSON]", number=1) == ids(f"[{name}|PERSON]", number=1)


def test_a_short_name_goes_where_its_own_testimony_sends_it():
    first = ids("[Rosa Paz|PERSON] y [Paz|PERSON].", number=1)
    second = ids("[José Paz|PERSON] y [Paz|PERSON].", number=2)
    assert first[0] == first[1] != second[1] == second[0]


# -- Things ---------------------------------------------------------------------------------------------------------

COFADE = "Comité de Familiares de Detenidos"
ONE_THING = {
    "an acronym in brackets": [f"El [{COFADE}|ORG] ([COFADE|ORG]).", "La [COFADE|ORG]."],
    "the acronym first": [f"[COFADE|ORG] ([{COFADE}|ORG]).", "La [COFADE|ORG]."],
    "the acronym between commas": [f"El [{COFADE}|ORG], [COFADE|ORG], vino.", "[COFADE|ORG]."],
    "within one mention": [
        f"El [{COFADE} (COFADE)|ORG].",
        f"[COFADE|ORG] y el [{COFADE}|ORG]",
    ],
    "por sus siglas": ["El [Grupo de Apoyo|ORG], por sus siglas en inglés [XAY|ORG], vino.", "[XAY|ORG]."],
    "conocida como": ["La [Cooperativa El Jute|ORG], conocida como [La Jutera|ORG].", "[La Jutera|ORG]."],
    "known as": ["The [Union of Rural Women|ORG], known as [La Unión|ORG], left.", "[La Unión|ORG]."],
    "English initials": ["The [Union of Rural Women|ORG] ([URW|ORG]) left.", "[U.R.W.|ORG]"],
    "an acronym that nothing defines": ["La [Unión de Mujeres Rurales|ORG].", "La [UMR|ORG]."],
    "a head": ["El [Juzgado Especializado de Instrucción A|ORG].", "El [Juzgado Especializado|ORG]."],
    "a chain of heads": [
        "El [Juzgado Quinto de Paz de Apopa|ORG].",
        "[Juzgado Quinto de Paz|ORG]. [Juzgado Quinto|ORG]",
    ],
    "an English head": ["The [Specialized Court of Instruction A|ORG].", "The [Specialized Court|ORG]."],
    "one word": ["El [Juzgado Quinto de Paz|ORG].", "El [Juzgado|ORG] resolvió."],
    "without the word for what it is": ["Al [Hospital Santa Lidia|ORG].", "En el [Santa Lidia|ORG]."],
    "little words": [f"El [{COFADE}|ORG].", "El [Comité Familiares de los Detenidos|ORG]."],
    "articles, quotation marks, lines": ["La [Radio Sol|ORG] y [la «Radio\nSol»|ORG].", "[LA RADIO SOL|ORG]"],
    "a known acronym": ["La [PNC|ORG] y la [Policía Nacional Civil|ORG].", "[National Civil Police|ORG]. [P.N.C.|ORG]"],
    "a known place": ["[España|PLACE] y [Spain|PLACE]."],
    "an article that was left out": ["[El Mozote|PLACE] y [Mozote|PLACE]."],
}


@pytest.mark.parametrize("lines", ONE_THING.values(), ids=ONE_THING.keys())
def test_one_thing(lines):
    assert len(run(*lines).entities) == 1


OTHER_THINGS = {
    "a head of two": (["[Juzgado Quinto de Paz|ORG] y [Juzgado Quinto de Familia|ORG].", "[Juzgado Quinto|ORG]."], 3),
    "one word before its name": (["El [Juzgado|ORG].", "El [Juzgado Quinto de Paz|ORG]."], 2),
    "one word of its own": (["La [Iglesia Elim|ORG].", "La [Iglesia|ORG] calló."], 2),
    "a known head": (["La [Policía Nacional Civil de Apopa|ORG].", "La [Policía Nacional Civil|ORG]."], 2),
    "a place in another's name": (["En [San José Las Flores|PLACE].", "En [San José|PLACE]."], 2),
    "a volcano and a city": (["El [Volcán de San Salvador|PLACE].", "En [San Salvador|PLACE]."], 2),
    "a hill and a town": (["El [Cerro Guazapa|PLACE].", "En [Guazapa|PLACE]."], 2),
    "an acronym that spells something else": ([f"El [{COFADE}|ORG] ([FMLN|ORG])."], 2),
    "a list": ([f"El [{COFADE}|ORG], [FESPAD|ORG] y [Cristosal|ORG]."], 3),
    "initials of two": (["[Unión de Madres Rurales|ORG], [Unidad Médica Rural|ORG].", "[UMR|ORG]"], 3),
    "two letters": (["La [Unión Rural|ORG].", "La [UR|ORG]."], 2),
    "courts A and B": (["[Juzgado de Instrucción A|ORG] y [Juzgado de Instrucción B|ORG]."], 2),
    "decrees": (["El [Decreto 719|LAW] y el [Decreto 720|LAW]."], 2),
    "one surface, two labels": (["[Victoria|PLACE] y [Victoria|ORG]."], 2),
}


@pytest.mark.parametrize(("lines", "things"), OTHER_THINGS.values(), ids=OTHER_THINGS.keys())
def test_things_that_stay_apart(lines, things):
    assert len(run(*lines).entities) == things


def test_the_long_name_is_the_name():
    item = run(f"[COFADE|ORG] es el [{COFADE}|ORG].", f"El [{COFADE}|ORG] ([COFADE|ORG]).", "Y la [PNC|ORG].")
    assert meant(item) == [COFADE, COFADE, COFADE, COFADE, "Policía Nacional Civil"]
    assert [(j.text, j.reason, j.of, j.segment) for j in joins(item)] in (
        [("COFADE", "acronym", COFADE, 1), ("PNC", "known_form", "Policía Nacional Civil", None)],
        [("PNC", "known_form", "Policía Nacional Civil", None), ("COFADE", "acronym", COFADE, 1)],
    )


def test_things_are_one_in_all_testimonies_by_their_name():
    assert ids("El «[Comité  Sol|ORG]»", number=1) == ids("[el comité\nsol|ORG]", number=2)
    assert ids("[Spain|PLACE]", number=1) == ids("[España|PLACE]", number=2) == [entity_id("PLACE", "espana")]


def test_dates_are_one_by_their_value():
    item = run("El [14 de abril de 2022|DATE=2022-04-14].", "El [14/4/22|DATE=2022-04-14], el [jueves|DATE].")
    assert meant(item) == ["2022-04-14", "2022-04-14", "jueves"]
    assert joins(item) == []
    assert ids("[1º de mayo|DATE=2022-05-01]", number=1) == ids("[May Day|DATE=2022-05-01]", number=2)


# -- Both languages -------------------------------------------------------------------------------------------------


def test_a_translation_says_what_its_sentence_says():
    item = run(
        ("Vino [Rosa Paz|PERSON] de la [Cooperativa El Jute|ORG].", "[Rosa Paz|PERSON] of [El Jute Cooperative|ORG]."),
        ("[Paz|PERSON] y la [PNC|ORG].", "[Paz|PERSON] and the [National Civil Police|ORG]."),
        ("La [Cooperativa|ORG] cerró.", "The [El Jute Cooperative|ORG] closed."),
        ("Ella y yo.", "[Rosa|PERSON] and I."),
    )
    assert meant(item, translated=True) == [
        *("Rosa Paz", "Cooperativa El Jute", "Rosa Paz", "Policía Nacional Civil", "Cooperativa El Jute", "Rosa Paz")
    ]
    assert {m.entity for m in item.translation_mentions} == {m.entity for m in item.mentions}
    (join,) = [join for join in joins(item) if join.reason == "translation"]
    assert (join.text, join.of, join.segment) == ("El Jute Cooperative", "Cooperativa El Jute", 0)


def test_the_same_the_other_way_round():
    item = run(
        ("[Rosa Paz|PERSON] of the [Rural Women's League|ORG].", "[Rosa Paz|PERSON] de la [Liga de Mujeres|ORG]."),
        ("The [League|ORG] wrote in [May 2022|DATE=2022-05].", "La [Liga|ORG] escribió en [mayo|DATE=2022-05]."),
        languages=["en", "en"],
    )
    assert set(meant(item)) == {"Rosa Paz", "Rural Women's League", "League", "2022-05"}
    assert meant(item, translated=True) == ["Rosa Paz", "Rural Women's League", "League", "2022-05"]


def test_two_of_a_label_are_told_by_a_word_that_they_share():
    item = run(("La [Ley 1145|LAW] y la [Ley de Aguas|LAW].", "The [Water Act|LAW] and [Law 1145|LAW]."))
    assert meant(item, translated=True) == ["Ley de Aguas", "Ley 1145"]


@pytest.mark.parametrize(
    "pair",
    [
        ("Vino [Pedro Mena|PERSON] con Ana.", "[Ana|PERSON] came with Pedro Mena."),  # both unmarked on one side
        ("El [Comité Sol|ORG] y la [Unión Mar|ORG].", "The [League|ORG] and the [Front|ORG]."),
        ("El [Comité Sol|ORG] en casa.", "The [League|ORG] and the [Front|ORG]."),
        ("El [Comité Sol|ORG].", "In [League|PLACE]."),
        ("El [lunes|DATE=2022-05-02].", "On [Tuesday|DATE=2022-05-03]."),
    ],
)
def test_what_only_seems_to_be_left_over(pair):
    item = run(pair)
    assert not {m.entity for m in item.mentions} & {m.entity for m in item.translation_mentions}


def test_one_word_for_two_things_means_each_in_its_sentence():
    item = run(
        ("El [Juzgado Quinto|ORG].", "The [Court|ORG]."),
        ("La [Cámara Penal|ORG].", "The [Court|ORG]."),
    )
    assert meant(item, translated=True) == ["Juzgado Quinto", "Cámara Penal"]


def test_a_testimony_of_two_languages_has_one_entity_for_both_names():
    item = run(
        ("La [Cooperativa El Jute|ORG].", "The [El Jute Cooperative|ORG]."),
        ("The [El Jute Cooperative|ORG].", "La [Cooperativa El Jute|ORG]."),
        languages=["es", "en"],
    )
    assert {entity.name for entity in item.entities} == {"Cooperativa El Jute"}


def test_people_of_one_name_keep_their_places_in_a_translation():
    item = run(
        "[Rosa Paz|PERSON] y [José Paz|PERSON].",
        ("Doña [Paz|PERSON] y don [Paz|PERSON].", "Doña [Paz|PERSON] and Don [Paz|PERSON]."),
        ("Doña [Paz|PERSON] lloró y don [Paz|PERSON] calló.", "Mrs. [Paz|PERSON] wept."),
        ("Lloró.", "Mrs. [Paz|PERSON] wept, [Paz|PERSON] didn't."),
    )
    assert meant(item, translated=True) == ["Rosa Paz", "José Paz", "Rosa Paz", "Rosa Paz", "Paz"]


def test_a_translation_changes_nothing_about_the_source():
    lines = ["[Pedro Paz|PERSON] vino.", "[Paz|PERSON] y el [Comité Sol|ORG].", "El [Juzgado|ORG]."]
    other = [
        "[Peter Paz|PERSON].",
        "[Peter Paz|PERSON]; [Sol Committee|ORG].",
        "[Fifth Court of Peace|ORG] ([FCP|ORG]).",
    ]
    item = run(*zip(lines, other, strict=True))
    assert [m.entity for m in item.mentions] == ids(*lines)


# -- What holds for all testimonies ---------------------------------------------------------------------------------

NAMES = """[Rosa Paz|PERSON] [José Paz|PERSON] [Paz|PERSON] [Rosa|PERSON] [R. Paz|PERSON] [Chele|PERSON]
[COFADE|ORG] [Juzgado|ORG] [PNC|ORG] [España|PLACE] [«»|ORG] [—|PERSON] [mayo|DATE] [2022|DATE=2022]""".split()
LONG = [
    *("[Rosa Elena Paz Mena|PERSON]", "[Paz Mena, Rosa|PERSON]", f"[{COFADE}|ORG]", "[Juzgado Quinto de Paz|ORG]"),
    *(", alias ", " (", ")", "doña ", "don ", " y ", ", ", "familia "),
]
sentences = st.lists(st.sampled_from(NAMES + LONG), max_size=8).map(" ".join)
talks = st.lists(st.tuples(sentences, sentences) | sentences, min_size=1, max_size=5)


@given(st.lists(talks, min_size=1, max_size=4), st.randoms())
def test_neither_order_nor_company_matters(told, chance):
    items = [marked(*lines, number=number) for number, lines in enumerate(told)]
    alone = {item.testimony.id: resolve([item], lexicon=LEXICON)[0] for item in items}
    chance.shuffle(items)
    shuffled = [mixed(item, chance) for item in items]
    for item, found in zip(shuffled, resolve(shuffled, lexicon=LEXICON), strict=True):
        expected = alone[item.testimony.id]
        assert found.entities == expected.entities
        assert set(found.mentions) == set(expected.mentions)
        assert set(found.translation_mentions) == set(expected.translation_mentions)


def mixed(item: AnnotatedTestimony, chance: random.Random) -> AnnotatedTestimony:
    """The same with its mentions in another order."""
    mentions, translated = list(item.mentions), list(item.translation_mentions)
    chance.shuffle(mentions)
    chance.shuffle(translated)
    return dataclasses.replace(item, mentions=tuple(mentions), translation_mentions=tuple(translated))


@given(talks)
def test_every_mention_has_an_entity_of_its_label(lines):
    item = marked(*lines)
    (found,) = resolve([item], lexicon=LEXICON)
    labels = {entity.id: entity.label for entity in found.entities}
    said = [*found.mentions, *found.translation_mentions]
    assert list(labels) == sorted(labels)
    assert set(labels) == {mention.entity for mention in said}
    assert all(labels[str(mention.entity)] == mention.label for mention in said)
    blank = [dataclasses.replace(mention, entity=None) for mention in said]
    assert blank == [*item.mentions, *item.translation_mentions]
    for entity in found.entities:
        assert entity.name
        assert "\n" not in entity.name
        for join in entity.joins:
            assert 0 < join.score < 1
            assert fold(join.text) != fold(entity.name)
    assert resolve([found], lexicon=LEXICON) == [found]


def word(number: int) -> str:
    """A capitalised word of its own for each number."""
    letters = ""
    while True:
        number, rest = divmod(number, 60)
        letters += "bcdfglmnprst"[rest % 12] + "aeiou"[rest // 12]
        if not number:
            return letters.capitalize()


HOSTILE = {
    "an interview": [
        (f"Vino [{word(n)} {word(n + 7)} Paz|PERSON], y [Paz|PERSON] fue a [Apopa|PLACE].", "[Paz|PERSON] came.")
        for n in range(500)
    ],
    "one surname": [f"[{word(n)} Paz|PERSON] y [Paz|PERSON]." for n in range(1000)],
    "one sentence": [" ".join(f"[{word(n)} Paz|PERSON], alias " for n in range(2000))],
    "a chain of aliases": [f"[{word(2000 - n)} Paz|PERSON], alias [{word(1999 - n)} Paz|PERSON]." for n in range(1000)],
    "long names": [f"[{' '.join(word(n * 9 + k) for k in range(30))}|PERSON]" for n in range(2000)],
    "one head": [f"[Juzgado {word(n)} de {word(n * 3)}|ORG] y el [Juzgado|ORG]." for n in range(1000)],
    "acronyms": [f"[{'Aaaaaaaaaaa ' * 12}|ORG] ([AAAAAAAAAAAA|ORG])." for n in range(1000)],
    "a list on both sides": [
        (
            " ".join(f"[{word(n)} Paz|ORG]," for n in range(1000)),
            " ".join(f"[{word(n)} Sol|ORG]," for n in range(1000)),
        )
    ],
}


@pytest.mark.parametrize("lines", HOSTILE.values(), ids=HOSTILE.keys())
def test_two_thousand_mentions_cost_little(lines):
    item = marked(*lines)
    assert len(item.mentions) + len(item.translation_mentions) >= 1500
    began = time.monotonic()
    resolve([item], lexicon=LEXICON)
    assert time.monotonic() - began < 3  # 0.05 to 0.4 s; a square of the mentions takes more


def test_nothing_is_said_aloud(caplog, capfd):
    with caplog.at_level(0):
        run("[Rosa Paz|PERSON], alias [La Negra|PERSON], de [COFADE|ORG].")
    assert caplog.text == ""
    assert capfd.readouterr() == ("", "")
