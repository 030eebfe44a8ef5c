"""What we keep and how it is found: records, readers, store, search, export.

from corpus import open_corpus
with open_corpus("my-corpus") as corpus:
    page = corpus.search("custodios golpe*", person="Rosa Paz")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus.corpus import Corpus, open_corpus

__all__ = ["Corpus", "open_corpus"]


def __getattr__(name: str) -> Any:
    """Load the facade at first use: the records and the readers must not pay for importing SQLAlchemy."""
    if name in __all__:
        return getattr(import_module("corpus.corpus"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
