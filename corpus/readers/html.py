"""HTML (.html, .htm, .xhtml): what a browser would show, paragraph by paragraph."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.errors import InputError
from corpus.readers.base import Extract, Part, ReadOptions, too_large
from corpus.readers.clean import drop_controls
from corpus.readers.encoding import decode
from corpus.readers.reflow import Line, reflow

if TYPE_CHECKING:
    from bs4 import Tag

__all__ = ["read"]

_MARKUP = 4  # bytes of markup that we take for each character of text that is allowed
_SKIPPED = frozenset("script style template noscript nav head svg iframe object audio video canvas datalist".split())
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu noframes ol optgroup option p pre search "
    "section select summary table tbody td textarea tfoot th thead tr ul title".split()
)
_NAVIGATION = re.compile(r"\b(?:nav|navbar|navigation|navegacion|menu|breadcrumbs?|migas|skip-link)\b", re.IGNORECASE)
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,400}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-:.]{2,40})""", re.I
)
_SPACES = re.compile(r"[ \t\n\r\f]+")


def read(data: bytes, options: ReadOptions) -> list[Part]:
    """The page as one testimony; its <title> is the title, and the text only where the body has none."""
    from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning

    limit = _MARKUP * options.limits.max_characters
    if len(data) > limit:
        raise too_large("The page", len(data), limit, "bytes")
    declared = _CHARSET.search(data[:4096])
    text, notes = decode(data, declared=declared.group(1).decode("ascii") if declared else None)
    text, dropped = drop_controls(text)  # lxml stops at a NUL
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        try:
            # huge_tree: else libxml2 ends the document at 256 levels. The size is limited above.
            soup = BeautifulSoup(text, "lxml", huge_tree=True)
        except (ValueError, AssertionError) as error:  # ParserRejectedMarkup is a ValueError
            raise InputError("This is not a readable HTML page.", code="damaged") from error
    title = _SPACES.sub(" ", soup.title.get_text()).strip() if soup.title else None
    lines, skipped = _lines(soup)
    extracts = tuple(reflow(lines))
    if not extracts and title:
        extracts = (Extract(title),)
    # The lang attribute is not taken as the declared language: it mostly comes with a site's template.
    return [Part(extracts, title=title or None, notes=(*notes, *dropped, *skipped))]


def _lines(root: Tag) -> tuple[list[Line], tuple[str, ...]]:
    """The visible lines: a blank one between blocks, a meant one (<br>, <pre>) by itself."""
    lines: list[Line] = []
    notes: list[str] = []
    buffer: list[str] = []

    def flush(*, block: bool) -> None:
        for number, piece in enumerate("".join(buffer).split("\v")):
            text = _SPACES.sub(" ", piece).strip(" ")
            if text or number:
                lines.append(Line(text))
        buffer.clear()
        if block and lines and lines[-1].text:
            lines.append(Line(""))

    for event, value in _walk(root, notes):
        if event == "text":
            buffer.append(value)
        else:
            flush(block=True)
    flush(block=True)
    return lines, tuple(dict.fromkeys(notes))


def _walk(root: Tag, notes: list[str]) -> Iterator[tuple[str, str]]:
    """("text", string) and ("block", name) in the order of the page. No recursion: pages nest as deep as they like."""
    from bs4.element import NavigableString, PreformattedString, Tag

    stack: list[tuple[Iterator[object], bool, bool]] = [(iter(root.contents), False, False)]
    while stack:
        children, is_block, pre = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if is_block:
                yield "block", ""
        elif isinstance(child, PreformattedString):  # comments, doctypes, declarations, and CDATA, which XHTML may have
            if type(child).__name__ == "CData":
                yield "text", str(child)
        elif isinstance(child, NavigableString):
            yield "text", "\v".join(child.splitlines()) + "\v" * child.endswith("\n") if pre else str(child)
        elif isinstance(child, Tag):
            name = child.name.rpartition(":")[2]
            if name == "br":
                yield "text", "\v"
            elif name in _SKIPPED or _is_navigation(child):
                if (name == "nav" or name not in _SKIPPED) and child.get_text(strip=True):
                    notes.append("navigation_left_out")
            else:
                block = name in _BLOCKS
                if block:
                    yield "block", name
                stack.append((iter(child.contents), block, pre or name in {"pre", "textarea", "listing", "xmp"}))


def _is_navigation(tag: Tag) -> bool:
    """role=navigation, and lists that call themselves a menu and hold nothing but links (a list of names stays)."""
    if tag.get("role") in ("navigation", "menu", "menubar"):
        return True
    if tag.name not in {"ul", "ol", "div", "menu"}:
        return False
    label = " ".join([str(tag.get("id") or ""), *map(str, tag.get_attribute_list("class"))])
    if not _NAVIGATION.search(label):
        return False
    linked = sum(len(a.get_text(strip=True)) for a in tag.find_all("a", limit=200))
    return linked > 0 and len(re.sub(r"[\s|·•/»>]+", "", tag.get_text())) <= 1.1 * linked + 3
