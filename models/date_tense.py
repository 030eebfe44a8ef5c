"""What is said beside a date of when it lies: a verb of the future, «hoy», the head of a letter."""

from __future__ import annotations

import re

from models.date_context import Context

__all__ = ["begins", "heads", "opens", "planned", "side", "starts", "this_day", "tomorrow"]

_NO_TODAY = frozenset("hasta todavia aun de desde los las until to of for as than from even el y que".split())
_NO_TOMORROW = frozenset("la una esa cada media esta aquella misma primera segunda otra tercera toda y su mi".split())
# Verbs beside «hoy» and "today" that tell of this one day, and not of nowadays.
_THIS_DAY = {
    "es": re.compile(
        r"\b(?!qué|josé|café|esté|porqué)(?:\w{2,20}(?:ó|aron|ieron|eron|é)|h[ae]n? \w{2,20}[ai]do|fue|fui|vino|vine"
        r"|fuimos|vinimos|hicimos|estuvimos|tuvimos|supimos|pudimos|dijimos|hubo|hizo|puso|dijo|dio|tuve|tuvo"
        r"|se cumplen?|hoy,? día de(?:l| las?| los)? \w+"
        r"|hoy es (?=\d|el|la|día|lunes|martes|miércoles|jueves|viernes|sábado|domingo|san|navidad))\b"
    ),
    "en": re.compile(
        r"\b(?:\w{2,20}ed|was|were|came|went|put|said|told|took|had|saw|got|made|brought|did|left|found|wrote"
        r"|ha(?:s|ve) \w{2,20}|today(?: is|'s|’s) (?=\d|the|a|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul"
        r"|aug|sep|oct|nov|dec|christ)"
        r"|today,? \w{3,12}['’]s day|writing to you)\b"
    ),
}
_CLAUSE = re.compile(r"[.;:!?«»\"“”]")
# Words before a date that put it ahead.
_AHEAD = {
    "es": re.compile(
        r"\b(?:más tardar|próxim[oa]s?|prev[eé]\w{0,6}|previst[oa]s?|plazo|vencen?|piden? que|van? a|quieren?|deben?"
        r"|convocamos|solicitamos|\w{2,20}r(?:á|án|emos)|irán?)\b|\bantes del? $"
    ),
    "en": re.compile(
        r"\b(?:will|shall|won't|i'll|we'll|he'll|she'll|they'll|no later than|next|expected|scheduled|set for|deadline"
        r"|due|going to|wants? to|asks? that|asking that|we call for|we request|is to|must|should)\b|\bbefore $"
    ),
}
# «San Salvador, El Salvador, a |», "Date: |"
_PLACE_BEFORE = re.compile(
    r"\s*(?:(?i:lugar y fecha|fecha|date|dated)\s?:?\s{1,3}(?:el\s|a\s)?"
    r"|(?!(?:En|In|El|La|On|At)\s)"
    r"(?:[^\W\d_a-z][\w'’.]{0,25}(?:,?\s(?:de|del|de la|de los|la|las|los|el|y|of|the)\b)?,?\s){1,8}"
    r"(?<=,\s)(?:a\s(?:los\s)?|el\s)?)"
)
_AFTER_DATELINE = re.compile(r"\.?\s*$|\.?\s?[—–]|\.-|\.?[ \t]*\n|\s\([A-Z]{2,5}\)")
_RECORD = {
    "es": re.compile(
        r"\W{0,3}en (?:la|el|las|los|esta|este) (?:ciudad|villa|municipio|canton|oficinas?|sede|juzgado|despacho)\b"
        r".{0,160}\ba l[ao]s? "
    ),
    "en": re.compile(r"\W{0,3}in the (?:city|town|municipality|village|offices?|court)\b.{0,160}\b(?:at|on)\b"),
}
# «… en abril, como está previsto»
_AS_PLANNED = re.compile(
    r",?\s(?:como esta (?:previsto|planeado|programado)|tal como esta previsto|as (?:is )?(?:planned|scheduled))\b"
)
_BEGINNING = re.compile(
    r"\W*(?:(?:y|pero|luego|despues|ya|and|but|so|then|later|back|early|late)\W+)?(?:alla\s)?"
    r"(?:(?:en|in|para|por|hacia|durante|during|by|around)\s)?(?:el\s)?(?:ano\s|the\syear\s)?"
)
_TOLD = re.compile(r"\b\w{2,20}(?:ó|aron|ieron)\b")
_PLANNED = re.compile(
    r"\b(?:(?:la|una|otra|su|mi|tu|ti?en[a-z]{1,6})\scita|citad[oa]s? para|audiencia|appointment|court date|hearing"
    r"|summoned|summons)\b[^.;:!?]{0,50}$"
)
_HELD = re.compile(
    r"\b(?:fue|fui|hubo|\w{3,20}(?:aron|ieron)|se celebro|se realizo|was|were|had been|went|held)\b[^.;:!?]{0,50}$"
)


def this_day(context: Context, start: int, end: int) -> bool:
    """Whether «hoy», "today" means this one day and not nowadays."""
    if context.low.endswith("el dia de ", 0, start):
        return True
    if (context.before(start) in _NO_TODAY and not context.low.startswith("y ", 0, start)) or context.after(end) in (
        "en",
        "still",
        "dia",
    ):
        return False
    lead = _CLAUSE.split(context.text[max(0, start - 40) : start])[-1]
    follow = _CLAUSE.split(context.text[start : end + 30])[0]
    return bool(_THIS_DAY[context.language].search((lead + follow).lower()))


def starts(context: Context, start: int) -> bool:
    """Whether a date begins its text; in a diary, that heads an entry whatever follows («Octubre, no sé qué día»)."""
    return start < 40 and not context.text[:start].strip(" \t*-—–")


def heads(context: Context, start: int, end: int, *, full: bool) -> bool:
    """A date alone at the start of a text heads an entry of a diary, a letter or a chronology; a `full` one, a day
    with its year, may stand after its place («San Salvador, 12 de enero de 2024»)."""
    if starts(context, start):
        return context.low[end : end + 1] in ("", ".", ":", "—", "\n")
    return full and bool(_PLACE_BEFORE.fullmatch(context.text[:start]) and _AFTER_DATELINE.match(context.text, end))


def opens(context: Context, start: int) -> bool:
    """The day on which a record is drawn up: «En la ciudad de Apopa, a las diez horas del día …, comparece»."""
    return start < 250 and bool(_RECORD[context.language].match(context.low[:start]))


def begins(context: Context, start: int) -> bool:
    """Whether a year opens its sentence: «En 2019 …», "But in 1984, …"."""
    return start < 40 and bool(_BEGINNING.fullmatch(context.low, 0, start))


def side(context: Context, start: int, end: int) -> int:
    """Whether what is said beside the date puts it in the future (1) or, from now, in the past (-1)."""
    if context.low.endswith(("desde ", "desde el ", "since "), 0, start):
        return -1
    before, after = context.text[max(0, start - 80) : start].lower(), context.low[end : end + 30]
    cue = _AHEAD[context.language].search(before)
    if cue and context.language == "es" and _TOLD.search(before, cue.end()):
        return 0  # «prevista para mil personas, recibió en agosto …»
    return int(bool(cue or _AS_PLANNED.match(after)))


def planned(context: Context, start: int) -> bool:
    """Whether it is the day of an appointment, which may be past or still to come."""
    before = context.low[max(0, start - 60) : start]
    planned = _PLANNED.search(before)
    return planned is not None and not _HELD.search(before, planned.start())


def tomorrow(context: Context, start: int) -> bool:
    """Whether «mañana» is tomorrow and not the morning."""
    return context.before(start) not in _NO_TOMORROW and not context.low.startswith("pasado", max(0, start - 7), start)
