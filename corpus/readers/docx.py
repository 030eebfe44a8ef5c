"""Word documents (.docx): everything that Word would show, in reading order.

python-docx opens the package; its paragraphs leave out links, insertions, content controls, text boxes and notes, so
the XML is walked here. The ISO "strict" kind of document has other namespaces, so names are compared without them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from corpus.errors import InputError
from corpus.readers.archive import UNPACKING_ERRORS, check_archive
from corpus.readers.base import Extract, Part, ReadOptions
from corpus.readers.reflow import Line, reflow
from corpus.readers.wordxml import Block, attribute, blocks, local

if TYPE_CHECKING:
    from docx.opc.part import Part as PackagePart

__all__ = ["read"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office formats, and the wrapper of encrypted new ones
# What programs put there by themselves, and file names.
_NOT_A_TITLE = re.compile(r"(?:microsoft word|document|documento|untitled|sin título|template)\b|.*\.\w{3,4}$", re.I)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class _Notes:
    """Footnotes or endnotes by id; `take` hands each out once."""

    texts: dict[str, list[Block]] = field(default_factory=dict)

    def take(self, id_: str) -> list[Block]:
        return self.texts.pop(id_, [])

    def rest(self) -> list[Block]:
        return [block for id_ in list(self.texts) for block in self.texts.pop(id_)]


def read(data: bytes, options: ReadOptions) -> list[Part]:
    """The document as one testimony: headers, body with footnotes in place, endnotes, footers."""
    if data.startswith(_OLE):
        raise _ole(data)
    check_archive(data, options.limits, what="a Word document")
    main, title = _open(data)
    root = _root(main)
    if root is None:
        raise _damaged()
    notes: list[str] = []
    footnotes, endnotes = _notes(main, "footnotes", notes), _notes(main, "endnotes", notes)
    body = list(blocks(root, notes))
    heads, feet = _margins(main, root, notes)
    found: list[Block] = [*heads]
    for block in body:
        found.append(block)
        for id_ in block.footnotes:
            found += footnotes.take(id_)
    found += [*footnotes.rest(), *(b for block in body for id_ in block.endnotes for b in endnotes.take(id_))]
    found += [*endnotes.rest(), *feet]
    if any(_shown(part) for part in _related(main, "comments")):
        notes.append("comments_left_out")
    if _related(main, "aFChunk"):
        notes.append("embedded_document_left_out")
    return [Part(tuple(_extracts(found)), title=title, notes=tuple(dict.fromkeys(notes)))]


def _open(data: bytes) -> tuple[PackagePart, str | None]:
    """The main part of the package, and the title if someone gave one."""
    from docx.opc.exceptions import OpcError
    from docx.opc.package import OpcPackage
    from lxml.etree import XMLSyntaxError

    try:
        package: Any = OpcPackage.open(io.BytesIO(data))
        main: PackagePart = next(
            r.target_part for r in package.rels.values() if not r.is_external and r.reltype.endswith("/officeDocument")
        )
        title = " ".join((package.core_properties.title or "").split())
    except StopIteration as error:
        raise _damaged() from error
    except (OpcError, XMLSyntaxError, KeyError, AttributeError, TypeError, *UNPACKING_ERRORS) as error:
        # KeyError, AttributeError, TypeError: python-docx at a package with parts missing or of the wrong kind
        raise _damaged() from error
    return main, title if title and not _NOT_A_TITLE.match(title) else None


def _root(part: PackagePart) -> Any | None:
    """A part's XML. Entities are never resolved, here or in python-docx's own parser."""
    from docx.opc.part import XmlPart
    from lxml import etree

    if isinstance(part, XmlPart):
        return part.element
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(part.blob, parser)
    except etree.XMLSyntaxError:
        return None


def _related(main: PackagePart, kind: str) -> list[PackagePart]:
    return [r.target_part for r in main.rels.values() if not r.is_external and r.reltype.endswith(f"/{kind}")]


def _shown(part: PackagePart) -> bool:
    root = _root(part)
    return root is not None and any(b.text.strip() for b in blocks(root, []))


def _notes(main: PackagePart, kind: str, notes: list[str]) -> _Notes:
    """The notes of one kind; separators (the line above the notes) have a type and are none."""
    found = _Notes()
    for part in _related(main, kind):
        root = _root(part)
        if root is None:
            notes.append(f"{kind}_unreadable")
            continue
        for note in root:
            if attribute(note, "type") in (None, "normal"):
                found.texts[attribute(note, "id") or ""] = [b for b in blocks(note, notes) if b.text.strip()]
    return found


def _margins(main: PackagePart, root: Any, notes: list[str]) -> tuple[list[Block], list[Block]]:
    """Headers and footers that a section uses, each wording once; page numbers alone are none."""
    seen: set[str] = set()
    sides: dict[str, list[Block]] = {"headerReference": [], "footerReference": []}
    for reference in root.iter():
        side = sides.get(local(reference))
        relation = main.rels.get(attribute(reference, "id") or "") if side is not None else None
        if side is None or relation is None or relation.is_external:
            continue
        xml = _root(relation.target_part)
        for block in blocks(xml, notes) if xml is not None else ():
            key = " ".join(block.text.split())
            if key not in seen and _LETTER.search(key):
                seen.add(key)
                side.append(block)
    return sides["headerReference"], sides["footerReference"]


def _extracts(found: list[Block]) -> Iterator[Extract]:
    """Paragraphs as extracts; lines broken by hand inside one go through reflow with the rest."""
    lines: list[Line] = []
    for block in found:
        for number, line in enumerate(block.text.split("\n")):
            text = " ".join(line.split())
            if text:
                lines.append(Line(text, opens=number == 0))
        lines.append(Line(""))
    yield from reflow(lines)


def _damaged() -> InputError:
    return InputError(
        "This is not a Word document: parts of it are missing or damaged.",
        code="damaged",
        hint="Open it in Word or LibreOffice and save it again as .docx.",
    )


def _ole(data: bytes) -> InputError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return InputError("The document is protected by a password.", code="password", hint="Save it without one.")
    return InputError(
        "This is not a Word document of the new kind (.docx) but an old one (.doc), or a protected one.",
        code="password" if b"E\x00n\x00c\x00r\x00y\x00p\x00t" in data else "damaged",
        hint="Open it in Word or LibreOffice and save it as .docx.",
    )
