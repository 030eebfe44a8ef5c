"""WordprocessingML to paragraphs of text: what is shown counts, wherever the markup puts it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["Block", "attribute", "blocks", "local"]

# Left out with all they hold: what was struck out or moved away, the text of field codes, properties, and
# pronunciation guides, whose base text is beside them.
_LEFT_OUT = frozenset(
    "del moveFrom delText instrText delInstrText pPr rPr sectPr tblPr trPr tcPr tblGrid sdtPr sdtEndPr rt".split()
)
_SYMBOLS = {  # of Wingdings and Symbol, in Word's private numbering: the boxes and bullets of forms
    0xF0A8: "☐", 0xF06F: "☐", 0xF071: "☐", 0xF0FE: "☒", 0xF078: "☒", 0xF0FD: "☒", 0xF0FC: "✓", 0xF0FB: "✗",
    0xF0B7: "•", 0xF0A7: "•", 0xF0D8: "•", 0xF04A: "☺",
}  # fmt: skip
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "softHyphen": "\u00ad"}


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: its text ("\n" where a line is broken by hand) and the ids of the notes that it refers to."""

    text: str
    footnotes: tuple[str, ...] = ()
    endnotes: tuple[str, ...] = ()


def local(element: Any) -> str:
    """The name without its namespace; "" for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """The attribute of that local name, of whatever namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def blocks(root: Any, notes: list[str]) -> Iterator[Block]:
    """The paragraphs under `root` in order; those of a text box follow the paragraph that holds it.

    `notes` gets a code word for what was left out. A paragraph whose end was struck out goes on in the next one.
    """
    carried: list[str] = []
    carried_notes: tuple[list[str], list[str]] = ([], [])
    for paragraph in _paragraphs(root, notes):
        pieces: list[str] = []
        feet: list[str] = []
        ends: list[str] = []
        boxes: list[Any] = []
        _inline(paragraph, pieces, feet, ends, boxes, notes)
        carried += pieces
        carried_notes[0].extend(feet)
        carried_notes[1].extend(ends)
        if not _end_struck_out(paragraph):
            yield Block("".join(carried), tuple(carried_notes[0]), tuple(carried_notes[1]))
            carried, carried_notes = [], ([], [])
        for box in boxes:
            yield from blocks(box, notes)
    if carried:
        yield Block("".join(carried), tuple(carried_notes[0]), tuple(carried_notes[1]))


def _paragraphs(element: Any, notes: list[str]) -> Iterator[Any]:
    """The paragraphs under `element` that aren't inside another one, without recursion: tables may nest deep."""
    stack = [iter(_children(element, notes))]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif local(child) == "p":
            yield child
        else:
            stack.append(iter(_children(child, notes)))


def _children(element: Any, notes: list[str]) -> list[Any]:
    """The children that are shown. Of alternatives, the first that holds text; the others repeat it."""
    found = []
    for child in element:
        name = local(child)
        if name in _LEFT_OUT or not name:
            if name in {"del", "moveFrom"} and any(local(t) == "delText" and t.text for t in child.iter()):
                notes.append("deleted_text_left_out")
        elif name == "AlternateContent":
            found += next(([c] for c in child if any(local(t) == "t" and t.text for t in c.iter())), [])
        else:
            found.append(child)
    return found


def _inline(
    paragraph: Any, pieces: list[str], feet: list[str], ends: list[str], boxes: list[Any], notes: list[str]
) -> None:
    stack = [iter(_children(paragraph, notes))]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            continue
        name = local(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name in _BREAKS:
            pieces.append(_BREAKS[name])
        elif name == "sym":
            pieces.append(_symbol(attribute(child, "char"), notes))
        elif name == "footnoteReference":
            feet.append(attribute(child, "id") or "")
        elif name == "endnoteReference":
            ends.append(attribute(child, "id") or "")
        elif name in {"txbxContent", "p"}:  # a "p" here is one of DrawingML, inside a shape
            boxes.append(child if name == "txbxContent" else _Wrapped((child,)))
        else:
            stack.append(iter(_children(child, notes)))


class _Wrapped(tuple[Any, ...]):
    """Elements that `blocks` may walk as if they were the children of one."""

    __slots__ = ()


def _symbol(code: str | None, notes: list[str]) -> str:
    try:
        number = int(code or "", 16)
    except ValueError:
        number = 0
    if number in _SYMBOLS:
        return _SYMBOLS[number]
    if not number or 0xE000 <= number <= 0xF8FF or number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        notes.append("symbols_unreadable")
        return "\ufffd"
    return chr(number)


def _end_struck_out(paragraph: Any) -> bool:
    for properties in paragraph:
        if local(properties) == "pPr":
            return any(local(c) == "del" for r in properties if local(r) == "rPr" for c in r)
    return False
