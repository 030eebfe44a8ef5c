"""Makes models/lexicons/es.txt, en.txt and people.txt. Run again with:

    python models/recipes/lexicons/build.py --pairs train-data.tsv --english mono-en.tsv \\
        --gold a.jsonl b.jsonl c.jsonl d.jsonl e.jsonl f.jsonl --output models/lexicons

Inputs  --pairs    Spanish, English and source, tab-separated, a pair a line (uncompressed)
        --english  English and source, tab-separated (uncompressed)
        --gold     the invented testimonies; g to m are left out, so that what we measure on them is unseen
Outputs es.txt, en.txt: a word form and its occurrences in ten million words, most frequent first, then alphabetically
        people.txt: words that occur in the testimonies' names of people

The same inputs give the same bytes. Only counts are taken from the texts, and only of words that two sources
use, or the testimonies twice: a word of one source alone says more about that source than about the language.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

SIZE = 25_000
COMMON = 500  # the most frequent words never count as names ("El" in an alias)
MINIMUM = 3  # occurrences
PER = 10_000_000

# Software manuals and games would teach it "archivo" and "orco", and NTREX is an outside test for other languages.
SOURCES = {
    "bible-web": 0.15,  # a twelfth of all words otherwise, in the Spanish of 1909
    "europarl": 0.5,
    "europarl-mono": 0.5,
    "gold": 4.0,  # few words, but the ones our users say
    "nllb-seed": 1.0,
    "nltk-inaugural": 0.5,
    "nltk-masc": 1.0,
    "nltk-state_union": 0.5,
    "softcatala-wikimedia": 0.5,
    "tatoeba": 1.0,
    "tico19": 1.0,
}
NEWS = 1.0  # every source whose name starts with "wmt"

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
MARK = re.compile(r"\[([^\[\]|]+)\|(PERSON|ORG|PLACE|DATE|LAW|EVENT)(?:=([^\]]+))?\]")


def weight(source: str) -> float:
    return NEWS if source.startswith("wmt") else SOURCES.get(source, 0.0)


def pairs(path: Path) -> Iterator[tuple[str, str, str]]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.count("\t") == 2:
            spanish, english, source = line.split("\t")
            yield "es", spanish, source
            yield "en", english, source


def english_only(path: Path) -> Iterator[tuple[str, str, str]]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.count("\t") == 1:
            text, source = line.split("\t")
            yield "en", text, source


def gold(paths: Iterable[Path]) -> Iterator[tuple[str, str, str]]:
    """Without names: a word that only names somebody isn't a word of the language."""
    for testimony in testimonies(paths):
        for segment in testimony["segments"]:
            for side in ("es", "en"):
                yield side, MARK.sub(lambda m: m[1] if m[2] in ("DATE", "LAW", "EVENT") else "·", segment[side]), "gold"


def testimonies(paths: Iterable[Path]) -> Iterator[dict[str, list[dict[str, str]]]]:
    for path in paths:
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.strip():
                yield json.loads(line)


def count(rows: Iterable[tuple[str, str, str]]) -> dict[str, tuple[dict[str, float], dict[str, float]]]:
    """By language: weighted counts of word forms in lower case, and of the same written with a capital in mid-sentence.

    A word that opens its sentence is a name as often as it is one elsewhere.
    """
    lower: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    capital: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    opening: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    seen: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for language, text, source in rows:
        share = weight(source)
        if not share:
            continue
        for number, found in enumerate(WORD.finditer(unicodedata.normalize("NFC", text).replace("’", "'"))):
            word, form = found.group(), found.group().lower()
            if word.islower() or word == "I" or word.startswith("I'"):
                lower[language][form] += share
            elif word[1:].islower() or len(word) == 1:
                (capital if number else opening)[language][form] += share
            seen[language][form].add(source.split("-")[0])  # Europarl's two halves are one source, and the news years
    result = {}
    for language, counts in lower.items():
        kept = {}
        for form, n in counts.items():
            if len(seen[language][form]) > 1 or n >= 2 * SOURCES["gold"]:
                kept[form] = n + opening[language].get(form, 0) * n / (n + capital[language].get(form, 0))
        result[language] = (kept, dict(capital[language]))
    return result


def choose(
    lower: Mapping[str, float], capital: Mapping[str, float], other: Mapping[str, float]
) -> list[tuple[str, int]]:
    """The most frequent forms with their occurrences in ten million words.

    Left out are forms that are mostly names, and words of the other language quoted in this one (a hundred times rarer
    here than there).
    """
    total = sum(lower.values())
    total_other = sum(other.values()) or 1.0
    kept = [
        (word, n)
        for word, n in lower.items()
        if n >= MINIMUM and n >= capital.get(word, 0) / 3 and n / total > other.get(word, 0) / total_other / 100
    ]
    kept.sort(key=lambda pair: (-pair[1], pair[0]))
    return [(word, max(1, round(PER * n / total))) for word, n in kept[:SIZE]]


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the word lists of models/lexicons.")
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--english", type=Path, required=True)
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()

    counts = count([*pairs(options.pairs), *english_only(options.english), *gold(options.gold)])
    for language, other in (("es", "en"), ("en", "es")):
        words = choose(*counts[language], counts[other][0])
        head = (
            f"# The {len(words):,} most frequent {language} word forms, with their occurrences in ten million words.\n"
            "# Read by models/wordlists.py; made by models/recipes/lexicons/build.py: change that, not this.\n"
            "# Counted in Tatoeba, WMT news, Europarl, TICO-19, Reina-Valera 1909, World English Bible, NLLB seed,\n"
            "# MASC, State of the Union, inaugural addresses, Wikimedia pages, and half of the invented testimonies.\n"
        )
        body = "".join(f"{word} {n}\n" for word, n in words)
        (options.output / f"{language}.txt").write_text(head + body, encoding="utf-8")

    common = {word for language in ("es", "en") for word, _ in choose(*counts[language], {})[:COMMON]}
    names: Counter[str] = Counter()
    for testimony in testimonies(options.gold):
        for segment in testimony["segments"]:
            for found in MARK.finditer(segment["es"]):
                if found[2] == "PERSON":
                    parts = (w for w in WORD.findall(found[1]) if len(w) > 1 and w[0].isupper())
                    names.update(w.lower() for w in parts if w.lower() not in common)
    head = (
        f"# {len(names):,} words of the names of people, all invented, in half of the invented testimonies.\n"
        "# Read by models/wordlists.py; made by models/recipes/lexicons/build.py: change that, not this.\n"
    )
    (options.output / "people.txt").write_text(head + "".join(f"{w}\n" for w in sorted(names)), encoding="utf-8")


if __name__ == "__main__":
    main()
