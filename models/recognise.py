"""The recognise stage: the mentions of people, places, organisations, dates, laws and events, and the lemmas.

What the stages before found is combined: the statistical model, the lexicon of known names, introductions ("me llamo
…"), dates; then one pass over the testimony marks a name everywhere in it that was found anywhere in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from corpus.folding import fold
from corpus.records import AnnotatedTestimony, Lemma, Mention, ModelRef
from models.dates import find_dates
from models.lexicon import Lexicon
from models.rules import begins_sentence, find_people, find_places, trim_name
from models.surfaces import Surfaces
from models.wordlists import is_person_name, is_word

__all__ = ["RULES", "Analysis", "Recogniser", "Span", "recognise", "recognise_translations"]

RULES = ModelRef("rules", "1")
# How sure a finding is, by who made it: not calibrated, an order of trust.
SCORES = {"rules": 0.95, "lexicon": 0.9, "model": 0.6, "repeat": 0.8}
VOTES = {False: 1, True: 5}  # what a rule or the lexicon says weighs more than several guesses of a model
LABEL_ORDER = ("PERSON", "PLACE", "ORG", "LAW", "EVENT", "DATE", "MISC")


@dataclass(frozen=True, slots=True)
class Span:
    """A name in one text: half-open offsets, our label, who found it, ISO value of a date."""

    start: int
    end: int
    label: str
    model: ModelRef
    value: str | None = None
    score: float = SCORES["model"]


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a recogniser says of one text: names, and (form, lemma) pairs, folded and different."""

    spans: tuple[Span, ...]
    lemmas: frozenset[tuple[str, str]] = frozenset()


class Recogniser(Protocol):
    """A statistical model for one language."""

    language: str
    model: ModelRef

    def recognise(self, texts: Sequence[str]) -> list[Analysis]: ...


@dataclass(slots=True)
class _Side:
    """One text to be read: a segment or a translation. `spans` grow from pass to pass."""

    ordinal: int
    offset: int
    text: str
    language: str
    spans: list[Span]


def recognise(
    items: Sequence[AnnotatedTestimony], *, recognisers: Mapping[str, Recogniser], lexicon: Lexicon
) -> list[AnnotatedTestimony]:
    """Fill `mentions` and `lemmas` from the segments. All items' texts of a language go through a model together.

    A segment whose language can't be told is read in its testimony's main language. In a third language only known
    names and names found elsewhere in the testimony are marked.
    """
    sides = [list(_segments(item)) for item in items]
    lemmas = _read(sides, recognisers)
    results = []
    for item, own, found in zip(items, sides, lemmas, strict=True):
        _add_rules(own, lexicon)
        _repeat(own)
        results.append(replace(item, mentions=tuple(_mentions(own)), lemmas=frozenset(found)))
    return results


def recognise_translations(
    items: Sequence[AnnotatedTestimony], *, recognisers: Mapping[str, Recogniser], lexicon: Lexicon
) -> list[AnnotatedTestimony]:
    """Fill `translation_mentions`, and add to `lemmas`, from the translations.

    A name of `mentions` is marked wherever it stands in a translation, under the label it has in the testimony.
    """
    sides = [list(_translations(item)) for item in items]
    lemmas = _read(sides, recognisers)
    results = []
    for item, own, found in zip(items, sides, lemmas, strict=True):
        _add_rules(own, lexicon)
        _repeat([*_recognised(item), *own])
        results.append(replace(item, translation_mentions=tuple(_mentions(own)), lemmas=item.lemmas | found))
    return results


def _read(items: Sequence[Sequence[_Side]], recognisers: Mapping[str, Recogniser]) -> list[set[Lemma]]:
    """Give each side the models' spans; the lemmas of each item."""
    lemmas: list[set[Lemma]] = [set() for _ in items]
    for language, recogniser in sorted(recognisers.items()):
        group = [(number, side) for number, own in enumerate(items) for side in own if side.language == language]
        analyses = recogniser.recognise([side.text for _, side in group])
        for (number, side), analysis in zip(group, analyses, strict=True):
            side.spans.extend(analysis.spans)
            lemmas[number].update(Lemma(language, form, lemma) for form, lemma in analysis.lemmas)
    return lemmas


def _segments(item: AnnotatedTestimony) -> Iterable[_Side]:
    tags = Counter(s.language.tag for s in item.segments if s.language and s.language.tag in ("es", "en"))
    main = min(tags, key=lambda tag: (-tags[tag], tag), default="es")
    for segment in item.segments:
        tag = segment.language.tag if segment.language else "und"
        yield _Side(segment.ordinal, segment.start, segment.text, main if tag == "und" else tag, [])


def _recognised(item: AnnotatedTestimony) -> Iterable[_Side]:
    """The segments with what `recognise` found in them."""
    sides = {side.ordinal: side for side in _segments(item)}
    for m in item.mentions:
        side = sides[m.segment]
        side.spans.append(Span(m.start - side.offset, m.end - side.offset, m.label, m.model, m.value, m.score))
    return sides.values()


def _translations(item: AnnotatedTestimony) -> Iterable[_Side]:
    for translation in item.translations:
        if translation.text is not None and translation.target_language:
            yield _Side(translation.segment, 0, translation.text, translation.target_language, [])


def _add_rules(sides: Sequence[_Side], lexicon: Lexicon) -> None:
    """Replace each side's model spans by the best non-overlapping set of all findings on it."""
    year: str | None = None
    for side in sides:
        dates = []
        if side.language in ("es", "en"):
            for start, end, value in find_dates(side.text, language=side.language, year=year):
                dates.append(Span(start, end, "DATE", RULES, value, SCORES["rules"]))
                if value[:4].isdigit():
                    year = value[:4]
        known = [Span(s, e, label, lexicon.model, None, SCORES["lexicon"]) for s, e, label in lexicon.find(side.text)]
        people = [Span(s, e, "PERSON", RULES, None, SCORES["rules"]) for s, e in find_people(side.text)]
        places = [Span(s, e, "PLACE", RULES, None, SCORES["rules"]) for s, e in find_places(side.text)]
        modelled = []
        for span in side.spans:
            trimmed = trim_name(side.text, span.start, span.end)
            if trimmed and not _ordinary_words(side, *trimmed):
                called_so = span.label in ("PLACE", "ORG") and is_person_name(side.text[trimmed[0] : trimmed[1]])
                label = "PERSON" if called_so else span.label
                modelled.append(replace(span, start=trimmed[0], end=trimmed[1], label=label))
        # A longer name swallows a known one inside it (Virginia Menjívar; Hospital de Santa Ana), a list doesn't.
        wider = [
            span
            for span in modelled
            if span.label in ("PERSON", "ORG")
            and "," not in side.text[span.start : span.end]
            and any(span.start <= k.start and k.end <= span.end and k.label == "PLACE" for k in known)
            and not any(span.start == k.start and span.end == k.end for k in known)
        ]
        side.spans = _without_overlaps([dates, people, wider, known, places, modelled])


def _ordinary_words(side: _Side, start: int, end: int) -> bool:
    """Words with capitals from a sentence's beginning ("Mire", "Buenos días") or from shouting ("OYENTE")."""
    words = side.text[start:end].split()
    if side.language not in ("es", "en") or not all(is_word(word, side.language) for word in words):
        return False
    if all(word.isupper() and len(word) > 3 for word in words):
        return True
    return begins_sentence(side.text, start) and not any(word[:1].isupper() for word in words[1:])


def _without_overlaps(groups: Iterable[Sequence[Span]]) -> list[Span]:
    """Earlier groups win; within a group the longer span, then the earlier one."""
    chosen: list[Span] = []
    for group in groups:
        for span in sorted(group, key=lambda s: (s.start - s.end, s.start, LABEL_ORDER.index(s.label))):
            if not any(span.start < c.end and c.start < span.end for c in chosen):
                chosen.append(span)
    return sorted(chosen, key=lambda s: s.start)


def _repeat(sides: Sequence[_Side]) -> None:
    """Mark a name wherever it stands again in the testimony, on both sides, under the label that most findings give."""
    votes: dict[str, Counter[str]] = {}
    spelling: dict[str, set[str]] = {}
    model: dict[str, ModelRef] = {}
    for side in sides:
        for span in side.spans:
            if span.label != "DATE":
                surface = side.text[span.start : span.end]
                votes.setdefault(fold(surface), Counter())[span.label] += VOTES[span.model.name in ("rules", "lexicon")]
                spelling.setdefault(fold(surface), set()).add(surface)
                model.setdefault(surface, span.model)
    label = {
        folded: min(counts, key=lambda name: (-counts[name], LABEL_ORDER.index(name)))
        for folded, counts in votes.items()
    }
    surfaces = Surfaces(s for group in spelling.values() for s in group if len(s) > 2 and s[0].isupper())
    for side in sides:
        side.spans = [
            span if span.label == "DATE" else replace(span, label=label[fold(side.text[span.start : span.end])])
            for span in side.spans
        ]
        again = []
        for start, end in surfaces.find(side.text):
            name = side.text[start:end]
            again.append(Span(start, end, label[fold(name)], model[name], None, SCORES["repeat"]))
        # "Rosa Paz", found elsewhere, is the better reading where only "Paz" was found.
        longer = [a for a in again if any(a.start <= s.start and s.end <= a.end for s in side.spans)]
        dates = [s for s in side.spans if s.label == "DATE"]
        side.spans = _without_overlaps([dates, [*side.spans, *longer], again])


def _mentions(sides: Iterable[_Side]) -> Iterable[Mention]:
    for side in sides:
        for span in side.spans:
            yield Mention(
                segment=side.ordinal,
                start=side.offset + span.start,
                end=side.offset + span.end,
                text=side.text[span.start : span.end],
                label=span.label,
                score=span.score,
                model=span.model,
                value=span.value,
            )
