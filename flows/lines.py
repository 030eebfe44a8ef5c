"""The translator on its own: lines in, as many lines out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BufferedIOBase

from corpus.errors import ModelMissing, UsageError
from models.segment import split_sentences
from models.translate import Translator

__all__ = ["translate_lines"]

PIECE = 1 << 16  # bytes: some hundred lines, enough for full batches


def translate_lines(
    source: BufferedIOBase,
    target: BufferedIOBase,
    pair: tuple[str, str],
    translators: Mapping[tuple[str, str], Translator],
) -> None:
    """Translate UTF-8 lines; an empty line stays empty. Output begins before the input has ended.

    Raises:
        ModelMissing: no installed model translates in this direction.
        UsageError: the input isn't UTF-8.
    """
    if pair not in translators:
        raise ModelMissing(f"No model translates from {pair[0]} to {pair[1]}.")
    engine = translators[pair]
    number = 0
    for lines in _lines(source):
        try:
            texts = [line.decode("utf-8-sig" if number + i == 0 else "utf-8") for i, line in enumerate(lines)]
        except UnicodeDecodeError as error:
            raise UsageError(f"The input isn't UTF-8, in line {number + 1} or soon after.") from error
        number += len(lines)
        sentences = [split_sentences(text) for text in texts]
        outputs = iter(engine.translate([sentence for group in sentences for sentence in group]))
        for group in sentences:
            parts = [next(outputs)[0] or sentence for sentence in group]
            target.write(" ".join(" ".join(parts).split()).encode() + b"\n")
        target.flush()


def _lines(source: BufferedIOBase) -> Iterator[list[bytes]]:
    """What has come by now, however little: whoever waits for the answer to one line gets it."""
    rest = b""
    while piece := source.read1(PIECE):
        *lines, rest = (rest + piece).split(b"\n")
        if lines:
            yield lines
    if rest:
        yield [rest]
