"""Trains the tagger of names, models/packages/names-es_en-VERSION.crfsuite. Run again with:

    python -m models.recipes.entities.train --gold models/recipes/translation/data/testimonies \\
        --more models/recipes/entities/data --output names.crfsuite

Inputs  --gold  a folder of invented, marked testimonies; of those the parts train and development are learnt from (with
                --parts train only the first), never the part test (`corpus.gold.part_of`)
        --more  a folder of such texts that nothing is measured on: all are learnt from
Output  a conditional random field for `models.tagger`, and how many sentences it has learnt from

Every testimony is learnt from twice: as it is, and with other people's names and other places in it, so that the tagger
looks at what stands round a name as much as at the name. Of the copies some are cut into pieces (testimonies may be one
row of a table), some lose their accents, or are written in small letters or in capitals, as people write. The same
inputs give the same model.
"""

from __future__ import annotations

import argparse
import random
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pycrfsuite

from corpus.folding import fold
from corpus.gold import GoldSpan, GoldText, part_of, read_gold
from models.features import Features, Sentence
from models.gazetteers import Gazetteers, read_gazetteers
from models.lexicon import read_yaml
from models.spacy_engine import SpacyRecogniser, find_recogniser
from models.tokens import Token

LABELS = ("PERSON", "PLACE", "ORG", "LAW", "EVENT")  # dates have rules of their own
PARTICLES = frozenset("de del la las los y von van da viuda vda vda. of the el".split())
SETTINGS = {"c1": 0.1, "c2": 0.05, "max_iterations": 120, "feature.minfreq": 2, "feature.possible_transitions": True}
LEXICONS = Path(__file__).parents[2] / "lexicons"

Marked = tuple[str, tuple[GoldSpan, ...]]


@dataclass(frozen=True)
class Names:
    """What people and places in the copies are called."""

    given: Mapping[str, Sequence[str]]  # by the grammatical gender of their bearers
    gender: Mapping[str, str]  # of a folded given name
    surnames: Sequence[str]
    places: Sequence[str]

    def another(self, chance: random.Random, name: str, *, first: bool, alone: bool) -> str:
        """A word to put in place of `name`, a word of somebody's name."""
        gender = self.gender.get(fold(name))
        if gender:
            return chance.choice(self.given[gender])
        if alone:
            return chance.choice([*self.surnames, *self.given["F"], *self.given["M"]])
        return chance.choice([*self.given["F"], *self.given["M"]] if first else self.surnames)


def read_names(texts: Sequence[GoldText]) -> Names:
    given: dict[str, list[str]] = {}
    for line in (LEXICONS / "given-names.txt").read_text(encoding="utf-8").splitlines():
        if line[:2] in ("F:", "M:"):
            given[line[0]] = line[2:].split()
    surnames = [str(name) for name in read_yaml((LEXICONS / "gazetteers" / "surnames.yaml").read_bytes())][:5000]
    places = {text[s.start : s.end] for t in texts for text, spans in t.sentences for s in spans if s.label == "PLACE"}
    for name in ("places-el-salvador", "places-route"):
        path = LEXICONS / "gazetteers" / f"{name}.yaml"
        for entries in read_yaml(path.read_bytes())["PLACE"].values():
            places.update(entry for entry in entries if isinstance(entry, str))
    gender = {fold(name): key for key, names in given.items() for name in names}
    return Names(given, gender, [name for name in surnames if " " not in name], sorted(places))


def renamed(text: GoldText, names: Names, chance: random.Random) -> GoldText:
    """A copy with other people, the same one wherever it was the same, and other places for half of them."""
    words: dict[str, str] = {}
    places: dict[str, str] = {}

    def person(name: str) -> str:
        parts = name.split(" ")
        return " ".join(word(part, first=not i, alone=len(parts) == 1) for i, part in enumerate(parts))

    def word(part: str, *, first: bool, alone: bool) -> str:
        if part.lower() in PARTICLES or len(part) < 3 or not part[0].isupper() or not part.isalpha():
            return part
        key = fold(part)
        if key not in words:
            keep = chance.random() < 0.25
            words[key] = part.title() if keep else names.another(chance, part, first=first, alone=alone)
        return words[key].upper() if part.isupper() else words[key]

    def place(name: str) -> str:
        if name not in places:
            places[name] = name if name.isupper() or chance.random() < 0.5 else chance.choice(names.places)
        return places[name]

    change: dict[str, Callable[[str], str]] = {"PERSON": person, "PLACE": place}
    return replace(text, sentences=tuple(_with_names(sentence, change) for sentence in text.sentences))


def _with_names(sentence: Marked, change: Mapping[str, Callable[[str], str]]) -> Marked:
    text, spans = sentence
    result, done, moved = "", 0, []
    for span in spans:
        name = text[span.start : span.end]
        result += text[done : span.start]
        name = change[span.label](name) if span.label in change else name
        moved.append(replace(span, start=len(result), end=len(result) + len(name)))
        result += name
        done = span.end
    return result + text[done:], tuple(moved)


def _without_accents(text: str) -> str:
    """The same letters without accents, one for one; ñ stays."""
    return "".join(c if c in "ñÑ" else unicodedata.normalize("NFD", c)[0] for c in text)


def carelessly(text: GoldText, chance: random.Random) -> GoldText:
    """A copy as people type: one in five without accents, one in twelve in small letters, one in twenty in capitals."""
    kinds: list[Callable[[str], str]] = [_without_accents, str.lower, str.upper, str]
    kind = chance.choices(kinds, weights=[0.2, 0.08, 0.05, 0.67])[0]
    changed = []
    for sentence, spans in text.sentences:
        written = kind(sentence)
        changed.append((written if len(written) == len(sentence) else sentence, spans))
    return replace(text, sentences=tuple(changed))


def in_pieces(text: GoldText, chance: random.Random) -> Iterator[GoldText]:
    """The text as one, or every third one as several short ones."""
    if chance.random() < 2 / 3:
        yield text
        return
    start = 0
    while start < len(text.sentences):
        size = chance.randint(1, 8)
        yield replace(text, sentences=text.sentences[start : start + size])
        start += size


def tags_of(tokens: Sequence[Token], spans: Sequence[GoldSpan]) -> list[str]:
    """B-X, I-X or O for each token."""
    tags = ["O"] * len(tokens)
    for span in spans:
        if span.label in LABELS:
            inside = [i for i, token in enumerate(tokens) if token.start < span.end and span.start < token.end]
            for number, i in enumerate(inside):
                tags[i] = f"{'I' if number else 'B'}-{span.label}"
    return tags


def learn(texts: Sequence[GoldText], gazetteers: Gazetteers, output: Path, *, verbose: bool = False) -> int:
    """Train on `texts` as they are; returns the number of sentences."""
    trainer = pycrfsuite.Trainer(verbose=verbose, algorithm="lbfgs")
    trainer.set_params(SETTINGS)
    features = Features(gazetteers)
    count = 0
    for language in ("es", "en"):
        pipeline = find_recogniser(language)
        if not isinstance(pipeline, SpacyRecogniser):
            raise SystemExit(f"No pipeline for {language} is installed: run make setup")
        own = [text for text in texts if text.language == language]
        analyses = iter(pipeline.recognise([sentence for text in own for sentence, _ in text.sentences]))
        for text in own:
            tokens = [next(analyses).tokens for _ in text.sentences]
            sentences = [Sentence(s, language, t) for (s, _), t in zip(text.sentences, tokens, strict=True)]
            rows = zip(features.of(sentences), tokens, text.sentences, strict=True)
            for row, own_tokens, (_, spans) in rows:
                if row:
                    trainer.append(pycrfsuite.ItemSequence(row), tags_of(own_tokens, spans))
                    count += 1
    trainer.train(str(output))
    return count


def prepared(texts: Sequence[GoldText], *, copies: int, seed: int = 1) -> list[GoldText]:
    """`texts` and their changed copies."""
    chance = random.Random(seed)
    names = read_names(texts)
    result = list(texts)
    for _ in range(copies):
        for text in texts:
            result += in_pieces(carelessly(renamed(text, names, chance), chance), chance)
    return result


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--more", type=Path)
    parser.add_argument("--parts", choices=("train", "train+development"), default="train+development")
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--output", type=Path, required=True)
    given = parser.parse_args()
    parts = given.parts.split("+")
    texts = [text for text in read_gold(given.gold) if part_of(text.id) in parts]
    texts += read_gold(given.more) if given.more else []
    count = learn(prepared(texts, copies=given.copies), read_gazetteers(), given.output, verbose=True)
    print(f"{len(texts)} texts, {count} sentences with the copies")


if __name__ == "__main__":
    main()
