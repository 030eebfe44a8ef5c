"""Counting names: how many of those that a person marked were found, how many of those found were marked.

There are two counts. `name_scores` asks what a text names, as a search does: each name once, without case and accents,
each date by its value. `mention_scores` asks for every place where a name stands, with exact offsets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from corpus.folding import fold
from corpus.gold import GoldSpan
from corpus.records import LABELS

__all__ = [
    "ALL",
    "BOTH",
    "GROUP",
    "Dates",
    "Judged",
    "Score",
    "Scores",
    "Share",
    "date_scores",
    "mention_scores",
    "name_scores",
]

ALL = "all"
BOTH = "both"  # languages
GROUP = "PERSON+PLACE+ORG"  # the labels that the goal is set for
_LANGUAGES = {"es": ("es",), "en": ("en",), BOTH: ("es", "en")}


@dataclass(frozen=True, slots=True)
class Judged:
    """A text in es or en, what is marked in it, and what an engine found."""

    language: str
    text: str
    gold: tuple[GoldSpan, ...]
    found: tuple[GoldSpan, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """`right` are found and marked alike. None where there is nothing to divide by."""

    precision: float | None
    recall: float | None
    f1: float | None
    gold: int
    found: int
    right: int


@dataclass(frozen=True, slots=True)
class Share:
    """So many right of so many."""

    right: int
    of: int


@dataclass(frozen=True, slots=True)
class Dates:
    """Marked dates in whose place exactly their value was found: those that say it themselves, and those worked out."""

    explicit: Share
    inferred: Share


Scores: TypeAlias = Mapping[str, Mapping[str, Score]]  # by language (es, en, both), then by label or group of labels
_Named: TypeAlias = tuple[str, object]  # a label, and what stands for the name


def name_scores(texts: Iterable[Judged]) -> Scores:
    """Scores of the distinct names of each text.

    A date whose value nobody marked goes by its own letters, and so does what is found in its place: nobody can say
    whether that value is right.
    """
    return _scores(texts, _names)


def mention_scores(texts: Iterable[Judged]) -> Scores:
    """Scores of the places where names stand."""
    return _scores(texts, lambda text, spans: ((span.label, (span.start, span.end)) for span in spans))


def date_scores(texts: Sequence[Judged]) -> dict[str, Dates]:
    """Of the marked dates with a value, by language."""
    return {
        name: Dates(
            *(
                _found_dates([text for text in texts if text.language in languages], inferred)
                for inferred in (False, True)
            )
        )
        for name, languages in _LANGUAGES.items()
    }


def _found_dates(texts: Iterable[Judged], inferred: bool) -> Share:
    right = of = 0
    for text in texts:
        dates = [span for span in text.found if span.label == "DATE"]
        for gold in text.gold:
            if gold.label == "DATE" and gold.value is not None and gold.inferred == inferred:
                of += 1
                right += any(_overlap(gold, date) and date.value == gold.value for date in dates)
    return Share(right, of)


def _overlap(a: GoldSpan, b: GoldSpan) -> bool:
    return a.start < b.end and b.start < a.end


def _names(text: Judged, spans: Iterable[GoldSpan]) -> Iterator[_Named]:
    unvalued = [span for span in text.gold if span.label == "DATE" and span.value is None]
    for span in spans:
        if span.label == "DATE":
            place = next((gold for gold in unvalued if _overlap(gold, span)), None)
            if place is None and span.value is not None:
                yield "DATE", (span.value,)
                continue
            span = place or span
        yield span.label, " ".join(fold(text.text[span.start : span.end]).split())


def _scores(texts: Iterable[Judged], named: Callable[[Judged, Iterable[GoldSpan]], Iterable[_Named]]) -> Scores:
    counts = {(language, label): [0, 0, 0] for language in _LANGUAGES[BOTH] for label in LABELS}
    for text in texts:
        gold, found = set(named(text, text.gold)), set(named(text, text.found))
        for number, items in enumerate((gold, found, gold & found)):
            for label, _ in items:
                counts[text.language, label][number] += 1
    groups = {**{label: (label,) for label in LABELS}, GROUP: tuple(GROUP.split("+")), ALL: LABELS}
    return {
        name: {
            group: _score([counts[language, label] for language in languages for label in labels])
            for group, labels in groups.items()
        }
        for name, languages in _LANGUAGES.items()
    }


def _score(counts: Sequence[Sequence[int]]) -> Score:
    gold, found, right = (sum(count[number] for count in counts) for number in range(3))
    return Score(_ratio(right, found), _ratio(right, gold), _ratio(2 * right, gold + found), gold, found, right)


def _ratio(some: int, of: int) -> float | None:
    return some / of if of else None
