"""Calendar expressions in Spanish and English, with ISO 8601 values.

A value is a day (`2022-04-14`), a month (`2022-04`), a year (`2022`) or a decade (`198X`, as in ISO 8601-2). A day or
month without its year takes the year last named before it in the testimony; where none was named, the year stays open
(`XXXX-04-14`). Figures that can be read in two ways (03/04/2022 in English) keep the part that is sure, the year.
Clock times, ages and durations are no dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from corpus.folding import fold

__all__ = ["find_dates"]

_MONTHS = {
    "es": ("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre").split(),
    "en": ("January February March April May June July August September October November December").split(),
}
_SHORT = {
    "es": ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
_WEEKDAYS = {
    "es": ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
_DAYS_ES = (
    "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco "
    "veintiséis veintisiete veintiocho veintinueve treinta"
).split()
_DAYS_ES.append("treinta y uno")
_DECADES = {
    "es": dict(
        zip(
            ["veinte", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"],
            range(2, 10),
            strict=True,
        )
    ),
    "en": dict(
        zip(
            ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"],
            range(2, 10),
            strict=True,
        )
    ),
}
_TENS_ES = {
    "veinte": 20,
    "treinta": 30,
    "cuarenta": 40,
    "cincuenta": 50,
    "sesenta": 60,
    "setenta": 70,
    "ochenta": 80,
    "noventa": 90,
}

_MONTH_NUMBER = {
    **{fold(name): i for names in _MONTHS.values() for i, name in enumerate(names, 1)},
    **{fold(name): i for names in _SHORT.values() for i, name in enumerate(names, 1)},
    "setiembre": 9,
    "sept": 9,
    "set": 9,
}
_DAY_NUMBER = {fold(word): i for i, word in enumerate(_DAYS_ES, 1)} | {"primero": 1, "1ro": 1, "1o": 1, "un": 1}


def _any(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w)))


_MES = rf"(?:{_any([*_MONTHS['es'], 'setiembre'])})"
_MES_ABBR = rf"(?:{_any([*_MONTHS['es'], 'setiembre', *_SHORT['es'], 'sept', 'set'])})\b\.?"
_MONTH = rf"(?:(?:{_any(_MONTHS['en'])})|(?:{_any([*_SHORT['en'], 'Sept'])})\b\.?)"
_DIA = rf"(?:\d{{1,2}}(?:º|°|ro|er)?|primero|{_any(_DAYS_ES)})"
_ANIO = r"(?:1[89]\d\d|20\d\d)"
_ANIO_WORDS = (
    r"(?:dos mil(?:\s+(?:uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciséis|"
    r"diecisiete|dieciocho|diecinueve|veinte|veintiuno|veintidós|veintitrés|veinticuatro|veinticinco|veintiséis))?"
    r"|mil novecientos\s+(?:(?:treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)(?:\s+y\s+"
    r"(?:uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve))?))"
)
_YEAR_ES = rf"(?:\s*,?\s+(?:de|del)(?:\s+año)?\s+(?P<year>{_ANIO}|{_ANIO_WORDS})\b)"

_PATTERNS = {
    "es": [
        rf"(?:(?:{_any(_WEEKDAYS['es'])}),?\s+)?(?P<day>{_DIA})\s+de\s+(?P<month>{_MES})\b{_YEAR_ES}?",
        rf"(?P<day>\d{{1,2}})[-/ ](?P<month>{_MES_ABBR})[-/ ](?P<year>{_ANIO})\b",
        rf"(?P<month>{_MES})\b{_YEAR_ES}",
        rf"(?P<month>{_MES})\s+(?P<year>{_ANIO})\b",
        r"(?:los\s+)?años\s+(?P<decade>veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)\b",
        r"(?:la\s+)?década\s+de(?:l|\s+los)?\s+(?:años\s+)?(?P<decade>veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)\b",
        rf"(?:(?<=\ben )|(?<=\bde )|(?<=\bdel )|(?<=\bdesde )|(?<=\bhasta )|(?<=\baño )|(?<=\bentre )|(?<=\by ))(?P<year>{_ANIO}|{_ANIO_WORDS})\b(?!\s*(?:colones|dólares|personas|familias|hombres|mujeres|muertos|casos))",
        rf"(?:(?<=\ben )|(?<=\bdesde )|(?<=\bhasta ))(?P<month>{_MES})\b(?!\s+de\b)",
    ],
    "en": [
        rf"(?:(?:{_any(_WEEKDAYS['en'])}),?\s+)?(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?:of\s+)?(?P<year>{_ANIO})\b)?",
        rf"(?:(?:{_any(_WEEKDAYS['en'])}),?\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\b(?:,?\s+(?:of\s+)?(?P<year>{_ANIO})\b)?",
        rf"(?P<month>{_MONTH}),?\s+(?:of\s+)?(?P<year>{_ANIO})\b",
        r"(?:the\s+)?(?P<tens>1[89]\d|20\d)0s\b",
        r"(?:the\s+)(?P<decade>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b",
        rf"(?:(?<=\b[Ii]n )|(?<=\bof )|(?<=\b[Ss]ince )|(?<=\b[Bb]y )|(?<=\b[Ff]rom )|(?<=\b[Uu]ntil )|(?<=\bto )|(?<=\band )|(?<=\b[Bb]etween )|(?<=\b[Dd]uring )|(?<=\byear )|(?<=\bearly )|(?<=\blate )|(?<=\bmid-))(?P<year>{_ANIO})\b(?!\s*(?:dollars|people|families|men|women|cases))",
        rf"(?:(?<=\b[Ii]n )|(?<=\b[Ss]ince )|(?<=\b[Uu]ntil )|(?<=\blast ))(?P<month>{_any(_MONTHS['en'])})\b",
    ],
}
_FIGURES = [
    rf"(?<![\d/.-])(?P<year>{_ANIO})-(?P<month>\d\d)-(?P<day>\d\d)(?![\d/-])",
    rf"(?<![\d/.-])(?P<first>\d{{1,2}})(?P<sep>[/.-])(?P<second>\d{{1,2}})(?P=sep)(?P<year>{_ANIO})(?![\d/-])",
]
_COMPILED = {
    language: [re.compile(p, 0 if language == "en" else re.IGNORECASE) for p in [*_FIGURES, *patterns]]
    for language, patterns in _PATTERNS.items()
}


def find_dates(text: str, *, language: str, year: str | None = None) -> Iterator[tuple[int, int, str]]:
    """(start, end, value) of the calendar expressions in `text`, in order and without overlaps.

    `year` is the year last named before this text, for days and months without one of their own.
    """
    taken: list[tuple[int, int, re.Match[str]]] = []
    for pattern in _COMPILED[language]:
        for match in pattern.finditer(text):
            if match.end() > match.start() and not any(s < match.end() and match.start() < e for s, e, _ in taken):
                taken.append((match.start(), match.end(), match))
    for start, end, match in sorted(taken, key=lambda found: found[:2]):
        value = _value(match.groupdict(), language, year)
        if value is None:
            continue
        if value[:4].isdigit():
            year = value[:4]
        yield start, end, value


def _value(groups: dict[str, str | None], language: str, year: str | None) -> str | None:
    decade, tens, own_year = groups.get("decade"), groups.get("tens"), groups.get("year")
    if decade:
        digit = _DECADES[language].get(fold(decade))
        return f"19{digit}X" if digit else None
    if tens:
        return f"{tens}X"
    own_year = _year(own_year) if own_year else None
    if first := groups.get("first"):
        return _figures(int(first), int(groups["second"] or 0), own_year or "", language)
    the_year = own_year or year or "XXXX"
    month, day = groups.get("month"), groups.get("day")
    if not month:
        return own_year
    number = int(month) if month.isdigit() else _MONTH_NUMBER.get(fold(month.rstrip(".")))
    if number is None:
        return None  # a letter that only looks like one of the month's (IGNORECASE takes ı for i)
    if not day:
        return f"{the_year}-{number:02}"
    digits = re.match(r"\d+", day)
    number_of_day = int(digits.group()) if digits else _DAY_NUMBER.get(fold(re.sub(r"\s+", " ", day)))
    return _checked(the_year, number, number_of_day) if number_of_day else None


def _figures(first: int, second: int, year: str, language: str) -> str | None:
    """04/05/2022: day first in Spanish; in English either, so only a number above 12 decides."""
    if language == "es" or first > 12:
        return _checked(year, second, first) if second <= 12 else _checked(year, first, second)
    return _checked(year, first, second) if second > 12 else year


def _checked(year: str, month: int, day: int) -> str | None:
    try:
        date(int(year) if year.isdigit() else 2000, month, day)
    except ValueError:
        return None
    return f"{year}-{month:02}-{day:02}"


def _year(text: str) -> str:
    if text.isdigit():
        return str(int(text))
    words = fold(text).split()
    total = 2000 if words[:2] == ["dos", "mil"] else 1900
    for word in words[2:]:
        total += _TENS_ES.get(word) or _DAY_NUMBER.get(word, 0)
    return str(total)
