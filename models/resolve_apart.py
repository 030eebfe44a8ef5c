"""What tells two people apart who have the same name, or of whom one's name is short for the other's.

Fathers and sons share names, so do husbands and wives: "José Pérez es mi padre", says José Pérez Martínez. What the
text says of a name right there (a title, a kinship word, "me llamo") counts; where it contradicts, nothing is joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.folding import fold
from models.kinship import ROLES
from models.resolve_cues import gender_clue
from models.resolve_names import Said

__all__ = ["Clues", "are_two", "clues_of", "needs_proof"]

_KIN = f"(?:{'|'.join(sorted(ROLES, key=lambda word: (-len(word), word)))})"
_MY = "(?:mi|mis|nuestro|nuestra|nuestros|nuestras|my|our)"
_THEIR = "(?:su|sus|his|her|their|tu|your)"
_AGE = "(?:older|younger|elder|oldest|youngest|eldest)"
_KIND = rf"(?:(?:difunt[oa]|querid[oa]|finad[oa]|own|dear|late|only|little|big|{_AGE})\s+)?"
_WHICH = r"(?:,?\s+(?:mayor|menor|difunt[oa]|querid[oa]|mi[oa]))?"
_TITLE = r"(?:(?:don|dona|senora?|sra?\.?|mrs?\.?|ms\.?)\s+)?"
_VERB = r"(?:se\s+llama(?:ba)?|es|era|fue|is|was)"
_IS = rf"(?:,?\s+(?:(?:que|who)\s+)?(?:(?:tambien|also)\s+)?{_VERB}(?:\s+(?:called|named))?)?"
_SIGN = r"\s*[,:(«“\"‘—–-]?\s*"
_NAMED = rf"{_KIND}(?P<kin>{_KIN}){_WHICH}(?:['’]s\s+name)?{_IS}{_SIGN}{_TITLE}$"
# "mi padre, José Pérez", "my late father was called José Pérez"; "José Pérez es mi padre", "José Pérez, my father".
_MINE_BEFORE = re.compile(rf"\b{_MY}\s+{_NAMED}")
_AFTER = r"\W{0,3}\s*(?:(?:que|who)\s+)?(?:(?:es|era|fue|is|was)\s+)?"
_MINE_AFTER = re.compile(rf"{_AFTER}{_MY}\s+{_KIND}(?P<kin>{_KIN})\b")
_THEIRS_BEFORE = re.compile(rf"\b{_THEIR}\s+{_NAMED}")
_THEIRS_AFTER = re.compile(rf"{_AFTER}{_THEIR}\s+{_KIND}(?P<kin>{_KIN})\b")
# "soy hijo de José Pérez", "José Pérez Martínez, hijo de José Pérez": the two are two.
_OF = re.compile(rf"\b(?P<kin>{_KIN}){_WHICH}\s+(?:del?|of)\s+{_TITLE}$")
_I_AM = re.compile(r"\b(?:soy|i\s+am|i['’]m)\s+(?:el\s+|la\s+|un[ao]?\s+|the\s+|an?\s+)?$")
_SPEAKS = re.compile(
    r"\b(?:me\s+llamo|mi\s+nombre(?:\s+(?:completo|legal))?\s+es|yo,?|yo\s+soy|soy|i\s+am|i['’]m|i,"
    rf"|my\s+(?:(?:full|legal)\s+)?name\s+is){_SIGN}{_TITLE}$"
)


@dataclass(frozen=True, slots=True)
class Clues:
    """What is said of a name where it stands: a title's gender ("F", "M"), what its bearer is to somebody (`role`), and
    whether that somebody is the one who tells it (`mine`), or its bearer is (`speaks`). `teller` is who speaks in the
    segment, "" where only one does. A `role` of "" says only that there are two: "soy el padre de José".
    """

    teller: str = ""
    gender: str | None = None
    role: str | None = None
    mine: bool = False
    speaks: bool = False


def clues_of(said: Said, teller: str) -> Clues:
    """The clues of one mention."""
    before, after, gender = fold(said.before), fold(said.after), gender_clue(said.before)
    if kin := _MINE_BEFORE.search(before) or _MINE_AFTER.match(after):
        return Clues(teller, gender, ROLES[kin["kin"]], mine=True)
    if of := _OF.search(before):
        return Clues(teller, gender, "", mine=bool(_I_AM.search(before[: of.start()])))
    if kin := _THEIRS_BEFORE.search(before) or _THEIRS_AFTER.match(after):
        return Clues(teller, gender, ROLES[kin["kin"]])
    return Clues(teller, gender, speaks=bool(_SPEAKS.search(before)))


def are_two(one: Iterable[Clues], other: Iterable[Clues]) -> bool:
    """Whether what is said of one name can't be said of the bearer of the other: a man and a woman, the one who tells
    it and his father, his father and his son.
    """
    return any(_contradict(a, b) for a in one for b in other)


def _contradict(a: Clues, b: Clues) -> bool:
    if a.gender and b.gender and a.gender != b.gender:
        return True
    if a.teller != b.teller:
        return False
    if (a.speaks and b.mine) or (b.speaks and a.mine):
        return True
    return a.mine and b.mine and bool(a.role and b.role) and a.role != b.role


def needs_proof(short: Iterable[Clues], full: Iterable[Clues]) -> bool:
    """Whether a short name with a surname is some relative's ("su padre, José Pérez"), but the full one isn't said to
    be of the same kind. Those who share a name are relatives, most often.
    """
    roles = {clues.role for clues in short if clues.role is not None}
    return bool(roles) and not roles & {clues.role for clues in full if clues.role}
