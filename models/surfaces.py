"""Finding many known names in a text at once."""

import re
from collections.abc import Iterable, Iterator

__all__ = ["Surfaces"]

_WORD = re.compile(r"\w+")


class Surfaces:
    """Names, looked up by their first word: the time for a text hardly grows with their number.

    (One pattern of all names tries each of them at each position: seconds for a testimony with some thousands.)
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[str]] = {}
        for name in sorted(set(names), key=lambda name: (-len(name), name)):
            if first := _WORD.match(name):
                self._by_first.setdefault(first.group(), []).append(name)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """(start, end) of each name that stands as whole words, the longest at each place, without overlaps."""
        done = 0
        for word in _WORD.finditer(text):
            start = word.start()
            if start < done:
                continue
            for name in self._by_first.get(word.group(), ()):
                end = start + len(name)
                if text.startswith(name, start) and not text[end : end + 1].isalnum() and text[end : end + 1] != "_":
                    yield start, end
                    done = end
                    break
