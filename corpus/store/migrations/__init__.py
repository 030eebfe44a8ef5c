"""Alembic migrations; `corpus.store.schema` runs them."""
