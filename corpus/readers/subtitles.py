"""Subtitles and timed transcripts: SubRip (.srt) and WebVTT (.vtt).

The scanner is ours because both libraries that we tried lose words: webvtt-py drops cues without a number and cues
with a slip in the time line; pysubs2 drops a last line that is a number ("14") and the voices of WebVTT.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.errors import InputError
from corpus.readers.base import Extract, Part, ReadOptions
from corpus.readers.encoding import decode_within
from corpus.readers.reflow import ends_sentence
from corpus.readers.turns import find_labels, label_of

__all__ = ["read"]

_STAMP = r"(?:(\d{1,4})\s?:\s?)?(\d{1,2})\s?:\s?(\d{1,2})(?:\s?[.,:]\s?(\d{1,3}))?"
_TIMES = re.compile(rf"\s*{_STAMP}\s*-{{1,3}}\s?>\s*{_STAMP}(?!\d)")
_ARROW = re.compile(r"\s*\d[\d\s:.,]*-{1,2}>[\d\s:.,]*$")  # meant as times, but unreadable
_MARKS = re.compile(r"</?(?:b|i|u|s|c|em|strong|font|span|lang|ruby|rt)(?:[.\s][^<>]*)?/?>|\{\\[^{}]*\}", re.IGNORECASE)
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s([^<>]*)>|</v>", re.IGNORECASE)
_KARAOKE = re.compile(r"<(?:\d+:)?\d{1,2}:\d{2}\.\d{3}>")  # a time inside the text: captions that scroll
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\dA-Fa-f]{1,6}|\w{2,30});")
_DIALOGUE = re.compile(r"[-–—]\s?\S")
_PAUSE = 4_000  # milliseconds of silence that end a sentence which has no full stop


@dataclass(slots=True)
class _Cue:
    start: int | None
    end: int | None
    lines: list[str]


def read(data: bytes, options: ReadOptions) -> list[Part]:
    """All cues as one testimony, in the order of the file. Notes and styles of WebVTT are left out."""
    text, notes = decode_within(data, options.limits)
    lines = text.splitlines()
    head = next((line for line in lines if line.strip()), "").lstrip("\ufeff")
    webvtt = re.match(r"WEBVTT(?:[ \t]|$)", head) is not None
    title = head[6:].strip(" \t-–—:") or None if webvtt else None
    cues, found = _scan(lines, webvtt=webvtt)
    if not cues and text.strip() and not webvtt:
        raise InputError(
            "The file holds no cue with times.", code="damaged", hint="If it is a plain transcript, name it .txt."
        )
    extracts = _extracts(cues, scrolling=_KARAOKE.search(text) is not None)
    return [Part(tuple(extracts), title=title, notes=(*notes, *found))]


def _scan(lines: list[str], *, webvtt: bool) -> tuple[list[_Cue], tuple[str, ...]]:
    """Cues, whatever separates them: a cue's text goes on until the next line of times and its number."""
    cues: list[_Cue] = []
    notes: list[str] = []
    skipping = webvtt  # the header, like a block of notes, ends at a blank line
    blank = True
    for line in lines:
        times = _TIMES.match(line) if ">" in line else None
        if times or (">" in line and _ARROW.match(line)):
            _take_name(cues, webvtt=webvtt)
            if not times:
                notes.append("times_unreadable")
            start, end = _stamps(times) if times else (None, None)
            cues.append(_Cue(start, end, []))
            skipping = False
        elif webvtt and blank and re.match(r"(?:NOTE|STYLE|REGION)(?:\s|$)", line):
            skipping = True
            notes += ["comments_left_out"] if line.startswith("NOTE") else []
        elif not line.strip():
            skipping = False
            if cues:
                cues[-1].lines.append("")
        elif not skipping:
            if not cues:
                cues.append(_Cue(None, None, []))
            cues[-1].lines.append(line.strip())
        blank = not line.strip()
    if len(cues) == 1 and cues[0].start is None and not notes:
        return [], ()
    return cues, tuple(dict.fromkeys(notes))


def _take_name(cues: list[_Cue], *, webvtt: bool) -> None:
    """Take the number or name of the cue that begins here from the text before it."""
    if not cues or not cues[-1].lines:
        return
    before = cues[-1].lines
    first = len(cues) == 1 and cues[0].start is None  # text before the first times: its name, most likely
    named = before[-2] == "" if len(before) > 1 else first
    if before[-1].isdigit():
        # "14" right under other text may be what someone said, unless it is the number that is due.
        if named or before[-1] == str(len(cues) + 1) or before[-1] == str(len(cues)):
            before.pop()
    elif webvtt and named:
        before.pop()


def _stamps(match: re.Match[str]) -> tuple[int, int]:
    groups = match.groups()
    return _milliseconds(groups[:4]), _milliseconds(groups[4:])


def _milliseconds(stamp: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = stamp
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))


def _extracts(cues: list[_Cue], *, scrolling: bool) -> Iterator[Extract]:
    plain = [_Cue(cue.start, cue.end, [_plain(line) for line in cue.lines]) for cue in cues]
    labels = find_labels((_undashed(_VOICE.sub("", line)) for cue in plain for line in cue.lines), captions=True)
    before: Extract | None = None
    last_line = ""
    for cue in plain:
        lines = [line for line in cue.lines if line.strip()]
        if scrolling:
            fresh = [line for number, line in enumerate(lines) if number or line != last_line]
            last_line = lines[-1] if lines else last_line
            lines = fresh
        for extract in _turns(lines, labels):
            extract = replace(extract, start_ms=cue.start, end_ms=cue.end)
            if before is not None and _continues(before, extract, labels):
                extract = _without_label(replace(extract, continues=True), labels)
            if extract.text:
                yield extract
                before = extract


def _plain(line: str) -> str:
    """Without marks of form and place; voices stay for now, and so does "<" that opens no known mark."""
    return _ENTITY.sub(lambda m: html.unescape(m.group()), _MARKS.sub("", _KARAOKE.sub("", line)))


def _undashed(line: str) -> str:
    """Without the dash before who speaks ("- ANA: …")."""
    return line.strip().lstrip("-–—").lstrip()


def _turns(lines: list[str], labels: frozenset[str]) -> Iterator[Extract]:
    """What each one says in a cue. Voices, labels and dialogue dashes begin a turn; other lines go on."""
    speaker: str | None = None
    pieces: list[str] = []
    voiced = False
    for line in lines:
        position = 0
        parts: list[tuple[str | None, str]] = []  # (voice that begins, text after it)
        for match in _VOICE.finditer(line):
            parts.append((None, line[position : match.start()]))
            parts.append((" ".join((match.group(1) or "").split()), ""))
            position = match.end()
        parts.append((None, line[position:]))
        for voice, text in parts:
            if voice is not None:
                if pieces:
                    yield Extract(" ".join(pieces), speaker=speaker)
                    pieces = []
                speaker, voiced = voice or None, bool(voice)
            elif text.strip():
                label = label_of(_undashed(text), labels)
                if pieces and (label or _DIALOGUE.match(text.strip())):
                    yield Extract(" ".join(pieces), speaker=speaker)
                    pieces = []
                    speaker = speaker if voiced else None
                if label and not voiced:
                    speaker = label[0]
                pieces.append(text.strip())
    if pieces:
        yield Extract(" ".join(pieces), speaker=speaker)


def _continues(before: Extract, extract: Extract, labels: frozenset[str]) -> bool:
    if before.speaker != extract.speaker or ends_sentence(before.text) or _DIALOGUE.match(extract.text):
        return False
    if before.start_ms == extract.start_ms:
        return False  # two turns of one cue
    if before.end_ms is None or extract.start_ms is None:
        return extract.text[:1].islower()
    return -_PAUSE < extract.start_ms - before.end_ms < _PAUSE


def _without_label(extract: Extract, labels: frozenset[str]) -> Extract:
    """A label repeated in the middle of a sentence is taken out of it; `speaker` has it."""
    label = label_of(extract.text, labels)
    return replace(extract, text=extract.text[label[1] :].lstrip()) if label else extract
