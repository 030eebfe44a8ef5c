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


_BEFORE = re.compile(r"([\w'.]{1,30}?)(?:\s{1,3}|(?:(?<=\bmid)|(?<=\blate)|(?<=\bearly)|(?<=\bpre)|(?<=\bpost))-)$")
_AFTER = re.compile(r"\s{1,3}([^\W\d_][\w']{0,30})")
# Words before a bare year. After the weak ones a number may also count something.
_STRONG = {
    "es": _words(
        "en desde hasta durante hacia ano anos del el entre todo todos tras e fechado pleno ese aquel este c. "
        "ca. pre post"
    ),
    "en": _words(
        "in since until till during year years early late mid between circa around all summer winter spring fall "
        "autumn the throughout c. ca. a.d. pre post"
    ),
}
_WEAK = {
    "es": _words(
        "de a y o u para por al como sobre con antes despues que contra era fue nacido "
        "nacida promocion cosecha informe censo elecciones campana generacion"
    ),
    "en": _words(
        "of from to by and or for through before after about that this with as than was a his her their your our my "
        "its born died founded dated signed starting beginning fiscal one"
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
_PEOPLE = _words(
    "soldados agentes policias personas hombres mujeres familias soldiers agents police people men women families"
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
# «1980 fue duro», "2022 and 2023", "1981, the year of …": a year that opens a sentence.
_OPENERS = frozenset(". ; : ( « “ — ¿ ¡ \" '".split())
_SUBJECT = re.compile(
    r"\s(?:was|is|saw|brought|began|started|ended|marked|had been|fue|era|es|empezo|comenzo|termino|trajo|marco)\b"
    r"|'s\s|-presente?\b|,\s(?:the|el|un|a)\s(?:year|ano)\b|\s(?:and|or|to|y|e|o|a|al|hasta)\s(?:1[4-9]|20)\d\d(?!\d|[.,]\d)"
)
# "the 1954 banana strike"
_EVENT_AFTER = re.compile(
    r"\s(?:[a-z]{3,12}\s)?(?:massacre|strike|coup|earthquakes?|elections?|offensive|war|peace accords?|uprising"
    r"|hurricane|constitution|amnesty)\b"
)
_YEAR_LABEL = re.compile(r"\b(?:ano|year|periodo|period|(?:fecha|date)(?:\s[a-z]{2,14}){0,3})\s?:\s$")
_BY_THEN = re.compile(r"(?:^|[.,;:—«“\"(]\s?|\b(?:because|that|and|but|so|then|well)\s)by\s$")
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
    rf"\s?(?:[-–—/,]\s?|(?:y|o|a|and|or|to|through)\s)(?:{'|'.join([*MONTHS['es'], *MONTHS['en']])})\b"
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
_NO_FEAST = _words("cada todo todas feliz la las every each merry happy a")
_NAMES = "|".join([*MONTHS["es"], *MONTHS["en"], *WEEKDAYS["es"], *WEEKDAYS["en"]])
_DATED = re.compile(rf",?\s(?:o sea,?\s|that is,?\s)?(?:en|el|in|on)\s(?:the\s)?(?:\d|{_NAMES})")


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
        if year % 100 and _EVENT_AFTER.match(self.low, end):
            return True
        spelled = not self.low[start].isdigit()
        lead = self.low[max(0, start - 2) : start]
        if (not lead.strip() or lead.strip() in _OPENERS) and not spelled:
            subject = _SUBJECT.match(self.low, end)
            if subject and not self.counts(subject.end()):
                return True
        if word in ("en", "in") and year % 100 and self.after(end) in _PEOPLE:  # "In 1981 soldiers came"
            return True
        if word == "by" and _BY_THEN.search(self.low[max(0, start - 16) : start]) and year % 100:
            return True
        if word in _STRONG[self.language]:
            return not measured and not (year % 100 == 0 and self.counts(end))
        if spelled and (year % 100 == 0 or "hundred" in self.low[start:end]):
            return False
        if word in _WEAK[self.language]:
            return not measured and (self.language == "en" or not self.counts(end))
        if word:
            return False
        follow = self.low[end : end + 2].lstrip()
        if lead == ": " and _YEAR_LABEL.search(self.low[max(0, start - 36) : start]):
            return True
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
            and (self.after(end) == "i" or not self._capital_at_word(end))
            and self.after(end) not in _PARTS
        )

    def amount(self, start: int) -> bool:
        """Whether «dos días después» is said without «casi», «más de», "about"."""
        cut = self.low.endswith(("hundred and ", "mil ", "cientos "), 0, start)  # a part of a larger number
        return not cut and self.before(start) not in _ABOUT

    def feast(self, start: int) -> bool:
        return self.before(start) not in _NO_FEAST

    def dated(self, end: int) -> bool:
        """A date follows, and says better what came «dos meses después, en mayo»."""
        return bool(_DATED.match(self.low, end))
