"""Stand-ins for the trained models, as small real classes: fast, predictable, and honest about what they are."""

from collections.abc import Iterator, Mapping, Sequence

from corpus.folding import fold
from corpus.records import ModelRef
from models.features import Sentence
from models.lexicon import read_lexicon
from models.recognise import Analysis, Found, Span
from models.rules import find_people, find_places
from models.tokens import Token


class WordForWord:
    """A translator that marks each word, so that a test can see what went in. `gaps` are texts it gives nothing for."""

    longest = 1000
    stand_ins: Mapping[str, Sequence[str]] = {}

    def __init__(self, source: str, target: str, *, gaps: Sequence[str] = ()) -> None:
        self.source = source
        self.target = target
        self.model = ModelRef(f"fake-{source}_{target}", "1")
        self.gaps = gaps
        self.calls: list[list[str]] = []

    def size(self, text: str) -> int:
        return len(text.split())

    def translate(self, texts: Sequence[str], *, beam: int = 1) -> list[tuple[str, float]]:
        self.calls.append(list(texts))
        return [
            ("" if text in self.gaps else " ".join(f"{word}/{self.target}" for word in text.split()), 0.5)
            for text in texts
        ]


class Phrases:
    """A translator with a phrase book: what isn't in it comes out as `other`, and `calls` tell what was asked."""

    longest = 20

    def __init__(
        self, source: str, target: str, book: Mapping[str, str], *, other: str = "", stand_ins: Mapping | None = None
    ) -> None:
        self.source = source
        self.target = target
        self.model = ModelRef(f"phrases-{source}_{target}", "1")
        self.book = book
        self.other = other
        self.stand_ins: Mapping[str, Sequence[str]] = stand_ins or {}
        self.calls: list[list[str]] = []

    def size(self, text: str) -> int:
        return len(text.split())

    def translate(self, texts: Sequence[str], *, beam: int = 4) -> list[tuple[str, float]]:
        self.calls.append(list(texts))
        return [(self.book.get(text, self.other), 0.9) for text in texts]


class Capitals:
    """A recogniser that takes every capitalised word inside a sentence for a person, and cuts plural endings."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.model = ModelRef(f"fake-{language}", "1")

    def recognise(self, texts: Sequence[str]) -> list[Analysis]:
        return [self._one(text) for text in texts]

    def _one(self, text: str) -> Analysis:
        spans, lemmas, tokens, position = [], set(), [], 0
        for number, word in enumerate(text.split()):
            start = text.index(word, position)
            position = start + len(word)
            bare = word.strip(".,;:¿?¡!«»()")
            begin = text.index(bare, start) if bare else start
            person = number > 0 and bare[:1].isupper()
            if person:
                spans.append(Span(begin, begin + len(bare), "PERSON", self.model))
            if bare:
                tokens.append(Token(begin, begin + len(bare), bare, "PROPN", "B-PERSON" if person else "O"))
            if bare.endswith("s") and len(bare) > 3:
                lemmas.add((fold(bare), fold(bare[:-1])))
        return Analysis(tuple(spans), frozenset(lemmas), tuple(tokens))


class Announced:
    """A tagger that believes introductions ("me llamo …") and words for places, then what the pipeline guessed of words
    that aren't part of a name in the lexicon."""

    model = ModelRef("fake-names", "1")

    def __init__(self) -> None:
        self.lexicon = read_lexicon()

    def tag(self, sentences: Sequence[Sentence]) -> list[list[Found]]:
        return [list(self._names(sentence)) for sentence in sentences]

    def _names(self, sentence: Sentence) -> Iterator[Found]:
        taken = [(start, end) for start, end, _ in self.lexicon.find(sentence.text)]
        people = [(start, end, "PERSON") for start, end in find_people(sentence.text)]
        places = [(start, end, "PLACE") for start, end in find_places(sentence.text)]
        guesses = [(t.start, t.end, t.guess[2:]) for t in sentence.tokens if t.guess != "O"]
        for start, end, label in [*sorted(people, key=lambda span: span[0] - span[1]), *places, *guesses]:
            if not any(start < e and s < end for s, e in taken):
                taken.append((start, end))
                yield Found(start, end, label, 0.9)


class Broken:
    """An engine that fails on texts which hold `word`, with an error that quotes the text, as libraries do."""

    longest = 1000
    stand_ins: Mapping[str, Sequence[str]] = {}

    def __init__(self, word: str) -> None:
        self.source, self.target, self.language = "es", "en", "es"
        self.model = ModelRef("broken", "1")
        self.word = word

    def size(self, text: str) -> int:
        return len(text.split())

    def translate(self, texts: Sequence[str], *, beam: int = 1) -> list[tuple[str, float]]:
        for text in texts:
            if self.word in text:
                raise ValueError(f"cannot translate {text!r}")
        return [(text.upper(), 1.0) for text in texts]
