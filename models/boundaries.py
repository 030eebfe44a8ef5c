"""Where sentences start, by rules that serve Spanish and English together.

Used by `models.segment`, on a stretch of text and the starts that a library proposed for it. Every test looks at a
bounded piece of text round the place, so the whole is linear in the length of the stretch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["sentence_starts"]


def _word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Stand before a name, a number or a place and never end a sentence. Matched as written and with a capital.
_LEADING = _word_set(
    """
    sr sra sres sras srta srita dr dra dres dras lic licda licdo lcda lcdo ing inga arq prof profa mons gral cnel
    tte capt cdte cmdte sgto cbo subtte mayr dn dña hno hna rvdo rvda pbro sto sta mr mrs messrs mx hon gov lt sgt
    rev supt atty cf cfr pp eds op ibíd ibid vs av avda blvd bulev ctón depto dpto mpio pje urb edif apto carr ctra
    calz p.ej i.e e.g
    """
)
# The same, but words of their own in lower case ("la col.", "for a sec."): only as written here.
_LEADING_AS_WRITTEN = _word_set("Ms Fr Ed Pres Col Cap Gen Sec Sen Ext ext Res St Cía Hnos Mt Ft")
# Lead only when a figure, a Roman numeral or a file's sign follows ("art. 5"; but "works of art. She…").
_BEFORE_FIGURES = _word_set(
    """
    núm núms num nro nros art arts pág págs párr párrs fol fols fs inc lit lits ord ap cap sec ch tit tít
    vol vols fig figs ref exp tel cel ext km kms ca aprox
    ene feb mar abr may jun jul ago sep sept set oct nov dic jan apr aug dec
    """
)
# Can end a sentence; inside one they are often followed by a capital too, so only a starter tells.
_MAYBE = re.compile(
    r"(?<!\w)(?:U\.\s?S(?:\.\s?A)?|U\.\s?K|S\.\s?A|C\.\s?V|R\.\s?L|D\.\s?C|D\.\s?F|N\.\s?Y|L\.\s?A"
    r"|Inc|Corp|Ltd|Co|Ltda|Jr|Sr|Esq|Ph\.\s?D|M\.\s?D|J\.\s?D|U[dD]s?|Vds?|d\.\s?C|a\.\s?C|P\.\s?D|Q\.\s?E\.\s?P\.\s?D)$"
)
_CLOCK = re.compile(r"(?:^|[\s\d])(?:[ap]\.\s?m|[AP]\.\s?M)$")
_AFTER_CLOCK = _word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december est edt cst cdt mst mdt pst pdt gmt utc
    """
)
# Words that open sentences and aren't names: they tell "grupo B. El…" from "J. M. Paz".
_STARTERS = _word_set(
    """
    el la los las un una unos unas lo al del de en a ante con contra desde hasta para por según sin sobre tras
    y e o u ni pero mas sino aunque porque como cuando donde mientras si que quien cual yo tú vos usted
    ustedes él ella ellos ellas nosotros nosotras me te se nos mi mis tu tus su sus nuestro nuestra este esta
    estos estas ese esa esos esas aquel aquella eso esto aquello no sí ya hoy ayer ahora luego después
    entonces antes también tampoco así allí allá ahí aquí hay había era fue es son están estaba estuvo todo
    toda todos todas cada otro otra otros otras muy más menos durante entre mediante además asimismo
    finalmente the an this that these those i he she it we they you my his her its our their your there here
    then when where while if because although but and or so as at by for from in into of on to with without
    after before during since until under over upon was were is are be been had has have did does do not yes
    what who why how which all some many most each every both neither one two three however moreover therefore
    furthermore meanwhile later today yesterday now
    """
)
_REPORTING = re.compile(
    r"\w+ (?:once )?(?:said|asked|told|answered|replied|shouted|cried|whispered|yelled"
    r"|dijo|dije|preguntó|pregunté|contestó|contesté|respondió|respondí|gritó|grité"
    r"|susurró|exclamó|añadió|repitió|insistió)\b"
    r"|I(?:'d| would) (?:say|ask|tell|answer)\b"
)

_OPENERS = "¿¡«“‘\"'([{*_"
_CLOSERS = "»”’\"')]}*_"
_DASHES = "—–―-"
# A run of closing punctuation; always matches from a terminal on, so that a million dots cost one step.
_TERMINAL = re.compile(r"[.!?…‼⁇⁈⁉]+(?:[»”’\"')\]}*_]|[—–](?=[.,]))*(?:\[\d{1,3}\])?[.…]*\s*|[。！？]+[」』”]*\s*")
# "…en Apopa.Tengo tres hijos": the space was forgotten, or lost with a line break.
_GLUED = re.compile(r"(?<=[^\W\d_]{2})[.!?…]+[»”\"]?(?=[A-ZÁÉÍÓÚÑ¿¡«“][^\W\d_]{2})")
_BLANK_LINE = re.compile(r"\n[^\S\n]*+\n\s*+")
_ITEM_LINE = re.compile(r"\n[^\S\n]*+(?=(?:[-–—•*·▪]|\d{1,3}[.)]|[a-zA-Z]\)|[IVXL]{1,5}[.)])\s|[—–]\w|—[¿¡])")
_ENUMERATOR = re.compile(r"(?:\(?(?:\d{1,3}|[IVXL]{1,6})(?:[.)]|\.\))|\(?[a-zA-Z]\))(?=\s+[^\W\d_]|\s+[¿¡«“\"])")
_LONE_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[IVXL]{1,6}|[a-zA-Z])(?:[.)]|\.\))\s*")
_ROMAN_OR_FIGURE = re.compile(r"\d|[IVXLC]{1,6}\b|[a-z]\b|º|°|N(?:úm|ro|o|º)\.?\s?\d|[A-Z]{1,6}[-/]?\d")
_QUOTE_PAIRS = {"«": "»", "“": "”", "„": "”"}
MAX_WHOLE_QUOTE = 280  # a quotation of two or three sentences stays with its sentence; a speech is cut


def sentence_starts(text: str) -> list[int]:
    """Offsets in `text`, ascending, each > 0, where a sentence starts."""
    hard = {m.end() for m in _BLANK_LINE.finditer(text)} | {m.end() for m in _ITEM_LINE.finditer(text)}
    soft = {m.end() for m in _TERMINAL.finditer(text) if m.end() < len(text) and _spaced(text, m.end())}
    soft |= {m.end() for m in _GLUED.finditer(text) if not _in_address(text, m.end())}
    soft |= _before_items(text)
    quoted = _whole_quotes(text)
    careless = _careless(text, soft)
    starts: list[int] = []
    previous = 0
    inside = 0
    for p in sorted((hard | soft) - {0}):
        if p >= len(text):
            break
        while inside < len(quoted) and quoted[inside][1] <= p:
            inside += 1
        within = inside < len(quoted) and quoted[inside][0] < p
        if p in hard or (not within and _is_start(text, previous, p, careless=careless)):
            starts.append(p)
            previous = p
    return starts


def _spaced(text: str, p: int) -> bool:
    return text[p - 1].isspace() or text[p - 1] in "。！？」』"


def _in_address(text: str, p: int) -> bool:
    """Whether `p` lies in a web or mail address, or a file's path."""
    left = text[max(0, p - 60) : p].split()
    right = text[p : p + 60].split()
    return bool(set("@/\\_") & set((left[-1] if left else "") + (right[0] if right else "")))


def _before_items(text: str) -> set[int]:
    """Starts of numbered items in running text ("…RESUELVE: 1. Que… 2. Que…")."""
    found = set()
    for m in re.finditer(r"[:;]\s+", text):
        if _ENUMERATOR.match(text, m.end()):
            found.add(m.end())
    return found


def _whole_quotes(text: str) -> list[tuple[int, int]]:
    """Spans of quotations short enough to stay whole, in order. A quotation starts before and ends after its marks."""
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    closing = ""
    for m in re.finditer(r"[«»“”„\"]", text):
        mark, k = m.group(), m.start()
        if opened is not None and k - opened > MAX_WHOLE_QUOTE:
            opened = None
        if opened is None:
            if mark in _QUOTE_PAIRS:
                opened, closing = k, _QUOTE_PAIRS[mark]
            elif (
                mark == '"'
                and (k == 0 or text[k - 1] in " \n\t([¿¡—–")
                and k + 1 < len(text)
                and not text[k + 1].isspace()
            ):
                opened, closing = k, '"'
        elif mark == closing:
            spans.append((opened, k + 1))
            opened = None
        elif mark in _QUOTE_PAIRS:  # the one before was never closed
            opened, closing = k, _QUOTE_PAIRS[mark]
    return spans


def _careless(text: str, starts: Iterable[int]) -> bool:
    """Whether the writer starts sentences with small letters (messages, dictation), so that one tells nothing."""
    small = large = 0
    for p in starts:
        if 0 < p < len(text) and text[p - 1].isspace() and text[max(0, p - 12) : p].rstrip()[-1:] == ".":
            word = _word_before(text[max(0, p - 40) : p].rstrip().rstrip("."))
            if len(word) > 2 and not _leads(word):
                small += text[p].islower()
                large += text[p].isupper()
    return small >= 2 and small > 2 * large


def _word_before(left: str) -> str:
    words = left[-40:].split()
    return words[-1].strip(_OPENERS + _CLOSERS + _DASHES) if words and not left[-1].isspace() else ""


def _leads(word: str) -> bool:
    return word in _LEADING_AS_WRITTEN or (len(word) > 1 and word.casefold() in _LEADING) or word in ("p", "c", "v")


def _is_start(text: str, previous: int, p: int, *, careless: bool) -> bool:
    left = text[max(previous, p - 60) : p].rstrip()
    right = text[p : p + 60]
    core = left.rstrip(_CLOSERS + _DASHES)
    if not core or _LONE_ENUMERATOR.fullmatch(text[previous:p] if p - previous < 12 else "-"):
        return False
    last = core[-1]
    if last in ";:,":
        return last != "," and _ENUMERATOR.match(text, p) is not None
    if right[0] in "—–―" and right[1:2].islower():  # the narrator's "—dijo ella" between two turns
        return False
    opened = right.lstrip(_OPENERS + _DASHES + " ")
    if opened[:1].islower() and not (careless and last in ".?!"):
        return _ENUMERATOR.match(text, p) is not None and last in ".!?"
    if last in "?!" and left[-1] in '»”"' and _REPORTING.match(right):
        return False
    if right[0] in ",;:.)]}»”":
        return False
    if last != ".":
        return last in "!?…‼⁇⁈⁉。！？" or "\n" in text[max(0, p - 3) : p]
    if (
        core.endswith("..") or left != core
    ):  # an ellipsis, or a closed quotation or bracket: no abbreviation stands there
        return True
    return _ends(core[:-1], right, opened)


def _ends(before: str, right: str, opened: str) -> bool:
    """Whether the full stop after `before` ends a sentence, `right` (without opening marks: `opened`) coming next."""
    word = _word_before(before)
    following = re.match(r"[^\W\d_]+", opened)
    next_word = following.group() if following else ""
    starter = next_word.casefold() in _STARTERS or right[0] in "¿¡«“—–"
    if _CLOCK.search(before):
        return next_word.casefold() not in _AFTER_CLOCK
    if not word:
        return True
    if _MAYBE.search(before[-12:]):
        return starter
    if word in ("EE", "Ph") and opened[1:3].rstrip(" ").endswith((".", "U")):  # "EE. UU.", "Ph. D."
        return False
    if _leads(word):
        return word == "St" and starter
    if word.casefold() in ("no", "nos"):  # "No. 5", but "No. I did not."
        return not right[0].isdigit()
    if word.casefold() in _BEFORE_FIGURES and _ROMAN_OR_FIGURE.match(right):
        return _ENUMERATOR.match(right) is not None and not right[0].isdigit()
    if len(word) == 1 and word.isalpha():
        if re.search(r"[\d°]\s?$", before[:-1]) and word not in ("a", "p", "A", "P"):  # a unit ("38.9 °C.", "16:40 h.")
            return True
        if word.islower():
            return starter or not next_word or _ENUMERATOR.match(right) is not None
        another = len(next_word) == 1 and opened[1:2] == "."  # "J. A. Paz"
        return (
            (starter and not another)
            or right[0].isdigit()
            or (len(next_word) > 1 and _ENUMERATOR.match(right) is not None)
        )
    return True
