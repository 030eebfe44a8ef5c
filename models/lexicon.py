"""Known names: which surface in which language stands for what, and what the other language calls it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from corpus.folding import fold
from corpus.records import ModelRef
from models.catalogue import package_files
from models.surfaces import Surfaces

__all__ = ["Form", "Lexicon", "all_spellings", "form_of", "read_lexicon", "read_yaml"]

Entry = str | dict[str, str | list[str]]
LANGUAGES = ("es", "en", "both")
_ARTICLE = re.compile(r"^(the|el|la|los|las) (?=\S)")


@dataclass(frozen=True, slots=True)
class Form:
    """What a name is called in a language: its text, and the article that language puts before it: "" for none, None
    where that isn't known."""

    text: str
    article: str | None = ""


@dataclass(frozen=True)
class Lexicon:
    """`labels` and `canonical` map each surface to its label and to the name of the entity it stands for.

    `forms` maps (language, surface) to the form in the other language of the pair.
    """

    labels: Mapping[str, str]
    canonical: Mapping[str, str]
    forms: Mapping[tuple[str, str], Form]
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

    @cached_property
    def _shouted(self) -> tuple[Surfaces, Mapping[str, str]]:
        upper = {name.upper(): name for name in self.labels if len(name) > 3}
        return Surfaces(upper), upper

    def find_shouted(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, name as listed) of every known name in a `text` in capitals."""
        surfaces, upper = self._shouted
        for start, end in surfaces.find(text):
            yield start, end, upper[text[start:end]]

    def known(self, text: str, language: str, *, shouted: bool = False) -> Iterator[tuple[int, int, Form | None]]:
        """(start, end, form) of what a translation must keep: names with a form in the other language, and places and
        organisations without one. `shouted`: `text` is in capitals."""
        if shouted:
            for start, end, name in self.find_shouted(text):
                form = self.forms.get((language, name))
                yield start, end, Form(form.text.upper(), form.article) if form else None
            return
        for start, end, label in self.find(text):
            form = self.forms.get((language, text[start:end]))
            if form or label in ("PLACE", "ORG"):
                yield start, end, form

    def entity_name(self, label: str, surface: str) -> str:
        """The name of the entity that `surface` stands for: its Spanish name where known, else the surface itself."""
        return self._folded.get((label, fold(surface)), surface)


def read_lexicon() -> Lexicon:
    """The lexicon that travels with the project, `lexicons/names.yaml`."""
    path = package_files() / "lexicons" / "names.yaml"
    content = path.read_bytes()
    labels: dict[str, str] = {}
    canonical: dict[str, str] = {}
    forms: dict[tuple[str, str], Form] = {}
    for label, entries in read_yaml(content).items():
        for entry in entries:
            es, en, both = ([form_of(text) for text in spellings(entry, key)] for key in LANGUAGES)
            for form in (*es, *both, *en):
                labels.setdefault(form.text, label)
                canonical.setdefault(form.text, (es or both)[0].text)
            for language, own, other in (("es", es, en), ("en", en, es)):
                for number, form in enumerate(own if other else ()):
                    forms.setdefault((language, form.text), other[number if number < len(other) else 0])
    digest = hashlib.sha256(content).hexdigest()
    return Lexicon(labels, canonical, forms, ModelRef("lexicon", digest[:8], digest))


def read_yaml(content: bytes) -> Any:
    """What a YAML file says. The parser written in C is ten times as fast, where PyYAML has it."""
    return yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 (both are safe)


def spellings(entry: Entry, language: str) -> list[str]:
    """What an entry of a list of names is called in `language`: es, en, or both."""
    if isinstance(entry, str):
        return [entry] if language == "both" else []
    value = entry.get(language) or []
    return [value] if isinstance(value, str) else value


def all_spellings(entry: Entry) -> list[str]:
    """All that an entry of a list of names is called."""
    return [text for language in LANGUAGES for text in spellings(entry, language)]


def form_of(text: str) -> Form:
    """ "la Fiscalía" → Form("Fiscalía", "la"); a capital article belongs to the name (La Habana)."""
    article = _ARTICLE.match(text)
    return Form(text[article.end() :], article[1]) if article else Form(text)
