"""The tables, for reading and writing. The migrations make them; a test holds the two together.

`testimony` columns hold testimony ids, `segment` columns the numbers of `segments.id`, which are the store's own and
never leave it. Days are ISO strings (YYYY-MM-DD), so that they compare as text.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    column,
    table,
)

__all__ = [
    "decisions",
    "entities",
    "entity_keys",
    "entity_surfaces",
    "failures",
    "forms",
    "joins",
    "mentions",
    "metadata",
    "models",
    "resolved",
    "runs",
    "segment_search",
    "segments",
    "segments_fts",
    "source_names",
    "sources",
    "testimonies",
    "translations",
]

metadata = MetaData()

sources = Table(
    "sources",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("sha1", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("suffix", Text, nullable=False),
    Column("collected_at", Text, nullable=False),
    Column("complete", Boolean, nullable=False),
)

source_names = Table(
    "source_names",
    metadata,
    Column("sha256", Text, ForeignKey("sources.sha256"), primary_key=True),
    Column("uri", Text, primary_key=True),
    Column("seen_at", Text, nullable=False),
)

testimonies = Table(
    "testimonies",
    metadata,
    Column("id", Text, primary_key=True),
    Column("sha256", Text, ForeignKey("sources.sha256"), nullable=False),
    Column("locator", Text, nullable=False),
    Column("title", Text),
    Column("text", Text, nullable=False),
    Column("collection", Text),
    Column("recorded_on", Text),
    Column("recorded_from", Text),
    Column("recorded_to", Text),
    Column("declared_language", Text),
    Column("language", Text, nullable=False),
    Column("access", Text, nullable=False),
    Column("consent", Text),
    Column("notes", Text, nullable=False),
    Column("segments", Integer, nullable=False),
    Column("mentions", Integer, nullable=False),
    Column("run", Text, nullable=False),
    UniqueConstraint("sha256", "locator"),
    Index("testimonies_collection", "collection"),
)

segments = Table(
    "segments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("testimony", Text, ForeignKey("testimonies.id", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("language_confidence", Float),
    Column("detector", Text),
    Column("speaker", Text),
    Column("start_ms", Integer),
    Column("end_ms", Integer),
    Column("page", Integer),
    UniqueConstraint("testimony", "ordinal"),
)

translations = Table(
    "translations",
    metadata,
    Column("segment", Integer, ForeignKey("segments.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("source_language", Text, nullable=False),
    Column("target_language", Text),
    Column("text", Text),
    Column("score", Float),
    Column("model", Integer, ForeignKey("models.id")),
    Column("flags", Text, nullable=False),
    Column("memory", Text),
    Index("translations_memory", "memory"),
)

models = Table(
    "models",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    UniqueConstraint("name", "version", "sha256"),
)

# `entity` is no foreign key: a mention in a translation may name an entity that no source text mentions. `machine` and
# `machine_label` are what the resolver said (null for a mention that a person added); `entity` and `label` are what
# holds after the decisions of people. `status` is "", "added" or "rejected" (no entity then), `decision` the decision
# that added, rejected or relabelled it.
mentions = Table(
    "mentions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("testimony", Text, ForeignKey("testimonies.id", ondelete="CASCADE"), nullable=False),
    Column("segment", Integer, ForeignKey("segments.id", ondelete="CASCADE"), nullable=False),
    Column("side", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("model", Integer, ForeignKey("models.id"), nullable=False),
    Column("value", Text),
    Column("value_from", Text),
    Column("value_to", Text),
    Column("entity", Text),
    Column("inferred", Boolean, nullable=False),
    Column("machine", Text),
    Column("machine_label", Text),
    Column("status", Text, nullable=False),
    Column("decision", Text),
    Index("mentions_testimony", "testimony"),
    Index("mentions_segment", "segment"),
    Index("mentions_entity", "entity", "testimony"),
    Index("mentions_value", "value_from", "value_to"),
    Index("mentions_machine", "machine", "testimony"),
)

# What the resolver made of a testimony: the entities by their machine ids, and why it joined surfaces to them.
resolved = Table(
    "resolved",
    metadata,
    Column("testimony", Text, ForeignKey("testimonies.id", ondelete="CASCADE"), primary_key=True),
    Column("entity", Text, primary_key=True),
    Column("label", Text, nullable=False),
    Column("name", Text, nullable=False),
)

joins = Table(
    "joins",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("testimony", Text, ForeignKey("testimonies.id", ondelete="CASCADE"), nullable=False),
    Column("entity", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("of", Text, nullable=False),
    Column("segment", Integer),  # its ordinal, as in the record
    Index("joins_testimony", "testimony", "entity"),
)

# No foreign keys: a decision outlives the testimonies and entities that it is about, and holds again when they return.
decisions = Table(
    "decisions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("why", Text),
    Column("undone_by", Text),
    Column("undone_at", Text),
    Index("decisions_undone", "undone_at"),
)

entities = Table(
    "entities",
    metadata,
    Column("id", Text, primary_key=True),
    Column("label", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("mentions", Integer, nullable=False),
    Column("testimonies", Integer, nullable=False),
    Column("confirmed", Boolean, nullable=False),
    Index("entities_folded", "folded"),
    Index("entities_mentions", "mentions"),
)

# Counts per surface, so that a testimony can be taken away again and an entity's name never depends on who came first.
# `named` counts the testimonies in which the resolver gave the entity that name; it may be a name that is never said,
# and then `mentions` is 0. `own` and `own_named` leave out what a person merged into the entity: A stays A.
entity_surfaces = Table(
    "entity_surfaces",
    metadata,
    Column("entity", Text, ForeignKey("entities.id", ondelete="CASCADE"), primary_key=True),
    Column("label", Text, primary_key=True),
    Column("text", Text, primary_key=True),
    Column("folded", Text, nullable=False),
    Column("mentions", Integer, nullable=False),
    Column("own", Integer, nullable=False),
    Column("named", Integer, nullable=False),
    Column("own_named", Integer, nullable=False),
    Index("entity_surfaces_folded", "folded"),
)

# Under which keys names that may mean the same meet (`corpus.personal_names`).
entity_keys = Table(
    "entity_keys",
    metadata,
    Column("key", Text, primary_key=True),
    Column("entity", Text, ForeignKey("entities.id", ondelete="CASCADE"), primary_key=True),
    Index("entity_keys_entity", "entity"),
    sqlite_with_rowid=False,
)

forms = Table(
    "forms",
    metadata,
    Column("form", Text, primary_key=True),
    Column("language", Text, primary_key=True),
    Column("lemma", Text, primary_key=True),
    Index("forms_lemma", "lemma", "language", "form"),
    sqlite_with_rowid=False,
)

runs = Table(
    "runs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("started_at", Text, nullable=False),
    Column("ended_at", Text),
    Column("options", Text, nullable=False),
    Column("stored", Integer),
    Column("skipped", Integer),
    Column("failed", Integer),
    Column("segments", Integer),
    Column("words", Integer),
    Column("seconds", Float),
)

failures = Table(
    "failures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run", Text, ForeignKey("runs.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("hint", Text, nullable=False),
    Index("failures_run", "run"),
)

# Not in the metadata: a view (a segment beside its translation) and the FTS5 index over it.
segment_search = table("segment_search", column("id"), column("testimony"), column("text"), column("translation"))
segments_fts = table("segments_fts", column("rowid"), column("text"), column("translation"))
