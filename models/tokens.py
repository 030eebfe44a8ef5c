"""A word or sign of a text, as the pipelines cut it."""

from typing import NamedTuple

__all__ = ["Token"]


class Token(NamedTuple):
    """`start` and `end` are offsets in the text; `pos` is the universal part of speech; `guess` is what the pipeline
    takes it for: "B-LOC", "I-PER" …, or "O"."""

    start: int
    end: int
    text: str
    pos: str
    guess: str
