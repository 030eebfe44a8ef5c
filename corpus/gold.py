"""Texts whose names a person has marked: what recognisers are trained and measured on.

Two forms are read. JSON lines, a testimony a line, with the marks in the text (`[Marta Paz|PERSON]`, of dates with the
value, `[mayo de 2022|DATE=2022-05]`, a tilde before an inferred one), sentence by sentence, in one language or both:

    {"id": "a-1", "recorded_on": "2024-03-02", "segments": [{"es": "Soy [Marta Paz|PERSON].", "en": "I'm [Marta …"}]}

And BRAT stand-off (`corpus.gold_brat`): `x.txt` beside `x.ann`. No error quotes a text.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from corpus.errors import UsageError
from corpus.gold_brat import read_brat
from corpus.gold_marks import GoldSpan, GoldText, composed, fault, label_of, text_of, value_of
from corpus.readers.columns import iso_date
from corpus.records import Passage

__all__ = ["PARTS", "GoldSpan", "GoldText", "part_of", "read_gold", "whole"]

PARTS = ("train", "development", "test")
_MARK = re.compile(r"\[([^\[\]|]+)\|([A-Z][A-Z_]*)(?:=([^\[\]|]+))?\]")


def part_of(testimony: str) -> str:
    """The part that a testimony belongs to, by its id: a tenth is for development, two tenths are the test."""
    number = int(hashlib.sha256(testimony.encode("utf-8", "surrogatepass")).hexdigest(), 16) % 10
    return "test" if number < 2 else "development" if number == 2 else "train"


def whole(text: GoldText) -> tuple[str, tuple[Passage, ...], tuple[GoldSpan, ...]]:
    """`text` as one: its characters, its passages, and its spans, counted from its beginning.

    Sentences follow one another in a single passage, as in a paragraph; paragraphs stand a blank line apart.
    """
    between = "\n\n" if text.paragraphs else " "
    spans: list[GoldSpan] = []
    passages: list[Passage] = []
    start = 0
    for sentence, marked in text.sentences:
        spans += [replace(span, start=start + span.start, end=start + span.end) for span in marked]
        passages.append(Passage(start, start + len(sentence)))
        start += len(sentence) + len(between)
    joined = between.join(sentence for sentence, _ in text.sentences)
    return joined, tuple(passages) if text.paragraphs else (Passage(0, len(joined)),), tuple(spans)


def read_gold(path: Path) -> list[GoldText]:
    """All marked texts of a file, or of the files in a folder and below, in the order of their names.

    In a folder, hidden files and all that is neither .jsonl nor .ann are left alone.

    Raises:
        UsageError: nothing is there, a file can't be read, or marks are wrong; it names the file and the line.
    """
    if not path.exists():
        raise UsageError(f"There is no such file or folder: {path}.")
    if path.is_file():
        root, files = path.parent, [path.with_suffix(".ann") if path.suffix == ".txt" else path]
    else:
        found = (file for file in path.rglob("*") if file.is_file())
        root, files = path, sorted(f for f in found if not any(n.startswith(".") for n in f.relative_to(path).parts))
    texts: list[GoldText] = []
    for file in files:
        if file.suffix == ".jsonl":
            texts += _read_jsonl(file)
        elif file.suffix == ".ann":
            texts.append(read_brat(file, root))
    if not texts:
        raise UsageError(f"There are no marked texts: {path}.", hint="Give .jsonl files, or .txt beside .ann.")
    seen: set[tuple[str, str | None]] = set()
    for text in texts:
        if (text.id, text.language) in seen:
            raise UsageError(f"Two of the marked testimonies have the id {text.id!r}: {path}.", hint="Take one out.")
        seen.add((text.id, text.language))
    return texts


# -- JSON lines -------------------------------------------------------------------------------------------------------

# What a testimony and a segment may say. A key that isn't known may be a misspelt one, and what it says left out.
_KEYS = ("id", "source_language", "kind", "recorded_on", "segments")
_SEGMENT_KEYS = ("es", "en", "language", "speaker")
_KEY = re.compile(r"[A-Za-z][A-Za-z_-]{0,29}")
_FORM = 'A line is {"id": "…", "recorded_on": "2024-03-02", "segments": [{"es": "…", "en": "…"}, …]}.'
_MARK_FORM = "A mark is [name|LABEL], of a date [name|DATE=2022-05]; brackets and | stand nowhere else."


def _read_jsonl(path: Path) -> Iterator[GoldText]:
    # Not splitlines(): U+2028 and the like may stand inside a string.
    for number, line in enumerate(text_of(path).removeprefix("\ufeff").split("\n"), 1):
        if line.strip():
            yield from _testimony(line, path, number)


def _testimony(line: str, path: Path, number: int) -> Iterator[GoldText]:
    try:
        testimony = json.loads(line)
    except json.JSONDecodeError as error:
        # Not from the error, which holds the line.
        raise fault(path, number, f"this is no JSON, at character {error.pos + 1}") from None
    except (ValueError, RecursionError):
        raise fault(path, number, "this JSON can't be read") from None
    if not isinstance(testimony, dict) or not isinstance(testimony.get("segments"), list):
        raise fault(path, number, "there is no list of segments", _FORM)
    _known(testimony, _KEYS, "", path, number)
    name = testimony.get("id") or f"{path.stem}:{number}"
    recorded = testimony.get("recorded_on") or None
    if not isinstance(name, str):
        raise fault(path, number, "the id is no string", _FORM)
    if recorded is not None and (not isinstance(recorded, str) or iso_date(recorded, strict=True) is None):
        raise fault(path, number, "recorded_on is no date", "Write YYYY, YYYY-MM or YYYY-MM-DD, or null.")
    texts = [_side(testimony["segments"], language, path, number) for language in ("es", "en")]
    if not any(sentences for sentences, _ in texts):
        raise fault(path, number, "no segment has a text", _FORM)
    for language, (sentences, left_out) in zip(("es", "en"), texts, strict=True):
        if sentences:
            yield GoldText(name, language, tuple(sentences), recorded, left_out=tuple(left_out))


def _known(given: dict[str, Any], keys: Sequence[str], where: str, path: Path, line: int) -> None:
    for key in given:
        if key not in keys:
            # Not whatever stands there: a testimony's words may have slipped into the place of a key.
            said = f" {key!r}" if _KEY.fullmatch(key) else ""
            near = get_close_matches(key.lower(), keys, n=1)
            hint = f"Did you mean {near[0]!r}? " if near else ""
            raise fault(path, line, f"{where}unknown key{said}", f"{hint}Known keys are {', '.join(keys)}.")


def _side(
    segments: Sequence[Any], language: str, path: Path, line: int
) -> tuple[list[tuple[str, tuple[GoldSpan, ...]]], list[str]]:
    """The sentences of one language, and the labels that were left out."""
    sentences, left_out = [], []
    for number, segment in enumerate(segments, 1):
        where = f"segment {number} ({language})"
        if not isinstance(segment, dict):
            raise fault(path, line, f"{where} is no object", _FORM)
        _known(segment, _SEGMENT_KEYS, f"segment {number}: ", path, line)
        text = segment.get(language)
        if text is None:
            continue
        if not isinstance(text, str):
            raise fault(path, line, f"{where} has no text", _FORM)
        if text.strip():
            sentence, labels = _marked(text, where, path, line)
            sentences.append(sentence)
            left_out += labels
    return sentences, left_out


def _marked(text: str, where: str, path: Path, line: int) -> tuple[tuple[str, tuple[GoldSpan, ...]], list[str]]:
    plain, done = "", 0
    spans, left_out = [], []
    for mark in (*_MARK.finditer(text), None):
        between = text[done : mark.start() if mark else len(text)]
        if stray := re.search(r"[\[\]|\ud800-\udfff]", between):
            raise fault(path, line, f"{where}, character {done + stray.start() + 1}: a sign out of place", _MARK_FORM)
        plain += between
        if mark is None:
            break
        label, value = label_of(mark[2]), value_of(mark[3]) if mark[3] else None
        name = mark[1].strip()
        if not name or (mark[3] and label == "DATE" and value is None):
            what = "the date's value is none that is known" if name else "a mark without a name"
            raise fault(path, line, f"{where}, character {mark.start() + 1}: {what}", _MARK_FORM)
        if label is None:
            left_out.append(mark[2])
        else:
            start = len(plain) + mark[1].index(name)
            date = value if label == "DATE" and value else (None, False)
            spans.append(GoldSpan(start, start + len(name), label, *date))
        plain += mark[1]
        done = mark.end()
    sentence = composed(plain, spans)
    if sentence is None:
        raise fault(path, line, f"{where}: a mark parts a letter from its accent", _MARK_FORM)
    return sentence, left_out
