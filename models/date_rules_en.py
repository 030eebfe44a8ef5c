"""The patterns of dates, and of expressions that point to one, in English. See `models.date_rules`.

Rules stand in order of trust: what one has taken is not offered to the next.
"""

from __future__ import annotations

import re

from models.date_rules import END, FEAST, FIGURE_DAY, START, START_DAY, YEAR_END, figures, rules, triggers
from models.date_words import (
    DAY,
    DECADE,
    MONTH,
    MONTH_ABBREVIATED,
    MONTHS,
    NUMBER,
    SHORT_YEAR_WORDS,
    SP,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    YEAR_AFTER_MONTH,
    YEAR_WORDS,
    one_of,
)

__all__ = ["RULES", "TRIGGERS", "YEAR_AFTER"]

_YEAR_EN = (
    rf"(?:(?:\s?,\s{{0,3}}|{SP})(?:(?:of|in){SP})?(?:the{SP}year{SP}(?:of{SP}(?:our{SP}lord{SP})?)?|a\.?d\.?{SP})?"
    rf"(?P<year>{YEAR}{YEAR_END}|{YEAR_WORDS['en']}\b)"
    rf"|,?{SP}(?:(?:of|in){SP})?(?P<short>'\d\d(?!\w))|{SP}of{SP}(?P<short2>{YEAR_AFTER_MONTH['en']}))"
)
_YEAR_REF_EN = (
    rf"(?:,?(?:{SP}(?:of|in))?{SP}(?P<yref>(?:this|last|next|that)(?:{SP}(?:very|same))?{SP}year"
    rf"|the{SP}(?:same|following|next|previous|current|present){SP}year)\b)"
)
_TENS = one_of("twenty thirty forty fifty sixty seventy eighty ninety".split())
_TAIL_EN = rf"(?:{_YEAR_EN}|{_YEAR_REF_EN})?"
_UNIT_EN = r"(?P<unit>days?|weeks?|months?|years?)\b"
_MONTH_EN = rf"(?P<month>{MONTH['en']}(?:\b|(?=\d))|{MONTH_ABBREVIATED['en']})"
_WEEKDAY_EN = rf"(?:(?P<wd>{WEEKDAY['en']}),?{SP}(?:the{SP})?)?"

_NO_YEAR_EN = rf"(?!,?{SP}(?:(?:of|in){SP})?(?:the{SP}year|that{SP}year|\d|'\d))"

# The year after the second day of "May 3 and 5, 2022".
YEAR_AFTER = re.compile(_YEAR_EN)

RULES = rules(
    *figures("en"),
    ("calendar", "m", rf"{START}(?P<month>{MONTH['en']}|{MONTH_ABBREVIATED['en']})[/-](?P<year>{YEAR}){END}"),
    (
        "calendar",
        "m",
        rf"{START}{_WEEKDAY_EN}{_MONTH_EN}(?:{SP}(?:the{SP})?|(?<=[a-z])(?=\d))(?P<day>{DAY['en']})"
        rf"(?![\w%/]|[.:]\d|,\d(?<!,[12])|,[12](?!\d{{3}}(?!\d))){_TAIL_EN}",
    ),
    (
        "calendar",
        "m",
        rf"{START_DAY}{_WEEKDAY_EN}(?P<day>{DAY['en']})(?:{SP}day)?(?:{SP}of)?(?:{SP}the{SP}month{SP}of)?{SP}{_MONTH_EN}"
        rf"{_TAIL_EN}",
    ),
    (
        "calendar",
        "m",
        rf"{START}(?:(?P<dir>last|next|the{SP}following|this(?:{SP}past)?){SP})?(?P<month>{MONTH['en']}\b)(?:{SP}(?P<dir2>last)\b(?!{SP}year))?"
        rf"{_TAIL_EN}",
    ),
    ("calendar", "m", rf"{START}(?P<month>{MONTH_ABBREVIATED['en']}),?{SP}(?:of{SP})?(?P<year>{YEAR}){END}"),
    (
        "calendar",
        "r",
        rf"{START}(?P<day>{DAY['en']})(?:{SP}day)?{SP}of{SP}(?P<mref>(?:this|last|next|that)(?:{SP}(?:same|very))?{SP}month"
        rf"|the{SP}(?:same|following|next|previous|current|present){SP}month)\b",
    ),
    ("feast", "f", rf"{START}(?P<feast>{FEAST['en']})(?!\w)(?!{SP}(?:eve|week|morning|island|vigil)\b){_YEAR_EN}?"),
    (
        "decade",
        "#",
        rf"\b(?:the{SP})?(?P<decade>(?:1[4-9]|20)\d0)'?s\b|(?:\bthe{SP}'?|(?<![\w'])')(?P<decade2>[2-9]0)'?s\b",
    ),
    ("decade", "dy", rf"\b(?:the{SP})?(?P<decade>(?:eighteen|nineteen)(?:{SP}|-){DECADE['en']})\b"),
    (
        "decade",
        "#",
        r"(?<!her )(?<!his )(?<!their )(?<!my )(?<!our )(?<!your )"
        rf"\b(?:early|late|mid)(?:-|{SP})(?P<span>'?(?P<decade>[2-9]0)'?s)\b",
    ),
    ("decade", "y", rf"\bthe{SP}(?P<decade>two(?:{SP}|-)thousands)\b"),
    ("some decade", "d", rf"\b(?:the{SP})?(?P<decade>{DECADE['en']})\b"),
    (
        "decade",
        "d",
        rf"\bin{SP}(?P<span>(?P<decade>{_TENS})-something)\b",
    ),
    (
        "century",
        "a",
        rf"\b(?P<century>fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty-first|\d\d(?:st|th))(?:{SP}|-)century\b",
    ),
    ("year", "#y", rf"{START}(?P<year>{YEAR}{YEAR_END}|{YEAR_WORDS['en']}\b)"),
    (
        "short year",
        "#d",
        rf"(?<![\w'])(?P<span>'(?P<short>\d\d))(?![\w'])|\b(?:in|since|until){SP}(?P<span2>(?P<short2>{SHORT_YEAR_WORDS['en']}))(?!-|{SP}(?:thousand|hundred|million)\b)",
    ),
    (
        "weekday",
        "w",
        rf"{START}(?P<wd>{WEEKDAY['en']}),?{SP}(?:the{SP})?(?P<day>{FIGURE_DAY}(?:st|nd|rd|th)?){END}",
    ),
    ("bare day", "#", rf"\bthe{SP}(?P<span>(?P<day>\d{{1,2}}(?:st|nd|rd|th))){END}"),
    (
        "weekday",
        "w",
        rf"\b(?P<dir>last|next|this(?:{SP}(?:past|coming))?|the{SP}(?:following|next|previous)){SP}(?P<wd>{WEEKDAY['en']})(?!\w)",
    ),
    (
        "bare weekday",
        "w",
        rf"(?:\b(?:on|by|until|till|since|before|from|(?:hours|morning|night|evening|afternoon){SP}of){SP}(?:the{SP})?|^\W{{0,3}})(?P<span>(?P<wd>{WEEKDAY['en']}))(?!\w)",
    ),
    (
        "deictic",
        "r",
        rf"\b(?P<now>the{SP}day{SP}before{SP}yesterday|the{SP}day{SP}after{SP}tomorrow|today|yesterday|tomorrow|last{SP}night)\b"
        rf"(?:{SP}(?:morning|afternoon|evening|night)\b)?",
    ),
    ("ago", "r", rf"\b(?:(?P<exact>exactly|just){SP})?(?P<n>{NUMBER['en']}){SP}{_UNIT_EN}{SP}ago\b"),
    (
        "later",
        "r",
        rf"\b(?P<n>{NUMBER['en']}){SP}{_UNIT_EN}{SP}(?P<way>later|earlier|afterwards?|(?:before|after)(?={SP}?[.,;:!?)»”\"]|$))(?!\w|{SP}than\b)",
    ),
    (
        "beside",
        "r",
        rf"\bthe{SP}(?:very{SP})?(?P<dir>next|following|previous){SP}(?P<unit>day|morning|week|month|year)\b"
        rf"|\bthe{SP}(?P<unit2>day|week|month|year){SP}(?P<dir2>after|before)(?={SP}?[.,;:!?)»”\"]|$)",
    ),
    ("beside now", "r", rf"\b(?P<dir>last|next){SP}(?P<unit>week|month|year)\b"),
    (
        "season",
        "s",
        rf"\b(?P<span>(?P<dir>last|this(?:{SP}past)?){SP}(?P<season>spring|summer|fall|autumn))\b{_NO_YEAR_EN}"
        rf"|\bsince{SP}(?P<span2>(?P<season2>spring|summer|fall|autumn))\b{_NO_YEAR_EN}",
    ),
    ("same", "r", rf"\b(?P<this>(?:that|this)(?:{SP}(?:same|very))?){SP}(?P<unit>year|month|day)\b"),
)

TRIGGERS = triggers(
    {
        "m": " ".join(MONTHS["en"]) + " jan feb mar apr jun jul aug sep sept oct nov dec",
        "w": " ".join(WEEKDAYS["en"]) + " mon tue tues wed thu thur thurs fri sat sun",
        "r": "today yesterday tomorrow night ago later earlier before after afterward afterwards day days morning "
        "week weeks month months year years",
        "d": "twenties thirties forties fifties sixties seventies eighties nineties "
        "thirty forty fifty sixty seventy eighty ninety",
        "y": "thousand thousands hundred fifteen sixteen seventeen eighteen nineteen twenty",
        "s": "spring summer fall autumn",
        "a": "century",
        "f": "christmas new valentine mother mothers maundy souls saints dead ash palm holy good easter",
    },
)
