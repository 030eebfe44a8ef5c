"""What is visibly wrong with a translation: flags, each with its reason.

A flag says "look here", never "this is fine": sense and agency can be wrong without any of them. The thresholds were set
on the invented parallel testimonies and on what the models make of them; `tests/test_flags.py` plants broken
translations of every kind and counts, and `models/packages/README.md` gives the rates.

`empty` no translation · `repetition` words in a loop · `length` much too short or long, or its end missing ·
`number_lost` a number isn't there, or another is · `name_lost` a name isn't there as it should be · `negation_lost` a denial
became an assertion or the reverse · `untranslated` it is still the source's language · `garbage` signs and word pieces that no
language has · `low_score` the model itself was unsure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from corpus.folding import fold
from models.figures import in_figures, in_words
from models.hold import Held
from models.placeholders import SYMBOL
from models.wordlists import fit, is_known_word

__all__ = ["SEVERITY", "find_flags"]

# Which of two faulty translations is the worse: the greater sum.
SEVERITY = {
    "empty": 100, "garbage": 50, "repetition": 45, "untranslated": 40, "number_lost": 22, "name_lost": 20, "negation_lost": 18,
    "length": 12, "low_score": 2,
}  # fmt: skip

# Characters of the translation over those of the source: 99.8 % of good pairs lie between, from 20 characters on; shorter ones
# get SLACK characters more at both ends.
SHORTEST, LONGEST, SLACK = 0.55, 1.75, 12
LOOP = 3  # times in a row that a good translation doesn't say the same words
# Share of a translation's words that are the source's own and no words of the target language.
COPIED = 0.5
UNKNOWN = 0.34  # share of the letters in words that neither language has
LOW_SCORE = 0.22  # mean probability of a piece

_GARBAGE = re.compile(r"@@|<unk>|</?s>|<bt>|<2\w\w>|⁇|�|▁|&(?:quot|amp|apos);|<0x[0-9A-F]{2}>")
_ODD = re.compile(r"([^\w\s.])\1{3,}|[\u0400-\u1fff\u3040-\ud7ff\ue000-\uf8ff]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_END = re.compile(r"[.?!…:;][\s»”\"'’)\]]*$")
_NEGATION = {
    "es": re.compile(r"(?i)\b(?:no|nunca|nadie|ningún|ninguna|ninguno|jamás|tampoco|ni|sin|nada|apenas|imposible|niega|negó|negaron|des\w+|in\w+|falt\w+|dej\w+|poc\w+|dudo)\b"),
    "en": re.compile(
        r"(?i)n['’]t\b|\b(?:not|no|never|nobody|none|nothing|neither|nor|nowhere|without|cannot|hardly|barely|un\w+|in\w+|im\w+|dis\w+|\w+less|"
        r"stop\w*|fail\w*|den(?:y|ied|ies)|refus\w+|lack\w*|miss\w*|only|few|little|impossible|instead|rather|unless|until|any\w*|ain['’]t|nope|"
        r"lest|far from|un|non|avoid\w*|prevent\w*|kept? from|keep from|but|even|else|yet|still|isn|out of|ran out|un)\b"
    ),
}
# What denies for certain; the lists above are what may answer to it.
_DENIES = {
    "es": re.compile(r"(?i)\b(?:no|nunca|nadie|jamás|tampoco|ningún|ninguna|ninguno)\b"),
    "en": re.compile(r"(?i)(?:\b(?:do|does|did|is|are|was|were|have|has|had|will|would|can|could|should|ca|wo)n['’]t\b|\b(?:not|never|nobody|cannot)\b)"),
}
# No denial at all: "no sólo", "¿no?", "no más que", "hasta que no", "cómo no", "no bien".
_NO_DENIAL = re.compile(
    r"(?i)\bno (?:s[oó]lo|solamente|m[aá]s|bien|obstante|sin|fuera a|sea que|vaya a|es que)\b|[,;¿] ?(?:verdad|o|que) no\b|¿ ?no ?\?|, ¿?no\?|\bno,|\bno\.|hasta que no|\bc[oó]mo no\b|"
    r"\bnot only\b|\bif not\b|\bwhy not\b|n['’]t (?:he|she|it|they|you|we|i|there)\?|\bnot (?:just|until|long|far|least)\b|\bno sino\b|si no\b|que no\b"
)


def find_flags(
    source: str, target: str, *, language: str, other: str, held: Sequence[Held] = (), lost: Sequence[Held] = (), score: float | None = None
) -> tuple[str, ...]:
    """The flags of `target` as a translation of `source` from `language` into `other`, in the order of SEVERITY.

    `held`: names and numbers that must stand in the target; `lost`: those of them that are known to be lost or doubled.
    """
    words = _WORD.findall(source)
    if not target.strip():
        return ("empty",) if words else ()
    found = {
        "garbage": _is_garbage(source, target, language, other, held),
        "repetition": _repeats(source, target),
        "untranslated": _is_untranslated(source, target, language, other, held),
        "number_lost": _numbers_differ(source, target, language, other, held),
        "name_lost": any(h.kind != "N" for h in lost) or any(h.kind != "N" and not _stands(h.target, target) for h in held),
        "negation_lost": _negations_differ(source, target, language, other),
        "length": _length_is_odd(source, target),
        "low_score": score is not None and score < LOW_SCORE,
    }
    return tuple(flag for flag in SEVERITY if found.get(flag))


def _stands(name: str, target: str) -> bool:
    return name in target or name.upper() in target


def _is_garbage(source: str, target: str, language: str, other: str, held: Iterable[Held]) -> bool:
    if _GARBAGE.search(target) or SYMBOL.search(target):
        return True
    if any(match[0] not in source for match in _ODD.finditer(target)):
        return True
    own = {fold(w) for w in _WORD.findall(source)} | {fold(w) for h in held for w in _WORD.findall(h.target)}
    words = [w for w in _WORD.findall(target) if fold(w) not in own]
    strange = [w for w in words if not is_known_word(w, other)]
    letters = sum(map(len, words))
    return letters > 12 and len(strange) > 1 and sum(map(len, strange)) > UNKNOWN * letters


def _repeats(source: str, target: str) -> bool:
    """Whether the same one to eight words stand LOOP times in a row, more often than in the source, or one piece of a word does."""
    if re.search(r"(\w{2,4})\1{3,}", target) and not re.search(r"(\w{2,4})\1{3,}", source):
        return True
    said = [fold(w) for w in _WORD.findall(target)]
    times = _longest_loop(said)
    return times >= LOOP and times > _longest_loop([fold(w) for w in _WORD.findall(source)])


def _longest_loop(words: Sequence[str]) -> int:
    """How many times the same one to eight words stand in a row, or the same four come back at all."""
    best = max(Counter(tuple(words[i : i + 4]) for i in range(len(words) - 3)).values(), default=1)
    for size in range(1, min(8, len(words) // 2) + 1):
        streak = 0
        for i in range(size, len(words)):
            streak = streak + 1 if words[i] == words[i - size] else 0
            best = max(best, streak // size + 1)
    return best


def _is_untranslated(source: str, target: str, language: str, other: str, held: Iterable[Held]) -> bool:
    names = {fold(w) for h in held for w in _WORD.findall(h.source + " " + h.target)}
    said = [fold(w) for w in _WORD.findall(target) if fold(w) not in names]
    if len(said) < 2:
        return bool(said) and source.strip() == target.strip() and len(_WORD.findall(source)) > 1
    own = {fold(w) for w in _WORD.findall(source)}
    copied = [w for w in said if w in own and not is_known_word(w, other)]
    if len(copied) > COPIED * len(said):
        return True
    measured = fit(target)
    theirs, ours = (measured.spanish, measured.english) if language == "es" else (measured.english, measured.spanish)
    return measured.words >= 4 and theirs > 0.75 and ours < 0.5


def _numbers_differ(source: str, target: str, language: str, other: str, held: Iterable[Held]) -> bool:
    own, made = in_figures(source), in_figures(target)
    for item in held:  # "Barrio 18" as "18th Street gang"
        if item.kind != "N" and item.source != item.target:
            for number in in_figures(item.source):
                if number in own:
                    own.remove(number)
            for number in in_figures(item.target):
                if number in made:
                    made.remove(number)
    counts, ordinals = in_words(source, language)
    their_counts, their_ordinals = in_words(target, other)
    if own != made and sorted(own) != sorted(made):
        # What one side writes in figures and the other in words is no loss.
        spelled = {str(v) for v in counts | ordinals}, {str(v) for v in their_counts | their_ordinals}
        lost = Counter(own) - Counter(made)
        new = Counter(made) - Counter(own)
        if any(n not in spelled[1] and _as_int(n) > 2 for n in lost) or any(n not in spelled[0] and _as_int(n) > 2 for n in new):
            return True
    elif own != made:
        return True
    figures, their_figures = _values(own), _values(made)
    lost_words = counts - their_counts - their_ordinals - their_figures
    new_words = their_counts - counts - ordinals - figures
    return bool(lost_words or new_words)


def _as_int(number: str) -> int:
    return int(number) if number.isdigit() else 10**9


def _values(figures: Iterable[str]) -> frozenset[int]:
    values = set()
    for number in figures:
        values.update(int(part) for part in re.findall(r"\d+", number))
        values.add(int(re.sub(r"\D", "", number)))
    return frozenset(values)


def _negations_differ(source: str, target: str, language: str, other: str) -> bool:
    """Whether one side denies for certain and nothing on the other side may answer to it."""
    plain, said = _NO_DENIAL.sub(" ", source), _NO_DENIAL.sub(" ", target)
    if _DENIES[language].search(plain) and not _NEGATION[other].search(target):
        return True
    return bool(_DENIES[other].search(said)) and not _NEGATION[language].search(source)


def _length_is_odd(source: str, target: str) -> bool:
    long, made = len(source), len(target)
    if made < SHORTEST * long - SLACK or made > LONGEST * long + SLACK:
        return True
    if made < 0.7 * long and long > 60 and not (_END.search(target)):
        return True
    return bool(_END.search(source)) and not _END.search(target) and long > 20
