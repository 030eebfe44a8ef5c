"""What the words around names say: titles and kinship words that tell a man from a woman, families, and words that
give somebody or something another name.
"""

from __future__ import annotations

import re

from corpus.folding import fold
from models.kinship import FEMALE, MALE
from models.resolve_names import Said
from models.rules import TITLES

__all__ = ["Cue", "cue_between", "gender_clue", "names_a_family", "quotes_around"]

_WOMEN = FEMALE | frozenset(
    """
    dona senora sra senorita srta licenciada licda doctora dra ingeniera abogada maestra profesora pastora sor senoras
    mrs ms miss madam
    """.split()
)
# Not "doctor", "pastor" and ranks: English says them of women too.
_MEN = MALE | frozenset("don senor sr licenciado ingeniero abogado maestro profesor fray mr mister sir".split())
_BETWEEN = frozenset("mayor menor querido querida difunto difunta older elder younger oldest youngest late".split())
_TOKEN = re.compile(r"[^\W\d_]+|[^\w\s.]")
_FAMILY = re.compile(r"\b(?:familias?|los|las|family|families)\s*$", re.IGNORECASE)
_RELATIVES = re.compile(r"\b(?:hermanos|hermanas|esposos|señores|hijos|primos|brothers|sisters)\s*$", re.IGNORECASE)
_LIST = re.compile(r"\s*,|\s+(?:y|e|and)\b")  # "mis hermanos Juan y Pedro" are no family called Juan
_FAMILY_AFTER = re.compile(r"\s+(?:family|brothers|sisters|siblings|household|clan)\b", re.IGNORECASE)


def gender_clue(before: str) -> str | None:
    """ "F" or "M" where a title or a kinship word stands right before a name: "doña", "mi hermana menor,", "Mr."."""
    for word in reversed(_TOKEN.findall(fold(before))[-3:]):
        if word in _WOMEN:
            return "F"
        if word in _MEN:
            return "M"
        if word != "," and word not in _BETWEEN:
            return None
    return None


def names_a_family(said: Said) -> bool:
    """Whether a surname stands for several people: "la familia Cruz", "los Paz", "the Cruz brothers"."""
    if _FAMILY.search(said.before) or _FAMILY_AFTER.match(said.after):
        return True
    return bool(_RELATIVES.search(said.before) and not _LIST.match(said.after))


# -- Another name ---------------------------------------------------------------------------------------------------

_LONGEST = 120  # characters between the two names
_CALLED = r"""(?:
    alias | a\.?\s?k\.?\s?a\.? | \(a\)
  | (?:con\ (?:el|su)\ |de\ )?(?:alias|apodo|sobrenombre|seudónimo)(?:\ de)?
  | (?:(?:más|mejor|también|popularmente)\ )?conocid[oa]s?(?:\ (?:también|mejor|popularmente|localmente))?\ (?:como|por)
  | (?:también\ )?(?:apodad|llamad|denominad)[oa]s?(?:\ (?:también|popularmente))?
  | (?:(?:a|al|a\ la)\ (?:quien|que|cual)\ |que\ |y\ )?(?:(?:todos|todo\ el\ mundo|ahí|allá|allí)\ )?
    l[eoa]s?\ (?:dicen|decían|llaman|llamaban|apodan|apodaban|conocen\ como|conocían\ como)
  | (?:(?:also|better|otherwise|commonly|locally|popularly)\ )?
    known(?:\ (?:locally|popularly|to\ (?:everyone|all)))?\ as
  | nicknamed | (?:also|otherwise|commonly)\ called
  | who\ (?:goes|went)\ by(?:\ the\ (?:name|nickname|alias)(?:\ of)?)? | (?:going|goes|went)\ by
  | (?:who(?:m)?\ )?(?:they|everyone|everybody|people)\ (?:called|call|knew\ as|know\ as|nicknamed)(?:\ (?:him|her|it))?
  | (?:por\ )?sus?\ siglas(?:\ en\ (?:inglés|español))?(?:\ es)? | abbreviated(?:\ as)? | en\ adelante | hereinafter
)"""
_REAL = r"""(?:
    (?:cuyo|con|de)\ (?:el\ )?(?:verdadero\ )?nombre(?:\ (?:verdadero|real|completo|legal|de\ pila))?(?:\ (?:es|era))?
  | (?:que\ )?en\ realidad\ se\ llama(?:ba)? | nombre\ (?:real|verdadero|completo|legal):?
  | whose\ (?:(?:real|full|true|legal)\ )?name\ (?:is|was) | (?:real|full|true|legal)\ name:?
)"""
_OPEN, _CLOSE = r"[«“\"'‘]", r"[»”\"'’]"
# An apposition in commas may stand between: "José Pérez, albañil de 34 años, alias …".
_START = rf"{_CLOSE}*(?:,[^,;:.()¿?¡!]{{1,50}},\s*|\s*[,(—–-]?\s*)"
_TITLE = rf"(?:(?:{'|'.join(sorted(TITLES))})\.?\s+)?"  # "conocido como «Comandante Nico»"
_END = rf"[,:]?\s*(?:(?:el|la|los|las|the)\s*)?{_OPEN}*\s*{_TITLE}"
_CALLS = re.compile(rf"{_START}{_CALLED}{_END}", re.IGNORECASE | re.VERBOSE)
_NAMES = re.compile(rf"{_START}{_REAL}{_END}", re.IGNORECASE | re.VERBOSE)
_BRACKET = re.compile(rf"{_CLOSE}*\s*[(\[]\s*(?:(?:el|la|los|las|the|o|or)\s+)?{_OPEN}*")
_COMMA = re.compile(rf"{_CLOSE}*\s*(?:,|[—–-])\s*(?:(?:o|or)\s+)?(?:(?:el|la|los|las|the)\s+)?{_OPEN}*", re.IGNORECASE)
_BRACKET_END = re.compile(rf"{_CLOSE}*\s*[)\],;]")
_COMMA_END = re.compile(rf"{_CLOSE}*\s*(?:[,;.:—–]|-|$)")

Cue = str  # "calls": the second name is another one of the first; "names": the other way round; "bracket"; "comma"


def cue_between(first: Said, second: Said, text: str, offset: int) -> Cue | None:
    """What the words between two names of a segment say of them. `text` is the segment's, `offset` where it begins."""
    start, end = first.mention.end - offset, second.mention.start - offset
    if not 0 < end - start <= _LONGEST:
        return None
    between = text[start:end]
    if _CALLS.fullmatch(between):
        return "calls"
    if _NAMES.fullmatch(between):
        return "names"
    if _BRACKET.fullmatch(between) and _BRACKET_END.match(second.after):
        return "bracket"
    if _COMMA.fullmatch(between) and _COMMA_END.match(second.after):
        return "comma"
    return None


def quotes_around(said: Said) -> bool:
    """Whether a name stands in quotation marks, outside or inside of the mention."""
    return bool(re.search(rf"{_OPEN}\s*$", said.before) or re.match(_OPEN, said.mention.text))
