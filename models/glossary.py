"""A user's own glossary: terms and names with the form they must have in the other language."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from corpus.errors import UsageError
from models.lexicon import Form, form_of
from models.surfaces import Surfaces

__all__ = ["Glossary", "read_glossary"]


@dataclass(frozen=True)
class Glossary:
    """`terms` maps (language, surface) to the form in the other language; `digest` stands for its content."""

    terms: dict[tuple[str, str], Form] = field(default_factory=dict)
    digest: str = ""

    @cached_property
    def _surfaces(self) -> dict[str, Surfaces]:
        languages = {language for language, _ in self.terms}
        return {
            language: Surfaces(
                surface
                for own, term in self.terms
                if own == language
                for surface in (term, term[:1].upper() + term[1:], term.upper())
            )
            for language in languages
        }

    def find(self, text: str, language: str) -> Iterator[tuple[int, int, Form]]:
        """(start, end, form) of each term in `text`; at a sentence's beginning or in capitals it is found as well."""
        if language not in self._surfaces:
            return
        for start, end in self._surfaces[language].find(text):
            surface = text[start:end]
            exact = self.terms.get((language, surface))
            lowered = self.terms.get((language, surface[:1].lower() + surface[1:]))
            if exact:
                yield start, end, exact
            elif lowered:
                yield start, end, Form(lowered.text[:1].upper() + lowered.text[1:], lowered.article)
            else:
                form = next(f for (own, term), f in self.terms.items() if own == language and term.upper() == surface)
                yield start, end, Form(form.text.upper(), form.article)


def read_glossary(path: Path) -> Glossary:
    """Read a CSV or TSV file whose first line is `es,en` (in any order; other columns are ignored).

    An article before a term says which one the language puts there ("la Vega", "the Vega"), as in lexicons/names.yaml.

    Raises:
        UsageError: the file can't be read, has no such first line, or a row has only one side; it names the line.
    """
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"The glossary can't be read: {path}.", hint="It is a CSV file in UTF-8 with the columns es,en."
        ) from error
    lines = text.splitlines()
    delimiter = next((d for d in "\t;," if lines and d in lines[0]), ",")
    rows = csv.DictReader(lines, delimiter=delimiter)
    columns = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
    if not {"es", "en"} <= set(columns):
        raise UsageError(f"The glossary has no columns es and en: {path}.", hint="Its first line is: es,en")
    terms: dict[tuple[str, str], Form] = {}
    for row in rows:
        es, en = ((row.get(columns[key]) or "").strip() for key in ("es", "en"))
        if not es and not en:
            continue
        if not es or not en:
            raise UsageError(f"The glossary has a term without its translation in line {rows.line_num}: {path}.")
        # A term without an article may be a common noun, which takes one or not.
        spanish, english = (Form(f.text, f.article or None) for f in (form_of(es), form_of(en)))
        terms.setdefault(("es", spanish.text), english)
        terms.setdefault(("en", english.text), spanish)
    return Glossary(terms, hashlib.sha256(content).hexdigest())
