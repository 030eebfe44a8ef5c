"""Numbers in a sentence, in figures and in words, as far as two languages can be compared by them."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["ambiguous", "in_figures", "in_words"]

_FIGURES = re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,:/]\d+)*")
_DATE = re.compile(r"(?<![\w/.-])(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|\d{2})(?![\w/-])")
_THOUSANDS = re.compile(r"(?<![\w.,/])\d{1,3}(?:[.,]\d{3})(?![\d.,]*\d)(?!\w)")

_ES = {
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12,
    "trece": 13, "catorce": 14, "quince": 15, "dieciséis": 16, "diecisiete": 17, "dieciocho": 18, "diecinueve": 19, "veinte": 20,
    "veintiún": 21, "veintiuno": 21, "veintiuna": 21, "veintidós": 22, "veintitrés": 23, "veinticuatro": 24, "veinticinco": 25,
    "veintiséis": 26, "veintisiete": 27, "veintiocho": 28, "veintinueve": 29, "treinta": 30, "cuarenta": 40, "cincuenta": 50,
    "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90, "cien": 100, "ciento": 100, "doscientos": 200, "doscientas": 200,
    "trescientos": 300, "trescientas": 300, "cuatrocientos": 400, "cuatrocientas": 400, "quinientos": 500, "quinientas": 500,
    "seiscientos": 600, "seiscientas": 600, "setecientos": 700, "setecientas": 700, "ochocientos": 800, "ochocientas": 800,
    "novecientos": 900, "novecientas": 900,
}  # fmt: skip
_EN = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_ORDINALS = {
    "es": {
        "tercer": 3, "tercero": 3, "tercera": 3, "cuarto": 4, "cuarta": 4, "quinto": 5, "quinta": 5, "sexto": 6, "sexta": 6, "séptimo": 7,
        "séptima": 7, "octavo": 8, "octava": 8, "noveno": 9, "novena": 9, "décimo": 10, "décima": 10, "undécimo": 11, "undécima": 11,
        "duodécimo": 12, "duodécima": 12, "tercios": 3,
    },
    "en": {
        "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
        "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
        "twentieth": 20, "thirtieth": 30, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60,
        "seventies": 70, "eighties": 80, "nineties": 90,
    },
}  # fmt: skip
_ONES = {"es": {"un": 1, "uno": 1, "una": 1}, "en": {"one": 1}}
_MULTIPLIERS = {
    "es": {"mil": 1000, "millón": 10**6, "millones": 10**6},
    "en": {"hundred": 100, "thousand": 1000, "million": 10**6},
}
_VALUES = {"es": _ES, "en": _EN}
_TOKEN = re.compile(r"[^\W\d_]+")
# A share is no hundred, and "quince días" is two weeks as often as fifteen days.
_NOT_COUNTED = re.compile(r"por ciento|per ?cent|\bel ciento\b|\bquince días|\bocho días|\bfifteen days|\beight days")


def in_figures(text: str) -> list[str]:
    """The numbers, dates and times written in figures, as they stand, in order."""
    return _FIGURES.findall(text)


def in_words(text: str, language: str) -> tuple[frozenset[int], frozenset[int]]:
    """The values of the numbers above two written in words: counting ones, and ordinals ("fifth", "quinto", "eighties").

    What may be an article, a share or a fortnight is left out ("una", "por ciento", "quince días").
    """
    found = list(_parsed(_NOT_COUNTED.sub(";", text.lower()), language))
    return (
        frozenset(value for value, ordinal in found if value > 2 and not ordinal),
        frozenset(value for value, ordinal in found if value > 2 and ordinal),
    )


def _parsed(text: str, language: str) -> Iterator[tuple[int, bool]]:
    """(value, whether it is an ordinal) of each number in words, in order."""
    values, ones, multipliers = _VALUES[language], _ONES[language], _MULTIPLIERS[language]
    ordinals = _ORDINALS[language]
    joint = "y" if language == "es" else "and"
    total = part = last = end = 0
    inside = joined = False  # joined: after "treinta y", "two hundred and"
    for token in _TOKEN.finditer(text):
        word = token[0]
        apart = text[end : token.start()].strip(" -") != ""
        end = token.end()
        value = values.get(word) or ordinals.get(word) or (ones.get(word) if joined or last >= 20 else None)
        if inside and apart:
            yield total + part, False
            total = part = last = 0
            inside = joined = False
        if value is not None:
            # "ciento cinco" and "treinta y cinco" are one number, "veinte cinco" are two.
            fits = value < last and (last >= 100 or (last >= 20 and value < 10 and (language == "en" or joined)))
            if inside and not fits:
                yield total + part, False
                total = part = 0
            part += value
            if word in ordinals:
                yield total + part, True
                total = part = last = 0
                inside = joined = False
            else:
                last, inside, joined = value, True, False
        elif word in multipliers and (inside or word in ("mil", "hundred", "thousand")):
            if word.startswith("mill") and total and not part:  # "mil millones"
                total, part = 0, total
            part = max(part, 1) * multipliers[word]
            if multipliers[word] >= 1000:
                total, part = total + part, 0
            last, inside, joined = multipliers[word], True, False
        elif word == joint and inside and last >= (20 if language == "es" else 100):
            joined = True
        elif inside:
            yield total + part, False
            total = part = last = 0
            inside = joined = False
    if inside:
        yield total + part, False


def ambiguous(text: str) -> list[str]:
    """`ambiguous_date` where a date in figures reads two ways (04/05/2022), `ambiguous_number` for 1.500 and 1,500."""
    flags = []
    for match in _DATE.finditer(text):
        first, second = int(match[1]), int(match[3])
        if 0 < first <= 12 and 0 < second <= 12 and first != second:
            flags.append("ambiguous_date")
            break
    dates = [m.span() for m in _DATE.finditer(text)]
    if any(not any(s <= m.start() < e for s, e in dates) for m in _THOUSANDS.finditer(text)):
        flags.append("ambiguous_number")
    return flags
