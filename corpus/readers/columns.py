"""What a table, a front matter or a metadata file says about a testimony: names of columns, and how values are read.

People write "fecha" or "date", "sí" or "SI", "12/05/2022". Names are matched folded (no case, no accents).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from corpus.folding import fold
from corpus.records import Access

__all__ = [
    "FIELDS",
    "SPEAKER_COLUMNS",
    "TEXT_COLUMNS",
    "access_level",
    "field_of",
    "find_column",
    "iso_date",
    "language_tag",
    "named",
]

FIELDS = ("title", "recorded_on", "language", "collection", "access", "consent")

_ALIASES = {
    "title": "title titulo",
    "recorded_on": "recorded_on recorded date fecha fecha_de_grabacion fecha_de_registro fecha_de_entrevista "
    "date_recorded interview_date recording_date",
    "language": "language lang idioma lengua",
    "collection": "collection coleccion",
    "access": "access acceso",
    "consent": "consent consentimiento",
}
_FIELD_OF = {alias: name for name, aliases in _ALIASES.items() for alias in aliases.split()}

# In the order of trust: where a table has several, the first one is the testimony.
TEXT_COLUMNS = tuple(
    "testimony testimonio text texto statement declaracion relato narrative narracion narrativa transcript "
    "transcripcion transcription body cuerpo contenido content account historia story entrevista interview message "
    "mensaje".split()
)
SPEAKER_COLUMNS = ("speaker", "hablante", "interlocutor")

_ACCESS: dict[str, Access] = {
    "open": "open",
    "public": "open",
    "abierto": "open",
    "publico": "open",
    "restricted": "restricted",
    "restringido": "restricted",
    "reservado": "restricted",
    "confidential": "confidential",
    "confidencial": "confidential",
    "secreto": "confidential",
}
_LANGUAGES = {
    "spanish": "es",
    "espanol": "es",
    "castellano": "es",
    "spa": "es",
    "english": "en",
    "ingles": "en",
    "eng": "en",
    "mixed": "mul",
    "mixto": "mul",
}
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_ISO = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?:[T ]\d{1,2}:\d{2}.*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


def named(name: str) -> str:
    """A column's name in the form that the tables here have: folded, words joined by "_"."""
    return "_".join(re.findall(r"\w+", fold(name)))


def field_of(name: str) -> str | None:
    """The canonical field that a column holds, or None."""
    return _FIELD_OF.get(named(name))


def find_column(names: Sequence[str], wanted: Iterable[str]) -> int | None:
    """The position of the first of `wanted` that is among `names`: as the whole name before as a word of it."""
    folded, wanted = [named(n) for n in names], list(wanted)
    for name in wanted:
        if name in folded:
            return folded.index(name)
    for name in wanted:
        for i, column in enumerate(folded):
            if name in column.split("_") and column not in _FIELD_OF:
                return i
    return None


def access_level(value: str) -> Access | None:
    """The access level that `value` means, or None."""
    return _ACCESS.get(fold(value.strip()))


def language_tag(value: str) -> str | None:
    """A BCP 47 tag ("es", "es-SV", "mul") for a tag or a language's name, or None."""
    value = value.strip()
    if known := _LANGUAGES.get(fold(value)):
        return known
    if not _TAG.fullmatch(value):
        return None
    primary, *rest = value.replace("_", "-").split("-")
    primary = _LANGUAGES.get(primary.lower(), primary.lower())
    return "-".join([primary, *(r.upper() if len(r) == 2 else r for r in rest)])


def iso_date(value: str, *, strict: bool = False) -> str | None:
    """`value` as YYYY, YYYY-MM or YYYY-MM-DD, or None where it isn't a date or could be two ("05/06/2022").

    `strict` takes only what is ISO 8601 already.
    """
    value = value.strip()
    if match := _ISO.fullmatch(value):
        year, month, day = match.groups()
        parts = [year, *(p.zfill(2) for p in (month, day) if p)]
        if strict and "-".join(parts) != value:
            return None
    elif (match := _DAY_FIRST.fullmatch(value)) and not strict:
        first, second, year = match.groups()
        if int(first) <= 12 and int(second) <= 12 and first != second:
            return None  # the fifth of June, or the sixth of May
        day, month = (first, second) if int(second) <= 12 else (second, first)
        parts = [year, month.zfill(2), day.zfill(2)]
    else:
        return None
    try:
        date(*[int(p) for p in [*parts, "1", "1"][:3]])
    except ValueError:
        return None
    return "-".join(parts)
