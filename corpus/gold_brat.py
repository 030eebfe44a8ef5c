"""BRAT stand-off: `x.txt`, and beside it `x.ann` with a line for each mark, offsets in characters.

    T1	PERSON 10 19	Marta Paz
    T2	DATE 30 43	mayo de 2022
    #1	AnnotatorNotes T2	2022-05

The value of a date is in a note or in an attribute of it (A1, then Value T2 2022-05), with a tilde where it is
inferred; relations, events and other notes are passed over. The language is in the file's name (x.es.txt), or in that
of the folder it is in (es, en), or left open; the same name in both languages is one testimony.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import InputError, UsageError
from corpus.gold_marks import GoldSpan, GoldText, composed, fault, label_of, text_of, value_of
from corpus.read import open_original, read_one

__all__ = ["read_brat"]

_LANGUAGES = ("es", "en")
_SPAN = re.compile(r"(T\S+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
_VALUE = re.compile(r"#\S*\t\S+ (T\S+)\t(.*)|[AM]\S+\t\S+ (T\S+) (\S+)\s*")
_OTHERS = re.compile(r"[#AMRENW]\S*\t|\*\t")
_FORM = "A mark is T1, a tab, LABEL START END, a tab, the name."
_OFFSETS = "Offsets count the characters of the .txt from 0. Was it changed after it was marked?"


@dataclass(frozen=True, slots=True)
class _Mark:
    """A T-line: its number, what it is called, the label as given, its (start, end) pieces, and the name."""

    line: int
    id: str
    label: str
    pieces: tuple[tuple[int, int], ...]
    name: str


def read_brat(path: Path, root: Path) -> GoldText:
    """The text that `path`, an .ann file, marks. Its id is its path below `root`, without endings and language.

    The text is what the reader of plain texts makes of the .txt, its lines joined to paragraphs, so that it is measured
    on what would be processed. Raises UsageError.
    """
    source = path.with_suffix(".txt")
    marks, values = _lines(path)
    text = _as_counted(text_of(source), marks, path)
    known = [mark for mark in marks if label_of(mark.label)]
    spans = []
    for mark in known:
        value = values.get(mark.id) if label_of(mark.label) == "DATE" else None
        start, end = mark.pieces[0][0], mark.pieces[-1][1]
        spans.append(GoldSpan(start, end, label_of(mark.label) or "", *(value or (None, False))))
    whole = composed(text, spans)
    if whole is None:
        raise UsageError(f"{path}: a mark parts a letter from its accent.", hint=_OFFSETS)
    name, language = _named(path, root)
    return GoldText(
        name,
        language,
        tuple(_paragraphs(*whole, source)),
        paragraphs=True,
        left_out=tuple(mark.label for mark in marks if not label_of(mark.label)),
        in_pieces=sum(1 for mark in known if _words_between(text, mark)),
    )


def _named(path: Path, root: Path) -> tuple[str, str | None]:
    """The testimony's id, and the language where a name tells it."""
    *folders, last = path.relative_to(root).with_suffix("").parts
    stem, _, ending = last.rpartition(".")
    if stem and ending in _LANGUAGES:
        return "/".join([*folders, stem]), ending
    for i in range(len(folders) - 1, -1, -1):
        if folders[i] in _LANGUAGES:
            return "/".join([*folders[:i], *folders[i + 1 :], last]), folders[i]
    folder = root.resolve().name
    return "/".join([*folders, last]), folder if folder in _LANGUAGES else None


def _lines(path: Path) -> tuple[list[_Mark], dict[str, tuple[str, bool]]]:
    """The marks, and the values of dates by their mark's id."""
    marks: list[_Mark] = []
    values: dict[str, tuple[str, bool]] = {}
    for number, line in enumerate(text_of(path).removeprefix("\ufeff").split("\n"), 1):
        line = line.rstrip("\r")
        if match := _SPAN.fullmatch(line):
            numbers = [int(n) for n in re.findall(r"\d+", match[3])]
            pieces = tuple(sorted(zip(numbers[::2], numbers[1::2], strict=True)))
            marks.append(_Mark(number, match[1], match[2], pieces, match[4]))
        elif match := _VALUE.fullmatch(line):
            if value := value_of(match[2] or match[4] or ""):
                values[match[1] or match[3]] = value
        elif line.strip() and not _OTHERS.match(line):
            raise fault(path, number, "this is no line of BRAT", _FORM)
    return marks, values


def _as_counted(text: str, marks: Sequence[_Mark], path: Path) -> str:
    r"""`text` as it was when its characters were counted: some tools count a byte order mark and the \r of a line's
    end, others don't."""
    bare = text.removeprefix("\ufeff")
    for candidate in (text, bare, bare.replace("\r\n", "\n")):
        if all(_fits(candidate, mark) for mark in marks):
            return candidate
    wrong = next(mark for mark in marks if not _fits(bare, mark))
    raise fault(path, wrong.line, f"what stands at {wrong.pieces[0][0]} isn't the name of the mark", _OFFSETS)


def _fits(text: str, mark: _Mark) -> bool:
    if not all(0 <= start < end <= len(text) for start, end in mark.pieces):
        return False
    stands = " ".join(text[start:end] for start, end in mark.pieces)
    return _spaced(stands) == _spaced(mark.name) != ""


def _spaced(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _words_between(text: str, mark: _Mark) -> bool:
    """BRAT also parts a name at the end of a line; that is none in pieces."""
    ends = [end for _, end in mark.pieces[:-1]]
    starts = [start for start, _ in mark.pieces[1:]]
    return any(text[end:start].strip() for end, start in zip(ends, starts, strict=True))


def _paragraphs(text: str, spans: Sequence[GoldSpan], source: Path) -> Iterator[tuple[str, tuple[GoldSpan, ...]]]:
    """The paragraphs that are read from `source`, whose NFC is `text`, each with those of its spans."""
    try:
        read = read_one(open_original(source))[0]
    except InputError as error:
        raise UsageError(f"The file can't be read: {source}. {error.message}", hint=error.hint) from error
    places = _places(text, read.text)
    if places is None:
        hint = "Save it as it is meant, and mark it again."
        raise UsageError(f"Letters of the text are mended when it is read: {source}.", hint=hint)
    moved = []
    for span in spans:
        inside = [place for place in places[span.start : span.end] if place is not None]
        if inside:
            moved.append(replace(span, start=inside[0], end=inside[-1] + 1))
    for passage in read.passages:
        first = passage.start
        own = [replace(s, start=s.start - first, end=s.end - first) for s in moved if first <= s.start < passage.end]
        yield read.text[first : passage.end], tuple(sorted(own, key=lambda span: (span.start, span.end)))


def _places(text: str, read: str) -> list[int | None] | None:
    """For each character of `text` where it is in `read`: nowhere for spaces and for what the reader leaves out. None
    where `read` holds something that `text` doesn't."""
    places: list[int | None] = []
    at = 0
    for character in text:
        while at < len(read) and read[at].isspace():
            at += 1
        found = at < len(read) and character == read[at]
        places.append(at if found else None)
        at += found
    return None if read[at:].strip() else places
