"""A word cut at the end of a line: is the hyphen the typesetter's ("deten-/ción") or the word's own ("ex-/soldado")?"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["REACH", "ends_cut", "seam", "words_of"]

REACH = 60  # characters before a cut that are looked at; no word is longer

_CUT = re.compile(r"[^\W_](?:[-\u2010\u00ad]|\ufffe)$")
_LAST = re.compile(r"[^\W_]+(?:['’·][^\W_]+)*$")
_HEAD = re.compile(r"[^\W_]+")
_ACCENTED = re.compile("[áéíóúÁÉÍÓÚ]")
_OWN = frozenset("well self non half all vice".split())  # English prefixes that keep their hyphen
# "ex" opens ordinary words too (explicar, existir, extraño), but never before these consonants …
_EX = re.compile("[bdgjklmnrsvyzñw]|f[^o]", re.IGNORECASE)
# … and before p, c, t, a, e, i, o, u only with the people whom one calls ex-.
_EX_PEOPLE = re.compile(
    "president|polic|pres[oa]s?$|prisioner|patruller|pandiller|pareja|combatient|comandant|convict|cautiv|capit[aá]n|"
    "compañer|coronel|alcald|alumn|agent|amig|trabajador|tenient|integrant|intern[oa]s?$|emplead|embajador|oficial|"
    "obrer|espos|cónyug|custodi|policem|cop$|cops$|convict|wife|employ",
    re.IGNORECASE,
)


def ends_cut(line: str) -> bool:
    """Whether the last word of `line` may go on in the next line."""
    return bool(_CUT.search(line[-3:]))


def words_of(lines: Iterable[str]) -> frozenset[str]:
    """The words of a text, lower case, hyphenated ones whole: what `merge` takes as evidence."""
    return frozenset(w for line in lines for w in re.findall(r"[^\W_]+(?:-[^\W_]+)*", line.lower()))


def seam(line: str, head: str, words: frozenset[str]) -> str:
    """What comes between `line` without the hyphen that it ends in, and `head`, the next line's first word.

    Only the last `REACH` characters of `line` count.
    """
    mark = line[-1]
    match, after = _LAST.search(line[-REACH:-1]), _HEAD.match(head)
    if not match or not after:
        return f"{mark} "
    left, right = match.group(), after.group()
    keep = mark != "\u00ad" and _is_own(left, right, words)
    return "-" if keep else ""


def _is_own(left: str, right: str, words: frozenset[str]) -> bool:
    if not right[0].islower():  # Pico-Union, 1980-1992
        return not (left.isupper() and len(left) > 1 and right.isupper())
    low_left, low_right = left.lower(), right.lower()
    joined, hyphened = low_left + low_right, f"{low_left}-{low_right}"
    if joined in words or hyphened in words:
        return joined not in words
    if left[-1].isdigit() or low_left in _OWN:
        return True
    if low_left == "ex":
        return bool(_EX.match(right) or _EX_PEOPLE.match(right))
    if _ACCENTED.search(left) and _ACCENTED.search(right):
        return True  # one Spanish word has one written accent: teórico-práctico
    # An accent two syllables before a final -o ends the word: médico-legal, but médi-co.
    return len(right) > 2 and bool(re.search(r"[áéíóú][^aeiouáéíóú]+[aeiou][^aeiouáéíóú]+o$", low_left))
