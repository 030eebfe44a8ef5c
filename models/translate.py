"""The translate stage: each segment in the other language of the pair, or a flag that says why not."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from corpus.records import AnnotatedTestimony, ModelRef, Segment, Translation
from models.segment import speaker_label

__all__ = ["PAIR", "Translator", "translate"]

PAIR = {"es": "en", "en": "es"}


class Translator(Protocol):
    """One direction. `translate` gives one (text, score) for each text, in order."""

    source: str
    target: str
    model: ModelRef

    def translate(self, texts: Sequence[str]) -> list[tuple[str, float]]: ...


def translate(
    items: Sequence[AnnotatedTestimony], *, translators: Mapping[tuple[str, str], Translator]
) -> list[AnnotatedTestimony]:
    """Fill `translations`, one for each segment, in order. Segments of all items go through a model together.

    Flags: `no_model` no model serves the direction · `other_language` a language that no model here was made for ·
    `no_language` names, figures, or too little to tell · `untranslated` the model gave nothing, so the text stands as
    it is.
    """
    found: dict[tuple[int, int], Translation] = {}
    waiting: dict[tuple[str, str], list[tuple[int, Segment]]] = {}
    for number, item in enumerate(items):
        for segment in item.segments:
            language = segment.language.tag if segment.language else "und"
            target = PAIR.get(language)
            if target and (language, target) in translators:
                waiting.setdefault((language, target), []).append((number, segment))
            else:
                flag = "no_model" if target else "no_language" if language == "und" else "other_language"
                found[number, segment.ordinal] = Translation(segment.ordinal, language, target, None, flags=(flag,))
    for (source, target), group in sorted(waiting.items(), key=lambda entry: entry[0]):
        engine = translators[source, target]
        labels = [speaker_label(segment) for _, segment in group]  # "TOMASA: " stays as it is
        spoken = [segment.text.removeprefix(label) for (_, segment), label in zip(group, labels, strict=True)]
        outputs = engine.translate(spoken)
        for (number, segment), label, (text, score) in zip(group, labels, outputs, strict=True):
            found[number, segment.ordinal] = Translation(
                segment.ordinal,
                source,
                target,
                label + text if text else segment.text,
                score=round(score, 3),
                model=engine.model,
                flags=() if text else ("untranslated",),
            )
    return [
        replace(item, translations=tuple(found[number, segment.ordinal] for segment in item.segments))
        for number, item in enumerate(items)
    ]
