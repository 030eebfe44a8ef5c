"""Which names of organisations, places, laws and events in one testimony mean the same thing.

As with people, a shorter name joins a longer one only where a single one of the testimony can be meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from itertools import pairwise

from corpus.thing_names import ARTICLES, STOP_WORDS, acronym_of, bare_name, content_words, initials, kind_of, spells
from models.gazetteers import Gazetteers
from models.resolve_cues import cue_between
from models.resolve_names import Link, Name, Names, Said, root

__all__ = ["join_things"]

DEFINED = 0.95  # Comité de Familiares de Detenidos (COFADE)
ALIAS = 0.9  # conocido como …
BESIDE = 0.85  # el Comité de Familiares, COFADE, …
SAME_WORDS = 0.9  # Comité Familiares, without the little words
HEAD = 0.75  # Juzgado Especializado for Juzgado Especializado de Instrucción A
READ_OFF = 0.7  # an acronym that is never defined, of the only name whose initials it is
WITHOUT_KIND = 0.7  # el Rosales for Hospital Rosales
ONE_WORD = 0.6  # el Juzgado, after the only one that was named

_SHORTEST_READ_OFF = 3  # letters; two are the initials of too much
# One word of these, alone, is an institution of its own, not the one of that kind that was named before.
_OF_THEIR_OWN = frozenset(
    "iglesia church fiscalia procuraduria ministerio corte estado gobierno radio ciudad city universidad".split()
)


def join_things(
    said: Sequence[Said], texts: Mapping[int, tuple[str, int]], names: Names, gazetteers: Gazetteers
) -> None:
    """Join the names of one label that `said`, in order, mentions: the source's to one another; of a translation's
    those that the source doesn't say. Names that the lexicon knows are joined to nothing.
    """
    own = list(dict.fromkeys(one.name for one in said))
    free = {name for name in own if name.known is None and name.parent is None}
    if said and said[0].number < 0:
        free = {name for name in free if name.first is None}
    _by_definition(said, texts, names, free)
    _by_initials(own, names, free)
    _by_head(said, own, names, free, gazetteers)


def _by_definition(said: Sequence[Said], texts: Mapping[int, tuple[str, int]], names: Names, free: Set[Name]) -> None:
    """What the text itself calls by two names. A name given to two things joins neither, except right there."""
    given: dict[Name, dict[Name, Link]] = {}
    for first, second in pairwise(said):
        segment = first.mention.segment
        if segment != second.mention.segment or root(first.name) is root(second.name):
            continue
        cue = cue_between(first, second, *texts[segment])
        if cue is None:
            continue
        thing, other = (second, first) if cue == "names" or _is_acronym_of(first, second) else (first, second)
        letters = acronym_of(other.name.shown)
        fits = letters is not None and spells(letters, thing.name.shown) is not None
        if cue in ("bracket", "comma") and not fits:
            continue
        score = BESIDE if cue == "comma" else DEFINED if fits else ALIAS
        # The known name is the entity; and what only the translation says goes to what the source says.
        if other.name not in free or thing.name.first is None is not other.name.first:
            thing, other = other, thing
        if other.name in free:
            link = Link(thing.name, "acronym" if letters else "alias", score, segment)
            other.meant = link
            given.setdefault(other.name, {}).setdefault(root(thing.name), link)
    for name, things in given.items():
        if len(things) == 1:
            names.link(name, next(iter(things.values())))


def _is_acronym_of(first: Said, second: Said) -> bool:
    letters = acronym_of(first.name.shown)
    return letters is not None and spells(letters, second.name.shown) is not None


def _by_initials(own: Sequence[Name], names: Names, free: Set[Name]) -> None:
    """Acronyms that a mention itself defines, and those of no definition that are the initials of one name only."""
    acronyms = {name: letters for name in own if (letters := acronym_of(name.shown))}
    spelt: dict[str, dict[Name, Name]] = {}
    for name in own:
        if name not in acronyms:
            spelt.setdefault(initials(name.shown), {}).setdefault(root(name), name)
    for name, letters in acronyms.items():
        within = names.defined.get((name.label, letters), {})
        if name in free and name.parent is None and len({root(thing) for thing in within}) == 1:
            thing, segment = next(iter(within.items()))
            names.link(name, Link(thing, "acronym", DEFINED, segment))
        things = spelt.get(letters, {})
        if name in free and name.parent is None and len(letters) >= _SHORTEST_READ_OFF and len(things) == 1:
            thing = next(iter(things.values()))
            names.link(name, Link(thing, "acronym", READ_OFF, thing.segment))


def _by_head(said: Sequence[Said], own: Sequence[Name], names: Names, free: Set[Name], gazetteers: Gazetteers) -> None:
    """Heads of a longer name, and names without the word that says what the thing is."""
    whole: dict[tuple[str, ...], Name] = {}
    heads: dict[tuple[str, ...], list[Name]] = {}
    bare: dict[tuple[str, ...], list[Name]] = {}
    ordered = sorted(own, key=lambda name: -len(content_words(name.shown)))
    articles = {
        one.name for one in said if one.before.rstrip().lower().endswith((" el", " la", " los", " las", " the"))
    }
    for name in ordered:
        words = content_words(name.shown)
        if name in free and name.parent is None:
            link = _same_words(name, words, whole) or _head(name, words, heads)
            link = link or _without_kind(name, words, bare, name in articles, gazetteers)
            if link:
                names.link(name, link)
        whole.setdefault(words, name)
        for size in range(1, min(len(words), 8)):
            heads.setdefault(words[:size], []).append(name)
        kind, rest = bare_name(words)
        if kind and not _says_where(name.shown):
            bare.setdefault(rest, []).append(name)


def _one(longer: Sequence[Name], name: Name) -> Name | None:
    """The first of `longer` names, if all mean one thing, and that isn't `name` already."""
    things = {root(other): other for other in reversed(longer)}
    things.pop(root(name), None)
    return next(iter(things.values())) if len(things) == 1 else None


def _same_words(name: Name, words: tuple[str, ...], whole: Mapping[tuple[str, ...], Name]) -> Link | None:
    """Comité Familiares de Detenidos for Comité de Familiares de los Detenidos."""
    other = whole.get(words)
    return Link(other, "spelling", SAME_WORDS, other.segment) if other and len(words) > 1 else None


def _head(name: Name, words: tuple[str, ...], heads: Mapping[tuple[str, ...], list[Name]]) -> Link | None:
    """San José is no head of San José Las Flores: places have heads only where a word says what they are."""
    if name.label == "MISC" or (name.label == "PLACE" and kind_of(words[0]) is None):
        return None
    longer = _one(heads.get(words, ()), name)
    if longer is None:
        return None
    if len(words) > 1:
        return Link(longer, "short_name", HEAD, longer.segment)
    if kind_of(words[0]) is None or words[0] in _OF_THEIR_OWN or not _before(longer, name):
        return None
    return Link(longer, "short_name", ONE_WORD, longer.segment)


def _before(longer: Name, name: Name) -> bool:
    return longer.first is None or name.first is None or longer.first < name.first


def _without_kind(
    name: Name,
    words: tuple[str, ...],
    bare: Mapping[tuple[str, ...], list[Name]],
    article: bool,
    gazetteers: Gazetteers,
) -> Link | None:
    """Guazapa is a town, not Cerro Guazapa; but no town has an article: "el Rosales"."""
    if name.label not in ("ORG", "PLACE"):
        return None
    longer = _one(bare.get(words, ()), name)
    if longer is None:
        return None
    town = any(match.start == 0 and match.end == len(words) for match in gazetteers.find(words))
    if name.label == "PLACE" and town and not article:
        return None
    return Link(longer, "short_name", WITHOUT_KIND, longer.segment)


def _says_where(name: str) -> bool:
    """Whether "de" or "of" follows the first word: Volcán de San Salvador isn't San Salvador."""
    second = name.lower().split()[1:2]
    return bool(second) and second[0] in STOP_WORDS and second[0] not in ARTICLES
