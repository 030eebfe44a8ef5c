"""Where the material comes from: git snapshots at fixed commits and unpacked Debian packages; who reads it."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Pair = tuple[str, str]  # Spanish, English


class Missing(Exception):
    """What a source needs isn't there; the message says what to fetch."""


def text(data: bytes, encoding: str = "utf-8") -> str:
    """Lines end in line feeds, whatever system they come from; a wrong byte becomes a mark."""
    return data.decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True)
class Snapshot:
    """One repository at one commit. Nothing is checked out: files are read from the git directory."""

    git_dir: Path
    commit: str

    @classmethod
    def find(cls, mirror: Path, repository: str, commit: str) -> Snapshot:
        """The git directory of OWNER/NAME under `mirror`, bare or inside a clone, if it has the commit."""
        folder = mirror / repository.replace("/", "+")
        for git_dir in (folder / ".git", folder, folder / "repo" / ".git", folder / "repo"):
            if (git_dir / "objects").is_dir():
                found = cls(git_dir, commit)
                if found._git("cat-file", "-e", f"{commit}^{{commit}}") is not None:
                    return found
        raise Missing(f"clone https://github.com/{repository} as {folder.name}, with commit {commit}")

    def _git(self, *args: str, stdin: bytes = b"") -> bytes | None:
        done = subprocess.run(["git", f"--git-dir={self.git_dir}", *args], capture_output=True, input=stdin)
        return done.stdout if done.returncode == 0 else None

    def read(self, path: str) -> bytes:
        data = self._git("cat-file", "blob", f"{self.commit}:{path}")
        if data is None:
            raise Missing(f"{path} isn't in {self.git_dir} at {self.commit}")
        return data

    def show(self, path: str, encoding: str = "utf-8") -> str:
        return text(self.read(path), encoding)

    def lines(self, path: str) -> list[str]:
        """Only at line feeds: `splitlines` also breaks at separators that stand inside sentences."""
        return self.show(path).removesuffix("\n").split("\n")

    def zipped(self, path: str, pattern: str) -> Iterator[str]:
        """The texts in a .zip whose name matches."""
        with zipfile.ZipFile(io.BytesIO(self.read(path))) as archive:
            for name in archive.namelist():
                if re.search(pattern, name):
                    yield text(archive.read(name))

    def names(self, under: str = "", pattern: str = "") -> list[str]:
        """Paths below a folder that match."""
        listed = self._git("ls-tree", "-r", "-z", "--name-only", self.commit, *([under] if under else [])) or b""
        return [name for name in listed.decode("utf-8", "replace").split("\0") if name and re.search(pattern, name)]

    def show_many(self, paths: Iterable[str]) -> dict[str, str]:
        """Path and text of many files, by one git process; those that aren't in the snapshot are left out."""
        paths = list(paths)
        asked = "".join(f"{self.commit}:{path}\n" for path in paths).encode()
        data = self._git("cat-file", "--batch", stdin=asked) or b""
        texts, at = {}, 0
        for path in paths:
            end = data.index(b"\n", at)
            head, at = data[at:end].split(), end + 1
            if head[-1] != b"missing":
                size = int(head[2])
                texts[path] = text(data[at : at + size])
                at += size + 1
        return texts


@dataclass(frozen=True)
class Inputs:
    """What one reader gets: its snapshots and packages in the order of `sources.toml`, and what is made already."""

    snapshots: list[Snapshot]
    trees: list[Path]
    out: Path

    @classmethod
    def find(cls, entry: dict[str, Any], *, mirror: Path, debian: Path | None, out: Path) -> Inputs:
        """`repositories` (or else `from` and `commit`) and `packages` of an entry of `sources.toml`."""
        repositories = list(entry.get("repositories", []))
        if not repositories and "commit" in entry:
            repositories = [entry["from"].removeprefix("https://github.com/") + "@" + entry["commit"]]
        trees = [(debian or Path()) / package for package in entry.get("packages", [])]
        if absent := [tree.name for tree in trees if debian is None or not tree.is_dir()]:
            raise Missing("unpack the Debian packages " + ", ".join(absent) + " under --debian, a folder each")
        return cls([Snapshot.find(mirror, *each.split("@")) for each in repositories], trees, out)


@dataclass(frozen=True)
class Source:
    """How a source is read, and how strict to be with it."""

    read: Callable[[Inputs], Iterable[Any]]  # of Pair, or of str where there is a language
    language: str = ""  # of texts in one language
    most: int = 80  # words in a sentence
    check: float = 0.0  # share of the known words that must go together


SOURCES: dict[str, Source] = {}
Reader = Callable[[Inputs], Iterable[Any]]


def source(name: str, **options: Any) -> Callable[[Reader], Reader]:
    """Register a reader under the name that the source has in `sources.toml`."""

    def register(read: Reader) -> Reader:
        SOURCES[name] = Source(read, **options)
        return read

    return register
