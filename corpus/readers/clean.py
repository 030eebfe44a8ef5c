"""Characters that no witness said: control characters, invisible ones, and what a wrong decoding left behind.

Everything that is taken out or mended is noted with a code word. Quotes, dashes and spelling stay as they are, so
`ftfy.fix_text` is not used, only its repair of encodings.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from types import ModuleType

__all__ = ["clean", "drop_controls", "mend"]

# Whitespace controls (\t \n \v \f \r, FS to US, NEL) are not in it: they separate words.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_PAIRS = re.compile("[\ud800-\udbff][\udc00-\udfff]")
# Soft hyphen, zero-width space, word joiner, byte order mark; joiners between Latin letters, where they mean nothing.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]|(?<=[A-Za-z\u00c0-\u024f])[\u200c\u200d]+(?=[A-Za-z\u00c0-\u024f])")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Mojibake always holds one of these; most lines have none and are spared the closer look.
_SUSPECT = re.compile("[\u0080-\u009f\u00c2\u00c3\u00e2\u00c5\u00ef\u221a\u251c\u00d4\u00f0\u0103\u0413\u0420]")


@lru_cache(maxsize=1)
def _ftfy() -> ModuleType:
    import ftfy  # late: its tables take a third of a second, and most texts don't need them

    return ftfy


def mend(text: str) -> tuple[str, tuple[str, ...]]:
    """Undo a wrong decoding ("detenciÃ³n"), line by line, since often only a pasted paragraph is hurt."""
    if text.isascii() or not _SUSPECT.search(text):
        return text, ()
    fix, lines = _ftfy().fix_encoding, text.split("\n")
    mended = [fix(line) if _SUSPECT.search(line) else line for line in lines]
    return ("\n".join(mended), ("mojibake_mended",)) if mended != lines else (text, ())


def drop_controls(text: str) -> tuple[str, tuple[str, ...]]:
    """Without control characters and noncharacters."""
    dropped = _CONTROLS.sub("", text)
    return dropped, ("control_characters_removed",) if len(dropped) < len(text) else ()


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """One extract made fit to keep: whitespace runs become one space, the result is NFC. Returns it with its notes."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split()), ()
    notes: list[str] = []
    if _SURROGATES.search(text):
        text = _PAIRS.sub(lambda m: m.group().encode("utf-16", "surrogatepass").decode("utf-16"), text)
        text, halves = _SURROGATES.subn("\ufffd", text)
        notes += ["lone_surrogates_replaced"] if halves else []
    text, mended = mend(text)
    text, dropped = drop_controls(text)
    length = len(text)
    text = _INVISIBLE.sub("", text)
    if _DIRECTION.search(text) and not _RIGHT_TO_LEFT.search(text):
        text = _DIRECTION.sub("", text)
    notes += [*mended, *dropped, *(["invisible_characters_removed"] if len(text) < length else [])]
    return unicodedata.normalize("NFC", " ".join(text.split())), tuple(notes)
