"""Days, months and years that stand together and share what only one of them says: «el 3 y el 5 de mayo de 2022»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from models import date_rules_en
from models.date_clue import Clue
from models.date_context import Context
from models.date_rules import group
from models.date_words import DAY, MONTH, SP, WEEKDAYS, number, year_number

__all__ = ["left_days", "right_days", "share_years"]

_AND = {"es": r"(?:y|e|o|u|al|a|hasta)", "en": r"(?:and|or|to|through|until)"}
_ARTICLE = {"es": rf"(?:(?:el|al|del){SP})?(?:dia{SP})?", "en": rf"(?:the{SP}|on{SP}the{SP})?"}
# "el 3 y el | 5 de mayo": days that share the month of the one they stand before.
_LEFT = {
    language: re.compile(
        rf"(?<![\w/.,:-])(?P<day>{DAY[language]})(?:{SP}{_AND[language]}{SP}{_ARTICLE[language]}|\s?[-–—/]\s?|(?P<comma>,{SP}))$"
    )
    for language in _AND
}
_BEFORE_DAYS = {
    "es": frozenset(["el", "del", "los", "dias", "dia", "entre", "de", "al", "desde", *WEEKDAYS["es"]]),
    "en": frozenset(["the", "from", "between", "on", "both", "of", "to", "until", "night", *WEEKDAYS["en"]]),
}
# "May 3 |, 4 and 5, 2022"
_LISTED = re.compile(rf"(?:,{SP}\d{{1,2}}(?!\d)){{1,9}}(?=,?{SP}(?:and|or){SP})")
_RIGHT = re.compile(
    rf"(?:,?{SP}{_AND['en']}{SP}(?:the{SP})?|\s?[-–—]\s?)(?P<day>{DAY['en']})(?![\w:%/]|[.,]\d)(?!{SP}(?:of{SP})?{MONTH['en']})"
)
_LINK = {
    "es": re.compile(
        rf",?\s?(?:{_AND['es']}|como|[-–—/])(?:{SP}(?:otra{SP}vez|luego|despues))?(?:{SP}(?:en|el|del|al|de|la)){{0,2}}\s{{0,2}}"
    ),
    "en": re.compile(
        rf",?\s?(?:{_AND['en']}|[-–—/])(?:{SP}(?:again|then|later))?(?:{SP}(?:in|on|the|early|late)){{0,2}}\s{{0,2}}"
    ),
}
_ALL_OF = re.compile(
    r",?;?\s(?:ambos|ambas|todos|todas|all|both)(?:\sellos|\sellas)?\s(?:de|del|en|in|of|from)(?:\sel)?(?:\sano|\sthe\syear)?\s"
)


def _all_of_one_year(clues: list[Clue], low: str) -> list[Clue]:
    """«el 3 de mayo y el 2 de junio, ambos de 2022»: the days before take the year that is said of them all."""
    shared: list[Clue] = []
    for clue in clues:
        if clue.kind == "year" and shared and _ALL_OF.fullmatch(low, shared[-1].end, clue.start):
            for i in range(len(shared) - 1, -1, -1):
                if shared[i].kind != "calendar" or shared[i].year is not None or shared[i].way:
                    break
                shared[i] = replace(shared[i], year=clue.year)
        shared.append(clue)
    return shared


def share_years(clues: list[Clue], low: str, language: str) -> list[Clue]:
    """«entre marzo y junio de 2022»: the first of a pair takes the year that the second names."""
    clues = _all_of_one_year(clues, low)
    shared = list(clues)
    for i in range(len(shared) - 2, -1, -1):
        one, other = shared[i], shared[i + 1]
        if one.kind != "calendar" or other.kind != "calendar" or one.year is not None or other.year is None:
            continue
        listed = other is not clues[i + 1] and low[one.end : other.start] in (", ", ", el ", ", on ", ", the ")
        linked = listed or _LINK[language].fullmatch(low, one.end, other.start)
        if linked and isinstance(one.month, int) and not one.way:
            year = other.year
            later = isinstance(other.month, int) and one.month > other.month
            if isinstance(year, int) and later:
                year -= 1  # from September to February 2018
            shared[i] = replace(one, year=year)
    return shared


def right_days(clue: Clue, context: Context, latest: int) -> Iterator[Clue]:
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


def left_days(clue: Clue, context: Context) -> Iterator[Clue]:
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
