"""Texts typed without capitals ("me llamo rosa paz y vivo en soyapango"), as they would be written with care.

All that finds names looks at capitals. Where a testimony's sentences begin with small letters, a copy of each is read
instead, in which known names have their capitals; every character keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.folding import fold
from models.gazetteers import Gazetteers
from models.kinship import KIN
from models.rules import TITLES
from models.wordlists import count_of

__all__ = ["is_careless", "with_capitals"]

_WORD = re.compile(r"[^\W\d_]+")
COMMON = 300  # occurrences in ten million words: a name that is as usual as a word needs an introduction
FEW = 4  # words; of shorter sentences the first letter says nothing
_INTRODUCTIONS = frozenset("llamo llama llamaba llamado llamada nombre named called soy".split())
_BETWEEN = frozenset("es era is was de del la los y".split())  # "mi nombre es rosa", "rosa de la o"


def is_careless(sentences: Iterable[str]) -> bool:
    """Whether most of a testimony's sentences begin with a small letter and have no capital at all."""
    small = large = 0
    for sentence in sentences:
        words = _WORD.findall(sentence)
        if len(words) >= FEW:
            careless = words[0][0].islower() and not any(word[0].isupper() for word in words)
            small, large = small + careless, large + (not careless)
    return small > large


def with_capitals(sentence: str, language: str, gazetteers: Gazetteers) -> str:
    """`sentence` with capitals at its beginning and on what may be a name; as long as it was."""
    matches = list(_WORD.finditer(sentence))
    words = [match.group() for match in matches]
    folded = [fold(word) for word in words]
    names: set[int] = {0}
    for found in gazetteers.find(folded):
        alone = found.end - found.start == 1
        if not alone or not _is_common(words[found.start], language):
            names.update(i for i in range(found.start, found.end) if words[i] not in _BETWEEN)
    introduced = False
    for i, word in enumerate(words):
        person = folded[i] in gazetteers.given or folded[i] in gazetteers.surnames
        if word in _INTRODUCTIONS or word in TITLES or word in KIN:
            introduced = True
        elif introduced and word in _BETWEEN:
            continue
        elif person and (introduced or not _is_common(word, language)):
            names.add(i)
            introduced = True  # a surname follows
        else:
            introduced = False
    result = list(sentence)
    for i in sorted(names & set(range(len(words)))):
        start = matches[i].start()
        capital = sentence[start].upper()
        if len(capital) == 1:
            result[start] = capital
    return "".join(result)


def _is_common(word: str, language: str) -> bool:
    return (count_of(word, language) or 0) >= COMMON
