"""Files that leave the corpus: there whole or not at all, and for their owner only."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from corpus.errors import CorpusError
from corpus.store.faults import os_fault

__all__ = ["whole_files"]


@contextlib.contextmanager
def whole_files(
    output: Path,
    names: Sequence[str],
    *,
    mode: str = "w",
    encoding: str | None = "utf-8",
    newline: str | None = None,
) -> Iterator[dict[str, IO[Any]]]:
    """Files in the folder `output` (made 0700 if it isn't there) under temporary names, which get their own when all is
    written, and vanish when anything fails. Raises CorpusError.
    """
    mark = uuid.uuid4().hex[:8]
    temporary = {name: output / f".{name}.{mark}.tmp" for name in names}
    try:
        output.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.ExitStack() as stack:
            files: dict[str, IO[Any]] = {}
            for name, path in temporary.items():
                descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
                files[name] = stack.enter_context(open(descriptor, mode, encoding=encoding, newline=newline))
            yield files
            for file in files.values():
                file.flush()
                os.fsync(file.fileno())
        for name, path in temporary.items():
            path.replace(output / name)
    except FileExistsError as error:
        raise CorpusError(f"{output} is a file; an export needs a folder.", code="output") from error
    except OSError as error:
        raise os_fault(error, output, "write into") from error
    finally:
        for path in temporary.values():
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
