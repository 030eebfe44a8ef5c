"""The models that a run works with, loaded once a process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.errors import ModelMissing
from flows.settings import Settings
from models.argos import ArgosTranslator, find_packages
from models.catalogue import read_manifest
from models.lexicon import Lexicon, read_lexicon
from models.recognise import Recogniser
from models.spacy_engine import find_recogniser
from models.translate import Translator

__all__ = ["LANGUAGES", "Engines", "find_translators", "load_engines"]

LANGUAGES = ("es", "en")


@dataclass(frozen=True, slots=True)
class Engines:
    """What the stages need. `languages` are those that segments are told apart between."""

    translators: Mapping[tuple[str, str], Translator]
    recognisers: Mapping[str, Recogniser]
    lexicon: Lexicon
    languages: tuple[str, ...] = LANGUAGES


def find_translators(settings: Settings) -> dict[tuple[str, str], Translator]:
    """The best installed package for each direction, by measured score."""
    translators: dict[tuple[str, str], Translator] = {}
    for package in find_packages(settings.package_dirs()):  # best first
        pair = (package.source, package.target)
        if set(pair) == set(LANGUAGES) and pair not in translators:
            translators[pair] = ArgosTranslator(package, threads=settings.threads)
    return translators


def load_engines(settings: Settings, *, languages: Sequence[str] = LANGUAGES) -> Engines:
    """Find the models for `languages`; they load at their first use.

    Raises:
        ModelMissing: a model that travels with the project isn't installed.
    """
    translators = find_translators(settings)
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
    return Engines(translators, recognisers, read_lexicon(), tuple(languages))
