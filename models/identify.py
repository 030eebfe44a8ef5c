"""IDENTIFY: the language of every sentence, and of a testimony.

1. Word lists say how well a sentence fits Spanish and English (`models.wordlists`). Where most of its words are on the
   list of one language, that settles it.
2. Otherwise langdetect says what it looks like (`models.guess`); the lists must bear it out. langdetect knows 55
   languages and gives one of them to any text, so on its own it calls K'iche' Somali: what nothing bears out is `und`.
3. A line too short to tell takes the language of the sentences round it.

Measured on the half of the invented testimonies that the word lists weren't made of: 99.2 % right with the language
drawn anew for each sentence, 99.5 % or more by paragraph, by testimony or alone; the rest is mostly `und` for lines of
names. Of 11,000 sentences of K'iche', Q'eqchi', Mam and eight sister languages 103 came out as es or en, many of them
Spanish glosses in that data. Of Portuguese, French, Italian and Catalan news 94 to 97 % came out right, 0.4 to 2.2 %
as es. Galician has no profile in langdetect: 69 % right, 19 % es.

A sentence's verdict depends on its testimony alone, never on the others in the batch.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.errors import UsageError
from corpus.records import AnnotatedTestimony, LanguageGuess, Segment
from models import guess
from models.segment import speaker_label
from models.wordlists import Fit, fit, is_person_name

__all__ = ["UNDETERMINED", "identify", "language_of"]

UNDETERMINED = "und"
SEVERAL = "mul"

CERTAIN = 0.9  # share of known words that makes a sentence Spanish or English: 94 % of ours, 1 % of Portuguese ones
NATIVE = 0.7  # the same where langdetect doesn't object: 99 % of ours
CONTESTED = 0.6  # with so many known words, and none of another language alone, Spanish neighbours prevail
HALF = 0.5  # with no word of another language in it, so many known words will do
FOREIGN = 0.35  # below it, it is neither; 99 % of K'iche' and Mam lie there, and 1 % of misspelt Spanish
THEIRS = 0.25  # share of little words, Spanish homographs included, that bears out langdetect on a sentence
CLEAR = 4.0  # nats; log-odds that neighbours can't overrule
UNCLEAR = 2.0  # nats; what a few words that both languages have may count for
SENTENCE = 5  # words; below that neither langdetect nor little words are to be trusted far
SHORT = 3  # words; a line this long may take its language from its neighbours
REACH = 3  # how many sentences away a neighbour may be
NEIGHBOUR = 4.0  # nats, for a clear neighbour next door
DECLARED = 3.0  # nats: what the files' owner says is worth less than one neighbour, and more than "No."
MIXED = 0.1  # share of words that makes a second language more than a stray phrase
MIXED_WORDS = 8

_LONE_WORD = re.compile(r"\W*([^\W\d_]{3,})[.!?…]+\W*")

# Languages in other scripts than ours: the letters bear langdetect out.
_SCRIPTS = "ar bg bn el fa gu he hi ja kn ko mk ml mr ne pa ru ta te th uk ur zh-Hans zh-Hant"
_OWN_SCRIPT = frozenset(_SCRIPTS.split())
# Languages langdetect mistakes Galician for.
_LOOKS_GALICIAN = frozenset(("pt", "es", "ca", "it"))


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What a sentence says of itself. `tag` None: Spanish or English, and `odds` (nats, Spanish positive) say which."""

    tag: str | None
    odds: float
    words: int
    confidence: float
    detector: str
    bare: bool = False  # no word of any language: names, numbers, signs
    contested: bool = False  # of another language, but it could be Spanish or English as well


def identify(
    items: Sequence[AnnotatedTestimony], *, languages: Sequence[str] = ("es", "en")
) -> list[AnnotatedTestimony]:
    """Give every segment its `LanguageGuess`; order kept.

    `languages` are those expected in the collection: they are langdetect's prior, and a verdict between Spanish and
    English that the words leave open goes to the one named. Other languages are still found. Raises `UsageError` where
    no language is named.
    """
    if not languages:
        raise UsageError("no language given to tell apart", code="languages")
    expected = tuple(sorted(set(languages)))
    return [_identify_one(item, expected) for item in items]


def language_of(item: AnnotatedTestimony) -> str:
    """The testimony's own tag: of most of its words, `mul` where a second language has its share, `und` for none."""
    words: Counter[str] = Counter()
    for segment in item.segments:
        measured = fit(segment.text)
        if segment.language is not None and not measured.names_only:
            words[segment.language.tag] += len(segment.text.split())
    ranked = sorted(words.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ranked:
        return UNDETERMINED
    total = sum(words.values())
    if len(ranked) > 1 and ranked[1][1] >= max(MIXED_WORDS, MIXED * total):
        return SEVERAL
    return ranked[0][0]


def _identify_one(item: AnnotatedTestimony, expected: tuple[str, ...]) -> AnnotatedTestimony:
    verdicts = [_verdict(s.text.removeprefix(speaker_label(s)), expected) for s in item.segments]
    declared = _declared(item.testimony.declared_language)
    if "es" in expected and "en" not in expected:
        declared += DECLARED
    elif "en" in expected and "es" not in expected:
        declared -= DECLARED
    segments = tuple(
        _with_guess(s, v, *_surroundings(verdicts, k), declared)
        for k, (s, v) in enumerate(zip(item.segments, verdicts, strict=True))
    )
    return replace(item, segments=segments)


def _declared(tag: str | None) -> float:
    language = (tag or "").casefold().replace("_", "-").split("-")[0]
    return {"es": DECLARED, "spa": DECLARED, "en": -DECLARED, "eng": -DECLARED}.get(language, 0.0)


@lru_cache(maxsize=50_000)
def _verdict(text: str, expected: tuple[str, ...]) -> _Verdict:
    measured = fit(text)
    if measured.names_only and _is_lone_word(text):
        return _Verdict(None, 0.0, 1, 0.0, "neighbours")
    if measured.names_only:
        return _Verdict(UNDETERMINED, 0.0, 0, 0.0, "lexicon", bare=True)
    known = measured.spanish if measured.balance > 0 else measured.english
    if known >= CERTAIN or (known >= NATIVE and measured.words < SENTENCE):
        odds = measured.balance
        if measured.words <= SHORT and measured.spanish == measured.english:  # "No, no.": every word is of both
            odds = max(-UNCLEAR, min(UNCLEAR, odds))
        if abs(odds) < CLEAR and measured.words > 1:
            odds += _leaning(text)
        return _Verdict(None, odds, measured.words, known, "lexicon")
    if measured.glottal:  # langdetect knows no Mayan language, and would call it another
        return _Verdict(UNDETERMINED, measured.balance, measured.words, 1 - known, "lexicon")
    return _looked_at(text, measured, known, expected)


def _leaning(text: str) -> float:
    """Log-odds of Spanish against English by letters, for lines of words that both languages have."""
    found = guess.likely_languages(text, prior={"es": 0.5, "en": 0.5})
    p = min(0.65, max(0.35, found.get("es", 0.0)))  # a hint, weaker than any neighbour
    return math.log(p / (1 - p))


def _looked_at(text: str, measured: Fit, known: float, expected: tuple[str, ...]) -> _Verdict:
    """A sentence that the lists don't settle, with langdetect's opinion."""
    share = 0.5 / len(expected)
    found = guess.likely_languages(text, prior=dict.fromkeys(expected, share))
    best = max(found, key=lambda tag: (found[tag], tag), default=UNDETERMINED)
    p = found.get(best, 0.0)
    if best in _OWN_SCRIPT:
        return _Verdict(best, 0.0, measured.words, p, guess.NAME)
    theirs = measured.other.get(best, 0.0)
    galician = measured.other.get("gl", 0.0)
    if best in _LOOKS_GALICIAN and galician > theirs and FOREIGN / 2 <= known < 0.9:  # half of it is Spanish too
        return _Verdict("gl", 0.0, measured.words, min(0.9, 0.5 + galician), "lexicon")
    if best not in ("es", "en") and p >= 0.7:
        borne_out = theirs >= 0.1 or (theirs and measured.words >= 8)
        sure = p >= (0.95 if known >= NATIVE else 0.8) and measured.words >= SENTENCE
        if borne_out or (sure and measured.theirs.get(best, 0.0) >= THEIRS):
            contested = known >= CONTESTED and not theirs
            return _Verdict(best, measured.balance, measured.words, p, guess.NAME, contested=contested)
    agreed = found.get("es" if measured.balance > 0 else "en", 0.0) >= 0.5
    if (known >= FOREIGN and agreed) or (known >= HALF and abs(measured.balance) >= CLEAR and not measured.other):
        return _Verdict(None, measured.balance, measured.words, known, guess.NAME)
    return _Verdict(UNDETERMINED, measured.balance, measured.words, 1 - known, guess.NAME)


def _is_lone_word(text: str) -> bool:
    """A sentence of one word that no list has and nobody is called by ("Notifíquese."): its neighbours must tell."""
    match = _LONE_WORD.fullmatch(text)
    return match is not None and not match[1].isupper() and not is_person_name(match[1])


def _surroundings(verdicts: Sequence[_Verdict], place: int) -> tuple[float, str | None]:
    """Log-odds of Spanish against English by the neighbours; and the other language on both sides, if it is one."""
    odds = 0.0
    sides: list[str | None] = []
    for step in (-1, 1):
        side = None
        for distance in range(1, REACH + 1):
            k = place + step * distance
            if not 0 <= k < len(verdicts):
                break
            neighbour = verdicts[k]
            if neighbour.bare or neighbour.contested or (neighbour.tag is None and abs(neighbour.odds) < CLEAR):
                continue
            if neighbour.words > SHORT or neighbour.tag is None:
                side = neighbour.tag or ("es" if neighbour.odds > 0 else "en")
                if neighbour.tag is None:
                    odds += math.copysign(NEIGHBOUR / distance, neighbour.odds)
                break
        sides.append(side)
    seen = {side for side in sides if side is not None}
    return odds, seen.pop() if len(seen) == 1 and not seen & {"es", "en"} else None


def _with_guess(segment: Segment, verdict: _Verdict, nearby: float, abroad: str | None, declared: float) -> Segment:
    tag, confidence, detector = verdict.tag, verdict.confidence, verdict.detector
    if tag is None:
        odds = verdict.odds
        if abs(odds) < CLEAR:
            odds += nearby + declared
            if abs(nearby) > abs(verdict.odds):
                detector = "neighbours"
        tag = "es" if odds > 0 else "en" if odds < 0 else UNDETERMINED
        confidence = _sigmoid(abs(odds)) * (0.5 + 0.5 * verdict.confidence) if odds else 0.5
        if abroad and verdict.words <= SHORT and verdict.confidence < 0.9:
            tag, confidence, detector = abroad, 0.5, "neighbours"
    elif verdict.contested:
        if abs(nearby) >= NEIGHBOUR and nearby * verdict.odds > 0:
            tag, confidence, detector = ("es" if nearby > 0 else "en"), 0.5, "neighbours"
    elif tag == UNDETERMINED and not verdict.bare and verdict.words <= SHORT:
        if abroad:
            tag, confidence, detector = abroad, 0.5, "neighbours"
        elif 1 - verdict.confidence >= FOREIGN and abs(nearby) >= NEIGHBOUR and nearby * verdict.odds > 0:
            tag, confidence, detector = ("es" if nearby > 0 else "en"), 0.5, "neighbours"
    return replace(segment, language=LanguageGuess(tag, round(confidence, 3), detector))


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))
