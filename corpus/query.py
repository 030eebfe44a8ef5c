"""The query language: text in, a small tree out, which each store compiles for itself.

    custodios golpearon      both words, in any of their forms (AND is understood)
    "a golpes"               these words in this order, as they are; “a golpes” and «a golpes» too
    golpe*                   words that begin so; "los golpe"* too
    golpes OR amenazas       either; a Spanish O in capitals is the same
    golpes AND amenazas      both; a Spanish Y in capitals is the same
    golpes NOT policía       the first without the second; golpes -policía is the same
    (golpes OR amenazas) -policía

AND binds before OR, NOT before both. Case and accents never matter, except that operators are in capitals. A Spanish
NO in capitals is a word and not an operator: people search for whole sentences in capitals ("DIJO QUE NO SABIA"), and
reading NO as an operator would silently find the opposite. A misread Y or O at worst ends in an error or leaves out
one stop word. Punctuation separates words as the index does, so EE.UU. and O'Brien are phrases.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal, TypeAlias

from corpus.errors import QueryError

__all__ = ["And", "Node", "Not", "Or", "Phrase", "Word", "parse", "words"]

# A pasted page is not a query; both limits keep compiling and matching bounded.
MAX_CHARACTERS = 10_000
MAX_TERMS = 200
MAX_DEPTH = 20  # the compiled query nests deeper, and FTS5 stops at about 60

_OPERATORS: dict[str, Literal["and", "or", "not"]] = {"AND": "and", "Y": "and", "OR": "or", "O": "or", "NOT": "not"}
_QUOTES = {'"': '"', "“": '”"', "„": '“”"', "«": "»"}
_STRAY_QUOTES = "”»"


@dataclass(frozen=True, slots=True)
class Word:
    """One word in any of its forms."""

    text: str
    position: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, as they are; with `prefix` the last one may go on."""

    words: tuple[str, ...]
    prefix: bool
    position: int


@dataclass(frozen=True, slots=True)
class And:
    """All of `children`; those that are `Not` take away from the others, of which there is at least one."""

    children: tuple[Node, ...]
    position: int


@dataclass(frozen=True, slots=True)
class Or:
    """Any of `children`, none of which is a `Not`."""

    children: tuple[Node, ...]
    position: int


@dataclass(frozen=True, slots=True)
class Not:
    """Without `child`. Stands only inside an `And`."""

    child: Node
    position: int


Node: TypeAlias = Word | Phrase | And | Or | Not


@dataclass(frozen=True, slots=True)
class _Token:
    kind: Literal["(", ")", "and", "or", "not", "term"]
    position: int
    node: Node | None = None


def words(text: str) -> list[str]:
    """Cut `text` where the index does: a word is a run of letters, digits and private-use characters, with its
    accents.
    """
    found: list[str] = []
    current = ""
    for character in text:
        # U+0300 to U+0331 are the combining accents that FTS5's unicode61 keeps inside a word and then drops.
        category = unicodedata.category(character)
        if category[0] in "LN" or category == "Co" or (current and "\u0300" <= character <= "\u0331"):
            current += character
        elif current:
            found.append(current)
            current = ""
    if current:
        found.append(current)
    return found


def parse(text: str) -> Node | None:
    """Read a query; None where it is empty.

    Raises QueryError with the position of what can't be read: an open quotation mark or parenthesis, an operator with
    nothing beside it, a lone *, a query that only takes away.
    """
    if len(text) > MAX_CHARACTERS:
        raise QueryError(f"The query is longer than {MAX_CHARACTERS} characters", position=MAX_CHARACTERS)
    if not text.strip():
        return None
    tokens = _tokens(text)
    if not tokens:
        raise QueryError("There is no word in the query", position=len(text) - len(text.lstrip()))
    terms = [token for token in tokens if token.kind == "term"]
    if len(terms) > MAX_TERMS:
        raise QueryError(f"The query has more than {MAX_TERMS} words", position=terms[MAX_TERMS].position)
    return _Parser(tokens).parse()


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while at < len(text):
        character = text[at]
        if character.isspace():
            at += 1
        elif character == "(":
            tokens.append(_Token("(", at))
            at += 1
        elif character == ")":
            tokens.append(_Token(")", at))
            at += 1
        elif character in _QUOTES:
            token, at = _phrase(text, at)
            tokens.append(token)
        elif character in _STRAY_QUOTES:
            raise QueryError("This quotation mark closes nothing", position=at)
        elif character == "-":
            if at + 1 == len(text) or text[at + 1].isspace() or text[at + 1] in ")-":
                raise QueryError("A minus must stand directly before a word", position=at)
            tokens.append(_Token("not", at))
            at += 1
        else:
            end = at
            while end < len(text) and not text[end].isspace() and text[end] not in '()"“„«”»':
                end += 1
            tokens.extend(_bare(text[at:end], at))
            at = end
    return tokens


def _phrase(text: str, start: int) -> tuple[_Token, int]:
    closers = _QUOTES[text[start]]
    end = next((i for i in range(start + 1, len(text)) if text[i] in closers), None)
    if end is None:
        raise QueryError("This quotation mark is never closed", position=start)
    quoted = text[start + 1 : end]
    if (star := quoted.rstrip().find("*")) not in (-1, len(quoted.rstrip()) - 1):
        raise QueryError("In a phrase only the last word may end in *", position=start + 1 + star)
    inside = words(quoted)
    if not inside:
        raise QueryError("There is no word between the quotation marks", position=start)
    outside = text[end + 1 : end + 2] == "*"
    prefix = outside or quoted.rstrip().endswith("*")
    return _Token("term", start, Phrase(tuple(inside), prefix, start)), end + 1 + outside


def _bare(run: str, position: int) -> list[_Token]:
    """The token of a run without spaces, or none where the run is only punctuation."""
    if run in _OPERATORS:
        return [_Token(_OPERATORS[run], position)]
    head, star, tail = run.partition("*")
    inside = words(head)
    if star and (not inside or words(tail) or not words(head[-1])):
        raise QueryError("A * must stand directly behind the beginning of a word", position=position + len(head))
    if not inside:
        return []
    if star or len(inside) > 1:
        return [_Token("term", position, Phrase(tuple(inside), bool(star), position))]
    return [_Token("term", position, Word(inside[0], position))]


class _Parser:
    """Recursive descent over the tokens; flattens, so that an `And` never holds an `And`."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def parse(self) -> Node:
        node = self._either()
        token = self._peek()
        if token is not None:  # _either stops only at a parenthesis that nothing opened
            raise QueryError("This parenthesis closes nothing", position=token.position)
        return _checked(node)

    def _peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _either(self) -> Node:
        children = [self._all()]
        while (token := self._peek()) is not None and token.kind == "or":
            self._at += 1
            self._expect_operand(token)
            children.append(self._all())
        return children[0] if len(children) == 1 else Or(tuple(children), _position(children[0]))

    def _all(self) -> Node:
        children: list[Node] = []
        while (token := self._peek()) is not None and token.kind not in (")", "or"):
            if token.kind == "and":
                if not children:
                    raise QueryError("An operator has nothing before it", position=token.position)
                self._at += 1
                self._expect_operand(token)
            child = self._one()
            children.extend(child.children if isinstance(child, And) else [child])
        if not children:
            if token is None:
                raise QueryError("The query ends too early", position=self._tokens[-1].position)
            message = "An operator has nothing before it" if token.kind == "or" else "This parenthesis closes nothing"
            raise QueryError(message, position=token.position)
        return children[0] if len(children) == 1 else And(tuple(children), _position(children[0]))

    def _one(self) -> Node:
        token = self._tokens[self._at]
        self._at += 1
        if token.node is not None:
            return token.node
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise QueryError("The query is nested too deeply", position=token.position)
        if token.kind == "not":
            self._expect_operand(token)
            child = self._one()
            node: Node = child.child if isinstance(child, Not) else Not(child, token.position)
        else:
            following = self._peek()
            if following is not None and following.kind == ")":
                raise QueryError("There is no word between the parentheses", position=token.position)
            if following is None:
                raise QueryError("This parenthesis is never closed", position=token.position)
            node = self._either()
            if self._peek() is None:
                raise QueryError("This parenthesis is never closed", position=token.position)
            self._at += 1
        self._depth -= 1
        return node

    def _expect_operand(self, operator: _Token) -> None:
        following = self._peek()
        if following is None or following.kind == ")":
            raise QueryError("An operator has nothing after it", position=operator.position)
        if following.kind in ("and", "or"):
            raise QueryError("An operator follows an operator", position=following.position)


def _position(node: Node) -> int:
    return node.position


def _checked(node: Node) -> Node:
    """Raise QueryError wherever a `Not` has nothing to take away from: that would ask for nearly the whole corpus."""
    if isinstance(node, Not):
        raise QueryError("NOT needs something beside it to take away from", position=node.position)
    if isinstance(node, Or):
        for child in node.children:
            _checked(child)
    if isinstance(node, And):
        if all(isinstance(child, Not) for child in node.children):
            raise QueryError("NOT needs something beside it to take away from", position=node.position)
        for child in node.children:
            _checked(child.child if isinstance(child, Not) else child)
    return node
