"""What SQLite and the operating system say, in words that a person understands.

SQLite's own messages are not passed on: they name tables, and a value could stand in one.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from corpus.errors import CorpusError, InputError

__all__ = ["os_fault", "translated"]

_FULL_HINT = "Free some space and run the same command again; nothing that was stored is lost."


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn database errors about the corpus at `path` into CorpusError, and unstorable text into InputError."""
    try:
        yield
    except DBAPIError as error:
        raise _database_fault(error.orig, path) from error
    except sqlite3.Error as error:
        raise _database_fault(error, path) from error
    except UnicodeEncodeError:
        # Only lone surrogates get here. No chaining: the cause holds the text.
        raise InputError("The text holds lone surrogates.", code="surrogates", stage="store") from None


def _database_fault(error: BaseException | None, path: Path) -> CorpusError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary code
    if code == sqlite3.SQLITE_FULL:
        return CorpusError(f"The disk that holds {path} is full.", code="disk_full", hint=_FULL_HINT)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return CorpusError(
            f"Another program is writing to {path} and did not finish within 30 seconds.",
            code="busy",
            hint="Try again when it has finished.",
            retryable=True,
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return CorpusError(f"{path} may be read but not written.", code="read_only")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return CorpusError(
            f"The database in {path} is damaged, or is no database.",
            code="damaged",
            hint="Nothing was changed. Put a backup in its place; the originals in the folder are kept apart from it.",
        )
    if code == sqlite3.SQLITE_CANTOPEN:
        return CorpusError(f"The database in {path} can't be opened.", code="no_permission")
    if code == sqlite3.SQLITE_IOERR:
        return CorpusError(f"The disk that holds {path} reports an error.", code="disk_error", retryable=True)
    if code == sqlite3.SQLITE_CONSTRAINT:
        return CorpusError("What was to be stored contradicts what is stored; nothing was stored.", code="inconsistent")
    return CorpusError(f"The database in {path} reports an error (number {code}).", code="database")


def os_fault(error: OSError, path: Path, doing: str) -> CorpusError:
    """The CorpusError for `error`, met while `doing` (a verb phrase: "make", "write into") `path`."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return CorpusError(f"The disk that holds {path} is full.", code="disk_full", hint=_FULL_HINT)
    if error.errno in (errno.EACCES, errno.EPERM):
        return CorpusError(f"You have no permission to {doing} {path}.", code="no_permission")
    if error.errno == errno.EROFS:
        return CorpusError(f"{path} may be read but not written.", code="read_only")
    return CorpusError(f"Can't {doing} {path}: {error.strerror}.", code="disk_error")
