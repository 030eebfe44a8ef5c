"""Words that dates are made of, in Spanish and English, and the numbers they stand for.

All of it is lower case and without accents or tildes, as `flatten` leaves a text. The fragments of patterns repeat
nothing without a limit, so that whatever is built of them takes time in proportion to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = [
    "DAY",
    "DECADE",
    "DECADES",
    "FEASTS",
    "MONTH",
    "MONTHS",
    "MONTH_ABBREVIATED",
    "NUMBER",
    "SHORT_YEAR",
    "SHORT_YEAR_WORDS",
    "SP",
    "WEEKDAY",
    "WEEKDAYS",
    "YEAR",
    "YEAR_AFTER_MONTH",
    "YEAR_WORDS",
    "flatten",
    "month_number",
    "number",
    "one_of",
    "year_number",
]

_PLAIN = str.maketrans("áàâäéèêëíìîïóòôöúùûüñ‘’´", "aaaaeeeeiiiioooouuuun'''")


def flatten(text: str) -> str:
    """`text` in lower case without accents and tildes, letter for letter: offsets stay."""
    low = text.lower()
    if len(low) != len(text):  # İ becomes two
        low = "".join(lower if len(lower := c.lower()) == 1 else c for c in text)
    return low if low.isascii() else low.translate(_PLAIN)


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of `words`, the longer before the shorter, with room between their parts."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", SP) for word in ordered) + ")"


SP = r"\s{1,3}"
_UNITS = {
    "es": "uno dos tres cuatro cinco seis siete ocho nueve",
    "en": "one two three four five six seven eight nine",
}
_TEENS = {
    "es": "diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve",
    "en": "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
}
_TENS = {
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth"
).split()


def _numbers(language: str) -> dict[str, int]:
    units, teens, tens = (words[language].split() for words in (_UNITS, _TEENS, _TENS))
    found = {word: i for i, word in enumerate([*units, *teens], 1)}
    for ten, word in enumerate(tens, 2):
        found[word] = ten * 10
        for unit, name in enumerate(units, 1):
            joined = (f"{word} y {name}",) if language == "es" else (f"{word}-{name}", f"{word} {name}")
            found.update(dict.fromkeys(joined, ten * 10 + unit))
    if language == "es":
        for ten, word in enumerate(tens, 2):  # «veintiuno», and in speech «ochentiuno»
            joint = "veinti" if ten == 2 else f"{word[:-1]}i"
            found.update({f"{joint}{name}": ten * 10 + unit for unit, name in enumerate(units, 1)})
        found.update({"veintiun": 21, "treintiun": 31, "treinta y un": 31})  # «a los veintiún días»
    return found


_NUMBERS = {"es": _numbers("es"), "en": _numbers("en")}
_DAY_WORDS = {
    "es": {word: n for word, n in _NUMBERS["es"].items() if n <= 31} | {"primero": 1, "primer": 1},
    "en": {word: i for i, word in enumerate(_ORDINALS, 1)}
    | {"twentieth": 20, "thirtieth": 30, "thirty-first": 31, "thirty first": 31}
    | {f"twenty{join}{name}": 20 + i for i, name in enumerate(_ORDINALS[:9], 1) for join in "- "},
}
_SMALL = {
    "es": _NUMBERS["es"] | {"un": 1, "una": 1},
    "en": _NUMBERS["en"] | {"a": 1, "an": 1, "a couple of": 2},
}
MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "en": "january february march april may june july august september october november december".split(),
}
WEEKDAYS = {
    "es": "lunes martes miercoles jueves viernes sabado domingo".split(),
    "en": "monday tuesday wednesday thursday friday saturday sunday".split(),
}
DECADES = {
    "es": dict(zip(_TENS["es"].split(), range(2, 10), strict=True)),
    "en": dict(
        zip("twenties thirties forties fifties sixties seventies eighties nineties".split(), range(2, 10), strict=True)
    ),
}
_SHORT_MONTHS = {
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
    "en": "jan feb mar apr may jun jul aug sep oct nov dec",
}
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii".split()
_MONTH_NUMBERS = {
    word: i
    for words in (*MONTHS.values(), *(short.split() for short in _SHORT_MONTHS.values()), _ROMAN)
    for i, word in enumerate(words, 1)
} | {"setiembre": 9, "sept": 9, "set": 9}

MONTH = {"es": one_of([*MONTHS["es"], "setiembre"]), "en": one_of(MONTHS["en"])}
MONTH_ABBREVIATED = {
    "es": one_of([*_SHORT_MONTHS["es"].split(), "sept", "set"]) + r"\b\.?",
    "en": one_of([*_SHORT_MONTHS["en"].split(), "sept"]) + r"\b\.?",
}
WEEKDAY = {
    "es": one_of(WEEKDAYS["es"]),
    "en": one_of([*WEEKDAYS["en"], *(word + "." for word in "mon tue tues wed thu thur thurs fri sat sun".split())]),
}
_FIGURE = r"(?:0?[1-9]|[12]\d|3[01])"
DAY = {
    "es": rf"(?:{_FIGURE}(?!\d)(?:\.?[º°ª]|(?:r?o|e?ro?)\b\.?)?|{one_of(_DAY_WORDS['es'])}\b)",
    "en": rf"(?:{_FIGURE}(?!\d)(?:\s?(?:st|nd|rd|th)\b)?|{one_of(_DAY_WORDS['en'])}\b)",
}
NUMBER = {language: rf"(?:\d{{1,3}}\b|{one_of(words)}\b)" for language, words in _SMALL.items()}
YEAR = r"(?:1[4-9]\d\d|20\d\d)(?!\d)"
_BELOW_100 = {language: one_of(words) for language, words in _NUMBERS.items()}
_HUNDREDS = {"quinientos": 15, "seiscientos": 16, "setecientos": 17, "ochocientos": 18, "novecientos": 19}
_CENTURIES = {"fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20}
YEAR_WORDS = {
    "es": (
        rf"(?:dos{SP}mil(?:{SP}(?:y{SP})?{_BELOW_100['es']}\b)?"
        rf"|mil{SP}{one_of(_HUNDREDS)}\b(?:{SP}(?:y{SP})?{_BELOW_100['es']}\b)?)"
    ),
    "en": (
        rf"(?:two{SP}thousand(?:,?{SP}(?:and{SP})?{_BELOW_100['en']}\b)?"
        rf"|{one_of(_CENTURIES)}(?:{SP}|-)(?:oh(?:{SP}|-){one_of(_UNITS['en'].split())}\b"
        rf"|hundred(?:{SP}(?:and{SP})?{_BELOW_100['en']}\b)?"
        rf"|{one_of(w for w, n in _NUMBERS['en'].items() if n >= 10)}\b))"
    ),
}
# "del 92", "del ochenta y uno", "of '92", "of eighty-one".
SHORT_YEAR = r"(?:'?\d\d(?!\d))"
SHORT_YEAR_WORDS = {
    language: one_of(word for word, n in words.items() if n >= 30) + r"\b" for language, words in _NUMBERS.items()
}
# After a month, with «del» or "of", lower numbers are years too: «enero del veinte».
YEAR_AFTER_MONTH = {
    language: one_of(word for word, n in words.items() if n >= 10) + r"\b" for language, words in _NUMBERS.items()
}
DECADE = {
    language: one_of([*words, *(f"{w}s" for w in words if language == "es")]) for language, words in DECADES.items()
}

# Feasts that are said in place of a date: month and day, or days from Easter Sunday, or None for a whole week or so,
# of which only the year is told.
FEASTS: dict[str, dict[str, tuple[int, int] | int | None]] = {
    "es": {
        "navidad": (12, 25),
        "nochebuena": (12, 24),
        "nochevieja": (12, 31),
        "noche vieja": (12, 31),
        "ano nuevo": (1, 1),
        "san valentin": (2, 14),
        "dia de los difuntos": (11, 2),
        "dia de difuntos": (11, 2),
        "dia de los muertos": (11, 2),
        "dia de muertos": (11, 2),
        "dia de todos los santos": (11, 1),
        "dia de los inocentes": (12, 28),
        "dia de reyes": (1, 6),
        "dia del trabajo": (5, 1),
        "dia del trabajador": (5, 1),
        "dia de los trabajadores": (5, 1),
        "dia de la madre": (5, 10),
        "dia de las madres": (5, 10),
        "miercoles de ceniza": -46,
        "domingo de ramos": -7,
        "lunes santo": -6,
        "martes santo": -5,
        "miercoles santo": -4,
        "jueves santo": -3,
        "viernes santo": -2,
        "sabado santo": -1,
        "sabado de gloria": -1,
        "domingo de resurreccion": 0,
        "domingo de pascua": 0,
        "semana santa": None,
        "semana mayor": None,
    },
    "en": {
        "christmas day": (12, 25),
        "christmas eve": (12, 24),
        "christmas": (12, 25),
        "new year's day": (1, 1),
        "new year's": (1, 1),
        "new year's eve": (12, 31),
        "valentine's day": (2, 14),
        "mother's day": (5, 10),
        "mothers' day": (5, 10),
        "all souls' day": (11, 2),
        "all souls day": (11, 2),
        "day of the dead": (11, 2),
        "all saints' day": (11, 1),
        "all saints day": (11, 1),
        "ash wednesday": -46,
        "palm sunday": -7,
        "holy monday": -6,
        "holy tuesday": -5,
        "holy wednesday": -4,
        "holy thursday": -3,
        "maundy thursday": -3,
        "good friday": -2,
        "holy saturday": -1,
        "easter": 0,
        "easter sunday": 0,
        "easter monday": 1,
        "easter week": None,
        "holy week": None,
    },
}


def number(text: str, language: str) -> int | None:
    """What a number or an ordinal, in figures or words, says: «14», «1º», «catorce», "the fourteenth", "a"."""
    digits = re.match(r"\d{1,4}", text)
    if digits:
        return int(digits.group())
    word = " ".join(text.split())
    found = _SMALL[language].get(word)
    return found if found is not None else _DAY_WORDS[language].get(word)


def month_number(text: str) -> int | None:
    return _MONTH_NUMBERS.get(text.rstrip("."))


def year_number(text: str, language: str, *, latest: int) -> int | None:
    """The year that «2022», «'92», «ochenta y uno», "two thousand and nine" names. Short ones end at `latest`."""
    text = " ".join(text.replace("-", " ").split()).strip("' ")
    if re.fullmatch(r"\d[.,]\d{3}", text):  # «2,022»
        text = text[0] + text[2:]
    if text.isdigit() and len(text) == 4:
        return int(text)
    if (short := number(text, language)) is not None:
        return 2000 + short if 2000 + short <= latest else 1900 + short
    words = text.replace(",", "").split()
    if language == "es":
        base, rest = (2000, words[2:]) if words[0] == "dos" else (_HUNDREDS.get(words[1], 0) * 100, words[2:])
    elif words[:2] == ["two", "thousand"]:
        base, rest = 2000, words[2:]
    else:
        base, rest = _CENTURIES.get(words[0], 0) * 100, words[1:]
    rest = [word for word in rest if word not in ("and", "oh", "hundred")]
    if rest[:1] == ["y"]:
        rest = rest[1:]
    below = number(" ".join(rest), language) if rest else 0
    return base + below if base and below is not None else None
