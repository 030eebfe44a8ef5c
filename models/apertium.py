"""The adapter to Apertium, Debian's rule-based apertium-eng-spa: a second opinion where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache

from corpus.records import ModelRef
from models.placeholders import ORDINARY_NAMES

__all__ = ["ApertiumTranslator", "find_apertium"]

_DIRECTIONS = {("es", "en"): "spa-eng", ("en", "es"): "eng-spa"}
SECONDS = 120.0


class ApertiumTranslator:
    """Translates sentences by starting Apertium once a call. What it doesn't know it leaves as it is."""

    longest = 400
    stand_ins: Mapping[str, Sequence[str]] = ORDINARY_NAMES

    def __init__(self, source: str, target: str, version: str) -> None:
        self.source = source
        self.target = target
        self.model = ModelRef(f"apertium-{_DIRECTIONS[source, target]}", version)
        self._mode = _DIRECTIONS[source, target]

    def size(self, text: str) -> int:
        """How many words `text` has."""
        return len(text.split())

    def translate(self, texts: Sequence[str], *, beam: int = 1) -> list[tuple[str, float]]:
        """One (translation, 0.5) for each text, in order; "" for all where Apertium fails. It gives no scores."""
        given = "".join(" ".join(text.split()) + "\n" for text in texts)
        try:
            done = subprocess.run(
                ["apertium", "-u", self._mode], input=given.encode(), capture_output=True, check=True, timeout=SECONDS
            )
            lines = done.stdout.decode("utf-8", "replace").split("\n")[: len(texts)]
        except (OSError, subprocess.SubprocessError):
            lines = []
        if len(lines) != len(texts):
            return [("", 0.0)] * len(texts)
        return [(line.strip(), 0.5) for line in lines]


@cache
def find_apertium(source: str, target: str) -> ApertiumTranslator | None:
    """Apertium for this direction, or None where it isn't installed."""
    if (source, target) not in _DIRECTIONS or not shutil.which("apertium"):
        return None
    try:
        modes = subprocess.run(["apertium", "-l"], capture_output=True, check=False, timeout=SECONDS)
        version = subprocess.run(["apertium", "-V"], capture_output=True, check=False, timeout=SECONDS)
    except (OSError, subprocess.SubprocessError):
        return None
    if _DIRECTIONS[source, target] not in modes.stdout.decode("utf-8", "replace").split():
        return None
    first = (version.stdout or version.stderr).decode("utf-8", "replace").split()
    return ApertiumTranslator(source, target, next((w for w in first if w[:1].isdigit()), "0"))
