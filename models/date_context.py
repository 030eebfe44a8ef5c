"""Whether the words round a number, a month or a weekday let it be a date: «en 2022», not «2022 personas».

All tests look at a bounded piece of text on either side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.date_words import MONTHS, WEEKDAYS

__all__ = ["Context"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BEFORE = re.compile(r"([\w'.]{1,30}?)(?:\s{1,3}|(?<=\bmid)-)$")
_AFTER = re.compile(r"\s{1,3}([^\W\d_][\w']{0,30})")
# Words before a bare year. After the weak ones a number may also count something.
_STRONG = {
    "es": _words("en desde hasta durante hacia ano anos del el entre todo todos tras e fechado"),
    "en": _words(
        "in since until till during year years early late mid between circa around all summer winter spring fall "
        "autumn the"
    ),
}
_WEAK = {
    "es": _words("de a y o u para por al como sobre con antes despues que contra era fue"),
    "en": _words(
        "of from to by and or for through before after about that this with as than was a his her their your our my its"
    ),
}
_MEASURES = _words(
    "colones dolares pesos quetzales lempiras cordobas soles bolivares euros pesetas personas hombres mujeres "
    "familias metros kilometros km libras quintales manzanas hectareas varas votos ejemplares paginas gente "
    "detenidos detenidas capturados presos internos reos soldados agentes policias ninos ninas muertos victimas "
    "desaparecidos asesinados denuncias casos capturas casas viviendas habitantes firmas nombres plazas dias anos "
    "horas veces kilos dollars pounds miles acres people men women families children meters metres kilometers "
    "kilometres votes pages police soldiers agents officers prisoners inmates detainees deaths victims arrests "
    "complaints cases houses homes signatures names days years hours times persons kilos feet percent"
)
# Words that end in s, as what is counted does, and are none.
_NO_NOUNS = {
    "es": _words(
        "los las unos unas dos tres seis mas menos mis tus sus ellos ellas nosotros nosotras estos estas esos esas "
        "antes despues entonces varios varias muchos muchas todos todas otros otras algunos algunas vos eras "
        "nuestros nuestras cuyos cuyas quienes ademas apenas"
    ),
    "en": _words("this always sometimes perhaps thus whose hers ours theirs does it's that's there's he's she's"),
}
# «entre 1500 y 2000 soldados», «más de 2000»
_OTHER_END = re.compile(r"\s(?:y|a|o|and|to|or)\s(?:unos\s)?[\d.,]{1,7}")
_RANGE_STARTS = _words("entre de desde between from")
_MORE_THAN = re.compile(r"\b(?:mas|menos|cerca|alrededor|arriba|more|less|fewer|out|total)\s(?:de|than|of)\s$")
_REFERENCES = _words(
    "decreto ley articulo art art. numero num num. no. nro nro. expediente exp exp. ref ref. referencia caso causa "
    "oficio folio folios fotografia foto telefono tel tel. placa placas acuerdo resolucion queja peticion codigo "
    "clave acta decree law article number case file reference photograph photo phone plate complaint petition "
    "resolution"
)
_BEFORE_DAY = _words(
    "el del al dia y o u e este aquel pasado proximo hasta desde a de entre con fecha los dias es era fue hoy ayer "
    "lunes martes miercoles jueves viernes sabado domingo"
)
# What is called after a day: «colonia 15 de Septiembre».
_CALLED = _words(
    "colonia barrio calle avenida pasaje presa central escuela instituto liceo hospital clinica batallon brigada "
    "comunidad movimiento estudiantil frente andes parque plaza mercado cooperativa lotificacion reparto "
    "residencial urbanizacion canton caserio finca puente cancha estadio asociacion grupo comando organizacion "
    "revolucion"
)
_NAME_MONTHS = {
    "es": _words("enero abril mayo junio julio agosto"),
    "en": _words("march april may june august"),
}
_BEFORE_MONTH = {
    "es": _words("en desde hasta entre para durante hacia"),
    "en": _words("in since until till before by during from between after around early late mid through last next"),
}
_WEAK_BEFORE_MONTH = _words("and of for to the this that both or than said")
_EACH = _words("cada todo todos every each")
_NTH = re.compile(
    r"\b(?:primer|segundo|tercer|cuarto|ultimo|first|second|third|fourth|last)\s\w{1,12}\s(?:de|of|in)\s$"
)
_AND_MONTH = re.compile(
    rf"\s?(?:[-–—]\s?|(?:y|o|a|and|or|to|through)\s)(?:{'|'.join([*MONTHS['es'], *MONTHS['en']])})\b"
)
_ABOUT = _words("casi unos unas como de desde almost nearly about some over than around since every each cada")
_PARTS = _words("nights mornings afternoons evenings")
_FROM_DECADE = re.compile(r"\blos (?:anos )?\w{2,9} a $")
_DECADE_PARTS = _words("early late mid")
_AFTER_BARE_DAY = _words(
    "at in with and or i we he she it they that because when while a an to from by on the after before until till "
    "as but there this my our his her their was were for"
)
_NO_DAYS = _words("street district floor avenue precinct street's battalion brigade infantry division congress century")
_NO_TODAY = _words("hasta todavia aun de desde los las until to of for as than from even el y que")
_NO_TOMORROW = _words("la una esa cada media esta aquella misma primera segunda otra tercera toda y su mi")
_NO_FEAST = _words("cada todo todas feliz la las every each merry happy a")
_NAMES = "|".join([*MONTHS["es"], *MONTHS["en"], *WEEKDAYS["es"], *WEEKDAYS["en"]])
_DATED = re.compile(rf",?\s(?:o sea,?\s|that is,?\s)?(?:en|el|in|on)\s(?:the\s)?(?:\d|{_NAMES})")
# Verbs beside «hoy» and "today" that tell of this one day, and not of nowadays.
_THIS_DAY = {
    "es": re.compile(
        r"\b(?!qué|josé|café|esté|porqué)(?:\w{2,20}(?:ó|aron|ieron|eron|é)|h[ae]n? \w{2,20}[ai]do|fue|fui|vino|vine"
        r"|hubo|hizo|puso|dijo|dio|tuve|tuvo|se cumplen?"
        r"|hoy es (?=\d|el|la|día|lunes|martes|miércoles|jueves|viernes|sábado|domingo|san|navidad))\b"
    ),
    "en": re.compile(
        r"\b(?:\w{2,20}ed|was|were|came|went|put|said|told|took|had|saw|got|made|brought|did|left|found|wrote"
        r"|ha(?:s|ve) \w{2,20}|today(?: is|'s|’s) (?=\d|the|a|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul"
        r"|aug|sep|oct|nov|dec|christ)"
        r"|writing to you)\b"
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


@dataclass(frozen=True, slots=True)
class Context:
    """A text, the same flattened, and its language."""

    text: str
    low: str
    language: str

    def before(self, start: int) -> str:
        """The flattened word before `start`; "" at the text's start and after punctuation."""
        found = _BEFORE.search(self.low[max(0, start - 34) : start])
        return found[1] if found else ""

    def after(self, end: int) -> str:
        found = _AFTER.match(self.low, end)
        return found[1] if found else ""

    def capital(self, at: int) -> bool:
        return self.text[at].isupper()

    def counts(self, end: int) -> bool:
        """Something counted follows: «2000 dólares», "1981 people"."""
        word = self.after(end)
        if word in _MEASURES:
            return True
        return (
            len(word) > 3 and word.endswith("s") and not word.endswith("mos") and word not in _NO_NOUNS[self.language]
        )

    def no_reference(self, start: int) -> bool:
        return self.before(start) not in _REFERENCES

    def year(self, start: int, end: int, year: int) -> bool:
        """Whether a number that could be a year is one."""
        word, measured = self.before(start), self.after(end) in _MEASURES
        other = _OTHER_END.match(self.low, end) if word in _RANGE_STARTS else None
        if (other and self.counts(other.end())) or _MORE_THAN.search(self.low[max(0, start - 24) : start]):
            return False
        spelled = not self.low[start].isdigit()
        if word in _STRONG[self.language]:
            return not measured and not (year % 100 == 0 and self.counts(end))
        if spelled and (year % 100 == 0 or "hundred" in self.low[start:end]):
            return False
        if word in _WEAK[self.language]:
            return not measured and (self.language == "en" or not self.counts(end))
        if word:
            return False
        lead, follow = self.low[max(0, start - 2) : start], self.low[end : end + 2].lstrip()
        if not lead.strip() or lead.endswith("("):
            return follow[:1] in ("", ":", ".", ")", "–", "—") or (spelled and follow[:1] == ",")
        if lead == ", " and self.low[max(0, start - 6) : start - 2].isdigit():  # «en 1978, 1979 y 1980»
            return True
        return lead in (", ", "– ", "— ") and follow[:1] in ("", ":", ".", ")", "–", "—")

    def month(self, start: int, at: int, *, day: int, year: bool, way: bool) -> bool:
        """Whether the word at `at`, in an expression from `start`, is a month and not a name, a verb or a custom."""
        name = re.match(r"[a-z]+", self.low[at : at + 12])
        month, capital, word = name[0] if name else "", self.capital(at), self.before(start)
        named = month in _NAME_MONTHS[self.language]
        if (
            self.language == "en"
            and not capital
            and not (year and (day >= 0 or not named or word in _BEFORE_MONTH["en"]))
        ):
            return False
        if year or way:
            return True
        if day >= 0:
            if capital and self.text[day].isupper() and start > 0:
                return False  # «el Cuatro de Julio», "the Fourth of July"
            if self.language == "es":
                return not word or word in _BEFORE_DAY or (not capital and word not in _CALLED)
            return word != "the" or not self._capital_after(at)
        if word in _EACH or _NTH.search(self.low[max(0, start - 40) : start]):
            return False
        if self.language == "es" and not capital:
            return True
        if word in _BEFORE_MONTH[self.language]:
            return True
        if self.language == "en" and _AND_MONTH.match(self.low, at + len(month)):
            return True
        if named and word not in _WEAK_BEFORE_MONTH:
            return False
        if named:
            return (
                self.language == "en" and bool(word) and not self._capital_after(at) and not self._capital_before(start)
            )
        return self.language == "en" or start == 0

    def _capital_after(self, at: int) -> bool:
        """A capital begins the word after the expression round `at` (a month, perhaps with a day after it)."""
        found = re.match(r"[^\W\d_]{3,9}(?:\s\d{1,2}(?:st|nd|rd|th)?)?\s([^\W\d_])", self.text[at : at + 30])
        return bool(found) and found[1].isupper() if found else False

    def _capital_before(self, start: int) -> bool:
        found = re.search(r"(\w)\w{0,20}\s$", self.text[max(0, start - 24) : start])
        return bool(found and found[1].isupper() and start - len(found[0]) > 0)

    def decade(self, start: int, end: int) -> bool:
        if self.language == "es":
            age = self.before(start) in ("a", "con") and not _FROM_DECADE.search(self.low[max(0, start - 30) : start])
            return not age and self.after(end) != "que" and not self.counts(end)
        return self.low.startswith("the", start) or self.before(start) in _DECADE_PARTS

    def bare_day(self, start: int, end: int) -> bool:
        """«el 15», "the 15th": a day of the month named last, and not the fifteenth of something."""
        article = self.low.rfind("l" if self.language == "es" else "the", max(0, start - 6), start)
        lead, word = self.before(article - 1 if self.language == "es" else article), self.after(end)
        if self.language == "es":
            return lead not in ("en", "numero", "sector", "era") and not self.counts(end)
        if not word or word in _AFTER_BARE_DAY:
            return True
        return lead == "on" and word not in _NO_DAYS and self._capital_at_word(end)

    def _capital_at_word(self, end: int) -> bool:
        found = re.match(r"\s{1,3}(\w)", self.text[end : end + 4])
        return bool(found and found[1].isupper())

    def weekday(self, at: int, end: int) -> bool:
        """«el jueves», "on Thursday", or one that heads an entry; no name («Domingo»), no custom ("every Friday")."""
        if at < 3:
            return self.low[end : end + 1] in (".", ":", ",")
        return (
            self.capital(at) == (self.language == "en")
            and not self._capital_at_word(end)
            and self.after(end) not in _PARTS
        )

    def amount(self, start: int) -> bool:
        """Whether «dos días después» is said without «casi», «más de», "about"."""
        cut = self.low.endswith(("hundred and ", "mil ", "cientos "), 0, start)  # a part of a larger number
        return not cut and self.before(start) not in _ABOUT

    def this_day(self, start: int, end: int) -> bool:
        """Whether «hoy», "today" means this one day and not nowadays."""
        if self.low.endswith("el dia de ", 0, start):
            return True
        if self.before(start) in _NO_TODAY or self.after(end) in ("en", "still", "dia"):
            return False
        lead = _CLAUSE.split(self.text[max(0, start - 40) : start])[-1]
        follow = _CLAUSE.split(self.text[start : end + 30])[0]
        return bool(_THIS_DAY[self.language].search((lead + follow).lower()))

    def heads(self, start: int, end: int) -> bool:
        """A date at the start of a text and alone there heads an entry of a diary, a letter or a chronology."""
        return start < 40 and not self.text[:start].strip(" \t*-—–") and self.low[end : end + 1] in ("", ".", ":", "—")

    def side(self, start: int) -> int:
        """Whether what is said before `start` puts the date in the future (1) or, from now, in the past (-1)."""
        if self.low.endswith(("desde ", "desde el ", "since "), 0, start):
            return -1
        return int(bool(_AHEAD[self.language].search(self.text[max(0, start - 80) : start].lower())))

    def tomorrow(self, start: int) -> bool:
        """Whether «mañana» is tomorrow and not the morning."""
        return self.before(start) not in _NO_TOMORROW and not self.low.startswith("pasado", max(0, start - 7), start)

    def feast(self, start: int) -> bool:
        return self.before(start) not in _NO_FEAST

    def dated(self, end: int) -> bool:
        """A date follows, and says better what came «dos meses después, en mayo»."""
        return bool(_DATED.match(self.low, end))
