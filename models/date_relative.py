"""What expressions say that count from another date: «dos días después», "last month", «de ese año», «hoy»."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.date_context import Context
from models.date_rules import group
from models.date_tense import this_day, tomorrow
from models.date_words import number

__all__ = ["Ref", "from_now", "is_exact", "reference", "relative", "way"]


@dataclass(frozen=True, slots=True)
class Ref:
    """A unit of time, counted from the date named last ("last") or from the day of speaking ("now")."""

    anchor: str
    plus: int
    unit: str = "year"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DAYS_AWAY = {
    "hoy": 0,
    "ayer": -1,
    "anteayer": -2,
    "antier": -2,
    "antes de ayer": -2,
    "anoche": -1,
    "manana": 1,
    "pasado manana": 2,
    "today": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "last night": -1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}
_AFTER = _words(
    "siguiente proximo proxima entrante viene coming next following after despues tarde later afterward afterwards"
)
_BACK = _words("pasado pasada anterior ultimo past last previous before antes earlier")
_NOW = _words("este presente corriente corrientes actual curso this current present")
_UNITS = {"dia": "day", "manana": "day", "morning": "day", "semana": "week", "mes": "month", "ano": "year"}


def way(said: str | None) -> int:
    """1 for «siguiente», "next", «después», -1 for «pasado», "last", "earlier", 0 for neither."""
    words = _words(said or "")
    return 1 if words & _AFTER else -1 if words & _BACK else 0


def from_now(said: str | None) -> bool:
    """«el lunes pasado», "last March", "next Friday" and «este viernes» start from the day of speaking."""
    return said is None or not said.startswith(("siguiente", "anterior", "the ", "ultimo"))


def reference(said: str, unit: str) -> Ref:
    """«de ese año», "of the following month": the year or month that is pointed to."""
    words = _words(said)
    if "pasado" in words or ("last" in words and "the" not in words):
        return Ref("now", -1, unit)
    if words & {"siguiente", "following"} or {"the", "next"} <= words:
        return Ref("last", 1, unit)
    if words & {"anterior", "previous"}:
        return Ref("last", -1, unit)
    if words & _AFTER:
        return Ref("now", 1, unit)
    return Ref("now" if words & _NOW else "last", 0, unit)


def is_exact(match: re.Match[str], context: Context) -> bool:
    """«hace exactamente un año» is as exact as the day on which it is said."""
    said = context.before(match.start())
    return bool(group(match, "exact")) or said in ("justo", "exactamente", "exactly", "just")


def relative(kind: str, match: re.Match[str], context: Context) -> Ref | None:
    """What a match of one of the relative rules counts from and how far; None where it may not mean that."""
    start, end = match.span()
    unit = _unit(group(match, "unit", "unit2", "unit3", "unit4") or "day")
    side = way(group(match, "way", "dir", "dir2", "dir3", "dir4"))
    amount = number(group(match, "n", "n2") or "", context.language) or 0
    whole = "some week" if unit == "week" else unit
    match kind:
        case "deictic":
            word = " ".join(match["now"].split())
            if word in ("hoy", "today"):
                sure = this_day(context, start, end)
            else:
                sure = word != "manana" or tomorrow(context, start)
            return Ref("now", _DAYS_AWAY[word], "day") if sure else None
        case "ago":
            sure = context.amount(start) and context.before(start) != "que"  # «más caro que hace un año»
            return Ref("now", -amount, unit) if sure else None
        case "later":
            sure = context.amount(start) and not context.dated(end)
            return Ref("last", side * amount, unit) if sure else None
        case "beside":  # «al otro día» has no direction word
            return Ref("last", side or 1, whole)
        case "beside now":
            return Ref("now", side, whole)
        case _:  # «ese año», "this month"; of days only «ese mismo día»
            anchor = "now" if match["this"].startswith(("este", "this")) else "last"
            return Ref(anchor, 0, unit) if unit != "day" or " " in match["this"] else None


def _unit(word: str) -> str:
    stem = "mes" if word.startswith("mes") else word.rstrip("s")
    return _UNITS.get(stem, stem)
