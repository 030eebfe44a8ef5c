"""Files for the readers' tests, made here from invented sentences. No testimony of a real person is among them."""

from __future__ import annotations

import csv
import io
import json
import textwrap
import zipfile
from collections.abc import Sequence

WORD_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def as_txt(paragraphs: Sequence[str], *, width: int = 72) -> bytes:
    """Hard-wrapped, a blank line between paragraphs."""
    return "\n\n".join(textwrap.fill(p, width, break_on_hyphens=False) for p in paragraphs).encode()


def as_markdown(paragraphs: Sequence[str]) -> bytes:
    head, *rest = paragraphs
    return "\n\n".join([f"# {head}", *(f"**{p}**" if i % 2 else p for i, p in enumerate(rest))]).encode()


def as_html(paragraphs: Sequence[str]) -> bytes:
    """Every second word of a paragraph is marked up."""
    body = "".join(
        "<p>" + " ".join(f"<em>{w}</em>" if i % 2 else w for i, w in enumerate(p.split())) + "</p>\n"
        for p in paragraphs
    )
    return f"<!doctype html><html><head><title>Prueba</title></head><body>{body}</body></html>".encode()


def as_docx(paragraphs: Sequence[str]) -> bytes:
    import docx

    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_pdf(paragraphs: Sequence[str], *, numbers: bool = False) -> bytes:
    """Set in Times, justified, over as many pages as it takes, with page numbers if wanted."""
    from xml.sax.saxutils import escape

    from reportlab.lib.pagesizes import A5
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    style = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=14, spaceAfter=9, alignment=4)
    buffer = io.BytesIO()

    def number(canvas, _):
        if numbers:
            canvas.drawCentredString(A5[0] / 2, 30, str(canvas.getPageNumber()))

    SimpleDocTemplate(buffer, pagesize=A5).build(
        [Paragraph(escape(p), style) for p in paragraphs], onFirstPage=number, onLaterPages=number
    )
    return buffer.getvalue()


def stamp(milliseconds: int, mark: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}{rest:03}"


def as_srt(paragraphs: Sequence[str]) -> bytes:
    return "\n\n".join(
        f"{i + 1}\n{stamp(i * 5000, ',')} --> {stamp(i * 5000 + 4000, ',')}\n{p}" for i, p in enumerate(paragraphs)
    ).encode()


def as_vtt(paragraphs: Sequence[str]) -> bytes:
    cues = (
        f"{stamp(i * 5000, '.')} --> {stamp(i * 5000 + 4000, '.')} align:start\n<v Ana>{p}"
        for i, p in enumerate(paragraphs)
    )
    return ("WEBVTT\n\nNOTE not a word of this\n\n" + "\n\n".join(cues)).encode()


def as_csv(rows: Sequence[Sequence[str]], *, delimiter: str = ",") -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    return buffer.getvalue().encode()


def as_jsonl(rows: Sequence[dict[str, object]]) -> bytes:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def word_package(body: str, **parts: str) -> bytes:
    """A .docx whose <w:body> is `body`; `parts` maps kinds of related parts (footnotes, header …) to their XML."""
    types = {"header": "header", "footer": "footer"}
    relations = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE_NS}/{types.get(kind, kind)}" Target="{kind}.xml"/>' for kind in parts
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    packages = "http://schemas.openxmlformats.org/package/2006"
    names = (
        f'xmlns:w="{WORD_NS}" xmlns:r="{OFFICE_NS}" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    files = {
        "[Content_Types].xml": f'{head}<Types xmlns="{packages}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="{packages}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE_NS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{head}<w:document {names}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'{head}<Relationships xmlns="{packages}/relationships">{relations}'
        "</Relationships>",
        **{f"word/{kind}.xml": f"{head}<w:part {names}>{xml}</w:part>" for kind, xml in parts.items()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def paragraph(*inner: str) -> str:
    return f"<w:p>{''.join(inner)}</w:p>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
