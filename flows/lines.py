"""The translator on its own: lines in, as many lines out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BufferedIOBase

from corpus.errors import ModelMissing, UsageError
from corpus.records import AnnotatedTestimony, LanguageGuess, Passage, Segment, Source, Testimony
from flows.engines import Engines
from models.identify import UNDETERMINED, identify
from models.recognise import recognise
from models.segment import segment
from models.translate import translate
from models.wordlists import fit

__all__ = ["joined", "translate_lines", "translated"]

PIECE = 1 << 16  # bytes: some hundred lines, enough for full batches


def translate_lines(source: BufferedIOBase, target: BufferedIOBase, pair: tuple[str, str], engines: Engines) -> None:
    """Translate UTF-8 lines; an empty line stays empty. Output begins before the input has ended.

    A sentence in a third language, or in the target language already, is left as it is.

    Raises:
        ModelMissing: no installed model translates in this direction.
        UsageError: the input isn't UTF-8.
    """
    number = 0
    for lines in _lines(source):
        try:
            texts = [line.decode("utf-8-sig" if number + i == 0 else "utf-8") for i, line in enumerate(lines)]
        except UnicodeDecodeError as error:
            raise UsageError(f"The input isn't UTF-8, in line {number + 1} or soon after.") from error
        number += len(lines)
        for item in translated(texts, pair, engines):
            target.write(joined(item).encode() + b"\n")
        target.flush()


def translated(lines: Sequence[str], pair: tuple[str, str], engines: Engines) -> list[AnnotatedTestimony]:
    """Each line as a testimony of its own, in order, with mentions and translations. Raises ModelMissing."""
    if pair not in engines.translators:
        raise ModelMissing(f"No model translates from {pair[0]} to {pair[1]}.")
    items = segment([_testimony(line, pair[0]) for line in lines])
    items = [_expected(item, pair[0]) for item in identify(items, languages=pair[:1])]
    items = recognise(items, recognisers=engines.recognisers, tagger=engines.tagger, lexicon=engines.lexicon)
    return translate(
        items,
        translators={pair: engines.translators[pair]},
        lexicon=engines.lexicon,
        glossary=engines.glossary,
        fallbacks=engines.fallbacks,
    )


def joined(item: AnnotatedTestimony) -> str:
    """The translations of `item` on one line; a sentence that wasn't translated stands there as it was said."""
    said = zip(item.segments, item.translations, strict=True)
    return " ".join(" ".join(s.text if t.text is None else t.text for s, t in said).split())


def _testimony(line: str, language: str) -> Testimony:
    text = unicodedata.normalize("NFC", line)
    source = Source("", "text/plain", "", len(text), datetime.now(UTC))
    return Testimony("", source, "", None, text, (Passage(0, len(text)),), declared_language=language)


def _expected(item: AnnotatedTestimony, language: str) -> AnnotatedTestimony:
    """Names and figures alone are of the language that was announced: "Estados Unidos" has another form."""

    def told(one: Segment) -> Segment:
        if one.language and one.language.tag == UNDETERMINED and fit(one.text).names_only:
            return replace(one, language=LanguageGuess(language, 0.5, "declared"))
        return one

    return replace(item, segments=tuple(told(one) for one in item.segments))


def _lines(source: BufferedIOBase) -> Iterator[list[bytes]]:
    """What has come by now, however little: whoever waits for the answer to one line gets it."""
    rest = b""
    while piece := source.read1(PIECE):
        *lines, rest = (rest + piece).split(b"\n")
        if lines:
            yield lines
    if rest:
        yield [rest]
