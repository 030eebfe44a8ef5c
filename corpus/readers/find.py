"""Which files there are under the paths that someone gave."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from uuid import uuid4

from corpus.records import Failure

__all__ = ["find_files", "shown"]

_LEFT_OUT = frozenset({"Thumbs.db", "desktop.ini", "__MACOSX"})  # what Windows and macOS put into folders
_Identity = tuple[int, int]  # device and inode: the file itself, whatever its name


def find_files(paths: Sequence[Path], *, exclude: Collection[Path] = ()) -> tuple[list[Path], list[Failure]]:
    """The files under `paths`, sorted, each real file once, and what couldn't be looked at.

    Folders are walked to the bottom, links followed. Inside folders, hidden files, Office's lock files and system
    files are left out; `exclude` names files and folders to leave out wherever they are found.
    """
    excluded = {identity for path in exclude if (identity := _identity(path))}
    found: list[tuple[bool, Path, _Identity]] = []
    failures: list[Failure] = []
    seen: set[_Identity] = set()
    for path in paths:
        found += _walk(path, excluded, seen, failures)
    once: dict[_Identity, Path] = {}
    for _, path, identity in sorted(found, key=lambda f: (f[0], str(f[1]))):  # the file's own name before a link's
        once.setdefault(identity, path)
    return sorted(once.values(), key=str), sorted(failures, key=lambda f: f.source)


def shown(path: Path) -> str:
    """The path as text that can be stored: bytes of a name that aren't UTF-8 are written as escapes."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _walk(
    root: Path, excluded: set[_Identity], seen: set[_Identity], failures: list[Failure]
) -> Iterator[tuple[bool, Path, _Identity]]:
    stack = [root]
    while stack:
        path = stack.pop()
        try:
            status = path.stat()
            identity = (status.st_dev, status.st_ino)
            if identity in excluded:
                continue
            if stat.S_ISDIR(status.st_mode):
                if identity in seen:  # a link back up, or a folder given twice
                    continue
                seen.add(identity)
                stack += [path / entry.name for entry in _entries(path)]
            elif stat.S_ISREG(status.st_mode):
                yield path.is_symlink(), path, identity
            else:
                failures.append(_failure(path, "not_a_file", "This is neither a file nor a folder."))
        except OSError as error:
            failures.append(_from_os(path, error))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return [e for e in entries if not e.name.startswith((".", "~$")) and e.name not in _LEFT_OUT]


def _identity(path: Path) -> _Identity | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _from_os(path: Path, error: OSError) -> Failure:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return _failure(path, "not_found", "There is no such file or folder.", "Check the path, or the link.")
    if isinstance(error, PermissionError):
        return _failure(path, "no_permission", "This may not be read.", "Give yourself permission to read it.")
    if error.errno == errno.ELOOP:
        return _failure(path, "symlink_loop", "This link leads back to itself.")
    return _failure(path, "unreadable", f"This can't be read ({error.strerror}).", "Check the disk.")


def _failure(path: Path, code: str, message: str, hint: str = "") -> Failure:
    # A random id, so that nobody can guess a file's name from it.
    return Failure(shown(path), uuid4().hex[:16], "read", code, message, hint)
