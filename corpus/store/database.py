"""The SQLite database of a corpus: connections, transactions, error messages."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, QueuePool, create_engine, event

from corpus.errors import CorpusError
from corpus.store.faults import translated
from corpus.store.folder import DATABASE

__all__ = ["Database"]

BUSY_SECONDS = 30
# Named, because the address hides the file from SQLAlchemy, which would take its pool for databases in memory; that one
# closes connections that other threads use. No upper limit: a thread that only reads must not wait.
_POOL: dict[str, Any] = {"poolclass": QueuePool, "max_overflow": -1}


class Database:
    """Connections to the database in `folder`. One instance may be shared by threads, not by processes."""

    def __init__(self, folder: Path, *, read_only: bool) -> None:
        self.folder = folder
        self.read_only = read_only
        # mode=rw so that a database which vanished is an error and not silently made anew. On a medium that can't be
        # written SQLite can't keep its -shm file beside the database; `immutable` makes it do without.
        mode = "mode=ro&immutable=1" if read_only else "mode=rw"
        self._address = f"{(folder / DATABASE).absolute().as_uri()}?{mode}"
        # hide_parameters: SQLAlchemy would put the values, and so the testimony, into its exceptions.
        self._engine = create_engine("sqlite://", creator=self._connect, hide_parameters=True, **_POOL)
        event.listen(self._engine, "begin", _begin)
        # SQLite's own waiting polls and may starve a thread; between threads of one process a lock is fair enough.
        self._writing = threading.Lock()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        for pragma in (
            "foreign_keys = ON",
            "temp_store = MEMORY",  # sorting a search must not leave text in the system's folder for temporary files
            "synchronous = FULL",  # what was reported as stored survives a power cut
            "secure_delete = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view of the corpus."""
        with translated(self.folder), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: all of it is stored, or nothing. Raises CorpusError where the corpus can't be written."""
        if self.read_only:
            raise CorpusError(f"{self.folder} may be read but not written.", code="read_only")
        # IMMEDIATE: a transaction that reads first and writes later fails when another comes between.
        begin = {"begin": "BEGIN IMMEDIATE"}
        with (
            self._writing,
            translated(self.folder),
            self._engine.connect() as connection,
            connection.execution_options(**begin).begin(),
        ):
            yield connection

    def use_wal(self) -> None:
        """Switch the new database to WAL, so that reading and writing go on at once. Kept in the file."""
        with translated(self.folder):
            connection = self._connect()
            try:
                connection.execute("PRAGMA journal_mode = WAL").fetchone()
            except sqlite3.OperationalError as error:
                # Another process is making the same corpus at this moment, and does this too.
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
            finally:
                connection.close()

    def close(self) -> None:
        """Close every connection; the last one to close folds the -wal file into the database."""
        self._engine.dispose()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
