"""The models that a run works with, loaded once a process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import ModelMissing
from flows.settings import Settings
from models.apertium import find_apertium
from models.argos import find_packages
from models.catalogue import read_manifest
from models.ct2 import PackageTranslator
from models.glossary import Glossary, read_glossary
from models.lexicon import Lexicon, read_lexicon
from models.recognise import Recogniser, Tagger
from models.routes import Translator
from models.spacy_engine import find_recogniser
from models.tagger import find_tagger

__all__ = ["LANGUAGES", "Engines", "find_translators", "load_engines"]

LANGUAGES = ("es", "en")
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Engines:
    """What the stages need. `languages` are those that segments are told apart between; `fallbacks` translate what
    `translators` fail at."""

    translators: Mapping[Pair, Translator]
    recognisers: Mapping[str, Recogniser]
    tagger: Tagger
    lexicon: Lexicon
    languages: tuple[str, ...] = LANGUAGES
    fallbacks: Mapping[Pair, Translator] = field(default_factory=dict)
    glossary: Glossary = field(default_factory=Glossary)


def find_translators(settings: Settings) -> tuple[dict[Pair, Translator], dict[Pair, Translator]]:
    """For each direction the best installed package, by measured score; and what can step in for it."""
    translators: dict[Pair, Translator] = {}
    for package in find_packages(settings.package_dirs()):  # best first
        pair = (package.source, package.target)
        if set(pair) == set(LANGUAGES) and pair not in translators:
            translators[pair] = PackageTranslator(package, threads=settings.threads)
    fallbacks: dict[Pair, Translator] = {}
    for pair in translators:
        if apertium := find_apertium(*pair):
            fallbacks[pair] = apertium
    return translators, fallbacks


def load_engines(settings: Settings, *, languages: Sequence[str] = LANGUAGES, glossary: Path | None = None) -> Engines:
    """Find the models for `languages`; they load at their first use. `glossary` goes before that of the settings.

    Raises:
        ModelMissing: a model that travels with the project isn't installed.
        UsageError: the glossary can't be read.
    """
    translators, fallbacks = find_translators(settings)
    for card in read_manifest():
        if card.task == "translation" and card.file and card.languages[0] in languages:
            pair = (card.languages[0], card.languages[1])
            if pair not in translators:
                raise ModelMissing(f"No model translates from {pair[0]} to {pair[1]}.")
    recognisers: dict[str, Recogniser] = {}
    for language in LANGUAGES:  # both, because translations are read too
        if recogniser := find_recogniser(language):
            recognisers[language] = recogniser
        else:
            raise ModelMissing(f"No spaCy pipeline for {language!r} is installed.", hint="Run: make setup")
    tagger = find_tagger()
    if tagger is None:
        raise ModelMissing("The tagger of names is missing.", hint="Get the project's files again: models/packages.")
    terms = glossary or settings.glossary
    return Engines(
        translators,
        recognisers,
        tagger,
        read_lexicon(),
        tuple(languages),
        fallbacks,
        read_glossary(terms) if terms else Glossary(),
    )
