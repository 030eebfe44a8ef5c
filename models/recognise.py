"""The recognise stage: the mentions of people, places, organisations, dates, laws and events, and the lemmas.

The pipelines cut each text into tokens; the tagger, which sees what they, the gazetteers and the rules say of these,
marks the names. Dates come from `models.dates`. Names that the lexicon is sure of and the tagger missed are added, and
one pass over the testimony marks a name everywhere in it that was found anywhere in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Protocol

from corpus.folding import fold
from corpus.records import AnnotatedTestimony, Lemma, Mention, ModelRef
from models.dates import DateReader
from models.features import Sentence
from models.gazetteers import read_gazetteers
from models.lexicon import Lexicon
from models.rules import apart, may_be_place, trim_name, with_short_given
from models.surfaces import Surfaces
from models.tokens import Token
from models.truecase import is_careless, with_capitals

__all__ = ["RULES", "Analysis", "Found", "Recogniser", "Span", "Tagger", "recognise", "recognise_translations"]

RULES = ModelRef("rules", "3")
# How sure a finding is, where no model gives a probability.
DATE_SCORE = 0.95
LEXICON_SCORE = 0.9
REPEAT_FACTOR = 0.9  # of the surest finding that it repeats
LABEL_ORDER = ("PERSON", "PLACE", "ORG", "LAW", "EVENT", "DATE", "MISC")


@dataclass(frozen=True, slots=True)
class Span:
    """A name in one text: half-open offsets, our label, who found it, how sure (0 to 1), and a date's value."""

    start: int
    end: int
    label: str
    model: ModelRef
    value: str | None = None
    score: float = 0.5
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a pipeline says of one text: names, (form, lemma) pairs, folded and different, and its tokens."""

    spans: tuple[Span, ...]
    lemmas: frozenset[tuple[str, str]] = frozenset()
    tokens: tuple[Token, ...] = ()


class Recogniser(Protocol):
    """A pipeline for one language."""

    language: str
    model: ModelRef

    def recognise(self, texts: Sequence[str]) -> list[Analysis]: ...


@dataclass(frozen=True, slots=True)
class Found:
    """A name that the tagger found: half-open offsets in its sentence, label, probability (0 to 1)."""

    start: int
    end: int
    label: str
    score: float


class Tagger(Protocol):
    """What marks the names in the sentences of one testimony."""

    model: ModelRef

    def tag(self, sentences: Sequence[Sentence]) -> list[list[Found]]: ...


@dataclass(slots=True)
class _Side:
    """One text to be read: a segment or a translation. `spans` grow from pass to pass. `original` is what stands there,
    `text`, as long, how it is read."""

    ordinal: int
    offset: int
    original: str
    language: str
    spans: list[Span]
    tokens: tuple[Token, ...] = ()
    text: str = ""

    def __post_init__(self) -> None:
        self.text = self.text or self.original


def recognise(
    items: Sequence[AnnotatedTestimony], *, recognisers: Mapping[str, Recogniser], tagger: Tagger, lexicon: Lexicon
) -> list[AnnotatedTestimony]:
    """Fill `mentions` and `lemmas` from the segments. All items' texts of a language go through a pipeline together.

    A segment whose language can't be told is read in its testimony's main language. In a third language only known
    names and names found elsewhere in the testimony are marked.
    """
    sides = [list(_segments(item)) for item in items]
    for own in sides:
        _mend_case(own)
    lemmas = _read(sides, recognisers)
    results = []
    for item, own, found in zip(items, sides, lemmas, strict=True):
        _mark(own, tagger, lexicon, recorded_on=item.testimony.recorded_on)
        _repeat(own)
        results.append(replace(item, mentions=tuple(_mentions(own)), lemmas=frozenset(found)))
    return results


def recognise_translations(
    items: Sequence[AnnotatedTestimony], *, recognisers: Mapping[str, Recogniser], tagger: Tagger, lexicon: Lexicon
) -> list[AnnotatedTestimony]:
    """Fill `translation_mentions`, and add to `lemmas`, from the translations.

    A name of `mentions` is marked wherever it stands in a translation, under the label it has in the testimony.
    """
    sides = [list(_translations(item)) for item in items]
    lemmas = _read(sides, recognisers)
    results = []
    for item, own, found in zip(items, sides, lemmas, strict=True):
        _mark(own, tagger, lexicon, recorded_on=item.testimony.recorded_on)
        _project(item, own, lexicon)
        _repeat([*_recognised(item), *own])
        results.append(replace(item, translation_mentions=tuple(_mentions(own)), lemmas=item.lemmas | found))
    return results


def _mend_case(sides: Sequence[_Side]) -> None:
    """Read a testimony that was typed without capitals as if it had them."""
    own = [side for side in sides if side.language in ("es", "en")]
    if is_careless(side.original for side in own):
        for side in own:
            side.text = with_capitals(side.original, side.language, read_gazetteers())


def _read(items: Sequence[Sequence[_Side]], recognisers: Mapping[str, Recogniser]) -> list[set[Lemma]]:
    """Give each side its tokens; the lemmas of each item."""
    lemmas: list[set[Lemma]] = [set() for _ in items]
    for language, recogniser in sorted(recognisers.items()):
        group = [(number, side) for number, own in enumerate(items) for side in own if side.language == language]
        analyses = recogniser.recognise([side.text for _, side in group])
        for (number, side), analysis in zip(group, analyses, strict=True):
            side.tokens = analysis.tokens
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
        start, end = m.start - side.offset, m.end - side.offset
        side.spans.append(Span(start, end, m.label, m.model, m.value, m.score, m.inferred))
    return sides.values()


def _translations(item: AnnotatedTestimony) -> Iterable[_Side]:
    for translation in item.translations:
        if translation.text is not None and translation.target_language:
            yield _Side(translation.segment, 0, translation.text, translation.target_language, [])


def _mark(sides: Sequence[_Side], tagger: Tagger, lexicon: Lexicon, *, recorded_on: str | None) -> None:
    """Give each side of one testimony its dates and names, without overlaps."""
    tagged = [side for side in sides if side.tokens]
    sentences = [Sentence(side.text, side.language, side.tokens) for side in tagged]
    for side, found in zip(tagged, tagger.tag(sentences), strict=True):
        for name in found:
            trimmed = trim_name(side.text, name.start, name.end)
            if not trimmed:  # months and titles alone are no names
                continue
            spans: Iterable[tuple[int, int]] = [(name.start, name.end)]  # of which a title may be a part
            if name.label == "PERSON":
                spans = apart(side.text, with_short_given(side.text, trimmed[0]), trimmed[1])
            side.spans += [Span(start, end, name.label, tagger.model, score=name.score) for start, end in spans]
    dates = DateReader(recorded_on=recorded_on)
    for side in sides:
        known = [Span(s, e, label, lexicon.model, score=LEXICON_SCORE) for s, e, label in lexicon.find(side.text)]
        dated = []
        if side.language in ("es", "en"):
            dated = [
                Span(d.start, d.end, "DATE", RULES, d.value, DATE_SCORE, d.inferred)
                for d in dates.read(side.text, language=side.language)
            ]
        # A date is part of a longer name ("ANDES 21 de Junio") and goes before any other that it touches.
        longer = [n for n in side.spans if any(n.start <= d.start and d.end <= n.end and n.score > 0.5 for d in dated)]
        side.spans = _without_overlaps([longer, dated, side.spans, known])


def _without_overlaps(groups: Iterable[Sequence[Span]]) -> list[Span]:
    """Earlier groups win; within a group the longer span, then the earlier one."""
    chosen: list[Span] = []
    for group in groups:
        for span in sorted(group, key=lambda s: (s.start - s.end, s.start, LABEL_ORDER.index(s.label))):
            if not any(span.start < c.end and c.start < span.end and not _in_range(span, c) for c in chosen):
                chosen.append(span)
    return sorted(chosen, key=lambda s: s.start)


def _project(item: AnnotatedTestimony, translations: Sequence[_Side], lexicon: Lexicon) -> None:
    """Mark the names of a segment in its translation, as they are or in their known form, before any other reading."""
    tags = {segment.ordinal: segment.language.tag if segment.language else "und" for segment in item.segments}
    known: dict[int, dict[str, Mention]] = {}
    said: dict[int, list[Mention]] = {}
    for mention in item.mentions:
        if mention.label == "DATE":
            said.setdefault(mention.segment, []).append(mention)
        else:
            form = lexicon.forms.get((tags[mention.segment], mention.text))
            for surface in (mention.text, form.text if form else mention.text):
                known.setdefault(mention.segment, {})[" ".join(surface.split())] = mention
    for side in translations:
        names = known.get(side.ordinal, {})
        projected = []
        for start, end in Surfaces(names).find(side.text):
            mention = names[side.text[start:end]]
            projected.append(Span(start, end, mention.label, mention.model, score=mention.score))
        side.spans = _same_dates(_without_overlaps([projected, side.spans]), said.get(side.ordinal, []))


def _same_dates(spans: list[Span], said: Sequence[Mention]) -> list[Span]:
    """`spans`, the one date among them that the segment doesn't name as the one date it names besides: figures that are
    day first in Spanish ("04/05/2022") leave the day open when they are read in English."""
    values = Counter(mention.value for mention in said)
    strange = [span for span in spans if span.label == "DATE" and not values[span.value]]
    missing = [mention for mention in said if mention.value not in {span.value for span in spans}]
    if len(strange) != 1 or len(missing) != 1:
        return spans
    (one,), (other,) = strange, missing
    return [replace(s, value=other.value, inferred=other.inferred) if s is one else s for s in spans]


def _in_range(one: Span, other: Span) -> bool:
    """Whether these are a range of dates and one of its ends, which stand beside each other."""
    return one.label == other.label == "DATE" and ("/" in (one.value or "")) != ("/" in (other.value or ""))


def _repeat(sides: Sequence[_Side]) -> None:
    """Mark a name wherever it stands again in the testimony, under the label that its findings, by score, give it."""
    votes: dict[str, Counter[str]] = {}
    best: dict[str, Span] = {}
    for side in sides:
        for span in side.spans:
            if span.label != "DATE":
                surface = side.text[span.start : span.end]
                votes.setdefault(fold(surface), Counter())[span.label] += span.score  # type: ignore[assignment]
                if surface not in best or span.score > best[surface].score:
                    best[surface] = span
    label = {
        folded: min(counts, key=lambda name: (-counts[name], LABEL_ORDER.index(name)))
        for folded, counts in votes.items()
    }
    surnames = _surnames(best)
    both = {folded for folded, counts in votes.items() if folded in surnames and set(counts) <= {"PERSON", "PLACE"}}
    surfaces = Surfaces(surface for surface in best if len(surface) > 2 and surface[0].isupper())
    for side in sides:
        side.spans = [
            span if span.label == "DATE" else replace(span, label=_label_here(side, span, label, both))
            for span in side.spans
        ]
        again = []
        for start, end in surfaces.find(side.text):
            name = side.text[start:end]
            found = best[name]
            score = found.score * REPEAT_FACTOR
            repeated = Span(start, end, found.label, found.model, score=score)
            again.append(replace(repeated, label=_label_here(side, repeated, label, both)))
        # "Rosa Paz", found elsewhere, is the better reading where only "Paz" was found.
        longer = [a for a in again if any(a.start <= s.start and s.end <= a.end for s in side.spans)]
        dates = [s for s in side.spans if s.label == "DATE"]
        side.spans = _without_overlaps([dates, [*side.spans, *longer], again])


def _surnames(names: Mapping[str, Span]) -> set[str]:
    """The folded words, but for the first, of the names of people."""
    return {fold(word) for name, span in names.items() if span.label == "PERSON" for word in name.split()[1:]}


def _label_here(side: _Side, span: Span, label: Mapping[str, str], both: Set[str]) -> str:
    """The label that the testimony gives a name. A surname that is a place as well is one only where that can stand."""
    folded = fold(side.text[span.start : span.end])
    if folded not in both:
        return label[folded]
    return span.label if may_be_place(side.text, span.start, span.end) else "PERSON"


def _mentions(sides: Iterable[_Side]) -> Iterable[Mention]:
    for side in sides:
        for span in side.spans:
            yield Mention(
                segment=side.ordinal,
                start=side.offset + span.start,
                end=side.offset + span.end,
                text=side.original[span.start : span.end],
                label=span.label,
                score=span.score,
                model=span.model,
                value=span.value,
                inferred=span.inferred,
            )
