"""The patterns of dates, and of expressions that point to one, in Spanish. See `models.date_rules`.

Rules stand in order of trust: what one has taken is not offered to the next.
"""

from __future__ import annotations

from models.date_rules import END, FEAST, FIGURE_DAY, START, START_DAY, YEAR_END, figures, rules, triggers
from models.date_words import (
    DAY,
    DECADE,
    MONTH,
    MONTH_ABBREVIATED,
    MONTHS,
    NUMBER,
    SHORT_YEAR,
    SHORT_YEAR_WORDS,
    SP,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    YEAR_AFTER_MONTH,
    YEAR_WORDS,
)

__all__ = ["RULES", "TRIGGERS"]

_YEAR_ES = (
    rf"(?:,?{SP}del?(?:{SP}|(?=\d))(?:(?:este|ese|aquel|mismo){SP})?(?:ano{SP})?(?:de{SP})?"
    rf"(?P<year>{YEAR}|(?:1[.,]9|2[.,]0)\d\d(?!\d)|{YEAR_WORDS['es']}\b)|,?{SP}(?P<year2>{YEAR}){YEAR_END}"
    rf"|{SP}del{SP}(?:ano{SP})?(?P<short>{SHORT_YEAR}|{YEAR_AFTER_MONTH['es']})|{SP}de{SP}(?P<short2>(?:'\d\d|3[2-9]|[4-9]\d)(?!\d|{SP}[a-z]{{3,20}}s\b)))"
)
_THIS_ES = "(?:este|ese|aquel|dicho|mismo|presente|corriente|actual|proximo|pasado)"
_THAT_ES = rf"(?:pasado|siguiente|anterior|proximo|entrante|actual|en{SP}curso|que{SP}viene)"
_YEAR_REF_ES = rf"(?:{SP}(?P<yref>del?{SP}{_THIS_ES}(?:{SP}mismo)?{SP}ano|del{SP}ano{SP}{_THAT_ES})\b)"
_MONTH_REF_ES = (
    rf"(?P<mref>del?{SP}{_THIS_ES}(?:{SP}mismo)?{SP}mes|del{SP}mes{SP}{_THAT_ES}"
    rf"|del{SP}(?:corriente|presente)|de{SP}los{SP}corrientes)\b"
)
_TAIL_ES = rf"(?:{_YEAR_ES}|{_YEAR_REF_ES})?"
_UNIT_ES = r"(?P<unit>dias?|semanas?|mes(?:es)?|anos?)\b"
_NO_AMOUNT_ES = rf"(?!{SP}(?:por{SP}ciento|de|mil)\b|\s?%|[.,:/]\d)"
_NO_YEAR_ES = rf"(?!,?{SP}(?:del?{SP})?(?:ano|es[ae]|aquel|\d|'\d|mil|dos))"

RULES = rules(
    *figures("es"),
    ("calendar", "m", rf"{START}(?P<month>{MONTH['es']}|{MONTH_ABBREVIATED['es']})[/-](?P<year>{YEAR}){END}"),
    (
        "calendar",
        "m",
        rf"{START_DAY}(?:(?P<wd>{WEEKDAY['es']}),?{SP})?(?P<day>{DAY['es']})(?:{SP}dias?)?(?:{SP}del?{SP}mes)?(?:{SP}|(?<=\d))"
        rf"del?{SP}"
        rf"(?P<month>{MONTH['es']}\b){_TAIL_ES}",
    ),
    (
        "calendar",
        "m",
        rf"{START}(?P<month>{MONTH['es']}|{MONTH_ABBREVIATED['es']}){SP}(?P<day>{FIGURE_DAY})(?:,?{SP}(?:del?{SP})?)(?P<year>{YEAR}){END}",
    ),
    ("calendar", "m", rf"{START}el{SP}(?P<dir>pasado|proximo){SP}(?:mes{SP}de{SP})?(?P<month>{MONTH['es']})\b"),
    (
        "calendar",
        "m",
        rf"{START}(?P<month>{MONTH['es']}\b)(?:{SP}(?P<dir>pasado|proximo|siguiente|ultimo|anterior)\b)?{_TAIL_ES}",
    ),
    ("calendar", "m", rf"{START}(?P<month>{MONTH_ABBREVIATED['es']}){SP}(?:del?{SP})?(?P<year>{YEAR}){END}"),
    (
        "calendar",
        "#",
        rf"{START}(?P<day>{FIGURE_DAY}){SP}del?{SP}(?P<month>0?[1-9]|1[0-2]){SP}del?{SP}(?:ano{SP})?(?P<year>{YEAR}|\d\d(?!\d))"
        rf"{END}",
    ),
    ("calendar", "r", rf"{START}(?P<day>{DAY['es']})(?:{SP}dias)?{SP}{_MONTH_REF_ES}"),
    ("feast", "f", rf"{START}(?P<feast>{FEAST['es']})\b{_YEAR_ES}?"),
    (
        "decade",
        "da#",
        rf"\blos{SP}anos{SP}(?P<decade>{DECADE['es']}\b|'?[1-9]0s?(?!\w)|(?:1[4-9]|20)\d0(?!\d|{SP}(?:y|al?)\b|,{SP}[12]|-)"
        rf"|dos{SP}mil\b)",
    ),
    ("decade", "d", rf"\banos{SP}(?P<decade>{DECADE['es']})\b"),
    (
        "decade",
        "a",
        rf"\b(?:la{SP})?decada{SP}(?:del|de(?:{SP}los)?(?:{SP}anos)?){SP}"
        rf"(?P<decade>{DECADE['es']}\b|'?[1-9]0(?!\d)|(?:1[4-9]|20)\d0(?!\d))",
    ),
    ("decade", "d", rf"\bel{SP}(?P<span>(?P<decade>{DECADE['es']}){SP}y{SP}(?:tantos|pico)\b)"),
    (
        "some decade",
        "d#",
        rf"\blos{SP}(?P<decade>{DECADE['es']}\b(?!{SP}y{SP})|(?:[2-9]0s?|2000)(?!\w)){_NO_AMOUNT_ES}"
        rf"|(?<=\blos \d0 y )(?P<decade2>[2-9]0)(?!\w){_NO_AMOUNT_ES}",
    ),
    ("century", "a", rf"\bsiglo{SP}(?P<roman>xxi|xx|xix|xviii|xvii|xvi|xv)\b"),
    ("year", "#y", rf"{START}(?P<year>{YEAR}{YEAR_END}|{YEAR_WORDS['es']}\b)"),
    (
        "short year",
        "#d",
        rf"\b(?:en{SP}el|(?:del?|el){SP}ano){SP}(?P<span>(?P<short>{SHORT_YEAR}|{SHORT_YEAR_WORDS['es']})){_NO_AMOUNT_ES}"
        rf"|\b(?:(?:desde|hasta|para|por|hacia){SP}el|del){SP}(?P<span2>(?P<short2>'?(?:3[2-9]|[4-9]\d)(?!\d)"
        rf"|{SHORT_YEAR_WORDS['es']})){_NO_AMOUNT_ES}|(?<![\w'])(?P<span3>'(?P<short3>\d\d))(?![\w'])"
        rf"|(?:(?<=\bdel \d\d al )|(?<=\b1[4-9]\d\d al ))(?P<span4>(?P<short4>\d\d)){END}{_NO_AMOUNT_ES}"
        rf"|(?:(?<=\bel \d\d y el )|(?<=\bel \d\d y )|(?<=\bel \d\d, \d\d y )|(?<=\bel \d\d, )(?=\d\d y )"
        rf"|(?<=\b19\d\d y ))"
        rf"(?P<span5>(?P<short5>3[2-9]|[4-9]\d)){END}{_NO_AMOUNT_ES}",
    ),
    ("weekday", "w", rf"{START}(?P<wd>{WEEKDAY['es']}){SP}(?:dia{SP})?(?P<day>{FIGURE_DAY})(?:[º°]|{END})"),
    ("bare day", "#", rf"\b(?:el|al){SP}(?P<span>(?:dia{SP})?(?P<day>{FIGURE_DAY})){_NO_AMOUNT_ES}{END}"),
    (
        "weekday",
        "w",
        rf"\b(?:(?:este|el{SP}(?P<dir>proximo|pasado)){SP}(?P<wd2>{WEEKDAY['es']})"
        rf"|el{SP}(?P<wd3>{WEEKDAY['es']}){SP}(?P<dir2>siguiente|proximo|pasado|anterior|que{SP}viene))\b",
    ),
    (
        "bare weekday",
        "w",
        rf"(?:\b(?:el|del|al){SP}|^\W{{0,3}})(?P<span>(?P<wd>{WEEKDAY['es']}))\b(?!{SP}(?:santo|de)\b)",
    ),
    (
        "deictic",
        "r",
        rf"\b(?P<now>hoy|ayer|anteayer|antier|antes{SP}de{SP}ayer|anoche|pasado{SP}manana|manana)\b"
        rf"(?:{SP}(?:por|en){SP}la{SP}(?:manana|tarde|noche)\b)?",
    ),
    (
        "ago",
        "r",
        rf"\bhace(?:{SP}(?P<exact>exactamente|justo|justamente))?{SP}(?P<n>{NUMBER['es']}){SP}{_UNIT_ES}"
        rf"(?!{SP}y{SP}(?:medi[oa]|pico|{NUMBER['es']}{SP}(?:dia|semana|mes|ano)))"
        rf"|\b(?P<n2>{NUMBER['es']}){SP}(?P<unit2>dias?|semanas?|mes(?:es)?|anos?){SP}atras\b",
    ),
    (
        "later",
        "r",
        rf"\b(?P<n>{NUMBER['es']}){SP}{_UNIT_ES}{SP}(?P<way>despues|mas{SP}tarde|antes)\b(?!{SP}del?\b)",
    ),
    (
        "beside",
        "r",
        rf"\b(?:al?|el)(?:{SP}(?:la|el))?{SP}(?:(?P<unit>dia|manana|mes|ano|semana){SP}(?P<dir>siguiente)|otro{SP}dia)"
        rf"\b(?!{SP}(?:al?|de|del)\b)|\bla{SP}(?P<unit2>manana|semana){SP}(?P<dir2>siguiente)\b"
        rf"|\bel{SP}(?P<dir4>siguiente){SP}(?P<unit4>dia|mes|ano)\b|\bel{SP}(?P<unit3>dia|mes|ano){SP}(?P<dir3>anterior)\b(?!{SP}(?:al?|de|del)\b)",
    ),
    (
        "beside now",
        "r",
        rf"\b(?:(?:el|la){SP})?(?P<unit>mes|ano|semana){SP}(?P<dir>pasad[oa]|proxim[oa]|que{SP}viene|entrante)\b"
        rf"|\b(?:el|la){SP}(?P<dir2>pasad[oa]|proxim[oa]){SP}(?P<unit2>mes|ano|semana)\b",
    ),
    (
        "season",
        "s",
        rf"\b(?P<span>(?:el|la){SP}(?P<season>primavera|verano|otono){SP}(?P<dir>pasad[oa]))\b"
        rf"|\b(?P<span2>(?P<dir2>est[ea]){SP}(?P<season2>primavera|verano|otono))\b{_NO_YEAR_ES}"
        rf"|\bdesde{SP}(?:el|la){SP}(?P<span3>(?P<season3>primavera|otono))\b{_NO_YEAR_ES}",
    ),
    ("same", "r", rf"\b(?P<this>(?:ese|aquel|este)(?:{SP}mismo)?){SP}(?P<unit>ano|mes|dia)\b"),
)

TRIGGERS = triggers(
    {
        "m": " ".join(MONTHS["es"]) + " setiembre ene feb mar abr may jun jul ago sep sept set oct nov dic",
        "w": " ".join(WEEKDAYS["es"]),
        "r": "hoy ayer anteayer antier anoche manana hace ano anos mes meses dia dias semana semanas "
        "corriente corrientes presente",
        "d": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa "
        "veintes treintas cuarentas cincuentas sesentas setentas ochentas noventas",
        "y": "mil",
        "s": "primavera verano otono",
        "a": "anos decada siglo",
        "f": "navidad nochebuena nochevieja vieja trabajo trabajador trabajadores nuevo valentin difuntos muertos "
        "santos mayor inocentes reyes madre madres ceniza ramos santo gloria resurreccion pascua santa",
    },
)
