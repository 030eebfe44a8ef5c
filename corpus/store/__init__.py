"""How a corpus is kept: SQLite with FTS5, in a folder beside the untouched originals.

`tables` and the modules that read and write are SQLAlchemy Core; only `database`, `folder`, `faults` and `fulltext`
know SQLite.
"""
