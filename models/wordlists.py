"""How well a sentence's words fit Spanish and English: reads models/lexicons/es.txt, en.txt and people.txt.

The lists are made by models/recipes/lexicons/build.py.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.folding import fold

__all__ = ["Fit", "fit", "people"]

FOLDER = Path(__file__).parent / "lexicons"
PER = 10_000_000
ABSENT = math.log(5 / PER)  # what a word that isn't on the list gets: about half the rarest one's share
LIMIT = 5.0  # no single word decides for itself: names, quoted words and misspellings are everywhere

_NOT_WORDS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|[@#]\w+|\S*[\d_/\\]\S*")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼꞌ´`-][^\W\d_]+|['ʼꞌ´`](?!\w))*")
_ENGLISH_ENDING = re.compile(r"(?:'(?:s|d|ll|re|ve|m)|n't)$")
_SPANISH_MARKS = frozenset("áéíóúüñ")
# A word of three letters says less than a long one: every language has its own "no", "me", "in", "are".
_WEIGHTS = (0.0, 0.15, 0.4, 0.7)
# Bind the words of a name; alone they make no sentence.
_BINDING = frozenset("de del la las los el y e i of the and von van da do dos das di san santa don doña mr mrs ms sr sra dr dra lic alias".split())


@dataclass(frozen=True, slots=True)
class Fit:
    """A sentence against the two lists.

    `words`: words that aren't names. `balance`: log-odds (nats) of Spanish against English. `spanish`, `english`: share
    (0 to 1, longer words counting more) of the words that are on the list. `names_only`: names, numbers and signs, no sentence.
    """

    words: int
    balance: float
    spanish: float
    english: float
    names_only: bool


class _WordList:
    def __init__(self, name: str) -> None:
        self.exact: dict[str, float] = {}
        self.folded: dict[str, float] = {}
        for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                word, count = line.split()
                self.exact[word] = math.log(int(count) / PER)
                self.folded.setdefault(fold(word), self.exact[word])  # most frequent first: the best of the homographs

    def get(self, word: str) -> float | None:
        """Log share of `word`; written without its accents, or with wrong ones, it counts as well."""
        found = self.exact.get(word)
        if found is None and all(c < "\x80" or c in _SPANISH_MARKS for c in word):
            found = self.folded.get(fold(word))
        return found


@cache
def _lists() -> Mapping[str, _WordList]:
    return {"es": _WordList("es"), "en": _WordList("en")}


@cache
def people() -> frozenset[str]:
    """Words that occur in people's names, in lower case."""
    lines = (FOLDER / "people.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def fit(text: str) -> Fit:
    """Measure one sentence. The same text gives the same `Fit`, whatever came before."""
    written = _WORD.findall(_NOT_WORDS.sub(" ", text).replace("’", "'"))
    if not written:
        return Fit(0, 0.0, 0.0, 0.0, names_only=True)
    shouted = sum(w.isupper() for w in written) * 2 > len(written) and len(written) > 1
    spanish_list, english_list = _lists()["es"], _lists()["en"]
    balance = total = spanish = english = 0.0
    words = 0
    for number, word in enumerate(written):
        low = word.lower()
        in_spanish, in_english = spanish_list.get(low), english_list.get(low)
        if in_english is None and _ENGLISH_ENDING.search(low):
            in_english = max(english_list.get(_ENGLISH_ENDING.sub("", low)) or ABSENT, ABSENT + 3)
        capital = word[0].isupper() and not shouted and low != "i" and not low.startswith("i'")
        if capital and (number > 0 or (in_spanish is None and in_english is None)):
            continue  # a name, as far as anybody can tell
        weight = _WEIGHTS[len(low)] if len(low) < len(_WEIGHTS) else 1.0
        words += 1
        total += weight
        spanish += weight * (in_spanish is not None)
        english += weight * (in_english is not None)
        odds = (ABSENT if in_spanish is None else in_spanish) - (ABSENT if in_english is None else in_english)
        balance += max(-LIMIT, min(LIMIT, odds))
    if not total:
        return Fit(words, balance, 0.0, 0.0, names_only=words == 0)
    return Fit(words, balance, spanish / total, english / total, names_only=_names_only(written, shouted=shouted))


def _names_only(written: list[str], *, shouted: bool) -> bool:
    """"Rosa Paz", "José Mena, Apopa": only capitals and what binds them, and somebody's name among them."""
    content = [w for w in written if w.lower() not in _BINDING]
    if not content or len(content) > 6 or (len(content) == 1 and len(written) == 1 and content[0].lower() not in people()):
        return not content and False
    if not all(w[0].isupper() for w in content):
        return False
    known = people()
    return all(w.lower() in known or not _listed(w.lower()) for w in content)


def _listed(word: str) -> bool:
    return any(words.get(word) is not None for words in _lists().values())
