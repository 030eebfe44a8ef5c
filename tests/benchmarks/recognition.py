"""Speed of finding and joining names: `python -m tests.benchmarks.recognition [--texts N] [--rounds N]`.

The recognise and resolve stages against the bare spaCy pipelines, in turns, on the invented, marked testimonies in both
languages. A JSON line for each figure on stdout; what happens meanwhile on stderr.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from corpus.gold import GoldText, read_gold, whole
from corpus.records import AnnotatedTestimony, LanguageGuess, Segment, Source, Testimony
from models.lexicon import read_lexicon
from models.recognise import recognise
from models.resolve import resolve
from models.spacy_engine import BATCH_SIZE, SpacyRecogniser, find_recogniser, load_pipeline
from models.tagger import find_tagger
from tests.benchmarks.figures import BenchmarkError, Figure, figure, say, show

__all__ = ["main"]

GOLD = Path(__file__).parents[2] / "models" / "recipes" / "translation" / "data" / "testimonies"
BATCH = 32  # testimonies, as in a run


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.recognition", description="Speed of names.")
    parser.add_argument("--texts", type=int, default=200, help="testimonies (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="(default: %(default)s)")
    options = parser.parse_args(arguments)
    try:
        for found in figures(read_gold(GOLD)[: options.texts], options.rounds):
            show(found)
    except BenchmarkError as error:
        say(str(error))
        return 1
    return 0


def figures(texts: Sequence[GoldText], rounds: int) -> Iterator[Figure]:
    """Words a second of both, and how many times the one takes as long as the other."""
    recognisers = {language: find_recogniser(language) for language in ("es", "en")}
    tagger, lexicon = find_tagger(), read_lexicon()
    if tagger is None or not all(isinstance(one, SpacyRecogniser) for one in recognisers.values()):
        raise BenchmarkError("A model is missing: run make setup")
    items = [_item(text) for text in texts]
    words = sum(len(item.testimony.text.split()) for item in items)
    pipelines = {language: load_pipeline(one.model.name) for language, one in recognisers.items() if one}

    def ours() -> None:
        for start in range(0, len(items), BATCH):
            known = {language: one for language, one in recognisers.items() if one}
            some = recognise(items[start : start + BATCH], recognisers=known, tagger=tagger, lexicon=lexicon)
            resolve(some, lexicon=lexicon)

    def bare() -> None:
        for language, pipeline in pipelines.items():
            own = [s.text for item in items for s in item.segments if s.language and s.language.tag == language]
            for _ in pipeline.pipe(own, batch_size=BATCH_SIZE):
                pass

    taken: dict[str, list[float]] = {"ours": [], "bare": []}
    ours()  # loads the models, and once more nothing
    for number in range(1, rounds + 1):
        for name, work in (("ours", ours), ("bare", bare)):
            begun = time.perf_counter()
            work()
            taken[name].append(time.perf_counter() - begun)
            say(f"round {number} of {rounds}: {name} took {taken[name][-1]:.2f} s")
    for name, seconds in taken.items():
        yield figure(f"recognition.{name}.words_per_second", words / median(seconds), "words/s")
    ratios = [own / plain for own, plain in zip(taken["ours"], taken["bare"], strict=True)]
    yield figure("recognition.ours_over_bare", median(ratios), "x", "<= 2.5")


def _item(text: GoldText) -> AnnotatedTestimony:
    joined, _, _ = whole(text)
    testimony = Testimony(text.id, Source("", "text/plain", "", len(joined), datetime.now(UTC)), "", None, joined, ())
    segments, start = [], 0
    for ordinal, (sentence, _) in enumerate(text.sentences):
        guess = LanguageGuess(text.language or "es", 1.0, "declared")
        start = joined.index(sentence, start)
        segments.append(Segment(text.id, ordinal, start, start + len(sentence), sentence, guess))
    return AnnotatedTestimony(testimony, tuple(segments))


if __name__ == "__main__":
    sys.exit(main())
