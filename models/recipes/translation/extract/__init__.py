"""The public sources of `sources.toml`, from snapshots of their repositories to one file of pairs or sentences each.

`inputs.py` finds the material, `sentences.py` splits and aligns it, `cleaning.py` decides what is good enough and
writes it; a reader for each source stands in `messages.py`, `books.py`, `benchmarks.py`, `documents.py` or `mono.py`.
"""
