"""The version of the tables. Opening an up-to-date corpus reads one row; Alembic is loaded only to make or change
tables.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from corpus.errors import CorpusError
from corpus.store.database import Database

__all__ = ["HEAD", "REVISIONS", "ensure_current"]

# All versions, oldest first; a test compares them with the migrations.
REVISIONS = ("0001", "0002", "0003")
HEAD = REVISIONS[-1]


def ensure_current(database: Database) -> None:
    """Bring the tables to this program's version. Raises CorpusError for a newer corpus, or a database that is none."""
    with database.read() as connection:
        version = _version(connection)
        empty = version is None and _is_empty(connection)
    if version == HEAD:
        return
    if version is None and not empty:
        raise CorpusError(
            f"The database in {database.folder} was not made by Testimonio; nothing was changed.", code="not_a_corpus"
        )
    if version is not None and version not in REVISIONS:
        raise CorpusError(
            f"The corpus in {database.folder} was made by a newer Testimonio; nothing was changed.",
            code="newer_schema",
            hint="Update the program.",
        )
    if version is not None and database.read_only:
        raise CorpusError(
            f"The corpus in {database.folder} was made by an older Testimonio and may not be written.",
            code="read_only",
            hint="Open it once where it may be written, or copy the whole folder to such a place.",
        )
    if empty:
        database.use_wal()
    with database.write() as connection:
        if _version(connection) != HEAD:  # another process may have been quicker
            _upgrade(connection)


def _version(connection: Connection) -> str | None:
    if not connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").first():
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _is_empty(connection: Connection) -> bool:
    return connection.exec_driver_sql("SELECT 1 FROM sqlite_master").first() is None


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    # Alembic expands % in options.
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    command.upgrade(config, "head")
    from corpus.store.keys import fill

    fill(connection)
