"""What can be seen of each token of a testimony that may tell whether it belongs to a name, and of which kind.

The features are those of sequence tagging with few labelled sentences: the word, its shape and ending, what a trained
pipeline says of it (part of speech, entity), lists of names, classes of words that stand in similar places, what stands
before and after, the whole run of capitals that it is part of, and how the testimony writes it elsewhere.
(L. Ratinov and D. Roth, "Design Challenges and Misconceptions in Named Entity Recognition", CoNLL 2009.)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from corpus.folding import fold
from models.catalogue import package_files
from models.gazetteers import Gazetteers
from models.kinship import KIN
from models.rules import PLACE_WORDS, TITLES, find_people, find_places
from models.tokens import Token
from models.wordlists import count_of

__all__ = ["Features", "Sentence"]

_LONG_RUN = re.compile(r"(.)\1{2,}")
# After these a capital may be due to the beginning of a sentence.
_OPENING = frozenset(".!?…:¿¡«“\"'(—–-‘[")
# Bind the words of one name, and sometimes two names; the tagger decides.
_BINDING = frozenset(
    "de del la las los el y of the and for para en a sobre contra por against on von van & 's -".split()
)
_MOVING = frozenset("en in a to from de".split())
RUN = 16  # tokens of the longest run of capitals that is looked at as a whole


@dataclass(frozen=True, slots=True)
class Sentence:
    """One text and its tokens. `language` is es or en."""

    text: str
    language: str
    tokens: Sequence[Token]


@dataclass(slots=True)
class _Word:
    """What a word says by itself, at its own place (`own`) and seen from one (`near`) or two (`far`) tokens away.

    `head` is what it says of a run of capitals that it begins or ends; `category` is title, kin or place."""

    folded: str
    own: list[str]
    near: list[str]
    far: list[str]
    head: list[str]
    category: str


@dataclass(slots=True)
class Features:
    """Turns the sentences of one testimony into features for the tagger."""

    gazetteers: Gazetteers
    _words: dict[tuple[str, str], _Word] = field(default_factory=dict)

    def of(self, sentences: Sequence[Sentence]) -> list[list[list[str]]]:
        """For each sentence, for each token, its features. All sentences are of one testimony."""
        words = [[self._word(token.text, sentence.language) for token in sentence.tokens] for sentence in sentences]
        elsewhere = _elsewhere(sentences, words)
        return [self._sentence(s, w, elsewhere) for s, w in zip(sentences, words, strict=True)]

    def _word(self, text: str, language: str) -> _Word:
        word = self._words.get((text, language))
        if word is None:
            if len(self._words) > 200_000:  # a corpus may hold millions of different words
                self._words.clear()
            word = self._words[text, language] = self._describe(text, language)
        return word

    def _describe(self, text: str, language: str) -> _Word:
        low, folded = text.lower(), fold(text)
        basic = [f"l={low}"]
        classes = [f"k={name}" for name in _classes().get(low, ())]
        bare = low.strip(".")
        category = "title" if bare in TITLES else "kin" if bare in KIN else "place" if bare in PLACE_WORDS else ""
        near = [*basic, f"sh={_shape(text)}", *classes]
        far = [*basic, *classes]
        if category:
            near.append(f"c={category}")
            far.append(f"c={category}")
        given, surname = self.gazetteers.given.get(folded), self.gazetteers.surnames.get(folded)
        if text[0].isupper() or given or surname:
            names = [f"gf={_magnitude(given)}", f"sf={_magnitude(surname)}"]
            near += [*names, f"fr={_magnitude(count_of(low, language))}"]
            far += names
        other = "en" if language == "es" else "es"
        own = [*near, *(f"s{n}={low[-n:]}" for n in (1, 2, 3) if len(low) > n)]
        if len(low) > 3:
            own.append(f"p3={low[:3]}")
        if text[0].isupper():
            own.append(f"fo={_magnitude(count_of(low, other))}")
        return _Word(folded, own, near, far, [*basic, *classes], category)

    def _sentence(
        self, sentence: Sentence, words: Sequence[_Word], elsewhere: Mapping[str, Counter[str]]
    ) -> list[list[str]]:
        tokens = sentence.tokens
        own: list[list[str]] = [list(word.own) for word in words]
        near: list[list[str]] = [list(word.near) for word in words]
        far: list[list[str]] = [list(word.far) for word in words]
        listed = self._listed(words)
        ruled = _ruled(sentence)
        for i, (token, first) in enumerate(zip(tokens, _first(tokens), strict=True)):
            seen = [f"p={token.pos}", f"e={token.guess}"]
            if token.text[0].isupper():
                seen.append("capital" if not first else "capital?")
                seen += _habits(elsewhere[words[i].folded])
            own[i] += seen
            near[i] += seen
            own[i] += listed[i]
            near[i] += listed[i]
            far[i] += [f"p={token.pos}", *listed[i]]
            own[i] += ruled[i]
        rows = [self._row(i, own, near, far) for i in range(len(tokens))]
        lows = [token.text.lower() for token in tokens]
        for i, row in enumerate(rows):
            _neighbours(row, i, tokens, lows)
        for start, end in _runs(tokens, lows):
            _whole_run(rows, start, end, tokens, lows, words, listed)
        return rows

    def _row(self, i: int, own: Sequence[list[str]], near: Sequence[list[str]], far: Sequence[list[str]]) -> list[str]:
        row = list(own[i])
        for distance, group in ((-1, near), (1, near), (-2, far), (2, far)):
            j = i + distance
            if 0 <= j < len(own):
                prefix = f"{distance}:"
                row += [prefix + name for name in group[j]]
            else:
                row.append(f"{distance}:_")
        row.append("bias")
        return row

    def _listed(self, words: Sequence[_Word]) -> list[list[str]]:
        """Where each token stands in listed names: B(egin), I(nside), L(ast), U(nit)."""
        found: list[set[str]] = [set() for _ in words]
        for match in self.gazetteers.find([word.folded for word in words]):
            for i in range(match.start, match.end):
                size = match.end - match.start
                place = "U" if size == 1 else "B" if i == match.start else "L" if i == match.end - 1 else "I"
                for kind in match.kinds:
                    found[i].add(f"g={place}{kind}")
                    found[i].add(f"G={place}{kind.partition(':')[0]}")
        return [sorted(names) for names in found]


def _magnitude(count: float | None) -> str:
    return "-" if count is None else str(len(str(int(count))))


def _shape(text: str) -> str:
    signs = "".join("X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c for c in text)
    return _LONG_RUN.sub(r"\1\1", signs)


@cache
def _classes() -> Mapping[str, tuple[str, ...]]:
    """Word → its classes in three grains (see models/recipes/entities)."""
    content = (package_files() / "lexicons" / "word-classes.txt").read_text(encoding="utf-8")
    lines = (line.split() for line in content.splitlines() if not line.startswith("# "))
    return {word: (f"a{coarse}", f"b{middle}", f"c{fine}") for word, coarse, middle, fine in lines}


def _first(tokens: Iterable[Token]) -> Iterator[bool]:
    """Of each token, whether its capital may be due to its place."""
    first = True
    for token in tokens:
        yield first
        first = token.text in _OPENING or (first and not token.text[0].isalnum())


def _elsewhere(sentences: Sequence[Sentence], words: Sequence[Sequence[_Word]]) -> dict[str, Counter[str]]:
    """How the testimony writes each word: with a small letter, a capital inside a sentence, after a title …"""
    found: dict[str, Counter[str]] = {}
    for sentence, described in zip(sentences, words, strict=True):
        tokens = sentence.tokens
        for i, (token, first) in enumerate(zip(tokens, _first(tokens), strict=True)):
            initial = token.text[0]
            if not initial.isalpha():
                continue
            counts = found.setdefault(described[i].folded, Counter())
            if initial.islower():
                counts["small"] += 1
                continue
            if not first:
                counts["capital"] += 1
            if i:
                if before := described[i - 1].category:
                    counts[before] += 1
                elif tokens[i - 1].text.lower() in _MOVING:
                    counts["in"] += 1
            if i > 1 and described[i - 2].category == "place":
                counts["place"] += 1
    return found


def _habits(counts: Counter[str]) -> list[str]:
    habits = [f"small={min(3, counts['small'])}", f"large={min(3, counts['capital'])}"]
    return habits + [f"d={name}" for name in ("title", "kin", "place", "in") if counts[name]]


def _ruled(sentence: Sentence) -> list[list[str]]:
    """What introductions, titles and words for places say."""
    found: list[list[str]] = [[] for _ in sentence.tokens]
    for name, rule in (("person", find_people), ("place", find_places)):
        for start, end in rule(sentence.text):
            first = True
            for i, token in enumerate(sentence.tokens):
                if token.start < end and start < token.end:
                    found[i].append(f"rule={'B' if first else 'I'}{name}")
                    first = False
    return found


def _neighbours(row: list[str], i: int, tokens: Sequence[Token], lows: Sequence[str]) -> None:
    """Pairs of words, and the nearest words to the left and right that aren't part of a run of capitals."""
    count = len(tokens)
    this = "X" if tokens[i].text[0].isupper() else lows[i]
    if i:
        row.append(f"before={lows[i - 1]}|{this}")
    if i + 1 < count:
        row.append(f"after={this}|{lows[i + 1]}")
    if i > 1:
        row.append(f"two={lows[i - 2]} {lows[i - 1]}")
    for name, step, nothing in (("left", -1, "^"), ("right", 1, "$")):
        j = i + step
        while 0 <= j < count and abs(j - i) < 6 and (tokens[j].text[0].isupper() or lows[j] in _BINDING):
            j += step
        row.append(f"{name}={lows[j] if 0 <= j < count else nothing}")


def _runs(tokens: Sequence[Token], lows: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of words with capitals and what binds them, as (start, end); the last word has a capital."""
    i = 0
    while i < len(tokens):
        if not tokens[i].text[0].isupper():
            i += 1
            continue
        j = end = i + 1
        while j < len(tokens) and j - i < RUN and (tokens[j].text[0].isupper() or lows[j] in _BINDING):
            j += 1
            if tokens[j - 1].text[0].isupper():
                end = j
        yield i, end
        i = end


def _whole_run(
    rows: Sequence[list[str]],
    start: int,
    end: int,
    tokens: Sequence[Token],
    lows: Sequence[str],
    words: Sequence[_Word],
    listed: Sequence[Sequence[str]],
) -> None:
    """Give each token of a run what its first and last words are and what stands round it."""
    before = lows[start - 1] if start else "^"
    after = lows[end] if end < len(tokens) else "$"
    shared = [f"run:before={before}", f"run:after={after}"]
    if start > 1:
        shared.append(f"run:before2={lows[start - 2]} {before}")
    if end + 1 < len(tokens):
        shared.append(f"run:after2={after} {lows[end + 1]}")
    if start and end < len(tokens) and tokens[start - 1].text in '«“"(':
        shared.append(f"run:in{tokens[start - 1].text}")
    if end - start > 1:
        shared.append(f"run:size={min(5, sum(token.text[0].isupper() for token in tokens[start:end]))}")
        for name, i in (("first", start), ("last", end - 1)):
            labels = [known for known in listed[i] if known.startswith("G=")]
            shared += [f"run:{name}:{seen}" for seen in (*words[i].head, *labels)]
    for i in range(start, end):
        rows[i] += shared
        if end - start > 1:
            rows[i].append(f"run:at={min(i - start, 3)}|{min(end - 1 - i, 3)}")
