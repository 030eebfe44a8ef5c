"""Numbers in a sentence, in figures and in words, and whether two languages' sentences have the same ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.folding import fold

__all__ = ["Number", "ambiguous", "find_numbers", "numbers_differ"]

# Nobody counts further, and endless digits or "hundred hundred …" would make int() fail or take for ever.
GREATEST = 10**15

_DATE = re.compile(r"(?<![\w/.-])(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|\d{2})(?![\w/-])")
_THOUSANDS = re.compile(r"(?<![\w.,/])\d{1,3}(?:[.,]\d{3})(?![\d.,]*\d)(?!\w)")
_FIGURES = re.compile(
    r"(?<![\w/.-])(?:(?P<first>\d{1,2})(?P<sign>[/.-])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4}|\d{2})"
    r"|(?P<iso>\d{4})-(?P<month>\d\d)-(?P<day>\d\d))(?![\w/-])"
    r"|(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,:/]\d+)*"
)
_SEPARATOR = re.compile(r"[.,:\s]")

_ES = {
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10,
    "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "dieciséis": 16, "diecisiete": 17,
    "dieciocho": 18, "diecinueve": 19, "veinte": 20, "veintiún": 21, "veintiuno": 21, "veintiuna": 21,
    "veintidós": 22, "veintitrés": 23, "veinticuatro": 24, "veinticinco": 25, "veintiséis": 26, "veintisiete": 27,
    "veintiocho": 28, "veintinueve": 29, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70,
    "ochenta": 80, "noventa": 90, "cien": 100, "ciento": 100, "doscientos": 200, "doscientas": 200,
    "trescientos": 300, "trescientas": 300, "cuatrocientos": 400, "cuatrocientas": 400, "quinientos": 500,
    "quinientas": 500, "seiscientos": 600, "seiscientas": 600, "setecientos": 700, "setecientas": 700,
    "ochocientos": 800, "ochocientas": 800, "novecientos": 900, "novecientas": 900,
}  # fmt: skip
_EN = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_ORDINALS = {
    "es": {
        "primer": 1, "primero": 1, "primera": 1, "segundo": 2, "segunda": 2, "tercer": 3, "tercero": 3, "tercera": 3,
        "cuarto": 4, "cuarta": 4, "quinto": 5, "quinta": 5, "sexto": 6, "sexta": 6, "séptimo": 7, "séptima": 7,
        "octavo": 8, "octava": 8, "noveno": 9, "novena": 9, "décimo": 10, "décima": 10, "undécimo": 11,
        "undécima": 11, "duodécimo": 12, "duodécima": 12, "tercios": 3,
    },
    "en": {
        "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
        "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
        "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
        "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
        "nineties": 90,
    },
}  # fmt: skip
_ONES = {"es": {"un": 1, "uno": 1, "una": 1}, "en": {"one": 1}}
_MULTIPLIERS = {
    "es": {"mil": 1000, "millón": 10**6, "millones": 10**6, "docena": 12, "docenas": 12, "centenar": 100},
    "en": {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12},
}
# Only these stand for a number by themselves: "mil gracias", "a hundred".
_ALONE = frozenset(("mil", "hundred", "thousand", "docena", "dozen", "centenar"))
_JOINT = {"es": "y", "en": "and"}


def _unaccented(words: Mapping[str, int]) -> dict[str, int]:
    """`words`, also as people write them who leave out accents ("dieciseis")."""
    return {fold(word): value for word, value in words.items()} | dict(words)


_VALUES = {"es": _unaccented(_ES | _ORDINALS["es"]), "en": _EN | _ORDINALS["en"]}
_ORDINAL = {language: frozenset(_unaccented(words)) for language, words in _ORDINALS.items()}
_MULTIPLES = {language: _unaccented(words) for language, words in _MULTIPLIERS.items()}
_COUNTED = {
    language: frozenset([*values, *_ONES[language], *_MULTIPLES[language]]) for language, values in _VALUES.items()
}
_TOKEN = re.compile(r"[^\W\d_]+")
# A share is no hundred (but "por ciento veinte dólares" is), and "quince días" is two weeks as often as fifteen days.
_NOT_COUNTED = re.compile(
    rf"por ciento(?! (?:{'|'.join(_VALUES['es'])})\b)|per ?cent\b|\bel ciento\b|\b(?:quince|ocho) días"
    r"|\b(?:fifteen|eight)[ -]days?\b|\bround of sixteen|\b(?:octavos|cuartos) de final"
)
_SCALE = re.compile(r"\b(?:mil|mill[oó]n|millones|thousand|million|billion)\b")
_AFTERNOON = re.compile(
    r"(?i)\b[ap]\. ?m\.|\d ?[ap]m\b|\b[ap]m\b|\bde la (?:tarde|noche|mañana)"
    r"|\bin the (?:afternoon|evening|morning)|\bat night"
)
_TIME = re.compile(r"(\d\d?)(?:\.(\d\d))?")
_CLOCK = re.compile(r"\bpast \w+")  # "ten past three" and "las tres y diez"
_HALF = re.compile(r"\b(?:media|half|cuarto|quarter)\b")
_FEW = {
    "1": re.compile(r"(?i)\b(?:one|first|una?|uno|primer[oa]?|1\w+)\b"),
    "2": re.compile(r"(?i)\b(?:two|both|second|dos|ambos|ambas|segund[oa]|half|2\w+)\b"),
}
_ROMAN = re.compile(r"\b[IVXL]{1,7}\b")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a sentence.

    `key` is the same for all ways to write it, `form` is "figure", "word" or "ordinal", `text` is how it is written.
    """

    start: int
    key: str
    form: str
    text: str


def find_numbers(text: str, language: str) -> list[Number]:
    """The numbers in `text`, in order: dates, times and amounts in figures, and values in words.

    What may be an article, a share or a fortnight is left out ("una", "por ciento", "quince días").
    """
    figures = [Number(m.start(), _key(m), "figure", m[0]) for m in _FIGURES.finditer(text)]
    words = _in_words(text, language)
    return sorted(figures + words, key=lambda n: n.start) if figures and words else figures or words


def _key(match: re.Match[str]) -> str:
    """1500 for 1.500, 1,500 and 1 500; 6.40 for 6:40; one for 21/02/2024, 02/21/2024, 2024-02-21 (clear)."""
    if match["iso"]:
        return f"{match['iso']}-{match['month']}-{match['day']}"
    if match["first"]:
        first, second, year = int(match["first"]), int(match["second"]), match["year"]
        if second > 12 >= first:
            first, second = second, first
        return f"{year}-{second:02}-{first:02}" if first > 12 >= second else f"{first}/{second}/{year}"
    first_group, *groups = _SEPARATOR.split(match[0])
    if len(first_group) <= 2:
        first_group = first_group.lstrip("0") or "0"
    grouped = ":" not in match[0] and len(first_group) <= 3 and all(len(group) == 3 for group in groups)
    return ("" if grouped else ".").join([first_group, *groups])


def _in_words(text: str, language: str) -> list[Number]:
    """The numbers written in words, in order."""
    low = text.lower()
    if _COUNTED[language].isdisjoint(_TOKEN.findall(low)):
        return []
    low = _NOT_COUNTED.sub(lambda m: ";" * len(m[0]), low)
    values, ones, multiples = _VALUES[language], _ONES[language], _MULTIPLES[language]
    found: list[Number] = []
    total = part = last = end = 0  # "dos mil treinta y" so far: 2000, 30, 30
    start = -1  # of the number that is open

    def close(form: str = "word") -> None:
        nonlocal total, part, last, start
        if start >= 0:
            found.append(Number(start, str(total + part), form, text[start:end]))
        total = part = last = 0
        start = -1

    for match in _TOKEN.finditer(low):
        word = match[0]
        if word not in _COUNTED[language]:
            continue
        if word in multiples and low[max(match.start() - 2, 0) : match.start() - 1].isdigit():
            continue  # "900 mil" is in figures
        between = low[end : match.start()].strip(" -\n\u00a0") if start >= 0 else ""
        joined = between == _JOINT[language] and last >= (20 if language == "es" else 100)
        if between and not joined:
            close()
        if word in ones:
            if not joined and last < 20:
                continue  # an article, as far as anybody can tell
            value = 1
        else:
            value = values.get(word, 0)
        if value:
            # "ciento cinco" and "treinta y cinco" are one number, "veinte cinco" are two, "nineteen eighty" is a year.
            year = language == "en" and not joined and 13 <= part <= 20 and part == last and value >= 10 and not total
            if year:
                part *= 100
            elif start >= 0 and not (
                value < last and (last >= 100 or (last >= 20 and value < 10 and (language == "en" or joined)))
            ):
                close()
            start = match.start() if start < 0 else start
            end = match.end()
            part += value
            last = value
            if word in _ORDINAL[language]:
                close("ordinal")
        elif start >= 0 or word in _ALONE:
            if (total + part) * multiples[word] > GREATEST:
                close()
                continue
            start = match.start() if start < 0 else start
            end = match.end()
            if multiples[word] >= 10**6 and total and not part:  # "mil millones"
                total, part = 0, total
            part = max(part, 1) * multiples[word]
            if multiples[word] >= 1000:
                total, part = total + part, 0
            last = multiples[word]
    close()
    return found


def numbers_differ(
    source: str, target: str, language: str, other: str, *, forms: Iterable[tuple[str, str]] = ()
) -> bool:
    """Whether `target` lacks a number of `source`, has another, or has two in each other's place.

    `forms`: what may change its number because it is a name with another form ("Barrio 18", "18th Street gang").
    """
    own, made = find_numbers(source, language), find_numbers(target, other)
    if not own and not made:
        return False
    for before, after in forms:
        own = _without(own, find_numbers(before, language))
        made = _without(made, find_numbers(after, other))
    lost, new = _unmatched(own, made, target), _unmatched(made, own, source)
    if not lost and not new:
        if _CLOCK.search(source) or _CLOCK.search(target):
            own, made = [n for n in own if n.form == "figure"], [n for n in made if n.form == "figure"]
        return _order(own, made) != _order(made, own)
    lost, new = _forgive_times(lost, new, source + " " + target)
    if len(lost) != len(new) and "".join(map(_digits, lost)) == "".join(map(_digits, new)):
        return False  # "8.2" as "8(2)"
    if len(lost) == len(new) and all(map(_same_year, lost, new)):
        return False
    scaled = _scales(source) != _scales(target)
    if lost and scaled and [_digits(n).rstrip("0") for n in lost] == [_digits(n).rstrip("0") for n in new]:
        return False  # "19 804 millones" as "19.804 billion", "900 mil" as "900,000"
    return any(n not in _romans(target) for n in lost) or any(n not in _romans(source) for n in new)


def _without(numbers: list[Number], some: Iterable[Number]) -> list[Number]:
    less = Counter(number.key for number in some)
    left = []
    for number in numbers:
        if less[number.key] > 0:
            less[number.key] -= 1
        else:
            left.append(number)
    return left


def _unmatched(numbers: list[Number], others: list[Number], text: str) -> list[str]:
    """The keys of `numbers` that the other side hasn't got, in whatever form.

    In figures a number must stand as often as there; in words once is enough ("de tres en tres"), and an ordinal may
    be anything ("cuarto", "second"). One and two have too many names ("both", "a pair"), and a capital may be a name's
    ("Tres Ceibas"); `text` is the other side.
    """
    there = Counter(number.key for number in others)
    written = Counter(number.key for number in numbers if number.form == "figure")
    spelled = {number.key for number in others if number.form != "figure"}
    left = []
    for number in numbers:
        key = number.key
        if number.form == "ordinal" or key == "0" or (number.form == "word" and key in ("1", "2")):
            continue
        if key not in there:
            named = number.text[0].isupper() and number.text in text
            few = key in _FEW and _FEW[key].search(text)
            half = key in ("15", "30") and _HALF.search(text)
            if not named and not few and not half:
                left.append(key)
        elif number.form == "figure" and key not in spelled and written[key] > there[key]:
            written[key] -= 1
            left.append(key)
    return left


def _order(numbers: list[Number], others: list[Number]) -> list[str]:
    """The keys that both sides have, as they follow each other, each where it is first."""
    ordinals = {n.key for n in (*numbers, *others) if n.form == "ordinal"}
    there = {n.key for n in others} - ordinals
    return list(dict.fromkeys(n.key for n in numbers if n.key in there))


def _forgive_times(lost: list[str], new: list[str], text: str) -> tuple[list[str], list[str]]:
    """What is left when 18:40 is 6:40 p.m."""
    if not (lost and new and _AFTERNOON.search(text)):
        return lost, new
    left, unmatched = [], list(new)
    for key in lost:
        same = next((k for k in unmatched if _twelve_hours_apart(key, k)), None)
        if same is None:
            left.append(key)
        else:
            unmatched.remove(same)
    return left, unmatched


def _twelve_hours_apart(one: str, two: str) -> bool:
    times = _TIME.fullmatch(one), _TIME.fullmatch(two)
    if times[0] is None or times[1] is None:
        return False
    return abs(int(times[0][1]) - int(times[1][1])) == 12 and int(times[0][2] or 0) == int(times[1][2] or 0)


def _digits(key: str) -> str:
    return re.sub(r"\D", "", key)


def _scales(text: str) -> list[str]:
    """The powers of ten in words: m for thousand, M for million, in whatever language."""
    return ["M" if word.startswith("mill") else word[0] for word in _SCALE.findall(text)]


def _same_year(one: str, two: str) -> bool:
    """84 and 1984."""
    short, long = sorted((one, two), key=len)
    return len(short) == 2 and len(long) == 4 and long[:2] in ("19", "20") and long[2:] == short


def _romans(text: str) -> frozenset[str]:
    return frozenset(str(_roman(m[0])) for m in _ROMAN.finditer(text))


def _roman(numeral: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50}[c] for c in numeral]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


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
