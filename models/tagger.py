"""The trained tagger: a conditional random field over `models.features`, one for Spanish and English together.

It was trained on invented testimonies (models/recipes/entities) and learned there how far to trust the pipelines, the
gazetteers and the rules, whose findings are among its features.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.records import ModelRef
from models.catalogue import package_files, read_manifest
from models.features import Features, Sentence
from models.gazetteers import read_gazetteers
from models.recognise import Found
from models.tokens import Token

if TYPE_CHECKING:
    from pycrfsuite import Tagger

__all__ = ["NameTagger", "find_tagger", "spans_of"]


class NameTagger:
    """Tags the sentences of one testimony at a time. Loads its model at the first call, once."""

    def __init__(self, path: Path, model: ModelRef) -> None:
        self.model = model
        self._path = path
        self._loaded: tuple[Tagger, Features] | None = None

    def _load(self) -> tuple[Tagger, Features]:
        if self._loaded is None:
            import pycrfsuite

            tagger = pycrfsuite.Tagger()
            tagger.open(str(self._path))
            self._loaded = tagger, Features(read_gazetteers())
        return self._loaded

    def tag(self, sentences: Sequence[Sentence]) -> list[list[Found]]:
        """The names of each sentence, in order; the score is the probability of the least sure token.

        What a testimony says elsewhere helps: give all its sentences.
        """
        tagger, describe = self._load()
        results: list[list[Found]] = []
        for sentence, features in zip(sentences, describe.of(sentences), strict=True):
            if not features:
                results.append([])
                continue
            tagger.set(features)
            tags = tagger.tag()
            results.append(
                [
                    Found(start, end, label, min(tagger.marginal(tags[i], i) for i in range(first, last)))
                    for first, last, start, end, label in spans_of(sentence.tokens, tags)
                ]
            )
        return results


def spans_of(tokens: Sequence[Token], tags: Sequence[str]) -> Iterator[tuple[int, int, int, int, str]]:
    """(first token, token after the last, start, end, label) of each run B-X I-X … of `tags`."""
    first = 0
    for i in range(1, len(tags) + 1):
        if i < len(tags) and tags[i].startswith("I-"):
            continue
        if tags[first] != "O":
            yield first, i, tokens[first].start, tokens[i - 1].end, tags[first][2:]
        first = i


def find_tagger() -> NameTagger | None:
    """The best tagger for both languages that travels with the project, by the manifest's rank."""
    for card in read_manifest():
        if card.task == "entities" and set(card.languages) == {"es", "en"} and card.file:
            path = package_files() / card.file
            if path.is_file():
                return NameTagger(path, ModelRef(card.name, card.version, card.sha256))
    return None
