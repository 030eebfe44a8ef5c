"""Placeholders: what stands in a sentence for a name or a number while a model translates it.

The models in `models/packages/` were trained with these symbols as single pieces, in pairs where both sides carry the
same symbol, so they copy them as they would copy a word. The kind tells the model what grammar needs: whether
"was arrested" becomes *detenida* or *detenido*, and whether a number follows.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

__all__ = ["KINDS", "ORDINARY_NAMES", "SYMBOL", "SYMBOLS", "gender_of", "is_given_name", "symbol"]

# F a woman, M a man, X any other name, N a number or a date in figures; with how many of each a sentence may hold.
KINDS = {"F": 6, "M": 6, "X": 10, "N": 10}
SYMBOL = re.compile(r"⟦([FMXN])(\d)⟧")


def symbol(kind: str, index: int) -> str:
    return f"⟦{kind}{index}⟧"


SYMBOLS = tuple(symbol(kind, index) for kind, count in KINDS.items() for index in range(count))


# For models that weren't trained with symbols, and for Apertium: names that are spelt alike in both languages, that no
# dictionary has as words, and that such models copy. Figures they copy as they are.
ORDINARY_NAMES = {
    "F": ("Elena", "Sandra", "Marta", "Laura", "Diana", "Julia"),
    "M": ("Roberto", "Mario", "Diego", "Sergio", "Fernando", "Ricardo"),
    "X": (
        "Caracas",
        "Durango",
        "Morelia",
        "Tegucigalpa",
        "Bolivia",
        "Paraguay",
        "Uruguay",
        "Managua",
        "Guatemala",
        "Nicaragua",
    ),
    "N": (),
}


@cache
def _given_names() -> dict[str, str]:
    """{given name, lower case: "F" or "M"} from models/lexicons/given-names.txt."""
    names = {}
    text = (Path(__file__).parent / "lexicons" / "given-names.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        kind, _, rest = line.partition(": ")
        if kind in ("F", "M"):
            names.update({word.lower(): kind for word in rest.split()})
    return names


def gender_of(name: str) -> str:
    """ "F" or "M" by the first given name in `name` that tells, "X" where none does."""
    names = _given_names()
    return next((names[word.lower()] for word in name.split()[:2] if word.lower() in names), "X")


def is_given_name(word: str) -> bool:
    return word.lower() in _given_names()
