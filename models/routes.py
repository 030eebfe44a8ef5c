"""How sentences are translated so that what is lost is seen: several routes, the least faulty result.

For each sentence: put aside what is no speech (a bullet, a dash) and what must be kept (`models.hold`); translate; put
it back; look for faults (`models.flags`). What has a fault goes the next way, and of all results the one with the least
faults stays, the earliest of equals:

1. with stand-ins for names and numbers, whole;
2. the same, cut at clauses;
3. with the names and numbers as they are;
4. with stand-ins, without looking ahead (greedy): a beam that ran into a loop often doesn't;
5. by the fallback engine, if there is one (Apertium).

Sentences of all testimonies go through a route together. The result for a sentence depends on nothing but the sentence,
its names, the models, lexicon and glossary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from corpus.records import ModelRef
from models.figures import ambiguous
from models.flags import SEVERITY, find_flags
from models.glossary import Glossary
from models.hold import NO_NAMES, Held, Names, find_held, mask, unmask
from models.lexicon import Lexicon

__all__ = ["Sentence", "Translated", "Translator", "translate_sentences"]
VERSION = "1"  # of all code and word lists that decide a translation; raise it, and what is stored isn't reused


class Translator(Protocol):
    """One direction of one engine.

    `stand_ins`: by kind (models.placeholders), what the engine copies. `longest`: how much of a sentence, in the
    measure of `size`, it can take at once.
    """

    source: str
    target: str
    model: ModelRef
    longest: int

    @property
    def stand_ins(self) -> Mapping[str, Sequence[str]]: ...

    def size(self, text: str) -> int: ...

    def translate(self, texts: Sequence[str], *, beam: int = ...) -> list[tuple[str, float]]:
        """One (text, score) for each text, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is to be translated, with the names known in it."""

    text: str
    names: Names = NO_NAMES


@dataclass(frozen=True, slots=True)
class Translated:
    """`text` is None where no route gave anything. `model` is that of the route that was taken."""

    text: str | None
    score: float | None
    model: ModelRef | None
    flags: tuple[str, ...] = ()


# A bullet, a number of a list, a dash of dialogue: it stays as it is.
_OPENING = re.compile(r"^\s*(?:(?:[•·▪►*#>]+|\(?\d{1,3}[.)]|\(?[a-zA-Z]\)|[—–-]+)\s+|[—–])*")
_LETTERS = re.compile(r"[^\W\d_]")
_CUTS = (
    re.compile(r"[;:.!?]\s+"),
    re.compile(r",\s+"),
    re.compile(r"\s+(?=(?:y|que|pero|porque|and|that|but|because)\s)"),
    re.compile(r"\s+"),
)
# More than `low_score` weighs: Apertium is never unsure, but what our models are unsure of it did no better (chrF2 61.1
# against 61.3 on held-out testimonies).
HANDICAP = 3
CLAUSE = 0.4  # of an engine's longest: the size of the parts where a sentence is cut at its clauses


@dataclass(slots=True)
class _Work:
    """A sentence on its way. `core` is what is translated, between `opening` and the end; `held` has offsets in it."""

    opening: str
    core: str
    held: list[Held]
    shouted: bool
    flags: tuple[str, ...]
    asked: set[tuple[object, ...]]  # what engines were given for it already
    best: Translated | None = None

    def cost(self) -> int:
        return sum(SEVERITY[f] for f in self.best.flags) if self.best else 10**6


def translate_sentences(
    sentences: Sequence[Sentence],
    engine: Translator,
    *,
    lexicon: Lexicon,
    glossary: Glossary,
    fallback: Translator | None = None,
) -> list[Translated]:
    """One `Translated` for each sentence, in order. White space in it (hard-wrapped lines) counts as one space."""
    unique = list(dict.fromkeys(sentences))
    works = [_prepare(sentence, engine, lexicon, glossary) for sentence in unique]
    spoken = [work for work in works if not _settle(work)]
    masked = engine.stand_ins
    routes: list[Callable[[list[_Work]], None]] = [
        lambda some: _go(some, engine, masked),
        lambda some: _go(some, engine, masked, share=CLAUSE),
        lambda some: _go(some, engine, {}),
        lambda some: _go(some, engine, masked, beam=1),
    ]
    if fallback:
        routes.append(lambda some: _go(some, fallback, fallback.stand_ins, handicap=HANDICAP))
    for route in routes:
        if waiting := [work for work in spoken if work.cost()]:
            route(waiting)
    results = {sentence: _result(work) for sentence, work in zip(unique, works, strict=True)}
    return [results[sentence] for sentence in sentences]


def _prepare(sentence: Sentence, engine: Translator, lexicon: Lexicon, glossary: Glossary) -> _Work:
    text = sentence.text
    opening = _OPENING.match(text)
    cut = opening.end() if opening and opening.end() < len(text) else 0
    core = text[cut:]
    names = _moved(sentence.names, cut)
    letters = _LETTERS.findall(core)
    shouted = len(letters) > 7 and sum(c.isupper() for c in letters) > 0.8 * len(letters)
    known = lexicon.known(core, engine.source, shouted=shouted)
    held = find_held(core, engine.source, names=names, known=known, glossary=glossary.find(core, engine.source))
    return _Work(text[:cut], core, held, shouted, tuple(ambiguous(text)), set())


def _moved(names: Names, cut: int) -> Names:
    def move(spans: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
        return tuple((start - cut, end - cut) for start, end in spans if start >= cut)

    return Names(move(names.people), move(names.others), names.words) if cut else names


def _settle(work: _Work) -> bool:
    """Whether nothing but names, numbers and signs is left, which come back as they are, or in their known form."""
    rest, done = [], 0
    for item in work.held:
        rest.append(work.core[done : item.start])
        done = item.end
    rest.append(work.core[done:])
    if _LETTERS.search("".join(rest)):
        return False
    parts = [part for pair in zip(rest, [h.target for h in work.held] + [""], strict=True) for part in pair]
    work.best = Translated("".join(parts), 1.0, None)
    return True


def _result(work: _Work) -> Translated:
    best = work.best
    if best is None or best.text is None or "empty" in best.flags:
        return Translated(None, None, None, ("empty", *work.flags))
    return replace(best, text=work.opening + best.text, flags=(*best.flags, *work.flags))


# -- One route --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a sentence as an engine gets it, and what stands for what in it."""

    text: str
    used: tuple[tuple[str, Held], ...]
    first: bool


def _go(
    works: Sequence[_Work],
    engine: Translator,
    stand_ins: Mapping[str, Sequence[str]],
    *,
    share: float = 1.0,
    beam: int | None = None,
    handicap: int = 0,
) -> None:
    """Send `works` through `engine` and keep what is better than before."""
    tasks: list[tuple[_Work, list[_Part]]] = []
    for work in works:
        parts = list(_parts(work, engine, stand_ins, share))
        key = (id(engine), beam, *(part.text for part in parts))
        if key not in work.asked:
            work.asked.add(key)
            tasks.append((work, parts))
    texts = [part.text for _, parts in tasks for part in parts]
    outputs = iter(engine.translate(texts) if beam is None else engine.translate(texts, beam=beam))
    for work, parts in tasks:
        pieces: list[str] = []
        lost: list[Held] = []
        scores: list[float] = []
        for part in parts:
            text, score = next(outputs)
            scores.append(score)
            text = text.strip()
            if work.shouted:
                text = _case(text, str.upper, [mark for mark, _ in part.used])
            if not part.first and part.text[:1].islower() and text[:1].isupper() and text[1:2].islower():
                text = text[:1].lower() + text[1:]
            text, missing = unmask(text, part.used, engine.target)
            pieces.append(text)
            lost += missing
        # A part that came to nothing would be missing without a trace.
        target = _tidy(" ".join(pieces), work.core, engine.target) if all(pieces) else ""
        score = min(scores, default=0.0)
        flags = find_flags(
            work.core, target, language=engine.source, other=engine.target, held=work.held, lost=lost, score=score
        )
        made = Translated(target, score, engine.model, flags)
        if sum(SEVERITY[f] for f in flags) + handicap < work.cost():
            work.best = made


def _case(text: str, change: Callable[[str], str], marks: Sequence[str]) -> str:
    """`change` applied to all but the `marks`, which stand for something."""
    if not marks:
        return change(text)
    parts = re.split("(" + "|".join(map(re.escape, marks)) + ")", text)
    return "".join(part if number % 2 else change(part) for number, part in enumerate(parts))


def _parts(work: _Work, engine: Translator, stand_ins: Mapping[str, Sequence[str]], share: float) -> Iterator[_Part]:
    longest = max(4, int(engine.longest * share))
    for number, (start, end) in enumerate(_cut(work.core, work.held, engine, longest)):
        text = work.core[start:end]
        inside = [
            replace(h, start=h.start - start, end=h.end - start) for h in work.held if start <= h.start and h.end <= end
        ]
        masked, used = mask(text, inside, stand_ins)
        if work.shouted:
            lowered = _case(masked, str.lower, [mark for mark, _ in used])
            masked = lowered[:1].upper() + lowered[1:]
        yield _Part(" ".join(masked.split()), tuple(used), number == 0)


def _cut(text: str, held: Sequence[Held], engine: Translator, longest: int) -> list[tuple[int, int]]:
    """(start, end) of parts of at most `longest`, cut after a clause, else at a space, never inside what is held."""
    kinds = [h.kind for h in held]
    if engine.size(text) <= longest and all(kinds.count(kind) <= 6 for kind in kinds):
        return [(0, len(text))] if text.strip() else []
    middle = len(text) / 2
    for pattern in _CUTS:
        cuts = [
            m.end()
            for m in pattern.finditer(text)
            if len(text) / 5 <= m.end() <= len(text) * 4 / 5 and not any(h.start < m.end() < h.end for h in held)
        ]
        if cuts:
            cut = min(cuts, key=lambda c: abs(c - middle))
            left = [h for h in held if h.end <= cut]
            right = [replace(h, start=h.start - cut, end=h.end - cut) for h in held if h.start >= cut]
            return [
                *_cut(text[:cut], left, engine, longest),
                *((s + cut, e + cut) for s, e in _cut(text[cut:], right, engine, longest)),
            ]
    return [(0, len(text))]


_ENDS = ".!?…:;,"


def _tidy(target: str, source: str, language: str) -> str:
    """Signs as the target language sets them; beginning and end as the source has them."""
    target = re.sub(r"\s+([,.;:!?…»”)\]])", r"\1", " ".join(target.split()))
    if not target:
        return target
    if language == "en":
        target = target.replace("¿", "").replace("¡", "").replace("«", "“").replace("»", "”").strip()
    else:
        for closing, opening in (("?", "¿"), ("!", "¡")):
            if target.count(closing) == 1 and opening not in target and target.rstrip("»”\"'’) ").endswith(closing):
                start = len(target) - len(target.lstrip("«“\"'‘(—– "))
                target = target[:start] + opening + target[start:]
    last, made = source.rstrip()[-1:], target[-1:]
    if made == "." and last not in _ENDS + "»”\"'’)" and not re.search(r"\b\w\.$|\b[A-Z]\w{0,3}\.$", target):
        target = target[:-1]
    elif last == ":" and made in ".,;":
        target = target[:-1] + ":"
    begin = re.search(r"[^\W\d_]", source)
    if begin and begin[0].isupper():
        first = re.search(r"[^\W\d_]", target)
        if first and first.start() < 3 and first[0].islower():
            target = target[: first.start()] + first[0].upper() + target[first.end() :]
    return target
