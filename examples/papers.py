"""Writes Word and PDF files whose bytes depend on their text alone, so that making them again changes nothing."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.shared import Pt
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph as DocxParagraph
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate

__all__ = ["Heading", "Note", "Table", "write_docx", "write_pdf"]

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip entry can say
MARKS = re.compile(r"(\*\*.+?\*\*|\^\d)")  # **bold**, and ^1 for a raised note number


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in Word's own heading style."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Note:
    """A small paragraph at the foot, as people type footnotes by hand."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first row is the head."""

    rows: tuple[tuple[str, ...], ...]


def write_docx(
    path: Path, blocks: Iterable[str | Heading | Note | Table], *, title: str, author: str, when: datetime
) -> None:
    """Write `blocks` in order to `path`; a plain string is a paragraph. `when` stands as created and modified."""
    document = Document()
    for block in blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, level=block.level)
        elif isinstance(block, Table):
            _fill_table(document.add_table(rows=len(block.rows), cols=len(block.rows[0]), style="Table Grid"), block)
        elif isinstance(block, Note):
            _add_runs(document.add_paragraph(), block.text, size=8)
        else:
            _add_runs(document.add_paragraph(), block)
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title, author, author
    properties.created = properties.modified = when
    packed = io.BytesIO()
    document.save(packed)
    path.write_bytes(_without_times(packed))


def write_pdf(
    path: Path,
    paragraphs: Sequence[str],
    *,
    title: str,
    syllables: str = "",
    size: float = 12.5,
    page: tuple[float, float] = LETTER,
) -> None:
    """Write `paragraphs` to `path`, pages of `page` points, left aligned; lines break at spaces and syllables.

    `syllables` lists the words that may be broken, as in "dec-la-ra-tion per-se-cu-tion".
    """
    breakable = {word.replace("-", ""): word.replace("-", "\u00ad") for word in syllables.split()}
    body = ParagraphStyle(
        "body", fontName="Times-Roman", fontSize=size, leading=size * 1.5, spaceAfter=size, embeddedHyphenation=1
    )
    flow = [Paragraph(re.sub(r"\w+", lambda m: breakable.get(m[0], m[0]), text), body) for text in paragraphs]
    margin = 72 if page == LETTER else 40
    SimpleDocTemplate(
        str(path),
        pagesize=page,
        title=title,
        invariant=1,
        leftMargin=margin,
        rightMargin=margin,
        topMargin=margin,
        bottomMargin=margin,
    ).build(flow)


def _add_runs(paragraph: DocxParagraph, text: str, *, size: int | None = None) -> None:
    for piece in MARKS.split(text):
        run = paragraph.add_run(piece.removeprefix("**").removesuffix("**") if piece[:1] != "^" else piece[1:])
        run.bold = piece.startswith("**") or None
        run.font.superscript = piece.startswith("^") or None
        if size:
            run.font.size = Pt(size)


def _fill_table(target: DocxTable, block: Table) -> None:
    for i, row in enumerate(block.rows):
        for j, text in enumerate(row):
            target.cell(i, j).text = text


def _without_times(packed: io.BytesIO) -> bytes:
    """The same archive with every entry dated alike: python-docx stamps the hour of writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
