"""Makes the journey's files and expected.json out of accounts.txt and searches.json.

Run `PYTHONPATH=. python tests/data/journey/make.py` in the project's folder. The same bytes come out each time.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reportlab.lib.pagesizes import A5

from examples.papers import Heading, Table, write_docx, write_pdf

FOLDER = Path(__file__).parent
MARK = re.compile(r"\[(?P<text>[^|\]]+)\|(?P<label>[A-Z]+)(?:=(?P<value>[^\]]+))?\]")
SPEAKER = re.compile(r"(?P<speaker>[A-Z]{3,}): ")
ENGLISH = "en> "
CELLS = 4  # so many paragraphs of the Word file, after its second, are the cells of a table two wide
SYLLABLES = (
    "be-cause col-lab-o-ra-tors cor-po-ral doc-u-ments Fri-day moth-er note-book of-fi-cer "
    "or-dered pack-ages po-lice pris-on read-ing re-frig-er-a-tor sol-diers some-one stu-dent with-out"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A line of accounts.txt, its marks taken out. `mentions` hold text, label, start, end and, for a date, value."""

    text: str
    language: str
    speaker: str | None
    mentions: tuple[dict[str, object], ...]


@dataclass(frozen=True, slots=True)
class Account:
    """One testimony: paragraphs of sentences."""

    file: str
    locator: str
    paragraphs: tuple[tuple[Sentence, ...], ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in order."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)

    @property
    def lines(self) -> tuple[str, ...]:
        """The text of each paragraph."""
        return tuple(" ".join(sentence.text for sentence in paragraph) for paragraph in self.paragraphs)


def parse_sentence(line: str, language: str) -> Sentence:
    """Take a line's speaker, language and marks apart."""
    speaker = SPEAKER.match(line)
    line = line[speaker.end() :] if speaker else line
    if line.startswith(ENGLISH):
        line, language = line.removeprefix(ENGLISH), "en"
    text, mentions, last = "", [], 0
    for mark in MARK.finditer(line):
        text += line[last : mark.start()]
        mention: dict[str, object] = {"text": mark["text"], "label": mark["label"]}
        mention |= {"start": len(text), "end": len(text) + len(mark["text"])}
        if mark["value"]:
            mention |= {"value": mark["value"].removeprefix("~"), "relative": mark["value"].startswith("~")}
        mentions.append(mention)
        text += mark["text"]
        last = mark.end()
    return Sentence(text + line[last:], language, speaker["speaker"] if speaker else None, tuple(mentions))


def parse(source: str) -> Iterator[Account]:
    """Read accounts.txt."""
    body = "\n".join(line for line in source.splitlines() if not line.startswith("#"))
    for chunk in re.split(r"^== ", body, flags=re.MULTILINE)[1:]:
        head, _, rest = chunk.partition("\n")
        file, _, locator = head.partition(" ")
        language = "en" if file.endswith(".pdf") or locator == "row 2" else "es"
        blocks = (block.splitlines() for block in re.split(r"\n{2,}", rest.strip()))
        yield Account(file, locator, tuple(tuple(parse_sentence(line, language) for line in block) for block in blocks))


def write_wrapped(path: Path, account: Account) -> None:
    """UTF-8, lines of 68 characters, as a mail program breaks them."""
    wrapped = ("\n".join(textwrap.wrap(line, 68, break_on_hyphens=False)) for line in account.lines)
    path.write_text("\n\n".join(wrapped) + "\n", encoding="utf-8")


def write_windows(path: Path, account: Account) -> None:
    """Windows-1252 with Windows line ends."""
    path.write_bytes("\r\n\r\n".join(account.lines).encode("cp1252") + b"\r\n")


def write_word(path: Path, account: Account) -> None:
    """A heading, two paragraphs, a table, the rest."""
    title, first, second, *rest = account.lines
    cells = rest[:CELLS]
    table = Table(tuple(zip(cells[::2], cells[1::2], strict=True)))
    blocks: list[str | Heading | Table] = [Heading(title), first, second, table, *rest[CELLS:]]
    write_docx(path, blocks, title=title, author="", when=datetime(2022, 9, 5, 10, 0))


def write_portable(path: Path, account: Account) -> None:
    """Small pages, so that a sentence crosses from one to the next."""
    write_pdf(path, account.lines, title=account.lines[0], syllables=SYLLABLES, size=13.5, page=A5)


def write_html(path: Path, account: Account) -> None:
    """A page with a menu, a script and a style sheet around the account, and one word in bold."""
    title, *lines = (html.escape(line, quote=False) for line in account.lines)
    paragraphs = "\n".join(f"<p>{line.replace('Dallas', '<b>Dallas</b>')}</p>" for line in lines)
    path.write_text(
        f'<!DOCTYPE html>\n<html lang="es">\n<head><meta charset="utf-8"><title>{title}</title>\n'
        "<style>p { margin: 1em }</style>\n<script>var menu = ['inicio', 'contacto'];</script></head>\n"
        '<body><nav><ul><li><a href="/">Inicio</a></li><li><a href="/contacto">Contacto</a></li></ul></nav>\n'
        f"<article><h1>{title}</h1>\n{paragraphs}\n</article>\n</body>\n</html>\n",
        encoding="utf-8",
    )


def write_captions(path: Path, account: Account) -> None:
    """A caption holds up to 80 characters in two lines, so that long sentences go on in the next; 50 ms a character."""
    out: list[str] = []
    clock = 1000
    for sentence in account.sentences:
        for piece in textwrap.wrap(sentence.text, 80, break_on_hyphens=False):
            end = clock + 50 * len(piece)
            lines = "\n".join(textwrap.wrap(f"{sentence.speaker}: {piece}", 50, break_on_hyphens=False))
            out.append(f"{len(out) + 1}\n{stamp(clock)} --> {stamp(end)}\n{lines}\n")
            clock = end + 200
    path.write_text("\n".join(out), encoding="utf-8")


def stamp(ms: int) -> str:
    """A time as captions write it."""
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"


def write_table(path: Path, accounts: Sequence[Account]) -> None:
    """A testimony a row; what a spreadsheet in El Salvador saves: semicolons and a byte order mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(["id", "fecha", "lugar", "testimonio"])
    for account, (date, place) in zip(
        accounts, [("2023-01-30", "San Salvador"), ("2023-03-05", "Hyattsville")], strict=True
    ):
        writer.writerow([f"J-{account.locator.removeprefix('row ')}", date, place, "\n\n".join(account.lines)])
    path.write_bytes(out.getvalue().encode("utf-8-sig"))


WRITERS: dict[str, tuple[Callable[[Path, Account], None], str]] = {
    "madre-cojutepeque.txt": (write_wrapped, "utf-8"),
    "memoria-guazapa.txt": (write_windows, "windows-1252"),
    "nota-santa-ana.docx": (write_word, ""),
    "clinic-statement.pdf": (write_portable, ""),
    "retorno.html": (write_html, "utf-8"),
    "entrevista.srt": (write_captions, "utf-8"),
}


def expected(account: Account) -> dict[str, object]:
    """What a reader, a segmenter, a language detector and a recogniser should find in `account`."""
    languages = {sentence.language for sentence in account.sentences}
    text = "\n\n".join(account.lines)
    return {
        "file": account.file,
        "locator": account.locator,
        "encoding": WRITERS[account.file][1] if account.file in WRITERS else "utf-8",
        "language": "mul" if len(languages) > 1 else min(languages),
        "words": len(text.split()),
        "text": text,
        "sentences": [
            {"text": s.text, "language": s.language} | ({"speaker": s.speaker} if s.speaker else {})
            for s in account.sentences
        ],
        "mentions": [{"sentence": i} | m for i, s in enumerate(account.sentences) for m in s.mentions],
    }


def main() -> None:
    """Write every file and expected.json."""
    accounts = list(parse((FOLDER / "accounts.txt").read_text(encoding="utf-8")))
    for account in accounts:
        if account.file in WRITERS:
            WRITERS[account.file][0](FOLDER / "files" / account.file, account)
    write_table(FOLDER / "files" / "fichas.csv", [a for a in accounts if a.file == "fichas.csv"])
    facts = {
        "note": "Invented accounts (see accounts.txt); made by make.py. Offsets of mentions count code points from the "
        "start of their sentence; the names of speakers are no part of `text`.",
        "testimonies": [expected(account) for account in accounts],
        "searches": json.loads((FOLDER / "searches.json").read_text(encoding="utf-8")),
    }
    (FOLDER / "expected.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
