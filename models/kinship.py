"""The words for relatives and for those who are as close, in Spanish and English: one table for all that reads them.

They announce names ("mi hijo Josué"), tell a man from a woman ("her aunt Cruz"), and keep people of one name apart
("José Pérez es mi padre").
"""

from corpus.folding import fold

__all__ = ["FEMALE", "KIN", "MALE", "ROLES"]

# {what somebody is to somebody else: (men, women, both or several)}. Nobody is two of these to the same person.
_RELATIVES = {
    "father": ("padre papá padrastro father dad stepfather", "", ""),
    "mother": ("", "madre mamá madrastra mother mom mum stepmother", ""),
    "child": ("hijo hijastro son stepson", "hija hijastra daughter stepdaughter", "hijos hijas"),
    "sibling": (
        "hermano hermanito hermanastro brother stepbrother",
        "hermana hermanita hermanastra sister stepsister",
        "hermanos hermanas",
    ),
    "spouse": ("esposo marido husband", "esposa mujer wife", "spouse"),
    "grandparent": ("abuelo abuelito grandfather grandpa", "abuela abuelita grandmother grandma", ""),
    "grandchild": ("nieto grandson", "nieta granddaughter", ""),
    "uncle": ("tío uncle", "tía aunt", ""),
    "nephew": ("sobrino nephew", "sobrina niece", ""),
    "cousin": ("primo", "prima", "cousin"),
    "parent-in-law": ("suegro father-in-law", "suegra mother-in-law", ""),
    "child-in-law": ("yerno son-in-law", "nuera daughter-in-law", ""),
    "sibling-in-law": ("cuñado brother-in-law", "cuñada sister-in-law", ""),
}
# Others that one has; somebody may be several of these.
_CLOSE = (
    "compañero compadre vecino novio cipote muchacho amigo boyfriend viudo widower boy",
    "compañera comadre vecina novia cipota muchacha amiga girlfriend viuda widow girl",
    "friend neighbor neighbour partner",
)


def _words(place: int) -> frozenset[str]:
    return frozenset(word for kinds in (*_RELATIVES.values(), _CLOSE) for word in kinds[place].split())


_MEN, _WOMEN, _OTHERS = map(_words, range(3))
KIN = _MEN | _WOMEN | _OTHERS  # lower case, with accents
MALE, FEMALE = frozenset(map(fold, _MEN)), frozenset(map(fold, _WOMEN))
ROLES = {fold(word): role for role, kinds in _RELATIVES.items() for word in " ".join(kinds).split()}
