"""The corpus folder: where it is, what lies in it, who may read it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from corpus.errors import CorpusError
from corpus.store.faults import os_fault

__all__ = ["DATABASE", "check_folder", "locate", "make_folder", "private_folder", "tighten"]

DATABASE = "corpus.sqlite"
_OURS = frozenset(
    {".gitignore", "inbox", "originals", "tmp", DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal"}
)
# What file managers leave in any folder that a person has looked at.
_LITTER = frozenset({".DS_Store", ".directory", "Thumbs.db", "desktop.ini"})


def locate(location: str | Path | None) -> Path:
    """The folder meant by `location`, else by TESTIMONIO_CORPUS, else ./testimonio-corpus. Raises CorpusError for a
    URL.
    """
    given = str(location) if location else os.environ.get("TESTIMONIO_CORPUS", "")
    scheme, separator, _ = given.partition("://")
    if separator:
        # The rest of a database URL may hold a password.
        raise CorpusError(
            f"This version of Testimonio can't open a corpus at a {scheme}:// address yet.",
            code="unsupported_store",
            hint="Give a folder.",
        )
    # Absolute: the working folder of a flow may change under an open corpus.
    return Path(given or "testimonio-corpus").absolute()


def check_folder(path: Path, *, create: bool) -> None:
    """Raise CorpusError unless `path` holds a corpus, or (with `create`) may become one."""
    try:
        if not path.exists():
            if not create:
                raise _no_corpus(path, "There is no folder")
            return
        if not path.is_dir():
            raise CorpusError(f"{path} is a file; a corpus is a folder.", code="not_a_folder")
        names = {entry.name for entry in path.iterdir()}
        database = path / DATABASE
        empty = DATABASE not in names or (database.is_file() and database.stat().st_size == 0)
    except OSError as error:
        raise os_fault(error, path, "read") from error
    if not empty:
        return
    if not create:
        raise _no_corpus(path, "There is no corpus in")
    if names - _OURS - _LITTER:
        raise CorpusError(
            f"{path} holds other files and is no corpus; nothing was changed.",
            code="not_empty",
            hint="Name a new or an empty folder.",
        )


def _no_corpus(path: Path, what: str) -> CorpusError:
    return CorpusError(
        f"{what} {path}.",
        code="no_corpus",
        hint="Name the folder with --corpus, or make a corpus with: testimonio process",
    )


def make_folder(path: Path) -> None:
    """Make what a corpus folder needs and does not have: the folder (0700), .gitignore, an empty database file
    (0600).
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        tighten(path, 0o700)
        for name in ("originals", "tmp"):
            private_folder(path / name)
        # Version control must never pick up a testimony, whatever folder the corpus was made in.
        _touch(path / ".gitignore", b"*\n")
        # SQLite would make the file readable for all; its -wal and -shm files take the mode of this one.
        _touch(path / DATABASE, b"")
    except OSError as error:
        raise os_fault(error, path, "make") from error


def private_folder(path: Path) -> None:
    """Make the folder `path` with mode 0700, if it isn't there."""
    path.mkdir(mode=0o700, exist_ok=True)


def tighten(path: Path, mode: int) -> None:
    """Set the mode, where the file system knows modes (a FAT memory stick doesn't)."""
    with contextlib.suppress(PermissionError):
        path.chmod(mode)


def _touch(path: Path, content: bytes) -> None:
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with open(descriptor, "wb") as file:
            file.write(content)
