"""The adapter to CTranslate2: translates sentences with one installed package."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from corpus.errors import ModelMissing
from models.argos import InstalledPackage, argos_package_module
from models.placeholders import KINDS, ORDINARY_NAMES, SYMBOLS, symbol

if TYPE_CHECKING:
    import ctranslate2

__all__ = ["PackageTranslator"]

LONGEST = 80  # pieces; the packages were trained on sentences of at most about 100, longer input loses clauses
BATCH_PIECES = 1024  # of a batch: 32 sentences of usual length
BEAM = 4
LENGTH_PENALTY = 1.0  # on development sets chrF2 was 0.2 to 0.4 higher than with 0.2


class PackageTranslator:
    """Translates sentences with one installed package. Loads the model at the first call, once."""

    longest = LONGEST

    def __init__(self, package: InstalledPackage, *, threads: int | None = None) -> None:
        self.source = package.source
        self.target = package.target
        self.model = package.ref
        self._path = package.path
        self._threads = threads or os.cpu_count() or 1
        self.size = lru_cache(maxsize=10_000)(self._size)

    @cached_property
    def stand_ins(self) -> Mapping[str, Sequence[str]]:
        """Symbols that the package was trained with, or for other packages ordinary names, which any model copies."""
        _, tokenizer, _ = self._loaded
        processor = tokenizer.lazy_processor() if hasattr(tokenizer, "lazy_processor") else None
        if processor and all(processor.piece_to_id(s) != processor.unk_id() for s in SYMBOLS):
            return {kind: [symbol(kind, index) for index in range(count)] for kind, count in KINDS.items()}
        return ORDINARY_NAMES

    @cached_property
    def _loaded(self) -> tuple[ctranslate2.Translator, Any, str]:
        import ctranslate2

        package = argos_package_module().Package(self._path)
        try:
            # No compute_type: an explicit one makes the official 1.9 package print garbage (argos-translate 504).
            engine = ctranslate2.Translator(
                str(self._path / "model"), device="cpu", inter_threads=self._threads, intra_threads=1
            )
        except (RuntimeError, ValueError) as error:
            raise ModelMissing(
                f"The translation package {self.model} can't be loaded: {type(error).__name__}."
            ) from error
        return engine, package.tokenizer, package.target_prefix

    def _size(self, text: str) -> int:
        """How many pieces `text` has for the model."""
        return len(self._loaded[1].encode(text))

    def translate(self, texts: Sequence[str], *, beam: int = BEAM) -> list[tuple[str, float]]:
        """One (translation, score) for each text, in order; score is the mean probability of a piece, 0 to 1.

        A text should have at most `longest` pieces. The result for a text doesn't depend on the texts beside it.
        """
        engine, tokenizer, prefix = self._loaded
        unique = [text for text in dict.fromkeys(texts) if text.strip()]
        # Sentences of one exact length go together: without padding the arithmetic of a sentence doesn't depend on its
        # neighbours (with CTranslate2's own batches 5 of 800 outputs changed with the batch), and one thread a batch
        # was twice as fast as many threads on one batch.
        encoded = [tokenizer.encode(text) for text in unique]
        by_length: dict[int, list[int]] = {}
        for number, tokens in enumerate(encoded):
            by_length.setdefault(len(tokens), []).append(number)
        jobs = []
        for length in sorted(by_length, reverse=True):
            numbers = by_length[length]
            most = max(1, BATCH_PIECES // length)
            for start in range(0, len(numbers), most):
                batch = numbers[start : start + most]
                pending = engine.translate_batch(
                    [encoded[n] for n in batch],
                    target_prefix=[[prefix]] * len(batch) if prefix else None,
                    beam_size=beam,
                    length_penalty=LENGTH_PENALTY,
                    max_decoding_length=3 * length + 20,
                    replace_unknowns=True,
                    return_scores=True,
                    asynchronous=True,
                )
                jobs.append((batch, pending))
        known = {"": ("", 0.0)}
        for batch, pending in jobs:
            for number, job in zip(batch, pending, strict=True):
                result = job.result()
                tokens = result.hypotheses[0]
                if prefix and tokens[:1] == [prefix]:
                    tokens = tokens[1:]
                # CTranslate2 divides the summed log-probability by length ** penalty; undo that, then take the mean.
                pieces = max(len(tokens), 1)
                score = math.exp(min(0.0, result.scores[0] * pieces**LENGTH_PENALTY / pieces))
                known[unique[number]] = (_decode(tokenizer, tokens), score)
        return [known.get(text, ("", 0.0)) for text in texts]


def _decode(tokenizer: Any, tokens: list[str]) -> str:
    """Argos's own decoding turns every underscore into a space; SentencePiece's leaves them."""
    processor = getattr(tokenizer, "lazy_processor", None)
    text = processor().decode_pieces(tokens) if processor else tokenizer.decode(tokens)
    return str(text).replace("▁", " ").strip()
