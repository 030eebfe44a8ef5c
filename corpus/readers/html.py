"""HTML (.html, .htm, .xhtml): what a browser would show, paragraph by paragraph."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
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
_ROLES = ("navigation", "menu", "menubar")
_SEPARATORS = re.compile(r"[\s|·•/»>]+")
_MENU_LINKS = 200  # more links than that are an index, and may be what the page is about
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

    menus = _menus(root)
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
            elif name in _SKIPPED or child.get("role") in _ROLES or id(child) in menus:
                if (name == "nav" or name not in _SKIPPED) and child.get_text(strip=True):
                    notes.append("navigation_left_out")
            else:
                block = name in _BLOCKS
                if block:
                    yield "block", name
                stack.append((iter(child.contents), block, pre or name in {"pre", "textarea", "listing", "xmp"}))


@dataclass(slots=True)
class _Count:
    """What a tag holds, in characters: `shown`, `text` without separators, `linked` of it in `links` links."""

    shown: int = 0
    text: int = 0
    linked: int = 0
    links: int = 0

    def add(self, other: _Count) -> None:
        self.shown += other.shown
        self.text += other.text
        self.linked += other.linked
        self.links += other.links


def _menus(root: Tag) -> frozenset[int]:
    """The ids of the tags that call themselves a menu and hold nothing but links (a list of names stays).

    One pass from the leaves up: to ask each tag for its text would take the square of the time where menus nest.
    """
    from bs4.element import CData, NavigableString, Tag

    found: set[int] = set()
    stack: list[tuple[Tag, Iterator[object], _Count]] = [(root, iter(root.contents), _Count())]
    while stack:
        tag, children, count = stack[-1]
        child = next(children, None)
        if isinstance(child, Tag):
            stack.append((child, iter(child.contents), _Count()))
        elif child is not None:
            if type(child) in (NavigableString, CData):  # no comments, no scripts
                count.shown += len(str(child).strip())
                count.text += len(_SEPARATORS.sub("", str(child)))
        else:
            stack.pop()
            if tag.name == "a":
                count.linked, count.links = count.shown, 1
            if 0 < count.links <= _MENU_LINKS and count.linked and count.text <= 1.1 * count.linked + 3:
                found |= {id(tag)} if _calls_itself_menu(tag) else set()
            if stack:
                stack[-1][2].add(count)
    return frozenset(found)


def _calls_itself_menu(tag: Tag) -> bool:
    if tag.name not in {"ul", "ol", "div", "menu"}:
        return False
    label = " ".join([str(tag.get("id") or ""), *map(str, tag.get_attribute_list("class"))])
    return _NAVIGATION.search(label) is not None
