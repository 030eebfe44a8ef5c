"""From raw text to training pairs: cleaning, what may be masked, invented names, back-translation.

    python data.py pairs OUT.tsv --parallel FILE… --gold DIR --own DIR [--mono FILE --apertium]

A pair is (es, en, source). Files of pairs are TSV, optionally .zst; `sources.toml` says for each source whose it is,
what its licence is, where it comes from, and how often an epoch shows it. A source that isn't listed there is refused.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2]))

from models.placeholders import KINDS, gender_of, symbol  # noqa: E402

MARK = re.compile(r"\[([^\[\]|]+)\|(PERSON|ORG|PLACE|DATE|LAW|EVENT)(?:=[^\]]+)?\]")
NUMBER = re.compile(r"(?<![\w⟦])\d+(?:[.,:/\-]\d+)*(?!\w)")
NAME = re.compile(
    r"\b[A-ZÁÉÍÓÚÑ][\wáéíóúñü'’.-]*[\wáéíóúñü](?: (?:(?:de|del|la|los|las|y) )?[A-ZÁÉÍÓÚÑ][\wáéíóúñü'’-]+)*"
)
Pair = tuple[str, str, str]


def sources() -> dict[str, dict[str, object]]:
    """What `sources.toml` says, by source."""
    return {entry["name"]: entry for entry in tomllib.loads((HERE / "sources.toml").read_text())["source"]}


def lines(path: Path) -> Iterator[str]:
    """The lines of a text file, unpacked where it ends in .zst."""
    if path.suffix == ".zst":
        text = subprocess.run(["zstd", "-dc", str(path)], check=True, capture_output=True).stdout.decode()
        yield from text.split("\n")
    else:
        yield from path.read_text(encoding="utf-8").split("\n")


def normal(text: str) -> str:
    """NFC, one space between words."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fault(es: str, en: str) -> str:
    """Why a pair is no good; "" where it is."""
    if not es or not en:
        return "empty"
    if len(es) > 600 or len(en) > 600:
        return "long"
    if not 1 / 2.2 < (len(es) + 8) / (len(en) + 8) < 2.2:
        return "ratio"
    if es.lower() == en.lower() and len(es.split()) > 4:
        return "same"
    if sorted(re.findall(r"\d", es)) != sorted(re.findall(r"\d", en)):
        return "digits"
    if re.search(r"https?://|[{}<>|\\]|_{2}", es + en):
        return "markup"
    letters = sum(c.isalpha() or c.isspace() for c in es)
    return "symbols" if letters < 0.6 * len(es) else ""


def clean(pairs: Iterable[Pair], held_out: set[str]) -> Iterator[Pair]:
    """Pairs without faults, once each, none whose either side stands in a development set; counts go to stderr."""
    counts: Counter[str] = Counter()
    seen = set()
    for es, en, source in pairs:
        es, en = normal(es), normal(en)
        key = (es.lower(), en.lower())
        why = fault(es, en) or ("seen" if key in seen else "") or ("held out" if held_out & set(key) else "")
        if why:
            counts[why] += 1
            continue
        seen.add(key)
        counts[source] += 1
        yield es, en, source
    print(dict(counts), file=sys.stderr)


def read_pairs(path: Path) -> Iterator[Pair]:
    """The rows of a file of pairs whose source `sources.toml` lists."""
    known = sources()
    for line in lines(path):
        fields = line.split("\t")
        if len(fields) == 3 and fields[2] in known:
            yield fields[0], fields[1], fields[2]


def read_written(folder: Path) -> Iterator[Pair]:
    """Our own pairs, `es<TAB>en`."""
    for path in sorted(folder.glob("*.tsv")):
        for line in lines(path):
            fields = line.split("\t")
            if len(fields) == 2:
                yield fields[0], fields[1], "written"


def read_gold(folder: Path, *, held_out: bool) -> Iterator[tuple[str, str]]:
    """The annotated segments of the invented testimonies; every sixth testimony is held out for development."""
    for path in sorted(folder.glob("?.jsonl")):
        for number, line in enumerate(lines(path)):
            if line and (number % 6 == 5) == held_out:
                for segment in json.loads(line)["segments"]:
                    yield segment["es"], segment["en"]


def plain(marked: str) -> str:
    return MARK.sub(r"\1", marked)


# -- Placeholders and invented names ----------------------------------------------------------------------------------


def maskable(es: str, en: str) -> list[tuple[str, str]]:
    """(surface, kind) of each name or number that stands once on both sides, letter for letter."""
    found = []
    for number in set(NUMBER.findall(es)):
        if es.count(number) == 1 and en.count(number) == 1:
            found.append((number, "N"))
    for match in NAME.finditer(es):
        name = match[0]
        if len(name) > 2 and not name.isdigit() and es.count(name) == 1 and en.count(name) == 1:
            found.append((name, gender_of(name)))
    return found


def mask(es: str, en: str, items: list[tuple[str, str]], rng: random.Random, keep: float = 0.2) -> tuple[str, str]:
    """Put placeholders for most of `items`, numbered at random; each symbol stands once on both sides."""
    free = {kind: rng.sample(range(count), count) for kind, count in KINDS.items()}
    for surface, kind in items:
        if rng.random() < keep or not free[kind]:
            continue
        pattern = re.compile(rf"(?<!\w){re.escape(surface)}(?!\w)")
        if len(pattern.findall(es)) == len(pattern.findall(en)) == 1:
            mark = symbol(kind, free[kind].pop())
            es, en = pattern.sub(mark, es), pattern.sub(mark, en)
    return es, en


SYLLABLES = """ba be bi bo bu ca ce co cha chi da de di do fa fe ga go gua ja je jo la le li lo lu ma me mi mo mu na ne
ni no ña pa pe po qui ra re ri ro sa se si so ta te ti to tza tzo va ve vi xa xi xo ya yo za zo""".split()


class Names:
    """Invented names made of the parts of those in the testimonies, for copying practice."""

    def __init__(self, marked: Iterable[tuple[str, str]]) -> None:
        people = {m[1] for pair in marked for side in pair for m in MARK.finditer(side) if m[2] == "PERSON"}
        self.surnames = sorted({w for name in people for w in name.split()[1:] if w[0].isupper() and len(w) > 2})
        self.given: dict[str, list[str]] = {"F": [], "M": [], "X": []}
        for word in sorted({name.split()[0] for name in people}):
            self.given[gender_of(word)].append(word)

    def other(self, name: str, rng: random.Random) -> str:
        """A name of as many words and the same gender."""

        def surname() -> str:
            if rng.random() < 0.7:
                return rng.choice(self.surnames)
            return (
                "".join(rng.choices(SYLLABLES, k=rng.choice((2, 3, 3, 4)))).capitalize() + rng.choice("  nlsz").strip()
            )

        words = name.split()
        gender = gender_of(name)
        first = rng.choice(self.given[gender]) if gender != "X" and self.given[gender] else surname()
        return " ".join([first, *(surname() if w[0].isupper() else w for w in words[1:])])


def swap(es: str, en: str, names: Names, rng: random.Random) -> tuple[str, str]:
    """The marked pair with other people in it; the same ones on both sides."""
    sides = [{m[1] for m in MARK.finditer(side) if m[2] == "PERSON"} for side in (es, en)]
    other = {name: names.other(name, rng) for name in sorted(sides[0] & sides[1])}

    def put(match: re.Match[str]) -> str:
        return other.get(match[1], match[1]) if match[2] == "PERSON" else match[1]

    return MARK.sub(put, es), MARK.sub(put, en)


# -- Back-translation -------------------------------------------------------------------------------------------------


def apertium(sentences: list[str], direction: str, *options: str) -> list[str]:
    """Rule-based translations, one for each sentence, by Debian's apertium-eng-spa."""
    text = "\n".join(s.replace("\n", " ") for s in sentences) + "\n"
    out = subprocess.run(
        ["apertium", *options, direction], input=text.encode(), check=True, capture_output=True
    ).stdout.decode()
    result = out.rstrip("\n").split("\n")
    if len(result) != len(sentences):
        raise ValueError(f"{len(result)} translations for {len(sentences)} sentences")
    return result


def dictionary() -> Iterator[Pair]:
    """Common words with Apertium's translation; those it doesn't know (it marks them) are left out."""
    lexicons = HERE.parents[1] / "lexicons"
    for language, direction in (("es", "spa-eng"), ("en", "eng-spa")):
        words = [line.split()[0] for line in lines(lexicons / f"{language}.txt") if line and line[0] != "#"]
        words = [word for word in words if len(word) > 3]
        for word, other in zip(words, apertium([word + "." for word in words], direction), strict=True):
            other = other.rstrip(".")
            other = other if other.startswith("I ") else other.lower()
            if not re.search(r"[*@#\d/.]", other) and other.lower() != word:
                yield (word, other, "dictionary") if language == "es" else (other, word, "dictionary")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--dictionary", action="store_true", help="add common words, by Apertium")
    parser.add_argument("--parallel", type=Path, nargs="*", default=[])
    parser.add_argument("--own", type=Path)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--held-out", type=Path, nargs="*", default=[], help="development sets, a sentence a line")
    parser.add_argument("--mono-en", type=Path, nargs="*", default=[], help="sentence<TAB>source")
    parser.add_argument("--mono-es", type=Path, nargs="*", default=[])
    args = parser.parse_args()
    held_out = {normal(line).lower() for path in args.held_out for line in lines(path)} - {""}
    held_out |= {plain(side).lower() for pair in read_gold(args.gold, held_out=True) for side in pair if len(side) > 30}
    pairs: list[Pair] = [pair for path in args.parallel for pair in read_pairs(path)]
    if args.dictionary:
        pairs += dictionary()
    if args.own:
        pairs += read_written(args.own)
    known = sources()
    for path, direction in [(p, "eng-spa") for p in args.mono_en] + [(p, "spa-eng") for p in args.mono_es]:
        rows = [line.split("\t") for line in lines(path)]
        texts = [normal(row[0]) for row in rows if len(row) == 2 and row[1] in known and 25 < len(row[0]) < 400]
        made = apertium(texts, direction, "-u")
        for text, other in zip(texts, made, strict=True):
            pairs.append((other, text, "bt-en") if direction == "eng-spa" else (text, other, "bt-es"))
    with args.out.open("w", encoding="utf-8") as file:
        for pair in clean(pairs, held_out):
            file.write("\t".join(pair) + "\n")


if __name__ == "__main__":
    main()
