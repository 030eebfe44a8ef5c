"""How well a sentence's words fit Spanish and English: reads the lists in models/lexicons.

es.txt, en.txt and people.txt are made by models/recipes/lexicons/build.py; other-languages.txt is written by hand.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from corpus.folding import fold

__all__ = ["LONGEST_WORD", "Fit", "count_of", "fit", "is_known_word", "is_person_name", "is_word"]

FOLDER = Path(__file__).parent / "lexicons"
PER = 10_000_000
ABSENT = math.log(5 / PER)  # what a word that isn't on the list gets: about half the rarest one's share
LONGEST_WORD = 40  # letters; looking a longer one up takes the square of its length
LIMIT = 5.0  # no single word decides for itself: names, quoted words and misspellings are everywhere

# Addresses, anything with a figure in it, initials, and the Roman numerals of headings ("I." isn't the pronoun).
_NOT_WORDS = re.compile(
    r"(?:https?://|www\.)\S+|[^\s@]{1,64}@[^\s@]{1,255}|[@#]\w+|[^\s—–]*[\d_/\\][^\s—–]*"
    r"|(?<!\S)[IVXLC]{1,7}[.)](?=\s|$)|(?<!\w)[A-ZÁÉÍÓÚÑ]\."
)


def _word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A word, its apostrophes included: they are letters in Mayan languages.
_WORD = re.compile(r"[^\W\d_]+(?:['ʼꞌ´`][^\W\d_]+|['ʼꞌ´`](?!\w))*")
# Catches in the throat, as Mayan languages write them ("k'aslemal", "tzʼibʼ"); two of them are no accident of elision.
_GLOTTAL = re.compile(r"(?:tz|ch|[bkqpt])['´`](?=[aeiouáéíóúäëïöü])|\wʼ|\wꞌ", re.IGNORECASE)
_ENGLISH_ENDING = re.compile(r"(?:'(?:s|d|ll|re|ve|m)|n't)$")
_SPANISH_MARKS = frozenset("áéíóúüñ")
# A short word says less than a long one: every language has its own "no", "me", "in", "are".
_WEIGHTS = (0.0, 0.15, 0.4, 0.7)
# Bind the words of a name; alone they make no sentence.
_BINDING = _word_set(
    """
    de del la las los y e of the and von van da do dos das di san santa don doña mr mrs ms sr sra dr dra lic
    alias cantón caserío
    """
)
# English writes them with a capital, so the list of small letters can't have them.
_ENGLISH_DATES = _word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august
    september october november december
    """
)
_SPANISH_DATES = _word_set(
    """
    lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto
    septiembre setiembre octubre noviembre diciembre
    """
)


@dataclass(frozen=True, slots=True)
class Fit:
    """A sentence against the two lists.

    `words`: words that aren't names. `balance`: log-odds (nats) of Spanish against English. `spanish`, `english`: share
    (0 to 1, longer words counting more) of the words that are on the list. `other`: share of the words that only
    another language has, by tag; `theirs`: share of the words that it has at all. `names_only`: names, numbers and
    signs, no sentence. `glottal`: written with the glottal stops of a Mayan language.
    """

    words: int
    balance: float
    spanish: float
    english: float
    other: Mapping[str, float]
    theirs: Mapping[str, float]
    names_only: bool
    glottal: bool = False


class _WordList:
    def __init__(self, name: str) -> None:
        self.exact: dict[str, float] = {}
        self.folded: dict[str, float] = {}
        for line in _lines(name):
            word, count = line.split()
            self.exact[word] = math.log(int(count) / PER)
            self.folded.setdefault(fold(word), self.exact[word])  # most frequent first: the best of the homographs

    def get(self, word: str) -> float | None:
        """Log share of `word`; written without its accents, or with wrong ones, it counts as well."""
        found = self.exact.get(word)
        if found is None and all(c < "\x80" or c in _SPANISH_MARKS for c in word):
            found = self.folded.get(fold(word))
        return found


@cache
def _lists() -> Mapping[str, _WordList]:
    return {"es": _WordList("es"), "en": _WordList("en")}


@cache
def _others() -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """Tag → little words of that language; and those of them that neither Spanish nor English has."""
    found = {}
    for line in _lines("other-languages"):
        tag, words = line.split(":")
        found[tag] = (frozenset(words.split()), frozenset(w for w in words.split() if not _listed(w)))
    return found


@cache
def _people() -> frozenset[str]:
    return frozenset(_lines("people"))


def _lines(name: str) -> list[str]:
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def _listed(word: str) -> bool:
    return any(words.get(word) is not None for words in _lists().values())


def count_of(form: str, language: str) -> int | None:
    """Occurrences of `form`, in small letters, in ten million words of `language`; None for one that isn't listed."""
    share = _lists()[language].exact.get(form)
    return None if share is None else round(math.exp(share) * PER)


def is_word(form: str, language: str) -> bool:
    """Whether `form` is an ordinary word of `language` ("es" or "en"), one that isn't mostly a name."""
    low = form.lower()
    return _lists()[language].get(low) is not None and low not in _people()


@lru_cache(maxsize=200_000)
def is_known_word(word: str, language: str) -> bool:
    """Whether a list or a dictionary has `word` as a word of `language`, whatever its case; "'s" is left aside."""
    import simplemma

    if len(word) > LONGEST_WORD:
        return False
    low = re.sub(r"['’]s$", "", word.lower())
    return is_word(low, language) or bool(simplemma.is_known(low, lang=language))


def is_person_name(surface: str) -> bool:
    """Whether every word of `surface` is one that people are called by ("Marta", "Cruz Batres")."""
    words = [word for word in surface.lower().split() if word not in _BINDING]
    return bool(words) and all(word in _people() for word in words)


@lru_cache(maxsize=10_000)  # each sentence is asked for twice: for its own language and for its testimony's
def fit(text: str) -> Fit:
    """Measure one sentence. The same text gives the same `Fit`, whatever came before."""
    plain = _NOT_WORDS.sub(" ", text).replace("’", "'")
    written = _WORD.findall(plain)
    shouted = len(written) > 1 and 2 * sum(w.isupper() for w in written) > len(written)
    spanish_list, english_list = _lists()["es"], _lists()["en"]
    balance = total = spanish = english = 0.0
    words: list[str] = []
    little: list[str] = []  # with an opening word that no list has: "Não" in "Não sei."
    for number, word in enumerate(written):
        low = word.lower()
        if low in _ENGLISH_DATES:
            in_spanish: float | None = None
            in_english: float | None = 0.0
            capital = False
        else:
            in_spanish, in_english = spanish_list.get(low), english_list.get(low)
            capital = word[0].isupper() and not shouted and low != "i" and not low.startswith("i'")
        if in_english is None and _ENGLISH_ENDING.search(low):
            in_english = max(english_list.get(_ENGLISH_ENDING.sub("", low)) or ABSENT, ABSENT + 3)
        if number == 0 or not capital:
            little.append(low)
        unknown = in_spanish is None and in_english is None
        if (capital and (number > 0 or unknown)) or (shouted and unknown):
            continue  # a name, as far as anybody can tell
        weight = _WEIGHTS[len(low)] if len(low) < len(_WEIGHTS) else 1.0
        words.append(low)
        total += weight
        spanish += weight * (in_spanish is not None)
        english += weight * (in_english is not None)
        odds = (ABSENT if in_spanish is None else in_spanish) - (ABSENT if in_english is None else in_english)
        balance += max(-LIMIT, min(LIMIT, odds))
    other = theirs = {}
    if little and (not total or max(spanish, english) < total):
        other = _shares(little, {tag: only for tag, (_, only) in _others().items()})
        theirs = _shares(little, {tag: known for tag, (known, _) in _others().items()})
    if not total:
        return Fit(0, 0.0, 0.0, 0.0, other, theirs, names_only=not other)
    return Fit(
        words=len(words),
        balance=balance,
        spanish=spanish / total,
        english=english / total,
        other=other,
        theirs=theirs,
        names_only=_names_only(written),
        glottal=sum(1 for _ in _GLOTTAL.finditer(plain)) > 1,
    )


def _shares(words: Sequence[str], lists: Mapping[str, frozenset[str]]) -> dict[str, float]:
    counts = {tag: sum(w in known for w in words) for tag, known in lists.items()}
    return {tag: n / len(words) for tag, n in counts.items() if n}


def _names_only(written: list[str]) -> bool:
    """ "Rosa Paz", "José Mena, Apopa": nothing but capitals and what binds them, and each may be part of a name."""
    content = [w for w in written if w.lower() not in _BINDING]
    if len(written) > 8 or not content or not all(w[0].isupper() for w in content):
        return False
    if len(content) == 1 and content[0].lower() not in _people():
        return False
    if not all(w.lower() in _people() or not _listed(w.lower()) for w in content):
        return False
    return not any(w.lower() in _ENGLISH_DATES | _SPANISH_DATES for w in content)
