"""The translate stage: each segment in the other language of the pair, or a flag that says why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from corpus.folding import fold
from corpus.records import AnnotatedTestimony, Segment, Translation
from models.glossary import Glossary
from models.hold import Names
from models.lexicon import Lexicon
from models.routes import Sentence, Translator, translate_sentences
from models.segment import speaker_label

__all__ = ["PAIR", "names_in", "translate"]

PAIR = {"es": "en", "en": "es"}
Pair = tuple[str, str]


def translate(
    items: Sequence[AnnotatedTestimony],
    *,
    translators: Mapping[Pair, Translator],
    lexicon: Lexicon,
    glossary: Glossary | None = None,
    fallbacks: Mapping[Pair, Translator] | None = None,
) -> list[AnnotatedTestimony]:
    """Fill `translations`, one for each segment, in order. Segments of all items go through a model together.

    `mentions` of the segments say which names must be kept. Flags are those of `models.flags`, `ambiguous_date` and
    `ambiguous_number` (a date or number in figures that reads two ways), and, where there is no text: `no_model` no
    model serves the direction · `other_language` a language that no model here was made for · `no_language` names, figures,
    or too little to tell · `empty` no model gave anything.
    """
    found: dict[tuple[int, int], Translation] = {}
    waiting: dict[Pair, list[tuple[int, Segment, str, Sentence]]] = {}
    for number, item in enumerate(items):
        names = dict(names_in(item))
        for segment in item.segments:
            language = segment.language.tag if segment.language else "und"
            target = PAIR.get(language)
            if target and (language, target) in translators:
                label = speaker_label(segment)  # "TOMASA: " stays as it is
                sentence = Sentence(segment.text[len(label) :], names[segment.ordinal])
                waiting.setdefault((language, target), []).append((number, segment, label, sentence))
            else:
                flag = "no_model" if target else "no_language" if language == "und" else "other_language"
                found[number, segment.ordinal] = Translation(segment.ordinal, language, target, None, flags=(flag,))
    for pair, group in sorted(waiting.items(), key=lambda entry: entry[0]):
        results = translate_sentences(
            [sentence for *_, sentence in group],
            translators[pair],
            lexicon=lexicon,
            glossary=glossary or Glossary(),
            fallback=(fallbacks or {}).get(pair),
        )
        for (number, segment, label, _), result in zip(group, results, strict=True):
            found[number, segment.ordinal] = Translation(
                segment.ordinal,
                *pair,
                None if result.text is None else label + result.text,
                score=None if result.score is None else round(result.score, 3),
                model=result.model or translators[pair].model,
                flags=result.flags,
            )
    return [
        replace(item, translations=tuple(found[number, segment.ordinal] for segment in item.segments))
        for number, item in enumerate(items)
    ]


def names_in(item: AnnotatedTestimony) -> Iterator[tuple[int, Names]]:
    """(ordinal, names known in it) for each segment of `item`; offsets count from the end of its speaker label."""
    people = [m for m in item.mentions if m.label == "PERSON"]
    words = frozenset(fold(w) for m in people for w in m.text.split() if w[:1].isupper() and len(w) > 2)
    spans: dict[int, tuple[list[tuple[int, int]], list[tuple[int, int]]]] = {}
    for mention in item.mentions:
        if mention.label in ("PERSON", "PLACE", "ORG"):
            side = spans.setdefault(mention.segment, ([], []))[mention.label != "PERSON"]
            side.append((mention.start, mention.end))
    for segment in item.segments:
        begin = segment.start + len(speaker_label(segment))
        found = spans.get(segment.ordinal, ([], []))
        people_in, others_in = (tuple((s - begin, e - begin) for s, e in side if s >= begin) for side in found)
        yield segment.ordinal, Names(people_in, others_in, words)
