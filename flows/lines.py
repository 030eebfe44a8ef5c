"""The translator on its own: lines in, as many lines out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO

from corpus.errors import ModelMissing, UsageError
from models.segment import split_sentences
from models.translate import Translator

__all__ = ["translate_lines"]

LINES_AT_ONCE = 256


def translate_lines(
    source: IO[bytes],
    target: IO[bytes],
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
    at_once = 1 if source.isatty() else LINES_AT_ONCE
    number = 0
    while lines := [line for _, line in zip(range(at_once), source, strict=False)]:
        try:
            texts = [line.decode("utf-8-sig" if number == 0 and i == 0 else "utf-8") for i, line in enumerate(lines)]
        except UnicodeDecodeError as error:
            raise UsageError(
                f"The input isn't UTF-8 (between lines {number + 1} and {number + len(lines)})."
            ) from error
        number += len(lines)
        sentences = [split_sentences(text) for text in texts]
        outputs = iter(engine.translate([sentence for group in sentences for sentence in group]))
        for group in sentences:
            parts = [next(outputs)[0] or sentence for sentence in group]
            target.write(" ".join(" ".join(parts).split()).encode() + b"\n")
        target.flush()
