"""The adapter to spaCy: tokens, names with our labels, and lemmas."""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Sequence
from functools import lru_cache
from importlib import metadata
from typing import TYPE_CHECKING

from corpus.folding import fold
from corpus.records import ModelRef
from models.catalogue import read_manifest
from models.recognise import Analysis, Span
from models.tokens import Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["BATCH_SIZE", "SpacyRecogniser", "find_recogniser", "load_pipeline"]

# One label set for both languages. Not mapped, so left out: DATE and TIME (models.dates gives values), NORP
# (nationalities are no names), figures, and MISC, under which the small Spanish model marks whole clauses.
LABELS = {
    "PER": "PERSON",
    "PERSON": "PERSON",
    "ORG": "ORG",
    "LOC": "PLACE",
    "GPE": "PLACE",
    "FAC": "PLACE",
    "LAW": "LAW",
    "EVENT": "EVENT",
}
# Words whose forms people search by. Function words would only make the table long.
LEMMA_POS = frozenset(("NOUN", "VERB", "ADJ", "ADV", "AUX", "PROPN"))
BATCH_SIZE = 128
MAX_CHARACTERS = 10_000  # of one text; segments are shorter


class SpacyRecogniser:
    """Names and lemmas from one spaCy pipeline. Loads it at the first call, once."""

    def __init__(self, name: str, *, language: str) -> None:
        self.language = language
        self._name = name
        record = metadata.distribution(name).read_text("RECORD") or ""
        import hashlib

        self.model = ModelRef(name, metadata.version(name), hashlib.sha256(record.encode()).hexdigest())
        self._pipeline: Language | None = None

    def _load(self) -> Language:
        if self._pipeline is None:
            self._pipeline = load_pipeline(self._name)
        return self._pipeline

    def recognise(self, texts: Sequence[str]) -> list[Analysis]:
        """One analysis for each text, in order; spans are offsets in that text."""
        pipeline = self._load()
        unique = list(dict.fromkeys(text[:MAX_CHARACTERS] for text in texts))
        analyses = {}
        with pipeline.memory_zone():  # what it learns of new words is forgotten with this call
            for text, doc in zip(unique, pipeline.pipe(unique, batch_size=BATCH_SIZE), strict=True):
                analyses[text] = self._analysis(doc)
        return [analyses[text[:MAX_CHARACTERS]] for text in texts]

    def _analysis(self, doc: Doc) -> Analysis:
        spans = tuple(
            Span(e.start_char, e.end_char, LABELS[e.label_], self.model) for e in doc.ents if e.label_ in LABELS
        )
        lemmas = set()
        for token in doc:
            if token.is_alpha and token.pos_ in LEMMA_POS:
                form = fold(token.text)
                for lemma in (token.lemma_, _in_dictionary(token.lower_, self.language)):
                    if form != fold(lemma) and lemma.isalpha():
                        lemmas.add((form, fold(lemma)))
        tokens = tuple(
            Token(t.idx, t.idx + len(t.text), t.text, t.pos_, f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O")
            for t in doc
            if not t.is_space
        )
        return Analysis(spans, frozenset(lemmas), tokens)


def load_pipeline(name: str) -> Language:
    """The installed spaCy pipeline `name`, without what nobody asks for: sentences come from models.segment."""
    import spacy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # W095: the Spanish model is older than spaCy and works
        return spacy.load(name, exclude=["parser", "senter"])


@lru_cache(maxsize=100_000)
def _in_dictionary(word: str, language: str) -> str:
    """The lemma by dictionary: it knows "firmé", which the small Spanish model takes for an adjective."""
    import simplemma

    return str(simplemma.lemmatize(word, lang=language))


def find_recogniser(language: str) -> SpacyRecogniser | None:
    """The best installed pipeline for `language`, by the manifest's rank."""
    for card in read_manifest():
        if card.task == "entities" and card.languages == (language,) and importlib.util.find_spec(card.name):
            return SpacyRecogniser(card.name, language=language)
    return None
