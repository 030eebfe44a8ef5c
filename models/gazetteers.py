"""Lists of names, as evidence for the recogniser: a name on a list is likelier one of that kind, but needn't be.

Reads every file of models/lexicons/gazetteers/. Most hold names by label and kind; given-names.yaml and surnames.yaml
hold a frequency for each. (models/lexicon.py reads names.yaml, whose names are sure and joined over both languages.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from corpus.folding import fold
from models.catalogue import package_files
from models.lexicon import all_spellings, form_of, read_yaml

__all__ = ["Gazetteers", "Match", "read_gazetteers", "read_short_names"]

_FOLDER = package_files() / "lexicons" / "gazetteers"
_TOKEN = re.compile(r"\w+|[^\w\s]")
_LEAF = ""  # no token is empty
Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens `start` to `end` are a listed name; `kinds` are "PLACE:municipality" and the like, sorted."""

    start: int
    end: int
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Gazetteers:
    """`tree` leads from token to token to the kinds of a name. `given` and `surnames` are frequencies per 100,000
    people. All keys are folded."""

    tree: Node
    given: Mapping[str, float]
    surnames: Mapping[str, float]

    def find(self, folded: Sequence[str]) -> Iterator[Match]:
        """The longest listed name that begins at each token; names may overlap."""
        for start in range(len(folded)):
            node, end, found = self.tree, start, None
            while end < len(folded) and (following := node.get(folded[end])) is not None:
                node, end = following, end + 1
                if _LEAF in node:
                    found = Match(start, end, node[_LEAF])
            if found:
                yield found


@cache
def read_gazetteers() -> Gazetteers:
    """The gazetteers that travel with the project, and the names of names.yaml."""
    kinds: dict[tuple[str, ...], set[str]] = {}
    frequencies: dict[str, dict[str, float]] = {"given-names": {}, "surnames": {}}
    for path in [_FOLDER.parent / "names.yaml", *sorted(_FOLDER.glob("*.yaml"))]:
        content = read_yaml(path.read_bytes())
        if path.stem in frequencies:
            for name, count in content.items():
                folded = fold(str(name))
                frequencies[path.stem][folded] = max(float(count), frequencies[path.stem].get(folded, 0.0))
        elif path.stem != "hypocorisms":
            for kind, name in _names(content):
                tokens = tuple(_TOKEN.findall(fold(form_of(name).text)))
                if tokens:
                    kinds.setdefault(tokens, set()).add(kind)
    tree: Node = {}
    for tokens, found in kinds.items():
        node = tree
        for token in tokens:
            node = node.setdefault(token, {})
        node[_LEAF] = tuple(sorted(found))
    return Gazetteers(tree, frequencies["given-names"], frequencies["surnames"])


def read_short_names() -> dict[str, list[str]]:
    """Which given names a short one may stand for (Chepe: José)."""
    table: dict[str, list[str]] = read_yaml((_FOLDER / "hypocorisms.yaml").read_bytes())
    return table


def _names(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(label or "LABEL:kind", name) of a file of names by label, or by label and kind."""
    for label, group in content.items():
        for kind, entries in group.items() if isinstance(group, dict) else [("", group)]:
            for entry in entries:
                for name in all_spellings(entry):
                    yield f"{label}:{kind}" if kind else label, name
