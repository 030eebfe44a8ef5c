"""PDF, with a text layer: the text of each page in PDFium's order, its lines joined to paragraphs over page breaks."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from corpus.errors import InputError
from corpus.readers.base import Part, ReadOptions, too_large
from corpus.readers.pages import PageLine, assemble
from corpus.readers.reflow import reflow

__all__ = ["read"]

_TAIL = 8192  # bytes in which %%EOF must stand; mail programs append a little
_MAX_PAGES = 50_000
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}  # drawn, not written
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_LINE = re.compile("[^\r\n\x0b\x0c\u0085\u2028\u2029\ufffe\x02]+\x02?\ufffe?")
_MARKS = "\ufffe\x02"  # where PDFium joined a word that was cut at the end of a line

# PDFium keeps global state and must not be entered by two threads at once.
_PDFIUM = threading.Lock()


def read(data: bytes, options: ReadOptions) -> list[Part]:
    """The document as one testimony. Raises InputError "password", "truncated", "damaged", "no_text" or "too_large"."""
    if b"%PDF-" not in data[:1024]:
        raise InputError("This is not a PDF document.", code="damaged")
    if b"%%EOF" not in data[-_TAIL:]:
        raise InputError(
            "The PDF document ends too early; a part of it is missing.",
            code="truncated",
            hint="Copy or download it again.",
        )
    with _PDFIUM:
        pages = list(_pages(data, options))
    text = "".join(line.text for page in pages for line in page)
    if not text.strip():
        raise InputError(
            f"The PDF document has no text on its {len(pages)} pages.",
            code="no_text",
            hint="It is a scan. Recognising text in pictures (OCR) isn't available yet; give a typed copy.",
        )
    if len(_UNREADABLE.findall(text)) > 0.3 * len(text):
        raise InputError(
            "The text of the PDF document can't be decoded: its fonts don't say which letters they draw.",
            code="no_text",
            hint="Treat it as a scan, or print it to a new PDF from the program that made it.",
        )
    lines, notes = assemble(pages)
    blank = sum(1 for page in pages if not any(line.text for line in page))
    return [Part(tuple(reflow(lines)), notes=(*notes, *([f"pages_without_text:{blank}"] if blank else [])))]


def _pages(data: bytes, options: ReadOptions) -> Iterator[list[PageLine]]:
    import pypdfium2 as pdfium

    limit, size = options.limits.max_characters, 0
    try:
        with closing(pdfium.PdfDocument(data)) as document:
            count = len(document)
            if count > _MAX_PAGES:
                raise too_large("The document", count, _MAX_PAGES, "pages")
            for number in range(count):
                lines = _page(document, number)
                size += sum(len(line.text) for line in lines)
                if size > limit:
                    raise too_large("The text", size, limit, "characters")
                yield lines
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise InputError(
                "The PDF document is protected by a password.", code="password", hint="Save it without one."
            ) from error
        raise InputError("The PDF document is damaged.", code="damaged") from error


def _page(document: Any, number: int) -> list[PageLine]:
    import pypdfium2.raw as raw

    page = document[number]
    try:
        # Filled forms and typed remarks are drawn over the page; they become part of it (in memory only).
        if raw.FPDFPage_GetAnnotCount(page):
            raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
            page.close()
            page = document[number]
        with closing(page.get_textpage()) as textpage:
            return list(_lines(textpage, number + 1))
    finally:
        page.close()


def _lines(textpage: Any, number: int) -> Iterator[PageLine]:
    """Lines with where they stand, in points from the lower left corner."""
    from pypdfium2 import PdfiumError

    text = textpage.get_text_range()
    placed = textpage.count_chars() == len(text)  # else offsets in the text aren't PDFium's: no places then
    for match in _LINE.finditer(text):
        shown = match.group()
        cut = shown[-1] in _MARKS
        shown = shown.rstrip(_MARKS)
        stripped = shown.strip()
        if not stripped:
            continue
        box = None
        if placed:
            first = match.start() + len(shown) - len(shown.lstrip())
            try:
                left, bottom, _, top = textpage.get_charbox(first, loose=True)
                _, _, right, _ = textpage.get_charbox(first + len(stripped) - 1, loose=True)
                box = (left, right, (bottom + top) / 2)
            except PdfiumError:
                box = None
        stripped = _LIGATURE.sub(lambda m: _LIGATURES[m.group()], stripped)
        yield PageLine(" ".join(stripped.split()) + ("-" if cut else ""), number, box)
