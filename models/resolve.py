"""The resolve stage: which entity each mention stands for.

Looks at one testimony at a time, so the result depends on nothing else. Within it, names are joined that mean the same
(`models.resolve_people`, `models.resolve_things`, `models.resolve_sides`), each with its reason. Between testimonies,
entities are the same exactly when their ids are: by the label and the folded name. A person of whom one name alone is
known is a person of that testimony only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.folding import fold
from corpus.personal_names import parse
from corpus.records import LABELS, AnnotatedTestimony, Join, Mention, ResolvedEntity, entity_id
from models.gazetteers import Gazetteers, read_gazetteers
from models.lexicon import Lexicon
from models.resolve_names import Link, Name, Names, Said, root
from models.resolve_people import People, is_full_name
from models.resolve_sides import join_sides
from models.resolve_things import join_things

__all__ = ["resolve"]

Texts = Mapping[int, tuple[str, int]]


def resolve(items: Sequence[AnnotatedTestimony], *, lexicon: Lexicon) -> list[AnnotatedTestimony]:
    """Fill `Mention.entity` on both sides, and `entities`."""
    gazetteers = read_gazetteers()
    return [_resolved(item, lexicon, gazetteers) for item in items]


def _resolved(item: AnnotatedTestimony, lexicon: Lexicon, gazetteers: Gazetteers) -> AnnotatedTestimony:
    segments = {segment.ordinal: segment for segment in item.segments}
    texts = {ordinal: (segment.text, segment.start) for ordinal, segment in segments.items()}
    tellers = {ordinal: segment.speaker or "" for ordinal, segment in segments.items()}
    translations = {translation.segment: (translation.text or "", 0) for translation in item.translations}
    names = Names(lexicon)
    source = names.say(((m, *texts[m.segment]) for m in item.mentions), source=True)
    people = People(names, gazetteers, tellers)
    people.join([one for one in source if one.mention.label == "PERSON"], texts)
    _join_things(source, texts, names, gazetteers)
    translated = names.say(((m, *translations[m.segment]) for m in item.translation_mentions), source=False)
    _join_things(translated, translations, names, gazetteers)
    join_sides(source, translated, segments, translations, names, people)
    ids = {one.target: _id(one.target, item.testimony.id, gazetteers) for side in (source, translated) for one in side}
    return replace(
        item,
        mentions=_with_entities(item.mentions, source, ids),
        translation_mentions=_with_entities(item.translation_mentions, translated, ids),
        entities=_entities(names, [*source, *translated], ids),
    )


def _join_things(said: Sequence[Said], texts: Texts, names: Names, gazetteers: Gazetteers) -> None:
    for label in LABELS:
        if label not in ("PERSON", "DATE"):
            join_things([one for one in said if one.mention.label == label], texts, names, gazetteers)


def _id(name: Name, testimony: str, gazetteers: Gazetteers) -> str:
    if name.mark:
        return entity_id(name.label, f"{name.key}\n{testimony}\n{name.mark}")
    if name.label == "PERSON" and not is_full_name(parse(name.shown), gazetteers):
        return entity_id(name.label, f"{name.key}\n{testimony}")
    return entity_id(name.label, name.key)


def _with_entities(mentions: Sequence[Mention], said: Sequence[Said], ids: Mapping[Name, str]) -> tuple[Mention, ...]:
    entities = {id(one.mention): ids[one.target] for one in said}
    return tuple(replace(mention, entity=entities[id(mention)]) for mention in mentions)


def _entities(names: Names, said: Sequence[Said], ids: Mapping[Name, str]) -> tuple[ResolvedEntity, ...]:
    """The entities with the reasons for every surface that isn't the name."""
    found: dict[str, ResolvedEntity] = {}
    joins: dict[str, dict[tuple[str, str, str], Join]] = {}
    links: list[tuple[Name, Link]] = [(name, link) for name in names for link in name.links]
    links += [(one.name, one.meant) for one in said if one.meant]
    for name, entity in ids.items():
        found[entity] = ResolvedEntity(entity, name.label, name.shown)
    for name, link in links:
        entity = ids.get(root(link.of), "")
        if entity and fold(name.shown) != fold(found[entity].name):
            join = Join(name.shown, link.reason, link.score, link.of.shown, link.segment)
            joins.setdefault(entity, {}).setdefault((join.text, join.reason, join.of), join)
    return tuple(
        replace(one, joins=tuple(sorted(joins.get(entity, {}).values(), key=_order)))
        for entity, one in sorted(found.items())
    )


def _order(join: Join) -> tuple[int, str, str, str]:
    return -1 if join.segment is None else join.segment, join.text, join.reason, join.of
