"""Values on their way into a statement."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from corpus.errors import UsageError
from corpus.records import LABELS

__all__ = ["checked_label", "checked_limit", "chunks", "storable"]

Item = TypeVar("Item")

# SQLite takes 32,766 parameters, PostgreSQL's protocol 65,535; small statements are also compiled faster.
SIZE = 900


def chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """`items` in order, at most SIZE at once."""
    for start in range(0, len(items), SIZE):
        yield items[start : start + SIZE]


def storable(text: str) -> str:
    """`text` with lone surrogates spelled out (as \\udcff): file names and arguments may hold bytes that are no
    UTF-8.
    """
    return text.encode("utf-8", "backslashreplace").decode()


def checked_label(label: str) -> str:
    """`label` as it is stored. Raises UsageError for an unknown one."""
    if label.upper() not in LABELS:
        raise UsageError("There is no such label.", code="label", hint=f"The labels are: {', '.join(LABELS)}")
    return label.upper()


def checked_limit(limit: int) -> int:
    """`limit`. Raises UsageError for a negative one."""
    if limit < 0:
        raise UsageError("A limit can't be negative.")
    return limit
