"""Books in both languages: textbooks whose elements share ids, a Bible by verse, novels aligned chapter by chapter."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator

from lxml import etree

from .cleaning import clean
from .inputs import Inputs, Missing, Pair, Snapshot, source
from .sentences import Bead, Lexicon, align, paragraph_pairs, sentences

# -- OpenStax ---------------------------------------------------------------------------------------------------------

CNXML = "{http://cnx.rice.edu/cnxml}"
INLINE = {"emphasis", "term", "sup", "sub", "span", "foreign", "cite", "q", "quote", "link"}


def inner(element: etree._Element) -> str:
    """The text of an element; formulas, numbers of figures and nested blocks become a mark, @@."""
    parts = [element.text or ""]
    for child in element:
        tag = str(child.tag).removeprefix(CNXML) if isinstance(child.tag, str) else "comment"
        if tag in INLINE:
            text = inner(child)
            parts.append(text if text.strip() or tag != "link" else "@@")
        else:
            parts.append({"comment": "", "newline": " "}.get(tag, "@@"))
        parts.append(child.tail or "")
    return "".join(parts)


def elements(text: str) -> dict[str, str]:
    """Paragraphs, items, captions, titles and definitions of a module, by their id or else their parent's."""
    found = {}
    root = etree.fromstring(text.encode(), etree.XMLParser(recover=True, huge_tree=True))
    own = [CNXML + tag for tag in ("caption", "title", "meaning")]
    for element in root.iter(*own, *(CNXML + tag for tag in ("para", "item", "definition"))):
        identity, parent = element.get("id"), element.getparent()
        if identity is None and element.tag in own and parent is not None and parent.get("id"):
            identity = f"{parent.get('id')}/{element.tag}"
        if identity is not None:
            found[identity] = clean(inner(element))
    return found


@source("openstax-physics", most=60, check=0.34)
@source("openstax-statistics", most=60, check=0.34)
@source("openstax-chemistry", most=60, check=0.34)
def openstax(inputs: Inputs) -> Iterator[Pair]:
    """A Spanish book keeps the ids of the English elements: within the same module, or else in the whole book."""

    def modules(snapshot: Snapshot) -> dict[str, dict[str, str]]:
        texts = snapshot.show_many(snapshot.names("modules", r"index\.cnxml$"))
        return {path: elements(text) for path, text in texts.items()}

    spanish, english = map(modules, inputs.snapshots)
    whole = {identity: text for module in english.values() for identity, text in module.items()}
    for path, module in spanish.items():
        there = english.get(path, whole)
        for identity, es in module.items():
            for pair in paragraph_pairs(es, there.get(identity, "")):
                if "@@" not in "".join(pair):
                    left, right = (re.sub(r"\s+([.,;:])", r"\1", side) for side in pair)
                    yield left, right


# -- The Bible --------------------------------------------------------------------------------------------------------


def modern(text: str) -> str:
    """Spelling of around 1900 made today's: á, é, ó, ú as words, and fué, fuí, dió, dí, vió, ví."""
    text = re.sub(r"\b([áéóú])\b(?!\.)", lambda m: "aeou"["áéóú".index(m[1])], text)
    for old, new in (("fué", "fue"), ("fuí", "fui"), ("dió", "dio"), ("dí", "di"), ("vió", "vio"), ("ví", "vi")):
        text = re.sub(rf"\b{old}\b", new, text)
        text = re.sub(rf"\b{old.capitalize()}\b", new.capitalize(), text)
    return text


@source("bible-web")
def bible(inputs: Inputs) -> Iterator[Pair]:
    """Verse by verse, from SWORD modules; read by `mod2imp` of Debian's libsword-utils, as their packing is its own."""
    if not shutil.which("mod2imp"):
        raise Missing("install libsword-utils (mod2imp)")

    def verses(at: int, module: str) -> dict[str, str]:
        place = {**os.environ, "SWORD_PATH": str(inputs.trees[at] / "usr/share/sword")}
        done = subprocess.run(["mod2imp", module], env=place, capture_output=True, check=True)
        found = {}
        for entry in done.stdout.decode("utf-8", "replace").split("$$$")[1:]:
            verse, _, text = entry.partition("\n")
            if re.search(r" \d+:[1-9]\d*$", verse):
                text = re.sub(r"<(note|title)\b.*?</\1>", "", text, flags=re.S)
                found[verse] = re.sub(r"<[^>]+>|¶", "", text)
        return found

    english = verses(1, "engWEB2015eb")
    return ((modern(es), english[verse]) for verse, es in verses(0, "spaRV1909eb").items() if verse in english)


# -- Novels -----------------------------------------------------------------------------------------------------------


def gutenberg(snapshot: Snapshot, path: str, encoding: str = "latin-1") -> str:
    """A text of Project Gutenberg without what stands around the book."""
    text = re.split(r"\*\*\* ?START OF.*?\n", snapshot.show(path, encoding))[-1]
    return re.split(r"\*\*\* ?END OF|End of (?:the )?Project Gutenberg", text)[0]


def prose(text: str) -> list[str]:
    """Sentences, without notes and italics."""
    out = []
    for paragraph in re.split(r"\n\s*\n", text):
        out.extend(sentences(clean(re.sub(r"\[\d+\]|_", "", paragraph)).replace("--", "—")))
    return out


def without_dialogue_marks(es: str, en: str) -> Pair:
    """They differ: dashes in Spanish, quotation marks in English."""
    if not re.search('["“”]', es):
        en = re.sub('["“”]', "", en)
    es = re.sub(r"^[—–-]+\s*", "", es)
    return re.sub(r"\s*—\s*(?=[.,;])|(?<=[.,;!?])—$", "", es), en


def chapter_pairs(es: list[str], en: list[str], inputs: Inputs, least: float) -> Iterator[Pair]:
    """Sentences of chapters that pair in order: aligned with a lexicon of other sources (made before: the textbooks and
    Wikipedia sets), and then again with what the first pass was sure of. Takes minutes for a novel.
    """
    made = [inputs.out / f"{name}.tsv" for name in ("openstax-physics", "xquad", "mtgeneval", "udhr")]
    if absent := [path.name for path in made if not path.exists()]:
        raise Missing("first make " + ", ".join(absent) + ", from which the words for the alignment are learnt")
    known = [tuple(line.split("\t")[:2]) for path in made for line in path.read_text("utf-8").split("\n")[:-1]]
    chapters = [(prose(left), prose(right)) for left, right in zip(es, en, strict=True)]

    def aligned(lexicon: Lexicon) -> list[Bead]:
        return [bead for left, right in chapters for bead in align(left, right, lexicon)]

    sure = [(bead.es, bead.en) for bead in aligned(Lexicon(known)) if bead.score >= 0.4]
    for bead in aligned(Lexicon([*known, *sure], least=2)):
        if bead.score >= least and sum(bead.size) <= 3 and bead.es.endswith(":") == bead.en.endswith(":"):
            yield without_dialogue_marks(bead.es, bead.en)


@source("fourhorsemen", most=60)
def fourhorsemen(inputs: Inputs) -> Iterable[Pair]:
    spanish, english = inputs.snapshots
    es = re.split(r"(?m)^\s*[IVX]+\s*$", modern(gutenberg(spanish, "24536-8.txt")))[1:]
    en = re.split(r"(?m)^\s*CHAPTER [IVX]+\s*$", gutenberg(english, "1484-0.txt", "utf-8"))[1:]
    en[9:11] = ["\n\n".join(en[9:11])]  # the fifth chapter of the second part is two in English
    heading = re.compile(r"(?m)^\s*(?:(?:SEGUNDA|TERCERA) PARTE|PART I+|FIN|THE END|[A-ZÁÉÍÓÚÑ ,'’-]{6,})\s*$")
    return chapter_pairs([heading.sub("", c) for c in es], [heading.sub("", c) for c in en], inputs, 0.4)


@source("quixote", most=40)
def quixote(inputs: Inputs) -> Iterable[Pair]:
    """The Spanish is old: short sentences only, and surer ones."""
    spanish, english = inputs.snapshots
    es = re.split(r"(?m)^ *Cap[ií]tulo \S+ ?[^\n]*\n(?:[^\n]+\n)*", gutenberg(spanish, "2000-8.txt"))[1:]
    en = re.split(r"(?m)^ *CHAPTER [IVXL]+\.?[^\n]*\n", gutenberg(english, "996.txt"))[127:]  # after the contents
    return chapter_pairs(es, [re.sub(r"\A\s*(?:[^a-z\n]+\n)+", "", chapter) for chapter in en], inputs, 0.55)
