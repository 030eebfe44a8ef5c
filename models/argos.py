"""The adapter to Argos packages: finds those that are installed, and opens their tokenizers.

Argos is used for its packages and tokenizers only. Its own translating code would split text anew, drop sentences,
log them, and import stanza; `models.ct2` drives CTranslate2 directly instead.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import logging
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from corpus.records import ModelRef
from models.catalogue import Card, read_manifest

__all__ = [
    "InstalledPackage",
    "argos_package_module",
    "find_packages",
    "read_receipt",
    "user_packages_dir",
]

RECEIPT = "testimonio.json"  # written by models.install beside a package's metadata.json


@dataclass(frozen=True, slots=True)
class InstalledPackage:
    """A translation package on this machine. `rank` is its measured score from the manifest, 0 where unknown."""

    path: Path
    source: str
    target: str
    version: str
    name: str
    sha256: str
    rank: float

    @property
    def ref(self) -> ModelRef:
        return ModelRef(self.name, self.version, self.sha256)


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {key: os.environ.get(key) for key in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for key, value in before.items():
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value


def argos_package_module() -> ModuleType:
    """Import `argostranslate.package` without letting it make folders in HOME or read the user's `settings.json`."""
    logging.getLogger("argostranslate").setLevel(logging.CRITICAL)
    with (
        tempfile.TemporaryDirectory(prefix="testimonio-argos-") as scratch,
        _environment(
            XDG_DATA_HOME=scratch,
            XDG_CONFIG_HOME=scratch,
            XDG_CACHE_HOME=scratch,
            ARGOS_PACKAGES_DIR=str(Path(scratch) / "packages"),
        ),
    ):
        module = importlib.import_module("argostranslate.package")
    for name in ("argostranslate", "argostranslate.utils"):  # they log whole sentences at INFO
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = False
        logger.disabled = True
    return module


def user_packages_dir() -> Path:
    """Where Argos Translate itself keeps its packages for this user; official ones found there are used too."""
    if "ARGOS_PACKAGES_DIR" in os.environ:
        return Path(os.environ["ARGOS_PACKAGES_DIR"])
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "argos-translate" / "packages"


def find_packages(directories: Sequence[Path]) -> list[InstalledPackage]:
    """The usable translation packages under `directories`, best first. What isn't a package is passed over."""
    cards = [card for card in read_manifest() if card.task == "translation"]
    found = []
    candidates = [path for folder in directories if folder.is_dir() for path in sorted(folder.iterdir())]
    candidates = [path for path in candidates if (path / "metadata.json").is_file() and (path / "model").is_dir()]
    if not candidates:
        return []
    argos = argos_package_module()
    for path in candidates:
        try:
            package = argos.Package(path)
        except (OSError, ValueError):
            continue
        if hasattr(package, "tokenizer") and package.from_code and package.to_code:
            found.append(_installed(path, package, cards))
    return sorted(found, key=lambda p: (p.source, p.target, -p.rank, p.name, str(p.path)))


def _installed(path: Path, package: Any, cards: Sequence[Card]) -> InstalledPackage:
    receipt = read_receipt(path) or {}
    pair = (package.from_code, package.to_code)
    sha256 = receipt.get("sha256", "")
    card = next((c for c in cards if c.languages == pair and c.sha256 and c.sha256 == sha256), None) or next(
        (c for c in cards if c.languages == pair and not c.sha256 and c.version == package.package_version), None
    )
    name = card.name if card else f"argos-{pair[0]}_{pair[1]}"
    if not sha256:  # installed by Argos itself: the weights stand for the package
        sha256 = file_sha256(path / "model" / "model.bin")
    return InstalledPackage(path, *pair, package.package_version, name, sha256, card.rank if card else 0.0)


def read_receipt(folder: Path) -> dict[str, Any] | None:
    """What installing noted beside a package: {"sha256", "files": {name: sha256}}; None without, or when damaged."""
    try:
        receipt = json.loads((folder / RECEIPT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    good = (
        isinstance(receipt, dict) and isinstance(receipt.get("sha256"), str) and isinstance(receipt.get("files"), dict)
    )
    return receipt if good else None


def file_sha256(path: Path) -> str:
    """Hex digest of a file, read in pieces; "" where there is none."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
