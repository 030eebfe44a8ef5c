"""What is good enough to learn from, and how it is written."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from .inputs import Pair
from .sentences import Lexicon

FOREIGN = re.compile(r"https?://|www\.|[\w.]+@[\w.]+\.\w|[{}<>|\\^_=]|&\w+;|%[sd(]|\]\(|``|\*\*|\$\w")
LETTER = re.compile(r"[^\W\d_]")
SPANISH = set(
    """de la que el en y a los se del las un por con no una su para es al lo como más pero sus le ya o fue este ha sí
    porque esta son entre está cuando muy sin sobre ser tiene también me hasta hay donde han quien están desde todo nos
    durante usted si""".split()
)
ENGLISH = set(
    """the of and to in a is that for it was as with be by on not he his but at are this have from or had an they which
    you were their has will one all would there been if when who more no out so said what its about into than them can
    only other we your""".split()
)


def clean(text: str) -> str:
    """NFC, no entities, no invisible characters, one space between words."""
    text = unicodedata.normalize("NFC", html.unescape(text))
    text = re.sub(r"[\u200b-\u200f\u2060\ufeff\u00ad]", "", text)
    return re.sub(r"\s+", " ", text).strip()


def unmarked(text: str) -> str:
    """Markdown without images, link targets and emphasis."""
    text = re.sub(r"!\[[^\]]*\](\([^)]*\)|\[[^\]]*\])", "", text)
    text = re.sub(r"\[([^\]]*)\](\([^)]*\)|\[[^\]]*\])", r"\1", text)
    return re.sub(r"\*+|(?<!\w)_+|_+(?!\w)", "", text)


def detokenised(text: str) -> str:
    """Text whose punctuation stands apart, as parsers want it, put together again."""
    for entity, character in (("&apos;", "'"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, character)
    text = re.sub(r" ([.,;:?!)\]%…»])", r"\1", text)
    text = re.sub(r"([(\[¿¡«]) ", r"\1", text)
    return re.sub(r" ('(?:s|re|ve|ll|d|m|t)|n't)\b", r"\1", text)


def usable(text: str, most: int) -> bool:
    """Words, not too many, without addresses or markup, mostly of letters."""
    words = text.split()
    if not words or len(words) > most or FOREIGN.search(text):
        return False
    return len(LETTER.findall(text)) >= 0.55 * len(text.replace(" ", ""))


def languages_ok(es: str, en: str) -> bool:
    """No side has more of the other language's small words than of its own."""
    a, b = ([word.lower() for word in re.findall(r"[^\W\d_]+", side)] for side in (es, en))
    if len(a) < 5 or len(b) < 5:
        return True
    wrong_a = sum(word in ENGLISH - SPANISH for word in a) > sum(word in SPANISH for word in a)
    wrong_b = sum(word in SPANISH - ENGLISH for word in b) > sum(word in ENGLISH for word in b)
    return not (wrong_a or wrong_b)


def keep(es: str, en: str, most: int) -> bool:
    """Both sides usable, different, in their languages, and neither more than 2.2 times as long."""
    if not usable(es, most) or not usable(en, most) or es.lower() == en.lower():
        return False
    x, y = len(es) + 5, len(en) + 5
    return max(x, y) / min(x, y) <= 2.2 and languages_ok(es, en)


def matching(pairs: Iterable[Pair], least: float) -> Iterator[Pair]:
    """Pairs whose words go together, by a lexicon learnt from the pairs themselves; very short ones pass."""
    pairs = list(pairs)
    lexicon = Lexicon(pairs)
    for es, en in pairs:
        if min(len(es.split()), len(en.split())) < 5 or lexicon.score(es, en) >= least:
            yield es, en


def write_pairs(path: Path, name: str, pairs: Iterable[Pair], *, most: int, check: float) -> int:
    """Write a file of pairs, cleaned and once each; how many."""
    kept: dict[str, None] = {}
    for es, en in matching(pairs, check) if check else pairs:
        es, en = clean(es), clean(en)
        if keep(es, en, most):
            kept[f"{es}\t{en}\t{name}\n"] = None
    path.write_text("".join(kept), encoding="utf-8")
    return len(kept)


def write_mono(path: Path, name: str, texts: Iterable[str], *, most: int, least: int = 4) -> int:
    """Put the sentences of one source into a file that several share, in place of those that it had; how many."""
    kept = {
        f"{text}\t{name}\n": None for text in map(clean, texts) if usable(text, most) and len(text.split()) >= least
    }
    before = path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []
    others = [line + "\n" for line in before if not line.endswith("\t" + name)]
    path.write_text("".join([*others, *kept]), encoding="utf-8")
    return len(kept)
