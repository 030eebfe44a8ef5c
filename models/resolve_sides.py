"""One entity for both languages: what the mentions in the translations mean, by what the source says."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

from corpus.folding import fold
from corpus.records import Segment
from corpus.thing_names import content_words, kind_of
from models.resolve_names import Link, Name, Names, Said
from models.resolve_people import People

__all__ = ["join_sides"]

ALIGNED_BY_WORD = 0.7  # the only names of a label in a sentence that share a word: Ley 1145, Law 1145
ALIGNED = 0.6  # the only names of a label left over on either side of a sentence
_MOST_LEFT = 50  # more names are a list, not a sentence

Texts = Mapping[int, tuple[str, int]]


def join_sides(
    source: Sequence[Said],
    translated: Sequence[Said],
    segments: Mapping[int, Segment],
    translations: Texts,
    names: Names,
    people: People,
) -> None:
    """Find what each translated mention means: what the same name means in its sentence, then in the testimony; what
    the lexicon knows; what alone is left over in its sentence; what it is short for.
    """
    meanings: dict[Name, dict[Name, Link | None]] = defaultdict(dict)
    said: dict[tuple[int, str], list[Said]] = defaultdict(list)
    for one in source:
        meanings[one.name].setdefault(one.target, one.meant)
        said[one.mention.segment, one.mention.label].append(one)
    again: dict[tuple[int, str], list[Said]] = defaultdict(list)
    for one in translated:
        again[one.mention.segment, one.mention.label].append(one)
    for place, mentions in again.items():
        for one in _unsettled(said[place], mentions, meanings):
            if one.mention.label == "PERSON" and one.name.parent is None:
                one.meant = people.find(one)
    pairs = [pair for place, some in again.items() for pair in _pairs(said[place], some, segments, translations)]
    _align(pairs, segments, names)


def _unsettled(
    source: Sequence[Said], translated: Sequence[Said], meanings: Mapping[Name, Mapping[Name, Link | None]]
) -> Iterator[Said]:
    """Let mentions of one name mean the same on both sides of a sentence, in their order where they mean several
    things; else what the name means everywhere. Those that this leaves open.
    """
    own: dict[Name, list[Said]] = defaultdict(list)
    for one in source:
        own[one.name].append(one)
    counts = Counter(one.name for one in translated)
    met: Counter[Name] = Counter()
    for one in translated:
        here, everywhere = own.get(one.name, []), meanings.get(one.name, {})
        if len({each.target for each in here}) == 1:
            one.meant = here[0].meant
        elif here and len(here) == counts[one.name]:
            one.meant = here[met[one.name]].meant
        elif not here and len(everywhere) == 1:
            (one.meant,) = everywhere.values()
        else:
            yield one
        met[one.name] += 1


def _pairs(
    source: Sequence[Said], translated: Sequence[Said], segments: Mapping[int, Segment], translations: Texts
) -> Iterator[tuple[Said, Said, float]]:
    """Mentions of one label in a sentence that are left over on both sides and belong together, and how surely: the
    only two names that share a word, then the only two names that are left.
    """
    both = {one.target for one in source} & {one.target for one in translated}
    mine = _left(source, both)
    yours = _left(translated, both)
    if not mine or not yours or max(len(mine), len(yours)) > _MOST_LEFT:
        return
    found = [(a, b, ALIGNED_BY_WORD) for a, b in _sharing(mine, yours)]
    for a, b, _ in found:
        mine.pop(a)
        yours.pop(b)
    if len(mine) == len(yours) == 1:
        found.append((next(iter(mine)), next(iter(yours)), ALIGNED))
    segment = source[0].mention.segment
    here, there = fold(segments[segment].text), fold(translations[segment][0])
    for a, b, score in found:
        one = next(each for each in source if each.target is a)
        others = [each for each in translated if each.target is b]
        # What stands on the other side as well, unmarked, is no translation of something else.
        if fold(others[0].mention.text) not in here and fold(one.mention.text) not in there:
            yield from ((one, other, score) for other in others)


def _left(said: Sequence[Said], both: Set[Name]) -> dict[Name, Said]:
    """What no mention on the other side means; a date with a value is what it is."""
    dated = said[0].number < 0 if said else False
    return {
        one.target: one
        for one in reversed(said)
        if one.target not in both and not (dated and one.mention.label == "DATE" and one.mention.value)
    }


def _sharing(mine: Mapping[Name, Said], yours: Mapping[Name, Said]) -> list[tuple[Name, Name]]:
    """Names that share a word which no other name of the two sides has: Ley 1145 and Law 1145."""
    with_word: dict[str, tuple[set[Name], set[Name]]] = defaultdict(lambda: (set(), set()))
    for side, names in enumerate((mine, yours)):
        for name, one in names.items():
            for word in content_words(one.name.shown):
                if kind_of(word) is None:  # "hospital" and "radio" are words of both languages
                    with_word[word][side].add(name)
    forth: dict[Name, set[Name]] = defaultdict(set)
    back: dict[Name, set[Name]] = defaultdict(set)
    for own, other in with_word.values():
        if len(own) == len(other) == 1:
            (a,), (b,) = own, other
            forth[a].add(b)
            back[b].add(a)
    only = [(a, next(iter(bs))) for a, bs in forth.items() if len(bs) == 1]
    return [(a, b) for a, b in only if len(back[b]) == 1]


def _align(pairs: Sequence[tuple[Said, Said, float]], segments: Mapping[int, Segment], names: Names) -> None:
    """Join what only the translations say to what it always stands for; where that differs, mention by mention.

    In a testimony of two languages the source says both names; these are joined if they are always each other's.
    People aren't, for their names aren't translated.
    """
    forth: dict[Name, set[Name]] = defaultdict(set)
    back: dict[Name, set[Name]] = defaultdict(set)
    for a, b, _ in pairs:
        forth[b.target].add(a.target)
        back[a.target].add(b.target)
    for a, b, score in pairs:
        if b.target is a.target or b.target.known:
            continue
        link = Link(a.target, "translation", score, a.mention.segment)
        always = len(forth[b.target]) == 1
        if b.target.first is None:
            if always:
                names.link(b.target, link)
            else:
                b.meant = link
        elif a.mention.label != "PERSON" and always and len(back[a.target]) == 1 and b.name.segment is not None:
            first, here = segments[b.name.segment].language, segments[a.mention.segment].language
            if first and here and first.tag != here.tag:
                names.link(b.target, link)
