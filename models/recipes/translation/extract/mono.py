"""Sentences in one language, for back-translation."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator

from .books import gutenberg, modern, prose
from .cleaning import detokenised
from .inputs import Inputs, source
from .sentences import sentences

MOST_LAW = 20_000  # sentences


@source("trafalgar", language="es", most=60)
@source("marianela", language="es", most=60)
@source("facundo", language="es", most=60)
@source("laregenta", language="es", most=60)
def novel(inputs: Inputs) -> Iterator[str]:
    """The whole book; GITenberg names the text in Latin 1 NUMBER-8.txt."""
    snapshot = inputs.snapshots[0]
    text = gutenberg(snapshot, snapshot.names(pattern=r"^\d+-8\.txt$")[0])
    return (line for line in prose(modern(text)) if not re.search(r"Gutenberg|E-text|[\[\]]", line))


@source("leyes-peru", language="es", most=60)
def laws(inputs: Inputs) -> Iterator[str]:
    """Sentences of laws and decrees from 1980 on, drawn at random, without tables, notes, news and article numbers."""
    snapshot = inputs.snapshots[0]
    chosen = snapshot.names("pe", r"pe/(LEY|DLEG|DS)-.*(19[89]\d|20\d\d).*\.md$")
    random.Random(1).shuffle(chosen)
    found: set[str] = set()
    for text in snapshot.show_many(chosen[:900]).values():
        for block in re.split(r"\n\s*\n", re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)):
            if re.search(r"\]\(|\||CONCORDANCIA|spij|LEÍDOS", block):
                continue
            for sentence in sentences(re.sub(r"\*+|(?m:^#+)", "", block)):
                sentence = re.sub(r"^(Art[ií]culo \S+|[a-z]\)|\d+[.)-]+)\s*[-.–]*\s*", "", sentence)
                whole = 8 <= len(sentence.split()) <= 60 and sentence[-1] in ".;:" and not sentence.isupper()
                if whole and sentence not in found and len(found) < MOST_LAW:
                    found.add(sentence)
                    yield sentence


@source("gum", language="en")
def gum(inputs: Inputs) -> Iterator[str]:
    """Of the genres whose texts are under CC BY or in the public domain."""
    snapshot = inputs.snapshots[0]
    free = r"sources/GUM_(news|interview|bio|voyage|speech|textbook|vlog)_"
    for text in snapshot.show_many(snapshot.names("not-to-release/sources", free)).values():
        yield from re.findall(r"(?m)^# text = (.*)", text)


@source("nltk-state_union", language="en")
def state_union(inputs: Inputs) -> Iterator[str]:
    return speeches(inputs.snapshots[0].zipped("packages/corpora/state_union.zip", r"\d{4}-.*\.txt$"))


@source("nltk-inaugural", language="en")
def inaugural(inputs: Inputs) -> Iterator[str]:
    """Those of the last century and of this one."""
    return speeches(inputs.snapshots[0].zipped("packages/corpora/inaugural.zip", r"(19|20)\d\d-\w+\.txt$"))


def speeches(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for paragraph in re.split(r"\n\s*\n", text):
            yield from sentences(paragraph)


@source("softcatala-wikimedia", language="en")
def softcatala(inputs: Inputs) -> Iterator[str]:
    """The English side of an English–Catalan corpus."""
    for line in inputs.snapshots[0].lines("elasticsearch_static_data/corpus.tsv"):
        yield line.split("\t")[0]


@source("nllb-seed", language="en")
def nllb_seed(inputs: Inputs) -> list[str]:
    return inputs.snapshots[0].lines("data/Multitext-NLLB-Seed/eng_Latn")


@source("europarl-mono", language="en")
def europarl_mono(inputs: Inputs) -> Iterator[str]:
    return map(detokenised, inputs.snapshots[0].lines("europarl-v7.es-en.en"))
