"""How words are compared: without case and without accents."""

import unicodedata

__all__ = ["fold", "folded_name"]


def fold(text: str) -> str:
    """Casefold `text` and drop its combining marks, ñ's tilde too (as FTS5's `remove_diacritics 2` does)."""
    if text.isascii():  # most words: nothing to decompose
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def folded_name(name: str) -> str:
    """How names are compared: without case and accents, a line break like a space."""
    return fold(" ".join(name.split()))
