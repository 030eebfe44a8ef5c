"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables, the view of segments beside their translations, and the full-text index over it."""
    _sources()
    _texts()
    _annotations()
    _entities()
    _runs()
    op.execute(
        "CREATE VIEW segment_search AS SELECT s.id, s.testimony, s.text, t.text AS translation "
        "FROM segments AS s LEFT JOIN translations AS t ON t.segment = s.id"
    )
    # External content: the sentences lie in their tables only. remove_diacritics 2 folds ñ too; that is intended.
    op.execute(
        "CREATE VIRTUAL TABLE segments_fts USING fts5(text, translation, content='segment_search', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 2', prefix='2 3 4')"
    )


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("sha1", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("suffix", sa.Text, nullable=False),
        sa.Column("collected_at", sa.Text, nullable=False),
        sa.Column("complete", sa.Boolean, nullable=False),
    )
    op.create_table(
        "source_names",
        sa.Column("sha256", sa.Text, sa.ForeignKey("sources.sha256"), primary_key=True),
        sa.Column("uri", sa.Text, primary_key=True),
        sa.Column("seen_at", sa.Text, nullable=False),
    )


def _texts() -> None:
    op.create_table(
        "testimonies",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("sha256", sa.Text, sa.ForeignKey("sources.sha256"), nullable=False),
        sa.Column("locator", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("collection", sa.Text),
        sa.Column("recorded_on", sa.Text),
        sa.Column("recorded_from", sa.Text),
        sa.Column("recorded_to", sa.Text),
        sa.Column("declared_language", sa.Text),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("access", sa.Text, nullable=False),
        sa.Column("consent", sa.Text),
        sa.Column("notes", sa.Text, nullable=False),
        sa.Column("segments", sa.Integer, nullable=False),
        sa.Column("mentions", sa.Integer, nullable=False),
        sa.Column("run", sa.Text, nullable=False),
        sa.UniqueConstraint("sha256", "locator"),
    )
    op.create_index("testimonies_collection", "testimonies", ["collection"])
    op.create_table(
        "segments",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("testimony", sa.Text, sa.ForeignKey("testimonies.id", ondelete="CASCADE"), nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("language_confidence", sa.Float),
        sa.Column("detector", sa.Text),
        sa.Column("speaker", sa.Text),
        sa.Column("start_ms", sa.Integer),
        sa.Column("end_ms", sa.Integer),
        sa.Column("page", sa.Integer),
        sa.UniqueConstraint("testimony", "ordinal"),
    )


def _annotations() -> None:
    op.create_table(
        "models",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.UniqueConstraint("name", "version", "sha256"),
    )
    op.create_table(
        "translations",
        sa.Column(
            "segment",
            sa.Integer,
            sa.ForeignKey("segments.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("source_language", sa.Text, nullable=False),
        sa.Column("target_language", sa.Text),
        sa.Column("text", sa.Text),
        sa.Column("score", sa.Float),
        sa.Column("model", sa.Integer, sa.ForeignKey("models.id")),
        sa.Column("flags", sa.Text, nullable=False),
    )
    op.create_table(
        "mentions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("testimony", sa.Text, sa.ForeignKey("testimonies.id", ondelete="CASCADE"), nullable=False),
        sa.Column("segment", sa.Integer, sa.ForeignKey("segments.id", ondelete="CASCADE"), nullable=False),
        sa.Column("side", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("model", sa.Integer, sa.ForeignKey("models.id"), nullable=False),
        sa.Column("value", sa.Text),
        sa.Column("value_from", sa.Text),
        sa.Column("value_to", sa.Text),
        sa.Column("entity", sa.Text),
    )
    op.create_index("mentions_testimony", "mentions", ["testimony"])
    op.create_index("mentions_segment", "mentions", ["segment"])
    op.create_index("mentions_entity", "mentions", ["entity", "testimony"])
    op.create_index("mentions_value", "mentions", ["value_from", "value_to"])
    op.create_table(
        "forms",
        sa.Column("form", sa.Text, primary_key=True),
        sa.Column("language", sa.Text, primary_key=True),
        sa.Column("lemma", sa.Text, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("forms_lemma", "forms", ["lemma", "language", "form"])


def _entities() -> None:
    op.create_table(
        "entities",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("mentions", sa.Integer, nullable=False),
        sa.Column("testimonies", sa.Integer, nullable=False),
    )
    op.create_index("entities_folded", "entities", ["folded"])
    op.create_index("entities_mentions", "entities", ["mentions"])
    op.create_table(
        "entity_surfaces",
        sa.Column("entity", sa.Text, sa.ForeignKey("entities.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("label", sa.Text, primary_key=True),
        sa.Column("text", sa.Text, primary_key=True),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("mentions", sa.Integer, nullable=False),
    )
    op.create_index("entity_surfaces_folded", "entity_surfaces", ["folded"])


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("started_at", sa.Text, nullable=False),
        sa.Column("ended_at", sa.Text),
        sa.Column("options", sa.Text, nullable=False),
        sa.Column("stored", sa.Integer),
        sa.Column("skipped", sa.Integer),
        sa.Column("failed", sa.Integer),
        sa.Column("segments", sa.Integer),
        sa.Column("words", sa.Integer),
        sa.Column("seconds", sa.Float),
    )
    op.create_table(
        "failures",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("run", sa.Text, sa.ForeignKey("runs.id"), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("source_id", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("hint", sa.Text, nullable=False),
    )
    op.create_index("failures_run", "failures", ["run"])
