"""The query language on its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import QueryError
from corpus.query import MAX_CHARACTERS, MAX_TERMS, And, Node, Not, Or, Phrase, Word, parse, words


def shape(node: Node | None) -> object:
    """The tree without positions."""
    match node:
        case Word(text):
            return text
        case Phrase(inside, prefix):
            return (" ".join(inside) + ("*" if prefix else ""),)
        case And(children):
            return ["and", *map(shape, children)]
        case Or(children):
            return ["or", *map(shape, children)]
        case Not(child):
            return ["not", shape(child)]
    return None


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", None),
        ("  \t", None),
        ("custodios", "custodios"),
        ("custodios golpearon", ["and", "custodios", "golpearon"]),
        ("a AND b Y c", ["and", "a", "b", "c"]),
        ("a b OR c d", ["or", ["and", "a", "b"], ["and", "c", "d"]]),
        ("a O b", ["or", "a", "b"]),
        ("a and b or c not d o e y f", ["and", *"a and b or c not d o e y f".split()]),
        ("DIJO QUE NO SABIA", ["and", "DIJO", "QUE", "NO", "SABIA"]),
        ("a NOT b", ["and", "a", ["not", "b"]]),
        ("a -b -c", ["and", "a", ["not", "b"], ["not", "c"]]),
        ("-b a", ["and", ["not", "b"], "a"]),
        ("(NOT a) b", ["and", ["not", "a"], "b"]),
        ("(-a -b) c", ["and", ["not", "a"], ["not", "b"], "c"]),
        ("a NOT NOT b", ["and", "a", "b"]),
        ("a -(b OR c)", ["and", "a", ["not", ["or", "b", "c"]]]),
        ("(a OR b) c", ["and", ["or", "a", "b"], "c"]),
        ("((a))", "a"),
        ('"a golpes"', ("a golpes",)),
        ("“a golpes” «en el suelo»", ["and", ("a golpes",), ("en el suelo",)]),
        ('-"a golpes" b', ["and", ["not", ("a golpes",)], "b"]),
        ("golpe*", ("golpe*",)),
        ('"los golpe"*', ("los golpe*",)),
        ("EE.UU.", ("EE UU",)),
        ("O'Brien", ("O Brien",)),
        ("04/05/2022", ("04 05 2022",)),
        ("ex-guerrillero", ("ex guerrillero",)),
        ("¿Dónde?", "Dónde"),
        ("casa — perro", ["and", "casa", "perro"]),
        ('"AND"', ("AND",)),
        ("text:x ^y a+b", ["and", ("text x",), "y", ("a b",)]),
        ("golpe*,", ("golpe*",)),
    ],
)
def test_parse(text: str, tree: object) -> None:
    assert shape(parse(text)) == tree


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ('casa "perro', 5),
        ("casa “perro", 5),
        ("casa” perro", 4),
        ("(casa", 0),
        ("casa (perro (gato)", 5),
        ("casa)", 4),
        (")", 0),
        ("casa ()", 5),
        ("casa (", 5),
        ('casa ""', 5),
        ("AND casa", 0),
        ("casa AND", 5),
        ("casa OR", 5),
        ("OR casa", 0),
        ("casa AND OR perro", 9),
        ("casa AND AND perro", 9),
        ("(casa OR) perro", 6),
        ("(OR casa) perro", 1),
        ("casa NOT", 5),
        ("NOT casa", 0),
        ("-casa", 0),
        ("-casa -perro", 0),
        ("casa OR NOT perro", 8),
        ("casa OR -perro", 8),
        ("casa NOT (-perro)", None),
        ("casa NOT (-perro -gato)", 10),
        ("casa - perro", 5),
        ("casa -", 5),
        ("*", 0),
        ("casa *", 5),
        ("go*lpe", 2),
        ("*golpe", 0),
        (" ?!", 1),
        ("casa " * (MAX_TERMS + 1), MAX_TERMS * 5),
        ("a" * (MAX_CHARACTERS + 1), MAX_CHARACTERS),
        ("(" * 60 + "a" + ")" * 60, 20),
        ("-" * 5 + "a", 0),
    ],
)
def test_malformed(text: str, position: int | None) -> None:
    if position is None:
        assert parse(text) is not None
        return
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.position == position
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


LIKELY = st.text(alphabet=st.sampled_from(list("ab *()-\"“”«» ANDORTYÑñ'.\u0301\x00")), max_size=40)


@given(LIKELY | st.text(max_size=40))
def test_any_text_gives_a_tree_or_a_position_inside_it(text: str) -> None:
    try:
        tree, position = parse(text), 0
    except QueryError as error:
        tree, position = Word("", 0), error.position
    assert position in range(len(text) or 1)
    assert (tree is None) == (not text.strip())


def test_words_are_cut_at_punctuation() -> None:
    assert words("¡Señora, «Ana»… 3.5 ñandu\u0301_x!") == ["Señora", "Ana", "3", "5", "ñandu\u0301", "x"]


def test_a_star_in_a_phrase_belongs_to_its_last_word() -> None:
    assert parse('"mi herman*"') == parse('"mi herman"*')
    with pytest.raises(QueryError) as caught:
        parse('"m* hermano"')
    assert caught.value.position == 2
