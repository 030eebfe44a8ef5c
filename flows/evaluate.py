"""How good the translator is on sentences whose translation is known: scores, what was kept, what is visibly wrong.

Beside it, on the same lines, stands a plain engine without our routes, stand-ins and second attempts (Apertium, where
it is installed): a score alone says little.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from corpus.errors import ModelMissing, UsageError
from corpus.records import AnnotatedTestimony
from flows.engines import Engines, Pair
from flows.lines import joined, translated
from flows.settings import Settings
from models.argos import find_packages
from models.catalogue import read_manifest
from models.ct2 import PackageTranslator
from models.figures import ambiguous
from models.flags import find_flags
from models.hold import Held, find_held
from models.routes import Translator
from models.segment import speaker_label
from models.translate import names_in

__all__ = ["EngineScores", "Evaluation", "Kept", "evaluate_translation", "read_pairs", "with_package"]

BATCH = 500  # lines that the plain engine gets at once: a time limit stands on each of Apertium's calls
# Not models.figures, which the flags and the choice of a route go by: a yardstick can't be what it measures.
_FIGURES = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,:/]\d+)*")


@dataclass(frozen=True, slots=True)
class Kept:
    """So many of so many."""

    kept: int
    of: int


@dataclass(frozen=True, slots=True)
class EngineScores:
    """What one engine made of the lines. `flags`: on how many lines each kind stands, most frequent first."""

    engine: str
    bleu: float
    bleu_signature: str
    chrf2: float
    chrf2_signature: str
    names: Kept
    places_and_orgs: Kept
    numbers: Kept
    flags: Mapping[str, int]
    flagged_lines: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`words` are those of the source."""

    lines: int
    words: int
    pair: Pair
    engines: tuple[EngineScores, ...]


def read_pairs(source: Path, reference: Path) -> tuple[list[str], list[str]]:
    """The lines of two files, a sentence a line, the same sentence in the same line.

    Raises:
        UsageError: a file can't be read, isn't UTF-8, holds no sentence, or the two differ in their number of lines.
    """
    sources, references = _read(source), _read(reference)
    if len(sources) != len(references):
        raise UsageError(
            f"The numbers of lines differ: {len(sources)} in {source}, {len(references)} in {reference}.",
            hint="Both files have a sentence a line, in the same order.",
        )
    return sources, references


def _read(path: Path) -> list[str]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"The file can't be read: {path} ({error.strerror}).") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(f"The file isn't UTF-8: {path}, in line {line}.") from error
    if not text.strip():
        raise UsageError(f"The file holds no sentence: {path}.")
    # Not splitlines(): it also cuts at signs that stand inside a sentence (U+2028, form feeds).
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]


def with_package(engines: Engines, name: str, pair: Pair, settings: Settings) -> Engines:
    """`engines` with the installed package `name` ("argos-es_en" or "argos-es_en 1.9") for `pair`.

    Raises:
        ModelMissing: the manifest knows the package, and it isn't installed.
        UsageError: nothing of that name translates in this direction; it names what does.
    """
    packages = [p for p in find_packages(settings.package_dirs()) if (p.source, p.target) == pair]
    chosen = next((p for p in packages if name in (p.name, str(p.ref))), None)
    if chosen is None:
        cards = [card for card in read_manifest() if card.task == "translation" and tuple(card.languages) == pair]
        if any(name in (card.name, f"{card.name} {card.version}") for card in cards):
            raise ModelMissing(f"The package {name} isn't installed.")
        raise UsageError(
            f"No installed package {name!r} translates from {pair[0]} to {pair[1]}.",
            hint="Installed: " + ("; ".join(str(p.ref) for p in packages) or "none") + ".",
        )
    translator = PackageTranslator(chosen, threads=settings.threads)
    return replace(engines, translators={**engines.translators, pair: translator})


@dataclass(frozen=True, slots=True)
class _Made:
    """What an engine made of the lines, and what is visibly wrong with each."""

    engine: str
    lines: Sequence[str]
    flags: Sequence[Collection[str]]
    seconds: float


def evaluate_translation(
    sources: Sequence[str],
    references: Sequence[str],
    pair: Pair,
    engines: Engines,
    *,
    baseline: Translator | None = None,
) -> Evaluation:
    """Scores of our translator, and of `baseline` as it is; each line is a testimony of its own.

    `seconds` of ours are for all that happens to a line (sentences, language, names, translation), those of `baseline`
    for its own work; loading the models counts in neither. A name counts as often as it is mentioned.

    Raises:
        ModelMissing: no installed model translates in this direction.
    """
    translated([line for line in sources if line.strip()][:1], pair, engines)  # the models load at their first use
    begun = perf_counter()
    items = translated(sources, pair, engines)
    seconds = perf_counter() - begun
    flags = [{flag for t in item.translations for flag in t.flags} for item in items]
    made = [_Made(str(engines.translators[pair].model), [joined(item) for item in items], flags, seconds)]
    if baseline:
        made.append(_plain(items, pair, engines, baseline))
    scores = tuple(_scores(one, items, references, pair[0], engines) for one in made)
    return Evaluation(len(sources), sum(len(line.split()) for line in sources), pair, scores)


def _scores(
    made: _Made, items: Sequence[AnnotatedTestimony], references: Sequence[str], language: str, engines: Engines
) -> EngineScores:
    from sacrebleu import BLEU, CHRF

    bleu, chrf = BLEU(), CHRF()
    bleu_score = bleu.corpus_score(made.lines, [references]).score
    chrf_score = chrf.corpus_score(made.lines, [references]).score
    lines = list(zip(items, made.lines, strict=True))
    mentions = [(m, line) for item, line in lines for m in item.mentions]
    people = [_stands(m.text, line) for m, line in mentions if m.label == "PERSON"]
    others = [
        any(_stands(form, line) for form in _forms(m.text, language, engines))
        for m, line in mentions
        if m.label in ("PLACE", "ORG")
    ]
    counted = Counter(flag for found in made.flags for flag in found)
    return EngineScores(
        engine=made.engine,
        bleu=float(bleu_score),
        bleu_signature=str(bleu.get_signature()),
        chrf2=float(chrf_score),
        chrf2_signature=str(chrf.get_signature()),
        names=Kept(sum(people), len(people)),
        places_and_orgs=Kept(sum(others), len(others)),
        numbers=_numbers(lines),
        flags=dict(sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))),
        flagged_lines=sum(1 for found in made.flags if found),
        seconds=made.seconds,
    )


def _stands(name: str, text: str) -> bool:
    """Whether `name` stands in `text` letter for letter, not as a part of a longer word."""
    return re.search(rf"(?<!\w){re.escape(' '.join(name.split()))}(?!\w)", text) is not None


def _forms(name: str, language: str, engines: Engines) -> Iterator[str]:
    """How a place or an organisation may stand in the translation: as it is, or in its known form."""
    yield name
    if form := engines.lexicon.forms.get((language, name)):
        yield form.text
    for start, end, known in engines.lexicon.find_shouted(name):
        if (start, end) == (0, len(name)) and (form := engines.lexicon.forms.get((language, known))):
            yield form.text.upper()
    for start, end, term in engines.glossary.find(name, language):
        if (start, end) == (0, len(name)):
            yield term.text


def _numbers(lines: Sequence[tuple[AnnotatedTestimony, str]]) -> Kept:
    """Numbers in figures, as they are written; each as often as it stands there."""
    kept = of = 0
    for item, line in lines:
        own = Counter(_FIGURES.findall(" ".join(item.testimony.text.split())))
        kept += (own & Counter(_FIGURES.findall(line))).total()
        of += own.total()
    return Kept(kept, of)


# -- The plain engine -------------------------------------------------------------------------------------------------


def _plain(items: Sequence[AnnotatedTestimony], pair: Pair, engines: Engines, engine: Translator) -> _Made:
    """What `engine` makes of each line, with the flags that our own translation would get for it. An empty line stays
    empty. Its scores aren't looked at: not every engine has any."""
    texts = [item.testimony.text for item in items]
    begun = perf_counter()
    asked = [text for text in texts if text.strip()]
    parts = [asked[start : start + BATCH] for start in range(0, len(asked), BATCH)]
    answers = iter([" ".join(line.split()) for part in parts for line, _ in engine.translate(part)])
    lines = [next(answers) if text.strip() else "" for text in texts]
    seconds = perf_counter() - begun
    flags = []
    for item, text, line in zip(items, texts, lines, strict=True):
        held = list(_held(item, pair[0], engines))
        flags.append({*find_flags(text, line, language=pair[0], other=pair[1], held=held), *ambiguous(text)})
    return _Made(str(engine.model), lines, flags, seconds)


def _held(item: AnnotatedTestimony, language: str, engines: Engines) -> Iterator[Held]:
    """What must stand in a translation of `item`, as `models.routes` sees it."""
    names = dict(names_in(item))
    for segment in item.segments:
        text = segment.text[len(speaker_label(segment)) :]
        known = engines.lexicon.known(text, language)
        terms = engines.glossary.find(text, language)
        yield from find_held(text, language, names=names[segment.ordinal], known=known, glossary=terms)
