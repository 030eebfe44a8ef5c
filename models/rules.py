"""People named by how they are introduced ("me llamo …", "mi hijo …", "el licenciado …", "my name is …").

The small spaCy models miss just these, and they are how people enter a testimony.
"""

import re
from collections.abc import Iterator

from models.kinship import KIN
from models.placeholders import is_given_name

__all__ = [
    "PLACE_WORDS",
    "TITLES",
    "apart",
    "begins_sentence",
    "find_people",
    "find_places",
    "may_be_place",
    "trim_name",
    "with_short_given",
]

# No two ways to match one word: hostile text must not make the pattern try them all.
_WORD = r"[A-ZÁÉÍÓÚÑÜ](?:[a-záéíóúñüç]+(?:['’-][A-ZÁÉÍÓÚÑÜ]?[a-záéíóúñüç]+|[A-ZÁÉÍÓÚÑÜ][a-záéíóúñüç]+)*|\.(?=\s))"
_PARTICLE = r"(?:de la|de los|de las|de|del)"
_NAME = rf"(?P<name>{_WORD}(?:\s+(?:{_PARTICLE}\s+)?{_WORD}){{0,5}})(?!\w)"

_TITLES = (
    "don|doña|niña|niño|señor|señora|señorita|sr\\.|sra\\.|srta\\.|licenciado|licenciada|lic\\.|licda\\.|lcdo\\.|doctor|doctora|dr\\.|dra\\."
    "|ingeniero|ingeniera|ing\\.|abogado|abogada|capitán|sargento|cabo|teniente|coronel|mayor|comandante|subinspector"
    "|inspector|comisionado|subcomisionado|agente|pastor|pastora|padre|monseñor|mons\\.|sor|fray|profesor|profesora|profe|maestro|maestra"
    "|subteniente|general|presidente|presidenta|ministro|ministra|fiscal|juez|jueza|magistrado|magistrada|diputado|diputada|alcalde|alcaldesa"
    "|obispo|arzobispo|reverendo|custodio|custodia|soldado|motorista|director|directora|guard|soldier|warden"
    "|mr\\.|mrs\\.|ms\\.|attorney|officer|sergeant|captain|lieutenant|colonel|corporal|inspector|father|fr\\.|sister|pastor|judge|justice|agent|detective|major|president|minister|secretary|senator|congressman|congresswoman|mayor|bishop"
    "|archbishop|monsignor|reverend|rev\\.|professor|commander|señor|señora"
)
_KIN = "|".join(sorted(map(re.escape, KIN), key=lambda word: (-len(word), word)))
_PATTERNS = [
    re.compile(pattern)
    for pattern in (
        rf"\b(?:[Mm]e llam(?:o|aba)|[Mm]i nombre es|[Ss]u nombre (?:es|era)|[Ss]e llam(?:a|aba)|de nombre|llamad[oa]|[Yy]o,|[Yy]o soy)\s+(?:(?i:{_TITLES})\s+)?{_NAME}",
        rf"\b(?:[Mm]y name is|[Hh]is name (?:is|was)|[Hh]er name (?:is|was)|named|called|[Nn]ame:|I,)\s+(?:(?i:{_TITLES})\s+)?{_NAME}",
        rf"(?<![\w.])(?i:{_TITLES})\s+{_NAME}",
        rf"\b(?:[Mm]is?|[Ss]us?|[Nn]uestr[oa]s?|[Tt]u|[Ll]a|[Ee]l)\s+(?:{_KIN}),?\s+(?:(?:mayor|menor),?\s+)?{_NAME}",
        rf"\b(?:[Mm]y|[Hh]is|[Hh]er|[Oo]ur|[Tt]heir|[Yy]our)\s+(?:(?:older|younger|oldest|youngest|eldest|late|little|big)\s+)?(?:{_KIN}),?\s+(?:(?i:{_TITLES})\s+)?{_NAME}",
        r"\balias\s+[«“\"]?(?P<name>(?:El|La)?\s?[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+)",
    )
]

# Words that begin with a capital after a title or at the start of a sentence and are no name, folded and in lower case.
_NOT_A_NAME = frozenset(
    (
        "dios señor señora general generala primero primera segunda tercero especializado nuestro "
        "nuestra me yo el la los las un una mi su nos se ella ellos nosotros usted ustedes que y pero porque "
        "cuando como donde si no ya hoy ayer mañana ahora entonces god lord the a an i he she they we you it "
        "my his her our their and but so then when where yes no this that there enero febrero marzo mayo "
        "junio agosto septiembre octubre noviembre diciembre lunes martes miércoles jueves viernes "
        "sábado january february march july september october november december "
        "monday tuesday wednesday thursday friday saturday sunday salvadoran salvadorean honduran guatemalan "
        "mexican american catholic evangelical spanish english"
    ).split()
)
# The same, where no other name follows: there it is somebody's given name (Julio Martínez, June Carter).
_NO_NAME_ALONE = frozenset("julio abril domingo segundo april may june august christian".split())


def find_people(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of the names that an introduction or a title announces; titles and kinship words stay outside."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span("name")
            trimmed = trim_name(text, start, end)
            if trimmed == (start, end):
                yield start, end


def find_places(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of the names that a word such as colonia, cantón or prison announces; that word stays outside."""
    for pattern in _PLACES:
        for match in pattern.finditer(text):
            start, end = match.span("name")
            if trim_name(text, start, end) == (start, end):
                yield start, end


# In small letters, without full stops.
TITLES = frozenset(word.replace("\\", "").rstrip(".") for word in _TITLES.split("|"))
PLACE_WORDS = frozenset(
    """
    colonia cantón canton caserío barrio aldea reparto urbanización residencial municipio departamento penal cárcel
    ciudad puerto pueblo comunidad lotificación calle avenida río cerro volcán municipality department town city village
    neighborhood prison county street river
    """.split()
)
_PLACE_NAME = rf"(?P<name>(?:(?:El|La|Los|Las)\s+)?{_WORD}(?:\s+(?:{_PARTICLE}\s+)?{_WORD}){{0,3}})(?!\w)"
_PLACES = [
    re.compile(pattern)
    for pattern in (
        rf"\b(?:[Cc]olonia|[Cc]ant[oó]n|[Cc]aserío|[Bb]arrio|[Aa]ldea|[Rr]eparto|[Uu]rbanización|[Rr]esidencial)\s+{_PLACE_NAME}",
        rf"\b(?:[Mm]unicipio|[Dd]epartamento|[Pp]enal|[Cc]árcel|[Cc]iudad|[Aa]lcaldía|[Pp]uerto|[Pp]ueblo)\s+de\s+{_PLACE_NAME}",
        rf"\b(?:[Mm]unicipality|[Dd]epartment|[Cc]anton|[Tt]own|[Cc]ity|[Vv]illage)\s+of\s+{_PLACE_NAME}",
        rf"\b{_PLACE_NAME}\s+(?:neighborhood|prison|penitentiary)\b",
    )
]
_ARTICLES = frozenset(("el", "la", "los", "las"))
_INTRODUCING = re.compile(r"^(?:me llamo|mi nombre es|my name is|soy|i am|i'm)\s+", re.IGNORECASE)


def trim_name(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without introductions, titles, articles and punctuation at its edges, or None if no name is left."""
    if intro := _INTRODUCING.match(text[start:end]):
        start += intro.end()
    while start < end:
        first = re.match(r"[\w.'’-]+", text[start:end])
        if first is None:
            start += 1
            continue
        word = re.split(r"['’]", first.group().lower())[0].strip(".-")
        rest = text[start + first.end() : end].strip()
        no_name = word in _NOT_A_NAME or (word in _NO_NAME_ALONE and not rest[:1].isupper())
        if no_name or (word in TITLES and rest) or not first.group()[:1].isupper():
            if word in _ARTICLES and rest[:1].isupper() and not begins_sentence(text, start):
                break  # a capital inside a sentence: the article is part of the name (El Pital)
            start += first.end()
            continue
        break
    while start < end and not (text[end - 1].isalnum() or text[end - 1] == "."):
        end -= 1
    while start < end and not text[start].isalnum():
        start += 1
    return (start, end) if end - start >= 2 else None


# "Ma. José Cruz": a full stop that ends no sentence, and two letters that are a name all the same.
_SHORT_GIVEN = re.compile(r"(?<!\w)(?:Ma|Mª|M\.ª|M\.a|Fco|Gpe|Gmo|Fdo|Ant|Wm|Geo|Chas|Jas|Thos|Robt)\.?\s+$")
_AND = re.compile(r"\s+(?:y|e|and)\s+(?P<next>[^\W\d_]+)")
_WHERE = re.compile(
    r"(?:\b(?:en|de|desde|hacia|hasta|por|para|entre|cerca de|in|at|from|near|to|of|towards?|through|around|outside|between"
    r"|y|e|o|u|and|or|el|la|los|las|the)|[,;:(/–—-]"
    r"|\b(?:fu|ib|va|ir|voy|lleg|viaj|volv|regres|llev|traslad|mud|huy|camino|rumbo)\w*\s+(?:\w+\s+){0,2}a)\s*$",
    re.IGNORECASE,
)


def with_short_given(text: str, start: int) -> int:
    """Where a person's name begins that stands at `start`: before an abbreviated given name, if there is one."""
    found = _SHORT_GIVEN.search(text[max(0, start - 8) : start])
    return start - len(found.group()) if found else start


def apart(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The people of a span that joins two: "Rosa Paz y Fco. Mena", but not "Ramón y Cajal"."""
    for match in _AND.finditer(text, start, end):
        if is_given_name(match["next"]) or _SHORT_GIVEN.search(f"{match['next']}. "):
            yield start, match.start()
            start = match.start("next")
    yield start, end


def may_be_place(text: str, start: int, end: int) -> bool:
    """Whether a place can stand there: after a preposition or a word for places, in a list, in the line of a date."""
    before = text[max(0, start - 200) : start]  # all that can tell: not the whole of a long text for each name in it
    if not before.strip():
        return re.match(r"\s*(?:[,(]|$)", text[end:]) is not None
    last = before.split()[-1].strip("«“\"'(").lower()
    return last in PLACE_WORDS or _WHERE.search(before) is not None


def begins_sentence(text: str, position: int) -> bool:
    """Whether a capital at `position` may be due to the beginning of a sentence."""
    before = text[:position].rstrip(" \t\n¿¡«“\"'(—–-")
    return not before or before[-1] in ".!?…:"
