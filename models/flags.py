"""What is visibly wrong with a translation: flags, each with its reason.

A flag says "look here", never "this is fine": sense and agency can be wrong without any of them. The thresholds were
set on the invented parallel testimonies, files a to g (4,608 pairs, read both ways), and counted on the others (3,203
pairs); `tests/test_flags.py` plants broken translations of every kind and counts what is caught.

`empty` no translation · `repetition` words or letters in a loop, or all of it twice · `length` much too short or long,
or its end missing · `number_lost` a number isn't there, or another is, or two stand in each other's place · `name_lost`
a name isn't there as it should be · `negation_lost` a denial became an assertion or the reverse · `untranslated` it, or
a stretch of it, is still the source's language · `garbage` signs and word pieces that no language has · `low_score` the
model itself was unsure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from corpus.folding import fold
from models.figures import numbers_differ
from models.hold import Held
from models.placeholders import SYMBOL
from models.wordlists import LONGEST_WORD, fit, is_known_word, is_person_name

__all__ = ["SEVERITY", "find_flags"]

# Which of two faulty translations is the worse: the greater sum.
SEVERITY = {
    "empty": 100, "garbage": 50, "repetition": 45, "untranslated": 40, "number_lost": 22, "name_lost": 20,
    "negation_lost": 18, "length": 12, "low_score": 2,
}  # fmt: skip

# Characters of a translation over those of the source: the longer the sentence, the closer to one. Good pairs lie
# between LEAST - SPREAD / √n and MOST + SPREAD_UP / √n: for n = 40 0.54 to 1.71, n = 100 0.68 to 1.44, n = 200 0.74 to
# 1.31. Below is 1 good pair in 400; 91 % of halves ended with a full stop, 45 % of what lost the last third.
LEAST, SPREAD = 0.9, 2.25
MOST, SPREAD_UP = 0.98, 4.6
# With fewer commas than the source the last clause may be missing: 1 good pair in 1,200 is shorter than this then, and
# 67 % of those that lost it.
LEAST_CLAUSE, SPREAD_CLAUSE = 0.95, 2.2
SHORT = 15  # characters below which a length says nothing: "Sí." is "That's right."
LOOP = 3  # times in a row that no good translation says what its source doesn't say as often: 1 pair in 4,608 does
TWICE = 3  # words from which twice in a row is enough: "one by one" repeats one, and no good pair three
# Words in a row that are the source's own; some must be small and no mere links of a name ("Casa de las Mujeres").
STRETCH = 3
# And their log-odds (nats) for its language: 1 good pair in 1,000, which quotes; 92 % of half-translated sentences.
BALANCE = 5.0
# Share of the words that the source's language has, and the target's: no good pair has more of the one and less of
# the other.
FOREIGN, OWN = 0.75, 0.5
UNKNOWN = 0.34  # share of the letters in small words that the target language doesn't have: no good pair has more
# Mean probability of a piece. On held-out testimonies 2 to 3 % lie below it, with a chrF2 of 35 to 37 where the others
# have 59 to 60; a threshold that caught half of the worst would flag one sentence in six.
LOW_SCORE = 0.4

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Pieces of words, marks of models, bytes, UTF-8 read as Latin-1.
_PIECES = re.compile(
    r"@@|##\w|[▁Ġ⁇�]|</?\w{1,12}>|\[(?:UNK|CLS|SEP|MASK|PAD)\]|<2\w\w>|<0x[0-9A-Fa-f]{2}>|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}"
    r"|&(?:quot|amp|apos|lt|gt|nbsp|#\d+);|[ÃÂâ][\x80-¿–-›€™ŒœŠšŸŽž]|Ã|[\x00-\x08\x0e-\x1f\x80-\x9f]"
)
_SIGNS = re.compile(
    r"([^\w\s.])\1{3,}|\.{5,}|[\u0100-\u024f\u0370-\u1dff\u2580-\u259f\u3040-\ud7ff\ue000-\ufaff\ufb50-\uffef]"
)
_STAMMER = re.compile(r"([^\W\d_])\1{3,}|([^\W\d_]{2,4})\2{3,}|\b(\d{1,9})(?: \3\b){3,}")
_CLOSING = " \t\n»”\"'’)]*_"
_ENDS = ".?!…:;"
_LINKS = frozenset("del las los por con para the and for san".split())
_CLAUSE = re.compile(rf"{_WORD.pattern}|[;:.!?—]")
_STOPS = frozenset((*";:.!?—", "pero", "porque", "aunque", "sino"))  # where the reach of a "no" ends
_PAUSE = re.compile(r"[,;:—–]")
_LAST = re.compile(r"\w{1,10}(?=\W*$)")
# What no sentence ends with. In English many may ("what is he accused of?").
_OPEN = {
    "es": frozenset(
        """
        el la los las un una de del al en con por para que y e o u pero su sus mi mis se porque cuando sin entre desde
        hasta
        """.split()
    ),
    "en": frozenset("the a an and or but my your their our than during".split()),
}
# What denies for certain; what denies by itself, but only strengthens a "no" before it ("no vio nada"); and how else
# the other language may put a denial ("se negó", "refused", "carece", "unaccounted for"). Collected from files a to g.
_NO = {
    "es": frozenset("no nunca nadie jamás ningún ningun ninguno ninguna".split()),
    "en": frozenset("not no never nobody none nothing cannot".split()),
}
_STRENGTHEN = {
    "es": frozenset("nunca nadie jamás ningún ningun ninguno ninguna nada siquiera".split()),
    "en": frozenset(("nor", "neither")),
}
# "No exhibieron orden ni permitieron": the reach goes on, and it may answer to a second "not".
_GO_ON = frozenset(("ni", "tampoco"))
REACH = 7  # words that a "no" reaches
_OTHERWISE = {
    "es": re.compile(
        r"sin|apenas|salvo|excepto|faltan?|faltó|faltaba|falto|carece|carecía|carecen|carecían|carecer|ignora|"
        r"ignoro|ignoran|ignoraba|ignoraban|ignoramos|mentira|negar|negó|negaba|negaban|negaron|negado|negada|"
        r"negativ[oa]|niegan?|niego|nieguen|evitar|evitó|evita|impedir|impidió|impidieron|impide|imposible|impune|"
        r"impunes|impunidad|inocentes?|incapa(?:z|ces)|inútil(?:es)?|ilegal(?:es)?|ilícit[oa]s?|inválid[oa]|"
        r"desconoce|desconocía|desconocid[oa]|desconocen|inexistencia|ajen[oa]s?|pur[oa]|hasta"
    ),
    "en": re.compile(
        r"without|nowhere|hardly|barely|scarcely|unless|until|rather|instead|otherwise|refus(?:e|es|ed|ing|al)|"
        r"fail(?:s|ed|ing|ure)?|lack(?:s|ed|ing)?|miss(?:ed|ing)|den(?:y|ies|ied|ying|ial)|stop(?:s|ped|ping)?|"
        r"avoid(?:s|ed|ing)?|prevent(?:s|ed|ing)?|overruled|overrules|impossible|impunity|innocent|incapable|"
        r"inconclusive|invalid|incomplete|disagree[ds]?|dislike[ds]?|disappeared|un(?:able|aware|known|likely|"
        r"identified|accounted|accompanied|specified|bearable|harmed|paid|marked|named|answered|finished|opened|"
        r"touched|clear|usual|fair|just|safe|punished|lawful|registered|documented|employed|settled|willing|happy|"
        r"seen|heard|noticed|important|necessary|related|used|protected|armed|washed|dated|signed|suited)|\w+less|"
        r"less|gone|strangers?"
    ),
}
# Not a denial of anything: "no sólo", "¿no?", "cómo no", "hasta que no", "No. 3", "wasn't it?", "no later than".
_NO_DENIAL = re.compile(
    r"\bno (?:s[oó]lo|solamente|únicamente|m[aá]s (?:de|que)|menos de|pas\w+ de|bien|obstante|sea que|vaya a|"
    r"se h\w+ esperar)\b|[,;¿] ?¿?(?:(?:verdad|o|que) )?no ?\?|\bsi es que no\b|\bhasta que no\b|"
    r"\bc[oó]mo no(?=\W*$|[,.;])|\by (?:el |la )?otr[oa] no\b|\b[oy] no[;,.]|\bn(?:o|úm)?\.? ?º|\bno\. ?\d|\bsi no,|"
    r"\b(?:mire|fíjese) que no\b|\bnot (?:only|merely|just|long)\b|\bif not\b|\bwhy not\b|\bbelieve it or not\b|"
    r", \w+n't (?:he|she|it|they|you|we|i|there|that)\?|\bno (?:later|longer|less|fewer|more|sooner) than\b|"
    r"\bno matter\b|\bno wonder\b"
)


def find_flags(
    source: str,
    target: str,
    *,
    language: str,
    other: str,
    held: Sequence[Held] = (),
    lost: Sequence[Held] = (),
    score: float | None = None,
) -> tuple[str, ...]:
    """The flags of `target` as a translation of `source` from `language` into `other`, in the order of SEVERITY.

    `held`: names and numbers that must stand in the target; `lost`: those of them that are known to be lost or doubled.
    Takes time in proportion to the text, some 0.2 ms a sentence.
    """
    if not any(map(str.isalnum, target)):
        return ("empty",) if any(map(str.isalnum, source)) else ()
    pair = _Pair(source, target, language, other, held)
    found = {
        "garbage": _is_garbage(pair),
        "repetition": _repeats(pair),
        "untranslated": _is_untranslated(pair),
        # A number that was to be kept must stand as it is: 1.500 isn't 1,500.
        "number_lost": any(h.kind == "N" and not _figure_stands(h.target, target) for h in held)
        or numbers_differ(
            source,
            target,
            language,
            other,
            forms=[(h.source, h.target) for h in held if h.kind != "N" and h.source != h.target],
        ),
        "name_lost": any(h.kind != "N" for h in lost) or _names_lost(pair, held),
        "negation_lost": _denials_differ(pair),
        "length": _length_is_odd(pair),
        "low_score": score is not None and score < LOW_SCORE,
    }
    return tuple(flag for flag in SEVERITY if found.get(flag))


_fold = lru_cache(maxsize=50_000)(fold)


def _figure_stands(number: str, target: str) -> bool:
    return re.search(rf"(?<!\d){re.escape(number)}(?!\d)", target) is not None


class _Pair:
    """The two texts in words: as they are written, and folded."""

    def __init__(self, source: str, target: str, language: str, other: str, held: Sequence[Held]) -> None:
        self.source, self.target, self.language, self.other = source, target, language, other
        self.words, self.made = _WORD.findall(source), _WORD.findall(target)
        self.folded, self.folded_made = list(map(_fold, self.words)), list(map(_fold, self.made))
        self.own = frozenset(self.folded)
        self.names = frozenset(fold(w) for h in held if h.kind != "N" for w in _WORD.findall(f"{h.source} {h.target}"))


def _is_garbage(pair: _Pair) -> bool:
    target, source = pair.target, pair.source
    if SYMBOL.search(target) or any(match[0] not in source for match in _PIECES.finditer(target)):
        return True
    if any(match[0] not in source for match in _SIGNS.finditer(target)):
        return True
    words = [w for w, f in zip(pair.made, pair.folded_made, strict=True) if f not in pair.own and f not in pair.names]
    strange = [w for w in words if w[0].islower() and not is_known_word(w, pair.other)]
    letters = sum(map(len, words))
    return letters > 12 and len(strange) > 1 and sum(map(len, strange)) > UNKNOWN * letters


def _repeats(pair: _Pair) -> bool:
    """Whether words or letters come back in the target as they don't in the source."""
    if any(match[0] not in pair.source for match in _STAMMER.finditer(pair.target)):
        return True
    times, size = _longest_loop(pair.folded_made)
    if times < 2 or (times < LOOP and size < TWICE):
        return False
    own_times, own_size = _longest_loop(pair.folded)
    return times > own_times or (times == own_times and size > own_size + 1)


def _longest_loop(words: Sequence[str]) -> tuple[int, int]:
    """How many times the same words stand in a row, and how many words; four words that come back count too."""
    best = (1, 0)
    if len(words) > len(set(words)):
        back = Counter(zip(words, words[1:], words[2:], words[3:], strict=False))
        best = max(best, (max(back.values(), default=1), 1))
        for size in {*range(1, min(8, len(words) // 2) + 1), len(words) // 2} - {0}:
            streak = 0
            for before, after in zip(words, words[size:], strict=False):
                streak = streak + 1 if before == after else 0
                if streak >= size:
                    best = max(best, (streak // size + 1, size))
    return best


def _is_untranslated(pair: _Pair) -> bool:
    """Whether the target, or a stretch of it that stands in the source as well, is of the source's language."""
    sign = 1 if pair.language == "es" else -1
    for copied, stretch in groupby(zip(pair.made, pair.folded_made, strict=True), key=lambda w: w[1] in pair.own):
        run = [word for word, folded in stretch if folded not in pair.names] if copied else []
        small = [w for w in run if w.islower()]
        content = sum(len(w) > 2 and w not in _LINKS for w in small)
        if len(run) < STRETCH or content < (1 if len(small) > 2 else 2):
            continue
        if sign * fit(" ".join(w for w in run if len(w) <= LONGEST_WORD)).balance > BALANCE:
            return True
    if pair.folded == pair.folded_made:
        return any(_is_foreign(word, number, pair) for number, word in enumerate(pair.made))
    target = pair.target
    if any(len(word) > LONGEST_WORD for word in pair.made):
        target = " ".join(word for word in target.split() if len(word) <= LONGEST_WORD)
    measured = fit(target)
    theirs, ours = (
        (measured.spanish, measured.english) if pair.language == "es" else (measured.english, measured.spanish)
    )
    return measured.words >= 4 and theirs > FOREIGN and ours < OWN


def _is_foreign(word: str, number: int, pair: _Pair) -> bool:
    """Whether a word is of the source's language, and no name."""
    if word[0].isupper() and (number > 0 or is_person_name(word)) and not pair.target.isupper():
        return False
    return is_known_word(word, pair.language) and not is_known_word(word, pair.other) and fold(word) not in pair.names


def _names_lost(pair: _Pair, held: Sequence[Held]) -> bool:
    """Whether one of `held` isn't there; and what nobody held, but is surely somebody's name."""
    if any(h.kind != "N" and not _stands(h.target, pair.target) for h in held):
        return True
    if pair.source.isupper() or pair.target.isupper():
        return False
    made = set(pair.made)
    for word in pair.words:
        if not word[0].isupper() or word in made or len(word) < 3 or word.isupper():
            continue
        word = word.removesuffix("'s").removesuffix("’s")
        if word in made or f"{word}'s" in made or f"{word}’s" in made or _fold(word) in pair.names:
            continue
        if is_person_name(word) and not is_known_word(word, pair.language):
            return True
    return False


def _stands(name: str, target: str) -> bool:
    """Whether `name` is in `target`, as a whole; a plural is no other name ("los Paz", "the Pazes")."""
    for form in (name, name.upper()):
        at = target.find(form)
        while at >= 0:
            end = at + len(form)
            before, after = target[at - 1 : at], target[end : end + 1]
            whole = not (before.isalnum() and form[0].isalnum()) and not (after.isalnum() and form[-1:].isalnum())
            if whole or re.match(r"(?:s|es)\b", target[end : end + 3]):
                return True
            at = target.find(form, at + 1)
    return False


def _denials_differ(pair: _Pair) -> bool:
    """Whether one side denies more often than the other side has anything to answer."""
    denied, otherwise = _denials(pair.source, pair.words, pair.language)
    their_denied, their_otherwise = _denials(pair.target, pair.made, pair.other)
    return denied > their_denied + their_otherwise or their_denied > denied + otherwise


def _denials(text: str, words: Sequence[str], language: str) -> tuple[int, int]:
    """How often `text` denies for certain, and how often perhaps; "no vio a nadie" denies once."""
    if not any(_denies(word.lower(), language) for word in words):
        return 0, 0
    certain = perhaps = 0
    reach = -REACH
    for position, word in enumerate(_CLAUSE.findall(_NO_DENIAL.sub(" ; ", text.lower().replace("’", "'")))):
        kind = _denies(word, language)
        covered = position - reach < REACH and word in _STRENGTHEN[language]
        if word in _GO_ON:
            if word == "tampoco" and position - reach >= REACH:
                certain += 1
            else:
                perhaps += 1
            reach = position
        elif kind == "no":
            certain += not covered
            reach = position
        elif kind and not covered:
            perhaps += 1
        elif word in _STOPS:
            reach = -REACH
    return certain, perhaps


@lru_cache(maxsize=50_000)
def _denies(word: str, language: str) -> str:
    word = word.replace("’", "'").removesuffix("'s")
    if word in _NO[language] or word.endswith("n't"):
        return "no"
    return "perhaps" if word in _GO_ON or word in _STRENGTHEN[language] or _OTHERWISE[language].fullmatch(word) else ""


def _length_is_odd(pair: _Pair) -> bool:
    source, target = pair.source.rstrip(_CLOSING), pair.target.rstrip(_CLOSING)
    long, made = len(source), len(target)
    root = max(long, SHORT) ** 0.5
    if made < LEAST * long - SPREAD * root or made > MOST * max(long, SHORT) + SPREAD_UP * root:
        return True
    if made < LEAST_CLAUSE * long - SPREAD_CLAUSE * root and len(_PAUSE.findall(target)) < len(_PAUSE.findall(source)):
        return True
    if (
        source[-1:] in _ENDS and target[-1:] not in _ENDS and not (source[-1] == ":" and target[-1] == ",")
    ):  # "Dear Mother,"
        return True
    last, own_last = _LAST.search(target), _LAST.search(source)
    return last is not None and last[0] in _OPEN[pair.other] and not (own_last and own_last[0] in _OPEN[pair.language])
