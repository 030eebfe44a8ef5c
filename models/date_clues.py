"""The time expressions of one text: where each stands and what it says of itself, before it is worked out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from models import date_rules_en, date_rules_es
from models.date_clue import Clue
from models.date_context import Context
from models.date_lists import left_days, right_days, share_years
from models.date_relative import Ref, from_now, is_exact, reference, relative, way
from models.date_rules import group
from models.date_tense import begins, heads, opens, planned, side, starts
from models.date_words import DECADES, WEEKDAYS, flatten, month_number, number, year_number

__all__ = ["find_clues"]


_RULES = {"es": date_rules_es.RULES, "en": date_rules_en.RULES}
_TRIGGERS = {"es": date_rules_es.TRIGGERS, "en": date_rules_en.TRIGGERS}
_TOKEN = re.compile(r"[a-z]+|\d")
# «hoy, Día de la Madre»: feasts that fall on other days in other countries fall on that one.
_DAY_OF_FEAST = re.compile(r"\b(hoy|ayer|today|yesterday)(?:,|\ses|\sis|\sfue|\swas|'s)?\s(?:el\s|la\s)?$")
# The northern months in which they begin, as news and exiles count. In Central America summer is the dry season.
_SEASONS = {"primavera": 3, "spring": 3, "verano": 6, "summer": 6, "otono": 9, "autumn": 9, "fall": 9}
_HEADS = frozenset("calendar weekday".split()) | {"bare weekday"}
_SINCE = frozenset("desde since hasta until till before after".split())
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
        replace(
            clue,
            ahead=side(context, clue.start, clue.end),
            planned=planned(context, clue.start),
            starts=starts(context, clue.start),
            heads=clue.kind in _HEADS and heads(context, clue.start, clue.end, full=_full(clue)),
            opens=(_full(clue) and opens(context, clue.start)) or (clue.kind == "year" and begins(context, clue.start)),
        )
        for clue in sorted(found, key=lambda clue: clue.start)
    ]
    return share_years(found, low, language)


def _full(clue: Clue) -> bool:
    return clue.day is not None and isinstance(clue.year, int) and isinstance(clue.month, int)


def _span(match: re.Match[str]) -> tuple[int, int]:
    for name in ("span", "span2", "span3", "span4", "span5"):
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
                bound = context.before(start) in _SINCE or context.low.endswith(("antes de ", "despues de "), 0, start)
                kind = "since" if bound else "year"
                yield Clue(start, end, kind, year=year)
        case "short year":
            year = year_number(
                group(match, "short", "short2", "short3", "short4", "short5") or "", language, latest=latest
            )
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
        case "season":
            said = group(match, "dir", "dir2") or ""
            month = _SEASONS[group(match, "season", "season2", "season3") or ""]
            yield Clue(start, end, "season", month=month, way=way(said.removesuffix(" past")), from_now=bool(said))
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
    if language == "en":
        clue = replace(clue, day_first=not month_first)
    yield from right_days(clue, context, latest) if month_first else [clue]
    yield from left_days(clue, context)


def _years(match: re.Match[str], context: Context) -> Iterator[Clue]:
    """«1980-1992», «1980-81»: both years."""
    first, last = int(match["year"]), int(match["last"])
    if last < 100:
        last += first - first % 100
    if first < last <= first + 120 and context.no_reference(match.start()):
        yield Clue(*match.span("year"), "calendar", year=first)
        yield Clue(*match.span("last"), "calendar", year=last)


def _decade(text: str, language: str) -> str:
    century, _, text = text.replace("-", " ").rpartition(" ")
    if text == "thousands":
        return "200X"
    if century.strip() == "eighteen":
        return f"18{DECADES[language][text]}X"
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
        said = _DAY_OF_FEAST.search(context.low[max(0, match.start() - 24) : match.start()])
        ref = Ref("now", -1 if said[1] in ("ayer", "yesterday") else 0, "day") if said and year is None else None
        yield Clue(*match.span(), "feast", year=year, feast=" ".join(match["feast"].split()), ref=ref)


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
