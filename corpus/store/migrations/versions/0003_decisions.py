"""What people decide about entities, beside what the machine found; why mentions were joined; names as an index."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the tables and columns. All that was stored before is the machine's; `keys` fills the index of names."""
    _mentions()
    _counts()
    op.create_table(
        "resolved",
        sa.Column("testimony", sa.Text, sa.ForeignKey("testimonies.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("entity", sa.Text, primary_key=True),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
    )
    op.create_table(
        "joins",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("testimony", sa.Text, sa.ForeignKey("testimonies.id", ondelete="CASCADE"), nullable=False),
        sa.Column("entity", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("of", sa.Text, nullable=False),
        sa.Column("segment", sa.Integer),
    )
    op.create_index("joins_testimony", "joins", ["testimony", "entity"])
    op.create_table(
        "decisions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False, unique=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("why", sa.Text),
        sa.Column("undone_by", sa.Text),
        sa.Column("undone_at", sa.Text),
    )
    op.create_index("decisions_undone", "decisions", ["undone_at"])
    op.create_table(
        "entity_keys",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("entity", sa.Text, sa.ForeignKey("entities.id", ondelete="CASCADE"), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("entity_keys_entity", "entity_keys", ["entity"])


def _mentions() -> None:
    for column in (
        sa.Column("inferred", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("machine", sa.Text),
        sa.Column("machine_label", sa.Text),
        sa.Column("status", sa.Text, nullable=False, server_default=""),
        sa.Column("decision", sa.Text),
    ):
        op.add_column("mentions", column)
    op.execute("UPDATE mentions SET machine = entity, machine_label = label")
    op.create_index("mentions_machine", "mentions", ["machine", "testimony"])


def _counts() -> None:
    op.add_column("entities", sa.Column("confirmed", sa.Boolean, nullable=False, server_default=sa.false()))
    for name in ("own", "named", "own_named"):
        op.add_column("entity_surfaces", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
    op.execute("UPDATE entity_surfaces SET own = mentions")
