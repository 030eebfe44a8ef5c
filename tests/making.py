"""Records for tests, made from a few invented sentences."""

from datetime import UTC, datetime

from corpus.records import AnnotatedTestimony, LanguageGuess, Passage, Segment, Source, Testimony, testimony_id


def testimony(text: str, *, name: str = "a.txt", number: int = 0, **fields) -> Testimony:
    """A testimony of one passage."""
    sha256 = f"{number:064x}"
    source = Source(name, "text/plain", sha256, len(text.encode()), datetime(2024, 1, 1, tzinfo=UTC))
    return Testimony(testimony_id(sha256, ""), source, "", None, text, (Passage(0, len(text)),), **fields)


def annotated(*sentences: str, language: str | None = None, number: int = 0) -> AnnotatedTestimony:
    """A testimony with a segment a sentence, in `language` if given."""
    whole = testimony(" ".join(sentences), number=number)
    segments, position = [], 0
    for ordinal, sentence in enumerate(sentences):
        guess = LanguageGuess(language, 1.0, "test") if language else None
        segments.append(Segment(whole.id, ordinal, position, position + len(sentence), sentence, guess))
        position += len(sentence) + 1
    return AnnotatedTestimony(whole, tuple(segments))


testimony.__test__ = False  # type: ignore[attr-defined]
