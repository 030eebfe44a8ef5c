"""The resolve stage: which entity each mention stands for.

Mentions belong together when their label and folded name are the same, or when the lexicon knows both names for one
thing (España and Spain, PNC and National Civil Police). Dates belong together by value.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.folding import fold
from corpus.records import AnnotatedTestimony, Mention, entity_id
from models.lexicon import Lexicon

__all__ = ["resolve"]


def resolve(items: Sequence[AnnotatedTestimony], *, lexicon: Lexicon) -> list[AnnotatedTestimony]:
    """Fill `Mention.entity` on both sides. The id depends on label and name alone, so order and batch don't matter."""
    return [
        replace(
            item,
            mentions=tuple(_resolved(item.mentions, lexicon)),
            translation_mentions=tuple(_resolved(item.translation_mentions, lexicon)),
        )
        for item in items
    ]


def _resolved(mentions: Iterable[Mention], lexicon: Lexicon) -> Iterable[Mention]:
    for mention in mentions:
        name = mention.value or lexicon.entity_name(mention.label, mention.text)
        yield replace(mention, entity=entity_id(mention.label, " ".join(fold(name).split())))
