"""Guides and help that exist as the same file in both languages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from .cleaning import clean, unmarked
from .inputs import Inputs, Pair, source
from .sentences import align, paragraph_pairs


def blocks(text: str) -> list[str]:
    """Plain paragraphs, items and headings of a Markdown text with HTML in it."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    text = re.sub(r"(?s)```.*?```|<!--.*?-->|\{[%{].*?[%}]\}|<(script|style|table|picture|img)\b.*?(</\1>|>)", "", text)
    text = re.sub(r"</?(p|div|h\d|li|ul|ol|br|aside|section|strong|figure)\b[^>]*>", "\n\n", text)
    text = re.sub(r"(?m)^\s*(#+|[-*+]|\d+\.|>)\s+", "\n\n", text)
    parts = (re.sub(r"<[^>]+>|`", "", unmarked(part)) for part in re.split(r"\n\s*\n", text))
    return [part for part in (clean(part).strip("# ") for part in parts) if len(part) > 2]


@source("opensourceguide", check=0.25)
def opensourceguide(inputs: Inputs) -> Iterator[Pair]:
    """Blocks by place, or aligned where the files have more and fewer; the English articles stand one folder up."""
    snapshot = inputs.snapshots[0]
    for path in snapshot.names("_articles/es/", r"\.md$"):
        es, en = blocks(snapshot.show(path)), blocks(snapshot.show(path.replace("/es/", "/")))
        matched: list[Pair] = list(zip(es, en, strict=False))
        if len(es) != len(en):
            matched = [(b.es, b.en) for b in align(es, en) if b.size == (1, 1) and b.score >= 0.2]
        for pair in matched:
            yield from paragraph_pairs(*pair)


@source("libreoffice-help")
def libreoffice_help(inputs: Inputs) -> Iterator[Pair]:
    """Paragraphs by their id within a page, sentences inside."""
    spanish, english = (tree / "usr/share/libreoffice/help" for tree in inputs.trees)

    def paragraphs(path: Path) -> dict[str, str]:
        found = re.findall(r'(?s)<p id="([^"]+)"[^>]*>(.*?)</p>', path.read_text(encoding="utf-8"))
        return {identity: html.unescape(re.sub(r"<[^>]+>", "", text)) for identity, text in found}

    for path in sorted(spanish.rglob("*.html")):
        other = english / "en-US" / path.relative_to(spanish / "es")
        if other.exists():
            there = paragraphs(other)
            for identity, es in paragraphs(path).items():
                if len(there.get(identity, "")) > 25:  # shorter ones are labels
                    yield from paragraph_pairs(es, there[identity])
