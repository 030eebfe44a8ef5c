"""The time expressions of one text: where each stands and what it says of itself, before it is worked out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from models import date_rules_en, date_rules_es
from models.date_context import Context
from models.date_relative import Ref, from_now, is_exact, reference, relative, way
from models.date_rules import group
from models.date_words import DAY, DECADES, MONTH, SP, WEEKDAYS, flatten, month_number, number, year_number

__all__ = ["Clue", "find_clues"]


@dataclass(frozen=True, slots=True)
class Clue:
    """One expression: half-open offsets, and the parts it names; `value` where nothing is left to work out.

    `figures` are two numbers of which one is the day, one the month. `ref` places the whole beside another date.
    `way` is the side of its anchor on which a month or weekday lies: -1 before, 1 after, 0 unsaid.
    """

    start: int
    end: int
    kind: str
    year: int | Ref | None = None
    month: int | Ref | None = None
    day: int | None = None
    weekday: int | None = None
    figures: tuple[int, int] | None = None
    value: str | None = None
    feast: str | None = None
    ref: Ref | None = None
    exact: bool = False
    way: int = 0
    from_now: bool = False  # `way` is reckoned from the day of speaking
    ahead: int = 0  # what is said before puts it in the future (1) or the past (-1)
    heads: bool = False  # stands at the head of an entry


_RULES = {"es": date_rules_es.RULES, "en": date_rules_en.RULES}
_TRIGGERS = {"es": date_rules_es.TRIGGERS, "en": date_rules_en.TRIGGERS}
_TOKEN = re.compile(r"[a-z]+|\d")
_AND = {"es": r"(?:y|e|o|u|al|a|hasta)", "en": r"(?:and|or|to|through|until)"}
_ARTICLE = {"es": rf"(?:(?:el|al|del){SP})?", "en": rf"(?:the{SP}|on{SP}the{SP})?"}
# "el 3 y el | 5 de mayo": days that share the month of the one they stand before.
_LEFT = {
    language: re.compile(
        rf"(?<![\w/.,:-])(?P<day>{DAY[language]})(?:{SP}{_AND[language]}{SP}{_ARTICLE[language]}|\s?[-–—]\s?|(?P<comma>,{SP}))$"
    )
    for language in _AND
}
_BEFORE_DAYS = {
    "es": frozenset("el del los dias dia entre de al desde".split()),
    "en": frozenset("the from between on both".split()),
}
# "May 3 |, 4 and 5, 2022"
_LISTED = re.compile(rf"(?:,{SP}\d{{1,2}}(?!\d)){{1,9}}(?=,?{SP}(?:and|or){SP})")
_RIGHT = re.compile(
    rf"(?:,?{SP}{_AND['en']}{SP}(?:the{SP})?|\s?[-–—]\s?)(?P<day>{DAY['en']})(?![\w:%/]|[.,]\d)(?!{SP}(?:of{SP})?{MONTH['en']})"
)
_LINK = {
    "es": re.compile(rf",?\s?(?:{_AND['es']}|como|[-–—/])(?:{SP}(?:en|el|del|al|de|la)){{0,2}}\s{{0,2}}"),
    "en": re.compile(rf",?\s?(?:{_AND['en']}|[-–—/])(?:{SP}(?:in|on|the|early|late)){{0,2}}\s{{0,2}}"),
}
_HEADS = frozenset("calendar weekday".split()) | {"bare weekday"}
_SINCE = frozenset("desde since hasta until till".split())
_ROMAN = {"xv": 15, "xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21}
_CENTURIES = {"twenty-first": 21}


def find_clues(text: str, *, language: str, latest: int) -> list[Clue]:
    """The expressions of `text` in order, without overlaps. `latest` is the last year that two figures may mean."""
    low = flatten(text)
    triggers = _TRIGGERS[language]
    present = {kind for token in set(_TOKEN.findall(low)) if token in triggers for kind in triggers[token]}
    if not present:
        return []
    context = Context(text, low, language)
    taken = bytearray(len(text))
    found: list[Clue] = []
    for rule in _RULES[language]:
        if rule.needs.isdisjoint(present):
            continue
        for match in rule.pattern.finditer(low):
            for clue in _read(rule.kind, match, context, latest):
                if not any(taken[clue.start : clue.end]):
                    taken[clue.start : clue.end] = b"\1" * (clue.end - clue.start)
                    found.append(clue)
    found = [
        replace(clue, ahead=context.side(clue.start), heads=clue.kind in _HEADS and context.heads(clue.start, clue.end))
        for clue in sorted(found, key=lambda clue: clue.start)
    ]
    return _share_years(found, low, language)


def _share_years(clues: list[Clue], low: str, language: str) -> list[Clue]:
    """«entre marzo y junio de 2022»: the first of a pair takes the year that the second names."""
    shared = list(clues)
    for i in range(len(shared) - 2, -1, -1):
        one, other = shared[i], shared[i + 1]
        if one.kind != "calendar" or other.kind != "calendar" or one.year is not None or other.year is None:
            continue
        if _LINK[language].fullmatch(low, one.end, other.start) and isinstance(one.month, int) and not one.way:
            year = other.year
            later = isinstance(other.month, int) and one.month > other.month
            if isinstance(year, int) and later:
                year -= 1  # from September to February 2018
            shared[i] = replace(one, year=year)
    return shared


def _span(match: re.Match[str]) -> tuple[int, int]:
    for name in ("span", "span2", "span3", "span4"):
        if match.groupdict().get(name):
            return match.span(name)
    return match.span()


def _read(kind: str, match: re.Match[str], context: Context, latest: int) -> Iterator[Clue]:
    start, end = _span(match)
    language = context.language
    match kind:
        case "calendar":
            yield from _calendar(match, context, latest)
        case "figures":
            first, second = group(match, "first", "first2"), group(match, "second", "second2")
            year = year_number(group(match, "year", "year2") or "", language, latest=latest)
            if year and first and second and context.no_reference(start):
                yield Clue(start, end, "calendar", year=year, figures=(int(first), int(second)))
        case "years":
            yield from _years(match, context)
        case "year":
            year = year_number(match["year"], language, latest=latest)
            if year and context.year(start, end, year):
                kind = "since" if context.before(start) in _SINCE else "year"
                yield Clue(start, end, kind, year=year)
        case "short year":
            year = year_number(group(match, "short", "short2", "short3", "short4") or "", language, latest=latest)
            if year and not context.counts(end):
                yield Clue(start, end, "year", year=year)
        case "decade" | "some decade":
            if kind == "decade" or context.decade(start, end):
                yield Clue(start, end, "decade", value=_decade(group(match, "decade", "decade2") or "", language))
        case "century":
            word = group(match, "roman", "century") or ""
            count = _ROMAN.get(word) or _CENTURIES.get(word) or number(word, language) or 0
            if 10 <= count <= 21:
                yield Clue(start, end, "century", value=f"{count - 1}XX")
        case "feast":
            yield from _feast(match, context, latest)
        case "weekday" | "bare weekday":
            yield from _weekday(kind, match, context)
        case "bare day":
            if context.bare_day(start, end):
                yield Clue(start, end, "bare day", day=number(match["day"], language))
        case _:
            if ref := relative(kind, match, context):
                yield Clue(start, end, "relative", ref=ref, exact=is_exact(match, context))


def _calendar(match: re.Match[str], context: Context, latest: int) -> Iterator[Clue]:
    """A day of a month, or a month, with or without its year."""
    language = context.language
    start, end = match.span()
    written = group(match, "year", "year2", "short", "short2")
    year: int | Ref | None = year_number(written, language, latest=latest) if written else None
    if said := group(match, "yref"):
        year = reference(said, "year")
    day = number(found, language) if (found := group(match, "day")) else None
    name = group(match, "month", "month2")
    month: int | Ref | None = (int(name) if name.isdigit() else month_number(name)) if name else None
    if said := group(match, "mref"):
        month = reference(said, "month")
    weekday = _weekday_number(group(match, "wd"), language)
    said = group(match, "dir", "dir2")
    if month is None or (day is None and found):
        return
    if group(match, "iso") and isinstance(year, int) and isinstance(month, int) and month > year % 100:
        return  # 2003-04 are two years
    if name and not name.isdigit():
        at, at_day = match.start("month" if match["month"] else "month2"), match.start("day") if found else -1
        if not context.month(start, at, day=at_day, year=year is not None, way=said is not None):
            return
    clue = Clue(start, end, "calendar", year, month, day, weekday, way=way(said), from_now=from_now(said))
    if day is None or not name or name.isdigit():
        yield clue
        return
    month_first = language == "en" and match.start("month") < match.start("day")
    yield from _right_days(clue, context, latest) if month_first else [clue]
    yield from _left_days(clue, context)


def _right_days(clue: Clue, context: Context, latest: int) -> Iterator[Clue]:
    """ "May 3" with the days after it that share its month and year: "May 3, 4 and 5, 2022"."""
    listed = _LISTED.match(context.low, clue.end)
    right = _RIGHT.match(context.low, listed.end() if listed else clue.end)
    if right is None or context.counts(right.end()):
        yield clue
        return
    tail = replace(_tail(right, context, latest), month=clue.month)
    yield replace(clue, year=clue.year or tail.year)
    yield tail
    for day in re.finditer(r"\d+", listed[0]) if listed else ():
        start, end = clue.end + day.start(), clue.end + day.end()
        yield Clue(start, end, "calendar", year=tail.year, month=clue.month, day=int(day[0]))


def _tail(right: re.Match[str], context: Context, latest: int) -> Clue:
    """The last day of "May 3 and 5, 2022", with the year after it."""
    after = date_rules_en.YEAR_AFTER.match(context.low, right.end())
    year = year_number(group(after, "year", "short", "short2") or "", "en", latest=latest) if after else None
    end = after.end() if after else right.end()
    return Clue(right.start("day"), end, "calendar", year=year, day=number(right["day"], "en"))


def _left_days(clue: Clue, context: Context) -> Iterator[Clue]:
    """The days before `clue` that share its month and year."""
    start, linked = clue.start, False
    for _ in range(10):
        floor = max(0, start - 40)
        left = _LEFT[context.language].search(context.low[floor:start])
        if left is None or (left["comma"] and not linked):
            return
        start, linked = floor + left.start("day"), True
        before = context.before(start)
        if before and before not in _BEFORE_DAYS[context.language] and not before.isdigit():
            return
        yield replace(
            clue, start=start, end=floor + left.end("day"), day=number(left["day"], context.language), weekday=None
        )


def _years(match: re.Match[str], context: Context) -> Iterator[Clue]:
    """«1980-1992», «1980-81»: both years."""
    first, last = int(match["year"]), int(match["last"])
    if last < 100:
        last += first - first % 100
    if first < last <= first + 120 and context.no_reference(match.start()):
        yield Clue(*match.span("year"), "calendar", year=first)
        yield Clue(*match.span("last"), "calendar", year=last)


def _decade(text: str, language: str) -> str:
    digits = text.strip("'s")
    if digits.isdigit():
        return f"{digits[:-1]}X" if len(digits) == 4 else f"19{digits[0]}X"
    tens = DECADES[language].get(text) or DECADES[language].get(text.rstrip("s"))
    if tens is None:  # "eighty-something", «los años dos mil»
        tens = (number(text, language) or 0) // 10
    return f"19{tens}X" if tens else "200X"


def _feast(match: re.Match[str], context: Context, latest: int) -> Iterator[Clue]:
    written = group(match, "year", "year2", "short", "short2")
    year = year_number(written, context.language, latest=latest) if written else None
    if year is not None or context.feast(match.start()):
        yield Clue(*match.span(), "feast", year=year, feast=" ".join(match["feast"].split()))


def _weekday_number(text: str | None, language: str) -> int | None:
    if text is None:
        return None
    start = text[:3]
    return next(i for i, name in enumerate(WEEKDAYS[language]) if name.startswith(start))


def _weekday(kind: str, match: re.Match[str], context: Context) -> Iterator[Clue]:
    """A weekday with a day of the month, with a direction, or alone."""
    start, end = _span(match)
    weekday = _weekday_number(group(match, "wd", "wd2", "wd3"), context.language)
    said = group(match, "dir", "dir2")
    if day := group(match, "day"):
        yield Clue(start, end, "weekday", day=number(day, context.language), weekday=weekday)
    elif kind == "weekday":
        yield Clue(start, end, "weekday", weekday=weekday, way=way(said), from_now=from_now(said))
    elif context.weekday(start, end):
        yield Clue(start, end, "bare weekday", weekday=weekday)
