"""How good the recogniser is on texts whose names a person has marked: precision, recall and F1 by label and language.

Beside it, on the same sentences, stand the pipelines without anything of ours: a score alone says little. Testimonies
are split by their id into train, development and test (`corpus.gold.part_of`); what was tuned on must not be the test.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import perf_counter

from corpus.errors import UsageError
from corpus.gold import PARTS, GoldSpan, GoldText, part_of, whole
from corpus.records import Source, Testimony, testimony_id
from corpus.store.views import Remembered
from flows.engines import LANGUAGES, Engines
from flows.entity_scores import ALL, Dates, Judged, Scores, date_scores, mention_scores, name_scores
from flows.ingest import BATCH_SIZE, annotate
from models.identify import identify
from models.recognise import Recogniser
from models.segment import segment

__all__ = ["EntityEvaluation", "RecogniserScores", "evaluate_entities"]


@dataclass(frozen=True, slots=True)
class RecogniserScores:
    """What one engine made of the texts. `models` found it; `seconds` is for the work, not the loading."""

    engine: str
    models: tuple[str, ...]
    names: Scores
    mentions: Scores
    dates: Mapping[str, Dates]
    seconds: float
    words: int


@dataclass(frozen=True, slots=True)
class EntityEvaluation:
    """Scores on a part of the testimonies; `parts` has each part by itself, where there are several."""

    part: str
    testimonies: int
    engines: tuple[RecogniserScores, ...]
    parts: tuple[EntityEvaluation, ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    """A marked text as a testimony, and what is marked in it."""

    id: str
    language: str
    testimony: Testimony
    gold: tuple[GoldSpan, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """What an engine found in each of some texts, who found it, and in how many seconds."""

    engine: str
    found: tuple[tuple[GoldSpan, ...], ...]
    models: frozenset[str]
    seconds: float

    def __add__(self, other: _Run) -> _Run:
        seconds = self.seconds + other.seconds
        return _Run(self.engine, self.found + other.found, self.models | other.models, seconds)


def evaluate_entities(
    gold: Sequence[GoldText], engines: Engines, *, pipelines: Mapping[str, Recogniser], part: str = ALL
) -> EntityEvaluation:
    """Scores of all that `process` does to find names, and of `pipelines` as they are, on a part of `gold`.

    Each text is a testimony of its own, in its language; none is translated.

    Raises:
        UsageError: the part holds no testimony, or the language of a text can't be told.
    """
    chosen = [text for text in gold if part in (ALL, part_of(text.id))]
    if not chosen:
        raise UsageError(f"None of the {len({text.id for text in gold})} testimonies is in the part {part!r}.")
    texts = [_prepared(text) for text in chosen]
    engines = replace(engines, translators={}, fallbacks={})
    _ours(texts[:1], engines)  # the models load at their first use
    _alone(texts[:1], pipelines)
    runs: dict[str, tuple[list[_Text], _Run, _Run]] = {}
    for name in PARTS:
        if own := [text for text in texts if part_of(text.id) == name]:
            runs[name] = (own, _ours(own, engines), _alone(own, pipelines))
    parts = [_evaluation(name, *run) for name, run in runs.items()]
    if len(parts) == 1:
        return replace(parts[0], part=part)
    every, ours, alone = next(iter(runs.values()))
    for more, our_more, alone_more in list(runs.values())[1:]:
        every, ours, alone = every + more, ours + our_more, alone + alone_more
    return replace(_evaluation(part, every, ours, alone), parts=tuple(parts))


def _evaluation(part: str, texts: Sequence[_Text], *runs: _Run) -> EntityEvaluation:
    words = sum(len(text.testimony.text.split()) for text in texts)
    engines = []
    for run in runs:
        judged = [
            Judged(text.language, text.testimony.text, text.gold, found)
            for text, found in zip(texts, run.found, strict=True)
        ]
        engines.append(
            RecogniserScores(
                run.engine,
                tuple(sorted(run.models)),
                name_scores(judged),
                mention_scores(judged),
                date_scores(judged),
                run.seconds,
                words,
            )
        )
    return EntityEvaluation(part, len({text.id for text in texts}), tuple(engines))


# -- Texts ------------------------------------------------------------------------------------------------------------


def _prepared(text: GoldText) -> _Text:
    joined, passages, spans = whole(text)
    data = joined.encode()
    source = Source(text.id, "text/plain", hashlib.sha256(data).hexdigest(), len(data), datetime.now(UTC))
    name = testimony_id(source.sha256, "")
    testimony = Testimony(name, source, "", None, joined, passages, recorded_on=text.recorded_on)
    language = text.language or _language(testimony, text.id)
    return _Text(text.id, language, replace(testimony, declared_language=language), spans)


def _language(testimony: Testimony, name: str) -> str:
    """The language of most of the words, as the identify stage tells it."""
    words = dict.fromkeys((*LANGUAGES, "other"), 0)
    for item in identify(segment([testimony]), languages=LANGUAGES):
        for one in item.segments:
            tag = one.language.tag if one.language and one.language.tag in LANGUAGES else "other"
            words[tag] += len(one.text.split())
    best = max(words, key=lambda tag: words[tag])
    if not words[best] or best == "other":
        raise UsageError(
            f"The language of the marked text {name!r} can't be told.",
            hint="Call it NAME.es.txt or NAME.en.txt, and the .ann likewise, or put both into a folder es or en.",
        )
    return best


# -- Engines ----------------------------------------------------------------------------------------------------------


class _NothingRemembered:
    """The memory of a corpus without translations."""

    def remembered(self, keys: Collection[str]) -> Mapping[str, Remembered]:
        return {}


def _ours(texts: Sequence[_Text], engines: Engines) -> _Run:
    begun = perf_counter()
    items = []
    for start in range(0, len(texts), BATCH_SIZE):
        batch = [text.testimony for text in texts[start : start + BATCH_SIZE]]
        items += annotate(batch, engines, _NothingRemembered())
    seconds = perf_counter() - begun
    found = tuple(tuple(GoldSpan(m.start, m.end, m.label, m.value) for m in item.mentions) for item in items)
    models = frozenset(str(mention.model) for item in items for mention in item.mentions)
    return _Run("Testimonio", found, models, seconds)


def _alone(texts: Sequence[_Text], pipelines: Mapping[str, Recogniser]) -> _Run:
    """What the pipelines call a name, in the sentences that the other engine sees, under our labels."""
    items = segment([text.testimony for text in texts])
    begun = perf_counter()
    spans: list[list[GoldSpan]] = [[] for _ in texts]
    for language, pipeline in pipelines.items():
        sentences = [
            (number, one)
            for number, (text, item) in enumerate(zip(texts, items, strict=True))
            for one in item.segments
            if text.language == language
        ]
        analyses = pipeline.recognise([one.text for _, one in sentences])
        for (number, one), analysis in zip(sentences, analyses, strict=True):
            spans[number] += [GoldSpan(one.start + s.start, one.start + s.end, s.label) for s in analysis.spans]
    models = frozenset(str(pipelines[text.language].model) for text in texts)
    return _Run("spaCy alone", tuple(tuple(found) for found in spans), models, perf_counter() - begun)
