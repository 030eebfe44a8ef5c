"""Markdown (.md, .markdown): text without its marks, metadata from a front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from corpus.readers.base import Part, ReadOptions
from corpus.readers.columns import field_of
from corpus.readers.encoding import decode_within
from corpus.readers.reflow import Line, lines_of, reflow

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["read"]

_FRONT = re.compile(r"\ufeff?---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PAIR = re.compile(r"([^\W\d_][\w \-]{0,40}?)\s*:\s+(.*\S)\s*")
_TAG = re.compile(r"</?(?:a|b|i|u|em|strong|small|sub|sup|span|div|p|font|mark|center|s|del|ins)(?:\s[^<>]*)?/?>", re.I)
_BREAK = re.compile(r"<br\s*/?>", re.I)
# CommonMark gives up at some depth and drops what is inside; such a text isn't Markdown anyway.
_TOO_DEEP = re.compile(r"^[ \t]{0,3}(?:(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])[ \t]{0,4}){30}", re.MULTILINE)
_MANY_BRACKETS = 2_000  # the parser's time grows with the square of unclosed ones
_RULE = frozenset("|:- \t")  # what the line under a table's head is made of


def read(data: bytes, options: ReadOptions) -> list[Part]:
    """The whole file as one testimony. Addresses of links are left out and noted; what is shown of them stays."""
    text, notes = decode_within(data, options.limits)
    text = "\n".join(text.splitlines())  # Markdown-it knows no form feeds and the like
    metadata, head, body = _front_matter(text)
    if _TOO_DEEP.search(body) or body.count("[") > _MANY_BRACKETS:
        lines = lines_of(body)
    else:
        lines, left_out = _lines(body)
        notes += left_out
    return [Part(tuple(reflow([*head, *lines])), title=metadata.get("title"), metadata=metadata, notes=notes)]


def _front_matter(text: str) -> tuple[dict[str, str], list[Line], str]:
    """Metadata, lines of the front matter that are something else (they stay in the text), and the rest."""
    match = _FRONT.match(text)
    if not match:
        return {}, [], text
    lines = match.group(1).split("\n")
    pairs = [_PAIR.fullmatch(line) for line in lines]
    if not any(pairs):
        return {}, [], text
    metadata: dict[str, str] = {}
    others: list[Line] = []
    for line, pair in zip(lines, pairs, strict=True):
        field = field_of(pair.group(1)) if pair else None
        if pair and field and field not in metadata:
            metadata[field] = pair.group(2).strip("\"'")
        elif line.strip() and not line.lstrip().startswith("#"):
            others += [Line(" ".join(line.split()), opens=True), Line("")]
    return metadata, others, text[match.end() :]


def _lines(text: str) -> tuple[list[Line], tuple[str, ...]]:
    from markdown_it import MarkdownIt

    # Raw HTML is off so that "<Juan>" stays; definitions of references are off because "[P]: ¿Sí?" is one;
    # tables are off because cells beyond the head would be dropped.
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 200}).disable("reference")
    stripped = _without_comments(text)
    lines: list[Line] = []
    mark = ""
    left_out = ["comments_left_out"] if len(stripped) < len(text) else []
    ordered: list[bool] = []
    for token in parser.parse(stripped):
        if token.type in {"ordered_list_open", "bullet_list_open"}:
            ordered.append(token.type == "ordered_list_open")
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            ordered.pop()
        elif token.type == "list_item_open":
            mark = f"{token.info}{token.markup} " if ordered[-1] else "- "
        elif token.type == "inline":
            if any(child.type == "link_open" and child.info != "auto" for child in token.children or ()):
                left_out.append("link_addresses_left_out")
            lines += [*_block("".join(_inline(token.children or [])), mark), Line("")]
            mark = ""
        elif token.type in {"code_block", "fence"}:
            lines += [Line(""), *lines_of(f"{token.info}\n{token.content}"), Line("")]
    return lines, tuple(dict.fromkeys(left_out))


def _without_comments(text: str) -> str:
    """A comment that never closes is text. A search for each opening mark's end would take the square of the time."""
    pieces: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        pieces.append(text[position:start])
        position = end + 3
    return "".join([*pieces, text[position:]])


def _inline(tokens: Sequence[Token]) -> Iterator[str]:
    """What is shown: text, with "\n" for a line's end and "\v" for one that is meant."""
    before = ""
    for number, token in enumerate(tokens):
        match token.type:
            case "text" | "code_inline" | "text_special":
                shown = token.content
            case "softbreak":
                shown = "\n"
            case "hardbreak":
                shown = "\v"
            case "image":
                shown = "".join(_inline(token.children or []))
            case "em_open" | "em_close" | "strong_open" | "strong_close":
                following = tokens[number + 1].content if number + 1 < len(tokens) else ""
                # "2*3*4" is no emphasis, and without the marks it would be another number.
                shown = token.markup if before[-1:].isdigit() and following[:1].isdigit() else ""
            case _:
                shown = ""
        if shown:
            before = shown
            yield shown


def _block(text: str, mark: str) -> list[Line]:
    lines: list[Line] = []
    for piece in _BREAK.sub("\v", _TAG.sub("", text)).split("\v"):
        for number, line in enumerate(piece.split("\n")):
            row = line.lstrip().startswith("|")
            if row and "-" in line and _RULE.issuperset(line.strip()):
                continue
            shown = " ".join(line.strip(" |").split()) if row else " ".join(line.split())
            if shown:
                lines.append(Line(mark + shown, opens=bool(lines) and (row or number == 0)))
                mark = ""
    return lines
