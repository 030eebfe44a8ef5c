"""Annotated testimonies made by hand, for tests of what comes after the models. All people and events are invented."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from corpus.folding import fold
from corpus.records import (
    AnnotatedTestimony,
    LanguageGuess,
    Lemma,
    Mention,
    ModelRef,
    Passage,
    Segment,
    Source,
    Testimony,
    Translation,
    entity_id,
    testimony_id,
)

__all__ = ["COLLECTED", "NAMES", "ROSA", "TRANSLATOR", "Line", "annotated", "office"]

NAMES = ModelRef("names-by-hand", "1", "ab" * 32)
TRANSLATOR = ModelRef("translation-by-hand", "2", "cd" * 32)
COLLECTED = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    """A sentence, its language, its translation, and what is named in it: (surface, label, canonical name or ISO
    date).
    """

    text: str
    language: str = "es"
    translation: str | None = None
    names: Sequence[tuple[str, str, str]] = ()
    translated_names: Sequence[tuple[str, str, str]] = ()
    lemmas: dict[str, str] = field(default_factory=dict)


def annotated(
    uri: str,
    lines: Sequence[Line],
    *,
    locator: str = "",
    collection: str | None = None,
    recorded_on: str | None = None,
    title: str | None = None,
) -> tuple[bytes, AnnotatedTestimony]:
    """The original's bytes and the record made from it: the lines, a paragraph each."""
    text = "\n\n".join(line.text for line in lines)
    data = text.encode("utf-8", "surrogatepass")
    sha256 = hashlib.sha256(data).hexdigest()
    testimony = testimony_id(sha256, locator)
    segments: list[Segment] = []
    translations: list[Translation] = []
    mentions: list[Mention] = []
    translated: list[Mention] = []
    lemmas: set[Lemma] = set()
    start = 0
    for ordinal, line in enumerate(lines):
        end = start + len(line.text)
        guess = LanguageGuess(line.language, 0.987654, "by hand")
        segments.append(Segment(testimony, ordinal, start, end, line.text, guess, speaker="Testigo", page=1))
        target = {"es": "en", "en": "es"}.get(line.language)
        flags = () if line.translation is not None else ("no_model_for_language",)
        score, model = (0.54321, TRANSLATOR) if line.translation is not None else (None, None)
        translations.append(Translation(ordinal, line.language, target, line.translation, score, model, flags))
        mentions += [_mention(ordinal, line.text, name, start) for name in line.names]
        translated += [_mention(ordinal, line.translation or "", name, 0) for name in line.translated_names]
        lemmas |= {Lemma(line.language, fold(form), fold(lemma)) for form, lemma in line.lemmas.items()}
        start = end + 2
    item = AnnotatedTestimony(
        testimony=Testimony(
            id=testimony,
            source=Source(uri, "text/plain", sha256, len(data), COLLECTED),
            locator=locator,
            title=title,
            text=text,
            passages=tuple(Passage(s.start, s.end) for s in segments),
            collection=collection,
            recorded_on=recorded_on,
            notes=("encoding:utf-8",),
        ),
        segments=tuple(segments),
        translations=tuple(translations),
        mentions=tuple(mentions),
        translation_mentions=tuple(translated),
        lemmas=frozenset(lemmas),
    )
    return data, item


def _mention(ordinal: int, text: str, name: tuple[str, str, str], offset: int) -> Mention:
    surface, label, means = name
    start = text.index(surface)
    date = label == "DATE"
    return Mention(
        segment=ordinal,
        start=offset + start,
        end=offset + start + len(surface),
        text=surface,
        label=label,
        score=0.87654,
        model=NAMES,
        entity=None if date else entity_id(label, fold(means)),
        value=means if date else None,
    )


ROSA = ("Rosa Paz", "PERSON", "Rosa Paz")


def office() -> list[tuple[bytes, AnnotatedTestimony]]:
    """Four small testimonies: two in Spanish, one in English, one with a sentence in a language that nobody
    translates.
    """
    return [
        annotated(
            "declaraciones/apopa.txt",
            [
                Line(
                    "Los custodios golpearon a Rosa Paz el 4 de mayo de 2022 en Apopa.",
                    translation="The guards beat Rosa Paz on May 4, 2022 in Apopa.",
                    names=[ROSA, ("4 de mayo de 2022", "DATE", "2022-05-04"), ("Apopa", "PLACE", "Apopa")],
                    translated_names=[ROSA, ("Apopa", "PLACE", "Apopa")],
                    lemmas={"golpearon": "golpear", "custodios": "custodio"},
                ),
                Line(
                    "La detención duró un año <y medio> & más.",
                    translation="The detention lasted a year and a half.",
                    lemmas={"duró": "durar"},
                ),
                Line(
                    "A Rosa la detuvieron por segunda vez en abril.",
                    translation="They arrested Rosa a second time in April.",
                    names=[("Rosa", "PERSON", "Rosa Paz")],
                    lemmas={"detuvieron": "detener"},
                ),
            ],
            collection="cárceles",
            recorded_on="2023-06",
            title="Declaración de una vecina",
        ),
        annotated(
            "declaraciones/mejicanos.txt",
            [
                Line(
                    "José Mena dijo que detener a su hermano fue un error de la Fiscalía General.",
                    translation="José Mena said that arresting his brother was a mistake of the Attorney General.",
                    names=[
                        ("José Mena", "PERSON", "José Mena"),
                        ("Fiscalía General", "ORG", "Fiscalía General de la República"),
                    ],
                    translated_names=[("Attorney General", "ORG", "Attorney General")],
                    lemmas={"fue": "ser", "dijo": "decir"},
                ),
                Line(
                    "La señora Rosa Paz no estaba; en EE.UU. vive O'Brien, su abogado.",
                    translation="Mrs. Rosa Paz was not there; O'Brien, her lawyer, lives in the U.S.",
                    names=[ROSA, ("O'Brien", "PERSON", "O'Brien")],
                    lemmas={"vive": "vivir"},
                ),
            ],
            collection="vecinos",
            recorded_on="2021-03-01",
        ),
        annotated(
            "statements/clinic.txt",
            [
                Line(
                    "The guards were beating the prisoners when Dr. Rosa Mena arrived.",
                    language="en",
                    translation="Los custodios golpeaban a los presos cuando llegó la Dra. Rosa Mena.",
                    names=[("Rosa Mena", "PERSON", "Rosa Mena")],
                    lemmas={"guards": "guard", "beating": "beat"},
                ),
                Line("I was afraid.", language="en", translation="Tuve miedo.", lemmas={"was": "be"}),
            ],
            collection="clinic",
        ),
        annotated(
            "declaraciones/mixta.txt",
            [
                Line("Tentli kimati.", language="und"),
                Line("Nadie volvió a San Salvador.", translation="Nobody returned to San Salvador."),
            ],
            locator="row 10",
        ),
    ]
