"""Names of people: their parts, and how likely two of them mean the same person.

Nothing here joins anything: `compare` says what is worth a person's look, and `block_keys` lets such pairs meet without
comparing each name with each. Two names that `compare` would propose share a key. Both hand on names of other things
to `corpus.thing_names`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from corpus.folding import fold
from corpus.likeness import NEAR, NO_MATCH, PROPOSE, SOUND, Comparison, is_near, skeleton, sounds
from corpus.thing_names import ARTICLES, compare_things, thing_keys

__all__ = [
    "PROPOSE",
    "Comparison",
    "PersonName",
    "ShortNames",
    "block_keys",
    "compare",
    "nickname",
    "parse",
    "parts",
    "plain",
    "short_forms",
    "short_names",
]

# How far a pair of parts goes, of 1 for the same letters; a name goes as far as the product of its pairs …
INITIAL, SHORT = 0.75, 0.7
# … times what such names go: many people share two parts; a "Cruz Paz" for a "Paz Cruz" may be a cousin.
TWO_PARTS, TURNED, SWAPPED = 0.9, 0.9, 0.6
# … or by what the longer one has besides: one of three, or more, of which three agree; a third one; more; her first
# given name. A "hijo" or Jr. that only one has comes on top.
THREE_AGREE, ONE_MORE, TWO_MORE, SECOND_NAME, GENERATION = 0.8, 0.65, 0.6, 0.52, 0.7
# One name alone says nothing of who it was, a nickname a little.
ALONE, SAME_NICKNAME = 0.3, 0.55

ShortNames = Mapping[str, frozenset[str]]

_MOST_PARTS = 8  # more make no name: it is a list of names taken for one
_WORD = re.compile(r"[^\W_]+(?:['’´`][^\W_]+)*\.?")
_NICKNAME = re.compile(r"[«“\"(]\s*([^«»“”\"()]+?)\s*[»”\")]")
_EDGES = ",;:¡!¿?«»“”\"'‘’()[]—–-"
_PARTICLES = frozenset("de del la las los el lo da das do dos di du van von der den the viuda vda widow of y e".split())
_TITLES = frozenset(
    """
    don doña señor señora señorita sr sra srta lic licda licenciado licenciada dr dra doctor doctora ing ingeniero
    ingeniera monseñor fray sor mr mrs ms miss
    """.split()
)
_GENERATIONS = {"jr": "jr", "junior": "jr", "hijo": "jr", "sr": "sr", "senior": "sr", "padre": "sr"} | {
    numeral: numeral for numeral in ("ii", "iii", "iv")
}


@dataclass(frozen=True, slots=True)
class PersonName:
    """`parts` are folded, given names first, without particles and titles. `married` says that the last one follows
    "de" ("Parra de Mata"); `generation` tells a son from a father of the same name. `heard` are the sounds of the parts
    that aren't initials.
    """

    parts: tuple[str, ...]
    married: bool = False
    generation: str = ""
    heard: frozenset[str] = frozenset()
    has_initials: bool = False


# -- What a name is made of -----------------------------------------------------------------------------------------


def parts(name: str) -> tuple[str, ...]:
    """The folded parts of a person's name: "Cruz Batres, Juan Carlos" → juan, carlos, cruz, batres."""
    return parse(name).parts


def nickname(name: str) -> str | None:
    """The nickname that stands quoted in a name: "José «El Chele» Pérez" → El Chele."""
    found = _NICKNAME.search(name)
    rest = _NICKNAME.sub(" ", name, count=1)
    return " ".join(found[1].split()) if found and _words(found[1]) and _words(rest) else None


def plain(name: str) -> str:
    """A person's name on one line, the given name first, without titles, quotation marks and quoted nickname."""
    if nickname(name):
        name = _NICKNAME.sub(" ", name, count=1)
    words = _without_titles(name.split())
    surnames, comma, given = " ".join(words).partition(",")
    if comma and _words(surnames) and given.strip()[:1].isupper() and "," not in given and not _generation(given):
        words = _without_titles([*given.split(), *surnames.split()])
    bare = [word.lstrip("." + _EDGES).rstrip(_EDGES) for word in words]
    return " ".join(bare).strip("." + _EDGES + " ") or " ".join(name.split())


def _without_titles(words: Sequence[str]) -> list[str]:
    """The words of a name but for signs alone, and for titles and a small-letter article before it."""
    kept = [word for word in words if word.strip("." + _EDGES)]
    while len(kept) > 1 and (kept[0].strip("." + _EDGES).lower() in _TITLES or kept[0] in ARTICLES):
        kept = kept[1:]
    return kept


@lru_cache(maxsize=100_000)
def parse(name: str) -> PersonName:
    """What a person's name is made of."""
    words = _words(plain(name))
    generation = _generation(words[-1]) if len(words) > 2 else ""
    if generation:
        words = words[:-1]
    found: list[str] = []
    married = False
    for number, word in enumerate(words):
        if (word if len(word) < 3 else word.rstrip(".")) in _PARTICLES and len(words) > 1:
            continue
        # "J.C." are two initials; O'Brien and Obrien are one name.
        found.append(re.sub(r"\W", "", word))
        married = number > 1 and words[number - 1] in ("de", "of")
    heard = frozenset(sounds(part) for part in found if len(part) > 1)
    return PersonName(
        tuple(found), married and len(found) > 2, generation, heard, any(len(part) == 1 for part in found)
    )


def _words(name: str) -> list[str]:
    # Cut before they are folded, which makes "1/4" of one sign; and without their accents, which may be signs beside.
    bare = "".join(c for c in unicodedata.normalize("NFD", name.replace("-", " ")) if not unicodedata.combining(c))
    return [fold(word) for word in _WORD.findall(bare)]


def _generation(text: str) -> str:
    return _GENERATIONS.get(text.strip(" .,").lower(), "")


def short_names(table: Mapping[str, Iterable[str]]) -> ShortNames:
    """A table of short names and the given names that they stand for (Chepe: José), as `compare` takes it."""
    return {fold(short): frozenset(fold(name) for name in names) for short, names in table.items()}


@lru_cache(maxsize=1000)
def short_forms(count: int, given: int, married: bool = False) -> tuple[tuple[int, ...], ...]:
    """Which parts of a name of `count` parts, the first `given` of them given names, somebody may be called by.

    Given names, surnames from the first one on, or both; the second surname alone, but not after a given name; a
    husband's name in place of her own surnames or after them.
    """
    if count > _MOST_PARTS:
        return ()
    own = tuple(range(given, count - married))
    most = given if given < 4 else 2  # nobody is called by five of his seven names
    firsts = [some for size in range(most + 1) for some in combinations(range(given), size)]
    lasts = [own[:size] for size in range(len(own) + 1)]
    lasts += [(*last, count - 1) for last in lasts if married]
    forms = {first + last for first in firsts for last in lasts} | {(place,) for place in own}
    return tuple(sorted(forms - {(), tuple(range(count))}))


# -- Comparing ------------------------------------------------------------------------------------------------------


def compare(label: str, a: str, b: str, *, short: ShortNames | None = None) -> Comparison:
    """How likely two names of a `label` mean the same; it doesn't matter which comes first. `short`: `short_names`."""
    if label != "PERSON":
        return compare_things(label, a, b)
    one, other = parse(a), parse(b)
    if (len(one.parts), one.parts) > (len(other.parts), other.parts):
        one, other = other, one
    if not one.parts or len(other.parts) > _MOST_PARTS:
        return NO_MATCH
    if len(other.parts) == 1:
        if sounds(one.parts[0]) != sounds(other.parts[0]):
            return NO_MATCH
        nicknames = _is_nickname(a) and _is_nickname(b)
        return Comparison(SAME_NICKNAME, "same nickname") if nicknames else Comparison(ALONE, "one name alone")
    if len(one.parts) == 1:
        return NO_MATCH  # which of all the people called Cruz?
    # Most pairs that meet under a key end here.
    shared = len(one.heard & other.heard)
    if shared < 2 and (not shared or len(other.parts) > 2) and not (short or one.has_initials or other.has_initials):
        return NO_MATCH
    found = _same_number(one, other, short or {}) if len(one.parts) == len(other.parts) else None
    found = found or _more_parts(one, other, short or {})
    if one.generation == other.generation:
        return found
    return NO_MATCH if one.generation and other.generation else _times(found, GENERATION)


def _is_nickname(name: str) -> bool:
    words = fold(name).split()
    return len(words) > 1 and words[0] in ARTICLES


def _times(found: Comparison, factor: float) -> Comparison:
    return Comparison(round(found.score * factor, 3), found.reason)


def _same_number(a: PersonName, b: PersonName, short: ShortNames) -> Comparison:
    if a.parts == b.parts:
        return Comparison(1.0, "same name")
    found = _agreement(a.parts, b.parts, short)
    if found.score:
        found = _times(found, TWO_PARTS if len(a.parts) == 2 else 1.0)
        slips = any(
            skeleton(x) != skeleton(y) for x, y in zip(a.parts, b.parts, strict=True) if min(len(x), len(y)) > 1
        )
        return _doubtful(found) if len(a.parts) == 2 and slips and found.reason == "spelling" else found
    mine, yours = [sounds(part) for part in a.parts], [sounds(part) for part in b.parts]
    if set(mine) != set(yours) or sorted(mine) != sorted(yours):
        return NO_MATCH
    turned = any(mine[n:] + mine[:n] == yours for n in range(1, len(mine)))
    return Comparison(TURNED if turned else SWAPPED, "same parts, other order")


def _more_parts(a: PersonName, b: PersonName, short: ShortNames) -> Comparison:
    """`b` has parts that `a` hasn't."""
    count = len(b.parts)
    own = count - b.married
    places = _places(a.parts, b.parts, short)
    givens = {1, min(2, count - 1)} if own <= 3 else {own - 2}
    if places is None or not any(places in short_forms(count, given, b.married) for given in givens):
        return NO_MATCH
    if own > 3 and places[0] >= own - 2:
        return NO_MATCH  # surnames alone are those of a whole family
    found = _agreement(a.parts, [b.parts[place] for place in places], short)
    missing = count - len(a.parts)
    base = THREE_AGREE if len(a.parts) > 2 else ONE_MORE if missing == 1 else TWO_MORE
    reason = "one has more parts" if found.score in (1.0, SOUND) else found.reason
    whole = _times(Comparison(found.score, reason), SECOND_NAME if places[0] > 0 else base)
    return _doubtful(whole) if len(a.parts) == 2 and found.score <= NEAR and reason == "spelling" else whole


def _doubtful(found: Comparison) -> Comparison:
    """Too little agrees, and under no key would the two meet."""
    return Comparison(min(found.score, PROPOSE - 0.01), found.reason)


def _places(a: Sequence[str], b: Sequence[str], short: ShortNames) -> tuple[int, ...] | None:
    """Where the parts of `a` stand in `b`, in order."""
    found: list[int] = []
    start = 0
    for number, part in enumerate(a):
        last = number == len(a) - 1
        if part in b[start:]:
            place: int | None = b.index(part, start)
        else:
            rest = range(start, len(b))
            place = next((one for one in rest if _pair(part, b[one], short, last=last).score), None)
        if place is None:
            return None
        found.append(place)
        start = place + 1
    return tuple(found)


def _agreement(a: Sequence[str], b: Sequence[str], short: ShortNames) -> Comparison:
    """How well parts agree, each with its own; a slip of the pen must be the only difference."""
    worst, product, unlike, initials = _EQUAL, 1.0, 0, 0
    for number, (x, y) in enumerate(zip(a, b, strict=True)):
        pair = _pair(x, y, short, last=number == len(a) - 1)
        if not pair.score:
            return NO_MATCH
        product *= pair.score
        unlike += pair.score < SOUND
        initials += pair is _INITIAL
        if pair.score < worst.score:
            worst = pair
    if unlike > max(initials, 1):
        return NO_MATCH
    return Comparison(product, worst.reason)


# What _pair can say.
_EQUAL, _SOUND, _NEAR = Comparison(1.0, "spelling"), Comparison(SOUND, "spelling"), Comparison(NEAR, "spelling")
_INITIAL, _SHORT = Comparison(INITIAL, "initials"), Comparison(SHORT, "short form of given name")


def _pair(a: str, b: str, short: ShortNames, *, last: bool) -> Comparison:
    if a == b:
        return _EQUAL
    if min(len(a), len(b)) == 1:  # a surname's initial hides somebody
        return NO_MATCH if last or a[0] != b[0] else _INITIAL
    if sounds(a) == sounds(b):
        return _SOUND
    if short and not last and (b in short.get(a, ()) or a in short.get(b, ())):
        return _SHORT
    return _NEAR if is_near(a, b) else NO_MATCH


# -- The index ------------------------------------------------------------------------------------------------------


def block_keys(label: str, name: str, *, short: ShortNames | None = None) -> set[str]:
    """Keys for an index. Names that may mean the same share one: two parts by their sound, in any order.

    Two parts together keep a key's names few; where one part alone decides (an initial, a slip of the pen), it stands
    beside the other one.
    """
    if label != "PERSON":
        return thing_keys(label, name)
    parsed = parse(name)
    own = parsed.parts[:_MOST_PARTS]
    if len(own) < 2:
        return {f"alone:{sounds(part)}" for part in own}
    heard = [sounds(part) for part in own]
    keys = {_key(a, b) for a, b in combinations(heard, 2)}
    keys |= {_key(own[0][0], sound) for sound in heard[max(1, len(own) - 2 - parsed.married) :]}
    if len(own) == 2:
        keys |= {f"slip:{heard[0]} {skeleton(own[1])}", f"slip:{skeleton(own[0])} {heard[1]}"}
    for given in own[:-1]:
        for full in (short or {}).get(given, ()):
            keys |= {_key(sounds(full), sound) for sound in heard[1:]}
    return keys


def _key(a: str, b: str) -> str:
    return "person:" + " ".join(sorted((a, b)))
