"""Speed and memory of translating: `make bench`, or `python -m tests.benchmarks.translation [--quick]`.

A JSON line for each figure on stdout; what happens meanwhile on stderr. It is a report: a goal that isn't met changes
no exit code. The texts are invented (`texts`), and no sentence comes twice, so nothing is spared by remembering it;
what is compared stands in `subjects`. The speeds are medians over rounds in which the subjects take turns, so that what
else the machine does meanwhile falls on all of them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks.figures import BenchmarkError, Figure, figure, in_process, say, show
from tests.benchmarks.texts import invent, write_files

__all__ = ["main"]

TESTIMONIES = 24  # about 720 sentences; Argos alone takes minutes for more
ROUNDS = 3
SIZES = (100, 1_000, 10_000)
QUICK_SIZES = (100, 300, 1_000)
SHORT = {"sentences": (2, 4), "longest": 16}  # of the testimonies that memory is measured with


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.translation", description="Speed and memory.")
    parser.add_argument("--quick", action="store_true", help="measure memory with fewer testimonies")
    parser.add_argument("--testimonies", type=int, default=TESTIMONIES, help="for the speeds (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of the speeds (default: %(default)s)")
    parser.add_argument("--memory", type=int, nargs="*", metavar="N", help="numbers of testimonies, for the memory")
    options = parser.parse_args(arguments)
    sizes = options.memory if options.memory is not None else QUICK_SIZES if options.quick else SIZES
    try:
        for found in speeds(options.testimonies, options.rounds):
            show(found)
        for found in peaks(sorted(sizes)):
            show(found)
    except BenchmarkError as error:
        say(str(error))
        return 1
    return 0


def speeds(testimonies: int, rounds: int) -> Iterator[Figure]:
    """Sentences a second of Argos, of CTranslate2 alone and of ours; their ratios; words a second of all stages."""
    sentences = sum(len(sentences) for sentences in invent(testimonies))
    taken: dict[str, list[float]] = {}
    results: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        write_files(Path(scratch), testimonies)
        subjects = {name: str(testimonies) for name in ("argos", "raw", "ours")} | {"pipeline": scratch}
        for number in range(1, rounds + 1):
            for name, argument in subjects.items():
                results[name] = in_process(name, argument)
                taken.setdefault(name, []).append(results[name]["seconds"])
                say(f"round {number} of {rounds}: {name} took {results[name]['seconds']:.2f} s")
    speed = {name: sentences / median(seconds) for name, seconds in taken.items()}
    yield figure("translation.threads", results["ours"]["threads"], "threads")
    yield figure("translation.sentences", sentences, "sentences")
    for name in ("argos", "raw", "ours"):
        yield figure(f"translation.{name}.sentences_per_second", speed[name], "sentences/s")
    yield figure("translation.ours_over_argos", speed["ours"] / speed["argos"], "x", ">= 3")
    yield figure("translation.ours_over_raw", speed["ours"] / speed["raw"], "x", ">= 0.85")
    # Much below or above 1, one of them wrote something else than a translation, and the speeds say nothing.
    for name in ("argos", "ours"):
        yield figure(f"translation.{name}_words_over_raw_words", results[name]["words"] / results["raw"]["words"], "x")
    words = results["pipeline"]["words"] / median(taken["pipeline"])
    yield figure("pipeline.words_per_second", words, "words/s")
    yield figure("pipeline.failed", results["pipeline"]["failed"], "testimonies", "<= 0")


def peaks(sizes: Sequence[int]) -> Iterator[Figure]:
    """The most memory that ingesting so many short testimonies takes, and that of the most over that of the fewest."""
    found: list[float] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            write_files(Path(scratch), size, **SHORT)
            result = in_process("peak", scratch)
        say(f"{result['stored']} testimonies took {result['seconds']:.1f} s; {result['failed']} failed")
        found.append(result["megabytes"])
        yield figure(f"peak_memory.{size}_testimonies", result["megabytes"], "MB", "< 1200")
    if len(found) > 1:
        yield figure(f"peak_memory.{sizes[-1]}_over_{sizes[0]}_testimonies", found[-1] / found[0], "x", "< 1.15")


if __name__ == "__main__":
    sys.exit(main())
