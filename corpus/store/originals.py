"""The originals: the bytes as they came, read-only, under `originals/` by content hash."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert

from corpus.errors import CorpusError
from corpus.records import Source
from corpus.store import tables as t
from corpus.store.database import Database
from corpus.store.faults import os_fault
from corpus.store.folder import private_folder, tighten
from corpus.store.parameters import chunks, storable

__all__ = [
    "StoredOriginal",
    "StoredPart",
    "add_name",
    "finish",
    "keep",
    "known",
    "known_testimonies",
    "names",
    "originals",
]


@dataclass(frozen=True, slots=True)
class StoredPart:
    """The metadata with which one testimony of an original was stored."""

    id: str
    locator: str
    title: str | None
    collection: str | None
    recorded_on: str | None
    declared_language: str | None
    access: str
    consent: str | None


@dataclass(frozen=True, slots=True)
class StoredOriginal:
    """An original in the corpus, with all names under which it came, sorted, and the testimonies read from it."""

    source: Source
    names: tuple[str, ...]
    path: Path
    complete: bool
    parts: tuple[StoredPart, ...]

    def data(self) -> bytes:
        """The bytes. Raises CorpusError if they are gone or not what was kept."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError as error:
            raise CorpusError(f"The original {self.path} is missing.", code="original_missing") from error
        except OSError as error:
            raise os_fault(error, self.path, "read") from error
        if hashlib.sha256(data).hexdigest() != self.source.sha256:
            raise CorpusError(f"The original {self.path} was changed after it was kept.", code="original_changed")
        return data


def known(database: Database, sha256s: Collection[str]) -> set[str]:
    """Those of `sha256s` whose originals are stored with all their testimonies."""
    found: set[str] = set()
    with database.read() as connection:
        for some in chunks(sorted(sha256s)):
            query = select(t.sources.c.sha256).where(t.sources.c.sha256.in_(some), t.sources.c.complete)
            found.update(connection.scalars(query))
    return found


def keep(database: Database, data: bytes, source: Source) -> None:
    """Copy an original into the corpus and note it as not yet complete. Repeating it changes nothing.

    Raises CorpusError if the bytes aren't those that `source` speaks of, or can't be written.
    """
    if len(data) != source.size or hashlib.sha256(data).hexdigest() != source.sha256:
        raise CorpusError(f"The bytes of {source.sha256} are not those that were read.", code="hash_mismatch")
    # The row comes first because it settles the suffix, if two processes bring the same bytes under different names.
    # Without its file it does no harm: it counts as incomplete, and the next run copies the file.
    with database.write() as connection:
        connection.execute(
            insert(t.sources)
            .values(
                sha256=source.sha256,
                sha1=hashlib.sha1(data, usedforsecurity=False).hexdigest(),
                media_type=source.media_type,
                size=source.size,
                suffix=_suffix(source.uri),
                collected_at=source.collected_at.isoformat(),
                complete=False,
            )
            .on_conflict_do_nothing()
        )
        _add_name(connection, source.sha256, source.uri, source.collected_at)
        suffix = connection.scalars(select(t.sources.c.suffix).where(t.sources.c.sha256 == source.sha256)).one()
    _copy(database.folder, data, _path(database.folder, source.sha256, suffix), source.sha256)


def add_name(database: Database, sha256: str, uri: str, seen_at: datetime) -> None:
    """Keep one more name under which the same bytes came; the time is that of its first coming."""
    with database.write() as connection:
        _add_name(connection, sha256, uri, seen_at)


def known_testimonies(database: Database, ids: Collection[str]) -> set[str]:
    """Those of `ids` that are stored."""
    found: set[str] = set()
    with database.read() as connection:
        for some in chunks(sorted(ids)):
            found.update(connection.scalars(select(t.testimonies.c.id).where(t.testimonies.c.id.in_(some))))
    return found


def finish(database: Database, sha256: str, *, parts: int) -> None:
    """Note that the original is done with, if all its `parts` testimonies are stored."""
    with database.write() as connection:
        stored = select(func.count()).where(t.testimonies.c.sha256 == sha256)
        if (connection.scalar(stored) or 0) >= parts:
            connection.execute(t.sources.update().where(t.sources.c.sha256 == sha256).values(complete=True))


def names(database: Database, sha256: str) -> tuple[str, ...]:
    """All names under which the bytes came, sorted; empty where they aren't known."""
    with database.read() as connection:
        query = select(t.source_names.c.uri).where(t.source_names.c.sha256 == sha256).order_by(t.source_names.c.uri)
        return tuple(connection.scalars(query))


def originals(database: Database) -> Iterator[StoredOriginal]:
    """Every original, by hash. Each is read in a transaction of its own, so the caller may write in between."""
    with database.read() as connection:
        hashes = list(connection.scalars(select(t.sources.c.sha256).order_by(t.sources.c.sha256)))
    part = t.testimonies.c
    for sha256 in hashes:
        came_as = names(database, sha256)
        with database.read() as connection:
            row = connection.execute(select(t.sources).where(t.sources.c.sha256 == sha256)).one()
            columns = (part.id, part.locator, part.title, part.collection, part.recorded_on)
            query = select(*columns, part.declared_language, part.access, part.consent).where(part.sha256 == sha256)
            parts = tuple(StoredPart(*values) for values in connection.execute(query.order_by(part.id)))
        yield StoredOriginal(
            source=Source(came_as[0], row.media_type, sha256, row.size, datetime.fromisoformat(row.collected_at)),
            names=came_as,
            path=_path(database.folder, sha256, row.suffix),
            complete=row.complete,
            parts=parts,
        )


def _add_name(connection: Any, sha256: str, uri: str, seen_at: datetime) -> None:
    row = {"sha256": sha256, "uri": storable(uri), "seen_at": seen_at.isoformat()}
    connection.execute(insert(t.source_names).values(row).on_conflict_do_nothing())


def _suffix(uri: str) -> str:
    """The name's suffix where it is an ordinary one: it becomes part of a path."""
    suffix = Path(uri).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,10}", suffix) else ""


def _path(folder: Path, sha256: str, suffix: str) -> Path:
    return folder / "originals" / sha256[:2] / f"{sha256}{suffix}"


def _copy(folder: Path, data: bytes, target: Path, sha256: str) -> None:
    """Write `data` to `target` so that it is there whole or not at all, also after a power cut."""
    temporary = folder / "tmp" / uuid.uuid4().hex
    try:
        if target.is_file():
            if hashlib.sha256(target.read_bytes()).hexdigest() == sha256:
                return
            raise CorpusError(f"The original {target} was changed after it was kept.", code="original_changed")
        private_folder(folder / "originals")
        private_folder(folder / "tmp")
        private_folder(target.parent)
        with open(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        tighten(temporary, 0o400)
        temporary.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise os_fault(error, folder, "write into") from error


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
