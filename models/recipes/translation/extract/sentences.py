"""Sentences of a paragraph, and which of them are each other's translation."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

ABBREVIATIONS = set(
    """sr sra srta srs sres dr dra dres d da ud uds vd vds st sto sta av avda núm num no nº art arts cap pág págs pp p
    ej etc fig figs vol vols ed eds vs cf mr mrs ms messrs jr prof gen col lt capt sgt rev hon gov sen rep inc ltd co
    corp dept est approx e.g i.e e.g. i.e u.s ee.uu jan feb mar apr jun jul aug sep sept oct nov dec lic ing arq mons fr
    rvdo excmo ilmo tel p.ej a.c d.c b.c a.d""".split()
)
BREAK = re.compile(r"(?<=[.!?…])([\"”»’')\]]*)\s+(?=[\"“«‘'(\[¿¡—–-]*\s?[A-ZÁÉÍÓÚÑÜ0-9¿¡])")
TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]{2,}")


def sentences(text: str) -> list[str]:
    """Split a paragraph where a capital, digit or opening mark follows an end mark, but for abbreviations."""
    text = re.sub(r"\s+", " ", text).strip()
    out, start = [], 0
    for found in BREAK.finditer(text):
        if word := re.search(r"(\S+)\.$", text[start : found.start()]):
            token = word[1].strip("(\"“«'¿¡[—").lower()
            after = text[found.end() : found.end() + 1]
            abbreviated = token in ABBREVIATIONS or re.fullmatch(r"[a-záéíóúñ](\.[a-záéíóúñ])*", token)
            if abbreviated and (token not in ("etc", "y", "a", "e", "o", "u") or after.islower()):
                continue
            if re.fullmatch(r"\d{1,2}", token) and start + len(token) + 1 >= found.start():
                continue  # the number of an item, not a sentence
        out.append(text[start : found.end(1)].strip())
        start = found.end()
    out.append(text[start:].strip())
    return [sentence for sentence in out if sentence]


@lru_cache(maxsize=200_000)
def keys(sentence: str) -> frozenset[str]:
    """What looks alike in both languages: numbers, and the first four letters of longer words."""
    found = set()
    plain = "".join(c for c in unicodedata.normalize("NFD", sentence.lower()) if not unicodedata.combining(c))
    for token in TOKEN.findall(plain):
        if token[0].isdigit():
            found.add(token.replace(",", "").replace(".", ""))
        elif len(token) >= 4:
            found.add(token.replace("ph", "f").replace("qu", "c").replace("k", "c").replace("y", "i")[:4])
    return frozenset(found)


class Words(NamedTuple):
    """What alignment looks at in a stretch of text."""

    length: int
    tokens: frozenset[str]
    keys: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Words:
        return cls(len(text) + 1, frozenset(token.lower() for token in TOKEN.findall(text)), keys(text))

    @classmethod
    def joined(cls, parts: list[Words]) -> Words:
        if len(parts) == 1:
            return parts[0]
        lengths, tokens, all_keys = zip(*parts, strict=True)
        return cls(sum(lengths), frozenset().union(*tokens), frozenset().union(*all_keys))


class Lexicon:
    """Which words go together (Dice), learnt from pairs; up to four translations of each Spanish word."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = (), least: int = 3) -> None:
        together: dict[str, Counter[str]] = defaultdict(Counter)
        left: Counter[str] = Counter()
        right: Counter[str] = Counter()
        for es, en in pairs:
            a, b = Words.of(es).tokens, Words.of(en).tokens
            if len(a) <= 40 and len(b) <= 40:
                left.update(a)
                right.update(b)
                for word in a:
                    together[word].update(b)
        self.best: dict[str, set[str]] = {}
        for word, row in together.items():
            if left[word] >= least:
                scored = ((2 * n / (left[word] + right[other]), other) for other, n in row.items() if n >= least)
                good = {other for score, other in sorted(scored, reverse=True)[:4] if score > 0.12}
                if good:
                    self.best[word] = good

    def score(self, es: str, en: str) -> float:
        return self.score_words(Words.of(es), Words.of(en))

    def score_words(self, es: Words, en: Words) -> float:
        """Share of the known Spanish words whose translation stands on the other side, helped by what looks alike."""
        found = [not self.best[word].isdisjoint(en.tokens) for word in es.tokens if word in self.best]
        alike = len(es.keys & en.keys) / (min(len(es.keys), len(en.keys)) or 1)
        if not found:
            return alike
        lexical = sum(found) / len(found)
        return max(lexical, 0.6 * lexical + 0.4 * alike)


class Bead(NamedTuple):
    """Some sentences that are the translation of some others."""

    es: str
    en: str
    score: float
    size: tuple[int, int]


# What it costs to match so many Spanish sentences with so many English ones.
COSTS = {(1, 1): 0.0, (1, 0): 4.5, (0, 1): 4.5, (2, 1): 2.3, (1, 2): 2.3, (2, 2): 4.4, (3, 1): 4.5, (1, 3): 4.5}


def align(es: list[str], en: list[str], lexicon: Lexicon | None = None, *, band: int = 25) -> list[Bead]:
    """Dynamic programming over both texts, by lengths (Gale and Church) and by words that go together.

    Only cells within `band` sentences of the place that the share of the characters read so far points to are tried.
    """
    if not es or not en:
        return []
    lexicon = lexicon or Lexicon()
    ratio = max(0.6, min(1.6, sum(map(len, en)) / max(1, sum(map(len, es)))))
    left, right = [Words.of(text) for text in es], [Words.of(text) for text in en]

    def cost(i: int, j: int, a: int, b: int) -> float:
        if a == 0 or b == 0:
            return COSTS[a, b] + 0.004 * (left[i - 1].length * ratio if a else right[j - 1].length)
        x, y = Words.joined(left[i - a : i]), Words.joined(right[j - b : j])
        expected = x.length * ratio
        away = 0.5 * ((y.length - expected) / math.sqrt(3.4 * (expected + y.length) + 10)) ** 2
        if away > 25:
            return COSTS[a, b] + 12
        return COSTS[a, b] + min(12, away) - 6.0 * lexicon.score_words(x, y)

    n, m, start = len(es), len(en), 0
    places_es, places_en = places(left), places(right)
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(n + 1):
        while start < m and places_en[start] < places_es[i]:
            start += 1
        for j in range(max(0, start - band) if i else 0, (min(m, start + band) if i < n else m) + 1):
            tried = [
                (best[i - a, j - b][0] + cost(i, j, a, b), (a, b)) for a, b in COSTS if (i - a, j - b) in best and i + j
            ]
            if tried:
                best[i, j] = min(tried, key=lambda step: step[0])
    beads, at = [], (n, m)
    while at != (0, 0):
        if at not in best:
            return []
        (i, j), (a, b) = at, best[at][1]
        if a and b:
            score = lexicon.score_words(Words.joined(left[i - a : i]), Words.joined(right[j - b : j]))
            beads.append(Bead(" ".join(es[i - a : i]), " ".join(en[j - b : j]), score, (a, b)))
        at = (i - a, j - b)
    return beads[::-1]


def places(side: list[Words]) -> list[float]:
    """Share of the characters before each sentence, and 1 at the end."""
    total, done, out = sum(words.length for words in side), 0, [0.0]
    for words in side:
        done += words.length
        out.append(done / total)
    return out


def paragraph_pairs(es: str, en: str) -> Iterator[tuple[str, str]]:
    """Sentence pairs of two paragraphs known to be each other's translation."""
    left, right = sentences(es), sentences(en)
    if len(left) == len(right):
        yield from zip(left, right, strict=True)
    else:
        yield from ((bead.es, bead.en) for bead in align(left, right) if sum(bead.size) <= 3)
