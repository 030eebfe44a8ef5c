"""Sets that people translated sentence by sentence, or by paragraph or page: paired by place or by id."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml import etree

from .cleaning import detokenised
from .inputs import Inputs, Pair, Snapshot, source
from .sentences import paragraph_pairs


def key(text: str) -> str:
    """Words only, in lower case: what two sentences share that differ in punctuation."""
    return " ".join(re.findall(r"\w+", text.lower()))


@source("tatoeba")
def tatoeba(inputs: Inputs) -> Iterator[Pair]:
    """Three years' `spa.txt` of manythings.org; pairs with a side in any version of tatoeba-test are left out."""
    *copies, tests = inputs.snapshots
    held_out = {
        key(line)
        for path in tests.names("testsets/eng-spa", r"/tatoeba-test.*\.(eng|spa)$")
        for line in tests.lines(path)
    }
    for copy in copies:
        for text in copy.zipped("spa-eng.zip", r"spa\.txt$"):
            for line in text.split("\n"):
                en, _, rest = line.partition("\t")
                es = rest.split("\t")[0]
                if not held_out & {key(es), key(en)}:
                    yield es, en


@source("europarl")
def europarl(inputs: Inputs) -> Iterator[Pair]:
    """A part of Europarl v7, tokenised: line by line."""
    base = "es-en/train/europarl-v7.es-en"
    es, en = (map(detokenised, inputs.snapshots[0].lines(f"{base}.{language}")) for language in ("es", "en"))
    return zip(es, en, strict=True)


@source("tico19")
def tico19(inputs: Inputs) -> Iterator[Pair]:
    """What TICO-19 calls test, in Latin American Spanish: line by line."""
    es, en = (inputs.snapshots[0].lines(f"testsets/eng-spa_LA/tico19-test.{language}") for language in ("spa", "eng"))
    return zip(es, en, strict=True)


@source("mtgeneval")
def mtgeneval(inputs: Inputs) -> Iterator[Pair]:
    """Both genders of the sentences, and the context set, of whose English only the last sentence is translated."""
    lines = inputs.snapshots[0].lines
    for part in ("dev", "test"):
        for gender in ("feminine", "masculine"):
            base = f"data/sentences/{part}/geneval-sentences-{gender}-{part}.en_es"
            yield from zip(lines(f"{base}.es"), lines(f"{base}.en"), strict=True)
        base = "data/context/geneval-context-wikiprofessions"
        english = [line.split("<sep>")[-1] for line in lines(f"{base}-2to1-{part}.en_es.en")]
        yield from zip(lines(f"{base}-original-{part}.en_es.es"), english, strict=True)


@source("cocoamt")
def cocoamt(inputs: Inputs) -> Iterator[Pair]:
    """Each English sentence with its formal and its informal translation."""
    snapshot = inputs.snapshots[0]
    for path in snapshot.names("CoCoA-MT", r"\.en-es(\.en)?$"):
        for register in ("formal", "informal"):
            other = f"{path[:-3]}.{register}.es" if path.endswith(".en") else f"{path}.{register}"
            yield from zip(snapshot.lines(other), snapshot.lines(path), strict=True)


@source("pud")
def pud(inputs: Inputs) -> Iterator[Pair]:
    """The sentences from Wikipedia (their ids begin with w; the others are news)."""
    texts = (inputs.snapshots[at].show(f"{language}_pud-ud-test.conllu") for at, language in enumerate(("es", "en")))
    es, en = (dict(re.findall(r"# sent_id = (w\S+)\n(?:#.*\n)*?# text = (.*)", text)) for text in texts)
    return ((es[each], en[each]) for each in en if each in es)


@source("mgsm")
def mgsm(inputs: Inputs) -> Iterator[Pair]:
    """Sentences inside stories; the answers are left out."""
    es, en = (inputs.snapshots[0].lines(f"mgsm/mgsm_{language}.tsv") for language in ("es", "en"))
    for left, right in zip(es, en, strict=True):
        yield from paragraph_pairs(left.split("\t")[0], right.split("\t")[0])


@source("xquad")
def xquad(inputs: Inputs) -> Iterator[Pair]:
    """Sentences inside paragraphs, and questions by id."""

    def paragraphs(language: str) -> list[dict]:
        data = json.loads(inputs.snapshots[0].show(f"xquad.{language}.json"))["data"]
        return [paragraph for article in data for paragraph in article["paragraphs"]]

    for es, en in zip(paragraphs("es"), paragraphs("en"), strict=True):
        yield from paragraph_pairs(es["context"], en["context"])
        questions = {question["id"]: question["question"] for question in es["qas"]}
        yield from ((questions[each["id"]], each["question"]) for each in en["qas"] if each["id"] in questions)


@source("udhr")
def udhr(inputs: Inputs) -> Iterator[Pair]:
    """By article and paragraph; the preamble is one sentence, in paragraphs."""

    def paragraphs(code: str) -> dict[tuple[str, int], str]:
        root = etree.fromstring(inputs.snapshots[0].show(f"data/udhr/udhr_{code}.xml").encode())
        return {
            (part.get("number", ""), at): "".join(paragraph.itertext())
            for part in root.iter("{*}article", "{*}preamble")
            for at, paragraph in enumerate(part.iter("{*}para"))
        }

    english = paragraphs("eng")
    for place, es in paragraphs("spa").items():
        if place in english:
            yield from paragraph_pairs(es, english[place]) if place[0] else [(es, english[place])]


@source("storybooks")
def storybooks(inputs: Inputs) -> Iterator[Pair]:
    """Page by page; only tales that say CC-BY on both sides, as others are CC-BY-NC."""

    def tales(snapshot: Snapshot, language: str) -> dict[str, list[str]]:
        texts = snapshot.show_many(snapshot.names(f"{language}/", rf"^{language}/\d{{4}}_"))
        return {
            path.partition("/")[2][:4]: re.split(r"(?m)^##?", text)[1:-1]
            for path, text in texts.items()
            if "License: [CC-BY]" in text
        }

    english = tales(inputs.snapshots[1], "en")
    for number, pages in tales(inputs.snapshots[0], "es").items():
        if len(pages) == len(english.get(number, [])):
            for es, en in zip(pages, english[number], strict=True):
                yield from paragraph_pairs(es, en)
