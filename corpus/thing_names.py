"""Names of organisations, places, laws and events: their words, their acronyms, and how likely two mean the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.folding import fold
from corpus.likeness import NEAR, NO_MATCH, PROPOSE, SOUND, Comparison, is_near, skeleton, sounds

__all__ = [
    "ARTICLES",
    "STOP_WORDS",
    "Acronym",
    "acronym_of",
    "bare_name",
    "compare_things",
    "content_words",
    "initials",
    "kind_of",
    "spells",
    "split_definition",
    "thing_keys",
    "unquoted",
    "without_article",
    "without_stops",
]

# How far names of things go that have the same words, in another order or with a slip in one; the same words and kind
# in the other language; an acronym that spells the name; a name and its head; one without the word for what it is.
OTHER_ORDER, ONE_SLIP, SAME_KIND, ACRONYM, HEAD, WITHOUT_KIND = 0.9, 0.8, 0.85, 0.75, 0.6, 0.55

STOP_WORDS = frozenset(
    "de del la las los el lo y e en para por a al con sin su the of and for in to on at by an with".split()
)
ARTICLES = ("el", "la", "los", "las", "the")
# A single one inside a word is an apostrophe: Attorney General's Office.
_QUOTES = re.compile(r"[«»“”„\"]|(?<!\w)['‘’`´]|['‘’`´](?!\w)")
_WORD = re.compile(r"\w+")
_LONGEST_ACRONYM = 12
_MOST_WORDS = 24

# Words that say what a thing is, folded, each with its like in the other language.
_KINDS = {
    word: kinds.split()[0]
    for kinds in (
        "rio river",
        "cerro hill",
        "volcan volcano",
        "lago lake laguna",
        "puente bridge",
        "calle street",
        "avenida avenue",
        "carretera highway",
        "parque park",
        "plaza square",
        "mercado market",
        "puerto port",
        "aeropuerto airport",
        "hospital hospital",
        "clinica clinic",
        "escuela school",
        "instituto institute",
        "colegio college",
        "universidad university",
        "iglesia church",
        "parroquia parish",
        "catedral cathedral",
        "penal prison carcel jail penitentiary penitenciaria",
        "cuartel barracks",
        "albergue shelter refugio",
        "finca farm hacienda",
        "colonia neighborhood neighbourhood",
        "barrio",
        "reparto",
        "residencial",
        "comunidad community",
        "canton",
        "caserio hamlet",
        "aldea village",
        "municipio municipality",
        "departamento department",
        "condado county",
        "ciudad city",
        "batallon battalion",
        "brigada brigade",
        "destacamento detachment",
        "cooperativa cooperative",
        "comite committee",
        "comision commission",
        "asociacion association",
        "fundacion foundation",
        "federacion federation",
        "sindicato union",
        "partido party",
        "movimiento movement",
        "juzgado court tribunal",
        "corte",
        "camara chamber",
        "fiscalia",
        "procuraduria",
        "ministerio ministry",
        "direccion directorate",
        "consejo council",
        "unidad unit",
        "centro center centre",
        "oficina office",
        "empresa company",
        "radio",
        "periodico newspaper",
    )
    for word in kinds.split()
}


def unquoted(name: str) -> str:
    """`name` on one line, without quotation marks."""
    return " ".join(_QUOTES.sub(" ", name).split()) or " ".join(name.split())


def without_article(name: str) -> str:
    """The same without the article before it."""
    words = unquoted(name).split()
    return " ".join(words[1:] if len(words) > 1 and fold(words[0]) in ARTICLES else words)


@lru_cache(maxsize=100_000)
def content_words(name: str) -> tuple[str, ...]:
    """The folded words of `name` without articles and prepositions; the A of "Juzgado A" is neither."""
    shouted = name.isupper()
    words = [(word, fold(word)) for word in _WORD.findall(unquoted(name))]
    kept = tuple(
        low for word, low in words if low not in STOP_WORDS or (len(word) == 1 and word != low and not shouted)
    )
    return kept or tuple(low for _, low in words)


def kind_of(word: str) -> str | None:
    """What a folded word says a thing is, under one name in both languages: "rio" for río and river."""
    return _KINDS.get(word)


def bare_name(words: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
    """The kind, as the first word or (in English) the last one, and the rest: rio and sumpul of Río Sumpul."""
    if len(words) > 1:
        if words[0] in _KINDS:
            return _KINDS[words[0]], tuple(words[1:])
        if words[-1] in _KINDS:
            return _KINDS[words[-1]], tuple(words[:-1])
    return None, tuple(words)


# -- Acronyms -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Acronym:
    """How an acronym spells a name: by the `initials` of its words alone, or by beginnings of them (COFADE)."""

    initials: bool


def acronym_of(name: str) -> str | None:
    """The folded letters of what looks like an acronym (PNC, P.N.C., EE. UU., Co-Madres, FUNDe), else None."""
    compact = re.sub(r"[\s.\-]", "", name)
    capitals = sum(c.isupper() for c in compact)
    one_word = " " not in name or "." in name
    if not (one_word and 2 <= len(compact) <= _LONGEST_ACRONYM and compact.isalpha() and compact[0].isupper()):
        return None
    return fold(compact) if capitals >= 2 and (2 * capitals > len(compact) or "-" in name) else None


def split_definition(name: str) -> tuple[str, str] | None:
    """A name and the letters of the acronym in brackets after it, where these spell it."""
    match = re.fullmatch(r"([^()]+?)\s*\(([^()]+)\)", name)
    letters = acronym_of(unquoted(match[2])) if match else None
    return (match[1], letters) if match and letters and spells(letters, match[1]) else None


def without_stops(name: str) -> str:
    """PNC for P.N.C. and P. N. C."""
    return re.sub(r"[.\s]", "", name) if re.fullmatch(r"(?:[^\W\d_]{1,2}\.\s?)*[^\W\d_]{1,2}\.?", name) else name


def initials(name: str) -> str:
    """The first letters of the words that count."""
    return "".join(word[0] for word in content_words(name))


def spells(acronym: str, name: str) -> Acronym | None:
    """How the folded letters of an `acronym` can be read off the beginnings of `name`'s words, in order.

    Little words may be left out, and one other word that isn't the first.
    """
    words = _WORD.findall(fold(name))[:_MOST_WORDS]
    while words and words[0] in ARTICLES:
        words = words[1:]
    if len(words) < 2:
        return None
    if acronym in (initials(" ".join(words)), "".join(word[0] for word in words)):
        return Acronym(initials=True)
    # How many letters are read, and how many words were left out, in all ways at once.
    ways = {(0, 0)}
    for number, word in enumerate(words):
        following = set()
        for read, left_out in ways:
            if word in STOP_WORDS:
                following.add((read, left_out))
            elif number and not left_out:
                following.add((read, 1))
            size = 1
            while size <= len(word) and acronym[read : read + size] == word[:size]:
                if read + size > len(acronym):
                    break
                following.add((read + size, left_out))
                size += 1
        ways = following
    return Acronym(initials=False) if any(read == len(acronym) for read, _ in ways) else None


# -- Comparing ------------------------------------------------------------------------------------------------------


def compare_things(label: str, a: str, b: str) -> Comparison:
    """How likely two names of a `label` other than PERSON mean the same, whichever comes first."""
    one, other = sorted((without_article(a), without_article(b)), key=lambda name: (len(content_words(name)), name))
    if fold(one) == fold(other):
        return Comparison(1.0, "same name")
    if label == "DATE":
        return NO_MATCH
    mine, yours = content_words(one), content_words(other)
    if not mine or len(yours) > _MOST_WORDS:
        return NO_MATCH
    if sorted(map(sounds, mine)) == sorted(map(sounds, yours)):
        same = [sounds(word) for word in mine] == [sounds(word) for word in yours]
        if not same:
            return Comparison(OTHER_ORDER, "same words, other order")
        return Comparison(1.0 if mine == yours else SOUND, "spelling")
    return _acronym(one, other) or _kinds(mine, yours) or _slip(mine, yours) or _head(label, mine, yours) or NO_MATCH


def _acronym(a: str, b: str) -> Comparison | None:
    letters, name = (acronym_of(a), b) if len(content_words(a)) == 1 else (None, b)
    if letters and spells(letters, name):
        # The key they meet under is coarser than either spelling, and finer than guessing.
        same = _acronym_key(letters) == _acronym_key(initials(name))
        return Comparison(ACRONYM if same else PROPOSE - 0.01, "acronym")
    return None


def _kinds(a: Sequence[str], b: Sequence[str]) -> Comparison | None:
    (kind_a, bare_a), (kind_b, bare_b) = bare_name(a), bare_name(b)
    if not (kind_a or kind_b) or sorted(map(sounds, bare_a)) != sorted(map(sounds, bare_b)):
        return None
    if kind_a and kind_b:
        return Comparison(SAME_KIND, "same kind in the other language") if kind_a == kind_b else NO_MATCH
    return Comparison(WITHOUT_KIND, "one says what it is")


def _slip(a: Sequence[str], b: Sequence[str]) -> Comparison | None:
    """One word with a slip of the pen. Figures and letters (Juzgado A) are no slips."""
    if len(a) != len(b):
        return None
    unlike = [(x, y) for x, y in zip(a, b, strict=True) if sounds(x) != sounds(y)]
    if len(unlike) != 1:
        return None
    x, y = unlike[0]
    if not x.isalpha() or not y.isalpha() or x[0] != y[0] or not is_near(x, y):
        return None
    if len(a) < 3 and skeleton(x) != skeleton(y):
        return None
    return Comparison(NEAR if len(a) > 2 else ONE_SLIP, "spelling")


def _head(label: str, a: Sequence[str], b: Sequence[str]) -> Comparison | None:
    """Juzgado Especializado for Juzgado Especializado de Instrucción A. Places are no such heads: San José."""
    if label == "PLACE" or not 2 <= len(a) < len(b):
        return None
    return Comparison(HEAD, "one has more words") if [*map(sounds, a)] == [*map(sounds, b[: len(a)])] else None


def thing_keys(label: str, name: str) -> set[str]:
    """Keys under which names of things meet that `compare_things` would propose."""
    name = without_article(name)
    words = content_words(name)
    if not words or len(words) > _MOST_WORDS:
        return set()
    heard = [sounds(word) for word in words]
    keys = {_key(label, "words", sorted(heard)), _key(label, "words", sorted(map(sounds, bare_name(words)[1])))}
    if len(words) == 1:
        keys.add(_key(label, "slip", [skeleton(words[0])]))
    if len(words) == 2:
        keys |= {
            _key(label, "slip", [heard[0], skeleton(words[1])]),
            _key(label, "slip", [skeleton(words[0]), heard[1]]),
        }
    if len(words) > 1 and label != "PLACE":
        keys.add(_key(label, "head", heard[:2]))
    letters = acronym_of(name) if len(words) == 1 else initials(name)
    if letters and len(letters) > 1:
        keys.add(_key(label, "initials", [_acronym_key(letters)]))
    return keys


def _key(label: str, what: str, words: Sequence[str]) -> str:
    return f"{label}:{what}:{' '.join(words)}"


def _acronym_key(letters: str) -> str:
    """The first letter and the consonants: the same for COFADE and for the initials CFD."""
    return letters[0] + re.sub("[aeiou]", "", letters[1:])
