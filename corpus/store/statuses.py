"""What an entity's status is."""

from __future__ import annotations

from corpus.records import CONFIRMED, UNCONFIRMED

__all__ = ["status"]


def status(label: str | None, testimonies: int | None, confirmed: bool | None) -> str | None:
    """The status from the columns of `entities`, which may all be null (a mention without an entity)."""
    if confirmed:
        return CONFIRMED
    return UNCONFIRMED if label == "PERSON" and (testimonies or 0) > 1 else None
