"""How alike two words of names are: how they sound in Central American Spanish, and slips of the pen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

__all__ = ["NEAR", "NO_MATCH", "PROPOSE", "SOUND", "Comparison", "is_near", "skeleton", "sounds"]

# From this score on, two names are worth asking a person about.
PROPOSE = 0.5
# How far a pair of words goes that sound alike, or are alike but for a slip, of 1 for the same letters.
SOUND, NEAR = 0.95, 0.85


@dataclass(frozen=True, slots=True)
class Comparison:
    """How likely two names mean the same (0 to 1), and what speaks for it."""

    score: float
    reason: str


NO_MATCH = Comparison(0.0, "different")

# Capitals are sounds of their own: C for ch, R for rr.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"[cs]h", "C"),
        (r"ph", "f"),
        (r"h", ""),
        (r"ll(?=(?:y|i|ie|ey)$)", "l"),  # Nelly, Shelly
        (r"ll", "y"),
        (r"(?<=[nls])rr", "r"),  # always rolled there
        (r"rr", "R"),
        (r"^x(?=a|im)", "j"),  # Xavier, Ximena; but not Xiomara
        (r"g(?=[eiy])", "j"),
        (r"gu(?=[eiy])", "g"),
        (r"qu(?=[eiy])", "k"),
        (r"ck|q", "k"),
        (r"c(?=[eiy])|z", "s"),
        (r"c", "k"),
        (r"[vw]", "b"),
        (r"(?<=.)y(?![aeiou])", "i"),
        (r"n(?=[bp])", "m"),
        (r"(.)\1+", r"\1"),
    )
]


@lru_cache(maxsize=100_000)
def sounds(word: str) -> str:
    """What is the same for folded words that sound the same: "menjivar" and "menjibar"."""
    if len(word) < 2:
        return word
    sound = word
    for pattern, replacement in _SOUNDS:
        sound = pattern.sub(replacement, sound)
    return sound or word


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """Coarser than `sounds`: the first sound and the consonants, y as the l that it may be a slip of (Orelana)."""
    sound = sounds(word)
    return re.sub(r"(.)\1+", r"\1", sound[0] + re.sub(r"[aeiou]", "", sound[1:]).replace("y", "l"))


def is_near(a: str, b: str) -> bool:
    """Whether two folded words may be one but for a slip of the pen.

    The first sound is rarely slipped on (Hernández is no Fernández), and a last a or o tells women from men.
    """
    if min(len(a), len(b)) < 5 or abs(len(a) - len(b)) > 2 or sounds(a)[0] != sounds(b)[0]:
        return False
    if a[-1] != b[-1] and (a[-1] in "ao" or b[-1] in "ao"):
        return False
    # One slip in seven letters, two in thirteen.
    return bool(OSA.normalized_similarity(a, b, score_cutoff=0.84) > 0)
