"""The corpus, as the pipeline, the command line, the site and other people's scripts see it."""

from __future__ import annotations

import builtins
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType

from corpus import export as exporting
from corpus.errors import CorpusError
from corpus.graph import write_graph
from corpus.records import AnnotatedTestimony, Entity, EntityView, Failure, IngestReport, Page, Query, Source
from corpus.store import entities as entity_reading
from corpus.store import names, reading, runs, searching, writing
from corpus.store import originals as keeping
from corpus.store.by_hand import ByHand
from corpus.store.database import Database
from corpus.store.folder import DATABASE, check_folder, locate, make_folder
from corpus.store.network import network
from corpus.store.originals import StoredOriginal
from corpus.store.schema import ensure_current
from corpus.store.views import Remembered, RunSummary, TestimonySummary, TestimonyView

__all__ = ["Corpus", "open_corpus"]


def open_corpus(location: str | Path | None = None, *, create: bool = False) -> Corpus:
    """Open the corpus in the folder `location` (else TESTIMONIO_CORPUS, else ./testimonio-corpus).

    With `create` a new or empty folder becomes a corpus. Raises CorpusError, in words for people, where there is no
    corpus, or it can't be read, or is damaged, or was made by a newer version.
    """
    path = locate(location)
    check_folder(path, create=create)
    if create:
        make_folder(path)
    database = Database(path, read_only=not _writable(path))
    try:
        ensure_current(database)
    except BaseException:
        database.close()
        raise
    return Corpus(path, database)


def _writable(path: Path) -> bool:
    """Whether SQLite can write here. Raises CorpusError where the database may not even be read."""
    if not os.access(path / DATABASE, os.R_OK):
        raise CorpusError(f"You have no permission to read the corpus in {path}.", code="no_permission")
    if os.access(path, os.W_OK) and os.access(path / DATABASE, os.W_OK):
        return True
    log = path / f"{DATABASE}-wal"
    if log.exists() and log.stat().st_size:
        # Reading the database without its log would show less than was stored.
        raise CorpusError(
            f"The corpus in {path} was not closed properly and may not be written.",
            code="read_only",
            hint="Open it once where it may be written, or copy the whole folder to such a place.",
        )
    return False


class Corpus(ByHand):
    """An open corpus. Threads may share it; another process opens its own. Reading needs no model and no Prefect."""

    def __init__(self, path: Path, database: Database) -> None:
        self._path = path
        self._database = database

    def __enter__(self) -> Corpus:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database. Using the corpus again opens it again."""
        self._database.close()

    @property
    def path(self) -> Path:
        """The corpus folder."""
        return self._path

    @property
    def inbox(self) -> Path:
        """The folder inside the corpus whose files wait to be processed; it need not exist."""
        return self._path / "inbox"

    # --- Reading ---------------------------------------------------------------------------------------------------

    def search(
        self,
        text: str = "",
        *,
        language: str | None = None,
        person: str | None = None,
        place: str | None = None,
        org: str | None = None,
        since: str | None = None,
        until: str | None = None,
        collection: str | None = None,
        same_segment: bool = False,
        limit: int = 20,
        offset: int = 0,
    ) -> Page:
        """Find sentences by their text or their translation; see `corpus.query` for the language of `text`.

        Without `text`, all sentences that the filters leave. `person`, `place` and `org` (a name, an alias or an id)
        keep testimonies that mention the entity, with `same_segment` only the sentences that do. `since` and `until`
        (YYYY, YYYY-MM or YYYY-MM-DD, inclusive) keep testimonies that were recorded, or mention a date that may lie,
        within them. Raises QueryError, NameLookupError and UsageError.
        """
        return self.search_query(
            Query(
                text=text,
                language=language,
                person=person,
                place=place,
                org=org,
                since=since,
                until=until,
                collection=collection,
                same_segment=same_segment,
                limit=limit,
                offset=offset,
            )
        )

    def search_query(self, query: Query) -> Page:
        """The same for a `Query`."""
        with self._database.read() as connection:
            return searching.search(connection, query)

    def entities(
        self,
        label: str | None = None,
        min_testimonies: int = 1,
        like: str | None = None,
        limit: int | None = None,
        *,
        together_with: str | None = None,
        same_segment: bool = False,
    ) -> builtins.list[Entity]:
        """The entities, most mentioned first; `like` is a part of a name or alias. Counts are of source texts only.

        With `together_with` (a name, an alias or an id) only those of the same testimonies, with `same_segment` of the
        same sentences, as `Companion`s, the closest first.
        """
        with self._database.read() as connection:
            return entity_reading.entities(
                connection,
                label=label,
                min_testimonies=min_testimonies,
                like=like,
                together_with=together_with,
                same_segment=same_segment,
                limit=limit,
            )

    def entity(self, name_or_id: str, *, why: bool = False) -> EntityView:
        """One entity: aliases, mentions in context, company, dates; with `why` the reasons for every join. Raises
        NameLookupError with candidates.
        """
        with self._database.read() as connection:
            return entity_reading.view(connection, name_or_id, why=why)

    def meant(self, name_or_id: str) -> names.Candidate:
        """Whom a name means to a reader: id, label, name and status, without reading its mentions as `entity` does."""
        with self._database.read() as connection:
            return names.meant(connection, name_or_id)

    def namesakes(self, name_or_id: str) -> tuple[str, ...]:
        """Who has a name as an alias while another one, who goes before, is called so; as they are shown to people."""
        with self._database.read() as connection:
            return names.namesakes(connection, name_or_id)

    def graph(
        self,
        format: str,
        output: str | Path,
        *,
        labels: Collection[str] = (),
        min_testimonies: int = 1,
        same_segment: bool = False,
    ) -> Path:
        """Write who and what is named together as a graph (gexf or graphml) to the file `output`.

        Nodes are the entities of `labels` (else all but dates), edges the testimonies that they share, with
        `same_segment` the sentences. Raises UsageError and CorpusError.
        """
        with self._database.read() as connection:
            found = network(connection, labels=labels, min_testimonies=min_testimonies, same_segment=same_segment)
        write_graph(found, format, Path(output), same_segment=same_segment)
        return Path(output)

    def list(self, collection: str | None = None) -> builtins.list[TestimonySummary]:
        """The testimonies, by source."""
        with self._database.read() as connection:
            return reading.summaries(connection, collection=collection)

    def get(self, testimony: str) -> TestimonyView:
        """All of one testimony, by its id or a beginning of it that no other has. Raises UsageError."""
        with self._database.read() as connection:
            return reading.get(connection, testimony)

    def select(self, query: Query) -> builtins.list[str]:
        """Ids, sorted, of the testimonies in which `query` finds a sentence; all for an empty query."""
        with self._database.read() as connection:
            return searching.testimonies_with_hits(connection, query)

    def export(
        self,
        format: str,
        output: str | Path,
        *,
        text: str = "",
        language: str | None = None,
        person: str | None = None,
        place: str | None = None,
        org: str | None = None,
        since: str | None = None,
        until: str | None = None,
        collection: str | None = None,
        same_segment: bool = False,
    ) -> tuple[Path, ...]:
        """Write the corpus, or the testimonies in which such a search finds a sentence, into the folder `output`.

        Returns the files. Raises UsageError for an unknown format, CorpusError where the folder can't be written.
        """
        query = Query(
            text=text,
            language=language,
            person=person,
            place=place,
            org=org,
            since=since,
            until=until,
            collection=collection,
            same_segment=same_segment,
        )
        return exporting.export(self, format, Path(output), query=query)

    def runs(self) -> builtins.list[RunSummary]:
        """The runs, the newest first."""
        return runs.summaries(self._database)

    def failures(self, run_id: str) -> builtins.list[Failure]:
        """What failed in a run."""
        return runs.failures(self._database, run_id)

    def names(self, sha256: str) -> tuple[str, ...]:
        """All names under which an original came, sorted; empty for an unknown one."""
        return keeping.names(self._database, sha256)

    def originals(self) -> Iterator[StoredOriginal]:
        """Every original, by hash, with its names and the metadata of its testimonies. The corpus may be written
        meanwhile.
        """
        return keeping.originals(self._database)

    # --- Writing, for the pipeline ---------------------------------------------------------------------------------

    def known(self, sha256s: Collection[str]) -> set[str]:
        """Those of `sha256s` that are stored with all their testimonies."""
        return keeping.known(self._database, sha256s)

    def keep_original(self, data: bytes, source: Source) -> None:
        """Copy an original into the corpus, unchanged; repeating it does no harm. Raises CorpusError."""
        keeping.keep(self._database, data, source)

    def add_name(self, sha256: str, uri: str, seen_at: datetime) -> None:
        """Keep one more name under which the same bytes came."""
        keeping.add_name(self._database, sha256, uri, seen_at)

    def add(self, item: AnnotatedTestimony, *, language: str, run_id: str) -> bool:
        """Store a testimony, whole or not at all; False if its id is stored already. Raises InputError and
        CorpusError.
        """
        return writing.add(self._database, item, language=language, run_id=run_id)

    def replace(self, item: AnnotatedTestimony, *, language: str, run_id: str) -> None:
        """Store a testimony in place of what was stored under its id. Raises InputError and CorpusError."""
        writing.replace(self._database, item, language=language, run_id=run_id)

    def known_testimonies(self, ids: Collection[str]) -> set[str]:
        """Those of `ids` that are stored."""
        return keeping.known_testimonies(self._database, ids)

    def remembered(self, keys: Collection[str]) -> dict[str, Remembered]:
        """The stored translations whose `memory` is one of `keys`, by key."""
        with self._database.read() as connection:
            return reading.remembered(connection, keys)

    def finish(self, sha256: str, *, parts: int) -> None:
        """Note that an original is done with, if all its `parts` testimonies are stored."""
        keeping.finish(self._database, sha256, parts=parts)

    def begin_run(self, options: Mapping[str, object] | None = None) -> str:
        """Note that a run begins, with its options (JSON values, no names). Returns its id."""
        return runs.begin(self._database, options or {})

    def end_run(self, report: IngestReport) -> None:
        """Note what the run did."""
        runs.end(self._database, report)

    def add_failures(self, run_id: str, failures: Sequence[Failure]) -> None:
        """Keep what failed in a run."""
        runs.add_failures(self._database, run_id, failures)
