"""What a translation must keep: names and numbers, put away before a model sees the sentence, put back afterwards.

Small models spell rare names wrong and translate surnames that are words ("Guardado" → "Saved"). So each name, number
and date in figures is replaced by a stand-in that the model is known to copy: a symbol it was trained with
(`models.placeholders`), or for other people's models an ordinary name. What it brings was measured on the held-out
invented testimonies; the figures stand in `models/packages/README.md`.

A name that has a known form in the other language comes back in that form, with the article it takes there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import yaml

from corpus.folding import fold
from models.lexicon import Form
from models.placeholders import gender_of, is_given_name
from models.wordlists import is_known_word, is_person_name, is_word

__all__ = ["NO_NAMES", "Held", "Names", "find_held", "fit_articles", "mask", "unmask"]

# 12 500 · 1.500,50, 04/05/2022, 5:30, 2222-3344 · the end of "de 2010-2012" in spite of its dash
NUMBER = re.compile(
    r"(?<![\w.,/:⟦-])(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+(?:[.,:/-]\d+)*)(?![\w⟧])|(?<=[-–])\d+(?:[.,:]\d+)*(?!\w)"
)
CODE = re.compile(  # MS-13 · P-412GKD · Q48.750,00
    r"(?<![\w⟦])(?=[\w/-]*\d)(?:[A-ZÁÉÍÓÚÑ]+[-/]?\d+[\w/-]*(?:[.,]\d+)*|\d+[-/]?[A-ZÑ]+[\w/-]*)(?!\w)"
)
# Besides addresses a surname that looks like none.
ADDRESS = re.compile(r"(?<!\w)[Dd]e la O(?!\w)|https?://\S+[^\s.,;:!?)»”\"]|[\w.+-]+@[\w-]+\.[\w.-]*\w")
_WORD = re.compile(r"(?:[A-ZÁÉÍÓÚÑ]\.){2,}|[^\W\d_]\.(?= [A-ZÁÉÍÓÚÑ])|[^\W\d_]+(?:['’-](?!s\b)[^\W\d_]+)*")
_JOINT = re.compile(r"(?i) (?:(?:(?:viuda|vda\.) (?:de|del)|de la|de las|de los|del|de|of|van|von|da|do|dos|la|el) )?")
_MONTHS = frozenset(
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
    + "january february march april may june july august september october november december".split()
)
_ACTS = re.compile(
    r" (?:se |le |les |nos |me |lo |la |ya |también )?"
    r"(?:\w+(?:ó|aba|ía)|dijo|vino|fue|era|tiene|vive|dice|está|hizo|puso|trajo|pudo|quiso)(?!\w)"
    r"| (?:was|had|has|is|said|came|went|told|saw|\w+ed)(?!\w)"
)
_SPANISH_ENDING = re.compile(
    r"(?:me|te|se|l[eoa]s?|nos|mos|ron|ndo|mente|[íi]sim[oa]s?|it[oa]s?|ción|[ae]ste|[ae]d|^.{1,3}|[áéíóú])$"
)
_PARTICLES = frozenset("de del la las los el y vda viuda of the".split())
_NAME_ARTICLES = frozenset(("El", "La", "Los", "Las"))
_SHORTEST = 2  # letters of a name


@dataclass(frozen=True, slots=True)
class Held:
    """A stretch of a text that must come out as `target`; `kind` is one of models.placeholders.KINDS.

    `article` is the one that the target language puts before it: "" for none, None where the model is to choose.
    """

    start: int
    end: int
    source: str
    target: str
    kind: str
    article: str | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """What is known of the names in a sentence: (start, end) of the people found in it, (start, end) of other names
    found, and the folded words of people's names in its testimony."""

    people: tuple[tuple[int, int], ...] = ()
    others: tuple[tuple[int, int], ...] = ()
    words: frozenset[str] = frozenset()


NO_NAMES = Names()


def find_held(
    text: str,
    language: str,
    *,
    names: Names,
    known: Iterable[tuple[int, int, Form | None]] = (),
    glossary: Iterable[tuple[int, int, Form]] = (),
) -> list[Held]:
    """The stretches of `text` that must be kept, in order, without overlaps.

    In this order of trust: the user's `glossary`, addresses, `known` names of the lexicon with their form if they have
    another, codes, names, numbers. A name is what the recogniser took for a person, and any run of capitals inside a
    sentence that isn't on the list of titles; at a sentence's beginning, a word that people are called by or no
    dictionary has.
    """
    chosen: list[Held] = []

    def add(start: int, end: int, kind: str, form: Form | None = None) -> None:
        if start < end and not any(start < h.end and h.start < end for h in chosen):
            source = text[start:end]
            target, article = (form.text, form.article) if form else (source, None)
            chosen.append(Held(start, end, source, target, kind, article))

    for start, end, term in glossary:
        add(start, end, "X", term)
    for match in ADDRESS.finditer(text):
        add(*match.span(), "X")
    for start, end, form in known:
        if not any(s <= start and end <= e and e - s > end - start for s, e in names.people):
            add(start, end, "X", form)
    for match in CODE.finditer(text):
        add(*match.span(), "X")
    for start, end in _names(text, language, names, [(h.start, h.end) for h in chosen]):
        add(start, end, gender_of(text[start:end]))
    for match in NUMBER.finditer(text):
        add(*match.span(), "N")
    return sorted(chosen, key=lambda h: h.start)


@cache
def _titles(language: str) -> frozenset[str]:
    path = Path(__file__).parent / "lexicons" / "titles.yaml"
    return frozenset(yaml.safe_load(path.read_text(encoding="utf-8"))[language].split())


@cache
def _surnames() -> frozenset[str]:
    path = Path(__file__).parent / "lexicons" / "surnames.txt"
    return frozenset(
        w for line in path.read_text(encoding="utf-8").splitlines() if line[0] != "#" for w in line.split()
    )


def _ordinary(word: str, language: str) -> bool:
    return word in _titles(language) or is_known_word(word, language)


def _names(text: str, language: str, names: Names, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """(start, end) of the names in `text`: runs of capitals round what begins one."""
    words = [w for w in _WORD.finditer(text) if not any(s < w.end() and w.start() < e for s, e in taken)]
    capitals = [w for w in words if w[0][:1].isupper() and (w[0].lower() not in _PARTICLES or w[0] in _NAME_ARTICLES)]
    # A heading Written Like This says nothing by its capitals.
    long = [w for w in words if len(w[0]) > 3]
    headline = len(long) > 3 and sum(w[0][:1].isupper() for w in long) > 0.7 * len(long)
    headline = headline or (len(words) > 1 and all(w[0].isupper() for w in words))

    def in_person(word: re.Match[str]) -> bool:
        return any(s <= word.start() and word.end() <= e for s, e in names.people)

    def in_name(word: re.Match[str]) -> bool:
        return in_person(word) or any(s <= word.start() and word.end() <= e for s, e in names.others)

    def called(word: str) -> bool:
        return is_given_name(word) or is_person_name(word) or fold(word) in names.words

    def begins_name(word: re.Match[str]) -> bool:
        lower = word[0].rstrip(".").lower()
        first = _begins(text, word.start())
        if in_person(word) or "." in word[0]:
            return True
        if word[0] in _NAME_ARTICLES:  # "en El Mozote"
            return not first and not headline and _followed(word)
        if lower in _MONTHS and re.match(r"(?:\s+(?:de|del|of))?,?\s+\d", text[word.end() :]):
            return False
        if word[0].isupper() and len(lower) > 1:
            if lower in _titles(language):
                return False
            return not _ordinary(lower, language) or called(lower) or (not first and len(lower) <= 4 and not headline)
        if lower in _titles(language) or len(lower) < _SHORTEST:
            return False
        if first or headline:
            if fold(word[0]) in names.words:
                return True
            if word[0] in _surnames() and not re.match(
                r"\s+(?:de|para|en|con|y|o|of|for|in|with|and|or)\b", text[word.end() :]
            ):
                return True
            if is_given_name(word[0]) and _ACTS.match(
                text[word.end() :]
            ):  # "Consuelo murió": a noun would have an article
                return True
            followed, ordinary = _followed(word), _ordinary(lower, language)
            if called(lower):
                return followed or not is_word(lower, language)
            # Spanish has verb forms and diminutives that no list has.
            return not ordinary and (followed or in_name(word) or language == "en" or not _SPANISH_ENDING.search(lower))
        return True

    def _followed(word: re.Match[str]) -> bool:
        more = next_of.get(word.start())
        return more is not None and more[0].lower() not in _titles(language) and not more[0].isupper()

    def goes_on(word: re.Match[str], before: re.Match[str]) -> bool:
        lower = word[0].rstrip(".").lower()
        if in_person(word) and in_person(before):
            return True
        if lower in _titles(language):
            return word[0] in _surnames() or is_given_name(before[0])
        if word[0].isupper() and len(lower) > 1:
            return not _ordinary(lower, language) or called(lower)
        return not headline or not _ordinary(lower, language) or called(lower)

    next_of: dict[int, re.Match[str]] = {}
    for one, two in pairwise(capitals):
        if _JOINT.fullmatch(text[one.end() : two.start()]):
            next_of[one.start()] = two
    done = 0
    for word in capitals:
        if word.start() < done or not begins_name(word):
            continue
        last = word
        while (more := next_of.get(last.start())) and goes_on(more, last):
            last = more
        done = last.end()
        start, end = word.start(), last.end()
        for s, e in names.people:  # "Ana María" by the recogniser, "María" by its capital
            if s < end and start < e:
                start, end = min(s, start), max(e, end)
        yield start, end


def _begins(text: str, position: int) -> bool:
    """Whether a capital at `position` may be due to the beginning of a sentence or a quotation."""
    before = text[:position].rstrip(" \t\n¿¡«“\"'‘(•*")
    if not before or before[-1] in ".!?…:—–-":
        return True
    # A quotation begins like a sentence, a quoted name («Torres») doesn't.
    return text[position - 1] in '¿¡«“"‘—' and not re.match(r"[\w ]{1,20}[»”\"’]", text[position:])


# -- Stand-ins --------------------------------------------------------------------------------------------------------


def mask(text: str, held: Sequence[Held], stand_ins: Mapping[str, Sequence[str]]) -> tuple[str, list[tuple[str, Held]]]:
    """`text` with a stand-in for each of `held`, as far as there are any of its kind; and which stands for what."""
    free = {kind: list(reversed([s for s in names if s not in text])) for kind, names in stand_ins.items()}
    pieces, used, done = [], [], 0
    for item in held:
        names = free.get(item.kind, [])
        if not names:
            continue
        mark = names.pop()
        pieces += [text[done : item.start], mark]
        used.append((mark, item))
        done = item.end
    return "".join([*pieces, text[done:]]), used


def unmask(text: str, used: Sequence[tuple[str, Held]], language: str) -> tuple[str, list[Held]]:
    """`text` with what was held back in its place, and what of it the model lost or doubled."""
    lost = []
    for mark, item in used:
        count = len(_pattern(mark).findall(text))
        if count != 1:
            lost.append(item)
        if count:
            text = _pattern(mark).sub(item.target.replace("\\", r"\\"), text)
    return fit_articles(text, [item for _, item in used if item.article is not None], language), lost


@cache
def _pattern(mark: str) -> re.Pattern[str]:
    return re.compile(re.escape(mark) if mark.startswith("⟦") else rf"(?<!\w){re.escape(mark)}(?!\w)")


_BEFORE = {
    "en": re.compile(
        r"(?i)(?:\b(the|a|an|this|that|its|his|her|their|our|my|your|these|those|every|each|no|new|former)|['’]s|s['’])\s+$"
    ),
    "es": re.compile(r"(?i)\b(del|al|el|la|los|las|un|una|su|sus|mi|mis|este|esta|esa|ese|nuestra|nuestro|cada)\s+$"),
}
_WITH = {"el": ("del", "al"), "la": ("de la", "a la"), "los": ("de los", "a los"), "las": ("de las", "a las")}


def fit_articles(text: str, held: Sequence[Held], language: str) -> str:
    """Put before each known name the article that `language` wants there, where the model put another or none."""
    for item in held:
        at = text.find(item.target)
        if at < 0 or item.article is None:
            continue
        before = text[:at]
        present = _BEFORE[language].search(before)
        if language == "en":
            if item.article and not present:
                the = "The " if not before.strip(" ¿¡«“\"'(—–-") else "the "
                text = before + the + text[at:]
            elif not item.article and present and (present[1] or "").lower() == "the":
                text = before[: present.start()] + text[at:]
        elif present and item.article in _WITH:
            found = present[1].lower()
            contracted = {"del": 0, "al": 1}.get(found)
            if contracted is not None:
                fitting = _WITH[item.article][contracted]
            elif found in _WITH:
                fitting = item.article
            else:
                continue
            if present[1][0].isupper():
                fitting = fitting[0].upper() + fitting[1:]
            text = before[: present.start(1)] + fitting + " " + text[at:]
        elif present and not item.article and present[1].lower() in ("el", "la", "los", "las"):
            text = before[: present.start(1)] + text[at:]
        elif not present and item.article:
            fitting = item.article
            if tail := re.search(r"(?i)\b(de|a)\s+$", before):
                text = (
                    before[: tail.start()] + _WITH[item.article][0 if tail[1].lower() == "de" else 1] + " " + text[at:]
                )
            else:
                capital = not before.strip(" ¿¡«“\"'(—–-")
                text = before + (fitting.capitalize() if capital else fitting) + " " + text[at:]
    return text
