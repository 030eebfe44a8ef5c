"""Looks at a zip archive before anything in it is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib

from corpus.errors import InputError
from corpus.readers.base import Limits

__all__ = ["UNPACKING_ERRORS", "check_archive"]

# What zipfile raises for damaged members: bad checksums, cut streams, methods it doesn't know, offsets beyond the end.
UNPACKING_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


def check_archive(data: bytes, limits: Limits, *, what: str) -> None:
    """Raise InputError "damaged", "password" or "archive_bomb" for `data` that shouldn't be unpacked.

    The sizes are those that the directory declares; zipfile reads no more than that of a member.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except UNPACKING_ERRORS as error:
        raise InputError(f"This is not {what}: it is no zip archive, or damaged.", code="damaged") from error
    if any(member.flag_bits & 0x1 for member in members):
        raise InputError("The archive is protected by a password.", code="password", hint="Save it without one.")
    unpacked = sum(member.file_size for member in members)
    text = max((m.file_size for m in members if m.filename.lower().endswith((".xml", ".rels"))), default=0)
    if (
        unpacked > limits.max_unpacked
        or text > limits.max_unpacked_text
        or len(members) > limits.max_members
        or any(
            m.file_size > limits.ratio_from and m.file_size > limits.max_ratio * max(1, m.compress_size)
            for m in members
        )
    ):
        raise InputError(
            f"The archive would unpack to {unpacked:,} bytes from {len(data):,}; nothing was unpacked.",
            code="archive_bomb",
            hint="If the file is genuine, save it again without its pictures, or as plain text.",
        )
