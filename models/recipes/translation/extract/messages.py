"""Messages of programs and documentation kept as messages: gettext, YAML, JSON, Martus's own format; paired by key."""

from __future__ import annotations

import ast
import json
import re
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from .cleaning import clean, unmarked
from .inputs import Inputs, Pair, source
from .sentences import align, paragraph_pairs

HOLE = re.compile(
    r"%\{[^}]*\}|\{\{[^}]*\}\}|<%.*?%>|%\([^)]*\)\w|%\d*\$?[sdifcu]\b|%\d+%?|\{[\w.]*\}|\$\w+|#\w+#|`[^`]*`_*"
)


def paragraphs(text: str) -> list[str]:
    """A message without markup; where the program puts something in, there is a mark, @@."""
    text = re.sub(r"</?(p|li|ul|ol|br|h\d|div|tr|td)\b[^>]*>", "\n", HOLE.sub("@@", text))
    parts = (part.strip(" -•") for part in unmarked(re.sub(r"<[^>]+>", "", text)).split("\n"))
    return [part for part in parts if part]


def sentence_pairs(messages: Iterable[Pair], least: int = 4) -> Iterator[Pair]:
    """Sentences of messages, of so many words or more, in which the program puts nothing."""
    for message in messages:
        es, en = map(paragraphs, message)
        if len(es) == len(en):
            for paragraph in zip(es, en, strict=True):
                for pair in paragraph_pairs(*paragraph):
                    if "@@" not in "".join(pair) and min(len(side.split()) for side in pair) >= least:
                        yield pair


# -- gettext ----------------------------------------------------------------------------------------------------------


def po_messages(text: str) -> Iterator[Pair]:
    """The translated entries of a .po file that aren't fuzzy and have no plural."""
    for entry in re.split(r"\n\s*\n", text):
        if not re.search(r"(?m)^#,.*fuzzy", entry):
            found = re.search(r'^msgid ((?:".*"\s*)+)^msgstr ((?:".*"\s*)+)', entry, re.M)
            if found:
                en, es = ("".join(map(ast.literal_eval, part.strip().split("\n"))) for part in found.groups())
                if en and es:
                    yield es, en


def mo_messages(path: Path) -> Iterator[Pair]:
    """The entries of a .mo file (its own tables, so that contexts and plurals can be told apart), lines rejoined."""
    data = path.read_bytes()
    order = "<" if data[:4] == b"\xde\x12\x04\x95" else ">"
    _, count, *tables = struct.unpack_from(f"{order}4xIIII", data)
    for at in range(count):
        places = [struct.unpack_from(f"{order}II", data, table + 8 * at) for table in tables]
        en, es = (data[start : start + size].decode("utf-8", "replace").split("\0")[0] for size, start in places)
        en = re.sub(r"^(?:[^\x04]*\x04|\?\w+:|[\w ,]*\^)", "", en)  # context: gettext's, Freeciv's, Wesnoth's
        if en and es:
            yield tuple(re.sub(r"(?<!\n)\n(?!\n)", " ", side.replace("|", "")) for side in (es, en))


@source("mo-wesnoth")
@source("mo-freedroidrpg")
@source("mo-widelands")
@source("mo-freeciv")
def games(inputs: Inputs) -> Iterator[Pair]:
    paths = sorted(path for tree in inputs.trees for path in tree.rglob("*.mo") if "es" in path.parts)
    for path in paths:
        yield from sentence_pairs(mo_messages(path), least=3)


@source("opencontracting", check=0.25)
def opencontracting(inputs: Inputs) -> Iterator[Pair]:
    snapshot = inputs.snapshots[0]
    for text in snapshot.show_many(snapshot.names("docs/locale/es", r"\.po$")).values():
        yield from sentence_pairs(po_messages(text))


@source("python-docs")
def python_docs(inputs: Inputs) -> Iterator[Pair]:
    """Prose of the documentation: roles and literals keep their words, messages full of symbols are left out."""

    def words(text: str) -> str:
        text = re.sub(r":[a-zA-Z:+-]+:`[~!]?([^`<]*?)(?:\s*<[^`]*>)?`", r"\1", text)
        return re.sub(r"``([^`]*)``|`([^`<]*?)(?:\s*<[^`]*>)?`_*", r"\1\2", text)

    snapshot = inputs.snapshots[0]
    for path, text in snapshot.show_many(snapshot.names(pattern=r"\.po$")).items():
        if path != "whatsnew/changelog.po":
            prose = (
                (words(es), words(en))
                for es, en in po_messages(text)
                if len(re.findall(r"[`:|*_=<>{}\\]", en)) <= 0.06 * len(en) and "::" not in en
            )
            yield from sentence_pairs(prose, least=3)


# -- Trees of keys ----------------------------------------------------------------------------------------------------


class Loader(yaml.SafeLoader):
    """YAML whose tags, here those of Ruby, count for nothing."""


Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def flat(tree: object, path: tuple[object, ...] = ()) -> Iterator[tuple[tuple[object, ...], str]]:
    """Keys and text of every message in a tree."""
    if isinstance(tree, str):
        yield path, tree
    elif isinstance(tree, (dict, list)):
        for each, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from flat(value, (*path, each))


def by_key(es: object, en: object) -> Iterator[Pair]:
    english = dict(flat(en))
    return ((text, english[path]) for path, text in flat(es) if path in english)


@source("getyourrefund", check=0.25)
@source("logingov", check=0.25)
def rails(inputs: Inputs) -> Iterator[Pair]:
    """Locale files of Rails, with or without the language as the root of the tree."""
    snapshot = inputs.snapshots[0]

    def tree(path: str, language: str) -> object:
        loaded = yaml.load(snapshot.show(path), Loader)  # noqa: S506  a SafeLoader
        return loaded.get(language, loaded)

    for path in snapshot.names("config/locales", r"/es\.yml$"):
        yield from sentence_pairs(by_key(tree(path, "es"), tree(path.removesuffix("es.yml") + "en.yml", "en")))


@source("justice40", check=0.2)
def justice40(inputs: Inputs) -> Iterator[Pair]:
    es, en = (json.loads(inputs.snapshots[0].show(f"client/src/intl/{language}.json")) for language in ("es", "en"))
    # The English messages stand in a table with their descriptions; the short ones are the names of hardships.
    texts = {key: value["defaultMessage"] if isinstance(value, dict) else value for key, value in en.items()}
    return sentence_pairs(by_key(es, texts), least=2)


@source("martus", check=0.3)
def martus(inputs: Inputs) -> Iterator[Pair]:
    """Messages, whose English is a comment above each Spanish one, and the manual, aligned line by line."""
    snapshot, folder = inputs.snapshots[0], "martus-client/source/org/martus/client/swingui"

    def messages() -> Iterator[Pair]:
        english = ""
        for line in snapshot.show(f"{folder}/Martus-es.mtf").replace("\\n", " ").split("\n"):
            if line.startswith("#"):
                english = line[1:].strip()
            elif "=" in line:
                en = english.split("=", 1)[-1] if re.match(r"\S+:\S+=", english) else english
                yield line.split("=", 1)[1], en
                english = ""

    def manual(language: str) -> list[str]:
        lines = snapshot.show(f"{folder}/MartusHelp-{language}.txt").split("\n")
        return [clean(re.sub(r"^\s*(\d+[.)]|[a-z][.)]|[*•-])\s+", "", line)) for line in lines if line.strip()]

    yield from sentence_pairs(messages())
    for bead in align(manual("es"), manual("en"), band=60):
        if sum(bead.size) <= 3 and bead.score >= 0.2:
            yield from paragraph_pairs(bead.es, bead.en)
