"""Who speaks: labels such as "Entrevistadora:", "P.-" or "MARTA:" at the start of a line.

"Fecha: 3 de mayo" looks the same. So a label counts if it names a role, or if it comes back and isn't the
name of a form's field.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from corpus.folding import fold

__all__ = ["find_labels", "label_of", "speaker_of"]

_LABEL = re.compile(r"([^\W\d_][^\n:¿?¡!«»\"“”;,()]{0,39}?)\s?(?:\([^()\n]{1,30}\)\s?)?:(?:-|–|—)?(?=\s|$)")
_LETTER = re.compile(r"([A-Z])\s?(?:\.|:)\s?[-–—]?(?=\s)")
_PAIRS = (("P", "R"), ("Q", "A"), ("E", "T"), ("E", "R"), ("I", "R"))  # what must both occur for "P. " to be a label
_PARTICLES = frozenset("de del la las los el y e of the and da do dos".split())
_ROLES = frozenset(
    "entrevistador entrevistadora entrevistado entrevistada interviewer interviewee testigo witness pregunta respuesta "
    "question answer p r q a fiscal juez jueza magistrado magistrada defensa defensor defensora declarante moderador "
    "moderadora locutor locutora periodista reporter abogado abogada prosecutor judge counsel attorney interpreter "
    "interprete traductor traductora victima victim speaker hablante voz narrador narradora madre padre mother father "
    "host presentador presentadora investigador investigadora investigator officer".split()
)
_FORM_FIELDS = frozenset(
    "fecha lugar nota notas nombre nombres apellido apellidos edad asunto date place name note notes age subject re "
    "tel telefono phone correo email e-mail direccion address from to de para cc hora time firma signature caso case "
    "expediente ref referencia reference anexo http https dui ps pd titulo title ocupacion occupation profesion "
    "domicilio nacionalidad nationality sexo sex genero gender departamento municipio canton observaciones "
    "comentarios resumen summary hechos facts antecedentes fuente source tema pendiente importante ejemplo "
    "example idioma language estado status desde hasta".split()
)


def find_labels(lines: Iterable[str], *, captions: bool = False) -> frozenset[str]:
    """The speaker labels of one text, given its lines. In `captions` a name in capitals is one at its first coming."""
    counts: Counter[str] = Counter()
    letters: set[str] = set()
    for line in lines:
        if match := _LETTER.match(line[:60]):
            letters.add(match.group(1))
        if label := _candidate(line):
            counts[label] += 1
    # Where others come back in capitals, a name in capitals that speaks only once is one too.
    capitals = captions or any(
        n > 1 and c.isupper() and len(c) > 1 and fold(c) not in _FORM_FIELDS for c, n in counts.items()
    )
    labels = {
        c
        for c, n in counts.items()
        if _is_role(c) or ((n > 1 or (capitals and c.isupper() and len(c) > 1)) and fold(c) not in _FORM_FIELDS)
    }
    paired = {letter for pair in _PAIRS if letters.issuperset(pair) for letter in pair}
    return frozenset(labels | {f"{letter}." for letter in paired})


def label_of(line: str, labels: frozenset[str]) -> tuple[str, int] | None:
    """The label that `line` begins with, and the offset of what is said; None if it begins with none."""
    if not labels:
        return None
    if (match := _LETTER.match(line[:60])) and f"{match.group(1)}." in labels:
        return match.group(1), match.end() + 1
    if (match := _LABEL.match(line[:90])) and _clean(match.group(1)) in labels:
        return _clean(match.group(1)), min(len(line), match.end() + 1)
    return None


def speaker_of(line: str, labels: frozenset[str]) -> str | None:
    """Only the name of `label_of`."""
    found = label_of(line, labels)
    return found[0] if found else None


def _candidate(line: str) -> str | None:
    match = _LABEL.match(line[:90])
    if not match:
        return None
    label = _clean(match.group(1))
    words = label.split()
    if not 1 <= len(words) <= 5 or not label[0].isupper():
        return None
    if not all(w[0].isupper() or w[0].isdigit() or w.lower() in _PARTICLES for w in words):
        return label if _is_role(label) and len(words) <= 2 else None
    return label


def _is_role(label: str) -> bool:
    first, *rest = fold(label).split()
    return first in _ROLES and (not rest or rest[0].isdigit() or label.split()[1][0].isupper() or len(rest) == 0)


def _clean(label: str) -> str:
    return " ".join(label.split()).rstrip(".")
