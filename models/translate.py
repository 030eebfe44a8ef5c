"""The translate stage: each segment in the other language of the pair, or a flag that says why not."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import astuple, replace
from typing import Protocol

from corpus.folding import fold
from corpus.records import AnnotatedTestimony, Segment, Translation
from corpus.store.views import Remembered
from models import routes
from models.glossary import Glossary
from models.hold import Names
from models.lexicon import Lexicon
from models.routes import Sentence, Translated, Translator, translate_sentences
from models.segment import speaker_label

__all__ = ["PAIR", "Memory", "memory_key", "names_in", "translate"]

PAIR = {"es": "en", "en": "es"}
Pair = tuple[str, str]
_NO_LETTERS = re.compile(r"[\W\d_]+")


class Memory(Protocol):
    """What was translated before; a `Corpus` is one."""

    def remembered(self, keys: Collection[str]) -> Mapping[str, Remembered]:
        """Translations whose `memory` is one of `keys`, by key."""
        ...


def translate(
    items: Sequence[AnnotatedTestimony],
    *,
    translators: Mapping[Pair, Translator],
    lexicon: Lexicon,
    glossary: Glossary | None = None,
    fallbacks: Mapping[Pair, Translator] | None = None,
    memory: Memory | None = None,
) -> list[AnnotatedTestimony]:
    """Fill `translations`, one for each segment, in order. Segments of all items go through a model together.

    `mentions` of the segments say which names must be kept. Flags are those of `models.flags`, `ambiguous_date` and
    `ambiguous_number` (a date or number in figures that reads two ways), and, where there is no text: `no_model` no
    model serves the direction · `other_language` a language that no model here was made for · `no_language` names,
    figures, or too little to tell · `empty` no model gave anything.

    What `memory` knows isn't translated again; it changes the time this takes, not the result.
    """
    glossary = glossary or Glossary()
    found: dict[tuple[int, int], Translation] = {}
    waiting: dict[Pair, list[tuple[int, Segment, str, Sentence]]] = {}
    for number, item in enumerate(items):
        names = dict(names_in(item))
        for segment in item.segments:
            language = segment.language.tag if segment.language else "und"
            target = PAIR.get(language)
            if target and (language, target) in translators:
                label = speaker_label(segment)  # "TOMASA: " stays as it is
                sentence = Sentence(segment.text[len(label) :], names[segment.ordinal])
                waiting.setdefault((language, target), []).append((number, segment, label, sentence))
            else:
                flag = "no_model" if target else "no_language" if language == "und" else "other_language"
                found[number, segment.ordinal] = Translation(segment.ordinal, language, target, None, flags=(flag,))
    for pair, group in sorted(waiting.items(), key=lambda entry: entry[0]):
        engine, fallback = translators[pair], (fallbacks or {}).get(pair)
        keys = [
            memory_key(sentence, engine, lexicon=lexicon, glossary=glossary, fallback=fallback)
            for *_, sentence in group
        ]
        sentences = dict(zip(keys, (sentence for *_, sentence in group), strict=True))
        results = dict(_recalled(sentences, memory)) if memory is not None else {}
        if new := {key: sentence for key, sentence in sentences.items() if key not in results}:
            made = translate_sentences(
                list(new.values()), engine, lexicon=lexicon, glossary=glossary, fallback=fallback
            )
            results.update(zip(new, made, strict=True))
        for (number, segment, label, _), key in zip(group, keys, strict=True):
            result = results[key]
            found[number, segment.ordinal] = Translation(
                segment.ordinal,
                *pair,
                None if result.text is None else label + result.text,
                score=None if result.score is None else round(result.score, 3),
                model=result.model or engine.model,
                flags=result.flags,
                memory=key,
            )
    return [
        replace(item, translations=tuple(found[number, segment.ordinal] for segment in item.segments))
        for number, item in enumerate(items)
    ]


def memory_key(
    sentence: Sentence, engine: Translator, *, lexicon: Lexicon, glossary: Glossary, fallback: Translator | None
) -> str:
    """32 hex digits for all that decides how `translate_sentences` translates `sentence`."""
    names = sentence.names
    decisive = (
        routes.VERSION,
        (engine.source, engine.target),
        astuple(engine.model),
        astuple(fallback.model) if fallback else None,
        astuple(lexicon.model),
        # One that was read from no file has no digest.
        glossary.digest or [(*key, *astuple(form)) for key, form in sorted(glossary.terms.items())],
        sentence.text,
        (names.people, names.others, sorted(names.words)),
    )
    # ASCII, because lone surrogates can't be encoded; the store refuses them later, in words that don't quote the text.
    return hashlib.sha256(json.dumps(decisive, separators=(",", ":")).encode("ascii")).hexdigest()[:32]


def _recalled(sentences: Mapping[str, Sentence], memory: Memory) -> Iterator[tuple[str, Translated]]:
    """(key, translation) of those of `sentences`, by key, that `memory` knows; without the speaker labels of then."""
    for key, known in memory.remembered(sentences).items():
        spoken = sentences[key].text
        label = known.segment.removesuffix(spoken)
        if known.segment.endswith(spoken) and (known.text is None or known.text.startswith(label)):
            text = None if known.text is None else known.text[len(label) :]
            yield key, Translated(text, known.score, known.model, known.flags)


def names_in(item: AnnotatedTestimony) -> Iterator[tuple[int, Names]]:
    """(ordinal, names known in it) for each segment of `item`; offsets count from the end of its speaker label.

    Of the words of people's names only those that stand in what is said: the others can't matter to it, and would keep
    its translation from being reused in a testimony that names other people.
    """
    people = [m for m in item.mentions if m.label == "PERSON"]
    words = frozenset(fold(w) for m in people for w in m.text.split() if w[:1].isupper() and len(w) > 2)
    parts = {word: _letters(word) for word in words}
    spans: dict[int, tuple[list[tuple[int, int]], list[tuple[int, int]]]] = {}
    for mention in item.mentions:
        if mention.label in ("PERSON", "PLACE", "ORG"):
            side = spans.setdefault(mention.segment, ([], []))[mention.label != "PERSON"]
            side.append((mention.start, mention.end))
    for segment in item.segments:
        label = len(speaker_label(segment))
        begin = segment.start + label
        found = spans.get(segment.ordinal, ([], []))
        people_in, others_in = (tuple((s - begin, e - begin) for s, e in side if s >= begin) for side in found)
        said = _letters(fold(segment.text[label:]))
        yield segment.ordinal, Names(people_in, others_in, frozenset(w for w in words if parts[w] in said))


def _letters(text: str) -> str:
    """`text` with a space for all that is no letter, and round it: what it says in whole words, "o'neil" in two."""
    return f" {_NO_LETTERS.sub(' ', text).strip()} "
