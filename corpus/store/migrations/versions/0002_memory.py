"""What stands for all that decided a translation, so that it need not be made again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column; translations from before have none and aren't reused, because nobody knows what decided them."""
    op.add_column("translations", sa.Column("memory", sa.Text))
    op.create_index("translations_memory", "translations", ["memory"])
