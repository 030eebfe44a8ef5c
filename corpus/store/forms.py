"""Word forms: a query for *detener* also finds *detuvieron*, from the table that ingest filled. No model is needed."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select, tuple_
from sqlalchemy.dialects.sqlite import insert

from corpus.folding import fold
from corpus.records import Lemma
from corpus.store import tables as t

__all__ = ["add_forms", "forms_of"]

# A Spanish verb has some 60 forms; a word that belongs to three verbs (fue) stays below this.
MAX_FORMS = 200


def _in_dictionary(folded: str, word: str, language: str) -> str:
    """The folded lemma of `word`, or "" where it is its own or unknown."""
    import simplemma  # 0.3 s for its tables, so only where they are needed

    lemma = fold(simplemma.lemmatize(word.lower(), lang=language))
    return lemma if lemma != folded else ""


def add_forms(connection: Connection, lemmas: Iterable[Lemma]) -> None:
    """Add what isn't there yet."""
    # Sorted: pages of the index are then filled in order.
    rows = [
        {"form": item.form, "language": item.language, "lemma": item.lemma}
        for item in sorted(lemmas, key=lambda item: (item.form, item.language, item.lemma))
    ]
    if rows:
        connection.execute(insert(t.forms).on_conflict_do_nothing(), rows)


def forms_of(connection: Connection, word: str) -> list[str]:
    """`word` as given, then its lemmas, then all forms of these in the same language; folded, at most MAX_FORMS."""
    folded = fold(word)
    c = t.forms.c
    pairs = select(c.language, c.lemma).where((c.form == folded) | (c.lemma == folded)).distinct()
    lemmas = [(row.language, row.lemma) for row in connection.execute(pairs)]
    if not lemmas:  # a form that no testimony has (huyó, where only huimos was said): the dictionary knows its lemma
        lemmas = [(language, lemma) for language in ("es", "en") if (lemma := _in_dictionary(folded, word, language))]
    found = [word, *sorted({lemma for _, lemma in lemmas})]
    if lemmas:
        query = select(c.form).where(tuple_(c.language, c.lemma).in_(lemmas)).distinct().order_by(c.form)
        found += connection.scalars(query)
    return list(dict.fromkeys(form for form in found if form not in ("", folded) or form == word))[:MAX_FORMS]
