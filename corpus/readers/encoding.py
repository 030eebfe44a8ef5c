"""Bytes to text. Spanish and English first: UTF-8, UTF-16, UTF-32, Windows-1252, and the old Mac and DOS code pages.

General detectors call a short Spanish text in Windows-1252 Turkish or Cyrillic now and then. Here the candidates
are weighed by what Spanish and English can hold between two letters; charset-normalizer is asked for the rest.
"""

from __future__ import annotations

import codecs
import re

from corpus.errors import InputError
from corpus.readers.base import Limits, too_large
from corpus.readers.clean import mend

__all__ = ["decode", "decode_within"]

_SAMPLE = 65_536  # bytes looked at where a guess is needed; the whole is decoded only once
_BOMS = (  # UTF-32 before UTF-16, which begins the same
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = (  # formats that people rename; the name goes into the hint
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old or a protected Office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x7fELF", "a program"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a sound recording"),
    (b"SQLite format 3\x00", "a database"),
    (b"{\\rtf", "an RTF document"),
)
_SPANISH = "áéíóúñüÁÉÍÓÚÑÜ"
_ELSEWHERE = "çãõâêôàèìòùäëïöÇÀÂÊÔÄËÖ"  # letters of the neighbours' languages: names have them
_AFTER = "»”’…—–ªº°®"  # at a word's end
_BEFORE = "«“‘¿¡—–…°º"  # at its beginning
_ALONE = "«»“”‘’¿¡—–…·•ªº°€§½¼¾×"  # beside a space, a figure, another mark
_FINE = frozenset(_SPANISH + _ELSEWHERE + _AFTER + _BEFORE + _ALONE)
_BEYOND = re.compile("[^\x00-\x7f]")
_CONTRACTED = re.compile("’(?=(?:s|t|d|m|re|ll|ve|em)\\b)", re.IGNORECASE)
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of `data`, and notes: the encoding where it isn't UTF-8, and what had to be replaced or mended.

    `declared` is what the format says of itself (HTML's charset). Raises InputError "not_text".
    """
    for magic, what in _BINARY:
        if data.startswith(magic):
            raise _not_text(f"It looks like {what}; give it the matching ending or save it as text.")
    text, encoding, notes = _decode(data, declared)
    _must_be_text(text)
    text, mended = mend(text)
    return text, (*((f"encoding:{encoding}",) if encoding != "utf-8" else ()), *notes, *mended)


def decode_within(data: bytes, limits: Limits) -> tuple[str, tuple[str, ...]]:
    """Decode one testimony, but refuse first what can't come out small enough: a character has four bytes at most."""
    if len(data) > 4 * limits.max_characters:
        raise too_large("The text", len(data), 4 * limits.max_characters, "bytes")
    text, notes = decode(data)
    if len(text) > limits.max_characters:
        raise too_large("The text", len(text), limits.max_characters, "characters")
    return text, notes


def _decode(data: bytes, declared: str | None) -> tuple[str, str, tuple[str, ...]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _leniently(data[len(bom) :], encoding)
    if wide := _wide(data[:_SAMPLE]):
        return _leniently(data, wide)
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        pass
    escaped = data.decode("utf-8", "surrogateescape")
    strays = len(re.findall("[\udc80-\udcff]", escaped))
    if sum(map(len, re.findall("[^\x00-\x7f\ud800-\udfff]+", escaped))) >= 2 * strays:  # UTF-8 with something pasted in
        text = re.sub("[\udc80-\udcff]+", lambda m: _western(m.group().encode("utf-8", "surrogateescape")), escaped)
        return text, "utf-8", ("mixed_encoding",)
    if declared and (decoded := _strictly(data, declared)) is not None:
        return decoded, declared.lower(), ()
    return _single_byte(data)


def _leniently(data: bytes, encoding: str) -> tuple[str, str, tuple[str, ...]]:
    text = data.decode(encoding, "replace")
    return text, encoding, ("undecodable_bytes_replaced",) if text.count("\ufffd") else ()


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):  # LookupError: also what bytes-to-bytes codecs ("zip") raise
        return None


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: in Western text every other byte is NUL."""
    even, odd = sample[0::2], sample[1::2]
    if len(sample) < 4:
        return None
    zeros_even, zeros_odd = even.count(0) / len(even), odd.count(0) / len(odd)
    if zeros_odd > 0.7 and zeros_even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if zeros_even > 0.7 and zeros_odd < 0.1 else None


def _single_byte(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    sample = data[:_SAMPLE] if not data[:_SAMPLE].isascii() else _sample_of(data)
    scores = {
        e: _score(_western(sample) if e == "cp1252" else sample.decode(e)) for e in ("cp1252", "mac_roman", "cp850")
    }
    best = max(scores, key=lambda e: scores[e])
    # Windows-1252 is what nearly all such files are; another must explain what Windows-1252 can't.
    if scores["cp1252"] < 0 < scores[best]:
        return data.decode(best), best, ()
    # Another script has many such bytes; with few, the general guess is worse than a wrong letter in a name.
    many = len(sample) - sum(map(len, re.findall(b"[\x00-\x7f]+", sample))) > max(20, 0.1 * len(sample))
    if many and scores["cp1252"] < 0 and (guess := _other(sample)) and (text := _strictly(data, guess)) is not None:
        return text, guess, ("encoding_guessed",)
    high = re.search(b"[\x80-\x9f]", data)
    return _western(data), "windows-1252" if high else "iso-8859-1", ()


def _sample_of(data: bytes) -> bytes:
    """The bytes round the first ones beyond ASCII, which may come late."""
    match = re.search(b"[\x80-\xff]", data)
    start = max(0, match.start() - 1000) if match else 0
    return data[start : start + _SAMPLE]


def _western(data: bytes) -> str:
    """Windows-1252; its five undefined bytes as Latin-1 has them (control characters, dropped and noted later)."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        latin = data.decode("latin-1")
        return re.sub(
            "[\x80-\x9f]+",
            lambda m: (
                m.group().encode("latin-1").decode("cp1252", "backslashreplace")
                if not re.search("[\x81\x8d\x8f\x90\x9d]", m.group())
                else m.group()
            ),
            latin,
        )


def _score(text: str) -> float:
    """How well the characters beyond ASCII suit Spanish or English where they stand: positive if they do."""
    score = 0.0
    for match in _BEYOND.finditer(text):
        char, before, after = (
            match.group(),
            text[match.start() - 1 : match.start()],
            text[match.end() : match.end() + 1],
        )
        inside = (_is_letter(before), _is_letter(after))
        if inside == (True, True):
            score += _score_inside(char, before, text, match.start())
        elif char in _SPANISH:
            # Alone, "Ñ" is a dash in the wrong encoding; a capital at the end of a small word is wrong too.
            if inside == (False, False):
                score -= char.isupper()
            else:
                score += -1 if inside[0] and before.islower() and char.isupper() else 1
        elif inside != (False, False):
            score += 0.5 if char in (_AFTER if inside[0] else _BEFORE) else -0.5 if char in _ELSEWHERE else -1
        else:
            score += 0.25 if char in _ALONE else -1
    return score


def _score_inside(char: str, before: str, text: str, position: int) -> float:
    if char in _SPANISH:
        return -2 if char.isupper() and before.islower() else 2
    if char == "’":
        return 1 if _CONTRACTED.match(text, position) else -1
    return 0 if char in _ELSEWHERE or char in "—–…·" else -2


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _other(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes  # late: rarely needed

    best = from_bytes(sample, preemptive_behaviour=False, enable_fallback=False).best()
    return best.encoding if best else None


def _must_be_text(text: str) -> None:
    """Raise unless it reads like text: random bytes hold 11 % control characters as Windows-1252, text none."""
    for start in {0, max(0, len(text) // 2 - _SAMPLE // 2), max(0, len(text) - _SAMPLE)}:
        sample = text[start : start + _SAMPLE]
        size = max(1, len(sample))
        # A slip or two in a short note is no reason to refuse it.
        if len(_CONTROL.findall(sample)) > max(3, 0.02 * size) or sample.count("\x00") > max(3, 0.3 * size):
            raise _not_text("It holds control characters where text should be.")
        if sample.count("\ufffd") / size > 0.05:
            raise _not_text("Much of it can't be decoded.")
        strange = sum(1 for c in sample[:4096] if not (c.isalnum() or c.isspace() or c.isascii() or c in _FINE))
        if strange > 8 and strange / min(size, 4096) > 0.15:
            raise _not_text("Most of it is symbols.")


def _not_text(hint: str) -> InputError:
    return InputError("This is not a text file.", code="not_text", hint=hint)
