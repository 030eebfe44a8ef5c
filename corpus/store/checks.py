"""The last look at a testimony before it is stored: whatever is wrong here would be wrong for ever."""

from __future__ import annotations

from corpus.errors import InputError
from corpus.records import LABELS, AnnotatedTestimony

__all__ = ["check"]


def check(item: AnnotatedTestimony) -> None:
    """Raise InputError where an offset doesn't lead to its text, or an annotation to its segment. Names numbers
    only.
    """
    text = item.testimony.text
    segments = {}
    for segment in item.segments:
        if segment.ordinal in segments or segment.testimony != item.testimony.id:
            raise _wrong(item, f"segment {segment.ordinal} is there twice, or belongs elsewhere")
        if text[segment.start : segment.end] != segment.text:
            raise _wrong(item, f"segment {segment.ordinal} is not the text at its offsets")
        segments[segment.ordinal] = segment
    translations = {}
    for translation in item.translations:
        if translation.segment not in segments or translation.segment in translations:
            raise _wrong(item, f"a translation belongs to no segment, or not alone to segment {translation.segment}")
        translations[translation.segment] = translation.text or ""
    for mention in item.mentions:
        place = segments.get(mention.segment)
        if place is None or not place.start <= mention.start < mention.end <= place.end:
            raise _wrong(item, f"a mention lies outside its segment {mention.segment}")
        if text[mention.start : mention.end] != mention.text or mention.label not in LABELS:
            raise _wrong(item, f"a mention in segment {mention.segment} is not the text at its offsets")
    for mention in item.translation_mentions:
        found = translations.get(mention.segment, "")[mention.start : mention.end]
        if not mention.text or found != mention.text or mention.label not in LABELS:
            raise _wrong(item, f"a mention in the translation of segment {mention.segment} is not at its offsets")
    entities = [entity.id for entity in item.entities]
    if len(set(entities)) < len(entities) or any(entity.label not in LABELS for entity in item.entities):
        raise _wrong(item, "an entity is there twice, or has no known label")


def _wrong(item: AnnotatedTestimony, what: str) -> InputError:
    return InputError(f"Testimony {item.testimony.id}: {what}.", code="inconsistent", stage="store")
