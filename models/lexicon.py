"""Known names: which surface in which language stands for what."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import yaml

from corpus.folding import fold
from corpus.records import ModelRef
from models.catalogue import package_files
from models.surfaces import Surfaces

__all__ = ["Lexicon", "read_lexicon"]


@dataclass(frozen=True)
class Lexicon:
    """`labels` and `canonical` map each surface to its label and to the name of the entity it stands for."""

    labels: Mapping[str, str]
    canonical: Mapping[str, str]
    model: ModelRef

    @cached_property
    def _surfaces(self) -> Surfaces:
        return Surfaces(self.labels)

    @cached_property
    def _folded(self) -> Mapping[tuple[str, str], str]:
        return {(self.labels[name], fold(name)): entity for name, entity in self.canonical.items()}

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, label) of every known name in `text`, longest first where two begin at one place."""
        for start, end in self._surfaces.find(text):
            yield start, end, self.labels[text[start:end]]

    def entity_name(self, label: str, surface: str) -> str:
        """The name of the entity that `surface` stands for: its Spanish name where known, else the surface itself."""
        return self._folded.get((label, fold(surface)), surface)


def read_lexicon() -> Lexicon:
    """The lexicon that travels with the project, `lexicons/names.yaml`."""
    path = package_files() / "lexicons" / "names.yaml"
    content = path.read_bytes()
    labels: dict[str, str] = {}
    canonical: dict[str, str] = {}
    for label, entries in yaml.safe_load(content).items():
        for entry in entries:
            names = [entry] if isinstance(entry, str) else entry
            for name in names:
                labels[name] = label
                canonical[name] = names[0]
    digest = hashlib.sha256(content).hexdigest()
    return Lexicon(labels, canonical, ModelRef("lexicon", digest[:8], digest))
