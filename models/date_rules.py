"""What the patterns of dates in Spanish and in English share.

A rule's groups say what was found; `models.date_clues` reads them. A group `span` narrows what is marked, otherwise the
whole match is. Patterns run over flattened text (`date_words.flatten`); every repetition in them has a limit, so their
time grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.date_words import FEASTS, MONTH, MONTH_ABBREVIATED, SP, WEEKDAY, YEAR, one_of

__all__ = [
    "END",
    "FEAST",
    "FIGURE_DAY",
    "START",
    "START_DAY",
    "YEAR_END",
    "Rule",
    "figures",
    "group",
    "rules",
    "triggers",
]

FIGURE_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
# Not inside a number or a word, but for "mid-2019", "pre-1992", "April/May", «mayo 2018-junio 2019».
START = (
    r"(?:(?<![\w/.'$#-])|(?<=[/-])(?:(?<=\bmid-)|(?<=\blate-)|(?<=\bearly-)|(?<=\bpre-)|(?<=\bpost-)"
    r"|(?:(?<=[a-z][/-])|(?<=\d-))(?=[a-z])))"
)
# "2-4 January", «11/12 de diciembre», and not a number that ends in -4.
START_DAY = r"(?:(?<![\w/.'$#-])|(?<=[/-])(?:(?<=(?<![\w/.'$#-])\d[/-])|(?<=(?<![\w/.'$#-])\d\d[/-])))"
END = r"(?![\w/%-]|[.,:]\d)"
# After a year: "2015-present", «mayo 2018-junio 2019».
YEAR_END = r"(?![\w/%]|-(?![a-z])|[.,:]\d)"
ROMAN = r"(?:viii|vii|vi|iv|v|iii|ii|ix|i|xii|xi|x)"
FEAST = {language: one_of(names) for language, names in FEASTS.items()}


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of expression, the classes of words (see `triggers`) of which it needs one, and its pattern."""

    kind: str
    needs: frozenset[str]
    pattern: re.Pattern[str]


def rules(*rows: tuple[str, str, str]) -> list[Rule]:
    return [Rule(kind, frozenset(needs), re.compile(pattern)) for kind, needs, pattern in rows]


def figures(language: str) -> list[tuple[str, str, str]]:
    year = rf"(?P<year>{YEAR}|'?\d\d(?!\d)){END}"
    return [
        (
            "calendar",
            "#",
            rf"{START}(?P<year>{YEAR})(?P<sep>[-/.])(?P<month>0?[1-9]|1[0-2])(?P=sep)(?P<day>{FIGURE_DAY})(?:(?=t\d)|{END})",
        ),
        (
            "figures",
            "#",
            rf"{START}(?:{WEEKDAY[language]},?{SP})?(?P<first>\d{{1,2}})(?P<sep>\s?[-/]\s?)(?P<second>\d{{1,2}})(?P=sep){year}"
            rf"|{START}(?P<first2>\d{{1,2}})\.(?P<second2>\d{{1,2}})\.(?P<year2>{YEAR}){END}",
        ),
        (
            "calendar",
            "#",
            rf"{START}(?:{WEEKDAY[language]},?{SP})?(?P<day>{FIGURE_DAY})(?P<sep>[-/.])(?P<month>{ROMAN})(?P=sep){year}",
        ),
        (
            "calendar",
            "m",
            rf"{START}(?:(?P<wd>{WEEKDAY[language]}),?{SP})?(?P<day>{FIGURE_DAY})(?:{SP}(?:de{SP})?(?P<month>{MONTH[language]}\b|"
            rf"{MONTH_ABBREVIATED[language]})(?:,?{SP}(?:del?{SP})?)|[-/](?P<month2>{MONTH[language]}|"
            rf"{MONTH_ABBREVIATED[language]})[-/]){year}",
        ),
        ("calendar", "#", rf"{START}(?P<iso>(?P<year>{YEAR})-(?P<month>0[1-9]|1[0-2])){END}"),
        ("years", "#", rf"{START}(?P<year>{YEAR})\s?[-–—/]\s?(?P<last>{YEAR}|\d\d(?!\d)){END}"),
    ]


def triggers(words: dict[str, str]) -> dict[str, str]:
    """Each word that can start or carry an expression, and its classes; a digit is of class "#"."""
    found = dict.fromkeys("0123456789", "#")
    for kind, listed in words.items():
        for word in listed.split():
            found[word] = found.get(word, "") + kind
    return found


def group(match: re.Match[str], *names: str) -> str | None:
    """The text of the first of these groups that took part. Alternatives of a rule number theirs: day, day2."""
    groups = match.groupdict()
    for name in names:
        if groups.get(name):
            return groups[name]
    return None
